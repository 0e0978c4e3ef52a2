"""The receipt at the end of a slip: found however long the slip is, and room for all that may be typed."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from sync.reading.tables import find_table
from sync.reading.xlsx import read_book
from sync.service.steps.signed import LOWEST
from templates.books.slip import write_slip
from templates.books.slip.receipt import ANSWERS, ASKED, LONGEST
from templates.heights import row_height
from templates.lists import word
from templates.tables.slips import RECEIPT
from tests.templates.books.slip.material import LINES, sample_slip, stamp_of

FULLEST = {
    "en": {
        "answer": "read, with an objection",
        "name": "W" * 30,
        "dated_on": "2026-10-28",
        "remark": "w" * 80,
    },
    "zh": {"answer": "已阅知，有异议", "name": "欧阳" * 4, "dated_on": "2026-10-28", "remark": "国" * 80},
}
"""A receipt as full as it can be."""

MANY = tuple(replace(LINES[at % 4], indicator=f"Line {at}") for at in range(40))


def places(data: bytes) -> dict[str, str]:
    """Return the cells in which a slip asks for an answer, by question."""
    table = find_table(read_book(data), RECEIPT, LOWEST)
    assert table is not None
    assert not any(row.text("answer") for row in table.rows)
    return {row.text("key"): f"C{row.number}" for row in table.rows if row.text("key")}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_is_found_after_however_many_lines(language):
    """Below forty lines, too, the reader finds each question by its key, and its answer is still open."""
    assert list(places(write_slip(sample_slip(language, lines=MANY), stamp_of("slip")))) == list(ASKED)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_answers_are_those_that_confirm_knows(language):
    """One may have read with or without an objection; nothing else may be chosen, and all else is short."""
    book = load_workbook(BytesIO(write_slip(sample_slip(language), stamp_of("slip"))))
    rules = book.worksheets[0].data_validations.dataValidation
    listed = next(rule.formula1 for rule in rules if rule.type == "list")
    named = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    offered = [
        one for one in ANSWERS if word("receipt", one, language) in (*named, *listed.strip('"').split(","))
    ]
    assert offered == list(ANSWERS)
    limits = [int(rule.formula1) for rule in rules if rule.type == "textLength"]
    assert limits == list(LONGEST.values())


def test_what_may_be_typed_is_shown_whole():
    """A row is as high as the longest text that it takes, in wide signs; all but it can be typed into."""
    for question, longest in LONGEST.items():
        assert row_height([("国" * longest, RECEIPT.column("answer").width)]) <= max(ASKED[question], 34)
    sheet = load_workbook(BytesIO(write_slip(sample_slip(), stamp_of("slip")))).worksheets[0]
    open_cells = {cell.row for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert len(open_cells) == len(ASKED)
    assert sheet.protection.sheet
