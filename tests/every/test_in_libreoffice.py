"""Every workbook as LibreOffice computes and prints it: no error, the same values, nothing cut off."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.every import sample, workbook
from tests.every.pages import Page, blemishes, measures_like_excel, pages
from tests.templates.books.department.test_shown import cells, same

pytestmark = pytest.mark.libreoffice
PRINTED = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed"
)
MEASURED = pytest.mark.skipif(not measures_like_excel(), reason="fonts-crosextra-carlito is not installed")
AT_MOST = {
    "scheme-starter": 19,
    "scheme-everything": 43,
    "department-alone": 4,
    "department-unit": 8,
    "department": 7,
    "master": 7,
    "board": 5,
    "goals": 6,
    "manager": 7,
    "registers": 19,
    "calibration": 6,
    "appeals": 3,
    "team": 2,
    "interviews": 4,
}
"""So many pages a workbook has at most on paper, by how its name begins; the small ones have one."""


@pytest.mark.parametrize(("name", "language"), sample())
def test_formulas_give_what_was_written_and_no_error(office_work: Path, name: str, language: str) -> None:
    """Recalculated, every formula shows the value it carries, and none shows an error."""
    ours = cells(workbook(name, language))
    theirs = cells((office_work / f"{name}-{language}.out.xlsx").read_bytes())
    assert [place for place, cell in theirs.items() if cell.kind == "e"] == []
    different = {
        place: (cell.value, theirs[place].value if place in theirs else None)
        for place, cell in ours.items()
        if cell.formula and not same(cell, theirs.get(place))
    }
    assert different == {}


@MEASURED
@pytest.mark.parametrize(("name", "language"), sample())
def test_every_text_fits_into_its_cell(office_work: Path, name: str, language: str) -> None:
    """No text that can be seen is wider or higher than its cell and the empty ones beside it."""
    found = json.loads((office_work / f"{name}-{language}.json").read_text("utf-8"))
    assert found == []


@PRINTED
@pytest.mark.parametrize(("name", "language"), sample())
def test_every_page_is_worth_its_paper(office_work: Path, name: str, language: str) -> None:
    """On paper there is no ###, no error, no page without anything of its own, and no page too many."""
    printed = pages(office_work / f"{name}-{language}.pdf")
    assert list(blemishes(printed)) == []
    assert len(printed) <= next((many for start, many in AT_MOST.items() if name.startswith(start)), 1)


def test_what_nobody_wants_on_paper_is_named() -> None:
    """### and errors are found, and a page that repeats the titles of the one before and no more."""
    full = Page(("Name Score", "Li Na ####", "Wang Wei #REF!"), "Appraisal 1 / 2")
    assert list(blemishes([full, Page(("Name Score",), "Appraisal 2 / 2")])) == [
        "page 1: Li Na ####",
        "page 1: Wang Wei #REF!",
        "page 2 holds nothing of its own: Appraisal 2 / 2",
    ]
