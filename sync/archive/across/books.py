"""The workbook of one department as it counts, with what its people had in the cycle before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, func, select

from sync.archive import queries
from sync.archive.across.sums import EDITION
from sync.archive.across.values import Answer, Book, Earlier, Subject
from sync.archive.handed import Actual
from sync.archive.rows import EntryRow, Result
from sync.archive.schema import entry, form, imported, imported_actual, issued, register, result, submission
from sync.states import UNCOUNTED

OF_A_PERSON = ("strengths", "to_improve", "overall_comment")
"""The texts of the Summary sheet."""


def book(connection: Connection, name: str, department: str, before: str | None) -> Book:
    """Return the workbook of one department as it counts, with what its people had in an earlier cycle.

    Where each direct manager has one, they are taken together.
    """
    here = (form.c.cycle == name, form.c.department == department)
    forms = connection.execute(select(form).where(*here).order_by(form.c.employee)).all()
    people = [row.employee for row in forms]
    found = {one.employee: one for one in queries.results(connection, name, people)} if people else {}
    sent = _sent(connection, name, department)
    counts = [*{row.workbook: row for row in sent}.values()]
    entries: dict[str, tuple[EntryRow, ...]] = {}
    for row in counts:
        entries |= _by_person(queries.entries(connection, row.id))
    said = _said(connection, [row.id for row in counts], people)
    texts = {who: words for (_, who), words in said.items()}
    since = min((_issue_event(connection, row.workbook, row.base) for row in counts), default=0)
    values = _imported(connection, name, people, since) if counts else {}
    earlier = _earlier(connection, before, people) if before else {}
    subjects = (
        _subject(row, found.get(row.employee), entries.get(row.employee, ()), values, texts, earlier)
        for row in forms
    )
    received = max((datetime.fromisoformat(row.received_at) for row in counts), default=None)
    again, names = len(sent) > len(counts), _names(connection, forms)
    return Book(department, tuple(subjects), received, again, names=names)


def _names(connection: Connection, forms: Sequence[Any]) -> dict[str, str]:
    """Return the file name of the workbook in which each subject stands."""
    there = issued.c.workbook.in_({row.workbook for row in forms})
    of = select(issued.c.workbook, issued.c.name).where(there).order_by(issued.c.revision)
    called = {row.workbook: row.name for row in connection.execute(of)} if forms else {}
    return {row.employee: called[row.workbook] for row in forms}


def with_form(connection: Connection, name: str, people: Collection[str]) -> set[str]:
    """Return those of some people who have a form in a cycle, in whatever workbook."""
    here = (form.c.cycle == name, form.c.employee.in_(people))
    return set(connection.scalars(select(form.c.employee).where(*here))) if people else set()


def _sent(connection: Connection, name: str, department: str) -> list[Any]:
    """Return the submissions of a department's workbook that were read, the one that counts last."""
    here = (submission.c.cycle == name, submission.c.department == department)
    read = (submission.c.state == "read", submission.c.edition == EDITION)
    return list(connection.execute(select(submission).where(*here, *read).order_by(submission.c.event)))


def _by_person(rows: Iterable[EntryRow]) -> dict[str, tuple[EntryRow, ...]]:
    return {who: tuple(own) for who, own in groupby(rows, key=lambda row: row.employee)}


def _issue_event(connection: Connection, workbook: str, base: int) -> int:
    """Return when the values were fixed that a copy was built on."""
    here = (issued.c.workbook == workbook, issued.c.revision <= base, issued.c.kind == "issued")
    return connection.scalar(select(func.max(issued.c.event)).where(*here)) or 0


def _imported(
    connection: Connection, name: str, people: Collection[str], since: int
) -> dict[tuple[str, str], Actual]:
    """Return the values imported for some people since an event; of several the latest counts."""
    value = imported_actual.c
    columns = (value.value, imported.c.source, imported.c.name, value.line, value.event, value.evidence)
    of = select(value.subject, value.indicator, *columns).join_from(imported_actual, imported)
    of = of.where(value.cycle == name, value.subject.in_(people), value.event > since)
    rows = connection.execute(of.order_by(value.imported, value.line))
    return {(subject, indicator): Actual(*rest) for subject, indicator, *rest in rows}


def _subject(
    row: Any,
    found: Result | None,
    entries: Sequence[EntryRow],
    values: dict[tuple[str, str], Actual],
    texts: dict[str, Mapping[str, object]],
    earlier: dict[str, Earlier],
) -> Subject:
    lines = {line.indicator: line for line in found.lines} if found else {}
    words = _words(entries, texts.get(row.employee, {}))
    answers = tuple(
        Answer(
            one.indicator,
            lines[one.indicator].target,
            lines[one.indicator].actual,
            one.manager_rating,
            one.comment,
            one.sheet,
            one.cells,
            values.get((one.employee, one.indicator)),
            one.evidence,
            one.self_rating,
            lines[one.indicator].score,
        )
        for one in entries
        if one.indicator in lines
    )
    score = found.score if found else None
    return Subject(row.employee, row.state, score, answers, words, earlier.get(row.employee))


def _words(rows: Iterable[Any], texts: Mapping[str, object]) -> dict[str, str]:
    """Return all that was written of somebody, in the lines and in the Summary sheet, by its place."""
    said = {column: str(texts.get(column) or "") for column in OF_A_PERSON}
    for row in rows:
        said |= {f"{row.indicator} comment": row.comment, f"{row.indicator} evidence": row.evidence}
    return {place: text for place, text in said.items() if text.strip()}


def _earlier(connection: Connection, before: str, people: Collection[str]) -> dict[str, Earlier]:
    """Return what some people had in an earlier cycle: score, ratings and words."""
    scores = connection.execute(_scores(before, people)).all()
    numbers = {row.submission for row in scores if row.submission is not None}
    mine = and_(entry.c.submission.in_(numbers), entry.c.employee.in_(people))
    columns = ("submission", "employee", "indicator", "manager_rating", "evidence", "comment")
    rated: dict[tuple[int, str], list[Any]] = {}
    of = select(*(entry.c[key] for key in columns)).where(mine)
    for row in connection.execute(of) if numbers else ():
        rated.setdefault((row.submission, row.employee), []).append(row)
    said = _said(connection, numbers, people)
    return {
        row.employee: _as_it_was(row, rated.get((row.submission, row.employee), []), said) for row in scores
    }


def _scores(before: str, people: Collection[str]) -> Select[Any]:
    """Choose the score of each of some people in a cycle, and the submission it counts from."""
    here = and_(form.c.cycle == before, form.c.employee.in_(people), form.c.state.not_in(UNCOUNTED))
    versions = result.alias()
    same = (versions.c.cycle == form.c.cycle, versions.c.employee == form.c.employee)
    last = select(func.max(versions.c.version)).where(*same).correlate(form)
    mine = and_(result.c.cycle == form.c.cycle, result.c.employee == form.c.employee)
    of = select(form.c.employee, form.c.submission, result.c.score).join(result, mine)
    return of.where(here, result.c.version == last.scalar_subquery())


def _said(
    connection: Connection, numbers: Collection[int], people: Collection[str]
) -> dict[tuple[int, str], Mapping[str, object]]:
    """Return what the Summary sheets of some submissions say of some people."""
    if not numbers:
        return {}
    here = (register.c.submission.in_(numbers), register.c.kind == "summary", register.c.key.in_(people))
    rows = connection.execute(select(register.c.submission, register.c.key, register.c.document).where(*here))
    return {(number, key): msgspec.json.decode(document) for number, key, document in rows}


def _as_it_was(row: Any, rated: Sequence[Any], said: dict[tuple[int, str], Mapping[str, object]]) -> Earlier:
    ratings = {one.indicator: one.manager_rating for one in rated if one.manager_rating is not None}
    return Earlier(row.score, ratings, _words(rated, said.get((row.submission, row.employee), {})))
