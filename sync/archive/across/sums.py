"""Sums over all workbooks of a cycle, counted by the database: few rows, however many people there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, and_, cast, distinct, func, select

from sync.archive import queries
from sync.archive.across.values import Alike, Copied, Spot, Tally, Twice, Whole
from sync.archive.schema import entry, form, indicator_score, issued, result, submission
from sync.states import UNCOUNTED

POINTS = 10_000
"""Scores are added up as whole numbers of this fraction of a point, so that no order changes a sum."""

DISCRIMINATING, DEPARTMENTS = 20, 3
"""An indicator is looked at once so many people of so many departments have it."""

FEWEST_RATINGS = 10
"""So many ratings of a workbook are compared with those of others."""

PEOPLE = result.c.employee.not_like("@%")
EDITION = "rating"


def whole(connection: Connection, name: str) -> Whole:
    """Return the sums over all workbooks of a cycle; few rows, however many people there are."""
    return Whole(
        names(connection, name),
        _tallies(connection, name),
        _alike(connection, name),
        tuple(_twice(connection, name)),
        tuple(_copied(connection, name)),
    )


def names(connection: Connection, name: str) -> dict[str, str]:
    """Return the file name of each department's workbook; of several, of one that has not come."""
    here = (submission.c.cycle == name, submission.c.state == "read")
    came = set(connection.scalars(select(submission.c.workbook).where(*here)))
    rows = connection.execute(_handed_out(name)).all()
    return {row.department: row.name for row in sorted(rows, key=lambda row: row.workbook not in came)}


def _holding(name: str) -> Select[Any]:
    """Choose the workbooks in which forms of a cycle stand."""
    return select(form.c.workbook).where(form.c.cycle == name)


def _handed_out(name: str) -> Select[Any]:
    """Choose the last revision of each workbook of a cycle that holds forms."""
    here = (issued.c.cycle == name, issued.c.edition == EDITION, issued.c.workbook.in_(_holding(name)))
    last = select(issued.c.workbook, func.max(issued.c.revision).label("revision")).where(*here)
    last_ = last.group_by(issued.c.workbook).subquery()
    same = and_(issued.c.workbook == last_.c.workbook, issued.c.revision == last_.c.revision)
    return select(issued.c.department, issued.c.name, issued.c.workbook).join(last_, same)


def _counting(name: str, *columns: Any) -> Select[Any]:
    """Choose from the results that count: each person's last version, where the form needs no mending."""
    last = select(result.c.employee, func.max(result.c.version).label("version"))
    last_ = last.where(result.c.cycle == name, PEOPLE).group_by(result.c.employee).subquery()
    same = and_(result.c.employee == last_.c.employee, result.c.version == last_.c.version)
    stands = and_(form.c.cycle == result.c.cycle, form.c.employee == result.c.employee)
    of = select(*columns).select_from(result).join(last_, same).join(form, stands)
    return of.where(result.c.cycle == name, form.c.state.not_in(UNCOUNTED))


def _tallies(connection: Connection, name: str) -> dict[str, Tally]:
    points = cast(func.round(result.c.score * POINTS), BigInteger)
    columns = (result.c.department, func.count(), func.sum(points), func.sum(points * points))
    of = _counting(name, *columns).where(result.c.score.is_not(None)).group_by(result.c.department)
    return {department: _tally(*map(int, sums)) for department, *sums in connection.execute(of)}


def _tally(people: int, total: int, squares: int) -> Tally:
    spread = (people * squares - total * total) / (people * max(people - 1, 1))
    return Tally(people, total / people / POINTS, spread / POINTS**2)


def _alike(connection: Connection, name: str) -> tuple[Alike, ...]:
    line = indicator_score.c
    same = and_(
        line.cycle == result.c.cycle, line.employee == result.c.employee, line.version == result.c.version
    )
    people, departments = func.count(), func.count(distinct(result.c.department))
    lowest, highest = func.min(line.score), func.max(line.score)
    of = _counting(name, line.indicator, people, departments, lowest).join(indicator_score, same)
    of = of.where(line.score.is_not(None)).group_by(line.indicator)
    of = of.having(and_(people >= DISCRIMINATING, departments >= DEPARTMENTS, lowest == highest))
    return tuple(Alike(*row) for row in connection.execute(of.order_by(line.indicator)))


def accepted(connection: Connection, name: str) -> dict[str, Any]:
    """Return the submission that counts of each workbook of a cycle: number, department, base, time.

    A workbook whose people all stand in others by now counts no more.
    """
    counts = and_(submission.c.state == "read", submission.c.workbook.in_(_holding(name)))
    read = (submission.c.cycle == name, submission.c.edition == EDITION, counts)
    columns = (submission.c[key] for key in ("id", "workbook", "department", "base", "received_at"))
    last = select(func.max(submission.c.event)).where(*read).group_by(submission.c.workbook)
    of = select(*columns).where(*read, submission.c.event.in_(last))
    return {row.workbook: row for row in connection.execute(of)}


def _twice(connection: Connection, name: str) -> Iterator[Twice]:
    """Yield the people who have a score in the workbooks of two departments."""
    sent = submission.c.id == result.c.submission
    several = select(result.c.employee).join(submission, sent).where(result.c.cycle == name)
    several = several.group_by(result.c.employee).having(func.count(distinct(submission.c.workbook)) > 1)
    people = sorted(connection.scalars(several))
    counting = accepted(connection, name) if people else {}
    for employee in people:
        yield from _in_others(connection, name, employee, counting)


def _in_others(connection: Connection, name: str, employee: str, counting: dict[str, Any]) -> Iterator[Twice]:
    """Yield the workbooks with a score of a person whose form stands in another one, scored there, too."""
    sent = submission.c.id == result.c.submission
    versions = select(submission.c.workbook, result.c.score).join(submission, sent)
    mine = and_(result.c.cycle == name, result.c.employee == employee)
    scores = {
        row.workbook: row.score for row in connection.execute(versions.where(mine).order_by(result.c.version))
    }
    scored = {book for book, score in scores.items() if score is not None and book in counting}
    where = form.c.workbook, form.c.department
    home, own = connection.execute(
        select(*where).where(form.c.cycle == name, form.c.employee == employee)
    ).one()
    for book in sorted(scored - {home}) if home in scored else ():
        rows = queries.entries(connection, counting[book].id, employee)
        if rows:
            spot = Spot(rows[0].sheet, rows[0].cells.get("employee"))
            yield Twice(employee, counting[book].department, own, spot)


def _copied(connection: Connection, name: str) -> Iterator[Copied]:
    """Yield the departments whose ratings are the same: first by their sums, then one by one."""
    counting = {row.id: row.department for row in accepted(connection, name).values()}
    rating = cast(func.round(entry.c.manager_rating * POINTS), BigInteger)
    columns = (entry.c.submission, func.count(rating), func.sum(rating), func.sum(rating * rating))
    sums = select(*columns).where(entry.c.submission.in_(list(counting)), rating.is_not(None))
    sums = sums.group_by(entry.c.submission)
    sums = sums.having(and_(func.count() >= FEWEST_RATINGS, func.min(rating) < func.max(rating)))
    found: dict[tuple[int, ...], list[int]] = {}
    for number, *key in connection.execute(sums.order_by(entry.c.submission)):
        found.setdefault(tuple(map(int, key)), []).append(number)
    for numbers in found.values():
        if len(numbers) > 1:
            yield from _same_ratings(connection, {number: counting[number] for number in numbers})


def _same_ratings(connection: Connection, of: dict[int, str]) -> Iterator[Copied]:
    alike: dict[tuple[Any, ...], list[str]] = {}
    for number, department in of.items():
        ratings = select(entry.c.indicator, entry.c.manager_rating).where(
            entry.c.submission == number, entry.c.manager_rating.is_not(None)
        )
        rows = connection.execute(ratings.order_by(entry.c.employee, entry.c.indicator))
        alike.setdefault(tuple(map(tuple, rows)), []).append(department)
    for ratings_, departments in alike.items():
        if len(departments) > 1:
            yield Copied(tuple(sorted(departments)), tuple(rating for _, rating in ratings_))
