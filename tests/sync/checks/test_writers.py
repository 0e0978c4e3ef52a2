"""Whichever program a workbook was saved in, the checks say nothing more than what that program lost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from addin.scoring.form import Score
from sync.checks.forms import build_context
from sync.checks.run import run_checks
from sync.reading.submission import Submission, read_submission
from tests.builders import CYCLE, issued_workbook, sample_scheme
from tests.libreoffice import Office, recalculate
from tests.writers import WRITERS
from tests.writers.samples import filled, language_of, original, rewritten

FILES = [key for key, writer in WRITERS.items() if writer.known == "kept" or writer.rewrite]


@cache
def issued(language: str) -> Submission:
    """Return the workbook as it was issued."""
    return read_submission(issued_workbook(language))


@cache
def judged(data: bytes, language: str) -> tuple[dict[str, str], Mapping[str, Score]]:
    """Return the severity of every finding by its code, and our scores."""
    scheme = sample_scheme()
    context = build_context(read_submission(data), issued(language), scheme, scheme.cycles[CYCLE], language)
    return {found.code: found.severity for found in run_checks(context, "sales.xlsx")}, context.scores


@pytest.mark.parametrize("key", FILES)
def test_nothing_is_found_that_the_sender_did_not_do(key: str) -> None:
    """A workbook that another program saved has the findings of its losses only, none an error."""
    found, scores = judged(rewritten(key), language_of(key))
    before, ours = judged(original(key), language_of(key))
    assert before == {}
    assert found.keys() == WRITERS[key].codes
    assert "error" not in found.values()
    assert scores == ours


@pytest.mark.libreoffice
def test_libreoffice_after_any_program(libreoffice: Office, tmp_path: Path) -> None:
    """What another program wrote and LibreOffice saved again raises nothing either."""
    keys = ("excel", "open-xml-sdk", "google", "sheetjs")
    files = [tmp_path / f"{key}.xlsx" for key in keys]
    for file in files:
        file.write_bytes(rewritten(file.stem))
    for key, saved in zip(keys, recalculate(libreoffice, files, tmp_path / "saved"), strict=True):
        found, scores = judged(saved.read_bytes(), language_of(key))
        assert (key, found) == (key, {})
        assert scores == judged(filled(language_of(key)), language_of(key))[1]
