"""The checks of the scheme workbook against their cases, done to the starter in English."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from addin.texts import LANGUAGES
from sync.checks.catalogue import explain
from sync.checks.every import CHECKS
from sync.checks.scheme import check_scheme
from sync.checks.scheme.references import loops
from sync.findings import Finding, has_errors
from sync.reading.scheme import SchemeReading, read_scheme
from templates.books.scheme import starter, write_scheme
from tests.scheme_edits import apply, cell_of

CASES = Path(__file__).resolve().parents[2] / "cases"
OURS = sorted(code for code, check in CHECKS.items() if check.subject == "scheme")
TODAY = date(2026, 11, 20)


@cache
def book(language: str = "en") -> bytes:
    """Return the starter, written once."""
    return write_scheme(starter(language, TODAY), language)


def found(code: str, case: Mapping[str, Any], language: str = "en") -> list[Finding]:
    """Do what a case says and return the findings of one code."""
    return [finding for finding in told(repr(case["edits"]), language) if finding.code == code]


@cache
def told(edits: str, language: str) -> list[Finding]:
    """Return all findings after edits, given as written in Python."""
    return check_scheme(edited(edits), language)


@cache
def edited(edits: str) -> SchemeReading:
    """Return the starter as read after edits."""
    return read_scheme(apply(book(), eval(edits, {"datetime": datetime})))


def cases(kind: str) -> Iterator[Any]:
    """Yield the cases of one kind: code, and what is done and expected."""
    for code in OURS:
        for case in tomllib.loads((CASES / f"{code}.toml").read_text(encoding="utf-8"))[kind]:
            yield pytest.param(code, case, id=f"{code}: {case['what']}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_starter_is_sound(language: str) -> None:
    """The starter gives no finding at all, told in either language."""
    reading = read_scheme(book(language))
    assert [check_scheme(reading, told_in) for told_in in LANGUAGES] == [[], []]


@pytest.mark.parametrize(("code", "case"), list(cases("pass")))
def test_silent_where_nothing_is_wrong(code: str, case: Mapping[str, Any]) -> None:
    """A check says nothing where nothing of its kind is wrong."""
    assert [finding.message for finding in found(code, case)] == []


@pytest.mark.parametrize(("code", "case"), list(cases("fail")))
def test_found_where_it_is(code: str, case: Mapping[str, Any]) -> None:
    """A check finds what it is for, once, in the sheet and cell where it stands, under an id of its own."""
    findings = found(code, case)
    wanted = case["expect"]
    places = [(finding.sheet, finding.cell) for finding in findings]
    assert sorted(map(str, places)) == sorted(str((w.get("sheet"), cell_of(w))) for w in wanted)
    for want in wanted:
        if "expected" in want:
            assert want["expected"] in [f.expected for f in findings if f.cell == cell_of(want)]
    assert len({finding.id for finding in findings}) == len(findings)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "case"), list(cases("fail")))
def test_words_are_complete(code: str, case: Mapping[str, Any], language: str) -> None:
    """Message, mending and explanation are whole sentences in both languages."""
    for finding in found(code, case, language):
        assert "None" not in finding.message + finding.fix
        assert "{" not in finding.message + finding.fix
    explained = explain(code, language)
    assert explained is not None
    assert "{" not in explained


def test_every_check_has_cases() -> None:
    """Each check of the scheme has its case file with what passes and what fails."""
    assert {file.stem for file in CASES.glob("[SW]*.toml")} == set(OURS)


def test_the_id_stays_when_the_row_moves() -> None:
    """A finding keeps its id when its row is sorted elsewhere."""
    edit = {"table": "grades", "key": ["B"], "column": "high", "value": 95}
    swap = {"do": "swap", "table": "grades", "keys": ["A", "D"]}
    before, after = (found("S008", {"edits": edits}) for edits in ([edit], [edit, swap]))
    assert [finding.id for finding in before] == [finding.id for finding in after]
    assert [finding.cell for finding in before] != [finding.cell for finding in after]


def test_an_empty_workbook_is_no_scheme() -> None:
    """A workbook without any of our sheets is told sheet by sheet, without a traceback."""
    edits = [
        {"do": "delete_sheet", "sheet": sheet}
        for sheet in (
            "Settings",
            "People",
            "Positions",
            "Templates",
            "Indicators",
            "Grades",
            "Cycles",
            "Changelog",
        )
    ]
    findings = check_scheme(read_scheme(apply(book(), edits)), "en")
    assert has_errors(findings)
    assert {finding.code for finding in findings} == {"S001"}
    assert len(findings) == 7


def test_loops_are_found_once() -> None:
    """Two loops and a chain that leads into one give two loops, each from its smallest id."""
    above = {"a": "b", "b": "c", "c": "a", "x": "a", "m": "m", "n": None}
    assert list(loops(above)) == [("a", "b", "c"), ("m",)]
