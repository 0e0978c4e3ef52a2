"""A workbook as text that a person can compare: its cells, formulas, rules, looks and print layout."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.worksheet import Worksheet


def dumped(data: bytes) -> str:
    """Return a workbook as text: names, then each sheet with its cells, formulas, validations and looks."""
    book = load_workbook(BytesIO(data))
    values = load_workbook(BytesIO(data), data_only=True)
    lines = [f"name {name} = {found.attr_text}" for name, found in sorted(book.defined_names.items())]
    for sheet in book:
        lines += [
            "",
            f"== {sheet.title} ({sheet.sheet_state}) {sheet.dimensions} frozen {sheet.freeze_panes}",
        ]
        lines += _page(sheet)
        lines += _cells(sheet, values[sheet.title])
        lines += _rules(sheet)
    return "\n".join(lines) + "\n"


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
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                yield f"{cell.coordinate}: {_formula(sheet, cell)} -> {values[cell.coordinate].value!r}"
            elif cell.value is not None:
                shown = "" if cell.number_format == "General" else f" [{cell.number_format}]"
                yield f"{cell.coordinate}: {cell.value!r}{shown}"
            if cell.comment:
                yield f"    remark {cell.comment.text!r}"
            if cell.hyperlink:
                yield f"    leads to {cell.hyperlink.location or cell.hyperlink.target}"
    for merged in sorted(map(str, sheet.merged_cells.ranges)):
        yield f"merged {merged}"


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
