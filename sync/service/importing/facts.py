"""`import history`, `import actuals`: facts of other systems, kept with the file and line they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from addin.scoring.scheme import Mapped
from addin.texts import listed
from sync.archive.importing import Kind
from sync.archive.rows import Actual, ActualRow, PastRow, department_of
from sync.archive.store import Archive
from sync.reading.scheme import SchemeReading
from sync.service.cycles import opened
from sync.service.importing.commas import commas_of
from sync.service.importing.learning import Company, learn_actuals, learn_past
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
from sync.service.importing.repeats import whose
from sync.service.importing.replacing import replaced_results, replaced_values
from sync.service.importing.report import TakenIn, our_titles, title
from sync.service.importing.rereading import RULES, HowRead, understand
from sync.service.opening import open_or_make_archive, read_rules
from sync.settings import Workspace, stop

NEEDED: Mapping[Kind, Needed] = {
    "history": (("employee",), ("period",), ("score", "grade")),
    "posts": (("employee",), ("starts",), ("department",), ("position",)),
    "actuals": (("employee", "department"), ("indicator",), ("actual",)),
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
    how = _as_now(learn_past(kind, table.records, columns, Company(reading.scheme, reading.roster)), table)
    rows, notes = understand(kind, table.records, how, _names(reading))
    refuse_nothing(kind, table, rows, notes, file, language)
    people = {row.employee for row in rows if not isinstance(row, ActualRow)}
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


def _as_now(how: HowRead, table: FileTable) -> HowRead:
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


def _lacks(kind: Kind, source: str, sources: Sequence[Mapped], titles: Sequence[str]) -> int:
    """Return how many needed columns a row of titles lacks for a kind of import."""
    return len(lacking(columns_of(titles, source, sources, our_titles(kind)), NEEDED[kind]))


def _lacks_of_history(sources: Sequence[Mapped], titles: Sequence[str]) -> int:
    """Return how many needed columns a row of titles lacks for the kind of history it is nearest to."""
    return min(_lacks(kind, kind, sources, titles) for kind in KINDS)


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


def import_actuals(workspace: Workspace, file: Path, source: str, cycle: str, by: str) -> TakenIn:
    """Bring in values that another system measured, for the cycle that is named or those the rows name.

    Raises CannotGoOn where the file is no table, a needed column is not mapped, or the cycle is unknown.
    """
    reading, language = read_rules(workspace).reading, workspace.language
    content = read_bytes(file, language)
    table = read_table(content, file, partial(_lacks, "actuals", source, reading.scheme.sources), language)
    columns = columns_of(table.titles, source, reading.scheme.sources, our_titles("actuals"))
    _complete(columns, cycle, source, table.titles, file, language)
    refuse_twins(columns, table.titles, file, language)
    with open_or_make_archive(workspace) as archive:
        cycles = dict.fromkeys((*reading.scheme.cycles, *archive.cycles()))
        if cycle and cycle not in cycles:
            raise stop("unknown_cycle", language, cycle=cycle, known=listed(cycles, language))
        company_of = cache(partial(_company, archive, reading))
        how = _as_now(learn_actuals(table.records, columns, cycle, cycles, company_of), table)
        rows, notes = understand("actuals", table.records, how)
        refuse_nothing("actuals", table, rows, notes, file, language)
        values = [row for row in rows if isinstance(row, ActualRow)]
        before = {one: archive.actuals(one) for one in {row.cycle for row in values}}
        made = archive.take_in("actuals", source, file.name, content, how, rows, by)
        waiting = _waiting(archive, values, before)
    subjects = {row.subject for row in values}
    return TakenIn(
        "actuals",
        made.number,
        made.new,
        len(values),
        len(subjects),
        (*left_over(table, columns), *notes),
        departments=sum(department_of(one) is not None for one in subjects),
        unused=tuple(whose(row) for row in values if not _measured(row, company_of(row.cycle))),
        replaced=tuple(replaced_values(values, before)) if made.new else (),
        waiting=waiting,
    )


def _complete(
    columns: Columns, cycle: str, source: str, titles: Sequence[str], file: Path, language: str
) -> None:
    """Refuse a file of values that lacks what its rows need; without a cycle named they name theirs."""
    needed = NEEDED["actuals"] if cycle else (*NEEDED["actuals"], ("cycle",))
    without = lacking(columns, needed)
    if without:
        key = "no_cycle_column" if without == ["cycle"] else "not_mapped"
        fields = listed((title("actuals", field, language) for field in without), language)
        columns_there = listed(titles, language)
        raise stop(key, language, file=file, source=source, fields=fields, columns=columns_there)


def _company(archive: Archive, reading: SchemeReading, cycle: str) -> Company:
    """Return the rules and people of a cycle: those it was opened with, or else today's."""
    if archive.pinned(cycle) is None:
        return Company(reading.scheme, reading.roster)
    rules = opened(archive, cycle)
    return Company(rules.scheme, rules.roster)


def _measured(row: ActualRow, company: Company) -> bool:
    """Tell whether the person or department is measured by an indicator in this cycle."""
    scheme, department = company.scheme, department_of(row.subject)
    kind = scheme.cycles[row.cycle].kind
    if department is not None:
        lines = scheme.lines_of_department(department, kind)
    else:
        position = company.roster[row.subject].position
        lines = scheme.lines_of(position, kind) if position in scheme.positions else ()
    return any(line.indicator == row.indicator and not line.judged for line in lines)


def _waiting(
    archive: Archive, values: Iterable[ActualRow], before: Mapping[str, Mapping[tuple[str, str], Actual]]
) -> dict[str, list[str]]:
    """Return, by cycle, the departments whose issued workbooks do not hold the values that are new."""
    changed: dict[str, set[str]] = {}
    for row in values:
        known = before[row.cycle].get((row.subject, row.indicator))
        if known is None or known.value != row.value:
            changed.setdefault(row.cycle, set()).add(row.subject)
    found = {
        cycle: sorted({form.department for form in archive.forms(cycle) if form.employee in subjects})
        for cycle, subjects in changed.items()
    }
    return {cycle: departments for cycle, departments in found.items() if departments}
