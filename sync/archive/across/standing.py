"""What stands of the findings across the workbooks of a cycle, and writing what a comparison changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Select, and_, func, select

from sync.archive import waivers
from sync.archive.across.changes import changed
from sync.archive.engine import insert_many
from sync.archive.found import PARTS
from sync.archive.queries import record_of
from sync.archive.schema import cycle, cycle_finding, event, looked_across
from sync.archive.store import PROGRAM, Archive
from sync.archive.waivers import Ended
from sync.archive.writing import Writing, add, finish
from sync.findings import Finding

FOUND, GONE = "found", "gone"
WHOLE = ""
"""The scope of what concerns a whole cycle."""

COLUMNS = tuple(cycle_finding.c)[4:-1]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found in a cycle, by the scope it was looked for in.

    `since` is the last event it knew of, `before` the cycle it compared with; `scopes` are those it looked
    at, None for all of them.
    """

    cycle: str
    since: int
    before: str | None
    scopes: Collection[str] | None
    found: Sequence[tuple[str, Finding]]


Overtaken = Literal["overtaken"]


class Written(NamedTuple):
    """What a comparison changed: what it was the first to find, and how many findings are gone."""

    new: tuple[Finding, ...] = ()
    gone: int = 0


LAST = select(func.max(event.c.seq)).scalar_subquery()


def due(connection: Connection) -> list[str]:
    """Return the cycles that were not compared since the last event of all; one question."""
    looked_at = looked_across.c.cycle == cycle.c.id
    of = select(cycle.c.id).join_from(cycle, looked_across, looked_at, isouter=True)
    of = of.where(func.coalesce(looked_across.c.event, 0) < LAST)
    return list(connection.scalars(of.order_by(cycle.c.opened_at, cycle.c.id)))


def looked(connection: Connection, name: str) -> tuple[int, int]:
    """Return the event at which a cycle was last compared, 0 where it never was, and the last one of all."""
    since = select(looked_across.c.event).where(looked_across.c.cycle == name).scalar_subquery()
    row = connection.execute(select(func.coalesce(since, 0), LAST)).one()
    return row[0], row[1]


@dataclass(frozen=True, slots=True)
class Stands:
    """The findings across workbooks that stand, and of the last comparison those gone and those new."""

    found: list[Finding]
    gone: list[Finding]
    new: frozenset[str]


def stands(archive: Archive, name: str) -> Stands:
    """Return what is found across the workbooks of a cycle, what of it is new, and what is gone."""
    with archive.reading() as connection:
        return _stands(connection, name)


def _stands(connection: Connection, name: str) -> Stands:
    found = {one.id for one in _findings(connection.execute(_of_last_event(name, FOUND)))}
    before = _latest(name).where(cycle_finding.c.event < _last_event(name))
    return Stands(
        _findings(row[1:] for row in _standing(connection, name)),
        _findings(connection.execute(_of_last_event(name, GONE))),
        frozenset(found - {row.id for row in connection.execute(_found(name, before))}),
    )


def _findings(rows: Iterable[Any]) -> list[Finding]:
    return sorted((record_of(Finding, row) for row in rows), key=_order)


def _order(found: Finding) -> tuple[str, ...]:
    place = found.code, found.workbook, found.department, found.employee, found.indicator, found.id
    return tuple(part or "" for part in place)


def _standing(connection: Connection, name: str) -> Sequence[Any]:
    """Return scope and finding of whatever stands."""
    return connection.execute(_found(name, _latest(name))).all()


def _latest(name: str) -> Select[Any]:
    """Choose the number that counts for each finding: the last one."""
    of = select(func.max(cycle_finding.c.number)).where(cycle_finding.c.cycle == name)
    return of.group_by(cycle_finding.c.id)


def _found(name: str, numbers: Select[Any]) -> Select[Any]:
    here = and_(cycle_finding.c.cycle == name, cycle_finding.c.number.in_(numbers))
    return select(cycle_finding.c.scope, *COLUMNS).where(here, cycle_finding.c.standing == FOUND)


def _last_event(name: str) -> Any:
    return select(func.max(cycle_finding.c.event)).where(cycle_finding.c.cycle == name).scalar_subquery()


def _of_last_event(name: str, state: str) -> Select[Any]:
    here = and_(cycle_finding.c.cycle == name, cycle_finding.c.event == _last_event(name))
    return select(*COLUMNS).where(here, cycle_finding.c.standing == state)


def record(archive: Archive, done: Comparison, by: str = PROGRAM) -> Written | Overtaken:
    """Write what comparing the workbooks of a cycle changed; nothing where it was overtaken."""
    with archive.writing() as writing:
        return _record(writing, done, by)


def _record(writing: Writing, done: Comparison, by: str) -> Written | Overtaken:
    """Write what a comparison changed, with its event, and up to where the cycle was looked at.

    Nothing is written where something came in between that it did not know of.
    """
    connection = writing.connection
    if changed(connection, done.cycle, done.before, done.since):
        return "overtaken"
    stood = {row.id: row for row in _standing(connection, done.cycle)}
    found = {one.id: (scope, one) for scope, one in done.found}
    lost = [row for row in stood.values() if row.id not in found and _looked_at(done, row.scope)]
    other = [(scope, one) for scope, one in found.values() if not _same(stood.get(one.id), scope, one)]
    rows = [*_gone_rows(lost), *_found_rows(other)]
    if rows:
        _write(writing, done.cycle, rows)
        waivers.end(writing, _unwaived(connection, done.cycle, {row.id for row in lost}, other), None)
        finish(writing, by, "consolidated", done.cycle, {"found": len(other), "gone": len(lost)})
    _move_on(connection, done.cycle, writing.seq if rows else writing.seq - 1)
    return Written(tuple(one for _, one in other if one.id not in stood), len(lost))


def _unwaived(
    connection: Connection, name: str, lost: Collection[str], other: Iterable[tuple[str, Finding]]
) -> Iterator[Ended]:
    """Yield the waivers of findings that are gone, or say something else now."""
    changed_ = {one.id: one for _, one in other}
    for one in waivers.choose(connection, *waivers.across(name), ended=False):
        if one.finding in lost:
            yield one.number, "mended"
        elif one.finding in changed_ and not one.covers(changed_[one.finding]):
            yield one.number, "changed"


def _looked_at(done: Comparison, scope: str) -> bool:
    return done.scopes is None or scope in done.scopes


def _same(stood: Any, scope: str, found: Finding) -> bool:
    return stood is not None and tuple(stood) == (scope, *PARTS(found))


def _gone_rows(lost: Iterable[Any]) -> list[tuple[Any, ...]]:
    rows = sorted(lost, key=lambda row: (row.code, row.id))
    return [(GONE, *row) for row in rows]


def _found_rows(found: Iterable[tuple[str, Finding]]) -> list[tuple[Any, ...]]:
    ordered = sorted(found, key=lambda one: _order(one[1]))
    return [(FOUND, scope, *PARTS(one)) for scope, one in ordered]


def _write(writing: Writing, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
    of = select(func.max(cycle_finding.c.number)).where(cycle_finding.c.cycle == name)
    last = writing.connection.scalar(of) or 0
    add(writing, cycle_finding, ((name, number, *row) for number, row in enumerate(rows, last + 1)))


def _move_on(connection: Connection, name: str, seen: int) -> None:
    """Note up to which event a cycle was compared; losing it only means comparing all of it again."""
    connection.execute(looked_across.delete().where(looked_across.c.cycle == name))
    insert_many(connection, looked_across, [(name, seen)])
