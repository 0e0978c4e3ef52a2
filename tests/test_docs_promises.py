"""The hand-written pages promise nothing without a test, and say the same in both languages."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from addin.texts import LANGUAGES
from templates.tables import TABLES
from tests.writers import WRITERS

HOUSE = Path(__file__).resolve().parent.parent
PAGES = ("archive", "google", "intake", "reading")
READ = ("appraisal", "summary", "unit")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)(\[[^`]+\])?`")
"""A test as a page names it: its file, its name and, where one of several cases is meant, which."""


def page(name: str, language: str) -> str:
    """Return the text of a page in one language."""
    folder = HOUSE / "docs" if language == LANGUAGES[0] else HOUSE / "docs" / language
    return (folder / f"{name}.md").read_text("utf-8")


@cache
def collected(*files: str) -> frozenset[str]:
    """Return the tests of some files with the cases of each, as pytest names them."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *files]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=HOUSE)
    assert done.returncode == 0, done.stdout
    return frozenset(line for line in done.stdout.splitlines() if "::" in line)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_promise_has_its_test(name: str, language: str) -> None:
    """Each test that a page names exists, and so does the very case it names."""
    named = NAMED.findall(page(name, language))
    assert len(named) > 10
    missing = [
        (file, test)
        for file, test, _ in named
        if not (HOUSE / file).exists() or f"def {test}(" not in (HOUSE / file).read_text("utf-8")
    ]
    assert missing == []
    files = sorted({file for file, _, case in named if case})
    assert {f"{file}::{test}{case}" for file, test, case in named if case} <= (
        collected(*files) if files else set()
    )


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_have_the_same_parts(name: str) -> None:
    """The two languages of a page have the same sections, the same promises, the same warnings."""
    english, chinese = (page(name, language) for language in LANGUAGES)
    for part in ("\n## ", "\n| ", "\n- ", "\n```"):
        assert english.count(part) == chinese.count(part), part
    assert NAMED.findall(english) == NAMED.findall(chinese)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", WRITERS)
def test_every_writer_has_its_row(key: str, language: str) -> None:
    """Each program whose workbooks the tests read stands in the table of the page on reading."""
    ending = "::test_libreoffice_keeps_what_was_typed` |" if key == "libreoffice" else f"[{key}"
    rows = [row for row in page("reading", language).splitlines() if row.startswith("| ") and ending in row]
    assert [row for row in rows if row.count("|") == 6]


def test_rows_say_how_it_is_known() -> None:
    """A row says that a program was run, or that it was built by hand, as the registry of programs does."""
    how = {"run": "it writes in the tests", "kept": "a file it wrote is kept", "built": "built by hand"}
    rows = {row.split(" | ")[0].removeprefix("| "): row for row in page("reading", "en").splitlines()}
    told = {writer.name: how[writer.known] in rows.get(writer.name, "") for writer in WRITERS.values()}
    assert [name for name, agrees in told.items() if not agrees] == []


def test_chinese_columns_are_named_by_their_titles() -> None:
    """A column that the Chinese page on reading names stands under that title in the workbook."""
    titles = {TABLES[key].heading(column.key, "zh") for key in READ for column in TABLES[key].columns}
    named = re.findall(r"“([^”]+)”列", page("reading", "zh"))
    assert named
    assert set(named) <= titles
