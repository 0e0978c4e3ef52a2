"""Each workbook as a readable dump, compared with the one kept in tests/golden.

After a wanted change: REFRESH_GOLDEN=1 python -m pytest tests/every/test_golden.py
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.text.paragraph import Paragraph

from addin.texts import LANGUAGES
from tests.every import paper, workbook
from tests.every.dumps import dumped

GOLDEN = Path(__file__).parents[1] / "golden"
KEPT = {
    "scheme-starter": "",
    "scheme-everything": "scheme-starter",
    "department-empty": "",
    "department-unit": "department-empty",
    "manager-full": "department-empty",
    "goals-empty": "department-empty",
    "registers-empty": "department-empty",
    "self-empty": "",
    "rater-empty": "self-empty",
    "data-empty": "self-empty",
    "slip": "",
    "slip-unit": "slip",
    "appeal": "",
    "opinion": "",
    "calibration-open": "",
    "appeals-decided": "",
    "pay-base-first": "",
    "pay-base-differences": "",
    "team": "",
    "interviews-empty": "",
    "master": "",
    "board": "master",
}
"""The workbooks whose dumps are kept; sheets that are those of another one are told in a word."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KEPT)
def test_the_workbook_is_the_one_kept(name: str, language: str) -> None:
    """Nothing in a workbook changes without somebody having looked at it."""
    kept = GOLDEN / f"{name}-{language}.txt"
    base = KEPT[name]
    found = unlike(sheets(name, language), sheets(base, language) if base else [], base)
    if os.environ.get("REFRESH_GOLDEN"):
        kept.write_text(found, encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_in_word_are_the_ones_kept(language: str) -> None:
    """Nothing in the Word document of the rules changes without somebody having looked at it."""
    kept = GOLDEN / f"rules-{language}.txt"
    found = "".join(f"{one}\n" for one in told(paper(language)))
    if os.environ.get("REFRESH_GOLDEN"):
        kept.write_text(found, encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8")


def told(data: bytes) -> Iterator[str]:
    """Yield the paragraphs of a Word document with their styles, and the rows of its tables, in order."""
    for one in Document(BytesIO(data)).iter_inner_content():
        if isinstance(one, Paragraph):
            yield f"{one.style.name if one.style else '-'}: {one.text}"
        else:
            yield from (" | ".join(cell.text for cell in row.cells) for row in one.rows)


@cache
def sheets(name: str, language: str) -> list[str]:
    """Return the dump of a workbook, sheet by sheet."""
    return dumped(workbook(name, language))


def unlike(own: list[str], others: list[str], base: str) -> str:
    """Return a dump in which sheets that stand in another workbook, too, are named only."""
    shared = set(others)
    told = (f"{one.splitlines()[0]} as in {base}\n" if one in shared else one for one in own)
    return "\n".join(told)
