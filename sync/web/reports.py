"""The files of a cycle that the service wrote: reports, slips, the committee's workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, abort, render_template, send_file

from sync.web.doors import door, doors

pages = Blueprint("reports", __name__)
MISSING = 404


@door(pages, "/cycles/<cycle>/files", "hr")
def files(cycle: str) -> Any:
    """List the reports of a cycle."""
    return render_template("files.html", cycle=cycle, names=sorted(_files(cycle)))


@door(pages, "/cycles/<cycle>/files/<path:name>", "hr")
def file(cycle: str, name: str) -> Any:
    """Hand out one report; only what the list names can be asked for."""
    found = _files(cycle).get(name)
    if found is None:
        abort(MISSING)
    return send_file(found.resolve(), as_attachment=True, download_name=found.name)


def _files(cycle: str) -> dict[str, Path]:
    """Return the reports of a cycle by their name below its folder; hidden ones are not finished."""
    folders = {one.name: one for one in doors().workspace.reports("x").parent.glob("*") if one.is_dir()}
    folder = folders.get(cycle)
    if folder is None:
        return {}
    found = (one for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
    return {
        one.relative_to(folder).as_posix(): one
        for one in found
        if not any(part.startswith(".") for part in one.relative_to(folder).parts)
    }
