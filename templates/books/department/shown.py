"""The right value of every formula cell of a department workbook; so previewers and phones show scores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from templates.books.department.appraisal import appraisal_formulas, appraisal_values
from templates.books.department.cover import cover_formulas, cover_values
from templates.books.department.form import form_formulas, form_values
from templates.books.department.layout import Spot
from templates.books.department.people import people_formulas, people_values
from templates.books.department.plan import DepartmentPlan, Key
from templates.books.department.register_rows import (
    NOTHING_TYPED,
    Rows,
    register_formulas,
    register_values,
)
from templates.books.department.state import Typed, TypedSummary, state_of
from templates.books.department.step_values import step_values
from templates.books.department.steps import step_formulas
from templates.books.department.summary import summary_formulas, summary_values
from templates.books.department.unit import unit_formulas, unit_values
from templates.writer import Value

WRITERS = (
    cover_formulas,
    people_formulas,
    unit_formulas,
    appraisal_formulas,
    summary_formulas,
    form_formulas,
    register_formulas,
    step_formulas,
)
TWINS = (
    cover_values,
    people_values,
    unit_values,
    appraisal_values,
    summary_values,
    form_values,
    step_values,
)


def all_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield every formula of the workbook with its place."""
    for write in WRITERS:
        yield from write(plan)


def shown(
    plan: DepartmentPlan,
    typed: Mapping[Key, Typed],
    summaries: Mapping[str, TypedSummary],
    registers: Mapping[str, Rows] = NOTHING_TYPED,
) -> dict[Spot, Value]:
    """Return what each formula cell shows once these inputs are typed.

    typed: by subject and indicator; summaries: by employee; registers: rows below those of before. The keys
    are those of all_formulas.
    """
    state = state_of(plan, typed, summaries)
    found = {spot: value for twin in TWINS for spot, value in twin(plan, state)}
    return found | dict(register_values(plan, registers))
