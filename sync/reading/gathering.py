"""The cells of one sheet as they are gathered, whichever pass finds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sync.reading.cells import (
    BLANK,
    BOOLEAN,
    DATE,
    ERROR,
    GENERAL,
    NUMBER,
    TEXT,
    Cell,
    Row,
    Unreadable,
    cut,
)
from sync.reading.limits import Limits
from sync.reading.parts import truth
from sync.reading.shared_formulas import Arrays, Shared
from sync.reading.strings import checked
from templates.references import LAST_COLUMN, LAST_ROW, column_number, reference

FIRST_DAY = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
DEFAULT_STYLE = "0"
BLANKS = " \t\r\n"
"""White space that a number written in XML may have around it."""

TRUTHS = ("0", "1", "true", "false")
SHOWN_OF_AN_ERROR = 40
LEAST_HEIGHT, LEAST_WIDTH = 1.0, 0.1
"""What is lower [points] or narrower [characters] is less than about a pixel: nobody sees it."""

TRUTH_AS_FORMULA = ("TRUE()", "FALSE()")
"""LibreOffice stores a typed TRUE so."""


class Columns(dict[str, int]):
    """Column numbers by their letters, computed once."""

    def __missing__(self, letters: str) -> int:
        named = letters.isascii() and letters.isalpha() and len(letters) <= 3
        number = column_number(letters) if named else 0
        if not 0 < number <= LAST_COLUMN:
            raise Unreadable("bad_reference", found=letters[:20])
        self[letters] = number
        return number


COLUMNS = Columns()


@dataclass(frozen=True, slots=True)
class Common:
    """What the cells of all sheets of a workbook refer to, and cells met so far by how they are written."""

    strings: Sequence[str]
    formats: Mapping[str, str]
    date1904: bool = False
    met: dict[str, Cell | None] = field(default_factory=dict)


class Gathering:
    """What has been gathered of one sheet, and what its cells refer to."""

    __slots__ = (
        "arrays",
        "common",
        "count",
        "hidden_columns",
        "hidden_rows",
        "limits",
        "merged",
        "part",
        "repeated",
        "rows",
        "shared",
    )

    def __init__(self, part: str, common: Common, limits: Limits) -> None:
        self.part, self.common, self.limits = part, common, limits
        self.rows: dict[int, dict[int, Cell]] = {}
        self.count = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.repeated: set[tuple[int, int]] = set()
        self.merged: list[str] = []
        self.shared, self.arrays = Shared(limits.written), Arrays(limits.cells)

    def begin_row(self, row: int, hidden: bool) -> None:
        """Note whether a row is hidden; raises Unreadable where no sheet has it or cells are too many."""
        if not 0 < row <= min(LAST_ROW, self.limits.rows):
            raise Unreadable("bad_reference", found=row)
        if hidden:
            self.hidden_rows.add(row)
        if self.count > self.limits.cells:
            raise Unreadable("too_many_cells", limit=self.limits.cells)

    def formula(self, attributes: Mapping[str, str], text: str, row: int, column: int) -> str | None:
        """Return a cell's own formula, cut; a shared one that is not known yet is filled in at the end."""
        text = checked(text, self.limits)
        kind = attributes.get("t")
        if kind == "shared":
            return self.shared.take(attributes.get("si", ""), text, row, column)
        if kind == "array" and text:
            self.arrays.take(attributes.get("ref", ""), text)
        elif kind == "dataTable":
            return f"TABLE({attributes.get('r1', '')},{attributes.get('r2', '')})"
        return cut(text, row) or None

    def add(
        self,
        place: tuple[int, int],
        attributes: Mapping[str, str],
        value: str | None,
        inline: str | None,
        formula: str | None,
    ) -> None:
        """Add one cell from its attributes and contents, unless there is nothing in it."""
        style, declared = attributes.get("s", DEFAULT_STYLE), attributes.get("t", NUMBER)
        found = self.content(place, declared, style, value, inline, formula)
        if found is None:
            return
        row, column = place
        cells = self.rows.setdefault(row, {})
        if column in cells:
            self.repeated.add(place)
        else:
            cells[column] = found
        self.count += 1

    def content(
        self,
        place: tuple[int, int],
        declared: str,
        style: str,
        value: str | None,
        inline: str | None,
        formula: str | None,
    ) -> Cell | None:
        """Return what a cell holds; None where it has neither value nor formula."""
        found: float | str | bool | None
        if declared == "s" and value is not None:
            kind, found = TEXT, self.string(value, place)
        elif declared == NUMBER and value:
            kind, found = number(value)
        else:
            kind, found = self._rarer(declared, value, inline)
        if kind == BOOLEAN and formula in TRUTH_AS_FORMULA:
            formula = None
        if formula is None and (kind == BLANK or found == ""):
            return None
        return Cell(kind, found, formula, DATE if declared == "d" else self.format(style, place))

    def format(self, style: str, place: tuple[int, int]) -> str:
        """Return the format class of a style; a cell that names none has the first one, whatever that is."""
        if style in self.common.formats:
            return self.common.formats[style]
        number = style.strip(BLANKS).lstrip("0") or DEFAULT_STYLE
        if number.isascii() and number.isdecimal():
            return self.common.formats.get(number, GENERAL)
        raise Unreadable("broken_cell", cell=reference(*place), part=self.part)

    def string(self, value: str, place: tuple[int, int]) -> str:
        """Return a shared string by its number."""
        if value.isascii() and value.strip().isdecimal() and len(value) < 12:
            position = int(value)
            if position < len(self.common.strings):
                return self.common.strings[position]
        raise Unreadable("broken_cell", cell=reference(*place), part=self.part)

    def _rarer(
        self, declared: str, value: str | None, inline: str | None
    ) -> tuple[str, float | str | bool | None]:
        """Read the rarer kinds: results that are text, inline text, booleans, errors, dates as text."""
        if declared == "inlineStr":
            text = value if inline is None else inline
            return (BLANK, None) if text is None else (TEXT, checked(text, self.limits))
        if value is None or not (value.strip() or declared == "str"):
            return BLANK, None
        if declared in ("str", "e"):
            return TEXT if declared == "str" else ERROR, checked(value, self.limits)
        if declared == "b" and value.strip() in TRUTHS:
            return BOOLEAN, truth(value.strip())
        return self._moment(value) if declared == "d" else (ERROR, value[:SHOWN_OF_AN_ERROR])

    def _moment(self, value: str) -> tuple[str, float | str]:
        """Turn a date written as text (Strict workbooks) into the number every other program stores."""
        try:
            passed = (
                datetime.fromisoformat(value.strip()).replace(tzinfo=None) - FIRST_DAY[self.common.date1904]
            )
        except ValueError:
            return ERROR, value[:SHOWN_OF_AN_ERROR]
        return NUMBER, passed.days + passed.seconds / 86400

    def finish(self) -> tuple[Row, ...]:
        """Return the rows in order, shared and array formulas written out; a place counts once."""
        self.shared.settle(self.rows)
        self.arrays.settle(self.rows)
        return tuple(Row(number, _in_order(self.rows[number])) for number in sorted(self.rows))


def _in_order(cells: dict[int, Cell]) -> dict[int, Cell]:
    columns = list(cells)
    ordered = sorted(columns)
    return cells if ordered == columns else {column: cells[column] for column in ordered}


def whole(text: str) -> int:
    """Return a count or position written in XML; raises Unreadable where it is none."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
        raise Unreadable("bad_reference", found=text[:20])
    return int(digits)


def hides_row(attributes: Mapping[str, str]) -> bool:
    """Tell whether the attributes of a row hide it."""
    return truth(attributes.get("hidden")) or unseen(attributes.get("ht"), LEAST_HEIGHT)


def unseen(size: str | None, least: float) -> bool:
    """Tell whether a row or column is given a size that nobody sees."""
    kind, value = number(size) if size else (BLANK, None)
    return kind == NUMBER and isinstance(value, float) and value < least


def number(text: str) -> tuple[str, float | str | None]:
    """Return a number cell's kind and value; what is no finite decimal number is an error, never a number."""
    try:
        value = float(text)
    except ValueError:
        return (ERROR, text.strip()[:SHOWN_OF_AN_ERROR]) if text.strip() else (BLANK, None)
    if value - value != 0.0 or "_" in text or not text.isascii():
        return ERROR, text.strip()[:SHOWN_OF_AN_ERROR]
    return NUMBER, value
