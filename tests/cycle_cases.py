"""Workbooks side by side as cases tell of them, and what the checks across workbooks find there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from addin.scoring.scheme import Person, RaterRule, Roster
from sync.archive.across.values import Book, Whole
from sync.archive.rated import Heard
from sync.checks.across.lateness import Today
from sync.checks.across.material import Across, Pool
from sync.checks.across.run import found_across, found_today
from sync.findings import Finding
from tests.builders import CYCLE, sample_roster, sample_scheme

ANSWER: Mapping[str, Any] = {"target": None, "actual": None, "rating": None, "comment": "", "sheet": None}
SUBJECT: Mapping[str, Any] = {"state": "checked", "score": None, "answers": []}
EARLIER: Mapping[str, Any] = {"score": None, "ratings": {}, "words": {}}

NAMES = {department: f"{CYCLE}-{department}.xlsx" for department in ("company", "sales")}

Case = Mapping[str, Any]


def side_by_side(case: Case, language: str = "en") -> Across:
    """Return the workbooks that a case tells of; what it does not mention is as in the sample scheme."""
    scheme = sample_scheme()
    days = {key: case[key] for key in ("submission_due", "resubmission_due") if key in case}
    return Across(
        replace(
            scheme,
            settings=replace(scheme.settings, **case.get("settings", {})),
            raters=msgspec.convert(case.get("raters", ()), tuple[RaterRule, ...]),
        ),
        {**sample_roster(), **people(case)},
        replace(scheme.cycles[CYCLE], **days),
        language,
        msgspec.convert({"names": NAMES, **case.get("whole", {})}, Whole),
        tuple(book(one) for one in case.get("books", ())),
        msgspec.convert(case.get("pools", ()), tuple[Pool, ...]),
        heard(case),
        case.get("asked", {}),
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


def compared(case: Case, language: str = "en") -> list[Finding]:
    """Run all checks on what a case tells of."""
    across = side_by_side(case, language)
    if "day" in case:
        return list(found_today(Today(across, case["day"], tuple(case["not_sent"]))))
    return [found for whole in (True, False) for _, found in found_across(across, whole=whole)]
