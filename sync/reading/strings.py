"""Text in cells: shared and inline strings, rich text joined, phonetic runs left out, escapes decoded."""

from __future__ import annotations

import re
from xml.parsers.expat import XMLParserType

from sync.reading.cells import Unreadable
from sync.reading.limits import Limits
from sync.reading.parts import COMPATIBILITY, MAIN, parse, skip, xml_parser

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
STEPS = {"si": (0, 1), "r": (1, 1), "t": (1, 10)}
"""How deep an element stands, from the list, and how much deeper it leads; what adds 10 holds only text."""

LONE = re.compile("[\ud800-\udfff\0]")


def decoded(text: str) -> str:
    """Return text with its _xHHHH_ escapes decoded; what no character can be becomes the replacement sign."""
    if "_x" not in text:
        return text
    found = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if not LONE.search(found):
        return found
    joined = found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\0", "�")


class _Strings:
    """The handlers of one pass over the shared strings; `depth` says where it stands, as in STEPS."""

    __slots__ = ("chunks", "depth", "found", "limits", "parser", "part", "pieces", "steps")

    def __init__(self, part: str, limits: Limits) -> None:
        self.found: list[str] = []
        self.pieces: list[str] = []
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

    def start(self, name: str, _: dict[str, str]) -> None:
        """Begin an element; phonetic runs, looks and what is not ours are passed over with all they hold."""
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
        self.begin(local)

    def begin(self, local: str) -> None:
        """Begin one of the elements that texts are made of."""
        if local == "t":
            self.chunks.clear()
        elif local == "si":
            self.pieces.clear()
            if len(self.found) >= self.limits.strings:
                raise Unreadable("too_many_strings", limit=self.limits.strings)

    def end(self, name: str) -> None:
        """End an element."""
        local, _, deeper = self.steps.get(name, ("", 0, 0))
        self.depth -= deeper
        if local == "t":
            self.pieces.extend(self.chunks)
        elif local == "si":
            self.found.append(checked("".join(self.pieces), self.limits))


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
