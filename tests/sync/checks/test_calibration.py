"""Each check of a committee's workbook finds what its case file says, where it says, and nothing else."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from addin.texts import LANGUAGES
from sync.checks.catalogue import explain
from sync.checks.every import CHECKS
from tests.calibrated import Case, found_in

CASES = Path(__file__).resolve().parents[2] / "cases"
OURS = sorted(code for code, check in CHECKS.items() if check.subject == "calibration")


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
    assert [found.message for found in found_in(case) if found.code == code] == []


@pytest.mark.parametrize(("code", "case"), cases("fail"))
def test_found_where_it_is(code: str, case: Case) -> None:
    """A check finds what it is for, once, in the cell that its case names, and no other check joins in."""
    found = [one.document() for one in found_in(case)]
    assert {one["code"] for one in found} == {code}
    assert len(found) == len(case["expect"])
    for one, expected in zip(found, case["expect"], strict=True):
        assert {key: one[key] for key in expected} == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "case"), cases("fail"))
def test_words_are_complete(code: str, case: Case, language: str) -> None:
    """Message, mending and explanation of every check are whole sentences in both languages."""
    for found in (one for one in found_in(case, language) if one.code == code):
        assert not any(odd in found.message + found.fix for odd in ("None", "{"))
    explained = explain(code, language)
    assert explained is not None
    assert "{" not in explained


def test_nothing_is_wrong_in_a_workbook_that_was_rightly_decided() -> None:
    """A committee's workbook in which every grade is decided has no finding at all."""
    assert found_in({}) == []
