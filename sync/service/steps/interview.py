"""Taking in what was agreed in talks: from outlines given back, and from what department workbooks tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from addin.texts import of, say
from sync.archive.deciding import Decision
from sync.archive.keeping import keep_file
from sync.archive.records import records
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.checks.context import Context
from sync.checks.register_rows import RegisterReading, register_rows
from sync.checks.registry import switched_on
from sync.checks.staff import staff_of
from sync.findings import Finding, finding, told_apart, worst_first
from sync.process.publication import above
from sync.reading.cells import Unreadable
from sync.reading.reasons import reason
from sync.reading.submission import Submission
from sync.reading.worker import TIMEOUT, read_one
from sync.service.cycles import Rules, opened
from sync.service.deciding import deciding
from sync.service.importing.mapping import read_bytes
from sync.service.judging import foreign
from sync.service.looking import Document
from sync.service.steps.choosing import Left, Stepped, taken, today
from sync.service.steps.talking import INTERVIEW, REGISTER, in_registers
from sync.service.steps.told import published_on
from sync.settings import Workspace, stop
from sync.states import TOLD
from templates.tables.registers import REGISTERS

CHECKED = ("G001", "G002", "G003")
"""What is looked for in an outline: people nobody knows, cells nobody understands, rows half filled."""

INTERVIEWED = "interviewed"
Note = tuple[str, str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk as noted: with whom, on which day, what was agreed, and where that stands."""

    employee: str
    values: Mapping[str, Any]
    where: Mapping[str, Any]

    @property
    def day(self) -> str:
        """The day it was held [ISO]."""
        return str(self.values["held_on"])


@dataclass(frozen=True, slots=True)
class Talked:
    """What outlines came to: the forms that moved, how many talks were noted, what is odd in the files."""

    stepped: Stepped
    noted: int
    findings: tuple[Finding, ...] = ()
    odd: tuple[str, ...] = ()

    @property
    def document(self) -> Document:
        """It as the JSON object that scripts read."""
        found = [one.document() for one in self.findings]
        return {**self.stepped.document, "interviews": self.noted, "findings": found, "notes": list(self.odd)}


@dataclass(frozen=True, slots=True)
class _File:
    """What one outline says: its talks, what was found in it, or why it cannot be used."""

    talks: tuple[Talk, ...] = ()
    findings: tuple[Finding, ...] = ()
    odd: tuple[str, ...] = ()


def take_in(workspace: Workspace, cycle: str, files: Sequence[Path], by: str) -> Talked:
    """Take in outlines, each kept before it is read, and talks that department workbooks tell of.

    A talk that is noted late, after its person confirmed or the cycle was closed, counts and moves no form.
    A row counts that names a person below the outline's manager and the day of the talk. Raises CannotGoOn
    where no file can be used, or there is no file and no talk to take in.
    """
    with deciding(workspace) as archive:
        rules = opened(archive, cycle)
        read = [_read(archive, rules, file, by) for file in files]
        odd = tuple(text for one in read for text in one.odd)
        if files and not any(one.talks or one.findings for one in read) and odd:
            raise stop("no_outline_read", archive.language, first=odd[0])
        talks = [talk for one in read for talk in one.talks]
        noted = 0

        def decision() -> tuple[Decision, Stepped]:
            nonlocal noted
            made, stepped = _noted(archive, rules, [*_elsewhere(archive, rules), *talks], by)
            noted = len(made.notes)
            return made, stepped

        done = taken(archive, decision)
        if not files and not noted:
            raise stop("no_talks", archive.language, cycle=cycle)
        return Talked(done, noted, tuple(found for one in read for found in one.findings), odd)


def _read(archive: Archive, rules: Rules, file: Path, by: str) -> _File:
    """Keep an outline, read it, and tell its talks from what cannot be used."""
    language = archive.language
    content = read_bytes(file, language)
    digest = keep_file(archive, rules.cycle.id, content, file.name, by)
    submission = read_one(content, TIMEOUT)
    if isinstance(submission, Unreadable):
        return _File(odd=(of(file.name, reason(submission, language), language),))
    strange = _strange(archive, rules, submission)
    if strange:
        return _File(odd=(of(file.name, strange, language),))
    context = _context(rules, submission, language)
    stamp = context.submission.stamp
    assert stamp is not None, file
    manager = stamp.workbook.removeprefix(f"{stamp.cycle}-{REGISTER}-")
    where = {"file": digest, "name": file.name, "manager": manager}
    found = [_talk(archive, rules, context, row, where) for row in register_rows(context)]
    talks = tuple(one for one in found if isinstance(one, Talk))
    odd = tuple(of(file.name, one, language) for one in found if isinstance(one, str) and one)
    return _File(talks, tuple(_findings(context, file.name)), odd)


def _strange(archive: Archive, rules: Rules, submission: Submission) -> str:
    """Say why a workbook is no outline of this cycle that this archive handed out; "" where it is."""
    stamp, language = submission.stamp, archive.language
    strange = foreign(stamp, archive)
    if strange is not None:
        return say(f"service.reasons.{strange.reason}", language).format(**strange.values)
    if stamp is None or stamp.edition != REGISTER or REGISTER not in submission.tables:
        return say("publication.file.no_outline", language)
    if stamp.cycle != rules.cycle.id:
        return say("publication.file.other_cycle", language, cycle=stamp.cycle)
    return ""


def _context(rules: Rules, submission: Submission, language: str) -> Context:
    """Put together what the checks of registers look at: only rows in which somebody noted anything."""
    reading = submission.tables[REGISTER]
    noted = [column for column in REGISTERS[REGISTER].table.typed if column != "employee"]
    rows = tuple(row for row in reading.rows if any(row.text(column) for column in noted))
    begun = replace(submission, tables={REGISTER: replace(reading, rows=rows)})
    issued = Submission(submission.stamp, {})
    staff = staff_of({person.id: person.name for person in rules.roster.values()})
    return Context(begun, issued, rules.scheme, rules.cycle, (), {}, language, {}, staff=staff)


def _findings(context: Context, name: str) -> list[Finding]:
    stamp = context.submission.stamp
    assert stamp is not None, name
    found = (
        finding(check.code, severity, problem, name, stamp.workbook, context.language)
        for check, severity in switched_on("submission", context.scheme)
        if check.code in CHECKED
        for problem in check.run(context)
    )
    return worst_first(told_apart(found))


def _talk(
    archive: Archive, rules: Rules, context: Context, row: RegisterReading, where: Mapping[str, Any]
) -> Talk | str:
    """Return the talk of a row, or in words why it does not count; "" where a finding tells that already."""
    needed = ("employee", "held_on")
    if any(key not in row.values or key in row.unclear for key in needed):
        return ""
    employee, day = str(row.values["employee"]), str(row.values["held_on"])
    table = context.submission.tables[REGISTER]
    values = {"no": row.key, "name": rules.roster[employee].name, "day": day}
    managers = {one.id for one in above(rules.roster[employee], rules.roster)}
    published = published_on(archive, rules, (employee,)).get(employee)
    wrong = _wrong(day, published, today(rules), where["manager"] in managers)
    if wrong:
        return say(f"publication.talk.{wrong}", archive.language, **values)
    cells = {column: place for column in row.values if (place := table.place(row.row, column))}
    return Talk(employee, dict(row.values), {**where, "no": row.key, "sheet": table.sheet, "cells": cells})


def _wrong(day: str, published: date | None, now: date, below: bool) -> str:
    if not below:
        return "not_below"
    if published is None:
        return "not_published"
    return "too_early" if day < published.isoformat() else "to_come" if day > now.isoformat() else ""


def _elsewhere(archive: Archive, rules: Rules) -> Iterator[Talk]:
    """Yield the talks that department workbooks tell of."""
    for employee, held in in_registers(archive, rules, published_on(archive, rules)):
        yield Talk(employee, held.values, {"submission": held.submission})


def _is_new(talk: Talk, known: Mapping[str, Any] | None) -> bool:
    """Tell whether a talk says something new; what an outline said no department workbook replaces."""
    if known is None or known["values"] == talk.values:
        return known is None
    return "file" in talk.where or "file" not in known


def _noted(archive: Archive, rules: Rules, talks: Sequence[Talk], by: str) -> tuple[Decision, Stepped]:
    """Note talks that are new or say something else; forms of published results go on."""
    cycle, meant = rules.cycle.id, {talk.employee for talk in talks}
    with archive.reading() as connection:
        known = {one.key: one.document for one in records(connection, INTERVIEW, cycle, among=meant)}
    forms = {form.employee: form for form in archive.forms(cycle, meant)}
    last = {talk.employee: talk for talk in talks if forms[talk.employee].state in TOLD}
    new = [one for who, one in last.items() if _is_new(one, known.get(who))]
    notes: tuple[Note, ...] = tuple(
        (INTERVIEW, one.employee, {"submission": None, **one.where, "values": one.values}) for one in new
    )
    moves = tuple(
        Move(one.employee, "published", INTERVIEWED, say("publication.held", archive.language, day=one.day))
        for one in last.values()
        if forms[one.employee].state == "published"
    )
    moved = {one.subject for one in moves}
    noted = say("publication.left.noted", archive.language)
    left = tuple(Left(who, forms[who].state, noted) for who in last if who not in moved)
    return Decision(cycle, INTERVIEWED, by, moves, notes=notes), Stepped(rules, moves, left)
