"""The referee of our reader: the same cells read a second way, slowly and by the book, with lxml."""

from __future__ import annotations

import math
import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree
from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries

Seen = tuple[str, Any, str | None]
"""Kind, value and formula of a cell."""


class SeenSheet(NamedTuple):
    """One sheet: name, visibility, cells, the style of each, what is hidden, what the styles show."""

    name: str
    state: str
    cells: Mapping[str, Seen]
    styles: Mapping[str, str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    looks: Mapping[str, str]

    def look(self, place: str) -> str:
        """Return what a cell shows: percent, date, text, or "" for anything else."""
        style = self.styles[place]
        return "date" if style == "d" else self.looks.get(style, "")


PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
DATES = (*range(27, 37), *range(50, 59))
"""Formats that show dates in China and its neighbours."""

LATER = "\0"
"""Begins what stands for a shared formula whose first cell comes later."""

OUTSIDE = "#REF!"
"""Stands for a shared formula that refers to places outside its sheet where it is repeated."""

SPACE = " \t\r\n"
AREA = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+:\$?[A-Z]{1,3}\$?[0-9]+")
PLAIN_NUMBER = re.compile(r"[ \t\r\n]*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[ \t\r\n]*")


def read(data: bytes) -> dict[str, dict[str, Seen]]:
    """Return, by sheet, every cell that holds a value or a formula, by its reference."""
    return {sheet.name: dict(sheet.cells) for sheet in read_sheets(data)}


def read_sheets(data: bytes) -> list[SeenSheet]:
    """Return the sheets in order."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {name.lower(): archive.read(name) for name in archive.namelist()}
    book = _target(parts, "", "officeDocument")
    tree = _tree(parts, book)
    space = etree.QName(tree).namespace
    strings = parts.get(_target(parts, book, "sharedStrings"), b"")
    days = tree.find(f"{{{space}}}workbookPr")
    since_1904 = days is not None and days.get("date1904") in ("1", "true", "on")
    targets = {number: target for number, _, target in _relations(parts, book)}
    looks = _looks(parts.get(_target(parts, book, "styles"), b""))
    return [
        SeenSheet(
            str(sheet.get("name", "")),
            state if (state := str(sheet.get("state"))) in ("hidden", "veryHidden") else "visible",
            *_sheet(parts[targets[_relation_id(sheet)]], strings, since_1904),
            looks,
        )
        for sheet in tree.iterfind(f"{{{space}}}sheets/{{{space}}}sheet")
    ]


def _relation_id(sheet: etree._Element) -> str:
    return str(
        next(sheet.get(f"{{{space}}}id") for space in RELATIONS if sheet.get(f"{{{space}}}id") is not None)
    )


@lru_cache(maxsize=200)
def _sheet(
    content: bytes, strings: bytes, since_1904: bool
) -> tuple[Mapping[str, Seen], Mapping[str, str], frozenset[int], frozenset[int]]:
    """Read one sheet, once for the same bytes: cells, their styles (d: a date as text), what is hidden."""
    tree = _parsed(content)
    styles: dict[str, str] = {}
    cells = _cells(tree, _strings(strings), since_1904, styles)
    return cells, styles, frozenset(_hidden_rows(tree)), frozenset(_hidden_columns(tree))


def _hidden_rows(tree: etree._Element) -> Iterator[int]:
    space = f"{{{etree.QName(tree).namespace}}}"
    number = 0
    for row in tree.iterfind(f"{space}sheetData/{space}row"):
        number = int(row.get("r") or number + 1)
        if _is_hidden(row, "ht"):
            yield number
        places = (cell.get("r") for cell in reversed(row) if cell.tag == f"{space}c")
        if last := next(filter(None, places), None):
            number = coordinate_to_tuple(last)[0]


def _hidden_columns(tree: etree._Element) -> Iterator[int]:
    space = f"{{{etree.QName(tree).namespace}}}"
    for column in tree.iterfind(f"{space}cols/{space}col"):
        if _is_hidden(column, "width"):
            yield from range(max(1, int(column.get("min", "1"))), min(16384, int(column.get("max", "1"))) + 1)


def _is_hidden(element: etree._Element, size: str) -> bool:
    if element.get("hidden", "").strip() in ("1", "true", "on"):
        return True
    given = element.get(size, "")
    return bool(PLAIN_NUMBER.fullmatch(given)) and float(given) < (1 if size == "ht" else 0.1)


@lru_cache(maxsize=200)
def _looks(content: bytes) -> Mapping[str, str]:
    """Return what the cells of each style show: percent, date or text; others are left out."""
    if not content:
        return {}
    tree = _parsed(content)
    space = f"{{{etree.QName(tree).namespace}}}"
    codes = dict(BUILTIN_FORMATS) | dict.fromkeys(DATES, "yyyy")
    for one in tree.iterfind(f"{space}numFmts/{space}numFmt"):
        codes[int(one.get("numFmtId", "0"))] = one.get("formatCode", "")
    found = (
        _look(codes.get(int(one.get("numFmtId", "0")), ""))
        for one in tree.iterfind(f"{space}cellXfs/{space}xf")
    )
    return {str(number): look for number, look in enumerate(found) if look}


def _look(code: str) -> str:
    shown = re.sub(r'"[^"]*"', "", code.split(";")[0])
    if "%" in shown:
        return "percent"
    if is_date_format(shown):
        return "date"
    return "text" if shown == "@" else ""


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))


def _tree(parts: Mapping[str, bytes], name: str) -> etree._Element:
    return _parsed(parts[name.lower()])


def _relations(parts: Mapping[str, bytes], name: str) -> list[tuple[str, str, str]]:
    folder, file = posixpath.split(name)
    place = posixpath.join(folder, "_rels", f"{file}.rels")
    if place.lower() not in parts:
        return []
    return [
        (
            str(one.get("Id")),
            str(one.get("Type")).rsplit("/", 1)[-1],
            _part_name(folder, str(one.get("Target", ""))),
        )
        for one in _tree(parts, place).iterfind(f"{{{PACKAGE}}}Relationship")
        if one.get("TargetMode") != "External"
    ]


def _part_name(folder: str, target: str) -> str:
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/").lower()


def _target(parts: Mapping[str, bytes], name: str, kind: str) -> str:
    return next((target for _, found, target in _relations(parts, name) if found == kind), "")


@lru_cache(maxsize=20)
def _strings(content: bytes) -> list[str]:
    if not content:
        return []
    tree = _parsed(content)
    return [_text(one) for one in tree.iterfind(f"{{{etree.QName(tree).namespace}}}si")]


def _text(element: etree._Element) -> str:
    """Join the text of plain and rich runs; phonetic runs are not read aloud."""
    space = f"{{{etree.QName(element).namespace}}}"
    pieces = [
        (_look_of_run(child, space), _content(one))
        for child in element
        for one in ([child] if child.tag == f"{space}t" else child.findall(f"{space}t"))
        if child.tag in (f"{space}t", f"{space}r")
    ]
    return _unescaped(_joined(pieces))


def _look_of_run(run: etree._Element, space: str) -> tuple[str, ...]:
    """Return how a run is set apart: struck through, raised or lowered."""
    found = []
    for one in run.iterfind(f"{space}rPr/*"):
        said = one.get("val", "1").strip()
        if one.tag == f"{space}strike" and said in ("1", "true", "on"):
            found.append("strike")
        elif one.tag == f"{space}vertAlign" and said != "baseline":
            found.append(said)
    return tuple(found)


def _joined(pieces: list[tuple[tuple[str, ...], str]]) -> str:
    """Join runs; a bar stands where a number, with nothing before it, would go on in another look."""
    found, before, bars = "", (), 0
    for look, text in pieces:
        first, so_far = _visible(text)[:1], _visible(found)
        turns = first and look != before and so_far and _numeric(so_far[-1]) and _goes_on(first)
        if turns and (bars or all(map(_numeric, so_far))):
            found, bars = f"{found}|", bars + 1
        before = look if first else before
        found += text
    return found


def _visible(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cf")


def _goes_on(sign: str) -> bool:
    return sign in "._,，．点" or unicodedata.numeric(sign, None) is not None


def _numeric(sign: str) -> bool:
    return bool(sign) and (
        sign in ".,'’%‰+-−–。．，％点负半/^_" or unicodedata.numeric(sign, None) is not None
    )


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


def _cells(
    tree: etree._Element, strings: list[str], since_1904: bool, styles: dict[str, str]
) -> dict[str, Seen]:
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
            place = f"{get_column_letter(column)}{row_number}"
            formula = _formula(cell, place, shared, areas)
            kind, value = _value(cell, strings, since_1904)
            if kind == "b" and formula in ("TRUE()", "FALSE()"):
                formula = None
            if place not in found and (formula is not None or kind) and (formula or value != ""):
                found[place] = (kind, value, formula)
                styles[place] = "d" if cell.get("t") == "d" else str(int(cell.get("s") or 0))
    for place, (kind, value, formula) in found.items():
        if formula is not None and formula.startswith(LATER):
            formula = _shifted(shared.get(formula[1:]), place)
        found[place] = (kind, value, formula or _from_area(place, areas))
    return found


def _shifted(first: tuple[str, str] | None, place: str) -> str | None:
    """Return a shared formula as it stands in another cell; None where its first cell never came."""
    try:
        return first and Translator(f"={first[0]}", first[1]).translate_formula(place)[1:]
    except TranslatorError:
        return OUTSIDE


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
        if number not in shared:
            return LATER + number
        return _shifted(shared[number], place)
    if element.get("t") == "array" and text:
        areas.append((str(element.get("ref")), text))
    if element.get("t") == "dataTable":
        return f"TABLE({element.get('r1', '')},{element.get('r2', '')})"
    return text or None


def _from_area(place: str, areas: list[tuple[str, str]]) -> str | None:
    row, column = coordinate_to_tuple(place)
    for area, text in reversed(areas):
        if not AREA.fullmatch(area):
            continue
        left, top, right, bottom = range_boundaries(area)
        if top <= row <= bottom and left <= column <= right:
            return text
    return None


def _value(cell: etree._Element, strings: list[str], since_1904: bool) -> tuple[str, Any]:
    kind, element = cell.get("t", "n"), _child(cell, "v")
    inline = _child(cell, "is")
    if kind == "inlineStr" and inline is not None:
        return "t", _text(inline)
    if element is None or (not _content(element).strip(SPACE) and kind not in ("str", "inlineStr")):
        return "", None
    return _typed(kind, _content(element), strings, since_1904)


def _typed(kind: str, text: str, strings: list[str], since_1904: bool) -> tuple[str, Any]:
    """Return what a text means under the kind that the cell declares."""
    if kind == "n":
        finite = PLAIN_NUMBER.fullmatch(text) and math.isfinite(float(text))
        return ("n", float(text)) if finite else ("e", text)
    if kind == "s":
        return "t", dict(enumerate(strings))[int(text)]
    if kind == "b" and text.strip() in ("0", "1", "true", "false"):
        return "b", text.strip() in ("1", "true")
    if kind == "d":
        return _day(text.strip(), since_1904)
    if kind in ("str", "inlineStr"):
        return "t", _unescaped(text)
    return "e", _unescaped(text) if kind == "e" else text


def _day(text: str, since_1904: bool) -> tuple[str, Any]:
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return "e", text
    passed = moment - (datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30))
    return "n", passed.days + passed.seconds / 86400
