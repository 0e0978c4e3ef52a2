"""What people do to workbooks, done to the bytes of one: each edit is an operation by name with its values.

Typing goes through the part patcher and keeps what was calculated; the operations on rows, columns and sheets
go through openpyxl, which drops every cached value, and move formulas as a spreadsheet would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.formula.translate import Translator
from openpyxl.packaging.relationship import Relationship
from openpyxl.utils import get_column_letter
from openpyxl.workbook.external_link.external import ExternalBook, ExternalLink
from openpyxl.worksheet.worksheet import Worksheet

from templates.patch import CellError, set_cells
from templates.stamp import SHEET, sign
from tests.builders import KEY
from tests.editing import Edit, find, opened, read, saved, spot, table_of
from tests.references import formulas_of, renamed
from tests.rough_edits import ROUGH

__all__ = ["OPERATIONS", "apply", "content", "find", "opened", "saved", "spot", "table_of"]

Record = dict[int, tuple[Any, Any]]
"""Value and look of the cells of a row, by column."""


def type_(data: bytes, edit: Edit) -> bytes:
    """Type a value into a cell, a text `times` over; an empty one empties it, `#N/A` is the error value."""
    sheet, cell = spot(data, edit)
    value = edit["value"] * edit.get("times", 1) if isinstance(edit["value"], str) else edit["value"]
    if value == "":
        value = None
    elif isinstance(value, str) and value.startswith("#"):
        value = CellError(value)
    return set_cells(data, {sheet: {cell: value}})


def fill(data: bytes, edit: Edit) -> bytes:
    """Type one value over everything that stands in a column, of an indicator's rows where one is named."""
    reading = read(data).tables[table_of(edit)]
    rows = [
        row for row in reading.rows if row.text("indicator") == edit.get("indicator", row.text("indicator"))
    ]
    places = (reading.place(row, edit["column"]) for row in rows if row.text(edit["column"]))
    return set_cells(data, {reading.sheet: {place: edit["value"] for place in places if place}})


def cache(data: bytes, edit: Edit) -> bytes:
    """Put another cached result under a formula."""
    sheet, cell = spot(data, edit)
    return set_cells(data, {}, cached={sheet: {cell: edit["value"]}})


def stamp(data: bytes, edit: Edit) -> bytes:
    """Change a field of the hidden stamp, or empty it."""
    book = opened(data)
    for row in book[SHEET].iter_rows(max_col=2):
        if row[0].value == edit["field"]:
            row[1].value = edit["value"] or None
    return saved(book)


def restamp(data: bytes, edit: Edit) -> bytes:
    """Change a field of the hidden stamp and sign it anew, as an archive would."""
    data = stamp(data, edit)
    found = read(data).stamp
    assert found is not None
    return stamp(data, {"field": "signature", "value": sign(found, KEY).signature})


def external_link(data: bytes, edit: Edit) -> bytes:
    """Add a link to another workbook."""
    book = opened(data)
    target = Relationship(type="externalLinkPath", Target="other.xlsx", TargetMode="External")
    link = ExternalLink(externalBook=ExternalBook(id="rId1"))
    link.file_link = target
    book._external_links.append(link)
    return saved(book)


def formula(data: bytes, edit: Edit) -> bytes:
    """Type a formula over what stands in a cell."""
    book, (sheet, cell) = opened(data), spot(data, edit)
    book[sheet][cell] = edit["value"]
    return saved(book)


def percent_format(data: bytes, edit: Edit) -> bytes:
    """Give a cell the format of a percentage, or take it away."""
    book, (sheet, cell) = opened(data), spot(data, edit)
    book[sheet][cell].number_format = "0%" if edit["value"] else "General"
    return saved(book)


def delete_row(data: bytes, edit: Edit) -> bytes:
    """Delete a row; those below move up."""
    return _rearranged(data, edit, lambda rows, number: [row for at, row in rows if at != number])


def copy_row(data: bytes, edit: Edit) -> bytes:
    """Copy a row below itself, with other values in some columns."""
    reading, _ = find(data, edit)
    other = {reading.columns[column]: value for column, value in edit.get("with", {}).items()}

    def copied(rows: Rows, number: int) -> list[tuple[int, Record]]:
        found = []
        for at, (old, record) in rows:
            found.append((old, record))
            if at == number:
                found.append((old, record | {c: (v or None, record[c][1]) for c, v in other.items()}))
        return found

    return _rearranged(data, edit, copied)


def append_row(data: bytes, edit: Edit) -> bytes:
    """Write a row below the table."""
    reading = read(data).tables[table_of(edit)]
    book = opened(data)
    last = max(row.number for row in reading.rows) + 1
    for column, value in edit["with"].items():
        book[reading.sheet].cell(last, reading.columns[column], value)
    return saved(book)


def sort(data: bytes, edit: Edit) -> bytes:
    """Sort a table by a column, downwards; `only` names the columns taken along, where not all are."""
    reading = read(data).tables[table_of(edit)]
    by, only = reading.columns[edit["by"]], [reading.columns[key] for key in edit.get("only", ())]

    def sorted_(rows: Rows, _: int) -> list[tuple[int, Record]]:
        found = sorted((row for _, row in rows), key=lambda row: str(row[1][by][0]), reverse=True)
        if not only:
            return found
        return [
            (old, record | {column: other[1][column] for column in only})
            for (_, (old, record)), other in zip(rows, found, strict=True)
        ]

    return _rearranged(data, edit, sorted_)


def hide_row(data: bytes, edit: Edit) -> bytes:
    """Hide a row."""
    reading, row = find(data, edit)
    book = opened(data)
    book[reading.sheet].row_dimensions[row.number].hidden = True
    return saved(book)


def move_column(data: bytes, edit: Edit) -> bytes:
    """Move a column to the place of another; formulas anywhere follow."""
    reading = read(data).tables[table_of(edit)]
    old, new = (reading.columns[edit[key]] for key in ("column", "to"))
    order = [column for column in range(1, max(reading.columns.values()) + 1) if column != old]
    order.insert(new - 1, old)
    return _with_columns(data, reading.sheet, order)


def turn_columns(data: bytes, edit: Edit) -> bytes:
    """Put all columns of a table into the opposite order, none hidden or folded; formulas anywhere follow."""
    reading = read(data).tables[table_of(edit)]
    order = list(range(max(reading.columns.values()), 0, -1))
    book = opened(_with_columns(data, reading.sheet, order))
    book[reading.sheet].column_dimensions.clear()
    return saved(book)


def add_column(data: bytes, edit: Edit) -> bytes:
    """Insert a column of one's own; formulas anywhere follow."""
    reading = read(data).tables[table_of(edit)]
    last = max(reading.columns.values())
    place = reading.columns[edit["before"]]
    order = [*range(1, place), last + 1, *range(place, last + 1)]
    book = opened(_with_columns(data, reading.sheet, order))
    book[reading.sheet].cell(reading.header_row, place, edit["value"])
    return saved(book)


def retitle(data: bytes, edit: Edit) -> bytes:
    """Give a column another title, or none."""
    reading = read(data).tables[table_of(edit)]
    book = opened(data)
    book[reading.sheet].cell(reading.header_row, reading.columns[edit["column"]]).value = (
        edit["value"] or None
    )
    return saved(book)


def rename_sheet(data: bytes, edit: Edit) -> bytes:
    """Give a sheet another name; formulas follow."""
    book = opened(data)
    for sheet, _, cell in formulas_of(book):
        sheet[cell] = sheet[cell].value.replace(f"'{edit['sheet']}'!", f"'{edit['value']}'!")
    book[edit["sheet"]].title = edit["value"]
    return saved(book)


def delete_sheet(data: bytes, edit: Edit) -> bytes:
    """Delete a sheet."""
    book = opened(data)
    del book[edit["sheet"]]
    return saved(book)


def copy_sheet(data: bytes, edit: Edit) -> bytes:
    """Copy a sheet."""
    book = opened(data)
    book.copy_worksheet(book[edit["sheet"]])
    return saved(book)


def hidden_sheet(data: bytes, edit: Edit) -> bytes:
    """Add a hidden sheet that holds something."""
    book = opened(data)
    sheet = book.create_sheet(edit["sheet"])
    sheet["A1"] = edit["value"]
    sheet.sheet_state = edit.get("state", "hidden")
    return saved(book)


def resave(data: bytes, edit: Edit) -> bytes:
    """Open and save in openpyxl: inline strings, no cached values."""
    return saved(opened(data))


OPERATIONS: Mapping[str, Callable[[bytes, Edit], bytes]] = {
    "type": type_,
    "fill": fill,
    "cache": cache,
    "stamp": stamp,
    "restamp": restamp,
    "external_link": external_link,
    "formula": formula,
    "percent_format": percent_format,
    "delete_row": delete_row,
    "copy_row": copy_row,
    "append_row": append_row,
    "sort": sort,
    "hide_row": hide_row,
    "move_column": move_column,
    "turn_columns": turn_columns,
    "add_column": add_column,
    "retitle": retitle,
    "rename_sheet": rename_sheet,
    "delete_sheet": delete_sheet,
    "copy_sheet": copy_sheet,
    "hidden_sheet": hidden_sheet,
    "resave": resave,
    **ROUGH,
}


def apply(data: bytes, edits: Sequence[Edit]) -> bytes:
    """Do edits one after another."""
    for edit in edits:
        data = OPERATIONS[edit.get("do", "type")](data, edit)
    return data


Rows = list[tuple[int, tuple[int, Record]]]
"""Row number, and again the row number with the values by column."""


def _rearranged(data: bytes, edit: Edit, arrange: Callable[[Rows, int], list[tuple[int, Record]]]) -> bytes:
    """Write the rows of a table anew in another order, moving their formulas along."""
    reading = read(data).tables[table_of(edit)]
    number = find(data, edit)[1].number if "employee" in edit else 0
    book = opened(data)
    sheet = book[reading.sheet]
    first, last, width = reading.header_row + 1, max(row.number for row in reading.rows), sheet.max_column
    rows = [
        (at, (at, {c: content(sheet.cell(at, c)) for c in range(1, width + 1)}))
        for at in range(first, last + 1)
    ]
    arranged = arrange(rows, number)
    for at in range(first, max(last, first + len(arranged) - 1) + 1):
        old, record = arranged[at - first] if at - first < len(arranged) else (at, {})
        for column in range(1, width + 1):
            value, look = record.get(column, (None, None))
            sheet.cell(at, column).value = _moved(value, old, at, column)
            if look is not None:
                sheet.cell(at, column)._style = look
    return saved(book)


def content(cell: Any) -> tuple[Any, Any]:
    """Return value and look of a cell: a spreadsheet moves both."""
    return cell.value, copy(cell._style)


def _moved(value: Any, old: int, new: int, column: int) -> Any:
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    letter = get_column_letter(column)
    return Translator(value, f"{letter}{old}").translate_formula(f"{letter}{new}")


def _with_columns(data: bytes, name: str, order: Sequence[int]) -> bytes:
    """Write a sheet's columns in another order, and mend every formula that names one."""
    book = opened(data)
    sheet = book[name]
    places = {get_column_letter(old): get_column_letter(new) for new, old in enumerate(order, start=1)}
    for where, text, cell in formulas_of(book):
        where[cell] = renamed(text, name, where.title == name, places)
    for row in sheet.iter_rows():
        looks = {cell.column: (cell.value, cell._style) for cell in row}
        for new, old in enumerate(order, start=1):
            value, look = looks.get(old, (None, None))
            cell = sheet.cell(row[0].row, new)
            cell.value = value
            if look is not None:
                cell._style = look
    _carry_widths(sheet, order)
    return saved(book)


def _carry_widths(sheet: Worksheet, order: Sequence[int]) -> None:
    """Let hidden, folded and wide columns go with their cells, as spreadsheets do."""
    old = {
        column: (one.width, one.hidden, one.outlineLevel)
        for one in sheet.column_dimensions.values()
        for column in range(one.min or 1, (one.max or 1) + 1)
    }
    sheet.column_dimensions.clear()
    for new, was in enumerate(order, start=1):
        if was in old:
            made = sheet.column_dimensions[get_column_letter(new)]
            made.width, made.hidden, made.outlineLevel = old[was]
