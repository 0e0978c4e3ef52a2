"""The quick pass: rows in the shape that usual programs write; all others are left to the conforming pass."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sync.reading.cells import CUT, Cell
from sync.reading.gathering import COLUMNS, Gathering, hides_row
from sync.reading.strings import checked
from sync.reading.usual_cells import ATTRIBUTE, VALUE, Unusual, understood, unescaped

ROW_ATTRIBUTE = (
    "(?:spans|s|customFormat|ht|hidden|customHeight|outlineLevel|collapsed|thickTop|thickBot|ph"
    "|x14ac:dyDescent)"
)
ROW = re.compile(rf'<row r="([0-9]{{1,7}})"((?: {ROW_ATTRIBUTE}{VALUE})*) ?(/?)>')
CONTROLS = bytes({*range(32)} - {9, 10})
CHARACTER = "(?:9|1[03]|3[2-79]|[4-9][0-9]|[1-9][0-9]{2,3}|[1-4][0-9]{4}|5[0-4][0-9]{3})"
"""Numbers of characters below the surrogates, but that of `&`: openpyxl writes every Chinese letter so."""
LETTER = re.compile("&#(12[89]|1[3-9][0-9]|[2-9][0-9]{2}|[0-9]{4,5});")
"""A character beyond ASCII by its number: it can be no part of any tag or attribute taken here."""
UNKNOWN_ENTITY = re.compile(f"&(?!(?:amp|lt|gt|quot|apos|#{CHARACTER});)")
REMEMBERED, LONGEST = 20_000, 2_000
"""So many cells are remembered for the next ones alike, and none that takes so many characters."""

UNPLAIN = re.compile("<|&#|_x")
"""What may say something else of a formula when the digits of its row's number are taken out."""

BEGIN, END = b"<sheetData>", b"</sheetData>"


@dataclass(frozen=True, slots=True)
class Rows:
    """A sheet cut in two: its rows, and what stands around them, of which `head` precedes them."""

    body: str
    around: bytes
    head: bytes


def split_rows(content: bytes) -> Rows | None:
    """Cut the rows out of a sheet whose main namespace has no prefix; None where that is not sure."""
    begin, end = content.find(BEGIN), content.rfind(END)
    if not 0 <= begin < end or content.count(b"sheetData", 0, begin) or content.count(b"<!", 0, begin):
        return None
    body = content[begin + len(BEGIN) : end]
    if b"sheetData" in body or b"]]>" in body or len(body.translate(None, CONTROLS)) != len(body):
        return None
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\ufffe" in text or "\uffff" in text or UNKNOWN_ENTITY.search(text):
        return None
    if "&#" in text:
        text = LETTER.sub(lambda match: chr(int(match[1])), text)
    text = text.replace('<f aca="false">', "<f>")
    head = content[:begin]
    declaration, _, rest = head.partition(b"?>") if head.startswith(b"<?xml") else (b"", b"", head)
    if not rest.lstrip().startswith(b"<worksheet"):
        return None
    if b"encoding" in declaration and b"utf-8" not in declaration.lower() and not text.isascii():
        return None
    return Rows(text, head + BEGIN + content[end:], head)


class _Hidden(dict[str, bool]):
    """Whether a row's attributes hide it, each spelling read once; one that says a thing twice is unusual."""

    def __missing__(self, spelling: str) -> bool:
        pairs = ATTRIBUTE.findall(spelling)
        named = dict(pairs)
        if len(named) != len(pairs):
            raise Unusual
        self[spelling] = hidden = hides_row(named)
        return hidden


class _Known(dict[str, tuple[int, Cell] | None]):
    """The cells of a sheet as they are written, their row's own number cut out: most come again and again.

    What is written alike holds the same in every row, if that number stands only in its place and in a plain
    formula; only such cells are remembered. None stands for a cell with nothing in it.
    """

    __slots__ = ("gathered", "row")

    def __init__(self, gathered: Gathering) -> None:
        self.gathered = gathered
        self.row = 0

    def __missing__(self, written: str) -> tuple[int, Cell] | None:
        letters, mark, rest = written.partition(CUT + '"')
        column = COLUMNS.get(letters) or _column(letters)
        if not mark or not column:
            raise Unusual
        around, rule = _without_formula(rest) if "<f" in rest else (rest, "")
        lasting = CUT not in around and "<f" not in around
        if not lasting:
            around, rule = rest.replace(CUT, str(self.row)), ""
        cell = self._cell(around, checked(unescaped(rule), self.gathered.limits) if rule else None, column)
        found = None if cell is None else (column, cell)
        if lasting and len(written) < LONGEST and len(self) < REMEMBERED:
            self[written] = found
        return found

    def _cell(self, around: str, rule: str | None, column: int) -> Cell | None:
        """Return a cell; one without a formula is understood once for all columns and sheets."""
        met = self.gathered.common.met
        if rule is None and around in met:
            return met[around]
        cell = understood(around, (self.row, column), self.gathered, rule)
        if rule is None and "<f" not in around and len(around) < LONGEST and len(met) < REMEMBERED:
            met[around] = cell
        return cell


def quick_rows(body: str, head: bytes, gathered: Gathering) -> bool:
    """Gather the cells of rows in the usual shape; False at the first thing unusual."""
    root = head[head.find(b"<worksheet") :].partition(b">")[0]
    if 'dyDescent="' in body and b"xmlns:x14ac=" not in root:
        return False
    known, hidden, before = _Known(gathered), _Hidden(), 0
    *pieces, rest = body.split("</row>")
    try:
        for piece in pieces:
            before, position = _open_rows(piece, before, hidden, gathered)
            _gather(piece[position:], before, known, gathered)
        return _open_rows(rest, before, hidden, gathered)[0] == 0
    except Unusual:
        return False


def _open_rows(piece: str, before: int, hidden: _Hidden, gathered: Gathering) -> tuple[int, int]:
    """Read the row tags a piece begins with, empty rows among them.

    Returns the row left open (0: none) and where its cells begin.
    """
    position = 0
    while match := ROW.match(piece, position):
        position = match.end()
        number, spelling, closed = match.groups()
        if int(number) <= before:
            raise Unusual
        before = int(number)
        gathered.begin_row(before, hidden[spelling])
        if not closed:
            return before, position
    if position != len(piece):
        raise Unusual
    return 0, position


def _gather(cells: str, row: int, known: _Known, gathered: Gathering) -> None:
    """Gather the cells of one row, unless one is unusual or stored twice."""
    known.row = row
    first, *pieces = cells.replace(str(row), CUT).split('<c r="')
    held = list(map(known.__getitem__, pieces))
    found = dict(filter(None, held))
    if first or not row or len(found) + held.count(None) != len(held):
        raise Unusual
    if found:
        gathered.rows[row] = found
        gathered.count += len(found)


def _without_formula(rest: str) -> tuple[str, str]:
    """Tell a plain formula from what stands around it, where it says the same of every row's own number."""
    opening, _, more = rest.partition("<f>")
    formula, _, after = more.partition("</f>")
    first = opening.endswith(">") and "<" not in opening  # it stands before the value, as it must
    plainly = first and formula and after and len(formula) < LONGEST and not UNPLAIN.search(formula)
    return (opening + after, formula) if plainly else (rest, "")


def _column(letters: str) -> int:
    """Return a column met for the first time, 0 where these are no letters of one."""
    return COLUMNS[letters] if re.fullmatch("[A-X]?[A-Z]{1,2}", letters) else 0
