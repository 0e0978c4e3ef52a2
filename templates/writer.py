"""Writing workbooks by XlsxWriter so that nothing fails silently: what cannot be written raises NotWritten.

book = SafeWorkbook("en", title="2026-Q3 Sales")
sheet = book.sheet("Appraisal", group="typed")
sheet.write(0, 0, "Score", book.look("header"))          # rows and columns count from 0
sheet.formula(1, 1, "=A2*2", 84.5, book.look("computed", "score"))
sheet.lock(1, 1, 99, 1, "Computed", "This cell is computed.")
data = book.save()                                       # the same input gives the same bytes
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, Literal, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import CellBlankTuple, CellNumberTuple, CellStringTuple

from templates.heights import row_height
from templates.limits import LONGEST, fitting
from templates.lists import SHEET as LISTS_SHEET
from templates.lists import Lists
from templates.references import letters, reference
from templates.rows import Rows, is_plain
from templates.styles import RULES, TABS, Style, font, merged

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""The creation date in every file, so that the same content gives the same bytes."""

Value = str | float | int | bool | date | None


class Formula(NamedTuple):
    """A formula and the value it gives, as a cell of `SafeSheet.fill`."""

    text: str
    value: Value


class Shaped(NamedTuple):
    """A value that looks other than its column, as a cell of `SafeSheet.fill`."""

    value: Value
    look: Any


Cell = Value | Formula | Shaped
State = Literal["visible", "hidden", "veryHidden"]
A4, A3 = 9, 8
"""Paper sizes, by their numbers in the file."""


class NotWritten(Exception):  # noqa: N818 - it names the outcome
    """XlsxWriter refused something (off the grid, a bad rule): a bug of the caller."""


class _EmptyText(str):
    """An empty text result of a formula; XlsxWriter would write a plain "" as "not calculated"."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


_EMPTY = _EmptyText()


def _result(value: Value) -> Any:
    """Return what a formula gives as XlsxWriter takes it."""
    return _EMPTY if value is None or value == "" else fitting(value) if isinstance(value, str) else value


def _done(result: Any, what: object) -> None:
    if isinstance(result, int) and result < 0:
        raise NotWritten(f"{what}: {result}")


def _strictly(call: Callable[..., Any], *arguments: Any) -> Any:
    """Call XlsxWriter with its warnings as errors and return what it returns."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = call(*arguments)
        except UserWarning as warning:
            raise NotWritten(str(warning)) from warning
    _done(result, arguments)
    return result


class SafeSheet:
    """One sheet; rows and columns count from 0, as in XlsxWriter, which is `raw`."""

    __slots__ = ("heights", "name", "raw", "widths", "workbook")

    def __init__(self, workbook: SafeWorkbook, raw: Any) -> None:
        self.workbook, self.raw, self.name = workbook, raw, raw.name
        self.widths: dict[int, float | None] = {}
        self.heights: dict[int, float] = {}

    def write(self, row: int, column: int, value: Value, look: Any = None) -> None:
        """Write one value as what it is; text stays text, and is cut where no cell could hold it."""
        sheet = self.raw
        if isinstance(value, str):
            value = fitting(value)
            writing = sheet.write_string if value else sheet.write_blank
        elif value is None:
            writing = sheet.write_blank
        elif isinstance(value, bool):
            writing = sheet.write_boolean
        elif isinstance(value, (datetime, date)):
            writing = sheet.write_datetime
        else:
            writing = sheet.write_number
            if not math.isfinite(value):
                raise NotWritten(f"{self.name} {row},{column}: {value}")
        _done(writing(row, column, value, look), (self.name, row, column))

    def write_row(self, row: int, column: int, values: Iterable[Value], look: Any = None) -> None:
        """Write values side by side."""
        for offset, value in enumerate(values):
            self.write(row, column + offset, value, look)

    def fill(self, row: int, column: int, records: Iterable[Sequence[Cell]], looks: Sequence[Any]) -> int:
        """Write rows below each other, each cell with the look of its column, and return how many there were.

        Texts and numbers go straight to where XlsxWriter keeps them, which is three times as fast as `write`;
        whatever they may not be is told there.
        """
        cells, index, below = self.raw.table, self.raw.str_table._get_shared_string_index, row
        for below, record in enumerate(records, row + 1):
            line = cells[below - 1]
            for place, (value, look) in enumerate(zip(record, looks, strict=True), column):
                kind = value.__class__
                if kind is str and 0 < len(value) <= LONGEST // 2:  # type: ignore[arg-type]
                    line[place] = CellStringTuple(index(value), look)
                elif (kind is float or kind is int) and math.isfinite(value):  # type: ignore[arg-type]
                    line[place] = CellNumberTuple(value, look)
                elif value is None:
                    line[place] = CellBlankTuple(look)
                else:
                    self._put(below - 1, place, value, look)
        if below > row:
            for corner in ((row, column), (below - 1, column + len(looks) - 1)):
                _done(self.raw._check_dimensions(*corner), (self.name, *corner))
        return below - row

    def _put(self, row: int, column: int, cell: Cell, look: Any) -> None:
        """Write a cell that is no plain text or number."""
        if isinstance(cell, Formula):
            self.formula(row, column, *cell, look)
        elif isinstance(cell, Shaped):
            self.write(row, column, *cell)
        else:
            self.write(row, column, cell, look)

    def table(self, row: int, column: int, rows: int, name: str, headings: Sequence[str], look: Any) -> None:
        """Make so many rows, written before, a table with filters; their headings are written here.

        XlsxWriter remembers every cell of a table, to tell when two lie over each other: so it is told of the
        first row only, and the range is set when it is done.
        """
        columns = [{"header": heading, "header_format": look} for heading in headings]
        options = {"name": name, "columns": columns, "style": None, "banded_rows": False}
        last = column + len(headings) - 1
        _strictly(self.raw.add_table, row, column, row + 1, last, options)
        whole = xl_range(row, column, row + max(rows, 1), last)
        self.raw.tables[-1].update(dict.fromkeys(("range", "a_range", "autofilter"), whole))

    def formula(self, row: int, column: int, formula: str, cached: Value, look: Any = None) -> None:
        """Write a formula and the value it gives; None and "" both stand for an empty text."""
        if not formula.startswith("=") or len(formula) > 8192:
            raise NotWritten(f"{self.name} {row},{column}: {formula[:80]}")
        if not is_plain(formula):
            raise NotWritten(f"{self.name} {row},{column}: array function in {formula}")
        _done(self.raw.write_formula(row, column, formula, look, _result(cached)), (self.name, row, column))

    def fill_down(
        self, like: int, row: int, values: Mapping[int, Value], results: Mapping[int, Value]
    ) -> None:
        """Write a row as another one above was written, with its looks; its formulas follow to the new row.

        values: by column, what stands here and does not there; results: likewise what formulas give. What
        looks at any single row but its own would not follow, and is refused.
        """
        given = {column: _result(value) for column, value in results.items()}
        try:
            self.raw.fill_down(like, row, given)
        except ValueError as error:
            raise NotWritten(f"{self.name}: {error}") from error
        model = self.raw.table[like]
        for column, value in values.items():
            assert model[column].format, f"{self.name} {like},{column} has no look"
            self.write(row, column, value, model[column].format)

    def link(self, row: int, column: int, target: str, text: str, look: Any = None, tip: str = "") -> None:
        """Write a link, e.g. to `internal:'Appraisal'!K5`."""
        look = look or self.workbook.look("link")
        _strictly(self.raw.write_url, row, column, target, look, text, tip or None)

    def merge(self, first: tuple[int, int], last: tuple[int, int], value: Value, look: Any) -> None:
        """Write one value over several cells joined together (never inside a table)."""
        _strictly(self.raw.merge_range, *first, *last, "", look)
        self.write(*first, value, look)

    def validation(
        self, row: int, column: int, last_row: int, last_column: int, rule: Mapping[str, Any]
    ) -> None:
        """Lay a validation over a range, in XlsxWriter's terms."""
        _strictly(self.raw.data_validation, row, column, last_row, last_column, dict(rule))

    def lock(self, row: int, column: int, last_row: int, last_column: int, title: str, message: str) -> None:
        """Let a range refuse typing, without protecting the sheet (sorting and filtering go on working)."""
        refusal = {"validate": "custom", "value": "=FALSE", "error_title": title, "error_message": message}
        self.validation(row, column, last_row, last_column, refusal)

    def condition(
        self,
        row: int,
        column: int,
        last_row: int,
        last_column: int,
        formula: str,
        rule: str | Style,
    ) -> None:
        """Let a range look different where a formula holds; `rule` is a look, or names one of RULES."""
        options = {"type": "formula", "criteria": formula, "format": self.workbook.rule(rule)}
        _strictly(self.raw.conditional_format, row, column, last_row, last_column, options)

    def bars(
        self, row: int, column: int, last_row: int, last_column: int, low: float, high: float, colour: str
    ) -> None:
        """Draw the numbers of a range as bars, all on one measure from low to high."""
        ends = {"min_type": "num", "min_value": low, "max_type": "num", "max_value": high}
        options = {"type": "data_bar", "bar_color": colour, **ends}
        _strictly(self.raw.conditional_format, row, column, last_row, last_column, options)

    def column(
        self,
        first: int,
        last: int,
        width: float | None,
        look: Any = None,
        hidden: bool = False,
        level: int = 0,
        collapsed: bool = False,
    ) -> None:
        """Set the width of columns [characters]; `level` and `collapsed` fold hidden ones away."""
        self.widths |= dict.fromkeys(range(first, last + 1), None if hidden else width)
        options = {"hidden": hidden, "level": level, "collapsed": collapsed}
        _strictly(self.raw.set_column, first, last, width, look, options)

    def height(self, row: int, height: float, look: Any = None, hidden: bool = False) -> None:
        """Set the height of a row [points]."""
        self.heights[row] = height
        _strictly(self.raw.set_row, row, height, look, {"hidden": hidden})

    def grow(self, row: int, least: float, texts: Mapping[int, Value]) -> None:
        """Make a row high enough for its texts, by column; programs fit it anew to what is typed into it."""
        seen = ((text, self.widths.get(at)) for at, text in texts.items() if isinstance(text, str))
        self.heights[row] = max(least, row_height((text, width) for text, width in seen if width))
        self.raw.grow(row, self.heights[row])

    def no_alarms(self, last_row: int, last_column: int) -> None:
        """Leave out Excel's green corners where they only alarm: numbers as text, formulas that differ."""
        area = f"A1:{reference(last_row + 1, last_column + 1)}"
        _strictly(self.raw.ignore_errors, {"number_stored_as_text": area, "formula_differs": area})

    def filter(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Put filters on a header row."""
        _strictly(self.raw.autofilter, row, column, last_row, last_column)

    def chart(self, row: int, column: int, chart: Any) -> None:
        """Put a chart at a cell."""
        _strictly(self.raw.insert_chart, row, column, chart)

    def freeze(self, row: int, column: int = 0) -> None:
        """Keep the rows above and the columns left of a cell in sight."""
        _strictly(self.raw.freeze_panes, row, column)

    def protect(self) -> None:
        """Protect the sheet without a password, leaving what does no harm allowed."""
        allowed = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
        _strictly(self.raw.protect, "", {**allowed, "select_locked_cells": True})

    def page(
        self,
        landscape: bool = True,
        header_row: int | None = None,
        footer: str = "&L&A&R&P / &N",
        paper: int = A4,
    ) -> None:
        """Lay out for printing: one page wide, the header row on each page."""
        sheet = self.raw
        sheet.set_paper(paper)
        (sheet.set_landscape if landscape else sheet.set_portrait)()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        _strictly(sheet.set_footer, footer)
        if header_row is not None:
            _strictly(sheet.repeat_rows, header_row)

    def page_ends(self, rows: Sequence[int]) -> None:
        """End a page before each of some rows."""
        _strictly(self.raw.set_h_pagebreaks, rows)

    def print_area(self, last_row: int, last_column: int) -> None:
        """Print from the first cell to this one only."""
        _strictly(self.raw.print_area, 0, 0, last_row, last_column)

    def scale(self, percent: int) -> None:
        """Print at a size of its own; after `page`."""
        _strictly(self.raw.set_print_scale, percent)

    def one_page(self) -> None:
        """Print everything on one page, in its middle where it is narrower; call it after `page`."""
        _strictly(self.raw.fit_to_pages, 1, 1)
        _strictly(self.raw.center_horizontally)


class SafeWorkbook:
    """A workbook being written in one language; `raw` is XlsxWriter's, `save` gives its bytes."""

    def __init__(self, language: str, title: str = "", author: str = "Meritbook") -> None:
        self.language = language
        self.lists = Lists()
        self.sheets: dict[str, SafeSheet] = {}
        self._stream = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": font(language),
        }
        self.raw: Any = xlsxwriter.Workbook(self._stream, options)
        self.raw.set_properties({"title": title, "author": author, "created": CREATED})
        self._looks: dict[tuple[str, ...], Any] = {}
        self._rules: dict[str, Any] = {}

    def sheet(self, name: str, group: str | None = None, state: State = "visible") -> SafeSheet:
        """Add a sheet; `group` names its tab colour (styles.TABS)."""
        try:
            raw = self.raw.add_worksheet(name, worksheet_class=Rows)
        except xlsxwriter.exceptions.XlsxWriterException as error:
            raise NotWritten(f"{name}: {error}") from error
        if group:
            raw.set_tab_color(TABS[group])
        if state != "visible":
            (raw.hide if state == "hidden" else raw.very_hidden)()
        if state == "visible":
            raw.hide_gridlines(2)
        self.sheets[name] = SafeSheet(self, raw)
        return self.sheets[name]

    def look(self, *names: str) -> Any:
        """Return the format of named styles laid over each other (styles.STYLES)."""
        if names not in self._looks:
            self._looks[names] = self.raw.add_format(merged(names))
        return self._looks[names]

    def rule(self, rule: str | Style) -> Any:
        """Return the format of a conditional look: one of styles.RULES by its name, or one of its own."""
        if not isinstance(rule, str):
            return self.raw.add_format(dict(rule))
        if rule not in self._rules:
            self._rules[rule] = self.raw.add_format(dict(RULES[rule]))
        return self._rules[rule]

    def define(self, name: str, reference: str) -> None:
        """Give a range a name: `define("findings_table", "='Findings'!$A$4:$H$4")`."""
        _strictly(self.raw.define_name, name, reference)

    def chart(self, kind: str, **options: Any) -> Any:
        """Add a native chart (XlsxWriter's own object)."""
        return _strictly(self.raw.add_chart, {"type": kind, **options})

    def save(self) -> bytes:
        """Close the workbook and return its bytes; the same content gives the same bytes."""
        self._write_lists()
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            self.raw.close()
        return self._stream.getvalue()

    def _write_lists(self) -> None:
        if not self.lists.columns:
            return
        sheet = self.sheets.get(LISTS_SHEET) or self.sheet(LISTS_SHEET, state="veryHidden")
        free = -1 if sheet.raw.dim_colmax is None else sheet.raw.dim_colmax
        for column, (name, entries) in enumerate(self.lists.columns.items(), free + 1):
            letter = letters(column + 1)
            for row, entry in enumerate(entries):
                sheet.write(row, column, entry)
            self.define(name, f"={LISTS_SHEET}!${letter}$1:${letter}${len(entries)}")
