"""Tests of the sheet Department: the unit's own indicators, in a workbook with people or without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sync.reading.submission import read_submission
from sync.reading.tables import ReadRow
from templates.books.department.filling import fill_department
from templates.books.department.plan import Key, Known, Measured
from templates.books.department.shown import all_formulas, shown
from templates.books.department.state import Typed, state_of
from templates.books.department.write import write_department
from tests.builders import PEOPLE, SUMMARIES, TYPED
from tests.edits import apply
from tests.libreoffice import Office, recalculate
from tests.organisations import BROKEN, FILLED, UNIT, organisation_plan
from tests.templates.books.department.test_shown import differing

WRONG: Mapping[Key, Typed] = {
    **FILLED,
    (UNIT, "U-1"): Typed(actual="66 GBP"),
    (UNIT, "U-3"): Typed(actual="about 3"),
    (UNIT, "U-4"): Typed(manager_rating=5.0),
    (UNIT, "U-5"): Typed(actual="not applicable"),
    (UNIT, "U-6"): Typed(actual="no", comment="late"),
}
FEW: Mapping[Key, Typed] = {(UNIT, "U-2"): Typed(actual=0.55)}


def test_a_workbook_without_people_has_no_sheets_for_them() -> None:
    """Only Cover, Guide, Department and Findings can be seen where nobody is rated."""
    book = load_workbook(BytesIO(write_department(organisation_plan(people=()))))
    visible = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert visible == ["Cover", "Guide", "Department", "Findings"]


def test_with_people_the_sheet_stands_beside_theirs() -> None:
    """Department follows Appraisal where people are rated as well."""
    book = load_workbook(BytesIO(write_department(organisation_plan())))
    assert book.sheetnames[2:7] == ["People", "Appraisal", "Department", "Summary", "Form"]


@pytest.mark.parametrize("people", [PEOPLE, ()], ids=["with people", "alone"])
def test_the_table_is_found_by_its_titles(people: Sequence[str]) -> None:
    """Our own reader finds the table with all its columns below the headline, and every row by its key."""
    plan = organisation_plan(people)
    reading = read_submission(write_department(plan))
    table = reading.tables["unit"]
    assert not table.missing
    assert not table.unknown
    assert [(row.text("department"), row.text("indicator")) for row in table.rows] == [
        line.key for line in plan.rows("unit")
    ]
    assert ("appraisal" in reading.tables) == bool(people)
    assert reading.stamp is not None
    assert ("appraisal" in reading.stamp.columns) == bool(people)


@pytest.mark.parametrize("people", [PEOPLE, ()], ids=["with people", "alone"])
def test_every_formula_has_its_value(people: Sequence[str]) -> None:
    """Formulas and cached values name exactly the same cells, once each."""
    plan = organisation_plan(people)
    places = [spot for spot, _ in all_formulas(plan)]
    assert len(places) == len(set(places))
    assert set(places) == set(shown(plan, {}, {}))


@pytest.mark.parametrize(("missing", "total"), [("renormalise", 89.33), ("block", None), ("neutral", 87.0)])
def test_a_target_that_cannot_be_used_follows_the_missing_policy(missing: str, total: float | None) -> None:
    """Such lines are left out under `renormalise`, block under `block`, and are neutral under `neutral`."""
    plan = organisation_plan(people=(), missing=missing)
    unit = state_of(plan, FILLED, {}).unit
    assert unit is not None
    scores = {line.planned.indicator.id: line.score for line in unit.lines}
    assert [indicator for indicator, score in scores.items() if score == "?"] == list(BROKEN)
    assert unit.score == ("" if total is None else total)


def test_the_row_says_that_its_target_cannot_be_used() -> None:
    """To do names the target in exactly the rows whose target is missing, zero or negative."""
    unit = state_of(organisation_plan(people=()), FILLED, {}).unit
    assert unit is not None
    asked = [line.planned.indicator.id for line in unit.lines if line.todo == "target: ask HR"]
    assert asked == list(BROKEN)


def test_the_own_goal_of_this_cycle_stands_in_the_target_cell() -> None:
    """The narrowest goal is fixed in the sheet, not the company's and not the template's."""
    reading = read_submission(write_department(organisation_plan(people=())))
    targets = {row.text("indicator"): row.text("target") for row in reading.tables["unit"].rows}
    assert (targets["U-1"], targets["U-2"], targets["U-7"]) == ("60", "0.5", "")


def test_an_imported_actual_stands_there_with_the_system_it_came_from() -> None:
    """The Actual is filled in, and Data source names the system instead of the indicator's usual source."""
    known = Known(actuals={(UNIT, "U-1"): Measured(66.0, "Ledger 7")})
    row = read_submission(write_department(organisation_plan((), known=known))).tables["unit"].rows[0]
    assert (row.text("actual"), row.text("source")) == ("66", "Ledger 7")


@pytest.mark.libreoffice
@pytest.mark.parametrize("typed", [{}, FILLED, WRONG, FEW], ids=["empty", "full", "mistakes", "few"])
@pytest.mark.parametrize("missing", ["renormalise", "block", "neutral"])
@pytest.mark.parametrize(("people", "language"), [(PEOPLE, "en"), ((), "zh")], ids=["with people", "alone"])
def test_cached_values_are_what_libreoffice_computes(
    typed: Mapping[Key, Typed],
    missing: str,
    people: Sequence[str],
    language: str,
    libreoffice: Office,
    tmp_path: Path,
) -> None:
    """Every cached value is right under every policy, whatever is typed and whatever targets are unusable."""
    plan = organisation_plan(people, language, missing)
    others, texts = (TYPED, SUMMARIES) if people and typed else ({}, {})
    data = fill_department(write_department(plan), plan, {**typed, **others}, texts)
    assert differing(data, libreoffice, tmp_path) == []


@pytest.mark.libreoffice
def test_sorting_the_sheet_changes_no_score(libreoffice: Office, tmp_path: Path) -> None:
    """After sorting Department by weight, total and scores are the same, row by row."""
    plan = organisation_plan()
    data = fill_department(write_department(plan), plan, FILLED, {})
    source = tmp_path / "sorted.xlsx"
    source.write_bytes(apply(data, [{"do": "sort", "table": "unit", "by": "weight"}]))
    after = recalculate(libreoffice, [source], tmp_path / "out")[0].read_bytes()
    assert _scores(after) == _scores(data)
    assert list(_scores(after)) != list(_scores(data))


def _scores(data: bytes) -> dict[str, list[object]]:
    rows = read_submission(data).tables["unit"].rows
    return {row.text("indicator"): [_shown(row, key) for key in ("score", "total", "grade")] for row in rows}


def _shown(row: ReadRow, column: str) -> object:
    cell = row.cell(column)
    return round(cell.value, 9) if cell and isinstance(cell.value, float) else row.text(column)
