# ruff: noqa: E501 - pieces of XML stand one to a line
"""Finding and changing one element of a part's text, whichever prefix its namespace has."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from tests.fuzz.packing import Parts

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
ATTRIBUTE = r'(?:\s+[\w:]+\s*=\s*(?:"[^"]*"|\'[^\']*\'))*'
OTHER = ' xmlns:x="urn:x"'
COMPATIBILITY = ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def pattern(name: str) -> re.Pattern[str]:
    """Return what finds an element by its local name: prefix, attributes, contents."""
    return re.compile(rf"<((?:\w+:)?){name}({ATTRIBUTE})\s*(?:/>|>(.*?)</\1{name}\s*>)", re.DOTALL)


CELL, ROW, SI, LISTED, RELATION = (pattern(name) for name in ("c", "row", "si", "sheet", "Relationship"))


class Piece(NamedTuple):
    """One element as it stands in a text: prefix with colon, name, attributes, contents (None: closed)."""

    prefix: str
    name: str
    attributes: str
    inside: str | None

    def __str__(self) -> str:
        opening = f"<{self.prefix}{self.name}{self.attributes}"
        return (
            f"{opening}/>" if self.inside is None else f"{opening}>{self.inside}</{self.prefix}{self.name}>"
        )

    def having(self, name: str, value: str | None) -> Piece:
        """Return it with an attribute set, None: without it."""
        kept = re.sub(rf"\s+{name}\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", self.attributes)
        return self._replace(attributes=kept if value is None else f'{kept} {name}="{value}"')

    def get(self, name: str) -> str:
        """Return the value of an attribute, "" where it has none."""
        found = re.search(rf"\s{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", self.attributes)
        return (found[1] or found[2] or "") if found else ""

    def tag(self, name: str, inside: str | None = None, attributes: str = "") -> str:
        """Write a child in the same namespace."""
        return str(Piece(self.prefix, name, attributes, inside))


Change = Callable[[Random, Piece], str]


def piece(match: re.Match[str], name: str) -> Piece:
    """Return what was found as a piece."""
    return Piece(match[1], name, match[2] or "", match[3])


def sheet_name(dice: Random, parts: Parts) -> str | None:
    """Choose a sheet's part; None where there is none."""
    names = [name for name in parts if SHEET.fullmatch(name)]
    return dice.choice(names) if names else None


def one(dice: Random, parts: Parts) -> str:
    """Choose a part; those that hold data more often."""
    names = sorted(parts)
    return dice.choice(names + [name for name in names if name.startswith("xl/")])


def text_of(parts: Parts, name: str) -> str:
    """Return a part as text, whatever an earlier mutation did to it."""
    return parts[name].decode("utf-8", "surrogateescape")


def with_text(parts: Parts, name: str, text: str) -> Parts:
    """Return parts with another text in one of them."""
    return parts | {name: text.encode("utf-8", "surrogateescape")}


def changed(dice: Random, parts: Parts, part: str | None, finder: re.Pattern[str], change: Change) -> Parts:
    """Change one element of a part, chosen by chance."""
    if part is None or part not in parts:
        return parts
    text = text_of(parts, part)
    found = list(finder.finditer(text))
    if not found:
        return parts
    match = dice.choice(found)
    name = re.match(r"<(?:\w+:)?(\w+)", match[0])
    assert name is not None
    new = change(dice, piece(match, name[1]))
    return with_text(parts, part, text[: match.start()] + new + text[match.end() :])


def in_sheet(finder: re.Pattern[str], change: Change) -> Callable[[Random, Parts], Parts]:
    """Make a mutation of one element, of the kind that the pattern finds, in one sheet."""

    def do(dice: Random, parts: Parts) -> Parts:
        return changed(dice, parts, sheet_name(dice, parts), finder, change)

    return do


def whole(dice: Random, parts: Parts, change: Callable[[Random, str], str]) -> Parts:
    """Change the text of one sheet."""
    name = sheet_name(dice, parts)
    return parts if name is None else with_text(parts, name, change(dice, text_of(parts, name)))


WRAPPERS = (
    f"<x:any{OTHER}>{{}}</x:any>",
    f'<mc:AlternateContent{COMPATIBILITY}><mc:Choice{OTHER} Requires="x">{{}}</mc:Choice></mc:AlternateContent>',
    f"<mc:AlternateContent{COMPATIBILITY}><mc:Fallback>{{}}</mc:Fallback></mc:AlternateContent>",
    f'<mc:AlternateContent{COMPATIBILITY}><mc:Choice{OTHER} Requires="x"/><mc:Fallback>{{}}</mc:Fallback>'
    "</mc:AlternateContent>",
    "<extLst><ext>{}</ext></extLst>",
    '<row r="77">{}</row>',
    "<any>{}</any>",
    "<!-- {} -->",
    "<![CDATA[{}]]>",
    " {}\n",
    "{}<x/>",
    "<?pi x?>{}",
    "text {}",
)
"""What may stand around an element: foreign elements, alternatives, comments, and what must not stand there."""


def wrapped(dice: Random, found: Piece) -> str:
    """Put something around an element."""
    return dice.choice(WRAPPERS).replace("{}", str(found))
