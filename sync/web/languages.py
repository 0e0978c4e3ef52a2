"""In which language a page speaks: as chosen, else as the browser asks, else as the workspace does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, request

from addin.texts import LANGUAGES, listed, say, words
from sync.settings import Workspace
from sync.web.doors import doors

COOKIE = "language"
A_YEAR = 365 * 24 * 3600


def speak(app: Flask) -> None:
    """Let every page find its language and its words."""
    app.before_request(_choose)
    app.after_request(_remember)
    app.context_processor(_words)


def spoken() -> Workspace:
    """Return the workspace, speaking the language of this page."""
    return replace(doors().workspace, language=g.language)


def _choose() -> None:
    asked = request.args.get("language") or request.cookies.get(COOKIE) or ""
    best = request.accept_languages.best_match(LANGUAGES) if "Accept-Language" in request.headers else None
    own = doors().workspace.language
    g.language = asked if asked in LANGUAGES else (best or own)


def _remember(response: Response) -> Response:
    chosen = request.args.get("language")
    if chosen in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=A_YEAR, samesite="Lax", httponly=True)
    return response


def _same_page(language: str) -> str:
    """Return where this very page is in a language, with whatever it was asked with."""
    return f"?{urlencode({**request.args, 'language': language})}"


def _words() -> dict[str, Any]:
    """Give templates their words: `t("web.sign_in.title")`, and the choices by name."""
    language = getattr(g, "language", LANGUAGES[0])

    def t(key: str, **values: object) -> str:
        return say(key, language, **values)

    return {
        "t": t,
        "in_language": _same_page,
        "listed": lambda items: listed(items, language),
        "states": words("choices", language)["state"],
        "severities": words("choices", language)["severity"],
        "language": language,
        "languages": LANGUAGES,
        "account": getattr(g, "account", None),
    }
