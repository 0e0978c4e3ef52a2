"""What people do to workbooks: each mishap is read as it was meant or named, and no other value moves."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from addin.texts import LANGUAGES
from sync.checks.context import Context
from sync.checks.run import run_checks
from sync.reading.stored import restore, store
from sync.reading.worker import packed, unpacked
from sync.service.judging import entry_rows, typed_rows
from tests.edits import apply
from tests.libreoffice import Office, recalculate
from tests.sync.checks.test_cases import book, context_of, expected
from tests.sync.reading.test_other_readers import READERS, unexplained

HOUSE = Path(__file__).resolve().parents[3]
PAGES = {"en": HOUSE / "docs" / "reading.md", "zh": HOUSE / "docs" / "zh" / "reading.md"}
FILES = sorted((HOUSE / "tests" / "cases" / "mishaps").glob("*.toml"))
MISHAPS: Mapping[str, Mapping[str, Any]] = {
    mishap["id"]: mishap
    for file in FILES
    for mishap in tomllib.loads(file.read_text(encoding="utf-8"))["mishap"]
}
TOLD = re.compile(r"^(\|.*`tests/sync/reading/test_mishaps\.py::test_mishap\[(\w+)\]`.*)$", re.MULTILINE)
NUMBERS = ("actual", "self_rating", "manager_rating")
TEXTS = ("evidence", "comment")
OUT_OF_DATE = ("C001", "C002", "C003")
"""What the sheet shows is out of date once a value was typed without calculating, as the edits do."""

ASKED_FOR = {"V007", "V009"}
"""Words that another score asks for."""

SAVED_AGAIN = (
    (
        "percent_sign_written_by_the_format",
        "hidden_by_the_format",
        "zero_hidden_by_the_format",
        "date_in_a_remark",
        "comments_merged",
        "column_hidden",
    ),
    (
        "small_under_a_written_sign",
        "digits_written_by_the_format",
        "percentage_in_a_remark",
        "numbers_merged",
        "filtered",
    ),
)
"""Mishaps, together in a workbook, whose marks in the file another program writes in its own way."""

Held = dict[tuple[str, ...], object]


def held(context: Context) -> Held:
    """Return all that the archive would hold of a workbook: every line's values and texts, every remark."""
    found: Held = {}
    for entry in entry_rows(context):
        key = entry.employee, entry.indicator
        found |= {(*key, column): getattr(entry, column) for column in (*NUMBERS, *TEXTS)}
        found[*key, "applicable"] = entry.applicable
    for row in typed_rows(context):
        found |= {(row.key, column): text for column, text in row.values.items()}
    return found


@cache
def unharmed() -> Held:
    """Return what the archive holds of the workbook to which nothing happened."""
    return held(context_of(book(filled=True), book(filled=False)))


def meant(place: Mapping[str, Any]) -> Held:
    """Return what a mishap leaves in the archive at one place: no value at all where none is told."""
    key = tuple(place[part] for part in ("employee", "indicator") if part in place)
    column, value = place["column"], place.get("value")
    if value == "not applicable":
        return {(*key, column): None, (*key, "applicable"): False}
    if isinstance(value, str):
        value = (value * place.get("times", 1)).strip()
    return {(*key, column): None if value == "" and column in NUMBERS else value}


def without_lines() -> Held:
    """Return what is left where no line was found: the remarks on Summary."""
    before = unharmed()
    blank = dict.fromkeys(NUMBERS) | dict.fromkeys(TEXTS, "") | {"applicable": True}
    return {place: blank[place[2]] if len(place) > 2 else text for place, text in before.items()}


def places(context: Context) -> list[str]:
    """Return the code and the place of everything that is found."""
    return sorted(
        str((finding.code, finding.sheet, finding.cell))
        for finding in run_checks(context, "sales.xlsx")
        if finding.code not in OUT_OF_DATE
    )


@cache
def done(name: str) -> tuple[bytes, Context]:
    """Do what a mishap tells to the filled sample workbook, and read it."""
    data = apply(book(filled=True), MISHAPS[name]["edits"])
    return data, context_of(data, book(filled=False))


@pytest.mark.parametrize("name", MISHAPS)
def test_mishap(name: str) -> None:
    """The archive holds what a person saw in each cell, and what is not clear is named in its cell."""
    data, context = done(name)
    read = MISHAPS[name].get("read", ())
    wanted = without_lines() if read == "nothing" else dict(unharmed())
    for place in () if read == "nothing" else read:
        wanted |= meant(place)
    now = held(context)
    assert {place: now.get(place) for place in wanted if now.get(place) != wanted[place]} == {}
    assert now.keys() <= wanted.keys()
    named = MISHAPS[name].get("find", ())
    assert places(context) == sorted(
        str((one["code"], *place)) for one, place in zip(named, expected(data, named), strict=True)
    )


@pytest.mark.parametrize("name", MISHAPS)
def test_other_readers_see_the_same(name: str) -> None:
    """In a workbook to which something happened two other libraries find in every cell what we find.

    But for what lies under merged cells, of which openpyxl knows nothing.
    """
    data, context = done(name)
    merged = [merge for table in context.submission.tables.values() for merge in table.merged]
    found = {reader: list(unexplained(reader, data)) for reader in READERS}
    if merged:
        found["openpyxl"] = [one for one in found["openpyxl"] if one[2] is not None]
    assert found == {"calamine": [], "openpyxl": []}


@pytest.mark.parametrize("name", ["merged_over_values", "column_hidden", "filtered"])
def test_what_is_not_seen_travels(name: str) -> None:
    """What is merged or hidden comes out of a worker process, and of the archive, as it was read."""
    read = done(name)[1].submission
    assert unpacked(packed(read)) == read
    assert restore(store(read)) == read


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mishap_is_told(language: str) -> None:
    """The page on reading has one row for each mishap, which names its test and the codes of its findings."""
    text = PAGES[language].read_text(encoding="utf-8")
    told = {name: row for row, name in TOLD.findall(text)}
    assert sorted(name for _, name in TOLD.findall(text)) == sorted(MISHAPS)
    for name, mishap in MISHAPS.items():
        codes = {one["code"] for one in mishap.get("find", ())}
        assert codes - ASKED_FOR <= set(re.findall(r"[BFPV][0-9]{3}", told[name])) <= codes, name


@pytest.mark.libreoffice
def test_after_libreoffice(libreoffice: Office, tmp_path: Path) -> None:
    """What was read and found is the same after LibreOffice has opened and saved the harmed workbooks."""
    (tmp_path / "saved").mkdir()
    harmed = {}
    for number, names in enumerate(SAVED_AGAIN):
        edits = [edit for name in names for edit in MISHAPS[name]["edits"]]
        harmed[f"{number}.xlsx"] = apply(book(filled=True), edits)
        (tmp_path / f"{number}.xlsx").write_bytes(harmed[f"{number}.xlsx"])
    for file in recalculate(libreoffice, [tmp_path / name for name in harmed], tmp_path / "saved"):
        before = context_of(harmed[file.name], book(filled=False))
        after = context_of(file.read_bytes(), book(filled=False))
        assert held(after) == held(before)
        assert places(after) == places(before)
        assert len(places(after)) > 5
