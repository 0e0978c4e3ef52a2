"""When each step of a cycle ends: the days of the calendar, later where somebody has extended them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from sync.archive.records import records

EXTENSION = "extension"
"""The kind of record in which an extension is noted."""


class Extension(NamedTuple):
    """A step that may take longer: until which day, in which department (None: everywhere), and why."""

    step: str
    until: date
    department: str | None
    reason: str


def extensions(connection: Connection, cycle: str) -> list[Extension]:
    """Return the extensions of a cycle that hold."""
    found = (one.document for one in records(connection, EXTENSION, cycle))
    return [
        Extension(one["step"], date.fromisoformat(one["until"]), one["department"], one["reason"])
        for one in found
    ]


def extended(
    due: Mapping[str, date], given: Iterable[Extension], department: str | None = None
) -> dict[str, date]:
    """Return the last day of each step where some may take longer, everywhere or in a department."""
    later = dict(due)
    for one in given:
        if one.step in later and one.department in (None, department):
            later[one.step] = max(later[one.step], one.until)
    return later
