"""Whose column is which field: the columns of somebody else's file, by Data sources or by our own titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from addin.scoring.scheme import Mapped
from sync.reading.cells import Unreadable
from sync.reading.layouts import Lacks, find_layout
from sync.reading.opinion_form import is_opinion_form
from sync.reading.reasons import reason
from sync.reading.rows import Layout, Record, read_rows
from sync.reading.tables import normal
from sync.settings import stop

Columns = Mapping[str, tuple[str, ...]]
"""For each field of ours the titles of the columns that make it up."""

Needed = Sequence[tuple[str, ...]]
"""The fields an import cannot do without; of several in one group any will do."""


def read_bytes(file: Path, language: str) -> bytes:
    """Return the bytes of a file; raises CannotGoOn where it cannot be read.

    An opinion form is refused, too: whoever reads here keeps what was read, with the file's name.
    """
    content = bytes_of(file, language)
    if is_opinion_form(content):
        raise stop("opinion_given", language)
    return content


def bytes_of(file: Path, language: str) -> bytes:
    """Return the bytes of a file whatever it is; raises CannotGoOn where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise stop("cannot_read", language, file=file, error=error.strerror) from error


class FileTable(NamedTuple):
    """The table of a file: column titles, rows, where it stands; the other sheets that hold something."""

    titles: tuple[str, ...]
    records: list[Record]
    layout: Layout
    others: tuple[str, ...]


def read_table(content: bytes, file: Path, lacks: Lacks, language: str) -> FileTable:
    """Return the table of a file, found by the columns it needs; raises CannotGoOn where there is none."""
    try:
        layout, others = find_layout(content, lacks)
        return FileTable(*read_rows(content, layout), layout, others)
    except Unreadable as unreadable:
        error = reason(unreadable, language).rstrip(".。")
        raise stop("cannot_read", language, file=file, error=error) from unreadable


def columns_of(
    titles: Iterable[str], source: str, mapped: Iterable[Mapped], ours: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return, for each field of ours, the column titles whose texts make it up.

    A row of Data sources for this source wins; a column that bears one of our own titles needs none.

    ours: the field of each of our own titles, in any language; the first of several titles wins.
    """
    known = {normal(title): title for title in titles if title}
    found: dict[str, tuple[str, ...]] = {}
    for title, field in ours.items():
        if normal(title) in known:
            found.setdefault(field, (known[normal(title)],))
    for one in mapped:
        parts = [normal(part) for part in one.column.split("+")]
        if normal(one.source) == normal(source) and all(part in known for part in parts):
            found[one.field] = tuple(known[part] for part in parts)
    return found


def refuse_twins(columns: Columns, titles: Sequence[str], file: Path, language: str) -> None:
    """Refuse a file in which a title that is needed stands over two columns: nobody knows which is meant.

    Raises CannotGoOn naming the title.
    """
    for title in (title for joined in columns.values() for title in joined):
        if sum(normal(one) == normal(title) for one in titles) > 1:
            raise stop("twin_columns", language, file=file, column=title)


def lacking(columns: Columns, needed: Needed) -> list[str]:
    """Return the fields that no column is mapped to; of a group any of which will do, the first."""
    return [group[0] for group in needed if not any(field in columns for field in group)]


def texts_of(record: Record, columns: Columns) -> dict[str, str]:
    """Return a row's text for each field; the texts of joined columns with a space between them."""
    return {
        field: " ".join(part for title in titles if (part := record.texts.get(title, "")))
        for field, titles in columns.items()
    }
