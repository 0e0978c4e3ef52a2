"""Formulas as canonical text: a rule reads the same wherever its row, columns and sheets have gone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sync.reading.cells import CUT
from templates.references import LAST_COLUMN, LAST_ROW, column_number, letters

Columns = Mapping[int, str]
Sheets = Mapping[str, tuple[str, Columns]]

TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*+"?)
  | (?P<error>\#(?:N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|SPILL!|CALC!|GETTING_DATA))
  | (?P<sheet>(?:'(?:[^']|'')*+'|[^\W\d][\w.]*|\[[^\[\]]*\][\w.]+)!)?
    (?:
        (?P<area>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}:\$?[A-Za-z]{1,3}\$?[0-9]{1,7}
          | \$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3} | \$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w(.!])
      | (?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7})(?![\w(.!\[])
    )
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<function>[^\W\d][\w.]*)[ ]*\(
  | (?P<name>(?:'(?:[^']|'')*+'!|[^\W\d][\w.]*!|\[[^\[\]]*\][\w.]*!?)?
      [^\W\d][\w.?\\]*(?:\[(?:[^\[\]]|\[[^\[\]]*\])*\])?)
  | (?P<space>\s+)
  | (?P<sign><>|<=|>=|'.*|.)
    """,
    re.VERBOSE | re.DOTALL,
)
CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]*)")
PREFIXES = re.compile(r"^(?:_XLFN\.|_XLWS\.|_XLUDF\.|ORG\.LIBREOFFICE\.|ORG\.OPENOFFICE\.)+")
KEPT_BY_GOOGLE = re.compile(
    r'=?IFERROR\(@?_*xludf\.DUMMYFUNCTION\("=?((?:[^"]|"")*+)"\),.*\)', re.IGNORECASE | re.DOTALL
)
"""How Google exports a formula that Excel does not know: as text beside its last result."""

REMEMBERED = 40
"""So many rules of a column are remembered; where more differ, nobody copied them down."""

ARRAY_SIGNS = {"|": ";", "\\": ","}


class Corner(NamedTuple):
    """One end of a reference: column and row [1-based, 0: none given], and whether each is fixed by $."""

    column: int
    row: int
    column_fixed: bool
    row_fixed: bool


class Reference(NamedTuple):
    """A reference as it stands in a formula: its sheet as written ("" for this one) and its two ends."""

    sheet: str
    first: Corner
    last: Corner | None
    text: str


@lru_cache(maxsize=512)
def tokens(formula: str) -> tuple[str | Reference, ...]:
    """Split a formula into canonical tokens, with its references apart."""
    found: list[str | Reference] = []
    depth = 0
    for match in TOKEN.finditer(formula.removeprefix("=")):
        kind, text = match.lastgroup or "sign", match[0]
        if kind in ("area", "cell"):
            found.append(_reference(match["sheet"] or "", match[kind], text))
        elif kind != "space":
            depth += (text == "{") - (text == "}")
            found.append(_plain(kind, text, depth > 0))
    return tuple(_without_calls_of_constants(found))


def _plain(kind: str, text: str, in_array: bool) -> str:
    if kind == "number":
        return format(float(text), ".15g")
    if kind in ("function", "name"):
        return PREFIXES.sub("", text.replace(" ", "").upper() if kind == "function" else text.upper())
    if kind == "sign":
        return ARRAY_SIGNS.get(text, text) if in_array else ("," if text == ";" else text)
    return text


def _without_calls_of_constants(found: list[str | Reference]) -> list[str | Reference]:
    """Write TRUE() and FALSE() as TRUE and FALSE."""
    kept: list[str | Reference] = []
    skip = False
    for token, following in zip(found, [*found[1:], ""], strict=False):
        if skip:
            skip = False
        elif token in ("TRUE(", "FALSE(") and following == ")":
            kept.append(str(token)[:-1])
            skip = True
        else:
            kept.append(token)
    return kept


def _reference(sheet: str, place: str, text: str) -> Reference:
    first, colon, last = place.partition(":")
    return Reference(sheet.rstrip("!"), _corner(first), _corner(last) if colon else None, text)


def _corner(text: str) -> Corner:
    match = CORNER.fullmatch(text)
    assert match is not None
    fixed, name, row_fixed, row = match.groups()
    if not name:
        return Corner(0, int(row), bool(fixed), bool(fixed))
    return Corner(column_number(name), int(row or 0), bool(fixed), bool(row_fixed))


def sheet_name(written: str) -> str:
    """Return a sheet's name as compared, from how a formula writes it: unquoted, lower case."""
    if written.startswith("'"):
        written = written[1:-1].replace("''", "'")
    return written.casefold()


class Canonical:
    """Formulas of one sheet as canonical text, the same before and after sorting, moving and renaming.

    A reference to a table's column is written with the column's key: `actual[0]` in the same row,
    `actual[-1]` in the row above, `actual$3` in a fixed row, `[appraisal.actual]` for the whole column (any
    fixed rows, since inserting and deleting rows changes them). Numbers, spaces, function prefixes and quotes
    are made uniform. Most cells of a column hold one rule for different rows: it is looked up among the rules
    met before, which costs a tenth of taking it apart.

    columns: key by column number of the table on this sheet; sheets: for each sheet with a table (name in
    lower case), its table's key and columns.
    """

    def __init__(self, columns: Columns, sheets: Sheets) -> None:
        self.columns, self.sheets = columns, sheets
        self.own = next((table for table, places in sheets.values() if places == columns), "")
        self.met: dict[int, dict[str, str]] = {}

    def of(self, rule: str, row: int, column: int) -> str:
        """Return a formula of a cell [row and column from 1], given without its row's own number (`CUT`)."""
        rules = self.met.setdefault(column, {})
        known = rules.get(rule)
        return self._other(rules, rule.replace(CUT, str(row)), row) if known is None else known

    def lasts(self, rule: str, column: int) -> bool:
        """Tell whether a rule says the same in every row: the number cut out of it is nothing but the row."""
        return rule in self.met[column]

    def _other(self, rules: dict[str, str], formula: str, row: int) -> str:
        """Take a formula apart that was not met yet, or has its row's digits elsewhere, as 100 in row 10."""
        for rule, text in rules.items():
            if rule.replace(CUT, str(row)) == formula:
                return text
        if kept := KEPT_BY_GOOGLE.fullmatch(formula):
            return self._other(rules, kept[1].replace('""', '"'), row)
        text = "".join(
            token if isinstance(token, str) else _written(token, row, self.columns, self.sheets, self.own)
            for token in tokens(formula)
        )
        if len(rules) < REMEMBERED and (pieces := _pieces(formula, row)) is not None:
            rules[CUT.join(pieces)] = text
        return text


@lru_cache(maxsize=512)
def _pieces(formula: str, row: int) -> tuple[str, ...] | None:
    """Cut a formula where it names its own row; None where it names another relative row."""
    pieces, begin = [], 0
    for match in TOKEN.finditer(formula):
        if match.lastgroup == "area" and not _fixed(match["area"]):
            return None
        if match.lastgroup != "cell":
            continue
        corner = _corner(match["cell"])
        if corner.row_fixed:
            continue
        if corner.row != row:
            return None
        end = match.end() - len(str(row))
        pieces.append(formula[begin:end])
        begin = match.end()
    return (*pieces, formula[begin:])


def _fixed(area: str) -> bool:
    return all(corner.row_fixed or not corner.row for corner in map(_corner, area.split(":")))


def _written(token: Reference, row: int, columns: Columns, sheets: Sheets, own: str) -> str:
    """Write one reference canonically."""
    prefix = ""
    table = own
    if token.sheet:
        name = sheet_name(token.sheet)
        table, columns = sheets.get(name, ("", {}))
        prefix = f"{table}." if table and table != own else "" if table else f"{name}!"
    if token.last is None:
        return prefix + _place(token.first, row, columns)
    if not token.first.column:
        return (
            f"{prefix}${token.first.row}:${token.last.row}"
            if token.first.row_fixed
            else (f"{prefix}rows[{token.first.row - row}:{token.last.row - row}]")
        )
    if _whole(token.first) and _whole(token.last) and (columns or not token.first.row):
        first, last = _key(token.first, columns), _key(token.last, columns)
        where = f"{table}." if table else prefix
        return f"[{where}{first}]" if first == last else f"[{where}{first}:{last}]"
    return f"{prefix}{_place(token.first, row, columns)}:{_place(token.last, row, columns)}"


def _whole(corner: Corner) -> bool:
    return corner.row_fixed or not corner.row


def _key(corner: Corner, columns: Columns) -> str:
    return columns.get(corner.column) or "#" + letters(corner.column)


def _place(corner: Corner, row: int, columns: Columns) -> str:
    key = _key(corner, columns)
    return f"{key}${corner.row}" if corner.row_fixed else f"{key}[{corner.row - row}]"


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it reads some rows further down and columns further right.

    So are shared formulas stored. What leaves the sheet becomes #REF!, as spreadsheets do.
    """
    if not rows and not columns:
        return formula
    pieces, begin = [], 0
    for match in TOKEN.finditer(formula):
        if match.lastgroup not in ("area", "cell"):
            continue
        place = match[match.lastgroup]
        pieces.append(formula[begin : match.end() - len(place)])
        pieces.append(":".join(_moved(_corner(corner), rows, columns) for corner in place.split(":")))
        begin = match.end()
    return "".join([*pieces, formula[begin:]])


def _moved(corner: Corner, rows: int, columns: int) -> str:
    column = corner.column + (0 if corner.column_fixed or not corner.column else columns)
    row = corner.row + (0 if corner.row_fixed or not corner.row else rows)
    if not 0 <= row <= LAST_ROW or not 0 <= column <= LAST_COLUMN or (corner.row and not row):
        return "#REF!"
    if corner.column and not column:
        return "#REF!"
    name = ("$" if corner.column_fixed and corner.column else "") + letters(column)
    return name + (("$" if corner.row_fixed else "") + str(row) if row else "")
