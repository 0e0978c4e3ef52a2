"""The JSON interface for programs: the shapes of the command line, for the account of a token."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, jsonify, request

from sync.service.department import findings_for, results_for, seen_by, submission_for
from sync.service.looking import submission_document
from sync.web.doors import door
from sync.web.languages import spoken
from sync.web.sending import taken_in

pages = Blueprint("interface", __name__, url_prefix="/api/v1")
NOTHING, MISSING, LARGE = 400, 404, 413

MOST_CALLS, MOST_BYTES = 500, 2 << 20
"""So many functions are computed at once, of a request of so many bytes."""


@door(pages, "/submissions", "program", methods=["POST"])
def send() -> Any:
    """Take in workbooks (field `file`, once or several times) and answer as `collect --json` does."""
    sent = [one for one in request.files.getlist("file") if one.filename]
    if not sent:
        abort(NOTHING)
    records = [one.record for one in taken_in(sent)]
    seen = [submission_for(spoken(), one.submission, g.account) for one in records]
    findings = [found.document() for one in seen if one for found in one[1]]
    told = [submission_document(one, g.language) for one in records]
    return jsonify({"submissions": told, "findings": findings})


@door(pages, "/cycles/<cycle>/findings", "program")
def findings(cycle: str) -> Any:
    """Answer as `findings --json` does, for the workbooks the account may see."""
    return jsonify({"findings": [one.document() for one in findings_for(spoken(), cycle, g.account)]})


@door(pages, "/cycles/<cycle>/results", "program")
def results(cycle: str) -> Any:
    """Answer as `results --json` does: everything for HR, for a manager what was published."""
    return jsonify({"results": results_for(spoken(), cycle, g.account)})


@door(pages, "/cycles/<cycle>/progress", "program")
def progress(cycle: str) -> Any:
    """Answer as `progress --json` does, for the departments the account may see."""
    seen = next((one for one in seen_by(spoken(), g.account) if one.cycle == cycle), None)
    if seen is None:
        abort(MISSING)
    return jsonify({"departments": list(seen.departments)})


@door(pages, "/functions", "program", methods=["POST"])
def functions() -> Any:
    """Compute functions of cells, many at once: what a spreadsheet has no add-in for is asked here."""
    from addin.functions import answer

    if (request.content_length or 0) > MOST_BYTES:
        abort(LARGE)
    try:
        asked = request.get_json(silent=True)
    except RecursionError:  # brackets in brackets without end
        asked = None
    calls = asked.get("calls") if isinstance(asked, dict) else None
    if not isinstance(calls, list) or not all(isinstance(one, dict) for one in calls):
        abort(NOTHING)
    if len(calls) > MOST_CALLS:
        abort(LARGE)
    return jsonify({"results": [answer(one, g.language) for one in calls]})
