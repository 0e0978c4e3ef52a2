"""The referee of our reader: the same cells read a second way, slowly and by the book, with lxml."""

from __future__ import annotations

import math
import posixpath
import re
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree
from openpyxl.formula.translate import Translator
from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries

Seen = tuple[str, Any, str | None]
"""Kind, value and formula of a cell."""

PLAIN_NUMBER = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*")


def read(data: bytes) -> dict[str, dict[str, Seen]]:
    """Return, by sheet, every cell that holds a value or a formula, by its reference."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {name.lower(): archive.read(name) for name in archive.namelist()}
    book = _target(parts, "", "officeDocument")
    tree = _tree(parts, book)
    strings = _strings(parts, book)
    first = _first_day(tree)
    found = {}
    for sheet in tree.iterfind(".//{*}sheet"):
        part = next(
            target
            for number, _, target in _relations(parts, book)
            if number in sheet.attrib.values() and number
        )
        found[str(sheet.get("name"))] = _cells(_tree(parts, part), strings, first)
    return found


def _first_day(tree: etree._Element) -> datetime:
    """Return the day from which a workbook counts."""
    since_1904 = [one.get("date1904") in ("1", "true") for one in tree.iterfind("{*}workbookPr")]
    return datetime(1904, 1, 1) if any(since_1904) else datetime(1899, 12, 30)


def _tree(parts: dict[str, bytes], name: str) -> etree._Element:
    return etree.fromstring(parts[name.lower()], etree.XMLParser(resolve_entities=False, huge_tree=True))


def _relations(parts: dict[str, bytes], name: str) -> list[tuple[str, str, str]]:
    folder, file = posixpath.split(name)
    place = posixpath.join(folder, "_rels", f"{file}.rels")
    if place.lower() not in parts:
        return []
    return [
        (
            str(one.get("Id")),
            str(one.get("Type")).rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join("/", folder, str(one.get("Target")))).lstrip("/"),
        )
        for one in _tree(parts, place)
        if isinstance(one.tag, str)
    ]


def _target(parts: dict[str, bytes], name: str, kind: str) -> str:
    return next((target for _, found, target in _relations(parts, name) if found == kind), "")


def _strings(parts: dict[str, bytes], book: str) -> list[str]:
    part = _target(parts, book, "sharedStrings")
    return [_text(one) for one in _tree(parts, part).iterfind("{*}si")] if part else []


def _text(element: etree._Element) -> str:
    """Join the text of plain and rich runs; phonetic runs are not read aloud."""
    space = etree.QName(element).namespace
    pieces = [one for one in element.iter(f"{{{space}}}t") if "rPh" not in str(one.getparent().tag)]
    return _unescaped("".join(_content(piece) for piece in pieces))


def _child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the last child of a name in the element's own namespace."""
    found = element.findall(f"{{{etree.QName(element).namespace}}}{name}")
    return found[-1] if found else None


def _content(element: etree._Element) -> str:
    """Return an element's own text, around comments and instructions."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _unescaped(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        return "�" if match[1] == "0000" else chr(int(match[1], 16))

    found = re.sub("_x([0-9A-Fa-f]{4})_", character, text)
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _cells(tree: etree._Element, strings: list[str], first: datetime) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    shared: dict[str, tuple[str, str]] = {}
    areas: list[tuple[str, str]] = []
    row_number = 0
    space = etree.QName(tree).namespace
    for row in tree.iterfind(f"{{{space}}}sheetData/{{{space}}}row"):
        row_number, column = int(row.get("r") or row_number + 1), 0
        for cell in row.iterfind(f"{{{space}}}c"):
            place = cell.get("r") or f"{get_column_letter(column + 1)}{row_number}"
            row_number, column = coordinate_to_tuple(place)
            formula = _formula(cell, place, shared, areas)
            kind, value = _value(cell, strings, first)
            if kind == "b" and formula in ("TRUE()", "FALSE()"):
                formula = None
            if place not in found and (formula is not None or kind) and (formula or value != ""):
                found[place] = (kind, value, formula)
    return {place: (k, v, f or _from_area(place, areas)) for place, (k, v, f) in found.items()}


def _formula(
    cell: etree._Element, place: str, shared: dict[str, tuple[str, str]], areas: list[tuple[str, str]]
) -> str | None:
    element = _child(cell, "f")
    if element is None:
        return None
    text = _unescaped(_content(element))
    if element.get("t") == "shared":
        number = str(element.get("si"))
        if text:
            shared[number] = (text, place)
        origin, first = shared[number]
        return Translator(f"={origin}", first).translate_formula(place)[1:]
    if element.get("t") == "array" and text:
        areas.append((str(element.get("ref")), text))
    return text or None


def _from_area(place: str, areas: list[tuple[str, str]]) -> str | None:
    row, column = coordinate_to_tuple(place)
    for area, text in areas:
        left, top, right, bottom = range_boundaries(area)
        if top <= row <= bottom and left <= column <= right:
            return text
    return None


def _value(cell: etree._Element, strings: list[str], first: datetime) -> Seen | tuple[str, Any]:
    kind, element = cell.get("t", "n"), _child(cell, "v")
    inline = _child(cell, "is")
    if kind == "inlineStr":
        return ("t", _text(inline)) if inline is not None else ("", None)
    if element is None or (not _content(element) and kind != "str"):
        return "", None
    text = _content(element)
    if kind == "n":
        finite = PLAIN_NUMBER.fullmatch(text) and math.isfinite(float(text))
        return ("n", float(text)) if finite else ("e", text.strip())
    if kind == "s":
        return "t", strings[int(text)]
    if kind == "d":
        return "n", (datetime.fromisoformat(text) - first) / timedelta(days=1)
    if kind == "b":
        return "b", text.strip() in ("1", "true")
    return ("t" if kind == "str" else "e"), _unescaped(text)
