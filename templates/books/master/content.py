"""What goes into a master workbook: rows as the archive gives them, one mapping per record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class MasterContent:
    """One cycle's content; `tables` maps a table key of templates.tables to its rows by column key.

    `grades` lists the grades from the best to the worst with their names; `percent` names the
    indicators whose values are fractions shown in percent.
    """

    company: str
    cycle: str
    starts: date
    ends: date
    scheme: str
    made_at: datetime
    grades: Sequence[tuple[str, str]]
    tables: Mapping[str, Rows]
    percent: frozenset[str]
    language: str

    @property
    def scores(self) -> list[float]:
        """All scores there are."""
        return [row["score"] for row in self.tables["results"] if row["score"] is not None]
