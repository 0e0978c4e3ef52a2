"""Words: what a spreadsheet makes of a remark is kept as its reader saw it."""

from __future__ import annotations

import pytest

from sync.reading.cells import BLANK, BOOLEAN, DATE, ERROR, NUMBER, PERCENT, PERCENT_SIGN, TEXT, Cell
from sync.reading.words import as_text

SEEN = [
    (TEXT, " kept every promise\n", "", "kept every promise"),
    (NUMBER, 46331.0, DATE, "2026-11-05"),
    (NUMBER, 46331.6, DATE, "2026-11-05 14:24"),
    (NUMBER, 46331.6 + 5 / 86400, DATE, "2026-11-05 14:24:05"),
    (NUMBER, 46330.99999999, DATE, "2026-11-05"),
    (NUMBER, 0.5, DATE, "12:00"),
    (NUMBER, 0.0, DATE, "0"),
    (NUMBER, 1e300, DATE, "1" + "0" * 300),
    (NUMBER, 46331.0, "", "46331"),
    (NUMBER, 0.1234567891234, "", "0.1234567891234"),
    (NUMBER, 0.85, PERCENT, "85%"),
    (NUMBER, 85.0, PERCENT_SIGN, "85%"),
    (NUMBER, 0.85, "", "0.85"),
    (NUMBER, 13800000000.0, "", "13800000000"),
    (NUMBER, -5.0, DATE, "-5"),
    (BOOLEAN, True, "", "TRUE"),
    (ERROR, "#N/A", "", "#N/A"),
    (BLANK, None, DATE, ""),
]


@pytest.mark.parametrize(("kind", "value", "shown", "text"), SEEN)
def test_a_remark_is_what_was_seen(kind: str, value: float | str | None, shown: str, text: str) -> None:
    """A date in a remark is a date, with its time; a percentage a percentage, everything else its text."""
    assert as_text(Cell(kind, value, None, shown)) == text


def test_days_from_1904() -> None:
    """In a workbook that counts its days from 1904 a remark names the same day."""
    assert as_text(Cell(NUMBER, 46331.0 - 1462, None, DATE), date1904=True) == "2026-11-05"
    assert as_text(Cell(NUMBER, 46331.6 - 1462, None, DATE), date1904=True) == "2026-11-05 14:24"


def test_nothing() -> None:
    """No cell has no words."""
    assert as_text(None) == ""
