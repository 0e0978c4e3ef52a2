"""`import actuals`, `import ratings`: what other systems measured or asked, cycle by cycle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Literal

from addin.texts import listed
from sync.archive.handed import ActualRow
from sync.archive.rated import RatingRow, single_ratings
from sync.archive.rows import department_of
from sync.archive.store import Archive
from sync.reading.scheme import SchemeReading
from sync.service.consolidating import consolidate
from sync.service.cycles import opened
from sync.service.importing.facts import NEEDED, as_now, lacks
from sync.service.importing.learning import Company, learn_by_cycle
from sync.service.importing.leftovers import left_over, refuse_nothing
from sync.service.importing.mapping import (
    Columns,
    columns_of,
    lacking,
    read_bytes,
    read_table,
    refuse_twins,
)
from sync.service.importing.repeats import whose
from sync.service.importing.replacing import Before, replaced_values
from sync.service.importing.report import TakenIn, our_titles, title
from sync.service.importing.rereading import understand
from sync.service.opening import open_or_make_archive, read_rules
from sync.settings import Workspace, stop

ByCycle = Literal["actuals", "ratings"]


def import_by_cycle(
    kind: ByCycle, workspace: Workspace, file: Path, source: str, cycle: str, by: str
) -> TakenIn:
    """Bring in values or ratings of another system, for the cycle that is named or those the rows name.

    Raises CannotGoOn where the file is no table, a needed column is not mapped, or the cycle is unknown.
    """
    reading, language = read_rules(workspace).reading, workspace.language
    content = read_bytes(file, language)
    table = read_table(content, file, partial(lacks, kind, source, reading.scheme.sources), language)
    columns = columns_of(table.titles, source, reading.scheme.sources, our_titles(kind))
    _complete(kind, columns, cycle, source, table.titles, file, language)
    refuse_twins(columns, table.titles, file, language)
    with open_or_make_archive(workspace) as archive:
        company_of = cache(partial(_company, archive, reading))
        cycles = _cycles(archive, reading, cycle)
        learnt = learn_by_cycle(kind, table.records, columns, cycle, cycles, company_of)
        how = as_now(learnt, table)
        rows, notes = understand(kind, table.records, how)
        refuse_nothing(kind, table, rows, notes, file, language)
        values = [row for row in rows if isinstance(row, ActualRow | RatingRow)]
        before = _known(kind, archive, {row.cycle for row in values})
        made = archive.take_in(kind, source, file.name, content, how, rows, by)
        waiting = _waiting(archive, values, before) if kind == "actuals" else {}
        consolidate(archive)
    subjects = {row.subject for row in values}
    unused = (whose(row) for row in values if not _used(kind, row, company_of(row.cycle)))
    return TakenIn(
        kind,
        made.number,
        made.new,
        len(values),
        len(subjects),
        (*left_over(table, columns), *notes),
        departments=sum(department_of(one) is not None for one in subjects),
        unused=tuple(dict.fromkeys(unused)),
        replaced=tuple(replaced_values(values, before)) if made.new else (),
        waiting=waiting,
    )


def _complete(
    kind: ByCycle, columns: Columns, cycle: str, source: str, titles: Sequence[str], file: Path, language: str
) -> None:
    """Refuse a file that lacks what its rows need; without a cycle named they name theirs."""
    without = lacking(columns, NEEDED[kind] if cycle else (*NEEDED[kind], ("cycle",)))
    if without:
        key = "no_cycle_column" if without == ["cycle"] else "not_mapped"
        fields = listed((title(kind, field, language) for field in without), language)
        columns_there = listed(titles, language)
        raise stop(key, language, file=file, source=source, fields=fields, columns=columns_there)


def _cycles(archive: Archive, reading: SchemeReading, cycle: str) -> list[str]:
    """Return the cycles there are; raises CannotGoOn where the one that is wanted is none of them."""
    cycles = list(dict.fromkeys((*reading.scheme.cycles, *archive.cycles())))
    if cycle and cycle not in cycles:
        raise stop("unknown_cycle", archive.language, cycle=cycle, known=listed(cycles, archive.language))
    return cycles


def _company(archive: Archive, reading: SchemeReading, cycle: str) -> Company:
    """Return the rules and people of a cycle: those it was opened with, or else today's."""
    if archive.pinned(cycle) is None:
        return Company(reading.scheme, reading.roster)
    rules = opened(archive, cycle)
    return Company(rules.scheme, rules.roster)


def _known(kind: ByCycle, archive: Archive, cycles: Iterable[str]) -> Before:
    """Return the values or the ratings that are known by now of some cycles."""
    if kind == "actuals":
        return {one: archive.actuals(one) for one in cycles}
    with archive.reading() as connection:
        return {one: single_ratings(connection, one) for one in cycles}


def _used(kind: ByCycle, row: ActualRow | RatingRow, company: Company) -> bool:
    """Tell whether the person or department is measured, or judged, by an indicator in this cycle."""
    lines = company.lines_of(row.subject, row.cycle)
    return any(line.indicator == row.indicator and line.judged == (kind == "ratings") for line in lines)


def _waiting(
    archive: Archive, values: Iterable[ActualRow | RatingRow], before: Before
) -> dict[str, list[str]]:
    """Return, by cycle, the departments whose issued workbooks do not hold the values that are new."""
    changed: dict[str, set[str]] = {}
    for row in values:
        known = before[row.cycle].get((row.subject, row.indicator))
        if known is None or known.value != row.value:
            changed.setdefault(row.cycle, set()).add(row.subject)
    found = {
        cycle: sorted({form.department for form in archive.forms(cycle, subjects)})
        for cycle, subjects in changed.items()
    }
    return {cycle: departments for cycle, departments in found.items() if departments}
