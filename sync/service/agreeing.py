"""Targets that were agreed in the goals edition: kept line by line, and handed on to the rating edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sync.archive.answers import TARGETS
from sync.archive.rows import RegisterRow, SubmissionRecord
from sync.archive.store import Archive
from sync.checks.context import Context, FormReading, LineReading
from sync.checks.targets import agreed_on, people_rows
from sync.reading.words import as_text
from templates.books.department.goals import usable
from templates.books.department.plan import GOALS, Key


class Agreed(NamedTuple):
    """A target that was agreed: its value, the day, and the cell it stands in."""

    target: float
    day: str | None
    workbook: str
    sheet: str | None
    cell: str | None


def target_rows(context: Context) -> Iterator[RegisterRow]:
    """Yield the targets of a goals edition, line by line, with the day on which the person agreed."""
    people = people_rows(context)
    for form in context.forms:
        day = agreed_on(context, people.get(form.employee))
        for line in form.lines:
            yield _row(context, form, line, day)


def _row(context: Context, form: FormReading, line: LineReading, day: str | None) -> RegisterRow:
    table = context.submission.tables.get(form.table)
    comment = as_text(line.row.cell("comment"), context.submission.date1904) if line.row else ""
    return RegisterRow(
        TARGETS,
        f"{form.employee} {line.indicator.id}",
        {"target": _target(line), "agreed_on": day, "comment": comment},
        table.sheet if table and line.row else None,
        table.places(line.row) if table and line.row else {},
    )


def _target(line: LineReading) -> float | None:
    """Return a target by which the line can be scored; none where there is no such number."""
    return line.target if line.target is not None and usable(line.line, line.target) else None


def agreed_targets(archive: Archive, cycle: str) -> Mapping[Key, Agreed]:
    """Return the targets of a cycle as they were agreed last, by subject and indicator."""
    found: dict[Key, Agreed] = {}
    for record in _accepted(archive, cycle):
        for row in archive.registers(record.submission):
            if row.kind == TARGETS and isinstance(target := row.values["target"], int | float):
                subject, indicator = row.key.split(" ")
                day = row.values["agreed_on"]
                place = record.name, row.sheet, row.cells.get("target")
                found[subject, indicator] = Agreed(float(target), str(day) if day else None, *place)
    return found


def _accepted(archive: Archive, cycle: str) -> list[SubmissionRecord]:
    """Return the goals that count of each workbook, in the order they were accepted."""
    read = [one for one in archive.submissions(cycle, "read") if one.edition == GOALS]
    last = {one.workbook: one for one in sorted(read, key=lambda one: one.event)}
    return sorted(last.values(), key=lambda one: one.event)
