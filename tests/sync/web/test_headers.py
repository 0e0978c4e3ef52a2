"""What every answer tells the browser."""

from __future__ import annotations

import re

import pytest

from sync.web.application import make_application
from sync.web.headers import HEADERS
from tests.builders import CYCLE
from tests.sync.web.test_doors import PATHS

INLINE = re.compile(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("path", ["/sign-in", "/nothing", f"/cycles/{CYCLE}", "/api/v1/cycles/x/results"])
def test_every_answer_says_it(browse, path):
    """Pages, refusals and JSON alike carry the security headers."""
    told = browse("").get(path).headers
    assert {name: told.get(name) for name in HEADERS} == HEADERS
    assert "Strict-Transport-Security" not in told


def test_https_is_remembered(small, passwords):
    """Behind HTTPS the browser is told never to come without it."""
    app = make_application(small, https=True)
    assert app.test_client().get("/sign-in").headers["Strict-Transport-Security"]


def test_nothing_is_written_into_pages_that_the_policy_forbids(browse):
    """No page has a script, a style or a handler of its own, in either language."""
    browser = browse("hr")
    for language in ("en", "zh"):
        for path in PATHS.values():
            page = browser.get(f"{path}?language={language}")
            if page.mimetype == "text/html":
                assert not INLINE.search(page.text), path
