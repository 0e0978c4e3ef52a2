"""`verify`: everything kept is as it was written, and every result follows from the kept workbooks."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import MsgspecError

from addin.texts import say
from sync.archive.rows import Broken, Kept, Result, numbers
from sync.archive.store import Archive
from sync.archive.verify import kept
from sync.archive.verify import verify as verify_archive
from sync.checks.run import run_checks
from sync.reading.cells import Unreadable
from sync.reading.reasons import reason
from sync.reading.submission import read_submission
from sync.service.cycles import open_to_look
from sync.service.judging import Judge, entry_rows, form_rows, result_rows
from sync.settings import CannotGoOn, Workspace


def verify(workspace: Workspace) -> tuple[list[dict[str, str]], dict[str, int]]:
    """Name everything that does not hold (empty where all is well), and count what was looked at."""
    with open_to_look(workspace) as archive:
        broken = [*verify_archive(archive), *recompute(archive)]
        results = sum(len(archive.results(cycle, every=True)) for cycle in archive.cycles())
        counts = {"files": len(archive.files()), "events": len(archive.events()), "results": results}
        return [_document(one, archive.language) for one in broken], counts


def recompute(archive: Archive) -> Iterator[Broken]:
    """Read every accepted workbook again from its kept bytes; compare entries and results."""
    judge = Judge(archive)
    for one in kept(archive):
        if isinstance(one, Broken):
            yield one
            continue
        try:
            yield from _compared(judge, one)
        except (Unreadable, MsgspecError, CannotGoOn) as error:
            told = reason(error, archive.language) if isinstance(error, Unreadable) else str(error)
            yield Broken("unusable", "submission", str(one.record.submission), told)


def _compared(judge: Judge, one: Kept) -> Iterator[Broken]:
    context = judge.context(read_submission(one.content), one.issued)
    number = one.record.submission
    entries = {(row.employee, row.indicator): row for row in entry_rows(context)}
    for stored in one.entries:
        if entries.pop((stored.employee, stored.indicator), None) != stored:
            yield Broken("not_recomputed", "entry", f"{number} {stored.employee} {stored.indicator}")
    for employee, indicator in entries:
        yield Broken("row_missing", "entry", f"{number} {employee} {indicator}")
    computed = {
        row.employee: row for row in result_rows(context, form_rows(context, run_checks(context, "")))
    }
    for result in one.results:
        row = computed.get(result.employee)
        if row is None or numbers(row) != numbers(result):
            told = _difference(result, row.score if row else None, judge.archive.language)
            yield Broken("not_recomputed", "result", f"{result.cycle} {result.employee}", told)


def _difference(result: Result, computed: float | None, language: str) -> str:
    return say("service.verify.recomputed", language, stored=result.score, computed=computed)


def _document(broken: Broken, language: str) -> dict[str, str]:
    text = say(f"archive.broken.{broken.what}", language)
    return {
        "what": broken.what,
        "table": broken.table,
        "title": say(f"archive.tables.{broken.table}", language),
        "row": broken.row,
        "detail": broken.detail,
        "message": f"{text} {broken.detail}".strip(),
    }
