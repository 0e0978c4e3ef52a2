"""Every text people see, by key and language: `say("cli.issue.help", "zh")` reads it from zh/cli.toml."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

LANGUAGES = ("en", "zh")
FOLDER = os.path.dirname(__file__)  # noqa: PTH120 - pathlib costs more than all the rest of --help


@cache
def words(area: str, language: str) -> dict[str, Any]:
    """Return all texts of one area in one language, as the nested tables of its TOML file."""
    with open(f"{FOLDER}/{language}/{area}.toml", "rb") as file:
        return tomllib.load(file)


@cache
def phrase(key: str, language: str) -> str:
    """Return the text of a dotted key, with its placeholders unfilled; a missing key is a bug."""
    area, *path = key.split(".")
    found: Any = words(area, language)
    for name in path:
        found = found[name]
    assert isinstance(found, str), key
    return found


def say(key: str, language: str, **values: object) -> str:
    """Return the text of a dotted key in one language, its placeholders filled in."""
    text = phrase(key, language)
    return text.format(**values) if values else text


def listed(items: Iterable[object], language: str) -> str:
    """Write several things one after the other as the language does: `a, b` or a、b; nothing as a dash."""
    return phrase("choices.between", language).join(map(str, items)) or "–"


def of(name: object, told: object, language: str) -> str:
    """Write what is said of something behind its name, as the language does: `name: told` or name：told."""
    return say("choices.of", language, name=name, told=told)


def knows(key: str) -> bool:
    """Tell whether a key exists."""
    try:
        phrase(key, LANGUAGES[0])
    except KeyError:
        return False
    return True


@cache
def lookup(key: str) -> dict[str, str]:
    """Return, for a table of choices, each word in any language (lower case) and the choice it stands for."""
    area, *path = key.split(".")
    found: dict[str, str] = {}
    for language in LANGUAGES:
        table: Any = words(area, language)
        for name in path:
            table = table[name]
        found |= {word.lower(): choice for choice, word in table.items()}
    return found
