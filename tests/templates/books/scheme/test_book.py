"""The scheme workbook as written: the same bytes, its sheets, cached values, LibreOffice's opinion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from addin.scoring.scheme import Person
from addin.texts import LANGUAGES
from sync.reading.cells import Cell
from sync.reading.scheme import read_scheme
from sync.reading.xlsx import read_book
from templates.books.scheme import SchemeContent, starter, write_scheme
from templates.books.scheme.refresh import refresh_cached
from templates.heights import row_height
from templates.tables import TABLES
from tests.libreoffice import Office, recalculate
from tests.scheme_edits import apply

TODAY = date(2026, 11, 20)
VISIBLE = (
    "Start",
    "Settings",
    "People",
    "Positions",
    "Templates",
    "Indicators",
    "Grades",
    "Cycles",
    "Changelog",
)
PEOPLE = (Person("001", "Ada", "sales", "MGR"), Person("002", "Bo", "sales", "SALES-REP", "001"))


def complete(language: str) -> SchemeContent:
    """Return the starter with a company and two people: every step of Start is done."""
    made = starter(language, TODAY)
    settings = replace(made.scheme.settings, company="Acme & Söhne")
    return replace(
        made, scheme=replace(made.scheme, settings=settings), roster={person.id: person for person in PEOPLE}
    )


def start_of(data: bytes) -> dict[str, Any]:
    """Return the values of the Start sheet by cell."""
    sheet = read_book(data).sheets[0]
    return {f"{'ABCDE'[cell.column - 1]}{cell.row}": cell.value for cell in sheet.cells}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_content_gives_the_same_bytes(language: str) -> None:
    """Written twice, a scheme workbook is the same to the last byte."""
    assert write_scheme(complete(language), language) == write_scheme(complete(language), language)


def test_nine_sheets_are_seen() -> None:
    """The starter shows nine sheets in their order; modules and helpers are hidden."""
    book = read_book(write_scheme(starter("en", TODAY), "en"))
    assert tuple(sheet.name for sheet in book.sheets if sheet.state == "visible") == VISIBLE
    hidden = {sheet.name for sheet in book.sheets if sheet.state == "hidden"}
    modules = {table.title("en") for table in TABLES.values() if table.workbook == "scheme" and table.module}
    assert hidden == modules | {"Guide"}
    assert all(sheet.name.startswith("_") for sheet in book.sheets if sheet.state == "veryHidden")


def test_a_module_that_is_on_shows_its_sheet() -> None:
    """With the module on, the sheet of departments is seen."""
    made = starter("en", TODAY)
    settings = replace(made.scheme.settings, modules=("departments",))
    data = write_scheme(replace(made, scheme=replace(made.scheme, settings=settings)), "en")
    assert {sheet.name: sheet.state for sheet in read_book(data).sheets}["Departments"] == "visible"


def test_ticks_of_an_empty_and_of_a_complete_scheme() -> None:
    """The starter lacks company and people; with them the last step opens."""
    empty, full = (start_of(write_scheme(made, "en")) for made in (starter("en", TODAY), complete("en")))
    assert [empty[f"B{row}"] for row in range(5, 11)] == ["○", "○", "✓", "✓", "✓", "○"]
    assert [full[f"B{row}"] for row in range(5, 11)] == ["✓", "✓", "✓", "✓", "✓", "▶"]
    assert (full["E5"], full["E6"], full["E10"]) == ("Acme & Söhne", "people: 2", "ready")


def test_what_is_open_comes_before_the_trial() -> None:
    """With all five steps done but a hole between two grades the trial is not ready, and it is said why."""
    made = complete("en")
    grades = tuple(replace(one, high=98.0) if one.id == "B" else one for one in made.scheme.grades)
    cells = start_of(write_scheme(replace(made, scheme=replace(made.scheme, grades=grades)), "en"))
    assert [cells[f"B{row}"] for row in range(5, 12)] == ["✓", "✓", "✓", "✓", "✓", "○", "✗"]
    assert cells["B3"] == "All five are done. Look at what is still open, then issue a trial."
    assert not cells.get("E10")


def test_start_is_refreshed_after_patching() -> None:
    """After people were patched in, the cached ticks of Start are those of a workbook written with them."""
    data = apply(
        write_scheme(starter("en", TODAY), "en"),
        [
            {"table": "settings", "key": ["company"], "column": "value", "value": "Acme & Söhne"},
            {
                "do": "people",
                "rows": [["001", "Ada", "sales", "MGR", ""], ["002", "Bo", "sales", "MGR", "001"]],
            },
        ],
    )
    reading = read_scheme(data)
    assert start_of(refresh_cached(data, reading.scheme, reading.roster)) == start_of(
        write_scheme(complete("en"), "en")
    )


def test_a_scheme_without_start_stays_as_it_is() -> None:
    """Where Start was deleted, nothing is refreshed and nothing breaks."""
    data = apply(write_scheme(starter("en", TODAY), "en"), [{"do": "delete_sheet", "sheet": "Start"}])
    reading = read_scheme(data)
    assert refresh_cached(data, reading.scheme, reading.roster) == data


def test_ids_stay_text_in_cells_not_yet_written() -> None:
    """A number typed into the empty People sheet stays text, on its last prepared row, too."""
    sheet = load_workbook(BytesIO(write_scheme(starter("en", TODAY), "en")))["People"]
    assert sheet.column_dimensions["A"].number_format == "@"
    assert any(
        "A5004" in str(found.sqref) or "A5:A5004" in str(found.sqref)
        for found in sheet.data_validations.dataValidation
    )


@pytest.mark.parametrize(
    ("language", "example"),
    [
        ("en", "270 of 300 gives 90 points; capped at 120"),
        ("zh", "目标值300，完成270得90分；封顶120分"),
    ],
)
def test_templates_says_what_a_line_will_do(language: str, example: str) -> None:
    """The last column of Templates holds an example for each line, locked like the sentence before it."""
    book = load_workbook(BytesIO(write_scheme(starter(language, TODAY), language)))
    sheet = book[TABLES["templates"].title(language)]
    *_, standard, last = sheet[4]
    assert [standard.value, last.value] == [
        TABLES["templates"].heading(key, language) for key in ("standard", "example")
    ]
    assert sheet.cell(5, last.column).value == example


def test_no_rule_names_a_cell_of_another_row() -> None:
    """Drop-downs and bounds cover whole columns, so that sorting does them no harm."""
    book = load_workbook(BytesIO(write_scheme(starter("en", TODAY), "en")))
    for name in VISIBLE[2:]:
        for found in book[name].data_validations.dataValidation:
            for area in found.sqref.ranges:
                assert area.min_row == 5
                assert area.max_row - area.min_row > 25


def test_heights_follow_the_texts() -> None:
    """A row is as high as its longest text needs, Chinese signs counting double."""
    assert row_height([("short", 40)]) == row_height([])
    assert row_height([("中" * 40, 40)]) > row_height([("a" * 40, 40)])
    assert row_height([("a\nb\nc", 40)]) == 49


@pytest.mark.libreoffice
def test_libreoffice_agrees(libreoffice: Office, tmp_path: Path) -> None:
    """Recalculated, no cell is an error, every formula gives what was cached, and the rules read the same."""
    files = [
        saved(tmp_path / f"{language}.xlsx", write_scheme(complete(language), language))
        for language in LANGUAGES
    ]
    for before, after in zip(files, recalculate(libreoffice, files, tmp_path / "out"), strict=True):
        written, recalculated = formulas(before), formulas(after)
        assert [place for place, cell in recalculated.items() if cell.kind == "e"] == []
        assert {place: cell.value or None for place, cell in written.items()} == {
            place: recalculated[place].value or None if place in recalculated else None for place in written
        }
        assert read_scheme(after.read_bytes()).scheme == read_scheme(before.read_bytes()).scheme


@pytest.mark.libreoffice
def test_ticks_follow_mistakes(libreoffice: Office, tmp_path: Path) -> None:
    """A weight, a template and a date gone wrong take their ticks away, by formula as by our own count."""
    wrong = [
        {"table": "templates", "key": ["SALES", "SAL-01"], "column": "weight", "value": 25},
        {"table": "positions", "key": ["GM"], "column": "template", "value": ""},
        {"table": "cycles", "key": ["2026-Q4"], "column": "ends", "value": date(2026, 1, 1)},
    ]
    data = apply(write_scheme(complete("en"), "en"), wrong)
    reading = read_scheme(data)
    file = saved(tmp_path / "wrong.xlsx", refresh_cached(data, reading.scheme, reading.roster))
    (after,) = recalculate(libreoffice, [file], tmp_path / "out")
    counted, calculated = start_of(file.read_bytes()), start_of(after.read_bytes())
    steps = [f"{column}{row}" for row in range(5, 11) for column in "BE"]
    assert [calculated.get(cell) or None for cell in steps] == [counted.get(cell) or None for cell in steps]
    assert [calculated[f"B{row}"] for row in range(5, 11)] == ["✓", "✓", "○", "○", "○", "○"]
    assert (calculated["B15"], calculated["B16"]) == ("✗", "✓")
    assert calculated["D15"] == "7 lines, together 95; measured 85; at best 114.74"


def saved(file: Path, data: bytes) -> Path:
    """Write a file and return it."""
    file.write_bytes(data)
    return file


def formulas(file: Path) -> dict[tuple[str, int, int], Cell]:
    """Return the formula cells of a workbook by sheet, row and column."""
    book = read_book(file.read_bytes())
    return {
        (sheet.name, cell.row, cell.column): cell
        for sheet in book.sheets
        for cell in sheet.cells
        if cell.formula is not None
    }
