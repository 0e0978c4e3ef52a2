"""Heights of rows: programs do not fit rows to wrapped texts when they open a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from templates.heights import row_height
from templates.patch.cells import CellValue, place
from templates.patch.markup import attribute, counted, with_attribute
from templates.patch.package import Package
from templates.patch.sheet import ROW

_COLUMN = re.compile(r"<col\b([^>]*?)/?>")
_EDGE = 0.7109375
"""So much more than its content a column is wide in the file [characters]."""

Texts = dict[int, list[tuple[str, float]]]


def edit_heights(package: Package, sheet: str, heights: Mapping[int, float | None]) -> None:
    """Give rows of a sheet a height [points]; None leaves it to the program. Rows without cells have none.

    None of them is a person's wish: programs go on fitting the row to what is typed into it.
    """

    def changed(number: int, tag: str) -> str:
        if number not in heights:
            return tag
        height = heights[number]
        return with_attribute(_high(tag, height), "customHeight", None)

    _edit_rows(package, sheet, changed)


def fit_heights(package: Package, sheet: str, typed: Mapping[str, CellValue]) -> None:
    """Make rows high enough for texts typed into them, as programs do; a height that somebody set stays."""
    texts = _texts(package, sheet, typed)

    def changed(number: int, tag: str) -> str:
        if number not in texts or attribute(tag, "customHeight") in ("1", "true"):
            return tag
        needed = row_height(texts[number])
        return tag if needed <= float(attribute(tag, "ht") or 0) else _high(tag, needed)

    if texts:
        _edit_rows(package, sheet, changed)


def _high(tag: str, height: float | None) -> str:
    return with_attribute(tag, "ht", None if height is None else f"{height:g}")


def _texts(package: Package, sheet: str, typed: Mapping[str, CellValue]) -> Texts:
    """Return the texts typed into each row, with the widths of their columns; hidden ones do not count."""
    widths: dict[int, float] = {}
    for column in _COLUMN.finditer(package.text(package.sheet_part(sheet))):
        first, last = counted(column[1], "min", 1), counted(column[1], "max", 0)
        width = float(attribute(column[1], "width") or 0) - _EDGE
        if attribute(column[1], "hidden") not in ("1", "true"):
            widths |= dict.fromkeys(range(first, last + 1), width)
    found: Texts = {}
    for reference, value in typed.items():
        row, column_number = place(reference)
        if isinstance(value, str) and column_number in widths:
            found.setdefault(row, []).append((value, widths[column_number]))
    return found


def _edit_rows(package: Package, sheet: str, changed: Callable[[int, str], str]) -> None:
    """Change what stands in the tags of a sheet's rows, by their numbers."""
    part = package.sheet_part(sheet)
    xml = package.text(part)
    new = ROW.sub(lambda row: f"<row{changed(counted(row[1], 'r', 0), row[1])}{row[2]}>", xml)
    if new != xml:
        package.replace(part, new.encode())
