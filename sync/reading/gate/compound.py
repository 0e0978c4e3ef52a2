"""What a compound file is, the container of old Office: a workbook, a protected one, a document, a mail."""

from __future__ import annotations

import struct
from typing import NamedTuple

from sync.reading.cells import Unreadable
from sync.reading.gate.programs import of_compound

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER, RECORD, POINTERS = 512, 128, 109
LONGEST = 4096
"""So many sectors of a chain are followed."""

LAST = 0xFFFFFFFA
"""Numbers from here on are no sectors but marks, such as the end of a chain."""

LONG, SHORT_SECTOR = 4096, 64
"""Streams shorter than LONG share the stream of the root, in sectors of their own size."""

RIGHTS = "DRM"
"""What is encrypted for those with rights says so deep within, how it is encrypted."""

MARKS = (
    ("\tDRM", "rights_managed"),
    ("EncryptedPackage", "password"),
    ("__nameid_version", "mail"),
    ("__properties_version", "mail"),
    ("WordDocument", "not_spreadsheet"),
    ("PowerPoint Document", "not_spreadsheet"),
)
OTHER = {"WksSSWorkBook": "Works", "NativeContent_MAIN": "Quattro Pro", "PerfectOffice_MAIN": "Quattro Pro"}
BOOKS = ("Workbook", "WORKBOOK", "Book", "BOOK")
BOF, WRITE_PROTECTED, ENCRYPTED = 0x0809, 0x0086, 0x002F


class _Record(NamedTuple):
    """A stream or storage: its name; by number its neighbours of either side and first child; its bytes."""

    name: str
    left: int
    right: int
    child: int
    first: int
    length: int


def compound(data: bytes) -> Unreadable:
    """Return what a compound file is, by the names of its own streams, not of those of embedded documents."""
    records = _records(data)
    if records is None:
        return Unreadable("cut_off")
    own = _own(records)
    for start, code in MARKS:
        if any(name.startswith(start) for name in own):
            rights = code == "password" and any(one.name.startswith(RIGHTS) for one in records)
            return Unreadable("rights_managed" if rights else code)
    for name, program in OTHER.items():
        if name in own:
            return Unreadable("other_spreadsheet", format=program)
    book = next((own[name] for name in BOOKS if name in own), None)
    if book is None:
        return Unreadable("not_spreadsheet")
    encrypted = _encrypted(data, _begin(data, records[0], book))
    return Unreadable("password" if encrypted else "old_xls", program=of_compound(data))


def streams(data: bytes) -> dict[str, bytes]:
    """Return the streams of a compound file by name, wherever they stand; of two of one name there is none.

    Raises ValueError where the file is not all there.
    """
    records = _records(data)
    if not records:
        raise ValueError("cut off")
    found = [one for one in records[1:] if one.length and one.first < LAST]
    names = [one.name for one in found]
    if len(set(names)) != len(names):
        raise ValueError("two streams of one name")
    short = _joined(data, _chain(data, records[0].first))
    return {one.name: _content(data, one, short) for one in found}


def _content(data: bytes, stream: _Record, short: bytes) -> bytes:
    """Return the bytes of a stream; a short one stands within the stream of the root."""
    if stream.length >= LONG:
        return _joined(data, _chain(data, stream.first))[: stream.length]
    table = _joined(data, _chain(data, *struct.unpack_from("<L", data, 60)))
    found, number = bytearray(), stream.first
    while number < LAST and len(found) < stream.length:
        found += short[number * SHORT_SECTOR : (number + 1) * SHORT_SECTOR]
        if 4 * number + 4 > len(table):
            break
        (number,) = struct.unpack_from("<L", table, 4 * number)
    return bytes(found[: stream.length])


def _joined(data: bytes, sectors: list[int]) -> bytes:
    """Return the sectors of a chain one after the other."""
    places = (_sector(data, number) for number in sectors)
    return b"".join(data[begin : begin + size] for begin, size in places)


def _records(data: bytes) -> list[_Record] | None:
    """List the directory of a compound file, its root first; None where it is not all there."""
    if len(data) < HEADER:
        return None
    found = []
    for sector in _chain(data, *struct.unpack_from("<L", data, 48)):
        begin, size = _sector(data, sector)
        if begin + size > len(data):
            return None
        for at in range(begin, begin + size, RECORD):
            (length,) = struct.unpack_from("<H", data, at + 64)
            name = data[at : at + min(64, max(0, length - 2))].decode("utf-16-le", "replace")
            numbers = struct.unpack_from("<3L", data, at + 68) + struct.unpack_from("<2L", data, at + 116)
            found.append(_Record(name, *numbers))
    return found


def _own(records: list[_Record]) -> dict[str, _Record]:
    """Return what stands directly in the root, by name: a tree of neighbours, followed once and no deeper."""
    found: dict[int, _Record] = {}
    waiting = [one.child for one in records[:1]]
    while waiting:
        number = waiting.pop()
        if number < len(records) and number not in found:
            one = found[number] = records[number]
            waiting += (one.left, one.right)
    return {one.name: one for one in found.values()}


def _sector(data: bytes, number: int) -> tuple[int, int]:
    """Return where a sector begins and how long it is."""
    size = 4096 if data[30] == 12 else 512
    return (number + 1) * size, size


def _chain(data: bytes, first: int) -> list[int]:
    """Follow a chain of sectors as far as the header leads, and never in a circle."""
    found: dict[int, None] = {}
    while first < LAST and first not in found and len(found) < LONGEST:
        found[first] = None
        size = _sector(data, 0)[1]
        table, place = divmod(first, size // 4)
        (at,) = struct.unpack_from("<L", data, 76 + 4 * table) if table < POINTERS else (LAST,)
        place = _sector(data, at)[0] + 4 * place
        first = struct.unpack_from("<L", data, place)[0] if place + 4 <= len(data) and at < LAST else LAST
    return list(found)


def _begin(data: bytes, root: _Record, stream: _Record) -> int:
    """Return where a stream begins; short ones stand within the stream of the root."""
    if stream.length >= LONG:
        return _sector(data, stream.first)[0]
    sectors, size = _chain(data, root.first), _sector(data, stream.first)[1]
    number, place = divmod(stream.first * SHORT_SECTOR, size)
    return _sector(data, sectors[number])[0] + place if number < len(sectors) else len(data)


def _encrypted(data: bytes, position: int) -> bool:
    """Tell whether an old workbook asks for a password: a record says so before any other content."""
    for _ in range(3):
        if position + 4 > len(data):
            return False
        kind, size = struct.unpack_from("<2H", data, position)
        if kind not in (BOF, WRITE_PROTECTED):
            return bool(kind == ENCRYPTED)
        position += 4 + size
    return False
