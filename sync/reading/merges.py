"""Merged cells of a table: only their first cell is seen, whatever the others hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from templates.references import area, reference


class Merge(NamedTuple):
    """Cells of a table merged into one: all of them (K2:K3), the first (K2), their columns and rows."""

    cells: str
    first: str
    columns: tuple[str, ...]
    top: int
    bottom: int


def merges(areas: Iterable[str], rows: Sequence[int], columns: Mapping[int, str]) -> Iterator[Merge]:
    """Yield the merged areas that cover several cells and something of a table.

    rows: the numbers of the table's rows, ascending; columns: its column keys by place.
    """
    for cells in areas:
        block = area(cells)
        if block is None:
            continue
        left, top, right, bottom = block
        covered = tuple(key for column, key in columns.items() if left <= column <= right)
        at = bisect_left(rows, top)
        if covered and at < len(rows) and rows[at] <= bottom and (left, top) != (right, bottom):
            yield Merge(cells, reference(top, left), covered, top, bottom)
