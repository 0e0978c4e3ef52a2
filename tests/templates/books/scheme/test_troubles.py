"""What is open in a scheme, counted live in its sheets and by us: both must say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from addin.scoring.scheme import Department, Person
from addin.texts import LANGUAGES, words
from sync.reading.scheme import read_scheme
from sync.reading.xlsx import read_book
from templates.books.scheme import SchemeContent, starter, write_scheme
from templates.books.scheme.counting import Trouble
from templates.books.scheme.places import LISTED, OPEN
from templates.books.scheme.refresh import refresh_cached
from templates.books.scheme.troubles import all_rows, notes, troubles
from tests.libreoffice import Office, recalculate
from tests.scheme_edits import apply

TODAY = date(2026, 11, 20)
PEOPLE = (Person("001", "Ada", "sales", "MGR"), Person("002", "Bo", "sales", "SALES-REP", "001"))
MODULES = ("participants", "reward_rules", "salary_standards", "departments", "goals")


def sound(language: str) -> SchemeContent:
    """Return the starter with two people and some modules on."""
    made = starter(language, TODAY)
    settings = replace(made.scheme.settings, company="Acme", modules=MODULES)
    units = {"sales": Department("sales", "Sales", None, "001")}
    scheme = replace(made.scheme, settings=settings, departments=units)
    return replace(made, scheme=scheme, roster={person.id: person for person in PEOPLE})


def found(content: SchemeContent, language: str) -> list[Trouble]:
    """Return what may be open, as it is counted."""
    return troubles(content, language, all_rows(content, language))


def typed(table: str, key: Iterable[str], column: str, value: Any) -> dict[str, Any]:
    """Return what somebody types into one cell."""
    return {"table": table, "key": list(key), "column": column, "value": value}


MISTAKES = [
    typed("grades", ["B"], "high", 98),
    typed("cycles", ["2027-Q1"], "starts", date(2026, 12, 1)),
    typed("people", ["002"], "manager", "999"),
    typed("cycles", ["2026-Q4"], "submission_due", date(2027, 1, 20)),
    typed("cycles", ["2026-Q4"], "publication_due", date(2027, 1, 18)),
    typed("people", ["002"], "name", ""),
    typed("people", ["001"], "manager", "001"),
    typed("people", ["001"], "hired", date(2026, 5, 4)),
    typed("people", ["001"], "left_on", date(2026, 5, 1)),
    typed("templates", ["FIN", "FIN-01"], "points", "from 90 on"),
    {"do": "add", "table": "people", "with": {"employee": "001", "name": "Ada again", "department": "sales"}},
    typed("positions", ["GM"], "template", "NONE"),
    typed("indicators", ["SAL-01"], "formula", ""),
    typed("templates", ["SALES", "SAL-01"], "weight", 45),
    typed("templates", ["SALES", "SAL-05"], "value_from", "Ratings"),
    typed("templates", ["SALES", "SAL-04"], "value_from", "Ratings"),
    typed("templates", ["ADM", "ADM-01"], "cap", 100),
    typed("templates", ["ADM", "ADM-01"], "points", "75%: 0; 95%: 90"),
    typed("templates", ["ADM", "ADM-04"], "points", "85%：0；95%：90"),
    typed("templates", ["ADM", "ADM-05"], "points", "75%: 0; 95%: 90"),
    {"do": "add", "table": "participants", "with": {"employee": "002", "participation": "out"}},
    {"do": "add", "table": "participants", "with": {"employee": "002", "participation": "out"}},
    typed("reward_rules", ["sales-3"], "low", 1.1),
    typed("salary_standards", ["merit-S-1"], "raise_low", 0.5),
]
OPENED = {
    ("people", "twice"): 1,
    ("people", "needed"): 2,
    ("people", "unknown"): 1,
    ("positions", "unknown"): 1,
    ("templates", "weights"): 7,
    ("templates", "headroom"): 1,
    ("templates", "outside"): 1,
    ("indicators", "described"): 1,
    ("grades", "bands"): 2,
    ("cycles", "overlap"): 2,
    ("cycles", "deadlines"): 1,
    ("people", "itself"): 1,
    ("people", "early"): 1,
    ("templates", "unreadable"): 1,
    ("participants", "reasons"): 2,
    ("participants", "twice"): 1,
    ("reward_rules", "tiers"): 2,
    ("salary_standards", "ranges"): 1,
}


def now(content: SchemeContent) -> dict[tuple[str, str], int]:
    """Return what is open by our own count."""
    return {(one.table, one.text): one.now for one in found(content, "en") if one.now}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_starter_has_nothing_open(language: str) -> None:
    """Nothing is open in the starter with people, and every sheet says so in a calm line."""
    assert now(sound(language)) == {}
    good = words("scheme", language)["troubles"]["none"]
    assert {line for _, line in notes(found(sound(language), language), language).values()} == {good}


def test_a_module_that_is_off_has_nothing_open() -> None:
    """Rows of a module that is off are not counted."""
    made = starter("en", TODAY)
    rules = replace(made.scheme.reward_rules[7], low=5.0)
    assert now(replace(made, scheme=replace(made.scheme, reward_rules=(rules,)))) == {}


@pytest.mark.libreoffice
def test_sheets_count_mistakes_live(libreoffice: Office, tmp_path: Path) -> None:
    """After many mistakes LibreOffice counts, kind by kind, what is open, and tells it above the tables."""
    data = apply(write_scheme(sound("en"), "en"), MISTAKES)
    reading = read_scheme(data)
    file = tmp_path / "mistakes.xlsx"
    file.write_bytes(refresh_cached(data, reading.scheme, reading.roster))
    (after,) = recalculate(libreoffice, [file], tmp_path / "out")
    cells = {
        (sheet.name, cell.row, cell.column): cell.value
        for sheet in read_book(after.read_bytes()).sheets
        for cell in sheet.cells
    }
    kinds = [(one.table, one.text) for one in found(sound("en"), "en")]
    counted = {kind: cells.get((OPEN, row, 4)) for row, kind in enumerate(kinds, start=1)}
    assert {kind: number for kind, number in counted.items() if number} == OPENED
    assert cells["Grades", 3, 1].startswith("✗ The bands leave a hole")
    assert cells["Cycles", 3, 1] == "✗ Periods of one kind that share days: 2; they are marked."
    assert (cells["Start", 11, 2], cells["Start", 11, 5]) == ("✗", f"kinds of open points: {len(OPENED)}")
    assert cells["Start", 11, 4].startswith("People: ✗ Rows that stand here twice: 1")
    assert cells[OPEN, LISTED.index("people") + 1, 2] == 3
