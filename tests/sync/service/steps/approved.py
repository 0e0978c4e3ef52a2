"""The small company as far as publication: every workbook collected, every result approved."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sync.cli import main
from sync.settings import Workspace, open_workspace
from tests.builders import CYCLE
from tests.sync.service.company import filled, make_company
from tests.sync.service.conftest import NOW

LATER = "2026-10-21T08:00:00+00:00"
"""The day on which results are approved and published."""

TALK = {"held_on": 3, "review": 4, "cause": 5, "causes": 6, "plan": 7}
"""The columns in which a manager notes a talk."""

BY = ("--by", "Zhang Wei")
"""Somebody of HR who is not appraised."""


def make_approved(folder: Path, language: str = "en") -> Path:
    """Make the small company in a folder and let all its results be approved."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        workspace = make_company(folder, language)
        run(workspace, "issue", CYCLE)
        approve_all(workspace)
    return folder


def approve_all(workspace: Workspace, sales: bytes | None = None) -> None:
    """Let both workbooks of an issued company come, and all its results be approved."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        (workspace.inbox / "company.xlsx").write_bytes(filled(workspace, "company"))
        (workspace.inbox / "sales.xlsx").write_bytes(sales or filled(workspace))
        run(workspace, "collect")
        patch.setenv("MERITBOOK_NOW", LATER)
        run(workspace, "review", CYCLE, *BY)
        run(workspace, "approve", CYCLE, *BY)


def run(workspace: Workspace, *words: str) -> None:
    """Run a command that is to succeed."""
    with redirect_stdout(StringIO()):
        assert main(["-w", str(workspace.folder), *words]) == 0


def copied(original: Path, folder: Path) -> Workspace:
    """Return a workspace of one's own, as another one is."""
    shutil.copytree(original, folder)
    return open_workspace(folder)


def cells_of(file: Path) -> list[str]:
    """Return what stands in the cells of all sheets of a workbook, hidden ones too."""
    book = load_workbook(BytesIO(file.read_bytes()))
    rows: Sequence[Sequence[object]] = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    return [str(value) for row in rows for value in row if value is not None]


def give_opinion(workspace: Workspace, file: Path, author: str = "", **answers: str) -> Path:
    """Fill the opinion form that everybody received, as another program saves it, and return where it is."""
    issued = workspace.outbox(CYCLE) / "published" / "00123" / f"{CYCLE}-opinion.xlsx"
    book = load_workbook(BytesIO(issued.read_bytes()))
    rows = {row[4].value: row[2] for row in book["Opinion form"].iter_rows() if row[4].value}
    for key, value in answers.items():
        rows[key].value = value
    book.properties.creator, book.properties.lastModifiedBy = "Meritbook", author or None
    file.parent.mkdir(parents=True, exist_ok=True)
    book.save(file)
    return file


def give_back(outlines: Path, file: Path, talks: Mapping[str, Mapping[str, object]]) -> Path:
    """Note talks, by person and question, in a manager's outlines, saved by another program as a file."""
    book = load_workbook(BytesIO(outlines.read_bytes()))
    sheet = book["Interviews"]
    for row in sheet.iter_rows(min_row=7):
        employee = str(row[1].value or "").split(" ")[0]
        for key, value in talks.get(employee, {}).items():
            sheet.cell(row[0].row, TALK[key], value)
    book.save(file)
    return file
