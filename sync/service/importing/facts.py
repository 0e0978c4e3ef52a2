"""`import history`: what was before, as another system has it, kept with the file and line it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from addin.scoring.scheme import Mapped
from addin.texts import listed
from sync.archive.handed import PastRow, PostRow
from sync.archive.importing import Kind
from sync.reading.scheme import SchemeReading
from sync.service.importing.commas import commas_of
from sync.service.importing.learning import Company, learn_past
from sync.service.importing.leftovers import left_over, refuse_nothing
from sync.service.importing.mapping import (
    Columns,
    FileTable,
    Needed,
    columns_of,
    lacking,
    read_bytes,
    read_table,
    refuse_twins,
)
from sync.service.importing.replacing import replaced_results
from sync.service.importing.report import TakenIn, our_titles, title
from sync.service.importing.rereading import RULES, HowRead, understand
from sync.service.opening import open_or_make_archive, read_rules
from sync.settings import Workspace, stop

NEEDED: Mapping[Kind, Needed] = {
    "history": (("employee",), ("period",), ("score", "grade")),
    "posts": (("employee",), ("starts",), ("department",), ("position",)),
    "actuals": (("employee", "department"), ("indicator",), ("actual",)),
    "ratings": (("employee",), ("indicator",), ("rater",), ("relation",), ("rating",)),
}

KINDS: tuple[Kind, ...] = ("history", "posts")
"""What a file of history may hold; of one that holds both the first is taken."""


def import_history(workspace: Workspace, file: Path, by: str) -> TakenIn:
    """Bring in past results, or the posts people held; the file's columns decide which of the two it holds.

    Raises CannotGoOn where the file is no table, or where its columns make neither.
    """
    reading, language = read_rules(workspace).reading, workspace.language
    content = read_bytes(file, language)
    table = read_table(content, file, partial(_lacks_of_history, reading.scheme.sources), language)
    kind, columns, other = _kind(table.titles, reading.scheme.sources, file, language)
    refuse_twins(columns, table.titles, file, language)
    how = as_now(learn_past(kind, table.records, columns, Company(reading.scheme, reading.roster)), table)
    rows, notes = understand(kind, table.records, how, _names(reading))
    refuse_nothing(kind, table, rows, notes, file, language)
    people = {row.employee for row in rows if isinstance(row, PastRow | PostRow)}
    with open_or_make_archive(workspace) as archive:
        before = list(replaced_results((row for row in rows if isinstance(row, PastRow)), archive))
        made = archive.take_in(kind, kind, file.name, content, how, rows, by)
    return TakenIn(
        kind,
        made.number,
        made.new,
        len(rows),
        len(people),
        (*left_over(table, columns, other), *notes),
        strangers=len(people - reading.roster.keys()),
        replaced=tuple(before if made.new else ()),
    )


def as_now(how: HowRead, table: FileTable) -> HowRead:
    """Return how a file is read under the rules of today."""
    commas = commas_of(table.records, how.columns, table.layout.separator)
    return replace(how, rules=RULES, layout=table.layout, commas=commas)


def _names(reading: SchemeReading) -> Mapping[str, Mapping[str, str]]:
    """Return what departments and positions are called."""
    scheme = reading.scheme
    return {
        "department": {one: unit.name for one, unit in scheme.departments.items()},
        "position": {one: post.name for one, post in scheme.positions.items()},
    }


def lacks(kind: Kind, source: str, sources: Sequence[Mapped], titles: Sequence[str]) -> int:
    """Return how many needed columns a row of titles lacks for a kind of import."""
    return len(lacking(columns_of(titles, source, sources, our_titles(kind)), NEEDED[kind]))


def _lacks_of_history(sources: Sequence[Mapped], titles: Sequence[str]) -> int:
    """Return how many needed columns a row of titles lacks for the kind of history it is nearest to."""
    return min(lacks(kind, kind, sources, titles) for kind in KINDS)


def _kind(
    titles: Sequence[str], sources: Sequence[Mapped], file: Path, language: str
) -> tuple[Kind, Columns, Columns | None]:
    """Return what kind of history a file's columns make, and those of the other kind where they make both.

    Raises CannotGoOn where they make neither.
    """
    columns = {kind: columns_of(titles, kind, sources, our_titles(kind)) for kind in KINDS}
    without = {kind: lacking(columns[kind], NEEDED[kind]) for kind in KINDS}
    whole = [kind for kind in KINDS if not without[kind]]
    if whole:
        return whole[0], columns[whole[0]], columns[whole[1]] if len(whole) > 1 else None
    named = {
        kind: listed((title(kind, field, language) for field in fields), language)
        for kind, fields in without.items()
    }
    raise stop("not_history", language, file=file, columns=listed(titles, language), **named)
