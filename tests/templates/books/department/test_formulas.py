"""Tests of the pieces the formulas are joined from, and of how the Form writes percentages."""

from __future__ import annotations

import pytest

from templates.books.department.form import in_percent
from templates.books.department.formulas import joined


def test_a_text_becomes_an_expression_with_its_placeholders_filled_in() -> None:
    """Quotation marks are doubled, expressions stand between the pieces, long pieces are cut."""
    assert joined('Say "{n}" now', n="A1") == '"Say """&A1&""" now"'
    assert joined("") == '""'
    assert max(len(piece) for piece in joined("x" * 700).split("&")) < 255


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.95, "95.0%"), (0.9525, "95.25%"), (-0.041, "-4.1%"), (0.0, "0.0%"), (1.03, "103.0%"), (0.07, "7.0%")],
)
def test_percentages_are_written_as_the_spreadsheet_does(value: float, text: str) -> None:
    """One decimal always, a second one where it says something."""
    assert in_percent(value) == text
