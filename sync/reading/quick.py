"""The quick pass: rows in the shape that usual programs write; all others are left to the conforming pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sync.reading.cells import GENERAL, NUMBER, TEXT, Cell
from sync.reading.gathering import COLUMNS, Gathering

ROW_ATTRIBUTE = (
    "(?:r|spans|s|customFormat|ht|hidden|customHeight|outlineLevel|collapsed|thickTop|thickBot|ph"
    "|x14ac:dyDescent)"
)
FORMULA_ATTRIBUTE = "(?:t|ref|si|aca|ca|bx)"
VALUE = '="[^"<&\r\n\t]*"'
ROW = re.compile(rf"<row((?: {ROW_ATTRIBUTE}{VALUE})*) ?(/?)>")
HEAD = re.compile(r'(?: s="([0-9]+)")?(?: t="(s|str|n|b|e|inlineStr)")? ?(/?)')
CONTENT = re.compile(
    rf"(?:(<f)((?: {FORMULA_ATTRIBUTE}{VALUE})*) ?(?:/>|>([^<]*)</f>))?(?:(<v)(?: ?/>|>([^<]*)</v>))?"
    r'(?:(<is)><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>'
)
ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
CONTROLS = bytes({*range(32)} - {9, 10})
UNKNOWN_ENTITY = re.compile("&(?!(?:amp|lt|gt|quot|apos|#10|#13|#9);)")
ENTITY = re.compile("&(?:amp|lt|gt|quot|apos|#10|#13|#9);")
MEANT = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&apos;": "'",
    "&#10;": "\n",
    "&#13;": "\r",
    "&#9;": "\t",
}
NUMERAL = re.compile("[0-9]{1,7}")
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
    return Rows(text, head + BEGIN + content[end:], head)


class _Heads(dict[str, tuple[str, str, str]]):
    """What a cell's attributes after its place say: kind, style, format class; each spelling is read once.

    A cell without contents has the kind `/`, one of an unusual spelling `?`.
    """

    def __init__(self, formats: Mapping[str, str]) -> None:
        self.formats = formats

    def __missing__(self, attributes: str) -> tuple[str, str, str]:
        match = HEAD.fullmatch(attributes)
        style, kind, closed = match.groups("") if match else ("", "?", "")
        self[attributes] = found = (closed or kind, style, self.formats.get(style, GENERAL))
        return found


def quick_rows(body: str, head: bytes, gathered: Gathering) -> bool:
    """Gather the cells of rows in the usual shape; False at the first thing unusual."""
    if 'dyDescent="' in body and b"xmlns:x14ac=" not in head:
        return False
    heads = _Heads(gathered.formats)
    before = 0
    *pieces, rest = body.split("</row>")
    for piece in pieces:
        row, position = _open_rows(piece, before, gathered)
        if row <= 0 or not _gather(piece[position:], row, heads, gathered):
            return False
        before = row
    return _open_rows(rest, before, gathered)[0] == 0


def _open_rows(piece: str, before: int, gathered: Gathering) -> tuple[int, int]:
    """Read the row tags a piece begins with, empty rows among them.

    Returns the row left open (0: none, -1: something unusual) and where its cells begin.
    """
    position = 0
    while match := ROW.match(piece, position):
        position = match.end()
        attributes = ATTRIBUTE.findall(match[1])
        named = dict(attributes)
        number = named.get("r", "")
        if len(named) != len(attributes) or not NUMERAL.fullmatch(number) or int(number) <= before:
            return -1, 0
        before = int(number)
        gathered.begin_row(before, named)
        if not match[2]:
            return before, position
    return (0 if position == len(piece) else -1), 0


def _gather(cells: str, row: int, heads: _Heads, gathered: Gathering) -> bool:
    """Gather the cells of one row; False where one is unusual or stands out of order."""
    first, *pieces = cells.split('<c r="')
    last, row_text, digits = 0, str(row), -len(str(row))
    strings, append, new = gathered.strings, gathered.cells.append, tuple.__new__
    for piece in pieces:
        head, _, content = piece.partition(">")
        place, _, attributes = head.partition('"')
        kind, style, shown = heads[attributes]
        column = COLUMNS.get(place[:digits]) or _column(place[:digits])
        if column <= last or place[digits:] != row_text:
            return False
        last = column
        value = _usual(kind, content, strings)
        if value is None:
            if not _careful((row, column), kind, style, content, gathered):
                return False
        elif value != "":
            append(new(Cell, (row, column, TEXT if kind == "s" else NUMBER, value, None, shown)))
    gathered.last = (row, last) if last else gathered.last
    return not first


def _column(letters: str) -> int:
    """Return a column met for the first time, 0 where these are no letters of one."""
    return COLUMNS[letters] if re.fullmatch("[A-X]?[A-Z]{1,2}", letters) else 0


def _usual(kind: str, content: str, strings: list[str]) -> str | float | None:
    """Return the value of a plain number or shared string, "" where there is none; None: look closer."""
    if kind == "/":
        return None if content else ""
    if content[:3] != "<v>" or content[-8:] != "</v></c>":
        return None
    value = content[3:-8]
    if kind == "s":
        usual = value.isdecimal() and value.isascii() and len(value) < 9
        return strings[int(value)] if usual and int(value) < len(strings) else None
    if kind:
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if number - number == 0.0 and value.isascii() and "_" not in value else None


def _careful(place: tuple[int, int], kind: str, style: str, content: str, gathered: Gathering) -> bool:
    """Gather a cell with a formula, inline text or a rarer kind; False where it is written unusually."""
    match = CONTENT.fullmatch(content)
    if match is None or kind in ("/", "?"):
        return False
    has_formula, attributes, formula, has_value, value, inside, inline = match.groups("")
    text = None
    if has_formula:
        pairs = ATTRIBUTE.findall(attributes)
        named = {name: plain(meant) for name, meant in pairs}
        if len(named) != len(pairs):
            return False
        text = gathered.formula(named, plain(formula), *place)
    gathered.add(
        place,
        {"t": kind or NUMBER, "s": style},
        plain(value) if has_value else None,
        plain(inline) if inside else None,
        text,
    )
    return True


def plain(text: str) -> str:
    """Return text with its character entities resolved."""
    return ENTITY.sub(lambda match: MEANT[match[0]], text) if "&" in text else text
