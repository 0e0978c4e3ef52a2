"""Text in cells: shared and inline strings, rich text joined, phonetic runs left out, escapes decoded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import category, numeric
from xml.parsers.expat import XMLParserType

from sync.reading.cells import Unreadable
from sync.reading.limits import Limits
from sync.reading.parts import COMPATIBILITY, MAIN, parse, skip, truth, xml_parser

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
STEPS = {"si": (0, 1), "r": (1, 1), "t": (1, 10), "rPr": (2, 1), "strike": (3, 1), "vertAlign": (3, 1)}
"""How deep an element stands, from the list, and how much deeper it leads; what adds 10 holds only text."""

LONE = re.compile("[\ud800-\udfff\0]")


APART = "|"
"""Stands between parts of a number of which one is struck through, raised or lowered: 33|91 is none."""

IN_NUMBERS = frozenset(".,'’%‰+-−–。．，％点负半/^_")
"""Signs of a number that have no value of their own; _ begins and ends an escape, which may be a digit."""


def decoded(text: str) -> str:
    """Return text with its _xHHHH_ escapes decoded; what no character can be becomes the replacement sign."""
    if "_x" not in text:
        return text
    found = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if not LONE.search(found):
        return found
    joined = found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\0", "�")


class Runs:
    """The text of a cell as its runs are met; a number does not go on from one look to another.

    Excel shows a 3 struck through and a 4 as a 4 that was corrected, and a raised 2 as a note or a power;
    joined they would be 34 and 102. Words are joined as they stand.
    """

    __slots__ = ("bars", "before", "look", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.bars: list[int] = []
        self.begin()

    def begin(self) -> None:
        """Begin a text."""
        self.pieces.clear()
        self.bars.clear()
        self.before = self.look = ""

    def plain(self) -> None:
        """End a run: what follows looks like plain text until something else is said."""
        self.look = ""

    def wear(self, local: str, attributes: dict[str, str]) -> None:
        """Note that a run is struck through, raised or lowered."""
        said = attributes.get("val", "1").strip()
        if local == "strike" and truth(said):
            self.look += "struck"
        elif local == "vertAlign" and said != "baseline":
            self.look += said

    def add(self, text: str) -> None:
        """Add the text of a run."""
        if self.look != self.before:
            self.turn(_first_seen(text))
        self.pieces.append(text)

    def turn(self, first: str) -> None:
        """Go on in another look, from the first sign that can be seen of it: "" where there is none yet."""
        if first:
            self.before = self.look
            seen = (_first_seen(reversed(piece)) for piece in reversed(self.pieces))
            if _goes_on(first) and _in_number(next(filter(None, seen), "")):
                self.bars.append(len(self.pieces))
                self.pieces.append(APART)

    def text(self) -> str:
        """Return the whole text; what does not begin as a number is words, and joined as it stands."""
        if self.bars and not _all_of_number(self.pieces[: self.bars[0]]):
            bars = set(self.bars)
            return "".join(piece for place, piece in enumerate(self.pieces) if place not in bars)
        return "".join(self.pieces)


def _first_seen(text: Iterable[str]) -> str:
    """Return the first sign that can be seen, "" where there is none."""
    return next((sign for sign in text if not sign.isspace() and category(sign) != "Cf"), "")


def _goes_on(sign: str) -> bool:
    """Tell whether a number can go on with a sign: a percent sign or a unit only ends one."""
    return sign in "._,，．点" or numeric(sign, None) is not None


def _all_of_number(pieces: list[str]) -> bool:
    """Tell whether nothing but signs of a number was met."""
    return all(_in_number(sign) for piece in pieces for sign in piece if _first_seen(sign))


def _in_number(sign: str) -> bool:
    return sign != "" and (sign in IN_NUMBERS or numeric(sign, None) is not None)


class _Strings:
    """The handlers of one pass over the shared strings; `depth` says where it stands, as in STEPS."""

    __slots__ = ("chunks", "depth", "found", "limits", "parser", "part", "runs", "steps")

    def __init__(self, part: str, limits: Limits) -> None:
        self.found: list[str] = []
        self.runs = Runs()
        self.chunks: list[str] = []
        self.steps: dict[str, tuple[str, int, int]] = {}
        self.depth = 0
        self.part, self.limits = part, limits
        self.parser: XMLParserType = xml_parser(part)

    def read(self, content: bytes) -> None:
        """Read the whole part."""
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.chunks.append
        try:
            parse(self.parser, self.part, content)
        finally:
            del self.parser  # it holds this pass, which must not hold it: memory is given back at once

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element; phonetic runs and what is not ours are passed over with all they hold."""
        if not self.steps:
            space, root = name.rpartition(" ")[::2]
            if space not in MAIN or root != "sst":
                raise Unreadable("broken_part", part=self.part, line=self.parser.CurrentLineNumber)
            self.steps = {f"{space} {local}": (local, *step) for local, step in STEPS.items()}
            return
        local, at, deeper = self.steps.get(name, ("", 0, 0))
        if not local and not name.startswith(COMPATIBILITY):
            skip(self.parser)
            return
        if not local or self.depth not in (at, at + (local == "t")):
            raise Unreadable("broken_part", part=self.part, line=self.parser.CurrentLineNumber)
        self.depth += deeper
        self.begin(local, attributes)

    def begin(self, local: str, attributes: dict[str, str]) -> None:
        """Begin one of the elements that texts are made of."""
        if local == "t":
            self.chunks.clear()
        elif local == "si":
            self.runs.begin()
            if len(self.found) >= self.limits.strings:
                raise Unreadable("too_many_strings", limit=self.limits.strings)
        else:
            self.runs.wear(local, attributes)

    def end(self, name: str) -> None:
        """End an element."""
        local, _, deeper = self.steps.get(name, ("", 0, 0))
        self.depth -= deeper
        if local == "t":
            self.runs.add("".join(self.chunks))
        elif local == "r":
            self.runs.plain()
        elif local == "si":
            self.found.append(checked(self.runs.text(), self.limits))


def read_strings(part: str, content: bytes, limits: Limits) -> list[str]:
    """Return the shared strings in order; raises Unreadable where there are too many or one is too long."""
    handlers = _Strings(part, limits)
    handlers.read(content)
    return handlers.found


def checked(text: str, limits: Limits) -> str:
    """Return a cell's text decoded; raises Unreadable where it is longer than a cell can hold."""
    if len(text) > limits.text:
        text = decoded(text)
        if len(text) > limits.text:
            raise Unreadable("too_long_text", limit=limits.text)
        return text
    return decoded(text) if "_x" in text else text
