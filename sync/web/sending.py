"""Sending a workbook in, and what became of it."""

from __future__ import annotations

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

MISSING = 404


@door(pages, "/send", "signed_in", methods=["POST"])
def send() -> Any:
    """Take in one or several workbooks, then show what became of them."""
    sent = [one for one in request.files.getlist("file") if one.filename]
    if not sent:
        flash(say("web.send.nothing", g.language), "error")
        return redirect(url_for("office.home"))
    numbers = [one.record.submission for one in taken_in(sent)]
    if len(numbers) == 1:
        return redirect(url_for("sending.submission", number=numbers[0]))
    return redirect(url_for("sending.several", numbers=",".join(map(str, numbers))))


def taken_in(sent: Sequence[FileStorage]) -> list[Taken]:
    """Take in files as they were sent; a name is its last part, whatever the browser told besides."""
    return take_uploads(spoken(), [(_name(one), one.stream.read()) for one in sent], g.account)


def _name(sent: FileStorage) -> str:
    return (sent.filename or "").replace("\\", "/").rpartition("/")[2][-LONGEST:] or "?"


@door(pages, "/submissions/<int:number>", "signed_in")
def submission(number: int) -> Any:
    """Show what became of one file, with what was found in it and the copy to go on in."""
    return render_template("submission.html", shown=[_shown(number)])


@door(pages, "/sent/<numbers>", "signed_in")
def several(numbers: str) -> Any:
    """Show what became of the files that were sent together."""
    chosen = [int(one) for one in numbers.split(",") if one.isdecimal() and one.isascii()]
    if not chosen:
        abort(MISSING)
    return render_template("submission.html", shown=[_shown(one) for one in chosen])


def _shown(number: int) -> dict[str, Any]:
    found = submission_for(spoken(), number, g.account)
    if found is None:
        abort(MISSING)
    record, findings = found
    why = reason(record.reason, record.values, g.language)
    return {"record": record, "findings": findings, "why": why, "state": standing(record)}
