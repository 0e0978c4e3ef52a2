"""Each check across workbooks finds what its case file says, where it says, and nothing else."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from addin.texts import LANGUAGES
from sync.checks.catalogue import explain
from sync.checks.every import CHECKS
from tests.cycle_cases import Case, compared

CASES = Path(__file__).resolve().parents[3] / "cases"
OURS = sorted(code for code, check in CHECKS.items() if check.subject in ("cycle", "today"))


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


@pytest.mark.parametrize(("code", "case"), cases("pass"))
def test_silent_where_nothing_is_wrong(code: str, case: Case) -> None:
    """A check says nothing where nothing of its kind is wrong."""
    assert [found.message for found in compared(case) if found.code == code] == []


@pytest.mark.parametrize(("code", "case"), cases("fail"))
def test_found_where_it_is(code: str, case: Case) -> None:
    """A check finds what it is for, once, in the workbook and cell that its case names."""
    found = [one.document() for one in compared(case) if one.code == code]
    assert len(found) == len(case["expect"])
    for one, expected in zip(found, case["expect"], strict=True):
        assert {key: one[key] for key in expected} == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "case"), cases("fail"))
def test_words_are_complete(code: str, case: Case, language: str) -> None:
    """Message, mending and explanation of every check are whole sentences in both languages."""
    for found in (one for one in compared(case, language) if one.code == code):
        assert not any(odd in found.message + found.fix for odd in ("None", "{"))
    explained = explain(code, language)
    assert explained is not None
    assert "{" not in explained


def test_every_check_has_cases() -> None:
    """Each check across workbooks has its case file with what passes and what fails."""
    assert all(told_of(code)[kind] for code in OURS for kind in ("pass", "fail"))


def test_ids_tell_findings_apart() -> None:
    """Findings of several departments, people and indicators have ids of their own, whatever the language."""
    told_in = [
        {
            found.id: found.code
            for code in OURS
            for case in told_of(code)["fail"]
            for found in compared(case, one)
        }
        for one in LANGUAGES
    ]
    assert told_in[0] == told_in[1]
    assert {*told_in[0].values()} == {*OURS}
