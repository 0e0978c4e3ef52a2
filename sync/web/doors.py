"""Who may open which page: every route names who, nobody else gets in, and none is without an entry."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from sync.service import accounts
from sync.service.accounts import Account
from sync.settings import Workspace, now

Who = Literal["anyone", "signed_in", "hr", "program"]
"""Anybody; who has signed in; HR alone; a program with a token."""

ACCESS: dict[str, Who] = {"static": "anyone"}
"""Who may reach an endpoint, by its name; `door` notes it beside the route."""

IDLE, WHOLE = timedelta(hours=2), timedelta(hours=12)
"""After so long without a page, and after so long altogether, one has to sign in again."""

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(slots=True)
class Visit:
    """Somebody signed in: under which account as it was then, since when, and when a page was last asked."""

    account: str
    version: int
    since: datetime
    last: datetime


@dataclass(slots=True)
class Doors:
    """A workspace on the web, and who is signed in: known to this process only, gone when it ends."""

    workspace: Workspace
    visits: dict[str, Visit] = field(default_factory=dict)

    def enter(self, account: Account) -> str:
        """Let somebody in and return what their browser shows from then on."""
        name, moment = secrets.token_urlsafe(24), now()
        for key, one in list(self.visits.items()):  # others may come in meanwhile
            if not _goes_on(one, moment):
                self.leave(key)
        self.visits[name] = Visit(account.name, account.version, moment, moment)
        return name

    def leave(self, name: str) -> None:
        """Let what a browser shows count no more."""
        self.visits.pop(name, None)

    def visitor(self, name: str) -> Account | None:
        """Return who a browser belongs to; None where they have to sign in, or their account was changed."""
        visit, moment = self.visits.get(name), now()
        if visit is None or not _goes_on(visit, moment):
            return None
        found = accounts.account(self.workspace, visit.account)
        if found is None or found.version != visit.version:
            return None
        visit.last = moment
        return found


def _goes_on(visit: Visit, moment: datetime) -> bool:
    return moment - visit.last < IDLE and moment - visit.since < WHOLE


def door(pages: Blueprint, rule: str, who: Who, **options: Any) -> Callable[[F], F]:
    """Declare a route together with who may reach it."""

    def declare(view: F) -> F:
        ACCESS[f"{pages.name}.{view.__name__}"] = who
        return pages.route(rule, **options)(view)

    return declare


def doors() -> Doors:
    """Return the workspace of this application, and who is signed in."""
    found: Doors = current_app.extensions["meritbook"]
    return found


def guard(app: Flask) -> None:
    """Look at every request before anything else does; a route that nobody was named for is a bug."""
    missing = [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint not in ACCESS]
    assert not missing, missing
    app.before_request(_look)


def _look() -> Response | None:
    """Find out who asks, and whether they may."""
    g.account = None
    who = ACCESS.get(request.endpoint or "", "anyone")
    if who == "program":
        g.account = _program()
        return None if g.account else abort(401)
    g.account = doors().visitor(session.get("visit", ""))
    if who == "anyone":
        return None
    if g.account is None:
        return redirect(url_for("signing.sign_in", to=_asked()))
    if who == "hr" and g.account.role != "hr":
        abort(403)
    return None


def _asked() -> str | None:
    """Return the page that was asked for, to go on to after signing in; a form is not sent again."""
    return request.full_path.removesuffix("?") if request.method == "GET" else None


def _program() -> Account | None:
    """Return the account that the token of a request acts for."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return accounts.bearer(doors().workspace, token.strip()) if kind.lower() == "bearer" and token else None
