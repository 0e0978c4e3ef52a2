"""A workbook read from its bytes: cells with value, type and formula, sheets, names, date system."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from sync.reading.cells import Book, Sheet, Unreadable
from sync.reading.gate.package import Package, admit
from sync.reading.gathering import Common, Gathering
from sync.reading.limits import LIMITS, Limits
from sync.reading.number_formats import read_formats
from sync.reading.parts import MAIN, STRICT, TRANSITIONAL, Relation, relations, texts, truth, walk
from sync.reading.strings import read_strings
from sync.reading.worksheet import read_sheet
from templates.references import reference

PROPERTIES = ("extended-properties", "extendedProperties")
"""What the list of properties is called, and what it is called in Strict workbooks."""

STATES = ("visible", "hidden", "veryHidden")
RELATION_IDS = (
    TRANSITIONAL + "officeDocument/2006/relationships id",
    STRICT + "officeDocument/relationships id",
)
SHARED = {"too_many_cells": "cells", "too_much_text": "written"}
"""Reasons for limits that all sheets of a workbook share."""

REPEATED_TOLD = 10
"""So many places that a sheet stores twice are named."""


@dataclass(slots=True)
class Contents:
    """What the workbook part says: its sheets as (name, state, relationship), names, date system."""

    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    date1904: bool = False


def read_book(data: bytes, limits: Limits = LIMITS, without: Container[str] = ()) -> Book:
    """Read a workbook from its bytes: every sheet's cells with value, type, formula and place.

    Only the parts that matter are read; the declared dimension is not believed. The sheets named in `without`
    come without their cells. Raises Unreadable, never anything else, whatever the bytes are.
    """
    return open_package(admit(data, limits), limits, without)


def open_package(package: Package, limits: Limits = LIMITS, without: Container[str] = ()) -> Book:
    """Read a workbook that the gate has admitted; the sheets named in `without` come without their cells."""
    related = relations(package.parts, package.workbook)
    contents = read_contents(package.workbook, package.parts[package.workbook])
    if not contents.sheets or len(contents.sheets) > limits.sheets:
        raise Unreadable("too_many_sheets" if contents.sheets else "no_sheets", limit=limits.sheets)
    common = Common(_strings(package, related, limits), _formats(package, related), contents.date1904)
    longest = max(map(len, common.strings), default=0)
    notes = list(package.notes)
    sheets: list[Sheet] = []
    left = limits
    for name, state, relation in contents.sheets:
        if name in without:
            sheets.append(Sheet(name, state, ()))
            continue
        part = _sheet_part(package, related, relation, name)
        reading = _within(limits, part, package.parts[part], common, left)
        sheets.append(_sheet(name, state, reading))
        notes += _repeated(name, reading)
        left = _left(left, reading, longest, limits)
    return Book(tuple(sheets), contents.names, contents.date1904, _application(package), tuple(notes))


def _within(limits: Limits, part: str, content: bytes, common: Common, left: Limits) -> Gathering:
    """Read a sheet within what is left of the workbook's limits; a reason names the whole of a limit."""
    try:
        return read_sheet(part, content, common, left)
    except Unreadable as unreadable:
        if unreadable.code in SHARED:
            raise Unreadable(unreadable.code, limit=getattr(limits, SHARED[unreadable.code])) from None
        raise


def _sheet(name: str, state: str, reading: Gathering) -> Sheet:
    hidden = frozenset(reading.hidden_rows), frozenset(reading.hidden_columns)
    return Sheet(name, state, reading.finish(), *hidden, tuple(reading.merged))


def _repeated(name: str, reading: Gathering) -> list[str]:
    """Note the first places that a sheet stores twice."""
    places = sorted(reading.repeated)[:REPEATED_TOLD]
    return [f"duplicate_cell {name}!{reference(*place)}" for place in places]


def _left(left: Limits, reading: Gathering, longest: int, limits: Limits) -> Limits:
    """Return what the sheets still to come may hold; raises Unreadable where nothing is left."""
    cells = left.cells - reading.count - len(reading.arrays.places)
    if cells < 0:
        raise Unreadable("too_many_cells", limit=limits.cells)
    written = left.written
    if longest * reading.count > written:
        held = chain.from_iterable(cells.values() for cells in reading.rows.values())
        written -= sum(len(cell.value) for cell in held if isinstance(cell.value, str))
    written -= reading.shared.limit - reading.shared.left
    if written < 0:
        raise Unreadable("too_much_text", limit=limits.written)
    return replace(left, cells=cells, written=written)


def read_contents(part: str, content: bytes) -> Contents:
    """Read the workbook part: sheets in order, defined names, date system."""
    found = Contents()
    listing = False

    def start(local: str, attributes: dict[str, str]) -> bool:
        nonlocal listing
        if local == "sheet" and listing:
            relation = next((attributes[key] for key in RELATION_IDS if key in attributes), "")
            state = attributes.get("state", "visible")
            found.sheets.append(
                (attributes.get("name", ""), state if state in STATES else "visible", relation)
            )
        elif local == "workbookPr":
            found.date1904 = truth(attributes.get("date1904"))
        listing = listing or local == "sheets"
        return listing and local not in ("sheets", "sheet")

    def end(name: str) -> None:
        nonlocal listing
        listing = listing and not name.endswith(" sheets")

    walk(part, content, MAIN, start, end)
    _refuse_namesakes(part, found)
    for attributes, text in texts(part, content, "definedName"):
        scope = f"{attributes['localSheetId']}!" if "localSheetId" in attributes else ""
        found.names[scope + attributes.get("name", "")] = text
    return found


def _refuse_namesakes(part: str, contents: Contents) -> None:
    """Raise Unreadable where two sheets have one name: what refers to it may mean either."""
    names: set[str] = set()
    for name, _, _ in contents.sheets:
        if name.casefold() in names:
            raise Unreadable("ambiguous", part=name or part)
        names.add(name.casefold())


def _related(package: Package, related: Mapping[str, Relation], kind: str) -> str | None:
    """Return the part of one kind that the workbook leads to, None where it has none."""
    for relation in related.values():
        if relation.kind == kind and not relation.external:
            if relation.target not in package.parts:
                raise Unreadable("missing_part", part=relation.target)
            return relation.target
    return None


def _strings(package: Package, related: Mapping[str, Relation], limits: Limits) -> list[str]:
    part = _related(package, related, "sharedStrings")
    return read_strings(part, package.parts[part], limits) if part else []


def _formats(package: Package, related: Mapping[str, Relation]) -> Mapping[str, str]:
    part = _related(package, related, "styles")
    return read_formats(part, package.parts[part]) if part else {}


def _sheet_part(package: Package, related: Mapping[str, Relation], relation: str, name: str) -> str:
    found = related.get(relation)
    if found is None or found.external or found.target not in package.parts:
        raise Unreadable("missing_sheet", sheet=name)
    if found.kind == "xlMacrosheet":
        raise Unreadable("macros")
    return found.target


def _application(package: Package) -> str:
    """Return the program that wrote the workbook, as it names itself; "" where it does not."""
    part = next((one.target for one in relations(package.parts, "").values() if one.kind in PROPERTIES), "")
    if part not in package.parts:
        return ""
    return next((text for _, text in texts(part, package.parts[part], "Application")), "").strip()[:100]
