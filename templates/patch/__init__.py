"""The part patcher: replaces parts inside an xlsx; what nobody touches stays the same bytes.

    data = set_cells(data, {"Appraisal": {"K5": 0.85, "P5": "on time"}}, cached={"Appraisal": {"N5": 85.0}})
    data = comment(data, {"Appraisal": {"K5": "The manager rating is still empty."}})
    data = set_links(data, "Findings", {"C7": "#'Appraisal'!K5"})
    data = show_sheet(data, "Findings", True)

Several changes at once: `package = open_package(data)`, then edit_cells, edit_comments, edit_links, show,
then `package.save()`. CannotPatch (a ValueError with a code) says why a workbook cannot be changed safely.
"""

from __future__ import annotations

from collections.abc import Mapping

from templates.patch.cells import CellError, CellValue, Edit, place
from templates.patch.comments import AUTHOR, edit_comments, edit_sheet_comments
from templates.patch.errors import CannotPatch
from templates.patch.heights import edit_heights, fit_heights
from templates.patch.links import edit_links
from templates.patch.markup import BOM, decoded
from templates.patch.package import (
    Package,
    calculate_on_load,
    drop_calc_chain,
    open_package,
    show,
)
from templates.patch.sheet import edit_sheet

Changes = Mapping[str, Mapping[str, CellValue]]

__all__ = [
    "AUTHOR",
    "CannotPatch",
    "CellError",
    "CellValue",
    "Changes",
    "Package",
    "calculate_on_load",
    "comment",
    "drop_calc_chain",
    "edit_cells",
    "edit_comments",
    "edit_heights",
    "edit_links",
    "edit_sheet_comments",
    "fit_heights",
    "open_package",
    "set_cells",
    "set_links",
    "show",
    "show_sheet",
]


def set_cells(data: bytes, changes: Changes, *, cached: Changes | None = None) -> bytes:
    """Return a workbook with cells changed and everything else as it was.

    A value of `changes` replaces a cell's content and formula and keeps its look; text never becomes a
    formula; None empties the cell. A value of `cached` is the result of a formula that stays. Sheets and
    cells are named as people see them: {"Appraisal": {"K5": 0.85}}. A date is stored as its number and
    shows as a date where the cell has a date format. Raises CannotPatch.
    """
    package = open_package(data)
    edit_cells(package, changes, cached or {})
    return package.save()


def edit_cells(package: Package, changes: Changes, cached: Changes | None = None) -> None:
    """Change cells in an open package (see set_cells)."""
    cached = cached or {}
    parts = package.sheet_parts()
    date1904 = package.date1904()
    formulas_gone = False
    for sheet in dict.fromkeys((*changes, *cached)):
        edits = _edits(changes.get(sheet, {}), cached.get(sheet, {}))
        if not edits:
            continue
        if sheet not in parts:
            raise CannotPatch("no_sheet", sheet=sheet)
        part = parts[sheet]
        content = package.read(part)
        outcome = edit_sheet(decoded(content, part), edits, date1904, part)
        mark = BOM if content.startswith(BOM) else b""
        package.replace(part, mark + outcome.xml.encode())
        formulas_gone = formulas_gone or outcome.formulas_gone
    if formulas_gone:
        drop_calc_chain(package)


def _edits(typed: Mapping[str, CellValue], cached: Mapping[str, CellValue]) -> dict[int, dict[int, Edit]]:
    edits: dict[int, dict[int, Edit]] = {}
    for values, keeps_formula in ((cached, True), (typed, False)):
        for reference, value in values.items():
            row, column = place(reference)
            edits.setdefault(row, {})[column] = Edit(value, keeps_formula)
    return edits


def comment(data: bytes, notes: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return a workbook with comments on cells; ours of an earlier time go, those of people stay."""
    package = open_package(data)
    edit_comments(package, notes)
    return package.save()


def set_links(data: bytes, sheet: str, links: Mapping[str, str | None]) -> bytes:
    """Return a workbook whose cells lead to places in it: {"C7": "#'Appraisal'!K5"}; None ends a link."""
    package = open_package(data)
    edit_links(package, sheet, links)
    return package.save()


def show_sheet(data: bytes, name: str, visible: bool) -> bytes:
    """Return a workbook with a sheet shown or hidden."""
    package = open_package(data)
    show(package, name, visible)
    return package.save()
