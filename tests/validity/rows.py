"""Rows and cells: in their order, on the grid, of a kind that is one, no longer than a cell holds."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from templates.references import LAST_COLUMN, LAST_ROW, column_number
from tests.validity.package import STRINGS, M, Package

CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
AREA = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(:[A-Z]{1,3}[1-9][0-9]{0,6})?")
KINDS = ("n", "s", "str", "b", "e", "inlineStr")
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TALLEST, WIDEST, LONGEST = 409.5, 255, 32_767
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Block = tuple[int, int, int, int]
"""First and last column, first and last row [from 1]."""


def spot(text: str) -> tuple[int, int] | None:
    """Return column and row of a cell on the grid, None for anything else."""
    found = CELL.fullmatch(text)
    if found is None:
        return None
    column, row = column_number(found[1]), int(found[2])
    return (column, row) if column <= LAST_COLUMN and row <= LAST_ROW else None


def block(text: str) -> Block | None:
    """Return the cells an area names, None where it names none or runs backwards."""
    first, _, last = text.partition(":")
    begin, end = spot(first), spot(last or first)
    if begin is None or end is None or end < begin or end[1] < begin[1]:
        return None
    return begin[0], end[0], begin[1], end[1]


def meet(one: Block, other: Block) -> bool:
    """Tell whether two blocks of cells share a cell."""
    return one[0] <= other[1] and other[0] <= one[1] and one[2] <= other[3] and other[2] <= one[3]


def order(package: Package) -> Iterator[str]:
    """Rows go down and cells go right, each once, each in its own row."""
    for part, sheet in package.sheets():
        last = 0
        for row in sheet.iterfind(f"{M}sheetData/{M}row"):
            number, column = int(row.get("r", str(last + 1))), 0
            if not last < number <= LAST_ROW:
                yield f"{part}: row {number} after row {last}"
            last = number
            for cell in row:
                place = spot(cell.get("r", ""))
                if place is None or place[1] != number or place[0] <= column:
                    yield f"{part}: cell {cell.get('r')} in row {number}"
                column = place[0] if place else column


def measures(package: Package) -> Iterator[str]:
    """No row is higher and no column wider than Excel draws; columns are declared once, in order."""
    for part, sheet in package.sheets():
        for row in sheet.iter(f"{M}row"):
            if not 0 <= float(row.get("ht", "15")) <= TALLEST:
                yield f"{part}: row {row.get('r')} is {row.get('ht')} high"
        last = 0
        for column in sheet.iterfind(f"{M}cols/{M}col"):
            first, end = int(column.get("min", "0")), int(column.get("max", "0"))
            if not last < first <= end <= LAST_COLUMN or not 0 <= float(column.get("width", "9")) <= WIDEST:
                yield f"{part}: columns {first} to {end}, {column.get('width')} wide"
            last = end


def values(package: Package) -> Iterator[str]:
    """What a cell holds is of its kind: a finite number, a text that is there and fits, a known error."""
    shared = package.trees.get(STRINGS)
    known = 0 if shared is None else len(shared.findall(f"{M}si"))
    for part, sheet in package.sheets():
        for cell in sheet.iter(f"{M}c"):
            kind, value = cell.get("t", "n"), cell.findtext(f"{M}v")
            if kind not in KINDS or not (value is None or _is_one(kind, value, known)):
                yield f"{part}: {cell.get('r')} holds {value!r} as {kind}"


def _is_one(kind: str, value: str, known: int) -> bool:
    if kind == "n":
        try:
            return math.isfinite(float(value))
        except ValueError:
            return False
    if kind == "s":
        return value.isdigit() and int(value) < known
    return {"b": value in ("0", "1"), "e": value in ERRORS}.get(kind, len(value) <= LONGEST)


def texts(package: Package) -> Iterator[str]:
    """Texts fit into a cell, hold no sign that XML forbids, and spaces at their ends are kept."""
    shared = package.trees.get(STRINGS)
    if shared is None:
        return
    unique = shared.get("uniqueCount")
    if unique is not None and int(unique) != len(shared.findall(f"{M}si")):
        yield f"{STRINGS}: uniqueCount {unique}"
    for text in shared.iter(f"{M}t"):
        written = text.text or ""
        if len(written.encode("utf-16-le")) // 2 > LONGEST or UNFIT.search(written):
            yield f"{STRINGS}: a text that no cell holds: {written[:40]!r}"
        if written != written.strip() and text.get(SPACE) != "preserve":
            yield f"{STRINGS}: spaces of {written[:40]!r} are not kept"


def extent(package: Package) -> Iterator[str]:
    """The sheet says how far it reaches, and panes, selections and filters lie on the grid."""
    for part, sheet in package.sheets():
        for path, key in (
            (f"{M}dimension", "ref"),
            (f".//{M}pane", "topLeftCell"),
            (f"{M}autoFilter", "ref"),
        ):
            for one in sheet.iterfind(path):
                if one.get(key) is not None and block(one.get(key, "")) is None:
                    yield f"{part}: {one.get(key)} is no place"


RULES = (order, measures, values, texts, extent)
