"""Filling a workbook: typed inputs and formula results go in together."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from templates.fill import fill
from templates.patch import CannotPatch
from templates.writer import SafeWorkbook


def issued() -> bytes:
    """Return a workbook with an input and a formula."""
    book = SafeWorkbook("en")
    sheet = book.sheet("Appraisal")
    sheet.write(1, 0, None, book.look("typed", "percent"))
    sheet.formula(1, 1, '=IF(A2="","",A2*100)', "", book.look("computed"))
    return book.save()


def test_inputs_and_results() -> None:
    """What is typed stands in its cell, and the formula shows what it gives."""
    data = fill(issued(), {"Appraisal": {"A2": 0.85}}, {"Appraisal": {"B2": 85.0}})
    formulas = openpyxl.load_workbook(BytesIO(data))["Appraisal"]
    values = openpyxl.load_workbook(BytesIO(data), data_only=True)["Appraisal"]
    assert (formulas["A2"].value, formulas["B2"].value) == (0.85, '=IF(A2="","",A2*100)')
    assert values["B2"].value == 85


def test_nothing_typed_nothing_changed() -> None:
    """Filling in nothing gives the same file."""
    assert fill(issued(), {}, {"Appraisal": {}}) == issued()


def test_unknown_sheet() -> None:
    """A sheet that is not there is refused."""
    with pytest.raises(CannotPatch, match="no_sheet"):
        fill(issued(), {"Appraisals": {"A2": 1}})
