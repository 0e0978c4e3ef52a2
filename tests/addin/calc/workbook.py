"""A workbook in which LibreOffice calculates every vector, and what its cells show afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from addin.functions import CATALOGUE, Argument
from tests.addin.functions.vectors import Vector, vectors

RESULT = 30
"""The column in which results begin; what goes in stands left of it."""


def write(file: Path) -> None:
    """Write every vector: its arguments in cells of their own, its formula beside them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for vector, row in zip(vectors(), _rows(), strict=True):
        _write(sheet, vector, row)
    book.save(file)


def read(file: Path) -> dict[int, Any]:
    """Return what the cells of each vector show, by the vector's number."""
    sheet = openpyxl.load_workbook(file, data_only=True).active
    assert isinstance(sheet, Worksheet)
    found = zip(vectors(), _rows(), strict=True)
    return {place: _shown(sheet, vector, row) for place, (vector, row) in enumerate(found)}


def _rows() -> list[int]:
    """Return the row in which each vector begins."""
    rows, row = [], 1
    for vector in vectors():
        rows.append(row)
        row += max(len(one) if isinstance(one, list) else 1 for one in (*vector.arguments, vector.value))
    return rows


def _write(sheet: Worksheet, vector: Vector, row: int) -> None:
    references, column = [], 1
    for argument, value in zip(CATALOGUE[vector.function].arguments, vector.arguments, strict=False):
        cells = value if isinstance(value, list) else [[value]]
        for down, line in enumerate(cells):
            for right, one in enumerate(line):
                _put(sheet, row + down, column + right, one)
        references.append(_reference(argument, value, row, column))
        column += len(cells[0])
    while not references[-1]:
        references.pop()
    formula = f"={CATALOGUE[vector.function].name('calc')}({','.join(references)})"
    if not isinstance(vector.value, list):
        sheet.cell(row, RESULT, formula)
        return
    last = f"{get_column_letter(RESULT + len(vector.value[0]) - 1)}{row + len(vector.value) - 1}"
    area = f"{get_column_letter(RESULT)}{row}:{last}"
    sheet[f"{get_column_letter(RESULT)}{row}"] = ArrayFormula(area, formula)


def _reference(argument: Argument, value: Any, row: int, column: int) -> str:
    """Return how a formula names what it takes: nothing for what is left out, A1:A1 for a target of 0."""
    if value == "" and argument.optional:
        return ""
    cells = value if isinstance(value, list) else [[value]]
    first = f"{get_column_letter(column)}{row}"
    last = f"{get_column_letter(column + len(cells[0]) - 1)}{row + len(cells) - 1}"
    return f"{first}:{last}" if isinstance(value, list) or (argument.measured and value == 0) else first


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    """Put a value into a cell: an error as the formula that gives it, a text of digits as text."""
    if value == "":
        return
    cell = sheet.cell(row, column, "=NA()" if value == "#N/A" else value)
    if isinstance(value, str) and value != "#N/A":
        cell.data_type = "s"


def _shown(sheet: Worksheet, vector: Vector, row: int) -> Any:
    if not isinstance(vector.value, list):
        return _cell(sheet, row, RESULT)
    return [
        [_cell(sheet, row + down, RESULT + right) for right in range(len(line))]
        for down, line in enumerate(vector.value)
    ]


def _cell(sheet: Worksheet, row: int, column: int) -> Any:
    value = sheet.cell(row, column).value
    return "" if value is None else value
