"""The texts people see: the same in both languages, in the words of the trade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from addin.texts import FOLDER, words
from templates.tables import TABLES

AREAS = sorted({file.stem for file in Path(FOLDER).glob("*/*.toml")})
WRONG_WORDS = ("打分员", "被考人", "员工号码", "罚款", "末位淘汰", "作弊", "非法")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff]")


def texts(table: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the dotted key and text of everything below a table."""
    if isinstance(table, str):
        yield ".".join(path), table
    elif isinstance(table, dict | list):
        for name, inside in table.items() if isinstance(table, dict) else enumerate(table):
            yield from texts(inside, (*path, str(name)))


def placeholders(text: str) -> set[str]:
    """Return the names of what is filled into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_say_the_same(area: str) -> None:
    """Every text exists in both languages, with the same places to fill in."""
    english, chinese = (dict(texts(words(area, language))) for language in ("en", "zh"))
    assert english.keys() == chinese.keys()
    differing = [key for key in english if placeholders(english[key]) != placeholders(chinese[key])]
    assert not differing


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("area", AREAS)
def test_no_text_is_empty(area: str, language: str) -> None:
    """Every text says something and does not begin or end in white space by accident."""
    empty = [key for key, text in texts(words(area, language)) if not text.strip()]
    assert not empty


@pytest.mark.parametrize("area", AREAS)
def test_chinese_words_are_the_trades(area: str) -> None:
    """Chinese texts use none of the words that hurt or that no HR department says."""
    found = {key: word for key, text in texts(words(area, "zh")) for word in WRONG_WORDS if word in text}
    assert not found


@pytest.mark.parametrize("area", AREAS)
def test_chinese_punctuation_is_full_width(area: str) -> None:
    """Between two Chinese characters stands no half-width punctuation."""
    found = [key for key, text in texts(words(area, "zh")) if HALF_WIDTH.search(text)]
    assert not found


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("table", sorted(TABLES))
def test_tables_have_titles(table: str, language: str) -> None:
    """Every table and each of its columns has a title, and no title stands twice in one table."""
    declared = TABLES[table]
    headings = [declared.heading(column.key, language) for column in declared.columns]
    assert declared.title(language)
    assert len({heading.lower() for heading in headings}) == len(headings)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_text_for_a_column_that_is_not_there(language: str) -> None:
    """Titles are kept for declared tables and columns only."""
    spoken = {(table, key) for table, said in words("tables", language).items() for key in said["columns"]}
    declared = {(table.key, column.key) for table in TABLES.values() for column in table.columns}
    assert spoken <= declared
