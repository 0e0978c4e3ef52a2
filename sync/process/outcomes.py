"""What becomes of the scores of a cycle outside the workbooks: department, adjustments, veto, quotas."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum

from addin.scoring.finishing import Finish, Unit, finished
from addin.scoring.goals import lineage
from addin.scoring.scheme import Adjustment, Cycle, Line, Person, Roster, Scheme, Settings
from sync.archive.rows import LineRow, Result, department_of
from sync.process.hearing import Together

COEFFICIENTS, QUOTAS = "coefficients", "quotas"

Days = Mapping[str, float]
"""How long somebody belonged to each department in a period [days]."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the final scores of a cycle follow from.

    `results` by subject; `left_out` are lines that are not applicable, as (subject, indicator); `days` tells
    of those who belonged to other departments, too. `together` is what raters make of single lines; the
    lines of `results` hold it already, their totals do not.
    """

    scheme: Scheme
    roster: Roster
    cycle: Cycle
    results: Mapping[str, Result]
    left_out: Collection[tuple[str, str]] = ()
    adjustments: Sequence[Adjustment] = ()
    days: Mapping[str, Days] = field(default_factory=dict)
    together: Mapping[tuple[str, str], Together] = field(default_factory=dict)


def outcomes(evidence: Evidence) -> dict[str, Finish]:
    """Return the final score of every subject that has a result: departments first, people by them."""
    units = {
        subject: _finished(evidence, subject, ()) for subject in evidence.results if department_of(subject)
    }
    people = {
        subject: _finished(evidence, subject, _units(evidence, units, subject))
        for subject in evidence.results
        if subject not in units
    }
    return units | people


def _finished(evidence: Evidence, subject: str, units: Sequence[Unit]) -> Finish:
    own = [one for one in evidence.adjustments if one.employee == subject]
    scheme = evidence.scheme
    return finished(mean_of(evidence, subject), units, own, scheme.settings, scheme.grades)


def mean_of(evidence: Evidence, subject: str) -> float | None:
    """Return the weighted sum of a subject [points, unrounded]; None where there is no total."""
    result = evidence.results[subject]
    return None if result.score is None else mean_of_lines(evidence, subject, result.lines)


def mean_of_lines(evidence: Evidence, subject: str, lines: Iterable[LineRow]) -> float | None:
    """Return the mean of the points of some lines of a subject by their weights; None where none has any."""
    rules = rules_of(evidence.scheme, evidence.roster, evidence.cycle, subject)
    counted = [
        (line.weight, points)
        for line in lines
        if (points := points_of_line(evidence, subject, line, rules)) is not None
    ]
    weight = fsum(weight for weight, _ in counted)
    return fsum(weight * points for weight, points in counted) / weight if weight else None


def points_of_line(
    evidence: Evidence, subject: str, line: LineRow, rules: Mapping[str, Line]
) -> float | None:
    """Return the points a line brings to a total: its score, or the neutral one where that counts."""
    left_out = (subject, line.indicator) in evidence.left_out
    return points(line, rules.get(line.indicator), left_out, evidence.scheme.settings)


def points(line: LineRow, rule: Line | None, left_out: bool, settings: Settings) -> float | None:
    """Return the points of a line by its score, or by what is to happen where it has none."""
    if line.score is not None:
        return line.score
    neutral = rule is not None and rule.missing == "neutral" and not left_out
    return settings.neutral_score if neutral else None


def rules_of(scheme: Scheme, roster: Roster, cycle: Cycle, subject: str) -> dict[str, Line]:
    """Return the lines a subject is appraised by, by indicator."""
    unit = department_of(subject)
    if unit is None:
        lines = scheme.lines_of(roster[subject].position, cycle.kind)
    else:
        lines = scheme.lines_of_department(unit, cycle.kind)
    return {line.indicator: line for line in lines}


def _units(evidence: Evidence, units: Mapping[str, Finish], subject: str) -> list[Unit]:
    """Return what a person's departments bring; nothing while the module is off, or for a head left out."""
    settings, person = evidence.scheme.settings, evidence.roster[subject]
    if COEFFICIENTS not in settings.modules or _left_out(evidence.scheme, person):
        return []
    days = evidence.days.get(subject) or {person.department: 1.0}
    found = ((_nearest(evidence, units, department), length) for department, length in days.items())
    return [_unit(evidence.scheme, *unit, length) for unit, length in found if unit is not None]


def _left_out(scheme: Scheme, person: Person) -> bool:
    unit = scheme.departments.get(person.department)
    return not scheme.settings.coefficient_heads and unit is not None and unit.head == person.id


def _nearest(evidence: Evidence, units: Mapping[str, Finish], department: str) -> tuple[str, Finish] | None:
    """Return the department itself, or the nearest one above it that has a score of its own."""
    departments = evidence.scheme.departments
    if department not in departments:
        return None
    above = (subject for subject in lineage(departments[department], departments) if subject)
    return next(((one, units[one]) for one in above if one in units and units[one].score is not None), None)


def _unit(scheme: Scheme, subject: str, finish: Finish, days: float) -> Unit:
    coefficients = {one.grade: one.coefficient for one in scheme.coefficients}
    assert finish.score is not None, subject
    department = department_of(subject) or subject
    return Unit(department, finish.score, coefficients.get(finish.grade or "", 1.0), days)
