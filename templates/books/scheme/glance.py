"""The list of templates, each once: a hidden sheet finds them by formula, for the drop-down and for Start."""

from __future__ import annotations

from templates.books.scheme.content import SchemeContent
from templates.books.scheme.entering import TEMPLATE_LIST
from templates.books.scheme.layout import FIRST_ROW, HEADER_ROW
from templates.books.scheme.weighed import weighed
from templates.books.scheme.weighing import (
    LINES,
    SHEET,
    TEMPLATES,
    draw_weighing,
    in_row,
    typed_column,
)
from templates.writer import SafeWorkbook


def draw_glance(book: SafeWorkbook, content: SchemeContent) -> None:
    """Add the hidden sheet: column A holds the row of each template's first line, column B lists them.

    The formulas find lines by their row number, so that deleting and sorting rows of Templates does no harm.
    No cell of A rests on the one above: LibreOffice loses its way in chains of hundreds of cells.
    """
    sheet = book.sheet(SHEET, state="veryHidden")
    column = typed_column("template", book.language)
    rows = _first_rows([line.template for line in weighed(content.scheme)])
    for place in range(LINES):
        row = FIRST_ROW + place + 1
        here = in_row("template", book.language)
        first = f'IF(MATCH({here},{column},0)+{HEADER_ROW}=ROW(),ROW(),"")'
        cached = rows[place] if place < len(rows) else None
        sheet.formula(row - 1, 0, f'=IF({here}="","",IFERROR({first},""))', cached)
    names = list(content.scheme.templates)
    for place in range(TEMPLATES):
        sheet.formula(FIRST_ROW + place, 1, _nth(column), names[place] if place < len(names) else None)
    draw_weighing(sheet, content)
    book.define(TEMPLATE_LIST, f"={SHEET}!$B${FIRST_ROW + 1}:$B${FIRST_ROW + TEMPLATES}")


def _first_rows(lines: list[str]) -> list[int | None]:
    """Return, for each line, its row where it is the first of its template."""
    firsts = {name: row for row, name in reversed(list(enumerate(lines, start=FIRST_ROW + 1)))}
    return [row if firsts[name] == row else None for row, name in enumerate(lines, start=FIRST_ROW + 1)]


def _nth(column: str) -> str:
    """Return the formula of the n-th template, n by the row it stands in."""
    rows = f"$A${FIRST_ROW + 1}:$A${FIRST_ROW + LINES}"
    return f'=IFERROR(INDEX({column},SMALL({rows},ROW()-{FIRST_ROW})-{HEADER_ROW}),"")'


def nth_reference(place: int) -> str:
    """Return the reference of the n-th template's name, counted from 0."""
    return f"{SHEET}!$B${FIRST_ROW + place + 1}"
