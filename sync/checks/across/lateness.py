"""T: who sent late, and who has not sent yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sync.checks.across.material import Across, at_department
from sync.checks.registry import check
from sync.findings import Problem


@dataclass(frozen=True, slots=True)
class Today:
    """A cycle on a day: the departments whose workbook has not come, by id."""

    across: Across
    day: date
    not_sent: tuple[str, ...]


@check("T001", "today")
def overdue(today: Today) -> Iterator[Problem]:
    """Find departments whose workbook has not come although its day has passed.

    It is looked for whenever somebody looks, and kept nowhere: a day passes without anything being collected.
    The days are counted in the message alone: a waiver would not outlive midnight.
    """
    across = today.across
    for department in today.not_sent:
        due = across.due("submission", department)
        if today.day > due:
            days = (today.day - due).days
            yield at_department(across, department, expected=due.isoformat(), days=days)


@check("T002", "cycle")
def came_late(across: Across) -> Iterator[Problem]:
    """Find workbooks that came after their day: that of resubmission, where one had come before."""
    for book in across.books:
        if book.received is None:
            continue
        day = book.received.astimezone(ZoneInfo(across.scheme.settings.timezone)).date()
        until = across.due("resubmission" if book.again else "submission", book.department)
        if day > until:
            found, expected = day.isoformat(), until.isoformat()
            yield at_department(across, book.department, found=found, expected=expected)
