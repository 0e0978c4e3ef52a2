"""The source of a VBA project, as Excel stores it, and whether it is what was issued with a workbook."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from sync.reading.gate.compound import streams
from templates.macros import projects

NAME, STREAM, OFFSET, PROCEDURAL, DOCUMENT, VERSION = 0x19, 0x32, 0x31, 0x21, 0x22, 0x09
FOREIGN = {0x0E, 0x2F, 0x33}
"""References to other projects and to controls, which ours has none of."""

CHUNK, LONGEST = 4096, 1 << 20
"""Bytes of source that are packed together, and the most that all modules may hold."""

BESIDE = re.compile(r"dir|PROJECT|PROJECTwm|_VBA_PROJECT|__SRP_[0-9a-f]+")
"""The streams of a project that hold no module."""

LINE_END = re.compile(r"\r\n?")
ATTRIBUTE = re.compile(r'^attribute [\w.]+ = (?:"[^"\n]*"|-?\w+)$', re.MULTILINE)
"""What VBA notes of a module or a procedure; a line that says more is read as code."""

SPACE = re.compile(r"[ \t]_[ \t]*\n|[ \t]+")
NOTHING = ("", "optionexplicit")
"""What the module of a sheet or of the workbook may hold."""


class _Module(NamedTuple):
    """A module: its name, whether it belongs to a sheet or the workbook, and its source without its look."""

    name: str
    document: bool
    source: str


def issued(data: bytes) -> bool:
    """Tell whether a project holds exactly the macros that were issued, now or earlier, and nothing else.

    Excel writes a project anew when it saves a workbook, so that it is the source that is compared, line by
    line, without spaces and letter case, which Excel changes, too.
    """
    found = _own(data)
    return found is not None and found in _known()


@cache
def _known() -> tuple[dict[str, str], ...]:
    return tuple(own for one in projects() if (own := _own(one)) is not None)


def _own(data: bytes) -> dict[str, str] | None:
    """Return the source of each module of a project by its name; None where anything else is in it."""
    try:
        modules = list(_modules(data))
    except (ValueError, KeyError, IndexError, struct.error):
        return None
    if any(one.document and one.source not in NOTHING for one in modules):
        return None
    if len({one.name for one in modules}) != len(modules):
        return None
    return {one.name: one.source for one in modules if not one.document}


def _modules(data: bytes) -> Iterator[_Module]:
    """Yield the modules of a project. Raises ValueError, KeyError or IndexError where it is none.

    A stream that no module listed there stands in may still be run, and is refused.
    """
    found = streams(data)
    unread = {one for one in found if not BESIDE.fullmatch(one)}
    listing = unpacked(found["dir"])
    name = stream = ""
    offset, left = 0, LONGEST
    for kind, content in _records(listing):
        if kind in FOREIGN:
            raise ValueError("a reference to another project")
        if kind == NAME:
            name = content.decode("latin-1").lower()
        elif kind == STREAM:
            stream = content.decode("utf-16-le")
        elif kind == OFFSET:
            (offset,) = struct.unpack("<L", content)
        elif kind in (PROCEDURAL, DOCUMENT):
            source = unpacked(found[stream][offset:], left)
            left -= len(source)
            unread.discard(stream)
            yield _Module(name, kind == DOCUMENT, plain(source.decode("latin-1")))
    if unread:
        raise ValueError("a stream of no module")


def _records(listing: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a project's listing: what they are and what they hold."""
    at = 0
    while at + 6 <= len(listing):
        kind, size = struct.unpack_from("<HL", listing, at)
        size += 2 if kind == VERSION else 0
        yield kind, listing[at + 6 : at + 6 + size]
        at += 6 + size


def plain(source: str) -> str:
    """Return the lines of a source without attributes, letter case and spaces.

    A carriage return alone ends a line, as it does in VBA; code moved behind a comment is none any more.
    """
    lines = ATTRIBUTE.sub("", LINE_END.sub("\n", source.lower()))
    return "\n".join(filter(None, SPACE.sub("", lines).split("\n")))


def unpacked(data: bytes, most: int = LONGEST) -> bytes:
    """Return what a packed stream holds, up to so many bytes.

    Raises ValueError where it is none, or holds more. Source: MS-OVBA 2.4.1.
    """
    if not data or data[0] != 1:
        raise ValueError("not packed")
    found, at = bytearray(), 1
    while at + 2 <= len(data):
        (header,) = struct.unpack_from("<H", data, at)
        end = min(at + (header & 0x0FFF) + 3, len(data))
        if header & 0x8000:
            _unpack(data, at + 2, end, found)
        else:
            found += data[at + 2 : end]
        if len(found) > most:
            raise ValueError("too long")
        at = end
    return bytes(found)


def _unpack(data: bytes, at: int, end: int, found: bytearray) -> None:
    """Unpack one chunk: bytes as they are, and copies of what stands before in the same chunk."""
    begin = len(found)
    while at < end:
        flags, at = data[at], at + 1
        for bit in range(8):
            if at >= end:
                return
            if len(found) - begin >= CHUNK:
                raise ValueError("too long")
            if not flags >> bit & 1:
                found.append(data[at])
                at += 1
                continue
            (token,) = struct.unpack_from("<H", data, at)
            at += 2
            bits = max(4, (len(found) - begin - 1).bit_length())
            back, length = (token >> (16 - bits)) + 1, (token & (0xFFFF >> bits)) + 3
            if back > len(found) - begin:
                raise ValueError("a copy of nothing")
            for _ in range(length):
                found.append(found[-back])
