"""What a finding looks like: the first fail case of a check, done to a workbook and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from addin.texts import of, say, words
from sync.checks.arrival import Refusal, refused
from sync.checks.forms import build_context
from sync.checks.registry import Check
from sync.checks.run import run_checks
from sync.checks.scheme import check_scheme
from sync.findings import Finding, place
from sync.reading.cells import Unreadable
from sync.reading.reasons import reason
from sync.reading.scheme import read_scheme
from sync.sources import CHANGING
from templates.books.department.plan import GOALS
from templates.books.scheme import starter, write_scheme
from templates.tables import TABLES
from tests import edits, scheme_edits
from tests.builders import CYCLE, filled_workbook, goals_workbook, issued_workbook, sample_scheme
from tests.calibrated import found_in
from tests.cycle_cases import compared
from tests.editing import read
from tests.judged import judged_scheme, judged_workbook
from tests.registers import register_workbook

CASES = Path(__file__).resolve().parents[2] / "tests" / "cases"
WORKBOOK, TODAY = f"{CYCLE}-sales.xlsx", date(2026, 11, 20)
PLACEHOLDER = re.compile(r"\{\w*\}")

Case = Mapping[str, Any]


def example(check: Check, language: str) -> str:
    """Return a finding of a check as people read it: place and message; without a case, its message alone."""
    run = _RUNS.get(check.subject)
    for one in run(_case(check.code), language) if run else ():
        if one.code == check.code:
            where = f"{check.code} {place(one.workbook, one.sheet, one.cell)}".rstrip()
            return of(where, _named(one.message, language), language)
    told = PLACEHOLDER.sub("…", say(f"checks.{check.code}.message", language))
    return of(check.code, told, language)


def _case(code: str) -> Case:
    case: Case = tomllib.loads((CASES / f"{code}.toml").read_text("utf-8"))["fail"][0]
    return case


def _named(message: str, language: str) -> str:
    """Call the sample's people and indicators by names of the page's language."""
    for name, other in words("docs", language)["checks"]["names"].items():
        message = message.replace(name, other)
    return message


def _submission(case: Case, language: str) -> Sequence[Finding]:
    before, sample = _in(language, case.get("issued", ())), case.get("sample", "")
    books = _books(language, sample)
    issued, sent = (edits.apply(book, before) for book in books)
    sent, scheme = (
        edits.apply(sent, _in(language, case.get("edits", ()))),
        judged_scheme(sample) if sample not in ("", "registers", GOALS) else sample_scheme(),
    )
    context = build_context(read(sent), read(issued), scheme, scheme.cycles[CYCLE], language)
    return run_checks(context, case.get("name", WORKBOOK))


@cache
def _books(language: str, sample: str) -> tuple[bytes, bytes]:
    if sample == GOALS:
        return goals_workbook(False, language), goals_workbook(True, language)
    if sample == "registers":
        return register_workbook(False, language=language), register_workbook(True, language=language)
    if sample:
        return judged_workbook(False, sample), judged_workbook(True, sample)
    return issued_workbook(language), filled_workbook(language=language)


def _scheme(case: Case, language: str) -> Sequence[Finding]:
    book = scheme_edits.apply(_starter(language), _in(language, case["edits"]))
    return check_scheme(read_scheme(book), language)


@cache
def _starter(language: str) -> bytes:
    return write_scheme(starter(language, TODAY), language)


def _file(case: Case, language: str) -> Sequence[Finding]:
    arriving = case.get("arriving", False)
    why = say(CHANGING if arriving else "service.reasons.no_stamp", language)
    if not (case["readable"] or arriving):
        why = reason(Unreadable("password"), language)
    return refused(Refusal(case["readable"], why, arriving), WORKBOOK, language)


def _in(language: str, done: Sequence[Case]) -> list[Case]:
    """Return edits with the sheets as they are called in a language."""
    titles = {table.title("en"): table.title(language) for table in TABLES.values()}
    return [
        {**edit, "sheet": titles.get(edit["sheet"], edit["sheet"])} if "sheet" in edit else edit
        for edit in done
    ]


_RUNS = {
    "submission": _submission,
    "scheme": _scheme,
    "file": _file,
    "cycle": compared,
    "today": compared,
    "calibration": found_in,
}
