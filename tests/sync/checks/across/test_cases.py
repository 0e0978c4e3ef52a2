"""Each check across workbooks finds what its case file says, where it says, and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from addin.scoring.scheme import Person, Roster
from addin.texts import LANGUAGES
from sync.archive.across.values import Book, Whole
from sync.archive.rated import Heard
from sync.checks.across.lateness import Today
from sync.checks.across.material import Across, Pool
from sync.checks.across.run import found_across, told
from sync.checks.catalogue import explain
from sync.checks.every import CHECKS
from sync.findings import Finding
from tests.builders import CYCLE, sample_roster, sample_scheme

CASES = Path(__file__).resolve().parents[3] / "cases"
OURS = sorted(code for code, check in CHECKS.items() if check.subject in ("cycle", "today"))
ANSWER: Mapping[str, Any] = {"target": None, "actual": None, "rating": None, "comment": "", "sheet": None}
SUBJECT: Mapping[str, Any] = {"state": "checked", "score": None, "answers": []}
EARLIER: Mapping[str, Any] = {"score": None, "ratings": {}, "words": {}}

Case = dict[str, Any]


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


def side_by_side(case: Case, language: str = "en") -> Across:
    """Return the workbooks that a case tells of; what it does not mention is as in the sample scheme."""
    scheme = sample_scheme()
    days = {key: case[key] for key in ("submission_due", "resubmission_due") if key in case}
    return Across(
        replace(scheme, settings=replace(scheme.settings, **case.get("settings", {}))),
        {**sample_roster(), **people(case)},
        replace(scheme.cycles[CYCLE], **days),
        language,
        msgspec.convert(case.get("whole", {}), Whole),
        tuple(book(one) for one in case.get("books", ())),
        msgspec.convert(case.get("pools", ()), tuple[Pool, ...]),
        heard(case),
    )


def heard(case: Case) -> Mapping[str, tuple[Heard, ...]]:
    """Return what groups of raters say, by person."""
    said = msgspec.convert(case.get("heard", ()), tuple[Heard, ...])
    return {one.subject: tuple(group for group in said if group.subject == one.subject) for one in said}


def people(case: Case) -> Roster:
    """Return the people whom a case adds."""
    given = [{"department": "sales", "position": "clerk", **one} for one in case.get("people", ())]
    return {one["id"]: Person(**one) for one in given}


def book(given: Case) -> Book:
    """Return a workbook, with what its case leaves out filled in."""
    subjects = [subject(one) for one in given.get("subjects", ())]
    return msgspec.convert({**given, "subjects": subjects}, Book)


def subject(given: Case) -> Case:
    """Return a subject, with what its case leaves out filled in."""
    answers = [{**ANSWER, "cells": {}, **one} for one in given.get("answers", ())]
    earlier = {"earlier": {**EARLIER, **given["earlier"]}} if "earlier" in given else {}
    return {**SUBJECT, **given, "answers": answers, **earlier}


def findings(case: Case, language: str = "en") -> list[Finding]:
    """Run all checks on what a case tells of."""
    across = side_by_side(case, language)
    if "day" in case:
        check, today = CHECKS["T001"], Today(across, case["day"], tuple(case["not_sent"]))
        return [told(across, check, problem) for problem in check.run(today)]
    return [found for whole in (True, False) for _, found in found_across(across, whole=whole)]


@pytest.mark.parametrize(("code", "case"), cases("pass"))
def test_silent_where_nothing_is_wrong(code: str, case: Case) -> None:
    """A check says nothing where nothing of its kind is wrong."""
    assert [found.message for found in findings(case) if found.code == code] == []


@pytest.mark.parametrize(("code", "case"), cases("fail"))
def test_found_where_it_is(code: str, case: Case) -> None:
    """A check finds what it is for, once, in the workbook and cell that its case names."""
    found = [one.document() for one in findings(case) if one.code == code]
    assert len(found) == len(case["expect"])
    for one, expected in zip(found, case["expect"], strict=True):
        assert {key: one[key] for key in expected} == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("code", "case"), cases("fail"))
def test_words_are_complete(code: str, case: Case, language: str) -> None:
    """Message, mending and explanation of every check are whole sentences in both languages."""
    for found in (one for one in findings(case, language) if one.code == code):
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
            for found in findings(case, one)
        }
        for one in LANGUAGES
    ]
    assert told_in[0] == told_in[1]
    assert {*told_in[0].values()} == {*OURS}
