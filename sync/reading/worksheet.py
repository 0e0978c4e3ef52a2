"""One sheet in one conforming pass over its XML, and the quick pass before it for the usual shape."""

from __future__ import annotations

from xml.parsers.expat import XMLParserType

from sync.reading.cells import Unreadable
from sync.reading.gathering import COLUMNS, LEAST_WIDTH, Common, Gathering, hides_row, unseen, whole
from sync.reading.limits import Limits
from sync.reading.parts import COMPATIBILITY, MAIN, parse, skip, truth, xml_parser
from sync.reading.quick import Rows, quick_rows, split_rows
from sync.reading.strings import Runs
from sync.reading.usual_cells import Unusual
from templates.references import LAST_COLUMN

DIGITS = "0123456789"
SHEETS = ("worksheet", "chartsheet", "dialogsheet")
BEHIND_ROWS = (
    *("mergeCells", "conditionalFormatting", "cfRule", "formula", "dataValidations", "dataValidation"),
    *("formula1", "formula2", "hyperlinks", "hyperlink", "ignoredErrors", "ignoredError"),
)
"""Elements behind the rows that are too many to be passed over one by one."""

STEPS = {
    "row": (0, 1),
    "c": (1, 1),
    "v": (2, 10),
    "f": (2, 10),
    "is": (2, 1),
    "r": (3, 1),
    "t": (3, 10),
    "rPr": (4, 1),
    "strike": (5, 1),
    "vertAlign": (5, 1),
}
"""How deep an element stands, from the rows, and how much deeper it leads; what adds 10 holds only text."""


def read_sheet(part: str, content: bytes, common: Common, limits: Limits, quick: bool = True) -> Gathering:
    """Read one sheet: its cells by row and column, each place once, every formula written out.

    The rows are read by the quick pass if they have the usual shape, else by the conforming one; both give
    the same cells. A repeated place keeps its first cell and is named in `repeated`. Raises Unreadable over a
    limit or where the sheet is broken.
    """
    rows = split_rows(content) if quick else None
    if rows is not None:
        gathered = Gathering(part, common, limits)
        if quick_rows(rows.body, rows.head, gathered) and _stands_around(rows, gathered):
            return gathered
    gathered = Gathering(part, common, limits)
    _SheetPass(gathered).read(content)
    return gathered


def _stands_around(rows: Rows, gathered: Gathering) -> bool:
    """Read what stands around rows that were cut out; False unless the sheet's own rows begin there."""
    try:
        _SheetPass(gathered, len(rows.head)).read(rows.around)
    except Unusual:
        return False
    return True


class _SheetPass:
    """The state of the conforming pass: where it stands, what it has read of the current cell."""

    __slots__ = (
        "_c",
        "_col",
        "_cols",
        "_f",
        "_is",
        "_merge",
        "_passed",
        "_r",
        "_row",
        "_sheet_data",
        "_t",
        "_v",
        "attributes",
        "chunks",
        "column",
        "depth",
        "f_attributes",
        "formula",
        "gathered",
        "inline",
        "namespace",
        "parser",
        "row",
        "row_text",
        "rows_at",
        "runs",
        "steps",
        "value",
        "within",
    )

    def __init__(self, gathered: Gathering, rows_at: int | None = None) -> None:
        self.gathered, self.rows_at = gathered, rows_at
        self.parser: XMLParserType = xml_parser(gathered.part)
        self.chunks: list[str] = []
        self.row, self.row_text, self.column = 0, "0", 0
        self.attributes: dict[str, str] = {}
        self.f_attributes: dict[str, str] = {}
        self.value: str | None = None
        self.formula: str | None = None
        self.inline: str | None = None
        self.runs = Runs()
        self.within, self.depth = False, 0
        self.steps: dict[str, tuple[int, int]] = {}
        self.namespace = ""

    def read(self, content: bytes) -> None:
        """Read the whole part."""
        self.parser.StartElementHandler = self.around
        try:
            parse(self.parser, self.gathered.part, content)
        finally:
            del self.parser  # it holds this pass, which must not hold it: memory is given back at once
        if not self.within:
            raise Unusual if self.rows_at else Unreadable("broken_part", part=self.gathered.part, line=1)

    def root(self, namespace: str, local: str) -> None:
        """Learn the namespace from the first element, whichever prefix it has."""
        if namespace not in MAIN or local not in SHEETS:
            raise self.broken()
        self.namespace, self.within = namespace, local != "worksheet"
        self.steps = {f"{namespace} {one}": step for one, step in STEPS.items()}
        self._c, self._f, self._v, self._t = (f"{namespace} {one}" for one in "cfvt")
        self._is, self._r, self._row = (f"{namespace} {one}" for one in ("is", "r", "row"))
        self._sheet_data = f"{namespace} sheetData"
        self._cols, self._col = f"{namespace} cols", f"{namespace} col"
        self._merge = f"{namespace} mergeCell"
        self._passed = frozenset(f"{namespace} {one}" for one in BEHIND_ROWS)

    def broken(self) -> Unreadable:
        """Return why the part cannot be read, where the parser stands."""
        return Unreadable("broken_part", part=self.gathered.part, line=self.parser.CurrentLineNumber)

    def around(self, name: str, attributes: dict[str, str]) -> None:
        """Read what stands around the rows: the root, hidden columns, where the rows begin."""
        if not self.namespace:
            namespace, _, local = name.rpartition(" ")
            self.root(namespace, local)
        elif name == self._sheet_data:
            self.enter_rows()
        elif name == self._cols:
            self.parser.StartElementHandler, self.parser.EndElementHandler = self.columns, self.leave_columns
        elif name == self._merge:
            self.gathered.merged.append(attributes.get("ref", ""))
        elif name not in self._passed:
            skip(self.parser)

    def columns(self, name: str, attributes: dict[str, str]) -> None:
        """Read the list of columns, in which nothing else has a place."""
        if name == self._col:
            self.hide(attributes)
        else:
            skip(self.parser)

    def leave_columns(self, name: str) -> None:
        """Go on behind the list of columns."""
        if name == self._cols:
            self.parser.StartElementHandler, self.parser.EndElementHandler = self.around, None

    def hide(self, attributes: dict[str, str]) -> None:
        """Note hidden columns."""
        if truth(attributes.get("hidden")) or unseen(attributes.get("width"), LEAST_WIDTH):
            low, high = whole(attributes.get("min", "1")), whole(attributes.get("max", "1"))
            self.gathered.hidden_columns.update(range(max(1, low), min(high, LAST_COLUMN) + 1))

    def enter_rows(self) -> None:
        """Hand over to the handlers for rows; a sheet has one place for them: where they were cut out."""
        if self.rows_at is not None and self.parser.CurrentByteIndex != self.rows_at:
            raise Unusual
        if self.within:
            raise self.broken()
        self.within = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.chunks.append

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element inside the rows; what no cell is made of is passed over with all it holds."""
        at, deeper = self.steps.get(name, (-1, 0))
        if at < 0:
            return self.pass_over(name)
        if self.depth != at and (name != self._t or self.depth != at + 1):
            raise self.broken()
        self.depth += deeper
        if name == self._c:
            self.start_cell(attributes)
        elif name == self._v or name == self._t:
            self.chunks.clear()
        elif name == self._f:
            self.chunks.clear()
            self.f_attributes = attributes
        elif name == self._row:
            self.start_row(attributes)
        elif name == self._is:
            self.inline = ""
            self.runs.begin()
        else:
            self.runs.wear(name.rpartition(" ")[2], attributes)
        return None

    def pass_over(self, name: str) -> None:
        """Pass over extensions, phonetic runs and what is not ours; alternatives are refused."""
        if name == self._sheet_data or name.startswith(COMPATIBILITY):
            raise self.broken()
        skip(self.parser)

    def start_cell(self, attributes: dict[str, str]) -> None:
        """Begin a cell: at the place it names, else after the last one."""
        self.attributes = attributes
        self.value = self.formula = self.inline = None
        place = attributes.get("r")
        if place is None:
            self.column += 1
        else:
            name = place.rstrip(DIGITS)
            if place[len(name) :] != self.row_text:
                self.start_row({"r": place[len(name) :]})
            self.column = COLUMNS[name]

    def start_row(self, attributes: dict[str, str]) -> None:
        """Begin a row: the one it names, else the next."""
        number = attributes.get("r")
        self.row = self.row + 1 if number is None else whole(number)
        self.row_text = str(self.row)
        self.column = 0
        self.gathered.begin_row(self.row, hides_row(attributes))

    def end(self, name: str) -> None:
        """End an element inside the rows."""
        if name == self._v:
            if self.value is not None:
                raise self.broken()
            self.depth = 2
            self.value = "".join(self.chunks)
        elif name == self._c:
            self.depth = 1
            place = (self.row, self.column)
            self.gathered.add(place, self.attributes, self.value, self.inline, self.formula)
        elif name == self._f:
            text = "".join(self.chunks)
            self.depth = 2
            self.formula = self.gathered.formula(self.f_attributes, text, self.row, self.column)
        elif name == self._t and self.inline is not None:
            self.depth -= self.steps[name][1]
            self.runs.add("".join(self.chunks))
        elif name == self._sheet_data:
            self.leave_rows()
        else:
            self.depth -= self.steps[name][1]
            self.end_text(name)

    def end_text(self, name: str) -> None:
        """End an inline text, or one of its runs."""
        if name == self._is:
            self.inline = self.runs.text()
        elif name == self._r:
            self.runs.plain()

    def leave_rows(self) -> None:
        """Hand back to the handlers for what stands around the rows."""
        self.parser.StartElementHandler = self.around
        self.parser.EndElementHandler = None
        self.parser.CharacterDataHandler = None
