"""Long texts are fully shown where they are typed or filled in, and as far as the Form has room."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sync.reading.submission import read_submission
from sync.reading.tables import TableReading
from templates.books.department.form_room import COMMENT, TEXTS
from templates.books.department.state import TypedSummary
from templates.references import reference
from tests.builders import SUMMARIES, TYPED, sample_plan
from tests.every import department, workbook
from tests.every.pages import measures_like_excel, pages
from tests.libreoffice import PDF, TIGHT, XLSX, Office, save
from tests.templates.books.department.test_shown import cells, same

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(not measures_like_excel(), reason="fonts-crosextra-carlito is not installed"),
]
LAST = "omega"
LONG = {
    "en": "What was agreed in spring went out in time, and nobody had to be asked twice for it. " * 9 + LAST,
    "zh": "春天约定的事项均按时完成，无须反复催促，客户与同事都表示满意。" * 10 + LAST,
}
TYPED_INTO = {
    "appraisal": ("evidence", "comment"),
    "summary": ("strengths", "overall_comment"),
    "plans": ("summary",),
    "calibration": ("reason",),
    "interviews": ("plan",),
}
"""Where people write at length, in some of the tables."""

SORTED = ("appraisal", "calibration")


@dataclass(frozen=True, slots=True)
class Shown:
    """A workbook after LibreOffice: what does not fit, its text on paper, its own bytes, what is in it."""

    tight: list[list[str]]
    paper: str
    data: bytes
    tables: Mapping[str, TableReading]


def steps(tables: Mapping[str, TableReading], language: str) -> Iterator[dict[str, object]]:
    """Yield what is typed into the first row of each table, and how some are sorted afterwards."""
    for key, column in typed_into(tables):
        cell = reference(tables[key].rows[0].number, tables[key].columns[column])
        yield {"sheet": tables[key].sheet, "area": cell, "typed": LONG[language]}
    for table in (tables[key] for key in SORTED if key in tables):
        end = reference(table.rows[-1].number, max(table.columns.values()))
        where = {"sheet": table.sheet, "area": f"A{table.rows[0].number}:{end}"}
        yield {**where, "column": table.columns["name"] - 1, "descending": True}


def typed_into(tables: Mapping[str, TableReading]) -> list[tuple[str, str]]:
    """Return the tables of a workbook and their columns in which people write at length."""
    return [(key, column) for key, columns in TYPED_INTO.items() if key in tables for column in columns]


def shown(office: Office, folder: Path, data: bytes, language: str, typed: bool) -> Shown:
    """Let LibreOffice open a workbook, type into it or not, and print it."""
    source, tables = folder / "source.xlsx", read_submission(data).tables
    source.write_bytes(data)
    out, pdf, tight = (source.with_suffix(one) for one in (".out.xlsx", ".pdf", ".json"))
    jobs = [(source, out, XLSX, ""), (source, pdf, PDF, ""), (source, tight, TIGHT, "")]
    save(office, jobs, [*steps(tables, language)] if typed else [])
    paper = "\n".join(line for page in pages(pdf) for line in page.lines)
    return Shown(json.loads(tight.read_text("utf-8")), paper, out.read_bytes(), tables)


@pytest.mark.parametrize(
    ("name", "language"), [("registers-empty", "zh"), ("calibration-open", "en"), ("interviews-empty", "zh")]
)
def test_a_text_is_fully_shown_where_it_is_typed(
    libreoffice: Office, tmp_path: Path, name: str, language: str
) -> None:
    """A row grows with a long text, wherever it is sorted to, and shows its last word on paper."""
    found = shown(libreoffice, tmp_path, workbook(name, language), language, typed=True)
    assert found.tight == []
    assert found.paper.count(LAST) == len(typed_into(found.tables)) > 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_text_is_fully_shown_where_it_is_filled_in(
    libreoffice: Office, tmp_path: Path, language: str
) -> None:
    """A workbook that comes with long texts shows them whole, its Form as far as there is room."""
    plan, text = sample_plan(language), LONG[language]
    first, person = plan.lines[0].key, plan.people[0].person.id
    typed = {**TYPED, first: replace(TYPED[first], comment=text, evidence=text)}
    summaries = {**SUMMARIES, person: TypedSummary(text, text, text)}
    data = department(plan, typed, summaries)
    found = shown(libreoffice, tmp_path, data, language, typed=False)
    assert found.tight == []
    for room in (COMMENT, *TEXTS.values()):
        assert room.cut(text, language).split("…")[0] in text
    theirs = cells(found.data)
    assert {spot: cell for spot, cell in cells(data).items() if not same(cell, theirs.get(spot))} == {}
