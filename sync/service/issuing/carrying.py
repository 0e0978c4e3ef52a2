"""What goes on in the registers of a workbook: open rows of its last cycle, or all rows of this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from addin.scoring.scheme import Cycle
from sync.archive.rows import RegisterRow, SubmissionRecord
from sync.archive.store import Archive
from sync.process.assignment import Bundle, assign
from sync.service.cycles import Rules
from templates.books.department.plan import RATING, Filled, PlannedRegister
from templates.tables.registers import NUMBER, REGISTERS, SINCE, Register

LONGEST_NUMBER = 9
"""Digits of a number that others can follow; what is longer is none of ours."""

Rows = tuple[RegisterRow, ...]


class Before(NamedTuple):
    """The registers as they were last sent in, by workbook, and who stands in any workbook now.

    A workbook is named as in every cycle: its id without the cycle.
    """

    rows: Mapping[str, Rows] = {}
    rated: frozenset[str] = frozenset()


def last_registers(archive: Archive, rules: Rules) -> Before:
    """Return what stood in the registers of each workbook in the last cycle in which one counts.

    The last cycle is the one that began last before this one, whatever its kind. Each row says in which cycle
    it began.
    """
    if not _carried(rules):
        return Before()
    found: dict[str, Rows] = {}
    for cycle in _earlier(archive, rules):
        for workbook, record in _counting(archive, cycle.id).items():
            whose = workbook.removeprefix(f"{cycle.id}-")
            if whose not in found:
                rows = archive.registers(record.submission)
                found[whose] = tuple(row._replace(values={SINCE: cycle.id, **row.values}) for row in rows)
    members = assign(rules.roster, rules.cycle, rules.scheme).members.values()
    return Before(found, frozenset(person.id for people in members for person in people))


def carried_on(before: Before, rules: Rules, bundle: Bundle, workbook: str) -> dict[str, PlannedRegister]:
    """Return the rows that go on in a workbook: those still open when it was last sent in.

    A row keeps its number, and new ones begin behind all that were there. An improvement plan or a probation
    goes with the person: into the workbook in which they stand now, under a new number.
    """
    whose = workbook.removeprefix(f"{rules.cycle.id}-")
    mine = {person.id for person in bundle.members}
    found = {}
    for register in _carried(rules):
        old = _of(register, before.rows.get(whose, ()))
        rows = [row for row in old if not (register.follows and _whose(register, row) in before.rated - mine)]
        for other in before.rows if register.follows else ():
            come = _of(register, before.rows[other]) if other != whose else ()
            rows += [row._replace(key="") for row in come if _whose(register, row) in mine]
        open_rows = [row for row in rows if not register.done(row.values)]
        found[register.table.key] = _planned(open_rows, _taken(old))
    return found


def typed_before(archive: Archive, number: int) -> dict[str, PlannedRegister]:
    """Return all rows of the registers of a submission, as they go into the workbook that replaces it."""
    rows = archive.registers(number)
    typed = {key: _of(register, rows) for key, register in REGISTERS.items()}
    return {key: _planned(mine, _taken(mine)) for key, mine in typed.items()}


def _carried(rules: Rules) -> list[Register]:
    """Return the registers that are switched on and whose open rows are carried on."""
    modules = rules.scheme.settings.modules
    return [one for key, one in REGISTERS.items() if key in modules and one.carried]


def _earlier(archive: Archive, rules: Rules) -> list[Cycle]:
    """Return the opened cycles before this one, the last first."""
    this = rules.cycle
    known = [one for name in archive.cycles() if (one := rules.scheme.cycles.get(name))]
    earlier = [one for one in known if (one.starts, one.ends) < (this.starts, this.ends)]
    return sorted(earlier, key=lambda one: (one.starts, one.ends), reverse=True)


def _counting(archive: Archive, cycle: str) -> dict[str, SubmissionRecord]:
    """Return the submission that counts of each rating workbook of a cycle, by the workbook's id."""
    read = (one for one in archive.submissions(cycle, "read") if one.edition == RATING)
    return {str(one.workbook): one for one in sorted(read, key=lambda one: one.event)}


def _of(register: Register, rows: Sequence[RegisterRow]) -> list[RegisterRow]:
    """Return the rows of a register in the order of their numbers; those without one come last."""
    mine = (row for row in rows if row.kind == register.table.key)
    return sorted(mine, key=lambda row: (not row.key.isdecimal(), len(row.key), row.key))


def _whose(register: Register, row: RegisterRow) -> str:
    """Return the number of the person a row is about."""
    return str(row.values.get(register.person or "", ""))


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
