"""What a comma within a number is: of decimals or of thousands, by what other values of its column say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sync.reading.numbers import folded
from sync.reading.rows import Record
from sync.service.importing.mapping import Columns, texts_of

NUMBERS = ("actual", "score", "rating")
"""The fields that hold numbers."""

DECIMAL, THOUSANDS, UNCLEAR = "decimal", "thousands", "unclear"

OF_DECIMALS = re.compile(
    r"[+-]?(?:[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|0,[0-9]+|[0-9]{4,},[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+)(?![0-9.,])"
)
OF_THOUSANDS = re.compile(
    r"[+-]?(?:[0-9]*\.(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,})(?![0-9.,])"
)
EITHER = re.compile(r"([+-]?[1-9][0-9]{0,2})([,.])([0-9]{3})(?![0-9.,])(.*)")


def commas_of(records: Iterable[Record], columns: Columns, separator: str) -> dict[str, str]:
    """Return, for each field of numbers that has commas, what a comma is in it.

    Only files separated by semicolons or tabs leave it open: they are written where a comma is of decimals.
    """
    if separator not in (";", "\t"):
        return {}
    mapped = {name: columns[name] for name in NUMBERS if name in columns}
    texts = [{name: folded(text) for name, text in texts_of(one, mapped).items()} for one in records]
    found = {name: [one[name] for one in texts if "," in one[name] or "." in one[name]] for name in mapped}
    return {name: _comma(said) for name, said in found.items() if any("," in text for text in said)}


def _comma(texts: Sequence[str]) -> str:
    """Return what a comma is where some values leave no doubt, unless they say both."""
    decimals, thousands = (any(map(sure.match, texts)) for sure in (OF_DECIMALS, OF_THOUSANDS))
    if decimals == thousands:
        return UNCLEAR
    return DECIMAL if decimals else THOUSANDS


def readings(text: str, comma: str) -> list[str]:
    """Return the one text that a number is read as, or the two it may be: `1,234` is 1234 or 1.234."""
    found = EITHER.fullmatch(text)
    if found is None or comma in ("", THOUSANDS) or (found[2] == "." and comma == UNCLEAR):
        return [text]
    whole, sign, rest, after = found.groups()
    two = [f"{whole}{rest}{after}", f"{whole}.{rest}{after}"]
    return [two[1]] if comma == DECIMAL and sign == "," else two
