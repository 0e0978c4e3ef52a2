"""Tests of filling a department workbook as its manager would."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from sync.reading.submission import read_submission
from templates.books.department.filling import fill_department
from templates.books.department.state import Typed, TypedSummary
from tests.builders import filled_workbook, issued_workbook, sample_plan


def test_what_was_typed_is_read_back() -> None:
    """Numbers, texts and words come back from the cells they were typed into."""
    typed = {("00123", "SAL-01"): Typed(actual=96.5, comment="Late order")}
    data = fill_department(issued_workbook(), sample_plan(), typed, {"00123": TypedSummary("Careful")})
    tables = read_submission(data).tables
    row = tables["appraisal"].rows[0]
    assert (row.text("actual"), row.text("comment")) == ("96.5", "Late order")
    assert tables["summary"].rows[0].text("strengths") == "Careful"


def test_only_sheets_that_changed_are_touched() -> None:
    """Guide, Findings, stamp and looks stay the same bytes."""
    before, after = (ZipFile(BytesIO(data)) for data in (issued_workbook(), filled_workbook()))
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert before.namelist() == after.namelist()
    assert changed <= {f"xl/worksheets/sheet{number}.xml" for number in (1, 3, 4, 5, 6, 8)}
    assert "xl/worksheets/sheet4.xml" in changed


def test_filling_in_a_row_that_was_not_issued_is_a_bug() -> None:
    """A key the plan does not have is refused at once."""
    with pytest.raises(AssertionError):
        fill_department(issued_workbook(), sample_plan(), {("00123", "XYZ"): Typed(actual=1.0)}, {})
