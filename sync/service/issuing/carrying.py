"""What goes on in the registers of a department: open rows of its last cycle, or all rows of this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sync.archive.rows import RegisterRow
from sync.archive.store import Archive
from sync.process.assignment import Assignment
from sync.service.cycles import Rules
from templates.books.department.plan import Filled, PlannedRegister
from templates.tables.registers import NUMBER, REGISTERS, SINCE, Register

LONGEST_NUMBER = 9
"""Digits of a number that others can follow; what is longer is none of ours."""

Carried = Mapping[str, dict[str, PlannedRegister]]
"""By department and register."""


def carried_on(archive: Archive, rules: Rules, assignment: Assignment, edition: str) -> Carried:
    """Return the rows that were still open when each department's last cycle was sent in.

    The last cycle is the one that began last before this one and of which a workbook counts, whatever its
    kind. A row keeps its number, and new ones begin behind all that were there. An improvement plan or a
    probation goes with the person: into the workbook in which they stand now, under a new number.
    """
    modules = rules.scheme.settings.modules
    on = [one for key, one in REGISTERS.items() if key in modules and one.carried]
    before = dict(_open_rows(archive, rules, edition)) if on else {}
    home = {person.id: unit for unit, members in assignment.members.items() for person in members}
    found: dict[str, dict[str, PlannedRegister]] = {unit: {} for unit in rules.scheme.departments}
    for register in on:
        key = register.table.key
        for unit, rows in _by_department(register, before, home).items():
            found[unit][key] = _planned(rows, _taken(register, before.get(unit, ())))
    return found


def _open_rows(archive: Archive, rules: Rules, edition: str) -> Iterator[tuple[str, tuple[RegisterRow, ...]]]:
    """Yield for each department all rows of its last cycle, each with the cycle in which it began."""
    for unit in rules.scheme.departments:
        last = _last(archive, rules, unit, edition)
        if last is not None:
            cycle, number = last
            rows = archive.registers(number)
            yield unit, tuple(row._replace(values={SINCE: cycle, **row.values}) for row in rows)


def _by_department(
    register: Register, before: Mapping[str, Sequence[RegisterRow]], home: Mapping[str, str]
) -> dict[str, list[RegisterRow]]:
    """Return the open rows of a register by the department in whose workbook they go on."""
    found: dict[str, list[RegisterRow]] = {unit: [] for unit in before}
    for unit, rows in before.items():
        for row in _of(register, rows):
            if not register.done(row.values):
                whose = str(row.values.get(register.person or ""))
                here = home.get(whose, unit) if register.follows else unit
                moved = row if here == unit else row._replace(key="")
                found.setdefault(here, []).append(moved)
    return found


def typed_before(archive: Archive, number: int) -> dict[str, PlannedRegister]:
    """Return all rows of the registers of a submission, as they go into the workbook that replaces it."""
    rows = archive.registers(number)
    return {key: _planned(_of(register, rows), _taken(register, rows)) for key, register in REGISTERS.items()}


def _last(archive: Archive, rules: Rules, department: str, edition: str) -> tuple[str, int] | None:
    """Return the cycle before, and the submission of the department that counts in it."""
    this = rules.cycle
    known = [one for name in archive.cycles() if (one := rules.scheme.cycles.get(name))]
    earlier = [one for one in known if (one.starts, one.ends) < (this.starts, this.ends)]
    for cycle in sorted(earlier, key=lambda one: (one.starts, one.ends), reverse=True):
        workbook = archive.workbook_of(cycle.id, department, edition)
        number = archive.accepted(workbook) if workbook else None
        if number is not None:
            return cycle.id, number
    return None


def _of(register: Register, rows: Iterable[RegisterRow]) -> list[RegisterRow]:
    """Return the rows of a register in the order of their numbers; those without one come last."""
    mine = (row for row in rows if row.kind == register.table.key)
    return sorted(mine, key=lambda row: (not row.key.isdecimal(), len(row.key), row.key))


def _taken(register: Register, rows: Iterable[RegisterRow]) -> int:
    """Return the highest number of a register."""
    return max((int(row.key) for row in rows if row.kind == register.table.key and _own(row.key)), default=0)


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
