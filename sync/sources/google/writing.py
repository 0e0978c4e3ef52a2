"""Writing into a Sheet: values at fixed places, all in one batch, never behind what happens to stand last."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import Any

from sync.sources.google.client import Google
from templates.references import quoted, reference

Value = str | float | bool | None
Places = Mapping[tuple[int, int], Value]
"""Values by row and column [from 1]; None empties a cell."""

TITLES = "sheets.properties(sheetId,title,hidden)"


def write(google: Google, id_: str, changes: Mapping[str, Places]) -> None:
    """Write values into cells, sheet by sheet, as they are: nothing becomes a formula, a number or a date."""
    data = [one for sheet, places in changes.items() for one in _ranges(sheet, places)]
    if data:
        body = {"valueInputOption": "RAW", "data": data}
        google.told(lambda: google.http.values_batch_update(id_, body))


def _ranges(sheet: str, places: Places) -> Iterator[dict[str, Any]]:
    """Yield ranges of cells that stand beside each other."""
    cells = sorted(places.items())
    beside = groupby(enumerate(cells), key=lambda one: (one[1][0][0], one[1][0][1] - one[0]))
    for _, run in beside:
        found = [cell for _, cell in run]
        (row, first), (_, last) = found[0][0], found[-1][0]
        area = f"{quoted(sheet)}!{reference(row, first)}:{reference(row, last)}"
        yield {"range": area, "values": [["" if value is None else value for _, value in found]]}


def arrange(google: Google, id_: str, shown: Collection[str], grown: Mapping[str, Places]) -> None:
    """Show sheets that are hidden, and let rows of others grow with what was written into them."""
    if not shown and not grown:
        return
    told = google.told(lambda: google.http.spreadsheets_get(id_, {"fields": TITLES}), 2)
    sheets = {one["properties"]["title"]: one["properties"] for one in told["sheets"]}
    requests = [_visible(sheets[title]) for title in shown if sheets.get(title, {}).get("hidden")]
    requests += [_fitting(sheets[title], places) for title, places in grown.items() if title in sheets]
    if requests:
        google.told(lambda: google.http.batch_update(id_, {"requests": requests}))


def _visible(sheet: Mapping[str, Any]) -> dict[str, Any]:
    properties = {"sheetId": sheet["sheetId"], "hidden": False}
    return {"updateSheetProperties": {"properties": properties, "fields": "hidden"}}


def _fitting(sheet: Mapping[str, Any], places: Places) -> dict[str, Any]:
    rows = [row for row, _ in places]
    across = {"sheetId": sheet["sheetId"], "dimension": "ROWS"}
    return {
        "autoResizeDimensions": {"dimensions": across | {"startIndex": min(rows) - 1, "endIndex": max(rows)}}
    }
