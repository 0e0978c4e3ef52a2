"""Links from numbers to the rows they count."""

from __future__ import annotations

import re

from addin.texts import LANGUAGES
from templates.books.master import Filled
from templates.books.master.links import LINKS
from templates.tables import TABLES
from tests.templates.books.master.material import ROWS, headed, written

LINK = re.compile(
    r"""=HYPERLINK\("#'(?P<sheet>.+?)'!(?P<to>[A-Z]+)"&MATCH\(\$(?P<own>[A-Z]+)(?P<row>\d+),"""
    r"""'(?P<same>.+?)'!\$(?P<column>[A-Z]+):\$[A-Z]+,0\),(?P<value>[\d.]+)\)"""
)


def led_to(book, sheet, cell):
    """Return the row a link leads to, as a spreadsheet finds it, with its sheet."""
    found = LINK.fullmatch(cell.value)
    assert found, cell.value
    assert (found["sheet"], found["to"]) == (found["same"], found["column"])
    assert int(found["row"]) == cell.row
    wanted = sheet[f"{found['own']}{cell.row}"].value
    target = book[found["sheet"]]
    column = [row[0].value for row in target[f"{found['column']}1:{found['column']}{target.max_row}"]]
    return target, column.index(wanted) + 1


def linked(title, heading, language="en", **changes):
    """Yield the cells of a column that lead somewhere, each with the sheet and row."""
    book = written(language, **changes)
    sheet = book[title]
    place = headed(sheet).index(heading) + 1
    for row in range(5, sheet.max_row + 1):
        cell = sheet.cell(row, place)
        if isinstance(cell.value, str) and cell.value.startswith("=HYPERLINK"):
            yield cell, *led_to(book, sheet, cell)


def test_a_person_leads_to_their_lines():
    """The number of lines leads to the first row of the person in Indicator scores."""
    ((cell, target, row),) = linked("Results", "Lines")
    assert (cell.row, target.title, row) == (6, "Indicator scores", 6)
    assert target.cell(row, 2).value == "00123"


def test_a_department_leads_to_its_people_and_findings():
    """The number of people scored leads to the first of them, the points to mend to the findings."""
    assert [row for _, _, row in linked("Departments", "Scored")] == [5, 6]
    ((_, target, row),) = linked("Departments", "Points to mend")
    assert (target.title, target.cell(row, 3).value) == ("Findings", "Sales")


def test_a_linked_number_is_still_a_number():
    """What a link shows is the number, so that sums and pivots go on working; none is 0, without a link."""
    cells = written(values=True)["Departments"]
    place = headed(cells).index("Points to mend") + 1
    assert [cells.cell(row, place).value for row in (5, 6)] == [0, 1]


def test_nothing_leads_to_a_sheet_that_is_not_there():
    """Without findings the numbers lead nowhere."""
    tables = [Filled(TABLES[key], rows) for key, rows in ROWS.items() if key == "department_results"]
    assert list(linked("Departments", "Scored", tables=tables)) == []


def test_every_link_names_columns_that_are_there():
    """Both tables of a link have the column it goes by, and the number it stands on."""
    for (table, number), link in LINKS.items():
        own, target = TABLES[table], TABLES[link.table]
        keys = [column.key for column in own.columns]
        assert {number, link.by} <= set(keys)
        assert link.by in {column.key for column in target.columns}


def test_links_follow_the_language():
    """In a Chinese workbook the links name its Chinese sheets."""
    assert LANGUAGES == ("en", "zh")
    assert [target.title for _, target, _ in linked("部门", "已有得分", "zh")] == ["考核结果"] * 2
