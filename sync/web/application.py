"""The web application: its parts put together, and what holds for every request."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask

from sync.settings import Workspace
from sync.web import (
    departments,
    doors,
    failures,
    headers,
    interface,
    languages,
    lists,
    office,
    reports,
    running,
    sending,
    signing,
)
from sync.web.doors import Doors

LARGEST = 64 << 20
"""A larger file is no workbook of ours and is not taken in [bytes]."""

SLACK = 1 << 20
"""So much may a form hold besides its file [bytes]."""

PARTS = (
    signing.pages,
    office.pages,
    departments.pages,
    sending.pages,
    lists.pages,
    reports.pages,
    running.pages,
    interface.pages,
)


def make_application(workspace: Workspace, *, https: bool = False, quick: bool = False) -> Flask:
    """Make the web application of a workspace.

    https: whether people reach it over HTTPS only (a proxy speaks it): cookies travel over nothing else then.
    quick: whether signing in may be tried as often as one likes (for tests of anything else).
    """
    app = Flask("sync.web", template_folder="pages")
    app.config.from_mapping(_settings(https))
    app.config["RATELIMIT_ENABLED"] = not quick
    app.extensions["meritbook"] = Doors(workspace)
    for part in PARTS:
        app.register_blueprint(part)
    languages.speak(app)
    doors.guard(app)
    signing.protect(app)
    headers.protect(app, https=https)
    failures.answer(app)
    return app


def _settings(https: bool) -> dict[str, Any]:
    return {
        "SECRET_KEY": secrets.token_bytes(32),
        "MAX_CONTENT_LENGTH": LARGEST + SLACK,
        "MAX_FORM_MEMORY_SIZE": SLACK,
        "MAX_FORM_PARTS": 100,
        "SESSION_COOKIE_NAME": "meritbook",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": https,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,  # our pages let browsers tell nobody where they come from
    }
