"""The calls of Google Sheets that the stand-in does: describe, read values, write values, show a sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sync.emulator.answers import Refused, not_done
from sync.emulator.drive import Asked
from sync.emulator.store import SHEET, File
from sync.emulator.workbooks import edits, fitted, place_of, sheets, shown, values, written
from templates.patch import CellValue

ROWS, COLUMNS = 1000, 26
"""A new sheet of Google has so many at least."""


def _file(asked: Asked) -> File:
    found = asked.store.file(asked.named["spreadsheetId"])
    if found is None or found.mime != SHEET or found.trashed:
        raise Refused(404, "Requested entity was not found.")
    return found


def get_spreadsheet(asked: Asked) -> dict[str, Any]:
    """Describe a Sheet and its sheets; the number of a sheet is its place, counted when it was made."""
    file = _file(asked)
    return {
        "spreadsheetId": file.id,
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{file.id}/edit",
        "properties": {
            "title": file.name,
            "locale": "en_US",
            "timeZone": "Etc/GMT",
            "autoRecalc": "ON_CHANGE",
        },
        "sheets": [
            {"properties": _described(number, sheet.name, sheet.state != "visible")}
            for number, sheet in enumerate(sheets(asked.store.content(file.id)))
        ],
    }


def _described(number: int, title: str, hidden: bool) -> dict[str, Any]:
    told = {"sheetId": number, "title": title, "index": number, "sheetType": "GRID"}
    grid = {"rowCount": ROWS, "columnCount": COLUMNS}
    return told | {"gridProperties": grid} | ({"hidden": True} if hidden else {})


def get_values(asked: Asked) -> dict[str, Any]:
    """Return what stands in one range."""
    return _read(asked, asked.store.content(_file(asked).id), asked.named["range"])


def get_batch(asked: Asked) -> dict[str, Any]:
    """Return what stands in several ranges."""
    file = _file(asked)
    content = asked.store.content(file.id)
    ranges = asked.query.get("ranges", "").split("\n")
    return {"spreadsheetId": file.id, "valueRanges": [_read(asked, content, one) for one in ranges if one]}


def _read(asked: Asked, content: bytes, text: str) -> dict[str, Any]:
    option = asked.query.get("valueRenderOption", "FORMATTED_VALUE")
    if option == "FORMATTED_VALUE":
        raise not_done("values as they are shown; ask for UNFORMATTED_VALUE or FORMULA")
    if asked.query.get("majorDimension", "ROWS") != "ROWS":
        raise not_done("columns")
    found = values(*place_of(content, text), option == "FORMULA")
    return {"range": text, "majorDimension": "ROWS"} | ({"values": found} if found else {})


def update_batch(asked: Asked) -> dict[str, Any]:
    """Write values into several ranges, all or none."""
    if asked.body.get("valueInputOption") != "RAW":
        raise not_done("what a person types is understood in no way; write RAW values")
    file = _file(asked)
    content = asked.store.content(file.id)
    changes: dict[str, dict[str, CellValue]] = defaultdict(dict)
    answers = []
    for one in asked.body.get("data", ()):
        sheet, place = place_of(content, one["range"])
        cells = edits(place, one.get("values", []))
        changes[sheet.name] |= cells
        answers.append(_updated(file.id, one["range"], one.get("values", []), len(cells)))
    asked.store.change(file, written(content, changes))
    totals = {f"totalUpdated{key}": sum(one[f"updated{key}"] for one in answers) for key in ("Rows", "Cells")}
    return {"spreadsheetId": file.id, "totalUpdatedSheets": len(changes), **totals, "responses": answers}


def _updated(id_: str, place: str, rows: Sequence[Sequence[object]], cells: int) -> dict[str, Any]:
    across = max(map(len, rows), default=0)
    counts = {"updatedRows": len(rows), "updatedColumns": across, "updatedCells": cells}
    return {"spreadsheetId": id_, "updatedRange": place, **counts}


def update_spreadsheet(asked: Asked) -> dict[str, Any]:
    """Show or hide sheets and fit the height of rows; nothing else of the many things this call can do."""
    file = _file(asked)
    content = asked.store.content(file.id)
    names = [sheet.name for sheet in sheets(content)]
    for one in asked.body.get("requests", ()):
        ((kind, told),) = one.items()
        if kind not in DONE:
            raise not_done(kind)
        content = DONE[kind](content, names, told)
    asked.store.change(file, content)
    return {"spreadsheetId": file.id, "replies": [{} for _ in asked.body.get("requests", ())]}


def _shown(content: bytes, names: Sequence[str], told: Mapping[str, Any]) -> bytes:
    properties = told.get("properties", {})
    if told.get("fields") != "hidden":
        raise not_done(f"other properties of sheets: {told.get('fields')}")
    return shown(content, _named(names, properties), not properties.get("hidden", False))


def _fitted(content: bytes, names: Sequence[str], told: Mapping[str, Any]) -> bytes:
    place = told.get("dimensions", {})
    if place.get("dimension") != "ROWS":
        raise not_done("the width of columns")
    return fitted(content, _named(names, place), range(place.get("startIndex", 0) + 1, place["endIndex"] + 1))


DONE = {"updateSheetProperties": _shown, "autoResizeDimensions": _fitted}
"""The requests that are done."""


def _named(names: Sequence[str], told: Mapping[str, Any]) -> str:
    number = int(told.get("sheetId", 0))
    if number >= len(names):
        raise Refused(400, f"Invalid requests[0]: No grid with id: {number}")
    return names[number]
