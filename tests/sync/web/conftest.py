"""The small company of the service's tests on the web: HR, the head of sales, and that of another unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sync.service import accounts
from sync.service.accounts import add_account, give_token
from sync.settings import Workspace
from sync.web.application import make_application

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

ACCOUNTS = {
    "hr": ("hr", (), "00099"),
    "sales": ("manager", ("sales",), "00001"),
    "other": ("manager", ("production",), ""),
}
"""The accounts of these tests: role, departments, employee number."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that shows forms' signs as people's browsers do."""

    client: FlaskClient
    app: Flask

    def get(self, path: str, **options: object) -> TestResponse:
        """Open a page."""
        with self.client.get(path, **options) as found:  # type: ignore[arg-type]
            found.get_data()
        return found

    def post(self, path: str, data: dict[str, object] | None = None, on: str = "/account") -> TestResponse:
        """Send a form as it stands on a page."""
        found = TOKEN.search(self.client.get(on).text)
        assert found, on
        with self.client.post(path, data={"csrf_token": found[1], **(data or {})}) as done:
            done.get_data()
        done.request.environ["wsgi.input"].close()  # a large form is a file that Werkzeug leaves open
        return done


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords cheaply, in the same way: how long it takes is not what is tested here."""
    monkeypatch.setattr(
        accounts, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )


@pytest.fixture
def passwords(small: Workspace) -> dict[str, str]:
    """Return the password of each account of the small company."""
    return {
        name: add_account(small, name, role, departments, employee, "tests")
        for name, (role, departments, employee) in ACCOUNTS.items()
    }


@pytest.fixture
def app(small: Workspace, passwords: dict[str, str]) -> Flask:
    """Return the web application of the small company; signing in is not limited."""
    made = make_application(small, quick=True)
    made.testing = True
    return made


@pytest.fixture
def browse(app: Flask, passwords: dict[str, str]) -> Callable[[str], Browser]:
    """Return a function that gives a browser in which somebody has signed in; nobody for an empty name."""

    def call(name: str) -> Browser:
        browser = Browser(app.test_client(), app)
        if name:
            data = {"name": name, "password": passwords[name]}
            assert browser.post("/sign-in", data, on="/sign-in").status_code == 302
        return browser

    return call


@pytest.fixture
def token(small: Workspace, passwords: dict[str, str]) -> Callable[[str], dict[str, str]]:
    """Return a function that gives the headers of a program that acts for an account."""
    return lambda name: {"Authorization": f"Bearer {give_token(small, name, 'tests', 'tests')}"}
