"""Pages speak English and Chinese."""

from __future__ import annotations

from tests.builders import CYCLE

PATHS = ("/", f"/cycles/{CYCLE}", f"/cycles/{CYCLE}/findings", f"/cycles/{CYCLE}/departments/sales", "/do")


def test_a_chosen_language_stays(browse):
    """The language chosen once is that of the pages that follow."""
    browser = browse("hr")
    assert 'lang="en"' in browser.get("/").text
    browser.get("/?language=zh")
    for path in PATHS:
        assert '<html lang="zh-CN">' in browser.get(path).text
    assert "人力月度工作" in browser.get("/do").text


def test_the_browser_says_what_it_likes(browse):
    """Nobody has to choose whose browser asks for Chinese; of other languages the workspace's is taken."""
    nobody = browse("")
    assert "登录" in nobody.get("/sign-in", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text
    assert "Sign in" in nobody.get("/sign-in", headers={"Accept-Language": "fi"}).text


def test_the_other_language_shows_the_same_page(browse):
    """Changing the language keeps what the page was asked with."""
    page = browse("hr").get(f"/do/export?cycle={CYCLE}&kind=rules").text
    assert f'href="?cycle={CYCLE}&amp;kind=rules&amp;language=zh"' in page


def test_whoever_is_turned_away_is_told_in_it(browse):
    """A page of HR's, a form that was open too long: also a refusal at the door speaks the language."""
    browser, chinese = browse("sales"), {"Accept-Language": "zh-CN"}
    assert "仅供人力资源部使用" in browser.get("/do", headers=chinese).text
    assert "重新打开页面" in browser.client.post("/send", headers=chinese).text


def test_refusals_of_the_service_speak_it_too(browse):
    """What a verb says when it cannot go on is told in the language of the page."""
    browser = browse("hr")
    assert "not been issued" in browser.get("/cycles/none").text
    assert "尚未下发" in browser.get("/cycles/none?language=zh").text
