"""The quick pass: rows in the shape that usual programs write; all others are left to the conforming pass."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sync.reading.cells import BOOLEAN, NUMBER, Cell
from sync.reading.gathering import COLUMNS, Content, Gathering
from sync.reading.strings import checked

ROW_ATTRIBUTE = (
    "(?:spans|s|customFormat|ht|hidden|customHeight|outlineLevel|collapsed|thickTop|thickBot|ph"
    "|x14ac:dyDescent)"
)
FORMULA_ATTRIBUTE = "(?:t|ref|si|aca|ca|bx)"
VALUE = '="[^"<&\r\n\t]*"'
ROW = re.compile(rf'<row r="([0-9]{{1,7}})"((?: {ROW_ATTRIBUTE}{VALUE})*) ?(/?)>')
REST = re.compile(
    r'(?: s="([0-9]+)")?(?: t="(s|str|n|b|e|inlineStr)")? ?'
    rf"(?:/>|>(?:(<f)((?: {FORMULA_ATTRIBUTE}{VALUE})*) ?(?:/>|>([^<]*)</f>))?(?:(<v)(?: ?/>|>([^<]*)</v>))?"
    r'(?:(<is)><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
)
"""A cell after its place: style, kind, formula with its attributes, value, inline text."""

ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
CONTROLS = bytes({*range(32)} - {9, 10})
CHARACTER = "(?:9|1[03]|3[2-79]|[4-9][0-9]|[1-9][0-9]{2,3}|[1-4][0-9]{4}|5[0-4][0-9]{3})"
"""Numbers of characters below the surrogates, but that of `&`: openpyxl writes every Chinese letter so."""
NUMBERED = re.compile("&#([0-9]+);")
UNKNOWN_ENTITY = re.compile(f"&(?!(?:amp|lt|gt|quot|apos|#{CHARACTER});)")
MEANT = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
REMEMBERED = 80
"""So many characters of a cell are remembered for the next one alike; formulas are longer, and differ."""

Known = dict[str, Content]
"""Cells met before, by what follows their place."""

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
    head = content[:begin]
    if b"<worksheet" not in head:
        return None
    if b"encoding" in head[:100] and b"utf-8" not in head[:100].lower() and not text.isascii():
        return None
    return Rows(text, head + BEGIN + content[end:], head)


class _Attributes(dict[str, dict[str, str] | None]):
    """What a row's attributes say, each spelling read once; None where one is written twice."""

    def __missing__(self, spelling: str) -> dict[str, str] | None:
        pairs = ATTRIBUTE.findall(spelling)
        named = dict(pairs)
        self[spelling] = found = named if len(named) == len(pairs) else None
        return found


def quick_rows(body: str, head: bytes, gathered: Gathering) -> bool:
    """Gather the cells of rows in the usual shape; False at the first thing unusual."""
    if 'dyDescent="' in body and b"xmlns:x14ac=" not in head:
        return False
    known: Known = {}
    attributes = _Attributes()
    before = 0
    *pieces, rest = body.split("</row>")
    for piece in pieces:
        row, position = _open_rows(piece, before, attributes, gathered)
        if row <= 0 or not _gather(piece[position:], row, known, gathered):
            return False
        before = row
    return _open_rows(rest, before, attributes, gathered)[0] == 0


def _open_rows(piece: str, before: int, attributes: _Attributes, gathered: Gathering) -> tuple[int, int]:
    """Read the row tags a piece begins with, empty rows among them.

    Returns the row left open (0: none, -1: something unusual) and where its cells begin.
    """
    position = 0
    while match := ROW.match(piece, position):
        position = match.end()
        number, spelling, closed = match.groups()
        named = attributes[spelling]
        if named is None or int(number) <= before:
            return -1, 0
        before = int(number)
        gathered.begin_row(before, named)
        if not closed:
            return before, position
    return (0 if position == len(piece) else -1), 0


def _gather(cells: str, row: int, known: Known, gathered: Gathering) -> bool:
    """Gather the cells of one row; False where one is unusual or stands out of order."""
    first, *pieces = cells.split('<c r="')
    last, mark = 0, f'{row}"'
    append, new = gathered.cells.append, tuple.__new__
    for piece in pieces:
        letters, _, rest = piece.partition(mark)
        column = COLUMNS.get(letters) or _column(letters)
        if column <= last:
            return False
        last = column
        found = known.get(rest)
        if found is None:
            found = _first_met(rest, (row, column), known, gathered)
            if found is None:
                return False
        if found:
            append(new(Cell, (row, column) + found))  # noqa: RUF005 - a third faster
    gathered.last = (row, last) if last else gathered.last
    return not first


def _first_met(rest: str, place: tuple[int, int], known: Known, gathered: Gathering) -> Content | None:
    """Understand a cell not met before; a plain formula apart from what stands around it."""
    opening, _, more = rest.partition("<f>")
    formula, _, after = more.partition("</f>")
    if not formula or "<" in formula or not after.endswith("</c>"):
        found = _understood(rest, place, gathered)
        if found is not None and len(rest) < REMEMBERED and "<f" not in rest:
            known[rest] = found
        return found
    around = f"={opening}{after}"
    found = known.get(around) or _understood(around[1:], place, gathered, formula)
    if not found or found[0] == BOOLEAN:
        return _understood(rest, place, gathered)
    known[around] = found
    kind, value, _, shown = found
    return kind, value, checked(plain(formula), gathered.limits), shown


def _column(letters: str) -> int:
    """Return a column met for the first time, 0 where these are no letters of one."""
    return COLUMNS[letters] if re.fullmatch("[A-X]?[A-Z]{1,2}", letters) else 0


def _understood(
    rest: str, place: tuple[int, int], gathered: Gathering, formula: str | None = None
) -> Content | None:
    """Understand a cell from what follows its place; None where it is written unusually."""
    match = REST.fullmatch(rest)
    if match is None:
        return None
    style, kind, has_formula, attributes, text, has_value, value, inside, inline = match.groups("")
    if has_formula:
        pairs = ATTRIBUTE.findall(attributes)
        named = {name: plain(meant) for name, meant in pairs}
        if len(named) != len(pairs) or formula:
            return None
        formula = gathered.formula(named, plain(text), *place)
    return gathered.content(
        place,
        kind or NUMBER,
        style,
        plain(value) if has_value else None,
        plain(inline) if inside else None,
        formula,
    )


def plain(text: str) -> str:
    """Return text with its character entities resolved."""
    if "&" not in text:
        return text
    for entity, meant in MEANT.items():
        text = text.replace(entity, meant)
    if "&#" in text:
        text = NUMBERED.sub(lambda match: chr(int(match[1])), text)
    return text.replace("&amp;", "&")
