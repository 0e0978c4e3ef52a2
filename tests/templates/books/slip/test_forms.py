"""The appeal form and the opinion form: their questions, drop-downs and days, and whose they are."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from sync.reading.tables import find_tables
from sync.reading.xlsx import read_book
from templates.books.slip import write_appeal, write_opinion
from templates.lists import choices
from templates.tables import TABLES
from tests.builders import CYCLE, sample_scheme
from tests.templates.books.slip.material import sample_slip, stamp_of
from tests.templates.books.slip.test_slip import texts_of

KEYS = {
    "appeal": ["indicator", "ground", "facts", "evidence", "wish", "contact", "dated_on"],
    "opinion": ["theme", "opinion", "proposal", "answer", "department", "name", "dated_on"],
}


def form(kind: str, language: str = "en") -> bytes:
    """Return a form."""
    if kind == "appeal":
        return write_appeal(sample_slip(language), stamp_of(kind))
    days = date(2026, 10, 27), date(2026, 11, 3)
    return write_opinion(sample_scheme().settings, CYCLE, *days, language, stamp_of(kind))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["appeal", "opinion"])
def test_the_questions_are_one_table_that_reads(kind, language):
    """The reader finds every question by its key, and what was answered beside it."""
    data = form(kind, language)
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    (head,) = (cell.row for (cell,) in sheet.iter_rows(min_col=5, max_col=5) if cell.value == KEYS[kind][0])
    for row in range(head, head + len(KEYS[kind])):
        sheet.cell(row, 3, f"answer {row}")
    filled = BytesIO()
    book.save(filled)
    tables, _ = find_tables(read_book(filled.getvalue()), [TABLES[kind]])
    rows = [row for row in tables[kind].rows if row.text("key")]
    assert [row.text("key") for row in rows] == KEYS[kind]
    assert all(row.text("answer").startswith("answer") for row in rows)


def test_an_appeal_is_chosen_from_the_own_lines_and_plain_grounds():
    """What it is about is one of the person's own lines or the whole; the ground is one of a few."""
    sheet = load_workbook(BytesIO(form("appeal"))).worksheets[0]
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert lists[0] == '"Sales amount,Collection rate,Customer satisfaction,Teamwork,the whole result"'
    assert lists[1] == f'"{",".join(choices("ground", "en"))}"'


def test_an_appeal_says_what_happens_next_and_by_when():
    """Receipt, acceptance and decision have their working days, and the last day to appeal is named."""
    told = " ".join(texts_of(form("appeal")))
    for part in (
        "by 2026-10-29",
        "Within 1 working day:",
        "Within 3 working",
        "Within 10 working",
        "within 5",
    ):
        assert part in told
    assert "Your result: 95.00, grade B" in told


def test_an_opinion_form_knows_nobody():
    """The form for opinions holds no person, so that it may stay anonymous."""
    told = " ".join(texts_of(form("opinion")))
    assert "Li Na" not in told
    assert "00123" not in told
    assert "anonymous" in told
