"""Formulas stored once for many cells: shared ones, shifted to each cell, and array formulas over an area."""

from __future__ import annotations

from sync.reading.cells import Cell, Unreadable, cut
from sync.reading.formulas import shifted
from templates.references import area

FOLLOWS = "\ud800"
"""Begins what a cell's formula is, before its number, until the first cell of its shared formula is known."""

Rows = dict[int, dict[int, Cell]]
"""The cells of a sheet by row and column."""


class Shared:
    """The shared formulas of one sheet, and the cells that only name one."""

    __slots__ = ("first", "left", "limit", "waiting")

    def __init__(self, limit: int) -> None:
        self.limit = self.left = limit
        self.first: dict[str, tuple[str, int, int]] = {}
        self.waiting = False

    def take(self, number: str, text: str, row: int, column: int) -> str:
        """Return a cell's own formula; one that names a shared formula not met yet waits for it."""
        if text:
            self.first[number] = (text, row, column)
            return cut(text, row)
        if number in self.first:
            return self.write(number, row, column)
        self.waiting = True
        return FOLLOWS + number

    def write(self, number: str, row: int, column: int) -> str:
        """Write a shared formula out for one cell."""
        text, first_row, first_column = self.first[number]
        self.left -= len(text)
        if self.left < 0:
            raise Unreadable("too_much_text", limit=self.limit)
        return cut(shifted(text, row - first_row, column - first_column), row)

    def settle(self, rows: Rows) -> None:
        """Write out the formulas that waited; one whose first cell never came is no formula."""
        for row, cells in rows.items() if self.waiting else ():
            for column, cell in cells.items():
                if cell.formula is not None and cell.formula.startswith(FOLLOWS):
                    number = cell.formula[1:]
                    formula = self.write(number, row, column) if number in self.first else None
                    cells[column] = cell._replace(formula=formula)


class Arrays:
    """The array formulas of one sheet that fill more than one cell."""

    __slots__ = ("limit", "places")

    def __init__(self, limit: int) -> None:
        self.places: dict[tuple[int, int], str] = {}
        self.limit = limit

    def take(self, cells: str, text: str) -> None:
        """Remember the cells that an array formula fills."""
        block = area(cells)
        if block is None:
            return
        rows = range(block.top, block.bottom + 1)
        columns = range(block.left, block.right + 1)
        if len(self.places) + len(rows) * len(columns) > self.limit:
            raise Unreadable("too_many_cells", limit=self.limit)
        self.places.update(((row, column), text) for row in rows for column in columns)

    def settle(self, rows: Rows) -> None:
        """Give each cell that an array formula fills that formula."""
        for (row, column), text in self.places.items():
            cell = rows.get(row, {}).get(column)
            if cell is not None and cell.formula is None:
                rows[row][column] = cell._replace(formula=cut(text, row))
