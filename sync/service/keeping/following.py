"""Whether what is stored follows from the kept files: everything is read, judged and scored once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy.exc import DBAPIError

from addin.texts import say
from sync.archive import events, kept
from sync.archive.importing import TABLES
from sync.archive.kept import Kept
from sync.archive.recording import PASSING
from sync.archive.rows import Broken, FormRow, IssuedRecord, Result, ResultRow, numbers
from sync.archive.store import Archive
from sync.archive.verify import seal
from sync.checks.context import Context
from sync.checks.registry import CHECKS
from sync.checks.run import run_checks
from sync.findings import Finding
from sync.process.waiving import sort_out
from sync.reading.cells import Unreadable
from sync.reading.reasons import reason
from sync.reading.stored import brought_up, store
from sync.reading.submission import Submission
from sync.service.importing.rereading import reread
from sync.service.judging import (
    Judge,
    Stranger,
    entry_rows,
    form_rows,
    given_rows,
    result_rows,
    typed_rows,
)
from sync.service.keeping.standing import Standing, moved, out_of_place, restated
from sync.service.opening import Watch, read_workbooks, unwatched
from sync.settings import CannotGoOn, stop
from templates.stamp import genuine

DAMAGE = ("archive_document", "archive_damaged", "archive_unfit")
"""Why the archive itself cannot hand something over; other reasons say nothing about what it holds."""

GONE = "empty_file"
"""How a file reads whose kept bytes are not what they were: they are left out, and named as such."""

STAMPED = ("workbook", "revision", "cycle", "department", "edition", "scheme")
"""What the row of a workbook handed out repeats of its stamp."""


def recompute(archive: Archive, jobs: int = 1, watch: Watch = unwatched) -> Iterator[Broken]:
    """Read every kept workbook again and compare whatever is stored of it with what it gives.

    jobs: so many workbooks are read at once, in worker processes; one is read in this process.
    """
    end = seal(archive)
    standing = Standing(end.event if end else 0)
    yield from to_its_end(_workbooks(archive, jobs, watch, standing))
    yield from to_its_end(out_of_place(archive, standing))
    yield from to_its_end(_imports(archive))
    yield from to_its_end(_unreferenced(archive))


def to_its_end(found: Iterator[Broken]) -> Iterator[Broken]:
    """Pass on what was found; where the database cannot even list what it has, that is named too."""
    try:
        yield from found
    except (CannotGoOn, DBAPIError) as error:
        _only_damage(error)
        yield Broken("structure", "database", "", str(error).splitlines()[0])


def _workbooks(archive: Archive, jobs: int, watch: Watch, standing: Standing) -> Iterator[Broken]:
    """Name each row once: a result counts after its own submission and perhaps after later ones, too."""
    judge, named = Judge(archive), set()
    files = read_workbooks(kept.workbooks(archive), jobs, archive.language, isolated=jobs > 1)
    for key, read in watch(files, kept.how_many(archive)):
        standing.lost.update(key[1] if key[0] == "submission" else ())
        follows = _follows(judge, standing, key, read)
        for broken in as_far_as_possible(key, follows, archive.language):
            row = (broken.what, broken.table, broken.row, broken.detail)
            if row not in named:
                yield broken
            named.add(row)
    standing.whole = True


def _imports(archive: Archive) -> Iterator[Broken]:
    for number, kind, name, content, mapping in kept.imports(archive):
        key = ("imported", (number,), name)
        follows = _imported(archive, number, kind, name, content, mapping)
        yield from as_far_as_possible(key, follows, archive.language)


def _unreferenced(archive: Archive) -> Iterator[Broken]:
    for cycle, employee, version in kept.unreferenced(archive):
        yield Broken("not_recomputed", "result", f"{cycle} / {employee} / {version}", employee=employee)


def as_far_as_possible(key: kept.Key, found: Iterator[Broken], language: str) -> Iterator[Broken]:
    """Pass on what does not follow; where it cannot even be put together, that is named with the reason.

    Damaged rows and documents can hold anything, so that whatever goes wrong here is an outcome. Raises
    CannotGoOn where the machine failed: that says nothing about the archive.
    """
    table, row, name = key
    try:
        yield from found
    except (MemoryError, OSError) as error:
        raise stop("cannot_verify", language, workbook=name) from error
    except Exception as error:
        _only_damage(error)
        told = str(error) if isinstance(error, CannotGoOn) else type(error).__name__
        yield Broken("unusable", table, " / ".join(map(str, row)), told, name)


def _only_damage(error: Exception) -> None:
    """Stop where the reason is no damage: a full disk or a lost connection says nothing about the archive."""
    if isinstance(error, CannotGoOn) and error.key not in DAMAGE:
        raise error


def _follows(
    judge: Judge, standing: Standing, key: kept.Key, read: Submission | Unreadable
) -> Iterator[Broken]:
    table, row, name = key
    if isinstance(read, Unreadable):
        if f"reading.reasons.{read.code}" in PASSING:
            raise stop("cannot_verify", judge.archive.language, workbook=name)
        told = "" if read.code == GONE else reason(read, judge.archive.language)
        yield Broken("unusable", table, " / ".join(map(str, row)), told, name)
    elif table == "issued":
        workbook, revision = row
        yield from _issued(judge.archive, workbook, revision, read)
    else:
        (number,) = row
        yield from _submission(judge, standing, number, read)


def _issued(archive: Archive, workbook: str, revision: int, read: Submission) -> Iterator[Broken]:
    """The stamp is ours, in the bytes and in the row alike; the stored reading says what the bytes say."""
    one = kept.of_issued(archive, workbook, revision)
    record = one.record
    row = f"{workbook} / {revision}"
    if not _stamped(archive, record, read):
        yield Broken("stamp_differs", "issued", row, workbook=record.name)
    wanted = store(read) if record.kind == "issued" else b""
    if not says(wanted, one.reading or b"", one.program, brought_up):
        yield Broken("reading_differs", "issued", row, workbook=record.name)


def _stamped(archive: Archive, record: IssuedRecord, read: Submission) -> bool:
    stamp = record.stamp
    same = all(getattr(record, name) == getattr(stamp, name) for name in STAMPED)
    ours = stamp.archive == archive.id and genuine(stamp, archive.key)
    return same and ours and read.stamp == stamp


def says(fresh: bytes, stored: bytes, program: str, brought_up: Callable[[bytes], bytes] = bytes) -> bool:
    """Tell whether a stored document is what is read now; a later program may know more to say."""
    if fresh == stored:
        return True
    if not fresh or not stored or program == events.program():
        return False
    return _holds(msgspec.json.decode(fresh), msgspec.json.decode(brought_up(stored)))


def _holds(whole: Any, part: Any) -> bool:
    if isinstance(whole, dict) and isinstance(part, dict):
        return all(name in whole and _holds(whole[name], value) for name, value in part.items())
    if isinstance(whole, list) and isinstance(part, list):
        return len(whole) == len(part) and all(map(_holds, whole, part))
    return bool(whole == part)


def _submission(judge: Judge, standing: Standing, number: int, read: Submission) -> Iterator[Broken]:
    one = kept.of_submission(judge.archive, number)
    issue = judge.issue_of(read.stamp)
    if isinstance(issue, Stranger):
        why = say(f"service.reasons.{issue.reason}", judge.archive.language).format(**issue.values)
        yield Broken("not_recomputed", "submission", str(number), why, one.record.name)
        return
    context = judge.context(read, issue)
    if _identity(one, issue) != (issue.workbook, issue.revision, read.content_digest):
        yield Broken("not_recomputed", "submission", str(number), workbook=one.record.name)
    yield from _typed(one, context)
    forms: dict[int, tuple[FormRow, ...]] = {}
    if one.record.state == "read":
        fresh = run_checks(context, one.record.name)
        yield from _findings(one, fresh)
        forms = dict(_forms(one, context, _as_told(one, fresh)))
        yield from _results(
            judge.archive, one, {event: result_rows(context, forms[event]) for event in forms}
        )
    here = forms.pop(one.record.event, ())
    if (one.record.forms, one.record.returned) != _counts(here):
        yield Broken("not_recomputed", "submission", str(number), workbook=one.record.name)
    moved(standing, one.record, here)
    for event, rows in forms.items():
        restated(standing, one.record, event, rows)


def _forms(one: Kept, context: Context, told: Sequence[Finding]) -> Iterator[tuple[int, tuple[FormRow, ...]]]:
    """Yield how the forms of a submission stood after each event that moved them, by what was waived then."""
    for event in (one.record.event, *_restatements(one)):
        given = (waiver for waiver in one.waivers if waiver.event <= event)
        stood = [waiver for waiver in given if waiver.ended is None or waiver.ended > event]
        yield event, form_rows(context, sort_out(told, stood).open)


def _restatements(one: Kept) -> list[int]:
    """Return the events by which waivers were given, or ended, while this submission counted."""
    given = {waiver.event for waiver in one.waivers if waiver.submission == one.record.submission}
    ended = {waiver.ended for waiver in one.waivers if waiver.ended_with == one.record.submission}
    return sorted(event for event in given | ended if event is not None and event > one.record.event)


def _identity(one: Kept, issue: IssuedRecord) -> tuple[str | None, int | None, str | None]:
    record = one.record
    same = (record.cycle, record.department, record.edition) == (issue.cycle, issue.department, issue.edition)
    return (record.workbook if same else None), record.base, record.content_digest


def _typed(one: Kept, context: Context) -> Iterator[Broken]:
    """What was typed: the entries, line by line, and the rows of the other tables."""
    number, name = one.record.submission, one.record.name
    entries = {(row.employee, row.indicator): row for row in entry_rows(context)}
    stored = {(row.employee, row.indicator): row for row in one.entries}
    for employee, indicator in _differing(entries, stored):
        yield Broken("not_recomputed", "entry", f"{number} / {employee} / {indicator}", "", name, employee)
    registers = {(row.kind, row.key): row for row in typed_rows(context)}
    known = {(row.kind, row.key): row for row in one.registers}
    for kind, key in _differing(registers, known):
        yield Broken("not_recomputed", "register", f"{number} / {kind} / {key}", "", name, key)
    fresh = {(row.subject, row.indicator): row for row in given_rows(context)}
    given = {(row.subject, row.indicator): row for row in one.given}
    for subject, indicator in _differing(fresh, given):
        yield Broken("not_recomputed", "given", f"{number} / {subject} / {indicator}", "", name, subject)


def _differing(computed: Mapping[Any, Any], stored: Mapping[Any, Any]) -> list[Any]:
    """Return the keys under which what is stored is not what was computed, missing ones among them."""
    keys = dict.fromkeys([*stored, *computed])
    return [key for key in keys if stored.get(key) != computed.get(key)]


def _findings(one: Kept, fresh: Sequence[Finding]) -> Iterator[Broken]:
    """What was found is found again, where this very version of the program had found it.

    A later program knows more checks and other words: its findings differ rightly.
    """
    if one.program != events.program():
        return
    again, stored = Counter(fresh), Counter(one.findings)
    for found in [*(stored - again), *(again - stored)]:
        told = " ".join(part for part in (found.code, found.sheet, found.cell) if part)
        number = one.record.submission
        yield Broken("not_found_again", "finding", str(number), told, one.record.name, found.employee)


def _as_told(one: Kept, fresh: Sequence[Finding]) -> Sequence[Finding]:
    """Return the findings that decided: those of another program as it told them, else what is found now."""
    another = one.program != events.program() and all(found.code in CHECKS for found in one.findings)
    return one.findings if another else fresh


def _counts(forms: Sequence[FormRow]) -> tuple[int, int]:
    return len(forms), sum(row.state == "returned" for row in forms)


def _results(archive: Archive, one: Kept, computed: Mapping[int, tuple[ResultRow, ...]]) -> Iterator[Broken]:
    """Every version that names this submission, and whatever counted right after it, follow from it.

    computed: the results as they followed right after each event that moved the forms.
    """
    record = one.record
    rows = {event: {row.employee: row for row in found} for event, found in computed.items()}
    for event, version in one.results:
        row = rows.get(event, {}).get(version.employee)
        if row is None or not _same(version, row) or _places(version) != _places(row):
            yield _unlike(record.name, version, row, archive.language)
    first = rows[record.event]
    counting = kept.counting(archive, record.cycle or "", first, record.event)
    for employee, row in first.items():
        counted = counting.get(employee)
        if counted is None:
            yield Broken("row_missing", "result", f"{record.cycle} / {employee}", "", record.name, employee)
        elif counted.submission != record.submission and not _same(counted, row):
            yield _unlike(record.name, counted, row, archive.language)


def _same(stored: Result, computed: ResultRow) -> bool:
    return (stored.state, numbers(stored)) == (computed.state, numbers(computed))


def _places(found: Result | ResultRow) -> list[tuple[str | None, str | None]]:
    return [(line.sheet, line.cell) for line in found.lines]


def _unlike(name: str, stored: Result, computed: ResultRow | None, language: str) -> Broken:
    figures = {"stored": stored.score, "computed": computed.score if computed else None}
    told = say("service.verify.recomputed", language, **figures) if len(set(figures.values())) > 1 else ""
    row = f"{stored.cycle} / {stored.employee} / {stored.version}"
    return Broken("not_recomputed", "result", row, told, name, stored.employee)


def _imported(
    archive: Archive, number: int, kind: Any, name: str, content: bytes, mapping: str
) -> Iterator[Broken]:
    """The rows of an import follow from the kept file, read as it was read then."""
    fresh = {row[0]: tuple(row) for row in reread(kind, content, mapping)}
    stored = {row[0]: row for row in kept.imported_rows(archive, number, kind)}
    for line in _differing(fresh, stored):
        broken = Broken("not_recomputed", TABLES[kind].name, f"{number} / {line}", workbook=name)
        row = stored.get(line) or fresh[line]
        yield replace(broken, employee=str(row[2] if kind in ("actuals", "ratings") else row[1]))
