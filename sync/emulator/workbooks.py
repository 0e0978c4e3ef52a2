"""Sheets as the stand-in keeps them: the parts of a workbook, changed as Google changes them.

What Google does is known from published files and from reports to other programs, not from Google: nothing
here was compared with the real service. Where it is not known, the worst is done: tables, protection and
properties go. Nothing is calculated: once somebody wrote a cell, no formula has a result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from sync.emulator.answers import Refused, not_done
from sync.reading.cells import Placed, Sheet
from sync.reading.xlsx import read_book
from templates.patch import (
    CannotPatch,
    CellValue,
    Package,
    edit_cells,
    edit_heights,
    fit_heights,
    open_package,
    show,
)
from templates.references import Area, area, reference

DROPPED = r"<sheetProtection\b[^>]*/>|<tableParts\b.*?</tableParts>|<dimension\b[^>]*/>|<extLst>.*?</extLst>"
NUMBER = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?>(?:<f\b[^>]*>[^<]*</f>)?<v>-?\d+)(</v>)')
RESULT = re.compile(r"(<f\b[^>]*?(?:/>|>[^<]*</f>))<v\b[^>]*>[^<]*</v>")
OWN = re.compile(r"(<c\b[^>]*>)<f>(MERIT_\w+\([^<]*)</f>(?:<v>([^<]*)</v>)?")
"""A formula with a function of our own, which Excel does not know, and its result."""

Cells = list[list[object]]


def imported(data: bytes) -> bytes:
    """Return an uploaded workbook as a Sheet holds it."""
    try:
        package = open_package(data)
        for part in package.sheet_parts().values():
            _rewrite(package, part, lambda xml: re.sub(DROPPED, "", xml, flags=re.DOTALL))
            for relation in package.relations(part):
                if relation.kind == "table":
                    package.remove(relation.target)
            if any(relation.kind == "table" for relation in package.relations(part)):
                package.unrelate(part, "table")
        _rewrite(package, package.workbook(), lambda xml: xml.replace('"veryHidden"', '"hidden"'))
        for name in [name for name in package.names if name.startswith("docProps/")]:
            package.remove(name)
        _rewrite(package, "_rels/.rels", lambda xml: re.sub(r"<Relationship\b[^>]*docProps[^>]*/>", "", xml))
    except CannotPatch as error:
        raise Refused(400, f"Bad Request: {error}", "badRequest") from error
    return package.save()


def exported(content: bytes) -> bytes:
    """Return a Sheet as Excel is to read it: numbers as Java writes them, foreign functions as text."""
    package = open_package(content)
    for part in package.sheet_parts().values():
        _rewrite(package, part, lambda xml: OWN.sub(_kept_as_text, NUMBER.sub(r"\1.0\2", xml)))
    return package.save()


def _kept_as_text(found: re.Match[str]) -> str:
    start, formula, result = found[1], found[2], found[3] or ""
    text = formula.replace("&quot;", '"').replace('"', '""')
    shown = result if result and 't="str"' not in start else f'"{result}"'
    return f'{start}<f>IFERROR(__xludf.DUMMYFUNCTION("{text}"),{shown})</f><v>{result}</v>'


def _rewrite(package: Package, part: str, change: Callable[[str], str]) -> None:
    before = package.text(part)
    after = change(before)
    if after != before:
        package.replace(part, after.encode())


def sheets(content: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook in their order."""
    return read_book(content).sheets


def written(content: bytes, changes: Mapping[str, Mapping[str, CellValue]]) -> bytes:
    """Return a Sheet with cells changed; no formula has a result from then on."""
    package = open_package(content)
    edit_cells(package, changes)
    for part in package.sheet_parts().values():
        _rewrite(package, part, lambda xml: RESULT.sub(r"\1", xml))
    return package.save()


def shown(content: bytes, name: str, visible: bool) -> bytes:
    """Return a Sheet with one of its sheets shown or hidden."""
    package = open_package(content)
    try:
        show(package, name, visible)
    except CannotPatch as error:
        raise Refused(400, f"Invalid requests[0].updateSheetProperties: {error}") from error
    return package.save()


def fitted(content: bytes, name: str, rows: range) -> bytes:
    """Return a Sheet in which rows are as high as the texts in them need."""
    sheet = next(one for one in sheets(content) if one.name == name)
    texts = {reference(cell.row, cell.column): cell.value for cell in sheet.cells if cell.row in rows}
    package = open_package(content)
    edit_heights(package, name, dict.fromkeys(rows))
    fit_heights(package, name, texts)
    return package.save()


def place_of(content: bytes, text: str) -> tuple[Sheet, Area | None]:
    """Return the sheet and the area that a range in A1 notation means; no area: the whole sheet."""
    title, sign, corners = text.rpartition("!")
    title = (title if sign else text).removeprefix("'").removesuffix("'").replace("''", "'")
    sheet = next((one for one in sheets(content) if one.name == title), None)
    if sheet is None:
        raise Refused(400, f"Unable to parse range: {text}")
    if not sign:
        return sheet, None
    first, _, last = corners.replace("$", "").partition(":")
    found = area(f"{first}:{last or first}")
    if found is None:
        raise not_done(f"the range {text}")
    return sheet, found


def values(sheet: Sheet, place: Area | None, formulas: bool) -> Cells:
    """Return what stands in an area, row by row, without the blanks at the ends."""
    rows: dict[int, dict[int, object]] = {}
    for cell in _within(sheet.cells, place):
        rows.setdefault(cell.row, {})[cell.column] = _value(cell, formulas)
    top, left = (place.top, place.left) if place else (1, 1)
    last = max(rows, default=top - 1)
    return [
        [rows[n].get(column, "") for column in range(left, max(rows[n]) + 1)] if n in rows else []
        for n in range(top, last + 1)
    ]


def _within(cells: Sequence[Placed], place: Area | None) -> Iterator[Placed]:
    for cell in cells:
        if cell.value is None and cell.formula is None:
            continue
        if place is None or (
            place.top <= cell.row <= place.bottom and place.left <= cell.column <= place.right
        ):
            yield cell


def _value(cell: Placed, formulas: bool) -> object:
    if formulas and cell.formula is not None:
        return f"={cell.formula.removeprefix('=')}"
    return "" if cell.value is None else cell.value


def edits(place: Area | None, cells: Cells) -> dict[str, CellValue]:
    """Return the cells that an update changes: null leaves one as it is, an empty text empties it."""
    top, left = (place.top, place.left) if place else (1, 1)
    return {
        reference(top + down, left + right): None if value == "" else value  # type: ignore[misc]
        for down, row in enumerate(cells)
        for right, value in enumerate(row)
        if value is not None
    }
