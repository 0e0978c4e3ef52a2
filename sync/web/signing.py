"""Signing in and out, and the account's own password."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect

from addin.texts import say
from sync.service import accounts
from sync.settings import CannotGoOn
from sync.web.doors import ACCESS, door, doors
from sync.web.languages import spoken

pages = Blueprint("signing", __name__)
OFTEN = "10 per minute"
"""So often may one address, or one name, try to sign in."""

WRONG = 403


def _name() -> str:
    return f"name {request.form.get('name', '').strip().casefold()}"


tries = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")


def protect(app: Flask) -> None:
    """Ask every form for the sign it was given, and let nobody try passwords as fast as they can.

    Programs show a token with every request instead of a cookie, so that no page can act for them.
    """
    forms = CSRFProtect(app)
    for name, view in app.view_functions.items():
        if ACCESS[name] == "program":
            forms.exempt(view)
    tries.init_app(app)


@door(pages, "/sign-in", "anyone", methods=["GET", "POST"])
@tries.limit(OFTEN, methods=["POST"])
@tries.limit(OFTEN, key_func=_name, methods=["POST"])
def sign_in() -> Any:
    """Let somebody sign in with name and password."""
    if request.method == "GET":
        return render_template("sign_in.html")
    name, password = request.form.get("name", "").strip(), request.form.get("password", "")
    found = accounts.signed_in(doors().workspace, name, password)
    if found is None:
        flash(say("web.sign_in.wrong", g.language), "error")
        return render_template("sign_in.html"), WRONG
    session.clear()
    session["visit"] = doors().enter(found)
    return redirect(_within(request.args.get("to", "")))


def _within(path: str) -> str:
    """Return a path of ours to go on to; anything else, and any other host, is the first page."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if ours and path.isprintable() else url_for("office.home")


@door(pages, "/sign-out", "signed_in", methods=["POST"])
def sign_out() -> Any:
    """Let this browser count no more."""
    doors().leave(session.get("visit", ""))
    session.clear()
    return redirect(url_for("signing.sign_in"))


@door(pages, "/account", "signed_in", methods=["GET", "POST"])
@tries.limit(OFTEN, key_func=lambda: f"account {g.account.name}", methods=["POST"])
def account() -> Any:
    """Show one's account, and let its holder choose a password of their own."""
    if request.method == "POST":
        try:
            old, new = (request.form.get(field, "") for field in ("old", "new"))
            accounts.change_password(spoken(), g.account.name, old, new)
        except CannotGoOn as reason:
            flash(str(reason), "error")
            return render_template("account.html"), WRONG
        session.clear()
        flash(say("web.account.changed", g.language), "good")
        return redirect(url_for("signing.sign_in"))
    return render_template("account.html")


@door(pages, "/about", "anyone")
def about() -> Any:
    """Say that the service is there, to whoever looks whether it is."""
    return current_app.response_class("meritbook\n", mimetype="text/plain")
