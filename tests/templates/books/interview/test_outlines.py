"""Outlines of talks: the pages in their order, the sheet that comes back, and what it counts."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from addin.texts import LANGUAGES, say
from sync.reading.submission import read_submission
from templates.books.interview import fill_outlines, write_outlines
from templates.tables.registers import REGISTERS
from tests.templates.books.interview.material import TALK, sample_outlines, stamp


def texts(data, sheet):
    """Return what stands in a sheet, cell by cell."""
    book = load_workbook(BytesIO(data), data_only=True)
    return [str(v) for row in book[sheet].iter_rows(values_only=True) for v in row if v not in (None, "")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_tells_the_result_and_asks_in_the_fixed_order(language):
    """Why, score, change, the others, gaps and trend stand above the four groups of questions."""
    found = texts(write_outlines(sample_outlines(language), stamp(language)), "1 Li Na")
    parts = [
        found.index(say(f"interview.page.{one}.title", language)) for one in ("review", "causes", "plan")
    ]
    assert parts == sorted(parts)
    assert {"95.00", "−2.50", "+1.74"} <= set(found)
    assert any("Teamwork" in text and "3.5" in text for text in found)
    assert "2026-Q1" in found


def test_a_first_result_has_neither_trend_nor_reason():
    """What is not known is left out, or said in a word."""
    found = texts(write_outlines(sample_outlines(), stamp()), "2 Wang Wei")
    assert "no result of before" in found
    assert not [text for text in found if text.startswith("Why this talk")]
    assert "The last results" not in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_typed_is_read_as_rows_of_the_register(language):
    """The sheet is the declared register: our reader finds number, person and what was agreed."""
    book = sample_outlines(language)
    data = fill_outlines(write_outlines(book, stamp(language)), book, {"00123": TALK})
    rows = read_submission(data).tables["interviews"].rows
    assert [(row.text("no"), row.text("employee")) for row in rows] == [
        ("1", "00123 Li Na"),
        ("2", "00124 Wang Wei"),
    ]
    assert rows[0].text("plan") == TALK["plan"]
    status = say("interview.open", language, number=1)
    assert status in texts(data, REGISTERS["interviews"].table.title(language))
