"""`scheme refresh` of a scheme workbook of an earlier version: it gets the sheets and settings it lacks."""

from __future__ import annotations

import zipfile
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from sync.reading.scheme import read_scheme
from sync.reading.xlsx import read_book
from sync.settings import open_workspace
from templates.tables import TABLES
from tests.scheme_edits import apply

OLD = Path(__file__).with_name("layouts") / "1.zip"
TYPED = [
    {"table": "grades", "key": ["S"], "column": "meaning", "value": "rare"},
    {"table": "templates", "key": ["SAL", "SAL-01"], "column": "weight", "value": "a third"},
    {"table": "settings", "key": ["module.quotas"], "column": "value", "value": "yes"},
    {"do": "add", "table": "quotas", "with": {"grade": "S", "share": 0.05, "at_most": "yes"}},
    {"do": "add", "table": "changelog", "with": {"changed_on": date(2026, 7, 1), "by": "Li Na", "what": "S"}},
    {"do": "add", "table": "people", "with": {"employee": "00123", "name": "once more"}},
    {"do": "add", "table": "people", "with": {"name": "nobody's number"}},
]
"""What HR typed: sound, not understood, twice, and without a number."""


@pytest.fixture
def old(tmp_path):
    """Return a workspace whose scheme workbook was written by an earlier version, and typed into."""
    with zipfile.ZipFile(OLD) as packed:
        packed.extractall(tmp_path / "old")
    workspace = open_workspace(tmp_path / "old")
    workspace.scheme.write_bytes(apply(workspace.scheme.read_bytes(), TYPED))
    return workspace


def texts(data):
    """Return what people typed in the tables: by table and column, each text as often as it stands there."""
    return Counter(
        (key, column.key, text)
        for key, table in read_scheme(data).tables.items()
        for row in table.rows
        for column in TABLES[key].columns
        if key != "settings" and column.filled_by != "service" and (text := row.text(column.key))
    )


def test_an_older_workbook_gets_the_sheets_it_lacks(old, run):
    """Sheets and settings of today come in, hidden while off; all that was typed stands there as before."""
    before = old.scheme.read_bytes()
    status, said, _ = run(old, "scheme", "refresh")
    assert (status, all(name in said for name in ("Rater assignments", "Participants"))) == (0, True)
    then, now = read_scheme(before), read_scheme(old.scheme.read_bytes())
    assert {table.key for table in TABLES.values() if table.workbook == "scheme"} == set(now.tables)
    assert texts(before) <= texts(old.scheme.read_bytes())
    assert (now.roster, now.scheme.settings, now.scheme.quotas) == (
        then.roster,
        then.scheme.settings,
        then.scheme.quotas,
    )
    assert {problem.found for problem in then.problems} == {problem.found for problem in now.problems}
    assert ("settings", "module.roles") in now.index
    assert not {"Quotas", "Changelog"} & now.hidden
    assert {"Roles", "Notice texts", "Guide"} <= now.hidden
    assert (old.folder / "scheme.previous.xlsx").read_bytes() == before


def test_a_new_sheet_begins_with_the_rows_of_the_starter_that_fit(old, run):
    """What every company needs is there; a row that names a template this company has not is left out."""
    assert run(old, "scheme", "refresh")[0] == 0
    scheme = read_scheme(old.scheme.read_bytes()).scheme
    assert scheme.notice_texts
    assert {rule.template for rule in scheme.raters} <= {None, *scheme.templates}


def test_a_second_refresh_writes_nothing(old, run):
    """The workbook lacks nothing any more, and stays byte for byte."""
    run(old, "scheme", "refresh")
    once = old.scheme.read_bytes()
    assert "Sheets added" not in run(old, "scheme", "refresh")[1]
    assert old.scheme.read_bytes() == once


def test_sheets_of_the_company_s_own_are_never_lost(old, run):
    """A workbook with a sheet or column that nobody but HR knows is left as it is, and both are named."""
    book = openpyxl.load_workbook(BytesIO(old.scheme.read_bytes()))
    book.create_sheet("My notes")["A1"] = "keep me"
    people = book["People"]
    people.cell(read_scheme(old.scheme.read_bytes()).tables["people"].header_row, 10, "Shoe size")
    book["Cycles"]["N9"] = "ask Li Na"
    book.save(old.scheme)
    status, said, _ = run(old, "scheme", "refresh")
    assert status == 0
    assert "lost: People › Shoe size, Cycles › N9, My notes." in said
    assert "My notes" in {sheet.name for sheet in read_book(old.scheme.read_bytes()).sheets}
