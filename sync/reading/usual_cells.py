"""A cell as usual programs write it, understood from what follows its place."""

from __future__ import annotations

import re

from sync.reading.cells import NUMBER, Cell
from sync.reading.gathering import Gathering

FORMULA_ATTRIBUTE = "(?:t|ref|si|aca|ca|bx)"
VALUE = '="[^"<&\r\n\t]*"'
REST = re.compile(
    r'(?: s="([0-9]+)")?(?: t="(s|str|n|b|e|inlineStr)")? ?'
    rf"(?:/>|>(?:(<f)((?: {FORMULA_ATTRIBUTE}{VALUE})*) ?(?:/>|>([^<]*)</f>))?(?:(<v)(?: ?/>|>([^<]*)</v>))?"
    r'(?:(<is)><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
)
"""A cell after its place: style, kind, formula with its attributes, value, inline text."""

ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
NUMBERED = re.compile("&#([0-9]+);")
MEANT = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


class Unusual(Exception):  # noqa: N818 - it sends the sheet to the conforming pass
    """Something is written as usual programs do not write it."""


def understood(
    rest: str, place: tuple[int, int], gathered: Gathering, formula: str | None = None
) -> Cell | None:
    """Return a cell from what follows its place; None where there is nothing in it.

    formula: the cell's formula where it was taken out of `rest`. Raises Unusual.
    """
    match = REST.fullmatch(rest)
    if match is None:
        raise Unusual
    style, kind, has_formula, attributes, text, has_value, value, inside, inline = match.groups("")
    if has_formula:
        pairs = ATTRIBUTE.findall(attributes)
        named = {name: unescaped(meant) for name, meant in pairs}
        if len(named) != len(pairs):
            raise Unusual
        formula = gathered.formula(named, unescaped(text), *place)
    return gathered.content(
        place,
        kind or NUMBER,
        style,
        unescaped(value) if has_value else None,
        unescaped(inline) if inside else None,
        formula,
    )


def unescaped(text: str) -> str:
    """Return text with its character entities resolved."""
    if "&" not in text:
        return text
    for entity, meant in MEANT.items():
        text = text.replace(entity, meant)
    if "&#" in text:
        text = NUMBERED.sub(lambda match: chr(int(match[1])), text)
    return text.replace("&amp;", "&")
