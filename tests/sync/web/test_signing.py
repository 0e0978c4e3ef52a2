"""Signing in, and a password of one's own."""

from __future__ import annotations

from sync.web.application import make_application
from tests.sync.web.conftest import Browser

NEW = "a long new password"


def test_a_wrong_password_is_told_in_one_line(browse):
    """A wrong password and an unknown name are told alike."""
    nobody = browse("")
    told = [
        nobody.post("/sign-in", {"name": name, "password": "x"}, on="/sign-in") for name in ("hr", "who?")
    ]
    assert [one.status_code for one in told] == [403, 403]
    assert all("Name and password do not fit" in one.text for one in told)


def test_passwords_cannot_be_tried_fast(small, passwords):
    """After ten tries in a minute the eleventh is refused, whatever the address it comes from."""
    app = make_application(small)
    browser = Browser(app.test_client(), app)
    tries = [
        browser.post("/sign-in", {"name": "hr", "password": "x"}, on="/sign-in").status_code
        for _ in range(11)
    ]
    assert tries == [403] * 10 + [429]


def test_nor_can_they_on_the_page_of_the_account(small, passwords):
    """Whoever sits down at another's browser does not find out the password either."""
    app = make_application(small)
    browser = Browser(app.test_client(), app)
    browser.post("/sign-in", {"name": "hr", "password": passwords["hr"]}, on="/sign-in")
    tries = [browser.post("/account", {"old": "x", "new": NEW}).status_code for _ in range(11)]
    assert tries == [403] * 10 + [429]


def test_a_password_of_ones_own(browse, passwords):
    """The holder of an account chooses a password and signs in with it; short ones are refused."""
    browser = browse("sales")
    change = [
        browser.post("/account", {"old": old, "new": new}).status_code
        for old, new in (("wrong", NEW), (passwords["sales"], "short"), (passwords["sales"], "salessales1"))
    ]
    assert change == [403, 403, 403]
    assert browser.post("/account", {"old": passwords["sales"], "new": NEW}).location == "/sign-in"
    assert browse("").post("/sign-in", {"name": "sales", "password": NEW}, on="/sign-in").status_code == 302


def test_cookies_are_out_of_reach_of_scripts(small, passwords):
    """The cookie is for our pages alone, and behind HTTPS for nothing else."""
    app = make_application(small, https=True, quick=True)
    said = app.test_client().get("/sign-in", base_url="https://meritbook.example").headers["Set-Cookie"]
    assert all(part in said for part in ("HttpOnly", "Secure", "SameSite=Lax"))
