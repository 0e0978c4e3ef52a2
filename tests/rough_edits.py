"""Rougher things done to workbooks: looks that deceive, merged cells, what is hidden, tables stacked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from xml.sax.saxutils import quoteattr

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from sync.reading.tables import TableReading
from templates.patch import set_cells
from templates.tables import TABLES
from tests.editing import Edit, find, opened, read, saved, spot, table_of
from tests.packages import packed, unpacked
from tests.references import shift_references

STYLES = "xl/styles.xml"
FOLLOWING = re.compile(
    "<(?:phoneticPr|conditionalFormatting|dataValidations|hyperlinks|printOptions|pageMargins)"
)
"""What stands behind the merged cells in a sheet."""


def number_format(data: bytes, edit: Edit) -> bytes:
    """Give a cell a number format, and change nothing else: a copy of its style, appended to the styles."""
    sheet, place = spot(data, edit)
    parts = unpacked(data)
    name, styles = _part(data, sheet), parts[STYLES].decode()
    text = parts[name].decode()
    cell = re.search(rf'<c r="{place}" s="([0-9]+)"', text)
    inside = re.search("<cellXfs.*?</cellXfs>", styles, re.DOTALL)
    assert cell is not None
    assert inside is not None
    looks = re.findall("<xf [^>]*?/>|<xf .*?</xf>", inside[0], re.DOTALL)
    number = 200 + len(looks)
    look = re.sub('numFmtId="[0-9]+"', f'numFmtId="{number}"', looks[int(cell[1])], count=1)
    styles = styles.replace("</cellXfs>", look + "</cellXfs>").replace(
        "</numFmts>", f'<numFmt numFmtId="{number}" formatCode={quoteattr(edit["value"])}/></numFmts>'
    )
    text = text.replace(cell[0], f'<c r="{place}" s="{len(looks)}"')
    return packed({**parts, name: text, STYLES: styles})


def _part(data: bytes, sheet: str) -> str:
    """Return the part of a sheet, as XlsxWriter and openpyxl name it."""
    names = [fact.name for fact in read(data).sheets]
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def white(data: bytes, edit: Edit) -> bytes:
    """Write a cell in white on white."""
    return _with_look(data, edit, lambda cell: setattr(cell, "font", Font(color="FFFFFFFF")))


def quote_prefix(data: bytes, edit: Edit) -> bytes:
    """Type a value as text, with the apostrophe that a spreadsheet keeps as a mark of the cell."""
    sheet, place = spot(data, edit)
    typed = set_cells(data, {sheet: {place: edit["value"]}})
    return _with_look(typed, edit, lambda cell: setattr(cell._style, "quotePrefix", 1))


def _with_look(data: bytes, edit: Edit, change: Callable[..., None]) -> bytes:
    book, (sheet, place) = opened(data), spot(data, edit)
    change(book[sheet][place])
    return saved(book)


def merge(data: bytes, edit: Edit) -> bytes:
    """Merge the cells from one to another, which empties all but the first, unless `keep` says otherwise."""
    sheet, first = spot(data, edit)
    _, last = spot(data, {**edit, **edit["to"]})
    if not edit.get("keep"):
        book = opened(data)
        book[sheet].merge_cells(f"{first}:{last}")
        return saved(book)
    parts, name = unpacked(data), _part(data, sheet)
    text = parts[name].decode()
    at = FOLLOWING.search(text)
    assert at is not None
    merged = f'<mergeCells count="1"><mergeCell ref="{first}:{last}"/></mergeCells>'
    return packed({**parts, name: text[: at.start()] + merged + text[at.start() :]})


def hide_column(data: bytes, edit: Edit) -> bytes:
    """Hide a column."""
    reading = read(data).tables[table_of(edit)]
    book = opened(data)
    book[reading.sheet].column_dimensions[get_column_letter(reading.columns[edit["column"]])].hidden = True
    return saved(book)


def outline(data: bytes, edit: Edit) -> bytes:
    """Group rows and fold them."""
    return _hiding(data, edit, lambda sheet, number: sheet.row_dimensions.group(number, number, hidden=True))


def filter_rows(data: bytes, edit: Edit) -> bytes:
    """Filter a table by a column, so that only the rows with one value are seen."""
    return _hiding(data, edit, lambda sheet, number: setattr(sheet.row_dimensions[number], "hidden", True))


def _hiding(data: bytes, edit: Edit, hide: Callable[[Worksheet, int], object]) -> bytes:
    reading = read(data).tables[table_of(edit)]
    book = opened(data)
    for row in reading.rows:
        if row.text(edit["column"]) != edit["value"]:
            hide(book[reading.sheet], row.number)
    return saved(book)


def insert_row(data: bytes, edit: Edit) -> bytes:
    """Insert a row of one's own before another, blank or with values by column; validations stay behind."""
    reading, row = find(data, edit)
    book = opened(data)
    sheet = book[reading.sheet]
    for number in range(max(one.number for one in reading.rows), row.number - 1, -1):
        for cell in sheet[number]:
            sheet.move_range(cell.coordinate, rows=1, translate=True)
    for column, value in edit.get("with", {}).items():
        sheet.cell(row.number, reading.columns[column], value)
    return saved(book)


def append_table(data: bytes, edit: Edit) -> bytes:
    """Write a second table with titles below the first, after an empty row."""
    reading = read(data).tables[table_of(edit)]
    book = opened(data)
    last = max(row.number for row in reading.rows) + 2
    titles = {key: TABLES[reading.key].heading(key, "en") for key in edit["columns"]}
    for at, key in enumerate(titles, start=1):
        book[reading.sheet].cell(last, at, titles[key])
        for number, values in enumerate(edit["rows"], start=last + 1):
            book[reading.sheet].cell(number, at, values[at - 1])
    return saved(book)


def beside(data: bytes, edit: Edit) -> bytes:
    """Write notes beside a table, in a column without a title."""
    reading, row = find(data, edit)
    book = opened(data)
    column = max(reading.columns.values()) + 2
    for at, value in enumerate(edit["values"]):
        book[reading.sheet].cell(row.number + at, column, value)
    if edit.get("merged"):
        book[reading.sheet].merge_cells(None, row.number, column, row.number + 1, column)
    return saved(book)


def repeat_column(data: bytes, edit: Edit) -> bytes:
    """Copy a column with its title to the right of the table."""
    reading = read(data).tables[table_of(edit)]
    book = opened(data)
    sheet, old = book[reading.sheet], reading.columns[edit["column"]]
    new = max(reading.columns.values()) + 1
    for number in range(reading.header_row, max(row.number for row in reading.rows) + 1):
        sheet.cell(number, new).value = sheet.cell(number, old).value
        sheet.cell(number, new)._style = copy(sheet.cell(number, old)._style)
    return saved(book)


def above(data: bytes, edit: Edit) -> bytes:
    """Insert rows with texts above the titles."""
    reading = read(data).tables[table_of(edit)]
    book = opened(data)
    sheet = book[reading.sheet]
    for row in reversed(list(sheet.iter_rows())):
        for cell in row:
            if cell.value is not None:
                sheet.move_range(cell.coordinate, rows=len(edit["values"]), translate=True)
    shift_references(book, reading.sheet, len(edit["values"]))
    for number, value in enumerate(edit["values"], start=1):
        sheet.cell(number, 1, value)
    return saved(book)


def hide_sheet(data: bytes, edit: Edit) -> bytes:
    """Hide a sheet."""
    book = opened(data)
    book[edit["sheet"]].sheet_state = "hidden"
    return saved(book)


def move_sheet(data: bytes, edit: Edit) -> bytes:
    """Put a sheet in front of all others."""
    book = opened(data)
    book.move_sheet(edit["sheet"], offset=-book.sheetnames.index(edit["sheet"]))
    return saved(book)


def values_only(data: bytes, edit: Edit) -> bytes:
    """Paste a table's values over all its formulas."""
    reading = read(data).tables[table_of(edit)]
    return set_cells(data, {reading.sheet: dict(_results(reading))})


def _results(reading: TableReading) -> Iterator[tuple[str, float | str | bool | None]]:
    for row in reading.rows:
        for column, cell in row.cells.items():
            place = reading.place(row, column)
            if cell.formula is not None and place:
                yield place, cell.value


def count_from_1904(data: bytes, edit: Edit) -> bytes:
    """Let the workbook count its days from 1904, as old Macs did."""
    book = opened(data)
    book.epoch = CALENDAR_MAC_1904
    return saved(book)


ROUGH: Mapping[str, Callable[[bytes, Edit], bytes]] = {
    "format": number_format,
    "white": white,
    "quote_prefix": quote_prefix,
    "merge": merge,
    "hide_column": hide_column,
    "outline": outline,
    "filter": filter_rows,
    "insert_row": insert_row,
    "append_table": append_table,
    "beside": beside,
    "repeat_column": repeat_column,
    "above": above,
    "hide_sheet": hide_sheet,
    "move_sheet": move_sheet,
    "values_only": values_only,
    "count_from_1904": count_from_1904,
}
