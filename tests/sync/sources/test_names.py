"""Names that are passed over: all that the documentation tells of, and no name that a workbook may have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from addin.texts import LANGUAGES
from sync.sources.names import PASSED_OVER, passed_over

HOUSE = Path(__file__).resolve().parents[3]
PAGES = {"en": HOUSE / "docs" / "intake.md", "zh": HOUSE / "docs" / "zh" / "intake.md"}


def shown(language: str) -> tuple[set[str], set[str]]:
    """Return the names that the page on intake says are passed over, and those it says are not."""
    section = PAGES[language].read_text("utf-8").split("\n## ")[2]
    rows = "".join(line for line in section.splitlines() if line.startswith("| "))
    names = re.compile(r"`([^`]+)`")
    return set(names.findall(rows)), set(names.findall(section)) - set(names.findall(rows))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_is_passed_over(language: str) -> None:
    """Each name on the page is passed over, in any case of its letters; of each kind there is one."""
    over, taken = shown(language)
    assert len(over) > 30
    assert [name for name in over if not (passed_over(name) and passed_over(name.swapcase()))] == []
    kinds = {kind for kind, form in PASSED_OVER.items() for name in over if re.fullmatch(form, name.lower())}
    assert kinds == PASSED_OVER.keys()
    assert len(taken) > 5
    assert [name for name in taken if passed_over(name)] == []


@pytest.mark.parametrize(
    "name",
    [
        "2026-Q3-sales.xlsx",
        "12345678",
        "20261105",
        "Part.xlsx",
        "tmp",
        "~a.xlsx",
        "a~b.xlsx",
        "a.tmp.xlsx",
        "$",
    ],
)
def test_other_names_are_not(name: str) -> None:
    """A name that only looks a little like these is one like any other."""
    assert not passed_over(name)
