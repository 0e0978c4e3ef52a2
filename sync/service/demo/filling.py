"""Filling the sample company's workbooks as careful managers would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from addin.scoring.combine import score_form
from addin.scoring.form import Entry
from addin.texts import words
from sync.service.demo.registers import kept_registers
from sync.service.demo.values import as_typed, plausible
from templates.books.department.demands import extreme, low_grades, remarkable, top_grades
from templates.books.department.filling import fill_department
from templates.books.department.plan import DepartmentPlan, Key, PlannedPerson
from templates.books.department.state import Typed, TypedSummary

CHATTY = 0.25
"""How often a manager writes a remark although none is demanded."""


Filling = dict[Key, Typed]
"""What is typed into Appraisal, by employee and indicator."""

Slip = Callable[[Filling, DepartmentPlan], Filling]
"""A mistake in what is typed: the lines as they are typed by mistake."""


def filled(data: bytes, plan: DepartmentPlan, seed: int, slips: Sequence[Slip] = ()) -> bytes:
    """Fill one department workbook with plausible values, comments where the scheme demands them.

    slips: mistakes in what is typed; the cells then show what a spreadsheet program would compute from them.
    """
    chance = Random(f"{seed} {plan.department.id}")
    typed: Filling = {}
    summaries: dict[str, TypedSummary] = {}
    for subject in plan.subjects:
        values = _values(subject, chance)
        typed |= {key: _typed(subject, key, values, plan, chance) for key in values}
        if subject is not plan.unit:
            summaries[subject.person.id] = _summary(subject, values, plan, chance)
    for slip in slips:
        typed |= slip(typed, plan)
    return fill_department(data, plan, typed, summaries, kept_registers(plan))


def _values(person: PlannedPerson, chance: Random) -> dict[Key, float]:
    talent = chance.gauss(0, 0.7)
    made = {line.key: plausible(line.line, talent, chance) for line in person.lines}
    return made | {line.key: line.actual for line in person.lines if line.actual is not None}


def _entries(person: PlannedPerson, values: dict[Key, float]) -> dict[str, Entry]:
    return {
        line.indicator.id: Entry(
            line.indicator.id,
            actual=None if line.line.judged else values[line.key],
            manager_rating=values[line.key] if line.line.judged else None,
        )
        for line in person.lines
    }


def _typed(
    person: PlannedPerson, key: Key, values: dict[Key, float], plan: DepartmentPlan, chance: Random
) -> Typed:
    planned = next(line for line in person.lines if line.key == key)
    line = planned.line
    texts = words("demo", plan.language)["comments"]
    scored = score_form([line], _entries(person, values), plan.settings, plan.grades).lines[0].score
    known = planned.actual is not None
    remark = extreme(line, values[key]) or remarkable(line, scored, plan.settings)
    return Typed(
        actual=None if line.judged or known else as_typed(line.method, values[key], plan.language),
        manager_rating=values[key] if line.judged else None,
        evidence=texts["evidence"] if remark and not planned.evidence else None if known else "",
        comment=texts["line"] if remark or chance.random() < CHATTY else "",
    )


def _summary(
    person: PlannedPerson, values: dict[Key, float], plan: DepartmentPlan, chance: Random
) -> TypedSummary:
    texts = words("demo", plan.language)["comments"]
    lines = [line.line for line in person.lines]
    grade = score_form(lines, _entries(person, values), plan.settings, plan.grades).grade
    strong, weak = grade in top_grades(plan.grades), grade in low_grades(plan.grades)
    opening = chance.choice(texts["strong" if strong else "weak" if weak else "solid"].split("|"))
    close = chance.choice(texts["close"].split("|"))
    return TypedSummary(
        strengths=texts["strength"] if strong else "",
        to_improve=texts["improve"] if weak else "",
        overall_comment=texts["sentence"].format(name=person.person.name, opening=opening, close=close),
    )
