"""Several hundred rightly filled workbooks: none has an error, and what is told of them is right."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from sync.checks.forms import build_context
from sync.checks.registry import severity_of
from sync.checks.run import run_checks
from sync.reading.submission import Submission, read_submission
from tests.libreoffice import Office, recalculate
from tests.rightly.fillings import FILLINGS
from tests.rightly.handwork import HANDWORK
from tests.rightly.origins import Origin, scheme_and_plan
from tests.rightly.works import EACH, PROGRAMS, Work, issued, made, works

CORPUS = list(works())
SAMPLE = CORPUS if os.environ.get("MERITBOOK_EVERY") else CORPUS[::2]
"""Every second workbook, which brings every part and every origin; with MERITBOOK_EVERY set, all of them."""


@cache
def reading(origin: Origin) -> Submission:
    """Return the workbook of an origin as it was issued."""
    return read_submission(issued(origin))


def told(data: bytes, origin: Origin) -> dict[str, str]:
    """Return a message of each code that is found in a workbook."""
    (scheme, plan), sent = scheme_and_plan(origin), read_submission(data)
    context = build_context(sent, reading(origin), scheme, scheme.cycles[plan.cycle.id], origin.language)
    return {one.code: f"{one.severity}: {one.message}" for one in run_checks(context, "a.xlsx")}


def switched_on(codes: Iterable[str], origin: Origin) -> set[str]:
    """Return the codes that the rules of an origin do not switch off."""
    scheme = scheme_and_plan(origin)[0]
    return {code for code in codes if severity_of(code, scheme) is not None}


@pytest.mark.parametrize("work", SAMPLE, ids=str)
def test_rightly_filled_workbook_raises_no_error(work: Work) -> None:
    """What people rightly do to a workbook is met with silence, or with just the word that belongs to it."""
    data, codes = made(work)
    found = told(data, work.origin)
    assert not [message for message in found.values() if message.startswith("error")]
    assert found.keys() == switched_on(codes, work.origin), found


def test_the_corpus_is_large() -> None:
    """There are three hundred workbooks at least, no two alike, and the sample has every part and origin."""
    assert len(set(CORPUS)) == len(CORPUS) >= 300
    parts = {part for work in SAMPLE for part in work[1:]}
    assert parts == {*FILLINGS, *HANDWORK, *PROGRAMS}
    assert {work.origin for work in SAMPLE} == {work.origin for work in CORPUS}


@pytest.mark.libreoffice
def test_libreoffice_raises_no_error(libreoffice: Office, tmp_path: Path) -> None:
    """One of each origin, calculated and saved by LibreOffice at last, is met as it was before."""
    chosen = {f"{at}.xlsx": work for at, work in enumerate(CORPUS[1::EACH]) if work.program != "unordered"}
    meant = {name: made(work) for name, work in chosen.items()}
    for name, (data, _) in meant.items():
        (tmp_path / name).write_bytes(data)
    for file in recalculate(libreoffice, [tmp_path / name for name in chosen], tmp_path / "saved"):
        work = chosen[file.name]
        found = set(told(file.read_bytes(), work.origin))
        assert (work, found - HANDWORK[work.hand].calculated) == (
            work,
            switched_on(meant[file.name][1], work.origin),
        )
