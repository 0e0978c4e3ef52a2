"""Every check against its cases: what must pass in silence, and what must be found in the right cell."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from addin.texts import LANGUAGES
from sync.checks.arrival import Refusal, refused
from sync.checks.catalogue import explain
from sync.checks.context import Context
from sync.checks.every import CHECKS
from sync.checks.forms import build_context
from sync.checks.run import forms_with_errors, run_checks, whole_errors
from sync.findings import Finding
from templates.books.department.plan import GOALS
from tests.builders import CYCLE, filled_workbook, goals_workbook, issued_workbook, sample_scheme
from tests.editing import read, spot
from tests.edits import apply
from tests.judged import SAMPLES, judged_scheme, judged_workbook
from tests.registers import register_workbook

CASES = Path(__file__).resolve().parents[2] / "cases"
OURS = sorted(code for code, check in CHECKS.items() if check.subject == "submission")
FILES = sorted(code for code, check in CHECKS.items() if check.subject == "file")
REASON = "the reason, in words"


@cache
def book(filled: bool, sample: str = "") -> bytes:
    """Return a sample workbook, written once: the usual one, its goals, of more people, or with registers."""
    if sample == GOALS:
        return goals_workbook(filled)
    if sample:
        return register_workbook(filled) if sample == "registers" else judged_workbook(filled, sample)
    return filled_workbook() if filled else issued_workbook()


def context_of(data: bytes, issued: bytes, language: str = "en", sample: str = "") -> Context:
    """Put together what the checks of a workbook look at."""
    scheme = judged_scheme(sample) if sample in SAMPLES else sample_scheme()
    return build_context(read(data), read(issued), scheme, scheme.cycles[CYCLE], language)


def findings(code: str, kind: str, at: int, language: str = "en") -> list[Finding]:
    """Run all checks on what a case makes of its workbook, under the name that it gives the file."""
    case = told(code)[kind][at]
    context = context_of(*done(code, kind, at), language, case.get("sample", ""))
    return run_checks(context, case.get("name", "sales.xlsx"))


@cache
def told(code: str) -> dict[str, list[dict[str, Any]]]:
    """Return the cases of a check, as its file tells them."""
    return tomllib.loads((CASES / f"{code}.toml").read_text(encoding="utf-8"))


def cases(kind: str) -> list[Any]:
    """Return every case of one kind: the code, and which of its cases."""
    return [
        pytest.param(code, at, id=f"{code}: {case['what']}")
        for code in OURS
        for at, case in enumerate(told(code)[kind])
    ]


@cache
def done(code: str, kind: str, at: int) -> tuple[bytes, bytes]:
    """Do what a case says and return the workbook that is sent, and the one that was issued."""
    case = told(code)[kind][at]
    before, sample = case.get("issued", ()), case.get("sample", "")
    issued, filled = (apply(book(filled, sample), before) for filled in (False, True))
    return apply(filled, case.get("edits", ())), issued


def expected(data: bytes, places: list[Mapping[str, Any]]) -> list[tuple[str | None, str | None]]:
    """Return sheet and cell of each finding that a case expects."""
    found: list[tuple[str | None, str | None]] = []
    for place in places:
        if "employee" in place or "no" in place:
            found.append(spot(data, place))
        elif "cell" in place:
            sheet, _, cell = place["cell"].partition("!")
            found.append((sheet, cell))
        elif "last" in place:
            reading = read(data).tables["appraisal"]
            found.append((reading.sheet, reading.place(reading.rows[-1], place["last"])))
        else:
            found.append((place.get("sheet"), None))
    return found


@pytest.mark.parametrize(("code", "at"), cases("pass"))
def test_silent_where_nothing_is_wrong(code: str, at: int) -> None:
    """A check says nothing where nothing of its kind is wrong."""
    found = findings(code, "pass", at)
    assert [finding.message for finding in found if finding.code == code] == []


@pytest.mark.parametrize(("code", "at"), cases("fail"))
def test_found_where_it_is(code: str, at: int) -> None:
    """A check finds what it is for, once and in its cell; what has no error has a score."""
    data, issued = done(code, "fail", at)
    found = findings(code, "fail", at)
    places = [(finding.sheet, finding.cell) for finding in found if finding.code == code]
    wanted = told(code)["fail"][at]["expect"]
    if wanted == "some":
        assert places
    else:
        assert sorted(map(str, places)) == sorted(map(str, expected(data, wanted)))
    context = context_of(data, issued, sample=told(code)["fail"][at].get("sample", ""))
    unscored = bool(whole_errors(found)) or context.edition == GOALS
    sound = () if unscored else context.scores.keys() - forms_with_errors(found)
    assert all(context.scores[employee].grade is not None for employee in sound)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", OURS)
def test_words_are_complete(code: str, language: str) -> None:
    """Message, mending and explanation of every check are whole sentences in both languages."""
    complaints = findings(code, "fail", 0, language)
    assert code in {found.code for found in complaints}
    for found in complaints:
        assert "None" not in found.message + found.fix
        assert "{" not in found.message + found.fix
    explained = explain(code, language)
    assert explained is not None
    assert "{" not in explained


SAID = {
    ("P002", 0, "en"): "Li Na, Sales amount stands twice with different values (rows 2, 3).",
    ("P002", 1, "en"): 'The row of Li Na in "Summary" stands twice with different values (rows 2, 3).',
    ("P004", 2, "en"): 'The row of Li Na in "Summary" stands twice (rows 2, 3); it counts once.',
    ("P004", 2, "zh"): "Li Na在“Summary”中有两行（第2、3行），只计一次。",
    ("F004", 1, "zh"): "“Appraisal”中的“实际完成值”列被隐藏，其中内容已照常读取。",
    ("F004", 2, "en"): 'The sheet "Summary" is hidden. Everything there was read all the same.',
    ("F004", 2, "zh"): "工作表“Summary”被隐藏，其中内容已照常读取。",
}


@pytest.mark.parametrize(("code", "at", "language"), SAID)
def test_a_message_says_what_it_is_about(code: str, at: int, language: str) -> None:
    """A repeated row of Summary is no indicator, and a hidden sheet is not filtered."""
    found = findings(code, "fail", at, language)
    assert SAID[code, at, language] in [one.message for one in found if one.code == code]


def test_one_hidden_row_is_one() -> None:
    """The message on hidden rows names them and does not count."""
    data = apply(book(filled=True), [{"do": "hide_row", "employee": "00123", "indicator": "SAL-01"}])
    context = context_of(data, book(filled=False))
    (message,) = [one.message for one in run_checks(context, "sales.xlsx") if one.code == "F004"]
    assert message.startswith('Hidden in "Appraisal" by a filter or by hand, rows: 2. Everything')


def refusals(code: str, kind: str) -> list[Refusal]:
    """Return the refused files that a case file tells of."""
    return [Refusal(case["readable"], REASON, case.get("arriving", False)) for case in told(code)[kind]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", FILES)
def test_refused_files_are_told_apart(code: str, language: str) -> None:
    """A refused file has one finding of its own check, with the reason in it, and no other's."""
    for refusal in refusals(code, "pass"):
        assert code not in {found.code for found in refused(refusal, "a.xlsx", language)}
    for refusal in refusals(code, "fail"):
        (found,) = refused(refusal, "a.xlsx", language)
        severity = "note" if refusal.arriving else "error"
        assert (found.code, found.severity, found.workbook) == (code, severity, "a.xlsx")
        assert REASON in found.message
        assert not any(odd in found.message + found.fix for odd in ("{", "None"))
        assert whole_errors([found]) == ([] if refusal.arriving else [found])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", FILES)
def test_refusals_are_explained(code: str, language: str) -> None:
    """The checks of files that were refused are explained like all the others."""
    explained = explain(code, language)
    assert explained is not None
    assert "{" not in explained


def test_every_check_has_cases() -> None:
    """Each check of a workbook or of a file has its case file with what passes and what fails."""
    assert {file.stem for file in CASES.glob("*.toml")} >= {*OURS, *FILES}
    assert all(told(code)[kind] for code in (*OURS, *FILES) for kind in ("pass", "fail"))
