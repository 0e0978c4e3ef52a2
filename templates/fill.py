"""Filling a workbook as a person would: typed values go into cells, and the results of formulas follow."""

from __future__ import annotations

from templates.patch import CellValue, Changes, edit_cells, fit_heights, open_package

__all__ = ["CellValue", "fill"]


def fill(data: bytes, typed: Changes, cached: Changes | None = None) -> bytes:
    """Return a workbook with values typed into cells and formula results brought up to date.

    `typed` and `cached` are sheet name → {"K5": value}; a typed value replaces a formula, a cached one is
    what the formula gives. Rows grow with what is typed. Everything else stays the same bytes. Raises
    templates.patch.CannotPatch.
    """
    package = open_package(data)
    edit_cells(package, typed, cached)
    for sheet, cells in typed.items():
        fit_heights(package, sheet, cells)
    return package.save()
