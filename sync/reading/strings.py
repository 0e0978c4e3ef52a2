"""Text in cells: shared and inline strings, rich text joined, phonetic runs left out, escapes decoded."""

from __future__ import annotations

import re

from sync.reading.cells import Unreadable
from sync.reading.limits import Limits
from sync.reading.parts import parse, xml_parser

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
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
    """The handlers of one pass over the shared strings."""

    __slots__ = ("chunks", "found", "limits", "phonetic", "pieces")

    def __init__(self, limits: Limits) -> None:
        self.found: list[str] = []
        self.pieces: list[str] = []
        self.chunks: list[str] = []
        self.phonetic = False
        self.limits = limits

    def start(self, name: str, _: dict[str, str]) -> None:
        """Begin an element."""
        local = name.rpartition(" ")[2]
        if local == "t":
            self.chunks.clear()
        elif local == "rPh":
            self.phonetic = True
        elif local == "si":
            self.pieces.clear()
            if len(self.found) >= self.limits.strings:
                raise Unreadable("too_many_strings", limit=self.limits.strings)

    def end(self, name: str) -> None:
        """End an element."""
        local = name.rpartition(" ")[2]
        if local == "t":
            if not self.phonetic:
                self.pieces.extend(self.chunks)
        elif local == "rPh":
            self.phonetic = False
        elif local == "si":
            self.found.append(checked("".join(self.pieces), self.limits))


def read_strings(part: str, content: bytes, limits: Limits) -> list[str]:
    """Return the shared strings in order; raises Unreadable where there are too many or one is too long."""
    handlers = _Strings(limits)
    parser = xml_parser(part)
    parser.StartElementHandler = handlers.start
    parser.EndElementHandler = handlers.end
    parser.CharacterDataHandler = handlers.chunks.append
    parse(parser, part, content)
    return handlers.found


def checked(text: str, limits: Limits) -> str:
    """Return a cell's text decoded; raises Unreadable where it is longer than a cell can hold."""
    if len(text) > limits.text:
        text = decoded(text)
        if len(text) > limits.text:
            raise Unreadable("too_long_text", limit=limits.text)
        return text
    return decoded(text) if "_x" in text else text
