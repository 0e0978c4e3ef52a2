"""A department's page: its workbooks, what is open in them, where to send them, and published results."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, abort, g, render_template, send_file

from sync.service.department import books, copy_to_fill, may_see, results_for
from sync.service.looking import progress
from sync.web.doors import door
from sync.web.languages import spoken

pages = Blueprint("departments", __name__)
MISSING = 404


@door(pages, "/cycles/<cycle>/departments/<department>", "signed_in")
def department(cycle: str, department: str) -> Any:
    """Show a department where it stands, with a place to send its workbook."""
    workspace = spoken()
    if not may_see(workspace, g.account, cycle, department):
        abort(MISSING)
    row = next((one for one in progress(workspace, cycle) if one["department"] == department), None)
    if row is None:
        abort(MISSING)
    results = [one for one in results_for(workspace, cycle, g.account) if one["department"] == department]
    return render_template(
        "department.html", cycle=cycle, row=row, books=books(workspace, cycle, department), results=results
    )


@door(pages, "/cycles/<cycle>/workbooks/<workbook>", "signed_in")
def workbook(cycle: str, workbook: str) -> Any:
    """Hand out the copy of a workbook to go on in: as issued, or as it came back with its findings."""
    found = copy_to_fill(spoken(), cycle, workbook, g.account)
    if found is None:
        abort(MISSING)
    name, content = found
    return send_file(BytesIO(content), as_attachment=True, download_name=name)
