"""Each check across workbooks, or of a committee, finds what its case file says, where, and nothing else."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from addin.texts import LANGUAGES
from sync.checks.catalogue import explain
from sync.checks.every import CHECKS
from sync.findings import Finding
from tests.calibrated import found_in
from tests.cycle_cases import Case, compared

CASES = Path(__file__).resolve().parents[3] / "cases"
FINDS = {"cycle": compared, "today": compared, "calibration": found_in}
"""How the findings of a case are found, by what its check looks at."""

OURS = sorted(code for code, check in CHECKS.items() if check.subject in FINDS)
ALONE = frozenset(code for code in OURS if CHECKS[code].subject == "calibration")
"""In a case of these no other check joins in."""


@cache
def told_of(code: str) -> dict[str, list[Case]]:
    """Return the cases of a check, as its file tells them."""
    return tomllib.loads((CASES / f"{code}.toml").read_text(encoding="utf-8"))


def cases(kind: str) -> list[Any]:
    """Return every case of one kind: the code, and the case."""
    return [
        pytest.param(code, case, id=f"{code}: {case['what']}")
        for code in OURS
        for case in told_of(code)[kind]
    ]


def found(code: str, case: Case, language: str = "en") -> list[Finding]:
    """Return what a check finds in a case; of some checks, what all of them find."""
    every = FINDS[CHECKS[code].subject](case, language)
    return [one for one in every if one.code == code or code in ALONE]


@pytest.mark.parametrize(("code", "case"), cases("pass"))
def test_silent_where_nothing_is_wrong(code: str, case: Case) -> None:
    """A check says nothing where nothing of its kind is wrong."""
    assert [one.message for one in found(code, case) if one.code == code] == []


@pytest.mark.parametrize(("code", "case"), cases("fail"))
def test_found_where_it_is(code: str, case: Case) -> None:
    """A check finds what it is for, once, in the workbook and cell that its case names."""
    told = [one.document() for one in found(code, case)]
    assert {one["code"] for one in told} == {code}
    assert len(told) == len(case["expect"])
    for one, expected in zip(told, case["expect"], strict=True):
        assert {key: one[key] for key in expected} == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "case"), cases("fail"))
def test_words_are_complete(code: str, case: Case, language: str) -> None:
    """Message, mending and explanation of every check are whole sentences in both languages."""
    for one in found(code, case, language):
        assert not any(odd in one.message + one.fix for odd in ("None", "{"))
    explained = explain(code, language)
    assert explained is not None
    assert "{" not in explained


def test_every_check_has_cases() -> None:
    """Each of these checks has its case file with what passes and what fails."""
    assert all(told_of(code)[kind] for code in OURS for kind in ("pass", "fail"))


def test_ids_tell_findings_apart() -> None:
    """Findings of several departments, people and indicators have ids of their own, whatever the language."""
    told_in = [
        {
            told.id: told.code
            for code in OURS
            for case in told_of(code)["fail"]
            for told in found(code, case, language)
        }
        for language in LANGUAGES
    ]
    assert told_in[0] == told_in[1]
    assert {*told_in[0].values()} == {*OURS}
