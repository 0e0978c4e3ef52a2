"""What one workbook says that another does not, as values to be written into its Sheet."""

from __future__ import annotations

from typing import NamedTuple

from sync.reading.cells import Book, Sheet
from sync.sources.google.writing import Places, Value


class Differences(NamedTuple):
    """What differs: values by sheet, and the sheets that are shown in the one and hidden in the other."""

    values: dict[str, Places]
    shown: frozenset[str]


class Formula(NamedTuple):
    """Stands for the formula of a cell, whose value is calculated."""

    text: str


def differences(before: Book, after: Book) -> Differences:
    """Return the values that make one workbook out of another; a formula may go, and is never written."""
    old = {sheet.name: sheet for sheet in before.sheets}
    values: dict[str, Places] = {}
    for sheet in after.sheets:
        was, now = _content(old[sheet.name]), _content(sheet)
        changed = {place for place in {*was, *now} if was.get(place) != now.get(place)}
        typed = ((place, now.get(place)) for place in sorted(changed))
        places = {place: value for place, value in typed if not isinstance(value, Formula)}
        if places:
            values[sheet.name] = places
    shown = {one.name for one in after.sheets if one.state == "visible" != old[one.name].state}
    return Differences(values, frozenset(shown))


def _content(sheet: Sheet) -> dict[tuple[int, int], Value | Formula]:
    """Return what stands in the cells of a sheet: a formula, or a value that is not blank."""
    cells = ((cell, cell.value if cell.formula is None else Formula(cell.formula)) for cell in sheet.cells)
    return {(cell.row, cell.column): held for cell, held in cells if held not in (None, "")}
