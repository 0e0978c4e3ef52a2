"""When the forms of a cycle came to which step, all of them at once, and what was ever found in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, and_, distinct, func, select

from sync.archive.schema import finding, form, indicator_score, issued, result, step, submission
from sync.states import ASIDE

ISSUED, SUBMITTED = "issued", "submitted"


class Passage(NamedTuple):
    """A form came to a step: whose it is, in whose workbook, and when [UTC, ISO]."""

    subject: str
    department: str
    step: str
    at: str


class Told(NamedTuple):
    """How many different things were ever found in a department's workbooks, by family and severity."""

    department: str
    family: str
    severity: str
    number: int


def passages(connection: Connection, cycle: str) -> Iterator[Passage]:
    """Yield when each form of a cycle was issued, came in, was returned or checked, and each decision on it.

    A form comes in with each version of its result: one that changes nothing is no news.
    """
    first = select(issued.c.workbook, func.min(issued.c.issued_at).label("at")).where(issued.c.cycle == cycle)
    handed = first.group_by(issued.c.workbook).subquery()
    of = select(form.c.employee, form.c.department, handed.c.at)
    of = of.join_from(form, handed, form.c.workbook == handed.c.workbook).where(form.c.cycle == cycle)
    departments = {}
    for subject, department, at in connection.execute(of.order_by(form.c.employee)):
        departments[subject] = department
        yield Passage(subject, department, ISSUED, at)
    came = select(result.c.employee, result.c.state, result.c.recorded_at).where(result.c.cycle == cycle)
    for subject, state, at in connection.execute(came.order_by(result.c.employee, result.c.version)):
        yield Passage(subject, departments[subject], SUBMITTED, at)
        yield Passage(subject, departments[subject], state, at)
    went = select(step.c.subject, step.c.state, step.c.at).where(step.c.cycle == cycle)
    for subject, state, at in connection.execute(went.order_by(step.c.subject, step.c.number)):
        yield Passage(subject, departments[subject], state, at)


def told(connection: Connection, cycle: str) -> list[Told]:
    """Return what was ever found in the workbooks of a cycle; the same thing found again counts once."""
    family = func.substr(finding.c.code, 1, 1)
    of = select(submission.c.department, family, finding.c.severity, func.count(distinct(finding.c.id)))
    of = of.join_from(finding, submission).where(submission.c.cycle == cycle, submission.c.department != "")
    grouped = of.group_by(submission.c.department, family, finding.c.severity)
    return sorted(Told(*row) for row in connection.execute(grouped))


def scores(connection: Connection, cycle: str) -> Iterator[tuple[str, str, float | None]]:
    """Yield subject, indicator and score of each line that counts in a cycle, without exempt forms."""
    line = indicator_score.c
    latest = select(result.c.employee, func.max(result.c.version).label("version"))
    last = latest.where(result.c.cycle == cycle).group_by(result.c.employee).subquery()
    same = and_(line.employee == last.c.employee, line.version == last.c.version)
    standing = and_(form.c.cycle == line.cycle, form.c.employee == line.employee)
    of = select(line.employee, line.indicator, line.score).join_from(indicator_score, last, same)
    of = of.join(form, standing).where(line.cycle == cycle, form.c.state.not_in(ASIDE))
    for row in connection.execute(of.order_by(line.employee, line.position)):
        yield tuple(row)
