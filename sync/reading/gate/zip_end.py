"""The end of a zip: the record that leads to its directory, which every program must find alike."""

from __future__ import annotations

import struct

from sync.reading.cells import Unreadable

END = struct.Struct("<4s4H2LH")
END_MARK = b"PK\x05\x06"
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF


def find_end(data: bytes) -> tuple[int, int, int, int]:
    """Find the end record: where the directory ends, the number of entries, its size and offset."""
    position = _end_record(data)
    _, disk, first_disk, here, count, size, offset, _ = END.unpack_from(data, position)
    if disk or first_disk or here != count:
        raise Unreadable("damaged")
    locator = position - 20
    if locator >= 0 and data[locator : locator + 4] == b"PK\x06\x07":
        return _end_64(data, locator, (count, size, offset))
    if count == FULL16 or FULL32 in (size, offset):
        raise Unreadable("damaged")
    return position, count, size, offset


def _end_record(data: bytes) -> int:
    """Return where the end record stands; its comment, up to the end of the file, must not hold another."""
    earliest = max(0, len(data) - END.size - FULL16)
    found = data.rfind(END_MARK, earliest)
    if found < 0 or found + END.size > len(data):
        raise Unreadable("cut_off")
    if not _ends_with(data, found):
        raise Unreadable("damaged")
    other = data.find(END_MARK, earliest)
    while other < found:
        if _ends_with(data, other):
            raise Unreadable("damaged")
        other = data.find(END_MARK, other + 1)
    return found


def _ends_with(data: bytes, position: int) -> bool:
    """Tell whether the end record here and its comment reach exactly to the end of the file."""
    comment: int = END.unpack_from(data, position)[7]
    return position + END.size + comment == len(data)


def _end_64(data: bytes, locator: int, narrow: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """Read the 64-bit end record, which some programs write for small files too.

    Some programs follow it whenever it is there, others only where the narrow one is full, some look for it
    right before its locator: all must find the same.
    """
    (record,) = struct.unpack_from("<Q", data, locator + 8)
    if record + 56 != locator or data[record : record + 4] != b"PK\x06\x06":
        raise Unreadable("damaged")
    wide: tuple[int, int, int] = struct.unpack_from("<3Q", data, record + 32)
    for value, other, full in zip(narrow, wide, (FULL16, FULL32, FULL32), strict=True):
        if value not in (other, full):
            raise Unreadable("damaged")
    return (record, *wide)
