"""Whoever wrote the workbook, it reads the same: entries, stamp, formulas and every single cell."""

from __future__ import annotations

from datetime import date
from functools import cache, partial
from pathlib import Path

import pytest

from sync.reading import xlsx
from sync.reading.cells import ERROR, TEXT, Book, Unreadable
from sync.reading.scheme import read_scheme
from sync.reading.submission import Submission, read_submission
from sync.reading.worksheet import read_sheet
from sync.reading.xlsx import read_book
from templates.books.scheme.book import write_scheme
from templates.books.scheme.starter import starter
from templates.stamp import genuine
from tests import packages, referee
from tests.builders import KEY
from tests.libreoffice import Office, recalculate
from tests.writers import WRITERS
from tests.writers.samples import (
    filled,
    original,
    placed,
    rewritten,
    rich,
    rich_workbook,
    seen,
    shown,
)

FILES = [key for key, writer in WRITERS.items() if writer.known == "kept" or writer.rewrite]
REWRITTEN = [key for key, writer in WRITERS.items() if writer.rewrite]


@cache
def scheme_workbook() -> bytes:
    """Return the starter scheme workbook."""
    return write_scheme(starter("zh", date(2026, 9, 1)), "zh")


Entries = dict[tuple[str, str, str], dict[str, object]]


def entries(found: Submission, without: frozenset[str]) -> Entries:
    """Return the cells of every table by table, person and indicator, but for what a program loses."""
    kept: Entries = {}
    for key, table in found.tables.items():
        for row in table.rows:
            cells = {
                column: (
                    () if "results" in without and cell.formula else shown(cell, found.date1904),
                    None if "formats" in without else cell.format,
                    None if without & {"formulas", "spelling"} else cell.formula,
                )
                for column, cell in row.cells.items()
                if "formulas" not in without or cell.formula is None
            }
            kept[key, row.text("employee"), row.text("indicator")] = cells
    return kept


def typed(found: Submission, of: Submission, without: frozenset[str]) -> Entries:
    """Return the entries of a submission in the cells that hold no formula in the other one."""
    wanted, all_of_them = entries(of, frozenset({"formulas"})), entries(found, without)
    return {key: {column: cells[column] for column in wanted[key]} for key, cells in all_of_them.items()}


def read_the_same(data: bytes, given: bytes, lost: frozenset[str]) -> None:
    """Assert that a workbook reads as the one that its program was given."""
    found, of = read_submission(data), read_submission(given)
    if "formulas" in lost:
        assert typed(found, of, lost) == typed(of, of, lost)
    else:
        assert entries(found, lost) == entries(of, lost)
    assert found.stamp == of.stamp
    assert of.stamp is not None
    assert genuine(of.stamp, KEY)
    assert not found.notes
    assert not found.hidden_sheets


@pytest.mark.parametrize("way", ["quick", "conforming"])
@pytest.mark.parametrize("key", FILES)
def test_entries_and_stamp_are_the_same(key: str, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every value with its kind, format and formula, and the stamp, come through each program unchanged."""
    if way == "conforming":
        monkeypatch.setattr(xlsx, "read_sheet", partial(read_sheet, quick=False))
    read_the_same(rewritten(key), original(key), WRITERS[key].lost)


@pytest.mark.parametrize("key", FILES)
def test_the_referee_sees_the_same_cells(key: str) -> None:
    """What each program wrote holds for us what the referee, who reads by the book, finds in it."""
    assert seen(read_book(rewritten(key))) == referee.read(rewritten(key))


@pytest.mark.parametrize("key", REWRITTEN)
def test_cells_of_every_kind_are_read(key: str) -> None:
    """Numbers, texts, dates, truths, errors and arrays come through each program as they were."""
    data, lost = rich(key), WRITERS[key].lost
    assert seen(read_book(data)) == referee.read(data)
    if "places" not in lost:
        sheets = [sheet.name for sheet in read_book(rich_workbook()).sheets]
        assert values(read_book(data), sheets, lost) == values(read_book(rich_workbook()), sheets, lost)


def values(book: Book, sheets: list[str], lost: frozenset[str]) -> dict[tuple[str, str], object]:
    """Return what a person sees in the cells of some sheets, but for what a program loses."""
    return {
        place: found
        for place, cell in placed(book).items()
        if place[0] in sheets
        and (found := shown(cell, book.date1904))[0]
        and not ("results" in lost and cell.formula)
        and not ("escapes" in lost and found[1] in ("_x0041_", "A"))
    }


@pytest.mark.parametrize("key", ["excel", "excel-strict", "wps", "google", "numbers", "openpyxl"])
def test_the_scheme_reads_the_same(key: str) -> None:
    """The rules that HR wrote are the same rules, whichever program saved the scheme workbook."""
    rewrite = WRITERS[key].rewrite
    assert rewrite is not None
    found = read_scheme(rewrite(scheme_workbook()))
    assert found.scheme == read_scheme(scheme_workbook()).scheme
    assert found.scheme.templates


def test_what_no_part_is_like_announces_nothing() -> None:
    """A workbook of SheetJS, which announces a binary part that it does not hold, is admitted."""
    parts = packages.parts()
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    announced = f'<Default Extension="bin" ContentType="{kind}"/><Override'
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace("<Override", announced, 1)
    assert read_book(packages.packed(parts)).sheets
    with pytest.raises(Unreadable, match="xlsb"):
        read_book(packages.packed(parts | {"xl/other.bin": b"0"}))


PICTURES = {
    "Excel": ('<c r="A1" t="e" vm="1"><v>#VALUE!</v></c>', (ERROR, "#VALUE!", None)),
    "WPS": (
        '<c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>',
        (TEXT, '=DISPIMG("ID_1",1)', '_xlfn.DISPIMG("ID_1",1)'),
    ),
}


@pytest.mark.parametrize("program", PICTURES)
def test_a_picture_in_a_cell_is_no_value(program: str) -> None:
    """A picture that Excel or WPS keeps inside a cell reads as the words that stand in its place."""
    cell, told = PICTURES[program]
    data = packages.workbook(f'<row r="1">{cell}</row>')
    assert seen(read_book(data)) == referee.read(data) == {"One": {"A1": told}}


@pytest.mark.libreoffice
def test_libreoffice_keeps_what_was_typed(libreoffice: Office, tmp_path: Path) -> None:
    """A workbook that LibreOffice itself has saved gives the same entries and the same stamp."""
    file = tmp_path / "filled.xlsx"
    file.write_bytes(filled("zh"))
    (saved,) = recalculate(libreoffice, [file], tmp_path / "saved")
    data = saved.read_bytes()
    read_the_same(data, filled("zh"), WRITERS["libreoffice"].lost)
    assert seen(read_book(data)) == referee.read(data)
