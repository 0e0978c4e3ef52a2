"""Is a file an opinion form? Asked before anything is kept: of one without a name nothing is to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from sync.reading.cells import Unreadable
from sync.reading.gate.zipped import LOCAL_MARK, directory, inflate, packed_from
from sync.reading.limits import MEBIBYTE, Limits

NAMED = b"-opinion"
"""How the name of the workbook ends in its stamp."""

STAMPED = re.compile(rb"workbook.{1,400}-opinion.{1,400}cycle", re.DOTALL)
"""Neighbours in the stamp, in whatever format a program keeps texts."""

WITHIN = 2
"""So deep are files packed in files looked through: forms gathered in a zip are forms, too."""

ENOUGH = Limits(part=8 * MEBIBYTE, total=32 * MEBIBYTE)
"""No more is unpacked to find out; a form is a hundredth of that."""


def may_be_opinion(data: bytes) -> bool:
    """Tell whether a file may be an opinion form: cheaply, and never wrong about one that is."""
    return any(NAMED in text for text in _texts(data, WITHIN))


def says_opinion(data: bytes) -> bool:
    """Tell whether a file that is no readable workbook says by its stamp that it is an opinion form."""
    return any(STAMPED.search(text) for text in _texts(data, WITHIN))


def _texts(data: bytes, depth: int) -> Iterator[bytes]:
    """Yield what is in a file, unpacked; in UTF-16 every second byte of a word is 0, and is left out."""
    if not (depth and data.startswith(LOCAL_MARK)):
        yield data.replace(b"\0", b"")
        return
    for part in _parts(data):
        yield from _texts(part, depth - 1)


def _parts(data: bytes) -> Iterator[bytes]:
    """Yield the parts of a zip; one that is damaged or long is passed over."""
    left = ENOUGH.total
    try:
        entries, _ = directory(data, ENOUGH)
    except Unreadable:
        return
    for entry in entries:
        if entry.size <= min(left, ENOUGH.part):
            left -= entry.size
            with suppress(Unreadable):
                yield inflate(data, entry, packed_from(data, entry), entry.size)
