"""What differs between two submissions of a workbook: answer by answer, each with the cell it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sync.archive.rows import EntryRow, RegisterRow

NOT_APPLICABLE = "not_applicable"
"""The answer of a line that does not apply."""

VALUES = ("actual", "self_rating", "manager_rating")
TEXTS = ("evidence", "comment")

Subject = tuple[str, str, str, str]
"""What an answer is about: table, row (an employee number or the row's own), indicator or "", column."""

InputOf = Callable[[str, str], str]
"""The column in which the line of an employee and indicator is answered."""


class Answer(NamedTuple):
    """What stands in a cell: a number, a text, NOT_APPLICABLE, or None where it is blank."""

    value: float | str | None = None
    sheet: str | None = None
    cell: str | None = None


class Difference(NamedTuple):
    """One answer that is another in the held submission than in the accepted one."""

    table: str
    employee: str
    indicator: str | None
    column: str
    accepted: Answer
    held: Answer


class Typed(NamedTuple):
    """What was typed in a submission: its entries, and the rows of its other tables."""

    entries: tuple[EntryRow, ...] = ()
    registers: tuple[RegisterRow, ...] = ()


def differences(accepted: Typed, held: Typed, input_of: InputOf) -> list[Difference]:
    """Return what differs, person by person, the lines of the Appraisal sheet before the other sheets.

    Numbers are compared as spreadsheets keep them (15 digits), texts without regard to white space. A line
    that only one of the two has is blank in the other. Without an accepted submission (nothing typed in it)
    this is all that the held one answers.
    """
    before, after = (dict(_answers(typed, input_of)) for typed in (accepted, held))
    found = []
    for subject in sorted(before.keys() | after.keys(), key=_order):
        old, new = before.get(subject, Answer()), after.get(subject, Answer())
        if _plain(old.value) != _plain(new.value):
            table, employee, indicator, column = subject
            found.append(Difference(table, employee, indicator or None, column, old, new))
    return found


def _answers(typed: Typed, input_of: InputOf) -> Iterator[tuple[Subject, Answer]]:
    """Yield every cell that somebody may have typed in, blank or not."""
    for row in typed.entries:
        for column in (*VALUES, *TEXTS):
            value: float | str | None = getattr(row, column)
            if not row.applicable and column == input_of(row.employee, row.indicator):
                value = NOT_APPLICABLE
            answer = Answer(value, row.sheet, row.cells.get(column))
            yield ("appraisal", row.employee, row.indicator, column), answer
    for record in typed.registers:
        for column, kept in record.values.items():
            value = kept if isinstance(kept, float) else str(kept)
            answer = Answer(value, record.sheet, record.cells.get(column))
            yield (record.kind, record.key, "", column), answer


def _order(subject: Subject) -> tuple[str, bool, str, str, int, str]:
    """Sort by person; within a line, the value before the texts about it."""
    table, employee, indicator, column = subject
    columns = (*VALUES, *TEXTS)
    place = columns.index(column) if column in columns else len(columns)
    return employee, table != "appraisal", table, indicator, place, column


def _plain(value: float | str | None) -> str:
    """Return a value as compared; a blank cell is an empty text, which a zero is not."""
    if isinstance(value, float | int):
        return f"{value + 0.0:.15g}"
    return " ".join((value or "").split())
