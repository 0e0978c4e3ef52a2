"""Merged cells and hidden columns of a table are known wherever a program has written them."""

from __future__ import annotations

import re

import pytest

from sync.reading.merges import merges
from sync.reading.tables import find_table
from sync.reading.xlsx import read_book
from templates.references import reference
from templates.tables import TABLES
from tests import packages

ROWS, COLUMNS = [2, 3, 5], {1: "employee", 11: "actual", 13: "manager_rating"}
COVERED = {
    "K2:K3": ("K2", ("actual",), 2, 3),
    "$K$2:$K$3": ("K2", ("actual",), 2, 3),
    "J2:N2": ("J2", ("actual", "manager_rating"), 2, 2),
    "A1:A2": ("A1", ("employee",), 1, 2),
    "A1:XFD1048576": ("A1", ("employee", "actual", "manager_rating"), 1, 1048576),
}
BESIDE = ("K2:K2", "L2:L3", "K4:L4", "K6:K9", "", "K2", "k2:k3", "K3:K2")


@pytest.mark.parametrize("area", [*COVERED, *BESIDE])
def test_merged_cells_of_a_table(area: str) -> None:
    """Several cells merged over a row and a column of the table count, all others do not."""
    found = [(one.first, one.columns, one.top, one.bottom) for one in merges([area], ROWS, COLUMNS)]
    assert found == ([COVERED[area]] if area in COVERED else [])


@pytest.mark.parametrize("named", [True, False], ids=["usual", "bare"])
def test_read_from_a_sheet(named: bool) -> None:
    """Merged cells and hidden columns are read, whether the rows have the usual shape or name no places."""
    titles = [TABLES["summary"].heading(column.key, "en") for column in TABLES["summary"].columns]
    header = "".join(
        f'<c r="{reference(1, at)}" t="inlineStr"><is><t>{title}</t></is></c>'
        for at, title in enumerate(titles, start=1)
    )
    body = f'<row r="1">{header}</row><row r="2"><c r="A2"><v>1</v></c></row>'
    sheet = packages.sheet(
        body if named else re.sub(' r="[A-Z0-9]+"', "", body),
        before='<cols><col min="6" max="6" width="9" hidden="1"/></cols>',
        after='<mergeCells count="2"><mergeCell ref="F2:G2"/><mergeCell ref="A9:B9"/></mergeCells>',
    )
    book = read_book(packages.packed(packages.parts() | {"xl/worksheets/sheet1.xml": sheet}))
    found = find_table(book, TABLES["summary"])
    assert found is not None
    assert found.hidden_columns == ("strengths",)
    assert [one.cells for one in found.merged] == ["F2:G2"]
