"""What the formulas of a department workbook give for what was typed, computed by the scoring library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from addin.scoring.combine import score_forms
from addin.scoring.expression import INVALID
from addin.scoring.form import Entry, LineScore, Score
from addin.scoring.formulas import LEFT_OUT
from addin.texts import say
from templates.books.department import goals
from templates.books.department.demands import (
    extreme,
    long_enough,
    low_grades,
    remarkable,
    scale,
    top_grades,
)
from templates.books.department.formulas import asked, todo_words
from templates.books.department.plan import DepartmentPlan, Key, PlannedLine, PlannedPerson

Input = float | str | None
Shown = float | str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into one row of Appraisal: numbers or texts as typed, None where nothing was."""

    actual: Input = None
    manager_rating: Input = None
    evidence: str | None = None
    comment: str | None = None
    reviewed_rating: Input = None
    target: Input = None


@dataclass(frozen=True, slots=True)
class TypedSummary:
    """What a manager typed into one row of Summary, or of People while goals are agreed."""

    strengths: str | None = None
    to_improve: str | None = None
    overall_comment: str | None = None
    agreed_on: date | str | None = None


@dataclass(frozen=True, slots=True)
class LineState:
    """One row of Appraisal as it shows: what is typed in it and what its formulas give."""

    planned: PlannedLine
    typed: Typed
    score: Shown
    weighted: float
    counted_weight: float
    blocking: float
    todo: str


@dataclass(frozen=True, slots=True)
class PersonState:
    """One row of Summary as it shows, with the texts it still needs, the first first."""

    planned: PlannedPerson
    typed: TypedSummary
    score: Shown
    grade: str
    open: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitState:
    """The Department sheet as it shows: its rows, total, grade and how many cells are still to be filled."""

    lines: tuple[LineState, ...]
    score: Shown
    grade: str
    open: int


@dataclass(frozen=True, slots=True)
class State:
    """Everything the formulas of a workbook give, row by row in the order issued."""

    lines: tuple[LineState, ...]
    people: tuple[PersonState, ...]
    unit: UnitState | None = None


def state_of(
    plan: DepartmentPlan, typed: Mapping[Key, Typed], summaries: Mapping[str, TypedSummary]
) -> State:
    """Compute what every formula gives after these inputs; what the plan knows already counts as typed.

    typed: by subject and indicator; summaries: by employee; both may be partial.
    """
    if plan.goals:
        return _agreeing(plan, typed, summaries)
    entries = {
        line.key: _with_known(line, typed.get(line.key, Typed()), plan.language) for line in plan.all_lines
    }
    scores = score_forms(
        [
            (
                [line.line for line in person.lines],
                {line.line.indicator: _entry(plan, line, entries[line.key]) for line in person.lines},
            )
            for person in plan.subjects
        ],
        plan.settings,
        plan.grades,
    )
    shown = [
        [
            _line(plan, line, entries[line.key], found)
            for line, found in zip(person.lines, score.lines, strict=True)
        ]
        for person, score in zip(plan.subjects, scores, strict=True)
    ]
    people = [
        _person(plan, person, summaries.get(person.person.id, TypedSummary()), score, mine)
        for person, score, mine in zip(plan.people, scores, shown, strict=False)
    ]
    unit = _unit(plan, scores[-1], shown[-1]) if plan.unit else None
    return State(_in_order(plan, shown[: len(people)]), tuple(people), unit)


def _in_order(plan: DepartmentPlan, people: Sequence[Sequence[LineState]]) -> tuple[LineState, ...]:
    """Return the lines of people in the order of the rows."""
    found = {line.planned.key: line for mine in people for line in mine}
    return tuple(found[line.key] for line in plan.lines)


def _agreeing(
    plan: DepartmentPlan, typed: Mapping[Key, Typed], summaries: Mapping[str, TypedSummary]
) -> State:
    """Compute what the goals edition shows: what each row still asks for, and who has not agreed yet."""
    shown = [[_goal(plan, line, typed.get(line.key, Typed())) for line in one.lines] for one in plan.subjects]
    people = []
    for person, mine in zip(plan.people, shown, strict=False):
        said = summaries.get(person.person.id, TypedSummary())
        lacking = () if isinstance(said.agreed_on, date) else ("agreed_on",)
        count = _open_cells(plan, mine) + len(lacking)
        people.append(PersonState(person, said, "", "", count, lacking))
    unit = UnitState(tuple(shown[-1]), "", "", _open_cells(plan, shown[-1])) if plan.unit else None
    return State(_in_order(plan, shown[: len(people)]), tuple(people), unit)


def _goal(plan: DepartmentPlan, line: PlannedLine, typed: Typed) -> LineState:
    target = line.line.target if typed.target is None else typed.target
    word = goals.words(plan.language)[goals.asks(line.line, target)]
    return LineState(goals.aimed(line, target), typed, "", 0.0, 0.0, 0.0, word)


def known_actual(line: PlannedLine, language: str) -> Input:
    """Return an imported actual as it stands in the cell: a number, or the word for yes or no."""
    if line.actual is None or line.line.method != "yes_no" or line.actual not in (0, 1):
        return line.actual
    return say("choices.flag.yes" if line.actual else "choices.flag.no", language)


def blank(value: object) -> bool:
    """Tell whether a cell with this value is empty."""
    return value is None or value == ""


def _with_known(line: PlannedLine, typed: Typed, language: str) -> Typed:
    actual = known_actual(line, language) if blank(typed.actual) else typed.actual
    evidence = line.evidence if typed.evidence is None else typed.evidence
    return replace(typed, actual=actual, evidence=evidence)


def _value(line: PlannedLine, typed: Typed) -> Input:
    reviewed = line.line.judged and not blank(typed.reviewed_rating)
    value: Input = typed.reviewed_rating if reviewed else getattr(typed, line.line.input)
    return value


def _entry(plan: DepartmentPlan, line: PlannedLine, typed: Typed) -> Entry:
    """Read a value as the workbook's formulas do: its words count in its own language only."""
    value = _value(line, typed)
    if isinstance(value, str):
        said = value.lower()
        if said == say("choices.not_applicable", plan.language).lower():
            return Entry(line.indicator.id, applicable=False)
        flags = {
            say(f"choices.flag.{word}", plan.language).lower(): number
            for word, number in (("yes", 1.0), ("no", 0.0))
        }
        if line.line.method == "yes_no" and said in flags:
            value = flags[said]
    number = None if blank(value) else cast(Any, value)
    return Entry(line.indicator.id, actual=number, manager_rating=number)


def _line(plan: DepartmentPlan, line: PlannedLine, typed: Typed, found: LineScore) -> LineState:
    score = _score(line, typed, found)
    neutral = found.counts and found.score is None
    points = plan.settings.neutral_score if neutral else (found.score or 0.0)
    weight = line.line.weight
    return LineState(
        line,
        typed,
        score,
        weighted=weight * points if found.counts else 0.0,
        counted_weight=weight if found.counts else 0.0,
        blocking=float(found.blocks),
        todo=todo_words(plan.language, scale(line.line) if line.line.judged else 0)[
            _todo(plan, line, typed, score)
        ],
    )


def _score(line: PlannedLine, typed: Typed, found: LineScore) -> Shown:
    """Return what the Score cell shows: nothing, a dash, a question mark or the score."""
    if found.score is not None:
        return found.score
    if blank(_value(line, typed)):
        return ""
    return INVALID if found.problem else LEFT_OUT


def _todo(plan: DepartmentPlan, line: PlannedLine, typed: Typed, score: Shown) -> str:
    """Return the key of the word in `To do`."""
    value = _value(line, typed)
    if line.target_trouble and score != LEFT_OUT:
        return "target"
    if blank(value):
        return asked(line)
    if score == INVALID:
        return "wrong"
    quiet = not (typed.comment or "").strip(" ")
    striking = extreme(line.line, value)
    if striking and not (typed.evidence or "").strip(" "):
        return "both" if quiet else "evidence"
    number = score if isinstance(score, float) else None
    other = value != getattr(typed, line.line.input)
    reasons = striking or score == LEFT_OUT or other or remarkable(line.line, number, plan.settings)
    return "comment" if quiet and reasons else "done"


def _person(
    plan: DepartmentPlan, person: PlannedPerson, typed: TypedSummary, score: Score, lines: list[LineState]
) -> PersonState:
    open_cells = _open_cells(plan, lines)
    lacking = tuple(_lacking(plan, typed, score.grade))
    total = "" if score.total is None else score.total
    return PersonState(person, typed, total, score.grade or "", open_cells + len(lacking), lacking)


def _unit(plan: DepartmentPlan, score: Score, lines: list[LineState]) -> UnitState:
    total = "" if score.total is None else score.total
    return UnitState(tuple(lines), total, score.grade or "", _open_cells(plan, lines))


def _open_cells(plan: DepartmentPlan, lines: list[LineState]) -> int:
    """Return how many cells of these rows are still to be filled."""
    says = todo_words(plan.language)
    return sum((line.todo != says["done"]) + (line.todo == says["both"]) for line in lines)


def _lacking(plan: DepartmentPlan, typed: TypedSummary, grade: str | None) -> list[str]:
    """Return the texts of Summary that are demanded and not there."""
    found = [] if long_enough(typed.overall_comment or "", plan.settings) else ["overall_comment"]
    if grade in top_grades(plan.grades) and not (typed.strengths or "").strip(" "):
        found.append("strengths")
    if grade in low_grades(plan.grades) and not (typed.to_improve or "").strip(" "):
        found.append("to_improve")
    return found
