"""Single cells: references, values as they are written, and a cell's element with a new content."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime

from templates.patch.errors import CannotPatch
from templates.patch.markup import attribute, escaped, text_element
from templates.references import LAST_COLUMN, LAST_ROW, column_number

LONGEST = 32_767
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
FORMULA = re.compile(r"<f\b([^>]*?)(?:/>|>.*?</f\s*>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value such as #N/A."""

    text: str


CellValue = float | int | str | bool | date | CellError | None


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to happen to one cell: a value in place of its content, or only the result of its formula."""

    value: CellValue
    cached: bool = False


def place(reference: str) -> tuple[int, int]:
    """Return row and column [1-based] of a reference such as K5."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise CannotPatch("bad_reference", cell=reference)
    row, column = int(found[2]), column_number(found[1])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise CannotPatch("bad_reference", cell=reference)
    return row, column


def cell_xml(reference: str, style: str | None, value: CellValue, date1904: bool) -> str:
    """Return a cell's element with a typed value; text stays text whatever it begins with."""
    start = f'<c r="{reference}"' + (f' s="{style}"' if style else "")
    if value is None:
        return f"{start}/>"
    if isinstance(value, str):
        _check_length(reference, value)
        return f'{start} t="inlineStr"><is>{text_element(value)}</is></c>'
    kind, written = _written(reference, value, date1904)
    return f"{start}{kind}><v>{written}</v></c>"


def cached_xml(attributes: str, content: str, value: CellValue, date1904: bool) -> str:
    """Return a formula cell's element with another result; its formula stays as it is."""
    formula = FORMULA.search(content)
    reference = attribute(attributes, "r") or ""
    if formula is None:
        raise CannotPatch("no_formula", cell=reference)
    bare = re.sub(r"""\st\s*=\s*(?:"[^"]*"|'[^']*')""", "", attributes, count=1)
    if value is None:
        return f"<c{bare}>{formula[0]}</c>"
    if isinstance(value, str):
        _check_length(reference, value)
        return f'<c{bare} t="str">{formula[0]}<v{_kept(value)}>{escaped(value)}</v></c>'
    kind, written = _written(reference, value, date1904)
    return f"<c{bare}{kind}>{formula[0]}<v>{written}</v></c>"


def _kept(value: str) -> str:
    return ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""


def _check_length(reference: str, value: str) -> None:
    if len(value) > LONGEST // 2 and len(value.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        raise CannotPatch("text_too_long", cell=reference)


def _written(reference: str, value: float | bool | date | CellError, date1904: bool) -> tuple[str, str]:
    """Return the type attribute and the text of a value that is not text."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, CellError):
        return ' t="e"', escaped(value.text)
    if isinstance(value, date):
        return "", _number(serial(value, date1904, reference))
    number = float(value)
    if not math.isfinite(number):
        raise CannotPatch("not_finite", cell=reference)
    return "", str(value) if isinstance(value, int) and abs(value) < 10**15 else _number(number)


def _number(value: float) -> str:
    return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def serial(value: date, date1904: bool = False, reference: str = "") -> float:
    """Return a date as spreadsheets store it [days], with the leap day that 1900 never had."""
    origin = date(1904, 1, 1) if date1904 else date(1899, 12, 30)
    day = value.date() if isinstance(value, datetime) else value
    days = (day - origin).days - (not date1904 and day < date(1900, 3, 1))
    if days < (0 if date1904 else 1):
        raise CannotPatch("bad_date", cell=reference)
    if isinstance(value, datetime):
        midnight = value.replace(hour=0, minute=0, second=0, microsecond=0)
        return days + (value - midnight).total_seconds() / 86400
    return float(days)
