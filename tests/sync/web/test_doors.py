"""Who may open what: a matrix over every route there is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest

from sync.service.accounts import account, add_account, remove_account
from sync.settings import now
from sync.web import doors
from sync.web.doors import ACCESS
from tests.builders import CYCLE

PATHS = {
    "static": "/static/meritbook.css",
    "signing.sign_in": "/sign-in",
    "signing.sign_out": "/sign-out",
    "signing.account": "/account",
    "signing.about": "/about",
    "office.home": "/",
    "office.overview": f"/cycles/{CYCLE}",
    "departments.department": f"/cycles/{CYCLE}/departments/sales",
    "departments.workbook": f"/cycles/{CYCLE}/workbooks/{{workbook}}",
    "sending.send": "/send",
    "sending.submissions": "/submissions/1",
    "lists.findings": f"/cycles/{CYCLE}/findings",
    "lists.results": f"/cycles/{CYCLE}/results",
    "lists.steps": f"/cycles/{CYCLE}/results/00123/why",
    "reports.files": f"/cycles/{CYCLE}/files",
    "reports.file": f"/cycles/{CYCLE}/files/none.xlsx",
    "running.month": "/do",
    "running.press": "/do/scheme-check",
    "interface.send": "/api/v1/submissions",
    "interface.functions": "/api/v1/functions",
    "interface.findings": f"/api/v1/cycles/{CYCLE}/findings",
    "interface.results": f"/api/v1/cycles/{CYCLE}/results",
    "interface.progress": f"/api/v1/cycles/{CYCLE}/progress",
}
"""One address of each route; a route that is not here fails."""

OPEN, GO, OWN, NOT, NONE, KEY = 200, 302, 405, 403, 404, 401
"""A page; led to the sign-in; only to be sent to; not theirs; not there for them; no token."""

EXPECTED = {
    "static": (OPEN, OPEN, OPEN, OPEN),
    "signing.sign_in": (OPEN, OPEN, OPEN, OPEN),
    "signing.about": (OPEN, OPEN, OPEN, OPEN),
    "signing.account": (GO, OPEN, OPEN, OPEN),
    "office.home": (GO, OPEN, GO, OPEN),
    "departments.department": (GO, OPEN, OPEN, NONE),
    "departments.workbook": (GO, OPEN, OPEN, NONE),
    "sending.submissions": (GO, NONE, NONE, NONE),
    "lists.results": (GO, OPEN, OPEN, OPEN),
    "office.overview": (GO, OPEN, NOT, NOT),
    "lists.findings": (GO, OPEN, NOT, NOT),
    "lists.steps": (GO, 409, NOT, NOT),
    "reports.files": (GO, OPEN, NOT, NOT),
    "reports.file": (GO, NONE, NOT, NOT),
    "running.month": (GO, OPEN, NOT, NOT),
    "running.press": (GO, OPEN, NOT, NOT),
    "interface.findings": (KEY, KEY, KEY, KEY),
    "interface.results": (KEY, KEY, KEY, KEY),
    "interface.progress": (KEY, KEY, KEY, KEY),
}
"""What opening each route comes to for nobody, HR, the manager of sales, and that of another department.

HR is refused where there is nothing to show yet; the pages of a program know no cookie."""

SENT_TO = ("signing.sign_out", "sending.send", "interface.send", "interface.functions")


def workbook_of(workspace):
    """Return the id of the workbook of sales."""
    from sync.service.department import books

    return books(workspace, CYCLE, "sales")[0].issued.workbook


def test_every_route_has_an_entry(app):
    """A new route without an entry in this matrix, or without somebody named for it, fails."""
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert routes == set(PATHS) == set(ACCESS) == set(EXPECTED) | set(SENT_TO)


def test_the_matrix(small, browse):
    """Each route opens for those it is for, and for nobody else."""
    workbook = workbook_of(small)
    browsers = [browse(name) for name in ("", "hr", "sales", "other")]
    found = {
        route: tuple(browser.get(PATHS[route].format(workbook=workbook)).status_code for browser in browsers)
        for route in EXPECTED
    }
    assert found == EXPECTED


@pytest.mark.parametrize("route", SENT_TO)
def test_what_is_sent_to_needs_a_sign(app, browse, route):
    """What changes something is refused without the sign of a form, or without a token."""
    refused = {
        name: browse(name).client.post(PATHS[route], data={"x": "y"}).status_code for name in ("", "hr")
    }
    assert refused["hr"] == (401 if route.startswith("interface") else 400)
    assert refused[""] in (GO, KEY)


def test_whoever_was_led_to_the_sign_in_goes_on_where_they_wanted(browse, passwords):
    """After signing in the page that was asked for opens, and no page of another host ever."""
    nobody = browse("")
    asked = f"/do/export?cycle={CYCLE}&kind=rules"
    led = nobody.get(asked).location
    for there, page in ((led, asked), ("/sign-in?to=//evil.example", "/"), ("/sign-in?to=/\\evil", "/")):
        data = {"name": "hr", "password": passwords["hr"]}
        assert nobody.post(there, data, on=there).location == page


def test_several_sign_in_at_once(small, passwords, monkeypatch):
    """Of people who sign in at the same moment nobody is left out."""
    known, here, moment = account(small, "hr"), doors.Doors(small), now()
    monkeypatch.setattr(doors, "now", lambda: sleep(0.001) or moment)
    monkeypatch.setattr(doors, "_goes_on", lambda *_: sleep(0.001) or True)
    with ThreadPoolExecutor(8) as threads:
        names = list(threads.map(lambda _: here.enter(known), range(24)))
    assert set(names) == set(here.visits)


def test_one_is_signed_in_for_a_while(browse, monkeypatch):
    """After two hours without a page, and after twelve altogether, one has to sign in again."""
    begin, browser = now(), browse("hr")

    def after(hours):
        monkeypatch.setattr(doors, "now", lambda: begin + timedelta(hours=hours))
        return browser.get("/").status_code

    assert [after(hours) for hours in (1.9, 3.5, 5, 6.5, 8, 9.5, 11, 12.1)] == [200] * 7 + [302]
    idle = browse("hr")
    monkeypatch.setattr(doors, "now", lambda: begin + timedelta(hours=15))
    assert idle.get("/").status_code == 302


def test_a_changed_account_signs_everybody_out(small, browse):
    """Whoever's account was changed or taken away is signed out at once."""
    changed, gone = browse("sales"), browse("other")
    add_account(small, "sales", "manager", ("sales", "company"), "00001", "hr")
    remove_account(small, "other", "hr")
    assert (changed.get("/").status_code, gone.get("/").status_code) == (302, 302)


def test_signing_out_ends_the_visit(browse):
    """A copied cookie opens nothing any more after its owner signed out."""
    browser, thief = browse("hr"), browse("")
    cookie = browser.client.get_cookie("meritbook")
    thief.client.set_cookie("meritbook", cookie.value)
    assert thief.get("/do").status_code == 200
    assert browser.post("/sign-out").status_code == 302
    assert thief.get("/do").status_code == 302
