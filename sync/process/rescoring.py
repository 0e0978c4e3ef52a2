"""A result with values put right on appeal: the line is scored by its rule, and the total anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from addin.scoring.combine import score_form
from addin.scoring.finishing import Finish, not_above
from addin.scoring.form import Entry, LineScore, Score
from addin.scoring.grading import grade_of
from addin.scoring.scheme import Line, Scheme
from sync.archive.finals import Final
from sync.archive.rows import LineRow, Result
from sync.process.appeals import Change
from sync.process.deciding import coefficient_of

APPEAL = "appeal"


def rescored(
    scheme: Scheme,
    rules: Mapping[str, Line],
    result: Result,
    left_out: Collection[str],
    changes: Sequence[Change],
) -> Result:
    """Return a result as it is with the changed values; of several changes of a line the last counts.

    rules: the lines the subject is appraised by; left_out: those that are not applicable.
    """
    new = {one.indicator: one.new for one in changes}
    scored = score_of(scheme, rules, result, left_out, new)
    found = {one.line.indicator: one for one in scored.lines}
    lines = tuple(_line(row, found[row.indicator]) if row.indicator in new else row for row in result.lines)
    return replace(result, score=scored.total, grade=scored.grade, lines=lines)


def score_of(
    scheme: Scheme,
    rules: Mapping[str, Line],
    result: Result,
    left_out: Collection[str],
    new: Mapping[str, float],
) -> Score:
    """Score a form with some values put right, by the targets and weights it was scored with."""
    lines = [
        replace(rules[row.indicator], target=row.target, weight=row.weight)
        for row in result.lines
        if row.indicator in rules
    ]
    values = {row.indicator: new.get(row.indicator, row.actual) for row in result.lines}
    entries = {
        line.indicator: _entry(line, values[line.indicator], line.indicator not in left_out) for line in lines
    }
    return score_form(lines, entries, scheme.settings, scheme.grades)


def decided_on_appeal(
    scheme: Scheme,
    before: Final,
    finish: Finish,
    provisional: float | None,
    score: float | None,
    grade: str | None,
    reason: str,
) -> Final:
    """Return a result as an appeal decides it.

    The score is the one given, or what the rules make of the values that count now; the grade is the one
    given, or that of the score under a veto, unless the committee had given another one than that of the
    score: then that grade stays.

    finish: the final score as the values that count now give it; provisional: the score of the form alone.
    """
    points = score if score is not None else finish.score
    by_score = not_above(grade_of(points, scheme.grades), finish.ceiling, scheme.grades)
    moved = before.grade not in (grade_of(before.score, scheme.grades), finish.ceiling)
    decided = grade or (before.grade if moved else by_score)
    return before._replace(
        kind=APPEAL,
        score=points,
        grade=decided,
        rank=None,
        coefficient=coefficient_of(scheme, decided),
        provisional=provisional,
        bonus=finish.bonus if finish.mean is not None else before.bonus,
        deduction=finish.deduction if finish.mean is not None else before.deduction,
        reason=reason,
    )


def _entry(line: Line, value: float | None, applicable: bool) -> Entry:
    if line.input == "manager_rating":
        return Entry(line.indicator, manager_rating=value, applicable=applicable)
    return Entry(line.indicator, actual=value, applicable=applicable)


def _line(row: LineRow, scored: LineScore) -> LineRow:
    return row._replace(actual=scored.value, score=scored.score)
