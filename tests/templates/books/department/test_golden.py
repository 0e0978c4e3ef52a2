"""The department workbook as a readable dump, compared with the one kept in tests/golden.

After a wanted change: REFRESH_GOLDEN=1 python -m pytest tests/templates/books/department/test_golden.py
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.builders import issued_workbook

GOLDEN = Path(__file__).parents[3] / "golden"


def dumped(data: bytes) -> str:
    """Return a workbook as text: names, then each sheet with its cells, formulas, validations and looks."""
    book = load_workbook(BytesIO(data))
    values = load_workbook(BytesIO(data), data_only=True)
    lines = [f"name {name} = {found.attr_text}" for name, found in sorted(book.defined_names.items())]
    for sheet in book:
        lines += [
            "",
            f"== {sheet.title} ({sheet.sheet_state}) {sheet.dimensions} frozen {sheet.freeze_panes}",
        ]
        lines += _cells(sheet, values[sheet.title])
        lines += _rules(sheet)
    return "\n".join(lines) + "\n"


def _cells(sheet: Worksheet, values: Worksheet) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                yield f"{cell.coordinate}: {cell.value}\n    -> {values[cell.coordinate].value!r}"
            elif cell.value is not None:
                yield f"{cell.coordinate}: {cell.value!r} [{cell.number_format}]"
    for merged in sorted(map(str, sheet.merged_cells.ranges)):
        yield f"merged {merged}"


def _rules(sheet: Worksheet) -> Iterator[str]:
    for rule in sheet.data_validations.dataValidation:
        yield f"validation {rule.sqref} {rule.type} {rule.formula1}"
        yield f"    asks {rule.promptTitle}: {rule.prompt}"
        yield f"    refuses {rule.errorTitle}: {rule.error}"
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            yield f"look {area.sqref} {rule.type} {' '.join(rule.formula)}"
    for letter, width in sorted(sheet.column_dimensions.items()):
        yield f"column {letter} {width.width} {'hidden' if width.hidden else ''}".rstrip()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_workbook_is_the_one_kept(language: str) -> None:
    """Nothing in the issued workbook changes without somebody having looked at it."""
    kept = GOLDEN / f"department-{language}.txt"
    found = dumped(issued_workbook(language))
    if os.environ.get("REFRESH_GOLDEN"):
        kept.write_text(found, encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8")
