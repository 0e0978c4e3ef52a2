# ruff: noqa: E501 - pieces of XML stand one to a line
"""Mutations of single cells: kinds, values, places, formulas, in legal spellings and in others."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz.packing import Parts
from tests.fuzz.pieces import (
    CELL,
    OTHER,
    Change,
    Piece,
    changed,
    in_sheet,
    sheet_name,
    text_of,
    with_text,
    wrapped,
)
from tests.fuzz.registry import add, mutation

VALUES = (
    *("NaN", "INF", "-INF", "1_000", "１２", "+5", "-0", "0x1F", "1e308", "1e309", "-1e-400", "1.5E+2", "9" * 400),
    *(" 7 ", "\n8\n", "1,5", "1 2", "85%", "", " ", "TRUE", "true", "1.0", "01", "1.", ".5", "1e", "--1", "٣"),
    *("2026-07-01", "2026-07-01T12:00:00Z", "2026-07-01T12:00:00.5+08:00", "24:00", "10:30:00", "0001-01-01"),
    *("#N/A", "#REF!", "#BOGUS", "&#49;2", "&#x31;", "&amp;", "&lt;v&gt;", "&#13;", "&#9;5", "&#160;5", "&#10;"),
    *("<![CDATA[12]]>", "1<!-- x -->2", "1<?pi 3?>4", "]]&gt;", "]]>", "&bogus;", "&#0;", "&#55296;", "\x01", "￿"),
    *("_x0041_", "_x005F_x0041_", "_x0000_", "_xD83D__xDE00_", "_xD83D_", "_X0041_", "_x41_", "a\r\nb", "\u200b5"),
    *("<b>5</b>", "5<b>6</b>", f"<x:b{OTHER}>5</x:b>6", "考核", "x" * 33_000, "999999999999", "-1", "0", "1", "3"),
)  # fmt: skip
KINDS = ("n", "s", "str", "b", "e", "inlineStr", "d", "", "N", "foo", " s", None)
STYLES = ("0", "1", "5", "99999", "-1", " 1", "01", "", "x", "１", None)
FORMULAS = (
    "A1",
    "A1+$B2",
    "SUM(A:A)",
    "TRUE()",
    "FALSE()",
    '"_x0041_"',
    "'a b'!A1",
    "",
    " ",
    "A1<!-- -->+1",
    "1&amp;2",
)
FORMULA_KINDS = (
    "", ' t="normal"', ' t="shared"', ' t="shared" si="0"', ' t="shared" si="0" ref="A1:Z99"', ' t="shared" si="77"',
    ' t="array" ref="A1:C9"', ' t="array"', ' t="array" ref="A1"', ' t="array" ref="a1:b2"', ' t="array" ref="K2:M6"',
    ' t="dataTable" ref="A1:B9" dt2D="1" r1="A1" r2="B1"', ' t="bogus"', ' ca="1"', ' aca="false"', ' x="1"',
)  # fmt: skip
VALUE_ELEMENT = re.compile(r"<((?:\w+:)?)v(?:\s*/>|[^>]*>.*?</\1v>)", re.DOTALL)


def _bare(cell: Piece) -> str:
    """Return what a cell holds besides its value."""
    return VALUE_ELEMENT.sub("", cell.inside or "")


def value(dice: Random, cell: Piece) -> str:
    """Put another value into a cell."""
    return str(cell._replace(inside=_bare(cell) + cell.tag("v", dice.choice(VALUES))))


def kind(dice: Random, cell: Piece) -> str:
    """Declare another kind."""
    return str(cell.having("t", dice.choice(KINDS)))


def kind_and_value(dice: Random, cell: Piece) -> str:
    """Declare another kind and put another value into a cell."""
    other = cell.having("t", dice.choice(KINDS))
    return value(dice, other)


def style(dice: Random, cell: Piece) -> str:
    """Give a cell another style."""
    return str(cell.having("s", dice.choice(STYLES)))


def no_value(_: Random, cell: Piece) -> str:
    """Take the value out."""
    return str(cell._replace(inside=_bare(cell)))


def empty_value(dice: Random, cell: Piece) -> str:
    """Leave an empty value."""
    return str(
        cell._replace(
            inside=_bare(cell) + dice.choice((cell.tag("v"), cell.tag("v", ""), cell.tag("v", " ")))
        )
    )


def more_values(dice: Random, cell: Piece) -> str:
    """Put a second value into a cell: of ours, of another namespace, in an extension, before a formula."""
    more = dice.choice(
        (
            cell.tag("v", "77"),
            cell.tag("v"),
            f"<x:v{OTHER}>77</x:v>",
            '<v xmlns="urn:x">77</v>',
            cell.tag("extLst", cell.tag("ext", cell.tag("v", "77"))),
            cell.tag("v", f"1{cell.tag('v', '77')}"),
            cell.tag("is", cell.tag("t", "77")),
            cell.tag("is", cell.tag("v", "77")),
            cell.tag("f", cell.tag("v", "77")),
            cell.tag("t", "77"),
            cell.tag("c", cell.tag("v", "77"), ' r="B2"'),
            cell.tag("row", cell.tag("c", cell.tag("v", "77")), ' r="2"'),
            f"{cell.tag('v', '5')}text",
        )
    )
    inside = cell.inside or ""
    return str(cell._replace(inside=dice.choice((inside + more, more + inside, more))))


def wrapped_value(dice: Random, cell: Piece) -> str:
    """Put something around what a cell holds."""
    return str(cell._replace(inside=wrapped(dice, Piece(cell.prefix, "v", "", "77"))))


def inline(dice: Random, cell: Piece) -> str:
    """Write the value as inline text: plain, rich, with phonetic runs, in pieces, with foreign ones."""
    run = cell.tag("r", cell.tag("rPr", cell.tag("b")) + cell.tag("t", " bold "))
    inside = dice.choice(
        (
            cell.tag("t", dice.choice(VALUES)),
            cell.tag("t", " a ", ' xml:space="preserve"'),
            run + cell.tag("r", cell.tag("t", "b")),
            cell.tag("t", "a") + cell.tag("rPh", cell.tag("t", "spoken"), ' sb="0" eb="1"'),
            cell.tag("t", "a") + cell.tag("t", "b"),
            cell.tag("t", "a") + f"<x:t{OTHER}>b</x:t>",
            cell.tag("t", "a") + f"<x:y{OTHER}>{cell.tag('t', 'b')}</x:y>",
            wrapped(dice, Piece(cell.prefix, "t", "", "a")),
            cell.tag("t", f"a{cell.tag('t', 'b')}c"),
            cell.tag("t"),
            "",
        )
    )
    return str(
        cell.having("t", dice.choice(("inlineStr", "inlineStr", "str", None)))._replace(
            inside=cell.tag("is", inside)
        )
    )


def formula(dice: Random, cell: Piece) -> str:
    """Put a formula into a cell: plain, shared with or without its first cell, over an area, a data table."""
    text = cell.tag("f", dice.choice(FORMULAS), dice.choice(FORMULA_KINDS))
    result = dice.choice((cell.tag("v", "5"), cell.tag("v"), "", cell.tag("v", dice.choice(VALUES))))
    return str(cell._replace(inside=dice.choice((text + result, result + text, text + text + result))))


def place(dice: Random, cell: Piece) -> str:
    """Give a cell another place, or none."""
    at = cell.get("r") or "A1"
    letters, row = at.rstrip("0123456789"), at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    other = (
        at.lower(),
        f"${letters}${row}",
        f"{letters}0{row}",
        f"A{row}",
        f"{letters}9",
        f"{letters}0",
        f" {at}",
    )
    far = (
        "",
        "A",
        "7",
        "XFD1048576",
        "XFE1",
        "A1048577",
        f"ZZ{row}",
        f"{letters}９",
        f"Sheet1!{at}",
        f"{at}:{at}",
        None,
    )
    return str(cell.having("r", dice.choice(other + far)))


def twice(dice: Random, cell: Piece) -> str:
    """Store a cell twice, alike or with another value."""
    again = dice.choice((str(cell), value(dice, cell), formula(dice, cell), no_value(dice, cell)))
    return str(cell) + again if dice.random() < 0.5 else again + str(cell)


def spelling(dice: Random, cell: Piece) -> str:
    """Write the same tag another way: quotes, spaces, order and references in attributes."""
    text = cell.attributes
    turned = re.findall(r"\s+[\w:]+\s*=\s*(?:\"[^\"]*\"|'[^']*')", text)
    spelled = dice.choice(
        (
            text.replace('"', "'"),
            text.replace("=", " = "),
            text.replace(" ", "\n"),
            "".join(reversed(turned)),
            text + " ",
            text + (turned[0] if turned else ""),
            text.replace('r="', 'r="&#65;', 1),
            text + ' x:r="B2"' + OTHER,
            text + ' cm="1" vm="1" ph="1"',
            text + ' unknown="1"',
            text + ' xml:space="preserve"',
        )
    )
    return str(cell._replace(attributes=spelled))


def gone(dice: Random, cell: Piece) -> str:
    """Delete a cell."""
    return ""


CHANGES: tuple[Change, ...] = (
    *(value, value, kind, kind_and_value, kind_and_value, style, no_value, empty_value, more_values, wrapped_value),
    *(inline, inline, formula, formula, place, twice, spelling, gone, wrapped),
)  # fmt: skip
for change in CHANGES:
    add("cells", change.__name__, in_sheet(CELL, change))


@mutation("cells")
def moved(dice: Random, parts: Parts) -> Parts:
    """Move a cell to another place in the text, out of order."""
    name = sheet_name(dice, parts)
    if name is None:
        return parts
    text = text_of(parts, name)
    found = list(CELL.finditer(text))
    if len(found) < 2:
        return parts
    one, other = sorted(dice.sample(found, 2), key=lambda match: match.start())
    between = text[one.end() : other.start()]
    return with_text(parts, name, text[: one.start()] + between + other[0] + one[0] + text[other.end() :])


@mutation("cells")
def swapped_values(dice: Random, parts: Parts) -> Parts:
    """Exchange what two cells hold."""
    name = sheet_name(dice, parts)
    return parts if name is None else _swapped(dice, parts, name)


def _swapped(dice: Random, parts: Parts, name: str) -> Parts:
    taken: list[Piece] = []

    def take(_: Random, cell: Piece) -> str:
        taken.append(cell)
        return str(cell)

    changed(dice, parts, name, CELL, take)

    def put(_: Random, cell: Piece) -> str:
        return str(cell._replace(inside=taken[0].inside).having("t", taken[0].get("t") or None))

    return changed(dice, parts, name, CELL, put)
