"""Tests of the department workbook as it is written."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from sync.reading.submission import read_submission
from templates.books.department.editions import columns_of, typed_columns
from templates.books.department.layout import last_row, place
from templates.books.department.plan import DepartmentPlan
from templates.books.department.write import write_department
from templates.references import letters
from templates.stamp import genuine
from templates.tables import TABLES
from tests.builders import KEY, issued_workbook, sample_plan

SHEETS = ["Cover", "Guide", "People", "Appraisal", "Summary", "Form", "Findings", "_lists", "_meritbook"]
TABLED = ("members", "appraisal", "summary", "findings")


@pytest.fixture(scope="module")
def book() -> Workbook:
    """The sample workbook, opened by openpyxl."""
    return load_workbook(BytesIO(issued_workbook()))


def test_the_same_plan_gives_the_same_bytes() -> None:
    """Writing twice gives twice the same file."""
    assert issued_workbook() == issued_workbook()


def test_the_sheets_stand_in_their_order_and_two_are_hidden(book: Workbook) -> None:
    """Cover to Findings can be seen; lists and stamp cannot."""
    assert book.sheetnames == SHEETS
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == SHEETS[-2:]


def test_every_table_is_found_by_its_titles_and_every_row_by_its_key() -> None:
    """Our own reader finds the tables with all their columns, all lines, and a genuine stamp."""
    plan = sample_plan()
    reading = read_submission(write_department(plan))
    assert reading.stamp == plan.stamp
    assert genuine(plan.stamp, KEY)
    assert all(not reading.tables[key].missing for key in ("members", "appraisal", "summary"))
    rows = reading.tables["appraisal"].rows
    assert [(row.text("employee"), row.text("indicator")) for row in rows] == [
        line.key for line in plan.lines
    ]


def test_rules_cover_whole_columns(book: Workbook) -> None:
    """Validations and conditional formats of the tables reach from the first row to the last."""
    plan = sample_plan()
    for key in ("members", "appraisal", "summary"):
        sheet = book[TABLES[key].title("en")]
        areas = [str(rule.sqref) for rule in sheet.data_validations.dataValidation]
        areas += [str(area.sqref) for area in sheet.conditional_formatting]
        for area in areas:
            first, last = (int("".join(filter(str.isdigit, end))) for end in area.split(":"))
            assert (first, last) == (2, last_row(plan, key) + 1), (key, area)


def test_validations_fit_into_what_programs_store(book: Workbook) -> None:
    """Formulas and messages of validations stay within 255 characters, titles within 32."""
    for sheet in book:
        for rule in sheet.data_validations.dataValidation:
            texts = (rule.formula1, rule.prompt, rule.error)
            assert all(len(text or "") <= 255 for text in texts)
            assert all(len(text or "") <= 32 for text in (rule.promptTitle, rule.errorTitle))


def test_tables_have_no_merged_cells(book: Workbook) -> None:
    """A table can be sorted and filtered: no cells are merged in its sheet."""
    assert not any(book[TABLES[key].title("en")].merged_cells.ranges for key in TABLED)


def test_tables_are_locked_softly_and_the_other_sheets_by_protection(book: Workbook) -> None:
    """Sheets with tables are not protected, so sorting works; Cover, Guide and Form are."""
    protected = {sheet.title for sheet in book if sheet.protection.sheet}
    assert protected == {"Cover", "Guide", "Form"}
    assert not any(book[title].protection.password for title in protected)
    locked = [
        rule
        for rule in book["Appraisal"].data_validations.dataValidation
        if rule.type == "custom" and rule.formula1 == "FALSE"
    ]
    covered = {cell for rule in locked for part in rule.sqref.ranges for cell in _columns(part.coord)}
    typed = {letters(place("appraisal", key) + 1) for key in typed_columns(sample_plan(), "appraisal")}
    assert covered == {letters(at) for at in range(1, len(TABLES["appraisal"].columns) + 1)} - typed


def _columns(area: str) -> list[str]:
    first, last = ("".join(filter(str.isalpha, end)) for end in area.split(":"))
    names = [letters(at) for at in range(1, len(TABLES["appraisal"].columns) + 1)]
    return names[names.index(first) : names.index(last) + 1]


def test_where_hr_prefers_it_sheets_are_protected_with_the_typed_cells_open() -> None:
    """With protection `sheet` the tables are protected, the cells to be typed unlocked, and nothing else."""
    book = load_workbook(BytesIO(write_department(_protected())))
    sheet = book["Appraisal"]
    assert sheet.protection.sheet
    unlocked = {
        cell.column for row in sheet.iter_rows(min_row=2) for cell in row if not cell.protection.locked
    }
    typed = ("actual", "manager_rating", "evidence", "comment")
    assert unlocked == {place("appraisal", key) + 1 for key in typed}
    assert not any(rule.formula1 == "FALSE" for rule in sheet.data_validations.dataValidation)


def _protected() -> DepartmentPlan:
    plan = sample_plan()
    return replace(plan, settings=replace(plan.settings, protection="sheet"))


def test_names_lead_the_service_to_its_places(book: Workbook) -> None:
    """The list of the Cover, its line on what got better, and the header of Findings have names."""
    cover = book.defined_names["cover_findings"].attr_text.replace("$", "")
    sheet, area = cover.split("!")
    cells = book[sheet.strip("'")][area]
    assert len(cells) == 10
    assert book.defined_names["cover_progress"].attr_text == "'Cover'!$B$5"
    assert book.defined_names["findings_table"].attr_text == "'Findings'!$A$1:$I$1"


def test_frozen_headers_filters_and_hidden_columns(book: Workbook) -> None:
    """Appraisal is frozen after Indicator, filterable, and shows neither parameters nor helpers."""
    sheet = book["Appraisal"]
    assert sheet.freeze_panes == "F2"
    assert sheet.auto_filter.ref == f"A1:{letters(len(TABLES['appraisal'].columns))}17"
    hidden = [column.key for at, column in enumerate(TABLES["appraisal"].columns) if _hidden(sheet, at)]
    assert hidden == [column.key for column in columns_of(sample_plan(), "appraisal") if column.hidden]


def _hidden(sheet: object, at: int) -> bool:
    widths = sheet.column_dimensions  # type: ignore[attr-defined]
    return any(width.hidden and width.min <= at + 1 <= width.max for width in widths.values())


def test_every_sheet_prints_on_whole_pages_with_its_number(book: Workbook) -> None:
    """A4, one page wide, page numbers below; the Form and the Guide upright, the others across."""
    for sheet in book:
        if sheet.sheet_state == "visible":
            assert str(sheet.page_setup.paperSize) == "9"
            setup, below = sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
            assert setup is not None
            assert setup.fitToPage
            assert below is not None
            assert below.right is not None
            assert "&P" in str(below.right.text)
            upright = sheet.title in ("Form", "Guide")
            assert sheet.page_setup.orientation == ("portrait" if upright else "landscape")


def test_only_functions_that_every_program_knows(book: Workbook) -> None:
    """No formula uses a function newer than Excel 2010, and none is an array formula."""
    newer = ("LET", "LAMBDA", "IFS", "XLOOKUP", "FILTER", "TEXTJOIN", "UNICODE", "INDIRECT")
    unknown = re.compile(rf"_xlfn|(?<![A-Z])(?:{'|'.join(newer)})\(")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert isinstance(cell.value, str), cell.coordinate
                    assert not unknown.search(cell.value), cell.value
