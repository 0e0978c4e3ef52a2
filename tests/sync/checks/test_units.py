"""The form of a department itself is checked like a person's: same codes, its own sheet, no employee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest

from sync.checks.context import Context
from sync.checks.forms import build_context
from sync.checks.run import forms_with_errors, run_checks, units_of, whole_errors
from sync.findings import Finding
from sync.reading.submission import read_submission
from templates.books.department.filling import fill_department
from templates.books.department.plan import Known, Measured
from templates.books.department.write import write_department
from tests.builders import CYCLE, PEOPLE, SUMMARIES, TYPED
from tests.edits import apply
from tests.organisations import BROKEN, FILLED, UNIT, organisation_plan, organisation_scheme

LEDGER = Known(actuals={(UNIT, "U-1"): Measured(66.0, "Ledger")})


@cache
def books(people: bool = True, missing: str = "renormalise") -> tuple[bytes, bytes]:
    """Return the workbook as issued, with an imported actual, and filled without a mistake."""
    plan = organisation_plan(PEOPLE if people else (), missing=missing, known=LEDGER)
    issued = write_department(plan)
    others = TYPED if people else {}
    typed = {key: value for key, value in FILLED.items() if key != (UNIT, "U-1")}
    return issued, fill_department(issued, plan, {**typed, **others}, SUMMARIES if people else {})


def context_of(edits: Sequence[Mapping[str, Any]] = (), missing: str = "renormalise") -> Context:
    """Return what the checks look at after edits of the filled workbook."""
    issued, filled = books(missing=missing)
    scheme = organisation_scheme(missing)
    sent = read_submission(apply(filled, edits))
    return build_context(sent, read_submission(issued), scheme, scheme.cycles[CYCLE], "en")


def cell(indicator: str, column: str, value: object) -> dict[str, Any]:
    """Return the edit of one cell of the Department sheet."""
    where = {"table": "unit", "employee": UNIT, "indicator": indicator}
    return {**where, "column": column, "value": value}


def found(*edits: Mapping[str, Any]) -> list[Finding]:
    """Return what is found in the Department sheet after edits, unusable targets apart."""
    told = run_checks(context_of(edits), "sales.xlsx")
    return [one for one in told if one.sheet == "Department" and one.code != "V015"]


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    """A form filled well has a score, and only its unusable targets are named."""
    context = context_of()
    told = run_checks(context, "sales.xlsx")
    assert [(one.code, one.indicator, one.employee) for one in told] == [
        ("V015", code, None) for code in BROKEN
    ]
    assert {one.department for one in told} == {"sales"}
    assert context.scores[UNIT].total == 89.33


@pytest.mark.parametrize(
    ("edit", "code", "at"),
    [
        (cell("U-2", "actual", "many"), "V002", "I6"),
        (cell("U-2", "actual", 45), "V004", "I6"),
        (cell("U-4", "manager_rating", 6), "V003", "K8"),
        (cell("U-4", "actual", 3), "V010", "I8"),
        (cell("U-2", "actual", "not applicable"), "V006", "N6"),
        (cell("U-2", "actual", 0.1), "V007", "N6"),
        (cell("U-1", "target", 70), "F003", "H5"),
        (cell("U-1", "actual", 50), "F010", "I5"),
        (cell("U-2", "weight", 30), "F003", "F6"),
        ({**cell("U-1", "total", 100), "do": "cache"}, "C002", "AQ5"),
        ({"do": "formula", **cell("U-2", "total", "=100")}, "F002", "AQ6"),
        ({"do": "delete_row", "table": "unit", "employee": UNIT, "indicator": "U-6"}, "P003", None),
    ],
    ids=lambda one: one["column"] if isinstance(one, dict) and "column" in one else None,
)
def test_each_mistake_is_named_in_its_cell(edit: Mapping[str, Any], code: str, at: str | None) -> None:
    """Families V, F and P look at the Department sheet, and name department and cell, but nobody."""
    told = [one for one in found(edit) if one.code == code]
    assert told
    assert all(one.employee is None and one.department == "sales" for one in told)
    if at is not None:
        assert at in {one.cell for one in told}


def test_only_its_own_form_goes_back() -> None:
    """An error in the Department sheet returns the department's form and nobody else's."""
    context = context_of([cell("U-1", "target", 70)])
    told = run_checks(context, "sales.xlsx")
    assert forms_with_errors(told, units_of(context)) == {UNIT}
    assert not whole_errors(told)


def test_a_person_s_error_leaves_the_department_s_form_alone() -> None:
    """An error in Appraisal returns that person's form only."""
    wrong = {"employee": "00123", "indicator": "SAL-01", "column": "actual", "value": "many"}
    context = context_of([wrong])
    assert forms_with_errors(run_checks(context, "sales.xlsx"), units_of(context)) == {"00123"}


def test_without_its_sheet_nothing_can_be_scored() -> None:
    """A deleted Department sheet is an error of the whole workbook."""
    told = run_checks(context_of([{"do": "delete_sheet", "sheet": "Department"}]), "sales.xlsx")
    assert "B004" in {one.code for one in whole_errors(told)}


def test_an_unusable_target_under_block_is_an_error() -> None:
    """Where such a line holds up the total, its form goes back; the other policy's warning is not told."""
    context = context_of(missing="block")
    told = run_checks(context, "sales.xlsx")
    assert {one.indicator for one in told if one.code == "V005"} == set(BROKEN)
    assert not [one for one in told if one.code == "V015"]
    assert context.scores[UNIT].total is None


def test_what_is_typed_in_the_sheet_is_content() -> None:
    """Sorted, it is the same content; another actual is new content."""
    _, filled = books()
    same = apply(filled, [{"do": "sort", "table": "unit", "by": "weight"}])
    other = apply(filled, [cell("U-2", "actual", 0.46)])
    digests = [read_submission(data).content_digest for data in (filled, same, other)]
    assert digests[0] == digests[1] != digests[2]


def test_a_workbook_without_people_is_checked_alone() -> None:
    """No Appraisal and no Summary are missed where nobody is rated."""
    issued, filled = books(people=False)
    scheme = organisation_scheme()
    readings = (read_submission(filled), read_submission(issued))
    context = build_context(*readings, scheme, scheme.cycles[CYCLE], "en")
    assert {one.code for one in run_checks(context, "sales.xlsx")} == {"V015"}
    assert list(context.scores) == [UNIT]
