"""The committee's workbook: what a row asks for, what is counted live, what it offers, how it reads."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from addin.texts import LANGUAGES, say
from sync.reading.submission import read_submission
from templates.books.calibration import Candidate, write_calibration
from templates.books.calibration.overview import decided
from templates.books.calibration.todo import todo
from templates.patch import set_cells
from templates.tables.calibration import CALIBRATION, COMMITTEE
from tests.libreoffice import XLSX, Office, save
from tests.templates.books.calibration.material import sample_content

CONTENT = sample_content("en", decided=True)
ROW = Candidate("00123", "Sales", "Sales", "Li Na", "Clerk", 96.0, "B", ceiling=None)
ASKED = [
    (ROW, "choose"),
    (replace(ROW, decided="B"), "done"),
    (replace(ROW, decided=" b "), "done"),
    (replace(ROW, decided="A"), "why"),
    (replace(ROW, decided="A", reason="two patents"), "done"),
    (replace(ROW, decided="A", reason="  "), "why"),
    (replace(ROW, decided="E"), "wrong"),
    (replace(ROW, decided="?"), "wrong"),
    (replace(ROW, decided="B", ceiling="C"), "ceiling"),
    (replace(ROW, grade="C", decided="C", ceiling="C"), "done"),
    (replace(ROW, grade="C", decided="D", ceiling="C", reason="a second finding"), "done"),
    (replace(ROW, score=None, grade=None), "none"),
]


@pytest.mark.parametrize(("row", "key"), ASKED)
def test_what_a_row_asks_for(row: Candidate, key: str) -> None:
    """A grade is asked for, then whether it may be given, then why it is not that of the score."""
    assert todo(CONTENT, row) == say(f"calibration.todo.{key}", "en", ceiling="C")


@pytest.mark.libreoffice
def test_formulas_and_python_agree(libreoffice: Office, tmp_path: Path) -> None:
    """In every situation of a row the sheet says what Python says, and counts the grades as they change."""
    rows = tuple(replace(row, subject=f"{at:05}") for at, (row, _) in enumerate(ASKED))
    content = replace(CONTENT, rows=tuple(replace(row, group=CONTENT.groups[0].title) for row in rows))
    source, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    blank = replace(content, rows=tuple(replace(row, decided=None, reason="") for row in content.rows))
    table = read_submission(write_calibration(blank)).tables[CALIBRATION.key]
    cells = {}
    for row, found in zip(content.rows, table.rows, strict=True):
        cells[table.place(found, "decided")], cells[table.place(found, "reason")] = row.decided, row.reason
    source.write_bytes(set_cells(write_calibration(blank), {CALIBRATION.title("en"): cells}))
    save(libreoffice, [(source, after, XLSX, "")])
    table = read_submission(after.read_bytes()).tables[CALIBRATION.key]
    assert [row.text("todo") for row in table.rows] == [todo(content, row) for row in content.rows]
    overview = load_workbook(after, data_only=True).worksheets[0]
    counts = [overview.cell(8 + at, 6).value for at in range(5)]
    assert counts == [decided(content, content.groups[0], line) for line in content.groups[0].lines]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_reads_back(language: str) -> None:
    """Every row, with grade and reason, and the members of the committee are found by the one reader."""
    content = sample_content(language, decided=True)
    sent = read_submission(write_calibration(content))
    table = sent.tables[CALIBRATION.key]
    found = {row.text("employee"): (row.text("decided"), row.text("reason")) for row in table.rows}
    assert found == {row.subject: (row.decided or "", row.reason) for row in content.rows}
    assert (sent.stamp, table.missing, sent.notes) == (content.stamp, (), ())
    members = [row.text("member") for row in sent.tables[COMMITTEE.key].rows if row.text("member")]
    assert members == [name for name, _ in content.committee]


def test_the_same_content_gives_the_same_bytes() -> None:
    """Written twice, the workbook is the same to the last byte."""
    assert write_calibration(CONTENT) == write_calibration(sample_content("en", decided=True))


def test_a_veto_shortens_the_list() -> None:
    """The list of a row under a veto offers no grade above its ceiling; a row without a score offers none."""
    book = load_workbook(BytesIO(write_calibration(CONTENT)))
    rules = book[CALIBRATION.title("en")].data_validations.dataValidation
    (listed,) = [rule for rule in rules if rule.type == "list"]
    lists = {name: one.attr_text for name, one in book.defined_names.items() if name.startswith("list_")}
    sheet = book["_lists"]
    shown = {
        name: [cell.value for (cell,) in sheet[where.split("!")[1].replace("$", "")]]
        for name, where in lists.items()
        if name != "list_none"
    }
    assert shown == {"list_grades": list("SABCD"), "list_grades_3": list("CD")}
    assert all(name in listed.formula1 for name in lists)


@pytest.mark.parametrize("protection", ["soft", "sheet"])
def test_only_what_is_decided_takes_typing(protection: str) -> None:
    """All other columns refuse typing, by validation or by the sheet's protection, as Settings says."""
    content = replace(CONTENT, settings=replace(CONTENT.settings, protection=protection))
    sheet = load_workbook(BytesIO(write_calibration(content)))[CALIBRATION.title("en")]
    refused = [rule for rule in sheet.data_validations.dataValidation if rule.formula1 == "FALSE"]
    assert bool(refused) != bool(sheet.protection.sheet)
    free = {column.key for column in CALIBRATION.columns if column.filled_by == "sender"}
    assert free == {"decided", "reason"}
    unlocked = {CALIBRATION.columns[cell.column - 1].key for cell in sheet[6] if not cell.protection.locked}
    assert unlocked == free
