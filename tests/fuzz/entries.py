"""What stands typed in the tables, found a second and simple way in the cells that the referee read."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.utils import coordinate_to_tuple

from sync.reading.submission import Submission
from templates.tables import TABLES
from tests.referee import Seen, SeenSheet

Row = tuple[tuple[str, ...], tuple[tuple[str, str, Any], ...]]
"""A row's key, and for each column somebody types into its kind and value."""

Cells = Mapping[str, Seen]
WITHIN, SHOWN_OF_AN_ERROR = 40, 40
READ = ("appraisal", "summary")


def of_submission(sent: Submission) -> dict[str, list[Row]]:
    """Return the typed values by employee and indicator that our reader found."""
    return {
        key: sorted(
            (
                (
                    tuple(row.text(one) for one in TABLES[key].keys),
                    tuple(
                        _typed(c, cell.kind, cell.value)
                        for c in TABLES[key].typed
                        if (cell := row.cells.get(c))
                    ),
                )
                for row in sent.tables[key].rows
            ),
            key=repr,
        )
        for key in READ
        if key in sent.tables
    }


def of_cells(sheets: Sequence[SeenSheet]) -> dict[str, list[Row]]:
    """Return the typed values by employee and indicator that stand in the referee's cells."""
    found = sorted(
        (-len(columns), sheet.state != "visible", order, key, number, columns)
        for order, sheet in enumerate(sheets)
        for key in ("members", *READ)
        for number, columns in _header(sheet.cells, key)
    )
    taken: dict[int, str] = {}
    tables: dict[str, list[Row]] = {}
    for _, _, order, key, number, columns in found:
        if order not in taken:
            taken[order] = key
            tables.setdefault(key, _rows(sheets[order].cells, key, number, columns))
    return {key: tables[key] for key in READ if key in tables}


def _header(cells: Cells, key: str) -> list[tuple[int, dict[str, int]]]:
    """Return the first row with the titles of a table's keys and half of the others, and its columns."""
    table = TABLES[key]
    titles = {_folded(title): column for title, column in table.headings().items()}
    rows: dict[int, dict[str, int]] = {}
    for row, column, (kind, value, _) in _placed(cells):
        if kind == "t" and row <= WITHIN and (name := titles.get(_folded(value))):
            rows.setdefault(row, {}).setdefault(name, column)
    return [
        (row, columns)
        for row, columns in rows.items()
        if columns.keys() >= set(table.keys) and len(columns) * 2 >= len(table.columns)
    ][:1]


def _rows(cells: Cells, key: str, header: int, columns: Mapping[str, int]) -> list[Row]:
    """Return the rows below a header in which anything stands that is no formula."""
    table, names = TABLES[key], {number: name for name, number in columns.items()}
    rows: dict[int, dict[str, Seen]] = {}
    for row, column, seen in _placed(cells):
        if row > header and column in names and seen != ("", None, None):
            rows.setdefault(row, {})[names[column]] = seen
    return sorted(
        (
            (
                tuple(_text(row.get(one)) for one in table.keys),
                tuple(_typed(one, row[one][0], row[one][1]) for one in table.typed if one in row),
            )
            for row in rows.values()
            if any(formula is None for _, _, formula in row.values())
        ),
        key=repr,
    )


def _typed(column: str, kind: str, value: Any) -> tuple[str, str, Any]:
    """Return a typed value; of an error its beginning counts."""
    return column, kind, str(value).strip()[:SHOWN_OF_AN_ERROR] if kind == "e" else value


def _placed(cells: Cells) -> list[tuple[int, int, Seen]]:
    return sorted((*coordinate_to_tuple(place), seen) for place, seen in cells.items())


def _folded(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title).split()).lower()


def _text(seen: Seen | None) -> str:
    _, _, value = _typed("", *(seen or ("", None))[:2])
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value).strip()
