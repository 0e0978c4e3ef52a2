"""What an import does not take: other columns and sheets, the other half; a file that gives nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.archive.importing import Kind
from sync.reading.tables import normal
from sync.service.importing.mapping import Columns, FileTable
from sync.service.importing.repeats import Note
from sync.service.importing.report import message
from sync.settings import CannotGoOn, stop

ENCODINGS = {"gb18030": "GB 18030", "cp1252": "Windows-1252"}
"""What is read without certainty, by the names these encodings have."""


def left_over(table: FileTable, columns: Columns, other: Columns | None = None) -> Iterator[Note]:
    """Name once what of a file is not taken, and an encoding that is only likely.

    other: the columns of the other kind of history that the file holds as well, if it does.
    """
    line, taken = table.layout.header, _titles(columns)
    if table.layout.encoding in ENCODINGS:
        yield Note(line, "read_in", {"encoding": ENCODINGS[table.layout.encoding]})
    for name in table.others:
        yield Note(line, "other_sheet", {"found": name})
    if other is not None:
        yield Note(line, "other_half", {})
    for title in dict.fromkeys(table.titles):
        if title and normal(title) not in taken:
            yield Note(line, "unused_column", {"found": title})


def _titles(columns: Columns) -> set[str]:
    return {normal(title) for joined in columns.values() for title in joined}


def refuse_nothing(
    kind: Kind, table: FileTable, rows: Sequence[object], notes: Sequence[Note], file: Path, language: str
) -> None:
    """Refuse a file of which no line could be used; raises CannotGoOn with what is odd about the first."""
    if not rows:
        raise nothing_usable(table, [message(kind, note, language) for note in notes[:1]], file, language)


def nothing_usable(table: FileTable, odd: Sequence[str], file: Path, language: str) -> CannotGoOn:
    """Return the stop for a file of which no line could be used, with the first of what was odd."""
    if not odd:
        return stop("no_lines", language, file=file, line=table.layout.header)
    return stop("no_usable_line", language, file=file, lines=len(table.records), first=odd[0])
