"""A workbook as text that a person can compare: its cells, formulas, rules, looks and print layout."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet


def dumped(data: bytes) -> list[str]:
    """Return a workbook as texts: its names, then for each sheet its cells, formulas, rules and looks."""
    book = load_workbook(BytesIO(data))
    values = load_workbook(BytesIO(data), data_only=True)
    names = [f"{name} = {found.attr_text}" for name, found in sorted(book.defined_names.items())]
    found = [["== names", *names]]
    for sheet in book:
        head = f"== {sheet.title} ({sheet.sheet_state}) {sheet.dimensions}"
        found.append([head, *_page(sheet), *_cells(sheet, values[sheet.title]), *_rules(sheet)])
    return ["\n".join(lines) + "\n" for lines in found]


def _page(sheet: Worksheet) -> Iterator[str]:
    setup, fits = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    if sheet.sheet_state == "visible":
        yield f"frozen {sheet.freeze_panes}, prints {sheet.print_area or 'all'}, {setup.orientation}"
        pages = f"{setup.fitToWidth} x {setup.fitToHeight} pages" if fits and fits.fitToPage else "any pages"
        yield f"paper {setup.paperSize}, {pages}, rows {sheet.print_title_rows} on each"
    if sheet.auto_filter.ref:
        yield f"filter {sheet.auto_filter.ref}"
    if sheet.protection.sheet:
        yield "protected"
    if sheet._charts:
        yield f"charts {len(sheet._charts)}"


def _cells(sheet: Worksheet, values: Worksheet) -> Iterator[str]:
    """Yield a line for each cell; rows that say what the row above them says are told as one."""
    for said, rows in groupby(sheet.iter_rows(), lambda row: tuple(_row(row, sheet, values))):
        first, *others = rows
        for cell in said:
            yield cell.replace("#", str(first[0].row), 1)
        if said and others:
            yield f"    so down to row {others[-1][0].row}"
    for merged in sorted(map(str, sheet.merged_cells.ranges)):
        yield f"merged {merged}"


def _row(row: tuple[Cell, ...], sheet: Worksheet, values: Worksheet) -> Iterator[str]:
    """Yield what stands in the cells of a row, with a # for its number."""
    for cell in row:
        place = f"{get_column_letter(cell.column)}#"
        if cell.data_type == "f":
            yield f"{place}: {_formula(sheet, cell)} -> {values[cell.coordinate].value!r}"
        elif cell.value is not None:
            shown = "" if cell.number_format == "General" else f" [{cell.number_format}]"
            yield f"{place}: {cell.value!r}{shown}"
        if cell.comment:
            yield f"remark {place} {cell.comment.text!r}"
        if cell.hyperlink:
            yield f"leads from {place} to {cell.hyperlink.location or cell.hyperlink.target}"


def _formula(sheet: Worksheet, cell: Cell) -> str:
    """Return a formula, or a word where it is the one above it carried on down."""
    above = sheet.cell(max(1, cell.row - 1), cell.column)
    carried = None
    if above.data_type == "f" and above is not cell:
        carried = Translator(str(above.value), above.coordinate).translate_formula(cell.coordinate)
    return "as above" if carried == cell.value else str(cell.value)


def _rules(sheet: Worksheet) -> Iterator[str]:
    for rule in sheet.data_validations.dataValidation:
        yield f"validation {rule.sqref} {rule.type} {rule.formula1}"
        if rule.prompt:
            yield f"    asks {rule.promptTitle}: {rule.prompt}"
        if rule.error:
            yield f"    refuses {rule.errorTitle}: {rule.error}"
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            yield f"look {area.sqref} {rule.type} {' '.join(rule.formula)}"
    for letter, width in sorted(sheet.column_dimensions.items()):
        yield f"column {letter} {width.width} {'hidden' if width.hidden else ''}".rstrip()
