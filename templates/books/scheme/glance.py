"""The list of templates, each once: a hidden sheet finds them by formula, for the drop-down and for Start."""

from __future__ import annotations

from templates.books.scheme.content import SchemeContent, records
from templates.books.scheme.entering import TEMPLATE_LIST
from templates.books.scheme.layout import FIRST_ROW, letter
from templates.references import quoted
from templates.tables import TABLES
from templates.writer import SafeWorkbook

SHEET = "_templates"
LINES, TEMPLATES = 500, 60
"""So many lines are looked through for so many templates."""


def draw_glance(book: SafeWorkbook, content: SchemeContent) -> None:
    """Add the hidden sheet: column A numbers each template at its first line, column B lists them.

    The formulas find lines by their row number, so that deleting and sorting rows of Templates does no harm.
    """
    sheet = book.sheet(SHEET, state="veryHidden")
    letters = letter("templates", "template")
    column = f"{quoted(TABLES['templates'].title(book.language))}!${letters}:${letters}"
    lines = [str(row["template"]) for row in records(content, "templates", book.language)]
    numbers = _numbers(lines)
    for place in range(LINES):
        row = FIRST_ROW + place + 1
        here = f"INDEX({column},ROW())"
        first = f'IF(MATCH({here},{column},0)=ROW(),MAX(A${FIRST_ROW}:A{row - 1})+1,"")'
        cached = numbers[place] if place < len(numbers) else None
        sheet.formula(row - 1, 0, f'=IF({here}="","",IFERROR({first},""))', cached)
    names = list(content.scheme.templates)
    for place in range(TEMPLATES):
        sheet.formula(FIRST_ROW + place, 1, _nth(column), names[place] if place < len(names) else None)
    book.define(TEMPLATE_LIST, f"={SHEET}!$B${FIRST_ROW + 1}:$B${FIRST_ROW + TEMPLATES}")


def _numbers(lines: list[str]) -> list[int | None]:
    """Return, for each line, the number of its template where it is the first line of it."""
    seen: dict[str, int] = {}
    numbers: list[int | None] = []
    for name in lines:
        numbers.append(None if name in seen else len(seen) + 1)
        seen.setdefault(name, len(seen) + 1)
    return numbers


def _nth(column: str) -> str:
    """Return the formula of the n-th template, n by the row it stands in."""
    numbers = f"$A${FIRST_ROW + 1}:$A${FIRST_ROW + LINES}"
    return f'=IFERROR(INDEX({column},MATCH(ROW()-{FIRST_ROW},{numbers},0)+{FIRST_ROW}),"")'


def nth_reference(place: int) -> str:
    """Return the reference of the n-th template's name, counted from 0."""
    return f"{SHEET}!$B${FIRST_ROW + place + 1}"
