"""Tests of how the Form writes percentages."""

from __future__ import annotations

import pytest

from templates.books.department.form import in_percent


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.95, "95.0%"), (0.9525, "95.25%"), (-0.041, "-4.1%"), (0.0, "0.0%"), (1.03, "103.0%"), (0.07, "7.0%")],
)
def test_percentages_are_written_as_the_spreadsheet_does(value: float, text: str) -> None:
    """One decimal always, a second one where it says something."""
    assert in_percent(value) == text
