"""The sheets of the registers: there where switched on, ready to be typed, sorted and printed."""

from __future__ import annotations

from datetime import date

import pytest

from addin.texts import LANGUAGES
from sync.reading.submission import read_submission
from templates.books.department.layout import FIRST, REGISTER_ROOM, place, title
from templates.books.department.register_rows import improved, numbers
from templates.books.department.shown import all_formulas, shown
from templates.books.department.write import write_department
from templates.tables.registers import NUMBER, REGISTERS
from tests.builders import issued_workbook
from tests.editing import opened
from tests.libreoffice import recalculate
from tests.registers import ROWS, register_plan, register_workbook


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_stand_between_form_and_findings(language):
    """Every register that is on has its sheet, in order, after the Form and before the Findings."""
    names = opened(register_workbook(False, language=language)).sheetnames
    wanted = [title(key, language) for key in ("form", *REGISTERS, "findings")]
    assert [name for name in names if name in wanted] == wanted


def test_no_sheet_where_none_is_on():
    """A workbook without registers has none of their sheets."""
    assert not {title(key, "en") for key in REGISTERS} & set(opened(issued_workbook()).sheetnames)


def test_numbers_go_on_behind_those_of_before():
    """A row of before keeps its number; the rows to be filled have numbers that nothing had."""
    plan = register_plan()
    assert numbers(plan, "tasks") == ["4", *(str(7 + at) for at in range(1, REGISTER_ROOM + 1))]
    assert numbers(plan, "plans") == [str(at) for at in range(1, REGISTER_ROOM + 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_of_before_stand_as_they_are_typed(language):
    """A carried-on row holds dates as dates, words of the workbook's language, and whom as in the list."""
    sheet = opened(write_department(register_plan(language)))[title("tasks", language)]
    row = {column.key: sheet.cell(FIRST + 1, place("tasks", column.key) + 1).value for column in columns()}
    assert row[NUMBER] == 4
    assert row["due"].date() == date(2026, 11, 30)
    assert (row["employee"], row["since"]) == ("00124 Wang Wei", "2026-Q2")
    assert row["status"] == {"en": "in progress", "zh": "进行中"}[language]


def test_the_list_offers_who_fills_it_too():
    """Responsible may be the people of the workbook, and who fills it in."""
    book = opened(register_workbook(False))
    sheet, cells = book.defined_names["list_staff"].attr_text.replace("$", "").split("!")
    assert [cell.value for (cell,) in book[sheet][cells]][-2:] == [
        "1234567890123456 Sun Yue",
        "00001 Zhao Min",
    ]


def columns():
    """Return the columns of Tasks."""
    return REGISTERS["tasks"].table.columns


def test_every_column_says_what_it_takes():
    """Each column with a list, a date or bounds has one rule, which holds below the numbered rows, too."""
    book = opened(register_workbook(False))
    for key, register in REGISTERS.items():
        rules = book[title(key, "en")].data_validations.dataValidation
        for column in register.table.columns:
            letter_rows = [rule for rule in rules if covers(rule, place(key, column.key) + 1)]
            ruled = bool(column.choices or column.refers or column.kind == "date" or column.low is not None)
            assert (key, column.key, len(letter_rows)) == (
                key,
                column.key,
                column.filled_by != "manager" or ruled,
            )


def covers(rule, column):
    """Tell whether a validation holds for a column."""
    return any(area.min_col <= column <= area.max_col for area in rule.sqref.ranges)


def test_every_formula_has_its_value():
    """What the improvement has come to is cached for every row, and known for every formula."""
    plan = register_plan()
    assert {spot for spot, _ in all_formulas(plan)} == shown(plan, {}, {}).keys()


@pytest.mark.parametrize(
    ("before", "target", "now", "change"),
    [
        (70, 95, 84, 0.2),
        (10, 5, 8, 0.2),
        (10, 5, 12, -0.2),
        (-4, 2, -2, 0.5),
        (0, 5, 3, ""),
        (70, 95, None, ""),
    ],
)
def test_improvement_is_towards_the_target(before, target, now, change):
    """The change counts as better where it goes towards the target, as a share of what was before."""
    values = {"baseline": before, "goal_value": target, "current": now}
    filled = {key: value for key, value in values.items() if value is not None}
    assert improved(filled) == pytest.approx(change) if change != "" else improved(filled) == ""


@pytest.fixture(scope="module")
def recalculated(libreoffice, tmp_path_factory):
    """Return the empty and the filled workbook as LibreOffice computes and saves them."""
    folder = tmp_path_factory.mktemp("registers")
    files = [folder / "empty.xlsx", folder / "filled.xlsx"]
    for file, filled in zip(files, (False, True), strict=True):
        file.write_bytes(register_workbook(filled))
    return [file.read_bytes() for file in recalculate(libreoffice, files, folder / "saved")]


@pytest.mark.libreoffice
def test_libreoffice_computes_the_same(recalculated):
    """Another program computes the cached improvement, shows no error, and reads what was typed."""
    for data in recalculated:
        for sheet in opened(data).worksheets:
            assert [
                cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "e"
            ] == []
    tables = read_submission(recalculated[1]).tables
    row = tables["improvement"].rows[0]
    assert row.cells["change"].value == pytest.approx(improved(ROWS["improvement"][0]))
    assert row.text("goal") == "Figures on time"
    assert tables.keys() >= REGISTERS.keys()
