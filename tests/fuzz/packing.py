"""Workbooks as their parts, and back: what was deflated is remembered, since mutants are much alike."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from io import BytesIO
from zipfile import ZipFile

Parts = dict[str, bytes]
"""A workbook as its parts by name, in the order in which they are stored."""

LOCAL = struct.Struct("<4s5H3L2H")
ENTRY = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
VERSION, NAMES_IN_UTF8, DEFLATED, DAY = 20, 0x0800, 8, 0x21


def unpacked(data: bytes) -> Parts:
    """Return the parts of a sound workbook."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    """Return the zip of parts."""
    body, listing = bytearray(), bytearray()
    for name, content in parts.items():
        raw, crc = _deflated(content)
        title = name.encode()
        sizes = (crc, len(raw), len(content), len(title))
        common = (VERSION, NAMES_IN_UTF8, DEFLATED, 0, DAY, *sizes)
        listing += ENTRY.pack(b"PK\x01\x02", VERSION, *common, 0, 0, 0, 0, 0, len(body)) + title
        body += LOCAL.pack(b"PK\x03\x04", *common, 0) + title + raw
    end = END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(listing), len(body), 0)
    return bytes(body + listing + end)


@lru_cache(maxsize=500)
def _deflated(content: bytes) -> tuple[bytes, int]:
    machine = zlib.compressobj(1, zlib.DEFLATED, -15)
    return machine.compress(content) + machine.flush(), zlib.crc32(content)
