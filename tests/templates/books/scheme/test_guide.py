"""The sheet Guide: the rules in sentences, each of which follows Settings and Grades."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from addin.texts import LANGUAGES, words
from templates.books.scheme import SchemeContent, starter
from templates.books.scheme.guide import PARTS, sentences
from templates.tables.settings import SETTING_ROWS


def content(language: str, **settings: object) -> SchemeContent:
    """Return the starter with other settings."""
    made = starter(language, date(2026, 11, 20))
    changed = replace(made.scheme.settings, **settings)  # type: ignore[arg-type]
    return replace(made, scheme=replace(made.scheme, settings=changed))


def told(part: str, language: str = "en", **settings: object) -> list[str]:
    """Return what a part says now."""
    return [one.now for one in sentences(part, content(language, **settings), language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_told_whole(language: str) -> None:
    """Every part of the texts is told, without a place that is not filled in, in each language."""
    parts = {key for key, part in words("guide", language).items() if isinstance(part, dict)}
    assert set(PARTS) == parts
    modules = tuple(row.module for row in SETTING_ROWS if row.module)
    for part in PARTS:
        for sentence in told(part, language, modules=modules):
            assert "{" not in sentence
            assert "None" not in sentence


def test_sentences_follow_settings() -> None:
    """Another number in Settings is another sentence; the grades are told with their bands."""
    assert "within 7 working days" in told("appeals")[0]
    assert "within 9 working days" in told("appeals", appeal_days=9)[0]
    assert told("grades")[:2] == [
        "S  Outstanding: score from 105; grade coefficient 1.3.",
        "A  Excellent: score from 100 to below 105; grade coefficient 1.15.",
    ]


def test_a_module_that_is_off_is_not_used_here() -> None:
    """Quotas are told of only while they are on."""
    assert told("quotas") == ["Not used here."]
    assert "A person decides." in told("quotas", modules=("quotas",))[0]
