"""Sending a workbook in, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from addin.texts import say
from sync.service.department import submission_for
from sync.service.looking import reason, standing
from sync.service.settling import Taken
from sync.service.uploading import take_uploads
from sync.web.doors import door
from sync.web.languages import spoken

pages = Blueprint("sending", __name__)
LONGEST = 150
"""A name has so many signs at the most; what is longer was made up."""

NUMBERS = re.compile(r"[0-9]{1,18}(,[0-9]{1,18}){0,99}")
"""The submissions of one page; no number is longer in any database."""

MISSING = 404


@door(pages, "/send", "signed_in", methods=["POST"])
def send() -> Any:
    """Take in one or several workbooks, then show what became of them."""
    sent = [one for one in request.files.getlist("file") if one.filename]
    if not sent:
        flash(say("web.send.nothing", g.language), "error")
        return redirect(url_for("office.home"))
    numbers = [str(one.record.submission) for one in taken_in(sent)]
    return redirect(url_for("sending.submissions", numbers=",".join(numbers)))


def taken_in(sent: Sequence[FileStorage]) -> list[Taken]:
    """Take in files as they were sent; a name is its last part, whatever the browser told besides."""
    return take_uploads(
        spoken(), [(last_part(one)[-LONGEST:] or "?", one.stream.read()) for one in sent], g.account
    )


def last_part(sent: FileStorage) -> str:
    """Return the name of a file without the folders that a browser told, or somebody made up."""
    return (sent.filename or "").replace("\\", "/").rpartition("/")[2]


@door(pages, "/submissions/<numbers>", "signed_in")
def submissions(numbers: str) -> Any:
    """Show what became of a file, or of several sent together: what was found, and the copy to go on in."""
    if not NUMBERS.fullmatch(numbers):
        abort(MISSING)
    return render_template("submission.html", shown=[_shown(int(one)) for one in numbers.split(",")])


def _shown(number: int) -> dict[str, Any]:
    found = submission_for(spoken(), number, g.account)
    if found is None:
        abort(MISSING)
    record, findings = found
    why = reason(record.reason, record.values, g.language)
    return {"record": record, "findings": findings, "why": why, "state": standing(record)}
