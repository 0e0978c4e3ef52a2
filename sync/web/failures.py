"""What people are told where a page cannot be shown: what happened and the next step, never a traceback."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from addin.texts import LANGUAGES, knows, say
from sync.settings import CannotGoOn

INTERFACE = "/api/"
OTHER = 500


def answer(app: Flask) -> None:
    """Answer whatever goes wrong with a page, or with JSON where a program asked."""
    app.register_error_handler(CannotGoOn, _stopped)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Exception, _bug)


def _stopped(reason: CannotGoOn) -> tuple[Any, int]:
    """The verb said why it cannot go on; that is what its caller is to read."""
    return _told(409, str(reason))


def _expired(_: CSRFError) -> tuple[Any, int]:
    return _told(400, _words("expired"))


def _refused(error: HTTPException) -> tuple[Any, int]:
    code = error.code or OTHER
    return _told(code, _words(str(code) if knows(f"web.failures.{code}") else "other"))


def _bug(error: Exception) -> tuple[Any, int]:
    from flask import current_app

    current_app.logger.exception("a page broke off", exc_info=error)
    return _told(OTHER, _words(str(OTHER)))


def _words(key: str) -> str:
    return say(f"web.failures.{key}", getattr(g, "language", LANGUAGES[0]))


def _told(code: int, message: str) -> tuple[Any, int]:
    if request.path.startswith(INTERFACE):
        return jsonify({"error": message}), code
    return render_template("failure.html", code=code, message=message), code
