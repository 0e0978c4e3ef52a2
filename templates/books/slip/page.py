"""A page written from top to bottom: rows as high as their texts need, one sheet, one printed page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from addin.texts import say
from templates.heights import row_height
from templates.stamp import SHEET, Stamp, lines
from templates.writer import SafeSheet, SafeWorkbook, Value

EDGE = 1.5
DENSITY = {"en": 1.15, "zh": 1.05}
"""So much more running text than digits fits into a width, as the fonts of the languages run."""

FOOTER = 120
"""A footer says so much at most [signs]."""

SMALLER = 1.2
"""So much more text fits into a row of small signs."""


@dataclass(slots=True)
class Page:
    """The page being written, the widths of its columns from the second on, and its next free row."""

    sheet: SafeSheet
    widths: Sequence[float]
    language: str
    row: int = 0

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths)

    def say(self, key: str, **values: object) -> str:
        """Return a text of texts/<language>/slip.toml."""
        return say(f"slip.{key}", self.language, **values)

    def width(self, first: int, last: int) -> float:
        """Return how wide some columns are together [characters]."""
        return sum(self.widths[first - 1 : last])

    def put(self, first: int, last: int, value: Value, *look: str) -> None:
        """Write into some columns of the row, joined together where they are several."""
        style = self.sheet.workbook.look(*look)
        if first == last:
            self.sheet.write(self.row, first, value, style)
        else:
            self.sheet.merge((self.row, first), (self.row, last), value, style)

    def next(
        self, height: float | None = None, texts: Iterable[tuple[str, int, int]] = (), narrow: float = 1.0
    ) -> None:
        """End the row: so high [points], or as high as its texts need; narrow: how small their signs are."""
        dense = DENSITY[self.language] * narrow
        found = ((text, self.width(first, last) * dense) for text, first, last in texts)
        self.sheet.height(self.row, row_height(found) if height is None else height)
        self.row += 1

    def gap(self, height: float = 8) -> None:
        """Leave some air."""
        self.next(height)

    def across(self, text: str, *look: str, height: float | None = None) -> None:
        """Write a text over the whole width."""
        self.put(1, self.last, text, *look)
        self.next(height, [(text, 1, self.last)], SMALLER if "small" in look else 1.0)

    def heading(self, text: str) -> None:
        """Begin a section."""
        self.gap()
        self.across(text, "subtitle", "line_below", height=22)
        self.gap(3)


def new_page(book: SafeWorkbook, title: str, widths: Sequence[float], language: str) -> Page:
    """Add the sheet of a page, with a narrow edge on its left."""
    sheet = book.sheet(title, group="result")
    for column, width in enumerate((EDGE, *widths)):
        sheet.column(column, column, width)
    return Page(sheet, widths, language)


def finish(page: Page, stamp: Stamp, footer: str) -> bytes:
    """Lay the page out on one sheet of paper, add the hidden stamp, and return the workbook's bytes."""
    book = page.sheet.workbook
    page.sheet.page(landscape=False, footer=f"&L&8{footer[:FOOTER].replace('&', '&&')}")
    page.sheet.one_page()
    page.sheet.print_area(page.row - 1, page.last)
    hidden = book.sheet(SHEET, state="veryHidden")
    for row, pair in enumerate(lines(stamp)):
        hidden.write_row(row, 0, pair)
    return book.save()
