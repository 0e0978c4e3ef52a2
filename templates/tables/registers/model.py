"""What a register is: a table of numbered rows, and the few rules by which a row is overdue or done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from templates.tables.model import Column, Table

NUMBER, SINCE = "no", "since"
"""The columns that every register has by itself: its key, and the cycle from which a row was carried on."""

ANYTHING: tuple[str, ...] = ()
"""Whatever stands in a cell, it ends the row."""


@dataclass(frozen=True, slots=True)
class Register:
    """A register of the department workbook: its table, and what its columns mean.

    `due` is the day by which a row is to be done; `ends` tells, by column, which choices end a row. Rows of a
    register that is carried on stand in the next cycle's workbook as long as nothing has ended them; where
    the register `follows` its people, in the workbook in which the person stands then.
    """

    table: Table
    due: str | None = None
    ends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    follows: bool = False

    @property
    def carried(self) -> bool:
        """Whether rows that are not done go on into the next cycle."""
        return any(column.key == SINCE for column in self.table.columns)

    @property
    def person(self) -> str | None:
        """The column that names somebody of this workbook."""
        named = (column.key for column in self.table.columns if column.refers == "members")
        return next(named, None)

    def done(self, values: Mapping[str, object]) -> bool:
        """Tell whether a row is over; values: choices by their keys, blank cells left out."""
        return any(
            column in values and (words is ANYTHING or values[column] in words)
            for column, words in self.ends.items()
        )


def register(
    key: str,
    *columns: Column,
    due: str | None = None,
    ends: Mapping[str, tuple[str, ...]] | None = None,
    carried: bool = False,
    follows: bool = False,
) -> Register:
    """Declare a register: pre-printed numbers come first, and where rows are carried on, from when, last."""
    numbered = (Column(NUMBER, "integer", "fixed", width=6), *columns)
    if carried:
        numbered = (*numbered, Column(SINCE, "id", "fixed", width=11))
    table = Table(key, "department", numbered, keys=(NUMBER,), module=key)
    return Register(table, due, ends or {}, follows)


def person(key: str = "employee", *, required: bool = True) -> Column:
    """Return a column that names somebody of the workbook, chosen from a list."""
    return Column(key, "id", "manager", required, refers="members", width=19)


def day(key: str, *, required: bool = False) -> Column:
    """Return a column for a date."""
    return Column(key, "date", "manager", required, width=12)


def text(key: str, width: int = 28, *, required: bool = False) -> Column:
    """Return a column for words."""
    return Column(key, "text", "manager", required, width=width)


def choice(key: str, choices: str, width: int = 12, *, required: bool = False) -> Column:
    """Return a column in which one of some words is chosen."""
    return Column(key, "choice", "manager", required, choices=choices, width=width)


def number(key: str, low: float | None = None, high: float | None = None) -> Column:
    """Return a column for a number within bounds."""
    return Column(key, "number", "manager", low=low, high=high, width=10)
