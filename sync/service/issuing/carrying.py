"""What goes on in the registers of a workbook: open rows of its last cycle, or all rows of this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from addin.scoring.scheme import Cycle
from sync.archive.registers import counting
from sync.archive.rows import RegisterRow
from sync.archive.store import Archive
from sync.process.assignment import Bundle, assign, books, bundles
from sync.service.cycles import Rules
from templates.books.department.plan import RATING, Filled, PlannedRegister
from templates.tables.registers import NUMBER, REGISTERS, SINCE, Register

LONGEST_NUMBER = 9
"""Digits of a number that others can follow; what is longer is none of ours."""

Carried = Mapping[str, Mapping[str, PlannedRegister]]
"""What goes on, by workbook and register."""


class _Now(NamedTuple):
    """The workbooks of this cycle: which there are, where each person stands, and where each department's go.

    What nobody of this cycle is named in goes to the workbook of the head, or to the department's first.
    """

    workbooks: frozenset[str]
    home: Mapping[str, str]
    heads: Mapping[str, str]


def carried_on(archive: Archive, rules: Rules, named: Callable[[str, Bundle], str]) -> Carried:
    """Return the rows that go on in each workbook: those still open when it was last sent in.

    That is the cycle that began last before this one and of which the workbook counts, whatever its kind. A
    row keeps its number, and new ones begin behind all that were there. An improvement plan or a probation
    goes with the person into the workbook in which they stand now, under a new number; so does every row of a
    workbook that is issued no more, as where now each direct manager has one.

    named: gives the id of a workbook of a cycle.
    """
    modules = rules.scheme.settings.modules
    on = [one for key, one in REGISTERS.items() if key in modules and one.carried]
    if not on:
        return {}
    now, last = _now(rules, named), _last(archive, rules)
    found: dict[str, dict[str, PlannedRegister]] = {}
    for register in on:
        rows: dict[str, list[RegisterRow]] = {workbook: [] for workbook in now.workbooks}
        for same, (department, sent) in last.items():
            for row in _of(register, sent):
                there = _goes_to(register, row, same, department, now)
                if there is not None and not register.done(row.values):
                    rows[there].append(row if there == same else row._replace(key=""))
        for workbook, mine in rows.items():
            taken = _taken(_of(register, last[workbook][1])) if workbook in last else 0
            found.setdefault(workbook, {})[register.table.key] = _planned(_numbered_first(mine), taken)
    return found


def _now(rules: Rules, named: Callable[[str, Bundle], str]) -> _Now:
    """Return the workbooks of a cycle."""
    scheme, cycle, roster = rules.scheme, rules.cycle, rules.roster
    assignment = assign(roster, cycle, scheme)
    home: dict[str, str] = {}
    heads: dict[str, str] = {}
    workbooks = set()
    for department in books(assignment, scheme, cycle):
        for bundle in bundles(assignment, scheme, cycle, roster, department):
            workbook = named(cycle.id, bundle)
            workbooks.add(workbook)
            home |= {person.id: workbook for person in bundle.members}
            if department not in heads or (bundle.manager is not None and bundle.manager == bundle.head):
                heads[department] = workbook
    return _Now(frozenset(workbooks), home, heads)


def _goes_to(register: Register, row: RegisterRow, same: str, department: str, now: _Now) -> str | None:
    """Return the workbook in which a row goes on; None where its department has none any more."""
    here = same in now.workbooks
    moved = now.home.get(str(row.values.get(register.person or ""))) if register.follows or not here else None
    return moved or (same if here else now.heads.get(department))


def _last(archive: Archive, rules: Rules) -> dict[str, tuple[str, tuple[RegisterRow, ...]]]:
    """Return department and rows of each workbook as last sent in, by its id in this cycle.

    Each row says in which cycle it began.
    """
    found: dict[str, tuple[str, tuple[RegisterRow, ...]]] = {}
    for cycle in _earlier(archive, rules):
        for workbook, record in counting(archive, cycle.id).items():
            if record.edition != RATING:
                continue
            same = f"{rules.cycle.id}-{workbook.removeprefix(f'{cycle.id}-')}"
            if same not in found:
                rows = archive.registers(record.submission)
                began = (row._replace(values={SINCE: cycle.id, **row.values}) for row in rows)
                found[same] = str(record.department), tuple(began)
    return found


def typed_before(archive: Archive, number: int) -> dict[str, PlannedRegister]:
    """Return all rows of the registers of a submission, as they go into the workbook that replaces it."""
    rows = archive.registers(number)
    typed = {key: _of(register, rows) for key, register in REGISTERS.items()}
    return {key: _planned(mine, _taken(mine)) for key, mine in typed.items()}


def _earlier(archive: Archive, rules: Rules) -> list[Cycle]:
    """Return the opened cycles before this one, the last first."""
    this = rules.cycle
    known = [one for name in archive.cycles() if (one := rules.scheme.cycles.get(name))]
    earlier = [one for one in known if (one.starts, one.ends) < (this.starts, this.ends)]
    return sorted(earlier, key=lambda one: (one.starts, one.ends), reverse=True)


def _of(register: Register, rows: Sequence[RegisterRow]) -> list[RegisterRow]:
    """Return the rows of a register in the order of their numbers; those without one come last."""
    return _numbered_first(row for row in rows if row.kind == register.table.key)


def _numbered_first(rows: Iterable[RegisterRow]) -> list[RegisterRow]:
    return sorted(rows, key=lambda row: (not row.key.isdecimal(), len(row.key), row.key))


def _taken(rows: Iterable[RegisterRow]) -> int:
    """Return the highest number of some rows."""
    return max((int(row.key) for row in rows if _own(row.key)), default=0)


def _planned(rows: Iterable[RegisterRow], taken: int) -> PlannedRegister:
    """Return the rows that go on, each with its number; those without one of their own get the next ones."""
    filled: list[Filled] = []
    for row in rows:
        number = row.key
        if not _own(number):
            taken += 1
            number = str(taken)
        filled.append({**row.values, NUMBER: number})
    return PlannedRegister(tuple(filled), taken)


def _own(key: str) -> bool:
    """Tell whether a row has a number that others can follow."""
    return key.isascii() and key.isdecimal() and len(key) < LONGEST_NUMBER
