"""What a submission answers: the lines with a value, and the texts that somebody wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sync.archive.rows import EntryRow, RegisterRow
from templates.tables.registers import REGISTERS

TARGETS = "targets"
"""The kind of the rows of a goals edition, each with the key `employee indicator`."""


def filled(entries: Iterable[EntryRow]) -> frozenset[tuple[str, str]]:
    """Return the lines (employee, indicator) that are answered."""
    return frozenset((row.employee, row.indicator) for row in entries if row.filled)


def remarks(entries: Iterable[EntryRow], registers: Iterable[RegisterRow]) -> frozenset[tuple[str, str]]:
    """Return where a text stands: (employee, where), in lines that apply and in the rows of Summary.

    A target that was agreed counts like a text: emptied, it is asked about.

    The comment on a line that does not apply is its reason, and goes with it.
    """
    beside = {
        (row.employee, f"{row.indicator} {column}")
        for row in entries
        for column in ("evidence", "comment")
        if row.applicable and getattr(row, column)
    }
    rows = (row for row in registers if row.kind in ("summary", TARGETS))
    told = {
        (row.key.partition(" ")[0], f"{row.key} {column}" if row.kind == TARGETS else column)
        for row in rows
        for column, text in row.values.items()
        if text not in (None, "")
    }
    return frozenset(beside | told)


def kept(registers: Iterable[RegisterRow]) -> frozenset[tuple[str, int]]:
    """Return the rows of every register, counted: (tasks, 1), (tasks, 2); which is which may have changed.

    So a number that was typed anew, or lost, leaves nothing out, and a row that was taken out does.
    """
    rows = Counter(row.kind for row in registers if row.kind in REGISTERS)
    return frozenset((kind, at) for kind, count in rows.items() for at in range(1, count + 1))


def understood(
    entries: Iterable[EntryRow], registers: Iterable[RegisterRow]
) -> tuple[dict[tuple[str, str], tuple[object, ...]], dict[tuple[str, str], Mapping[str, object]]]:
    """Return what was read in each line and row, wherever it stood, as every program keeps it.

    Saved by another program a number may end in another sixteenth digit, and a text in another space.
    """
    return (
        {(row.employee, row.indicator): tuple(map(_kept, row[2:8])) for row in entries},
        {
            (row.kind, row.key): {column: _kept(value) for column, value in row.values.items()}
            for row in registers
        },
    )


def _kept(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.split())
    return f"{value:.15g}" if isinstance(value, float) else value
