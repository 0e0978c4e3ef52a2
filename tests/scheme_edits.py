"""What HR does to a scheme workbook, done to the bytes of one: each edit is an operation by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sync.reading.scheme import read_scheme
from sync.reading.tables import reference
from templates.books.scheme.layout import FIRST_ROW
from templates.patch import CellError, CellValue, set_cells
from templates.tables.settings import rows
from tests.edits import copy_sheet, delete_sheet, opened, saved

Edit = Mapping[str, Any]
PEOPLE = ("employee", "name", "department", "position", "manager")


def value(typed: Any) -> CellValue:
    """Return what is typed: nothing for an empty text, an error value for `#REF!`."""
    if typed == "":
        return None
    return CellError(typed) if isinstance(typed, str) and typed.startswith("#") else typed


def type_(data: bytes, edit: Edit) -> bytes:
    """Type a value into a record's cell."""
    sheet, cell = read_scheme(data).place(edit["table"], edit["column"], *edit["key"])
    assert sheet is not None
    assert cell is not None
    return set_cells(data, {sheet: {cell: value(edit["value"])}})


def add(data: bytes, *edits: Edit) -> bytes:
    """Type new rows below tables."""
    tables = read_scheme(data).tables
    last = {key: max((one.header_row, *(row.number for row in one.rows))) for key, one in tables.items()}
    cells: dict[str, dict[str, CellValue]] = {}
    for edit in edits:
        table = tables[edit["table"]]
        last[edit["table"]] += 1
        for key, typed in edit["with"].items():
            place = reference(last[edit["table"]], table.columns[key])
            cells.setdefault(table.sheet, {})[place] = value(typed)
    return set_cells(data, cells)


def reviewed(data: bytes, edit: Edit) -> bytes:
    """Type the same day of review beside every indicator."""
    table = read_scheme(data).tables["indicators"]
    column = table.columns["reviewed_on"]
    return set_cells(
        data, {table.sheet: {reference(row.number, column): edit["value"] for row in table.rows}}
    )


def people(data: bytes, edit: Edit) -> bytes:
    """Type people."""
    new = (dict(zip(PEOPLE, row, strict=True)) for row in edit["rows"])
    return add(data, *({"table": "people", "with": one} for one in new))


def swap(data: bytes, edit: Edit) -> bytes:
    """Exchange the contents of two rows, as sorting does."""
    reading = read_scheme(data)
    table = reading.tables[edit["table"]]
    one, other = (reading.index[edit["table"], key] for key in edit["keys"])
    cells: dict[str, CellValue] = {}
    for here, there in ((one, other), (other, one)):
        for column, place in table.columns.items():
            cell = there.cell(column)
            cells[reference(here.number, place)] = None if cell is None else cell.value
    return set_cells(data, {table.sheet: cells})


def title(data: bytes, edit: Edit) -> bytes:
    """Write a column's title."""
    return set_cells(data, {edit["sheet"]: {edit["cell"]: edit["value"]}})


def rename_sheet(data: bytes, edit: Edit) -> bytes:
    """Give a sheet another name."""
    book = opened(data)
    book[edit["sheet"]].title = edit["value"]
    return saved(book)


def new_sheet(data: bytes, edit: Edit) -> bytes:
    """Add a sheet of one's own."""
    book = opened(data)
    book.create_sheet(edit["sheet"])["A1"] = "Grade"
    return saved(book)


OPERATIONS: Mapping[str, Callable[[bytes, Edit], bytes]] = {
    "type": type_,
    "people": people,
    "reviewed": reviewed,
    "swap": swap,
    "title": title,
    "rename_sheet": rename_sheet,
    "delete_sheet": delete_sheet,
    "copy_sheet": copy_sheet,
    "new_sheet": new_sheet,
}


def cell_of(want: Mapping[str, Any]) -> str | None:
    """Return the cell in which a case expects a finding; a setting is named, since its row moves."""
    if "setting" not in want:
        return want.get("cell")
    keys = [row if isinstance(row, str) else row.key for row in rows()]
    return f"B{FIRST_ROW + 1 + keys.index(want['setting'])}"


def apply(data: bytes, edits: Sequence[Edit]) -> bytes:
    """Do edits one after another; rows that are added in a row are typed in one go."""
    for name, alike in groupby(edits, key=lambda edit: edit.get("do", "type")):
        if name == "add":
            data = add(data, *alike)
            continue
        for edit in alike:
            data = OPERATIONS[name](data, edit)
    return data
