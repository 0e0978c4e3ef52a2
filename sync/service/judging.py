"""Judging one workbook as read: whose it is, what the checks find, what our own scores are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from addin.texts import say
from sync.archive.handed import GivenRow
from sync.archive.rows import EntryRow, FormRow, IssuedRecord, LineRow, RegisterRow, ResultRow
from sync.archive.store import Archive
from sync.checks.arrival import Refusal, refused
from sync.checks.context import Context, FormReading, LineReading
from sync.checks.forms import build_context
from sync.checks.packs import confirmation, counted_lines, relation
from sync.checks.register_rows import register_rows
from sync.checks.run import forms_with_errors, run_checks, units_of, whole_errors
from sync.checks.staff import Staff, staff_of
from sync.findings import Finding
from sync.process.rating import giver_of
from sync.reading.cells import Unreadable
from sync.reading.reasons import reason
from sync.reading.stored import restore
from sync.reading.submission import Submission
from sync.reading.tables import ReadRow
from sync.reading.words import as_text
from sync.service.agreeing import target_rows
from sync.service.cycles import Rules, pinned_rules
from sync.sources import CHANGING, Unread
from templates.books.department.plan import GOALS
from templates.stamp import Stamp, genuine
from templates.tables import TABLES
from templates.tables.calibration import EDITION
from templates.tables.packs import READ
from templates.tables.registers import REGISTERS

NOT_COLLECTED = ("slip", "appeal", "opinion", "interviews", EDITION)
"""Editions of ours that no collect takes in: what is in them goes to a person."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A workbook that is not one of ours; `reason` is a key of texts/service.toml [reasons]."""

    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One of our workbooks, judged: what its checks look at and found, and the issue it goes back to."""

    stamp: Stamp
    issued: IssuedRecord
    context: Context
    findings: tuple[Finding, ...]


class Judge:
    """Judges workbooks one after the other; rules already read are remembered for the next one.

    Findings are told in `language`, or in each workbook's own where that is None: its sender reads them.
    """

    def __init__(self, archive: Archive, language: str | None = None) -> None:
        self.archive = archive
        self.language = language
        self._rules: dict[tuple[str, str, str], Rules] = {}
        self._staff: dict[str, Staff] = {}

    def __call__(self, submission: Submission, name: str) -> Judgement | Stranger:
        """Judge one workbook as read; `name` is the file name people know it by."""
        record = self.issue_of(submission.stamp)
        if isinstance(record, Stranger):
            return record
        assert submission.stamp is not None
        context = self.context(submission, record)
        return Judgement(submission.stamp, record, context, tuple(run_checks(context, name)))

    def issue_of(self, stamp: Stamp | None) -> IssuedRecord | Stranger:
        """Find what was issued under a stamp, which must be ours and unbroken."""
        found = foreign(stamp, self.archive)
        if found is not None:
            return found
        assert stamp is not None
        unknown = stamp.edition if stamp.edition in NOT_COLLECTED else "never_issued"
        return self.archive.issued(stamp.workbook, stamp.revision) or Stranger(
            unknown, {"workbook": stamp.workbook}
        )

    def issued_to(self, submission: Submission) -> IssuedRecord:
        """Return what was issued under the stamp of a submission that was accepted before."""
        record = self.issue_of(submission.stamp)
        assert isinstance(record, IssuedRecord), record
        return record

    def context(self, submission: Submission, record: IssuedRecord) -> Context:
        """Put together what the checks look at, under the rules the workbook was issued by."""
        rules = self.rules(record)
        return build_context(
            submission,
            restore(record.reading),
            rules.scheme,
            rules.cycle,
            self.language or record.stamp.language,
            self.staff(rules),
        )

    def staff(self, rules: Rules) -> Staff:
        """Return everybody of a cycle, where it has registers that may name them; gathered once."""
        cycle = rules.cycle.id
        if cycle not in self._staff:
            named = set(REGISTERS) & set(rules.scheme.settings.modules)
            people = rules.roster.values() if named else ()
            self._staff[cycle] = staff_of({person.id: person.name for person in people})
        return self._staff[cycle]

    def rules(self, record: IssuedRecord) -> Rules:
        """Return the rules and people a workbook was issued under, whatever its cycle has moved on to."""
        under = record.cycle, record.scheme, record.roster
        if under not in self._rules:
            pinned = self.archive.pinned(record.cycle)
            assert pinned is not None
            now = replace(pinned, scheme=record.scheme, roster=record.roster)
            self._rules[under] = pinned_rules(self.archive, now)
        return self._rules[under]


def foreign(stamp: Stamp | None, archive: Archive) -> Stranger | None:
    """Tell why a stamp is not one of this archive; None where it is."""
    if stamp is None:
        return Stranger("no_stamp")
    if stamp.archive != archive.id:
        return Stranger("other_archive", {"workbook": stamp.workbook})
    return None if genuine(stamp, archive.key) else Stranger("changed_stamp", {"workbook": stamp.workbook})


def entry_rows(context: Context) -> tuple[EntryRow, ...]:
    """Return what was typed, line by line, with the cells it stood in; targets are rows of their own."""
    if context.edition == GOALS:
        return ()
    return tuple(_entry(context, form, line) for form in context.forms for line in form.lines)


def _entry(context: Context, form: FormReading, line: LineReading) -> EntryRow:
    table = context.submission.tables.get(form.table)
    return EntryRow(
        form.employee,
        line.line.indicator,
        line.entry.actual,
        line.entry.self_rating,
        line.entry.manager_rating,
        line.entry.applicable,
        _words(context, line.row, "evidence"),
        _words(context, line.row, "comment"),
        table.sheet if table and line.row else None,
        cells(context, form, line),
    )


def _words(context: Context, row: ReadRow | None, column: str) -> str:
    return as_text(row.cell(column), context.submission.date1904) if row else ""


def typed_rows(context: Context) -> tuple[RegisterRow, ...]:
    """Return what was typed beside the lines: Summary, registers, that the standards were read.

    Of a goals edition it is the targets that were agreed.
    """
    if context.edition == GOALS:
        return tuple(target_rows(context))
    return (*_summary_rows(context), *_register_rows(context), *_acknowledged(context))


def _register_rows(context: Context) -> Iterator[RegisterRow]:
    """Yield the rows of the registers, each with the cells it stood in."""
    for found in register_rows(context):
        table = context.submission.tables[found.register.table.key]
        places = {column: place for column in found.values if (place := table.place(found.row, column))}
        yield RegisterRow(table.key, found.key, found.values, table.sheet, places)


def _acknowledged(context: Context) -> Iterator[RegisterRow]:
    row = confirmation(context)
    if context.pack is not None and row is not None:
        table = context.submission.tables[context.pack]
        words, place = _words(context, row, "manager_rating"), table.place(row, "manager_rating")
        cells_ = {"manager_rating": place} if place else {}
        yield RegisterRow(context.pack, READ, {"manager_rating": words}, table.sheet, cells_)


def given_rows(context: Context) -> tuple[GivenRow, ...]:
    """Return what a small workbook gives: every value that is one, with the cell it stood in."""
    stamp = context.issued.stamp
    if context.pack is None or stamp is None:
        return ()
    giver = giver_of(stamp)
    return tuple(_given(context, giver, form, line) for form, line in counted_lines(context))


def _given(context: Context, giver: str, form: FormReading, line: LineReading) -> GivenRow:
    column = line.line.input
    table, value = context.submission.tables[form.table], getattr(line.entry, column)
    assert line.row is not None, "a value without a row"
    words = _words(context, line.row, "evidence" if column == "actual" else "comment")
    place, indicator = table.place(line.row, column), line.line.indicator
    return GivenRow(form.employee, indicator, giver, relation(line), value, words, table.sheet, place)


def _summary_rows(context: Context) -> tuple[RegisterRow, ...]:
    """Return what was typed on the Summary sheet, person by person."""
    table = context.submission.tables.get("summary")
    typed = TABLES["summary"].typed
    return tuple(
        RegisterRow(
            "summary",
            form.employee,
            {column: _words(context, form.summary, column) for column in typed},
            table.sheet,
            {column: place for column in typed if (place := table.place(form.summary, column))},
        )
        for form in context.forms
        if table is not None and form.summary is not None
    )


def cells(context: Context, form: FormReading, line: LineReading) -> dict[str, str]:
    """Return the reference of every cell of a line's row, by column key."""
    table = context.submission.tables.get(form.table)
    if table is None or line.row is None:
        return {}
    return table.places(line.row)


def form_rows(context: Context, findings: Sequence[Finding]) -> tuple[FormRow, ...]:
    """Return what becomes of each form: returned where it, or the whole workbook, has an error.

    A small workbook holds no forms: what it gives goes into those of others. The goals edition moves none:
    forms begin with the rating edition.
    """
    if context.pack is not None or context.edition == GOALS:
        return ()
    wrong, all_wrong = forms_with_errors(findings, units_of(context)), bool(whole_errors(findings))
    return tuple(
        FormRow(form.employee, "returned" if all_wrong or form.employee in wrong else "checked")
        for form in context.forms
    )


def result_rows(context: Context, forms: Sequence[FormRow]) -> tuple[ResultRow, ...]:
    """Return each person's result as we compute it from the typed inputs and the issued rules."""
    states = {form.employee: form.state for form in forms}
    scored = (form for form in context.forms if form.employee in states)
    return tuple(_result(context, form, states[form.employee]) for form in scored)


def _result(context: Context, form: FormReading, state: str) -> ResultRow:
    score = context.scores[form.employee]
    table = context.submission.tables.get(form.table)
    lines = tuple(
        LineRow(
            scored.line.indicator,
            scored.line.weight,
            scored.line.method,
            scored.line.target,
            scored.value,
            scored.score,
            table.sheet if table and read.row else None,
            table.place(read.row, read.input) if table and read.row else None,
        )
        for scored, read in zip(score.lines, form.lines, strict=True)
    )
    return ResultRow(form.employee, score.total, score.grade, state, lines)


def turned_away(stranger: Stranger, workbook: str, language: str) -> list[Finding]:
    """Put into a finding why a workbook is not one of ours."""
    text = say(f"service.reasons.{stranger.reason}", language).format(**stranger.values)
    return refused(Refusal(True, text), workbook, language)


def unreadable(reading: Unreadable, workbook: str, language: str) -> list[Finding]:
    """Put into a finding why a file cannot be read."""
    return refused(Refusal(False, reason(reading, language)), workbook, language)


def not_opened(unread: Unread, language: str) -> list[Finding]:
    """Put into a finding why a file could not even be opened."""
    text = say(unread.reason, language).format(**unread.values)
    refusal = Refusal(False, text, arriving=unread.reason == CHANGING)
    return refused(refusal, PurePath(unread.path).name, language)
