"""What must hold for every mutant: both passes agree, and with the referee; a refusal tells what to do."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, NamedTuple
from unittest.mock import patch

from addin.texts import LANGUAGES
from sync.checks.forms import build_context
from sync.checks.run import group, run_checks
from sync.findings import Finding
from sync.reading import xlsx
from sync.reading.cells import Book, Sheet, Unreadable
from sync.reading.gate.package import admit
from sync.reading.reasons import noted, reason
from sync.reading.submission import Submission, read_submission, submission_of
from sync.reading.worksheet import read_sheet
from templates.references import reference
from tests import referee
from tests.builders import CYCLE, sample_scheme
from tests.fuzz import corpus, entries
from tests.referee import OUTSIDE, Seen, SeenSheet

SECONDS = 10
"""What takes longer hangs."""

STRICTER = ("is not a valid URI", "Corrupt extra field")
"""What only the referee's tools mind: namespaces nobody knows anyway, remarks beside a zip's entries."""

SHOWN_OF_AN_ERROR = 40
ADVICE = {
    "en": re.compile(
        r"[.] (?:Open|Save|Send|Fill|Take|Close|Remove|Delete|Break|Choose|Shorten|Please|Unpack|Decrypt"
        r"|In [A-Z]\w+)\b.*\.$"
    ),
    "zh": re.compile("请.*。$"),
}


class Verdict(NamedTuple):
    """What came of a mutant: accepted, accepted with notes, or the code of its refusal; and what is wrong."""

    outcome: str
    wrong: tuple[str, ...] = ()


class Hangs(BaseException):
    """Reading took too long; no code of ours may catch it."""


def judged(data: bytes, checks: str = "") -> Verdict:
    """Read a mutant in every way and say what does not hold; checks: the language to run them in, if any."""
    try:
        with _in_time():
            return _judged(data, checks)
    except Hangs:
        return Verdict("hang", (f"takes longer than {SECONDS} seconds",))


def _judged(data: bytes, checks: str) -> Verdict:
    try:
        quick, slow = _read(data)
    except Exception as error:
        return Verdict("crash", (f"{type(error).__name__}: {error}",))
    if isinstance(quick, Unreadable) or isinstance(slow, Unreadable):
        return _refused(quick, slow)
    wrong = [] if quick == slow else ["the quick pass reads something else"]
    try:
        wrong += _differences(data, quick)
        wrong += _checked(submission_of(quick), checks) if checks else ()
    except Exception as error:
        wrong.append(f"after reading: {type(error).__name__}: {error}")
    wrong += [
        f"no text: {note}" for note in quick.notes for language in LANGUAGES if not noted(note, language)
    ]
    return Verdict("accepted, noted" if quick.notes else "accepted", tuple(wrong))


def _read(data: bytes) -> tuple[Book | Unreadable, Book | Unreadable]:
    """Read a workbook with the quick pass and without; the gate is the same for both."""
    try:
        package = admit(data)
    except Unreadable as unreadable:
        return unreadable, unreadable
    with patch.object(xlsx, "read_sheet", partial(read_sheet, quick=False)):
        slow = _opened(package)
    return _opened(package), slow


def _opened(package: Any) -> Book | Unreadable:
    try:
        return xlsx.open_package(package)
    except Unreadable as unreadable:
        return unreadable


def _refused(quick: Book | Unreadable, slow: Book | Unreadable) -> Verdict:
    """Judge a refusal: by both passes, with a text that says what to do.

    Of several faults in one file each pass may come to another one first.
    """
    if not isinstance(quick, Unreadable) or not isinstance(slow, Unreadable):
        return Verdict("one pass", (f"the quick pass: {quick!r:.200}, the conforming pass: {slow!r:.200}",))
    texts = {language: reason(quick, language) for language in LANGUAGES}
    return Verdict(
        quick.code,
        tuple(f"no advice: {text}" for language, text in texts.items() if not ADVICE[language].search(text)),
    )


def _differences(data: bytes, book: Book) -> Iterator[str]:
    """Yield in what our reading differs from the referee's."""
    try:
        expected = referee.read_sheets(data)
    except Exception as error:
        if not any(one in str(error) for one in STRICTER):
            yield f"the referee cannot read it: {type(error).__name__}: {error}"
        return
    names = [sheet.name for sheet in book.sheets], [sheet.name for sheet in expected]
    if names[0] != names[1]:
        yield f"sheets {names[0]}, the referee {names[1]}"
        return
    for sheet, other in zip(book.sheets, expected, strict=True):
        yield from _other_cells(sheet, other)
    ours, theirs = entries.of_submission(submission_of(book)), entries.of_cells(expected)
    if repr(ours) != repr(theirs):
        yield f"entries {ours}, the referee {theirs}"


def _other_cells(sheet: Sheet, other: SeenSheet) -> Iterator[str]:
    """Yield the cells that differ, in what they hold or in what they show."""
    hidden = [(one.state, one.hidden_rows, one.hidden_columns) for one in (sheet, other)]
    if hidden[0] != hidden[1]:
        yield f"{sheet.name} hides {hidden[0]}, the referee {hidden[1]}"
    found = {reference(one.row, one.column): one for one in sheet.cells}
    for place in sorted({*found, *other.cells}):
        ours, theirs = found.get(place), other.cells.get(place)
        if ours is None or theirs is None or not _alike(ours[2:5], theirs):
            yield f"{sheet.name}!{place}: {ours}, the referee {theirs}"
        elif ours.format != other.look(place):
            yield f"{sheet.name}!{place} shows {ours.format!r}, the referee {other.look(place)!r}"


def _alike(one: Any, other: Seen) -> bool:
    """Tell whether two cells hold the same; of an odd error the beginning is kept."""
    if one[2] != other[2] and not (other[2] == OUTSIDE and OUTSIDE in str(one[2])):
        return False
    if one[0] == other[0] == "e" and len(one[1]) <= SHOWN_OF_AN_ERROR:
        return str(other[1]).strip().startswith(one[1].strip())
    return bool(one[:2] == other[:2])


def _checked(sent: Submission, language: str) -> list[str]:
    """Run all checks on a submission and say what they tell badly."""
    scheme = sample_scheme()
    context = build_context(sent, _issued(), scheme, scheme.cycles[CYCLE], language)
    found = run_checks(context, "sales.xlsx")
    lines = [told.text for told in group(found, language)]
    return [
        *(f"{fault}: {one}" for one in found for fault in _faults(one)),
        *(f"not on one line: {line!r}" for line in lines if len(line.splitlines()) != 1),
    ]


def _faults(found: Finding) -> Iterator[str]:
    """Yield what is wrong with the words of a finding; what was found is kept as it stands in its cell."""
    if "{" in found.message + found.fix:
        yield "a value is not filled in"
    if not found.message.strip() or not found.fix.strip():
        yield "without message or advice"
    if len(str(found).splitlines()) != 1:
        yield "not on one line"


@cache
def _issued() -> Submission:
    return read_submission(corpus.issued("en"))


@contextmanager
def _in_time() -> Iterator[None]:
    """Raise Hangs inside the block after a while."""

    def ring(*_: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
