"""Mutations of the list of sheets, and of sheets as wholes."""

from __future__ import annotations

import re
from random import Random

from tests.fuzz.packing import Parts
from tests.fuzz.pieces import LISTED, OTHER, Change, Piece, changed, sheet_name, text_of, with_text, wrapped
from tests.fuzz.registry import OnParts, add, mutation

BOOK = "xl/workbook.xml"
NAMES = (
    "",
    "Appraisal",
    "Summary",
    "_meritbook",
    "a&amp;b",
    "x" * 40,
    "it's",
    "&#10;",
    "appraisal",
    "a/b",
    None,
)
STATES = ("visible", "hidden", "veryHidden", "bogus", "", None)


def renamed(dice: Random, sheet: Piece) -> str:
    """Give a sheet another name, perhaps that of another."""
    return str(sheet.having("name", dice.choice(NAMES)))


def shown(dice: Random, sheet: Piece) -> str:
    """Hide or show a sheet."""
    return str(sheet.having("state", dice.choice(STATES)))


def numbered(dice: Random, sheet: Piece) -> str:
    """Give a sheet another number."""
    return str(sheet.having("sheetId", dice.choice(("1", "2", "0", "x", "99999999999", None))))


def related(dice: Random, sheet: Piece) -> str:
    """Let a sheet lead to another part, or to none."""
    return str(
        sheet.having(r"\w+:id", None).having(
            "r:id", dice.choice(("rId1", "rId4", "rId5", "rId11", "rId99", ""))
        )
    )


def unrelated(dice: Random, sheet: Piece) -> str:
    """Write what a sheet leads to in another way."""
    other = sheet.having(r"\w+:id", None)
    return str(
        dice.choice(
            (
                other,
                other.having("id", "rId1"),
                other._replace(attributes=f'{other.attributes} x:id="rId4"{OTHER}'),
                sheet._replace(attributes=f'{sheet.attributes} x:id="rId4"{OTHER}'),
                sheet._replace(attributes=sheet.attributes.replace("r:id", "q:id")),
            )
        )
    )


def repeated(dice: Random, sheet: Piece) -> str:
    """List a sheet twice, alike or under another name."""
    return str(sheet) + str(sheet.having("name", dice.choice(NAMES)))


def gone(_: Random, sheet: Piece) -> str:
    """Take a sheet off the list."""
    return ""


def foreign(_: Random, sheet: Piece) -> str:
    """Put a sheet of another namespace onto the list."""
    return str(sheet) + f'<x:sheet{OTHER} name="x" sheetId="77" r:id="rId4"/>'


def _listed(change: Change) -> OnParts:
    return lambda dice, parts: changed(dice, parts, BOOK, LISTED, change)


CHANGES: tuple[Change, ...] = (
    *(renamed, shown, numbered, related, unrelated, repeated, gone, foreign, wrapped),
)
for change in CHANGES:
    add("sheets", change.__name__, _listed(change))


@mutation("sheets")
def reordered(dice: Random, parts: Parts) -> Parts:
    """List the sheets in another order."""
    if BOOK not in parts:
        return parts
    text = text_of(parts, BOOK)
    found = [match[0] for match in LISTED.finditer(text)]
    dice.shuffle(found)
    rest = iter(found)
    return with_text(parts, BOOK, LISTED.sub(lambda _: next(rest), text))


@mutation("sheets")
def book_text(dice: Random, parts: Parts) -> Parts:
    """Change what the workbook part says besides: dates from 1904, names, protection, a second list."""
    odd = dice.choice(
        (
            ("<workbookPr", '<workbookPr date1904="1"'),
            ("<workbookPr", '<workbookPr date1904="true"'),
            ("<workbookPr", '<workbookPr date1904=" 1 "'),
            ("</sheets>", "</sheets><sheets/>"),
            ("</sheets>", '<sheet name="x" sheetId="9" r:id="rId4"/></sheets>'),
            ("</sheets>", '</sheets><extLst><ext><sheet name="x" sheetId="9" r:id="rId4"/></ext></extLst>'),
            ("</workbook>", '<sheet name="x" sheetId="9" r:id="rId4"/></workbook>'),
            ("<sheets>", "<any><sheets>"),
            ("<sheets>", "<sheets>text<!-- <sheet/> -->"),
            ("<definedNames>", '<definedNames><definedName name="x" localSheetId="77">A1</definedName>'),
            ("<definedNames>", "<definedNames><definedName>&lt;</definedName><definedName/>"),
        )
    )
    return with_text(parts, BOOK, text_of(parts, BOOK).replace(*odd, 1)) if BOOK in parts else parts


@mutation("sheets")
def second_copy(dice: Random, parts: Parts) -> Parts:
    """Copy a sheet into a part of its own and list the copy before or behind the others."""
    name = sheet_name(dice, parts)
    rels = "xl/_rels/workbook.xml.rels"
    if name is None or BOOK not in parts or rels not in parts:
        return parts
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relation = f'<Relationship Id="copy" Type="{kind}" Target="worksheets/copy.xml"/></Relationships>'
    entry = f'<sheet name="{dice.choice(("Copy", "Appraisal", "Appraisal (2)"))}" sheetId="77" r:id="copy"/>'
    book = text_of(parts, BOOK)
    book = dice.choice(
        (book.replace("<sheets>", f"<sheets>{entry}"), book.replace("</sheets>", f"{entry}</sheets>"))
    )
    parts = with_text(parts, BOOK, book)
    parts = with_text(parts, rels, text_of(parts, rels).replace("</Relationships>", relation))
    return parts | {"xl/worksheets/copy.xml": parts[name]}


@mutation("sheets")
def other_root(dice: Random, parts: Parts) -> Parts:
    """Let a sheet begin as something else: a chart, a macro sheet, another namespace, nothing."""
    name = sheet_name(dice, parts)
    if name is None:
        return parts
    root = dice.choice(("chartsheet", "dialogsheet", "macrosheet", "workbook", "Worksheet"))
    text = re.sub(r"(</?(?:\w+:)?)worksheet\b", rf"\g<1>{root}", text_of(parts, name))
    return with_text(parts, name, text)
