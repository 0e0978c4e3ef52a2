"""False alarms cost trust: what people rightly do to a workbook is met with silence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from addin.texts import LANGUAGES
from sync.checks.forms import build_context
from sync.checks.run import run_checks
from sync.reading.submission import read_submission
from tests.builders import CYCLE, filled_workbook, issued_workbook, sample_scheme
from tests.edits import apply
from tests.libreoffice import Office, recalculate

HARMLESS: Mapping[str, list[dict[str, Any]]] = {
    "as filled": [],
    "saved by openpyxl": [{"do": "resave"}],
    "sorted by name": [{"do": "sort", "table": "appraisal", "by": "name"}],
    "sorted by indicator": [{"do": "sort", "table": "appraisal", "by": "indicator_name"}],
    "both sheets sorted": [
        {"do": "sort", "table": "appraisal", "by": "actual"},
        {"do": "sort", "table": "summary", "by": "name"},
    ],
    "a typed column moved": [{"do": "move_column", "table": "appraisal", "column": "actual", "to": "todo"}],
    "the numbers moved to the end": [
        {"do": "move_column", "table": "appraisal", "column": "employee", "to": "blocking"},
        {"do": "move_column", "table": "summary", "column": "employee", "to": "open"},
    ],
    "all columns in the opposite order, then sorted": [
        {"do": "turn_columns", "table": "appraisal"},
        {"do": "turn_columns", "table": "summary"},
        {"do": "sort", "table": "appraisal", "by": "weight"},
    ],
    "a sheet renamed": [{"do": "rename_sheet", "sheet": "Appraisal", "value": "Our people"}],
}


def codes(data: bytes, language: str = "en") -> set[str]:
    """Return the codes found in a workbook."""
    scheme, issued = sample_scheme(), read_submission(issued_workbook(language))
    sent = read_submission(data)
    context = build_context(sent, issued, scheme, scheme.cycles[CYCLE], language)
    return {found.code for found in run_checks(context, "sales.xlsx")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_untouched_workbook_misses_values_only(language: str) -> None:
    """A workbook as issued has nothing but missing values."""
    assert codes(issued_workbook(language), language) == {"V001"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_rightly_filled_workbook_has_no_findings(language: str) -> None:
    """A workbook that is rightly filled has no finding at all, in either language."""
    typed_yes = {"en": "yes", "zh": "是"}[language]
    data = filled_workbook(language=language)
    edit = {"employee": "E-07", "indicator": "RND-08", "column": "actual", "value": typed_yes}
    assert codes(apply(data, [edit]), language) == set()


@pytest.mark.parametrize("what", HARMLESS)
def test_harmless_work_is_silent(what: str) -> None:
    """Sorting, moving, renaming and saving in another program raise nothing."""
    assert codes(apply(filled_workbook(), HARMLESS[what])) == set()


@pytest.mark.libreoffice
def test_saved_by_libreoffice(libreoffice: Office, tmp_path: Path) -> None:
    """LibreOffice writes everything its own way, calculates all, and raises nothing."""
    (tmp_path / "saved").mkdir()
    names = {f"{at}.xlsx": what for at, what in enumerate(HARMLESS)}
    files = [tmp_path / name for name in names]
    for file in files:
        file.write_bytes(apply(filled_workbook(), HARMLESS[names[file.name]]))
    saved = recalculate(libreoffice, files, tmp_path / "saved")
    assert {names[file.name]: codes(file.read_bytes()) for file in saved} == {
        what: set() for what in HARMLESS
    }


@pytest.mark.libreoffice
def test_untouched_by_libreoffice(libreoffice: Office, tmp_path: Path) -> None:
    """An issued workbook that LibreOffice has only opened and saved still misses values only."""
    (tmp_path / "saved").mkdir()
    file = tmp_path / "issued.xlsx"
    file.write_bytes(issued_workbook())
    (saved,) = recalculate(libreoffice, [file], tmp_path / "saved")
    assert codes(saved.read_bytes()) == {"V001"}
