"""What goes on in the registers of a department: open rows of its last cycle, or all rows of this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sync.archive.rows import RegisterRow
from sync.archive.store import Archive
from sync.service.cycles import Rules
from templates.books.department.plan import Filled, PlannedRegister
from templates.tables.registers import NUMBER, REGISTERS, SINCE, Register

WorkbookOf = Callable[[str], str]
"""Gives the id of the same workbook in another cycle."""


def carried_on(archive: Archive, rules: Rules, workbook_of: WorkbookOf) -> dict[str, PlannedRegister]:
    """Return the rows that were still open when the last cycle's workbook was sent in.

    The last cycle is the one that began last before this one and of which a workbook counts, whatever its
    kind. A row keeps its number, and new ones begin behind all that were there.
    """
    modules = rules.scheme.settings.modules
    on = [one for key, one in REGISTERS.items() if key in modules and one.carried]
    last = _last(archive, rules, workbook_of) if on else None
    if last is None:
        return {}
    cycle, number = last
    rows = archive.registers(number)
    return {one.table.key: _planned(_of(one, rows), one, cycle) for one in on}


def typed_before(archive: Archive, number: int) -> dict[str, PlannedRegister]:
    """Return all rows of the registers of a submission, as they go into the workbook that replaces it."""
    rows = archive.registers(number)
    return {key: _planned(_of(register, rows), register) for key, register in REGISTERS.items()}


def _last(archive: Archive, rules: Rules, workbook_of: WorkbookOf) -> tuple[str, int] | None:
    """Return the cycle before, and the submission that counts in it."""
    this = rules.cycle
    known = [one for name in archive.cycles() if (one := rules.scheme.cycles.get(name))]
    earlier = [one for one in known if (one.starts, one.ends) < (this.starts, this.ends)]
    for cycle in sorted(earlier, key=lambda one: (one.starts, one.ends), reverse=True):
        number = archive.accepted(workbook_of(cycle.id))
        if number is not None:
            return cycle.id, number
    return None


def _of(register: Register, rows: Sequence[RegisterRow]) -> list[RegisterRow]:
    """Return the rows of a register in the order of their numbers; those without one come last."""
    mine = (row for row in rows if row.kind == register.table.key)
    return sorted(mine, key=lambda row: (not row.key.isdecimal(), len(row.key), row.key))


def _planned(rows: Sequence[RegisterRow], register: Register, since: str | None = None) -> PlannedRegister:
    """Return the rows that go on, each with its number, and with the cycle it comes from where one ended.

    Rows without a number of their own get the next free ones.
    """
    taken = max((int(row.key) for row in rows if _own(row.key)), default=0)
    filled: list[Filled] = []
    for row in rows:
        number = row.key
        if not _own(number):
            taken += 1
            number = str(taken)
        if since is None or not register.done(row.values):
            filled.append({**_since(row.values, since), NUMBER: number})
    return PlannedRegister(tuple(filled), taken)


def _own(key: str) -> bool:
    """Tell whether a row has a number that others can follow."""
    return key.isascii() and key.isdecimal() and len(key) < 9


def _since(values: Mapping[str, object], since: str | None) -> Mapping[str, object]:
    return values if since is None else {SINCE: since, **values}
