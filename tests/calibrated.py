"""A committee's workbook as cases tell of it, and what its checks find there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

import msgspec

from addin.texts import say
from sync.checks.calibration import Calibrated, Exceeded, Standing, decided_rows, run_calibration
from sync.findings import Finding
from sync.reading.submission import Submission, read_submission
from templates.books.calibration import CalibrationContent, Facts, facts_of, mark_of, write_calibration
from templates.patch import set_cells
from templates.tables.calibration import CALIBRATION, COMMITTEE
from tests.builders import CYCLE, GRADES, KEY, sample_scheme
from tests.templates.books.calibration.material import sample_content

Case = Mapping[str, Any]


@cache
def content(language: str) -> CalibrationContent:
    """Return the sample calibration with every grade decided."""
    return sample_content(language, decided=True)


@cache
def book(language: str) -> bytes:
    """Return its workbook, written once."""
    return write_calibration(content(language))


def calibrated(case: Case, language: str = "en") -> Calibrated:
    """Return what a case makes of the sample workbook, beside what stands today."""
    titles = {one.title("en"): one.title(language) for one in (CALIBRATION, COMMITTEE)}
    cells = {titles[sheet]: values for sheet, values in case.get("cells", {}).items()}
    sent = read_submission(set_cells(book(language), cells))
    standing = standings(case, language)
    table = sent.tables[CALIBRATION.key]
    facts = partial(_facts, standing)
    rows = decided_rows(table, standing, [one.id for one in GRADES], partial(mark_of, KEY, CYCLE), facts)
    exceeded = msgspec.convert(case.get("exceeded", ()), tuple[Exceeded, ...])
    grades = [one.id for one in GRADES]
    missing = case.get("missing", ())
    return Calibrated(
        table, list(rows), standing, grades, sample_scheme(), language, missing, exceeded, _members(sent)
    )


def standings(case: Case, language: str) -> dict[str, Standing]:
    """Return how every form of the sample stands; a case tells what differs, None for nobody."""
    state = say("choices.state.reviewed_by_hr", language)
    found = {
        row.subject: Standing(row.name, row.score, row.grade, row.ceiling, True, state)
        for row in content(language).rows
    }
    for subject, changes in case.get("standing", {}).items():
        found[subject] = replace(found[subject], **changes)
    return {subject: one for subject, one in found.items() if subject not in case.get("gone", ())}


def _facts(standing: Mapping[str, Standing], subject: str) -> Facts:
    one = standing[subject]
    return facts_of(one.score, one.grade, one.ceiling)


def _members(sent: Submission) -> int:
    return sum(bool(row.text("member")) for row in sent.tables[COMMITTEE.key].rows)


def found_in(case: Case, language: str = "en") -> list[Finding]:
    """Run the checks on what a case makes of the sample workbook."""
    return run_calibration(calibrated(case, language), "calibration.xlsx", f"{CYCLE}-calibration")
