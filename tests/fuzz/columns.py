"""Mutations of columns: hidden and overlapping ones, moved, repeated and renamed ones."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz.packing import Parts
from tests.fuzz.pieces import (
    CELL,
    SI,
    Piece,
    changed,
    in_sheet,
    pattern,
    piece,
    sheet_name,
    text_of,
    whole,
    with_text,
)
from tests.fuzz.registry import add, mutation

COLUMN = pattern("col")
BOUNDS = ("1", "2", "11", "16384", "16385", "99999999999", "0", "-1", "x", "", " 3", None)
HEADING = re.compile(CELL.pattern.replace("c(", "c(?=[^>]* r=.[A-Z]+1.)(", 1), re.DOTALL)
STRINGS, TEXT = "xl/sharedStrings.xml", re.compile(r"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)<")
PLACE = re.compile(r'(<(?:\w+:)?c\s[^>]*?\br=")([A-Z]+)(?=[0-9]+")')


def bounds(dice: Random, column: Piece) -> str:
    """Let a column's settings cover others."""
    return str(column.having(dice.choice(("min", "max")), dice.choice(BOUNDS)))


def hidden(dice: Random, column: Piece) -> str:
    """Hide a column, in one of the ways to say so."""
    name, value = dice.choice(
        (
            ("hidden", "1"),
            ("hidden", "true"),
            ("hidden", "no"),
            ("width", "0"),
            ("width", "0.0"),
            ("width", "x"),
        )
    )
    return str(column.having(name, value))


def overlapping(_: Random, column: Piece) -> str:
    """Repeat a column's settings."""
    return str(column) + str(column.having("hidden", "1"))


for change in (bounds, hidden, overlapping):
    add("columns", change.__name__, in_sheet(COLUMN, change))


@mutation("columns")
def first_settings(dice: Random, parts: Parts) -> Parts:
    """Give a sheet settings of columns, in front of those it has."""
    low, high = dice.choice(BOUNDS), dice.choice(BOUNDS)
    new = f'<cols><col min="{low}" max="{high}" hidden="1"/></cols><sheetData>'
    return whole(dice, parts, lambda _, text: text.replace("<sheetData>", new, 1))


def _letters(dice: Random, text: str) -> list[str]:
    return (
        dice.sample(found, min(2, len(found)))
        if (found := sorted({m[2] for m in PLACE.finditer(text)}))
        else []
    )


def _moved(text: str, places: dict[str, str]) -> str:
    return PLACE.sub(lambda match: match[1] + places.get(match[2], match[2]), text)


@mutation("columns")
def exchanged(dice: Random, parts: Parts) -> Parts:
    """Let two columns change places, as moving them does; the cells stay where they are stored."""

    def change(dice: Random, text: str) -> str:
        chosen = _letters(dice, text)
        return _moved(text, dict(zip(chosen, reversed(chosen), strict=True)))

    return whole(dice, parts, change)


@mutation("columns")
def on_another(dice: Random, parts: Parts) -> Parts:
    """Lay one column over another, or far away, so that places repeat or lie out of order."""

    def change(dice: Random, text: str) -> str:
        chosen = _letters(dice, text)
        return (
            _moved(text, {chosen[0]: dice.choice((chosen[-1], "ZZ", "XFD", "XFE", "AAAA"))})
            if chosen
            else text
        )

    return whole(dice, parts, change)


@mutation("columns")
def removed(dice: Random, parts: Parts) -> Parts:
    """Delete the cells of a column."""

    def change(dice: Random, text: str) -> str:
        chosen = _letters(dice, text)[:1]
        return CELL.sub(lambda found: "" if _column(piece(found, "c")) in chosen else found[0], text)

    return whole(dice, parts, change)


def _column(cell: Piece) -> str:
    return cell.get("r").rstrip("0123456789")


@mutation("columns")
def retitled(dice: Random, parts: Parts) -> Parts:
    """Give a heading another text: none, a known one, one written otherwise."""
    name = sheet_name(dice, parts)
    title = dice.choice(
        (
            "",
            "Actual",
            "实际值",
            " ACTUAL ",
            "Ａｃｔｕａｌ",
            "Employee no.",
            "Indicator",
            "Manager rating",
            "Score",
            "x",
            "Ac\ntual",
        )
    )

    def new(_: Random, cell: Piece) -> str:
        inside = cell.tag("is", cell.tag("t", title))
        return str(cell.having("t", "inlineStr")._replace(inside=inside))

    return changed(
        dice,
        parts,
        name,
        HEADING,
        new,
    )


@mutation("columns")
def copied(dice: Random, parts: Parts) -> Parts:
    """Copy a column to another place."""
    name = sheet_name(dice, parts)
    if name is None:
        return parts
    text = text_of(parts, name)
    chosen = _letters(dice, text)
    if not chosen:
        return parts
    to = dice.choice((chosen[-1], "AZ", "A"))

    def copy(found: re.Match[str]) -> str:
        return (
            found[0] + _moved(found[0], {chosen[0]: to})
            if _column(piece(found, "c")) == chosen[0]
            else found[0]
        )

    return with_text(parts, name, CELL.sub(copy, text))


@mutation("columns")
def no_text(dice: Random, parts: Parts) -> Parts:
    """Let a heading be an error, or a number that is none, which reads like the text it was."""

    def new(dice: Random, cell: Piece) -> str:
        value = cell.tag("v", dice.choice(("", "", " ")) + _said(parts, cell))
        return str(cell.having("t", dice.choice(("e", "n", None)))._replace(inside=value))

    return changed(dice, parts, sheet_name(dice, parts), HEADING, new)


def _said(parts: Parts, cell: Piece) -> str:
    """Return the text of a cell as it is spelled, "" where it has none that is easily found."""
    inside = cell.inside or ""
    if cell.get("t") == "s" and STRINGS in parts:
        number, strings = re.search(r">([0-9]{1,6})<", inside), SI.findall(text_of(parts, STRINGS))
        inside = strings[int(number[1])][2] if number and int(number[1]) < len(strings) else ""
    found = TEXT.search(inside)
    return found[1] if found else ""
