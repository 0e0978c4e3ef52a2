"""What goes into a master workbook: rows as the archive gives them, one mapping per record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from templates.tables import Table

Rows = Iterable[Mapping[str, Any]]
"""Records by column key; they are asked for once, one after the other."""

Figure = float | int | None
Kind = Literal["master", "board"]
"""For HR, or for directors."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A table with its rows, as a sheet; `below` follows under it on the same sheet.

    `headings` are the titles of columns that follow from the scheme, `without` are columns to be left out,
    `hint` is a sentence above the table.
    """

    table: Table
    rows: Rows
    headings: Mapping[str, str] = field(default_factory=dict)
    without: Collection[str] = ()
    hint: str = ""
    below: Filled | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """The numbers of one chart: what each series is called, and a row per category with its values."""

    key: str
    series: tuple[str, ...]
    rows: tuple[tuple[str | Figure, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class MasterContent:
    """One cycle's content.

    `figures` stand on top of the dashboard, by their keys in texts/master.toml, `plots` are its charts;
    `percent` names the indicators whose values are fractions shown in percent.
    """

    kind: Kind
    company: str
    cycle: str
    starts: date
    ends: date
    scheme: str
    made_at: datetime
    decimals: int
    figures: Mapping[str, Figure]
    plots: Sequence[Plot]
    tables: Sequence[Filled]
    percent: frozenset[str]
    language: str
