"""The zip container, read strictly: entries that do not overlap, sizes counted while inflating."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from itertools import pairwise

from sync.reading.cells import Unreadable
from sync.reading.limits import Limits

END = struct.Struct("<4s4H2LH")
ENTRY = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
END_MARK, ENTRY_MARK, LOCAL_MARK = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
STORED, DEFLATED = 0, 8
NEWEST = 63
"""The newest version of the format that a reader may need, 6.3."""

ENCRYPTED, PATCHED, UTF8 = 0x0001 | 0x0040, 0x0020, 0x0800
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the directory declares it; `offset` is where it begins in the file."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def directory(data: bytes, limits: Limits) -> tuple[Entry, ...]:
    """List a zip's entries from its central directory.

    Raises Unreadable where it is cut off, damaged, encrypted, too long, or its names cannot be trusted.
    """
    end, count, size, offset = _end(data)
    if count > limits.entries:
        raise Unreadable("too_many_parts", found=count, limit=limits.entries)
    if offset + size != end:
        raise Unreadable("damaged")
    entries: list[Entry] = []
    position = offset
    for _ in range(count):
        entry, position = _entry(data, position, end)
        entries.append(entry)
    if position != end:
        raise Unreadable("damaged")
    _refuse_names(entries)
    _refuse_overlaps(data, entries, offset)
    return tuple(entries)


def inflate(data: bytes, entry: Entry, limit: int) -> bytes:
    """Return an entry's bytes; they are counted while inflating and compared with their checksum.

    Raises Unreadable above `limit` bytes, and where the entry is damaged.
    """
    start = _packed_from(data, entry)
    packed = data[start : start + entry.packed]
    if entry.method == STORED:
        content = packed
    elif entry.method == DEFLATED:
        content = _inflated(packed, entry.name, limit)
    else:
        raise Unreadable("damaged_part", part=entry.name)
    if len(content) > limit:
        raise Unreadable("too_large_part", part=entry.name)
    if zlib.crc32(content) != entry.crc or len(content) != entry.size:
        raise Unreadable("damaged_part", part=entry.name)
    return content


def _inflated(packed: bytes, name: str, limit: int) -> bytes:
    machine = zlib.decompressobj(-15)
    try:
        content = machine.decompress(packed, limit + 1)
    except zlib.error:
        raise Unreadable("damaged_part", part=name) from None
    if len(content) <= limit and (not machine.eof or machine.unused_data):
        raise Unreadable("damaged_part", part=name)
    return content


def _end(data: bytes) -> tuple[int, int, int, int]:
    """Find the end record: its own position, the number of entries, size and offset of the directory."""
    position = data.rfind(END_MARK, max(0, len(data) - END.size - FULL16))
    if position < 0 or position + END.size > len(data):
        raise Unreadable("cut_off")
    _, disk, first_disk, here, count, size, offset, comment = END.unpack_from(data, position)
    if disk or first_disk or here != count or position + END.size + comment != len(data):
        raise Unreadable("damaged")
    if count == FULL16 or FULL32 in (size, offset):
        return _end_64(data, position)
    return position, count, size, offset


def _end_64(data: bytes, position: int) -> tuple[int, int, int, int]:
    """Read the 64-bit end record, which some programs write for small files too."""
    locator = position - 20
    if locator < 0 or data[locator : locator + 4] != b"PK\x06\x07":
        raise Unreadable("damaged")
    (record,) = struct.unpack_from("<Q", data, locator + 8)
    if record + 56 > locator or data[record : record + 4] != b"PK\x06\x06":
        raise Unreadable("damaged")
    count, size, offset = struct.unpack_from("<3Q", data, record + 32)
    return record, count, size, offset


def _entry(data: bytes, position: int, end: int) -> tuple[Entry, int]:
    if position + ENTRY.size > end:
        raise Unreadable("damaged")
    fields = ENTRY.unpack_from(data, position)
    mark, flags, method = fields[0], fields[3], fields[4]
    crc, packed, size, name_length, extra_length, comment_length = fields[7:13]
    after_name = position + ENTRY.size + name_length
    after = after_name + extra_length + comment_length
    if mark != ENTRY_MARK or after > end or fields[2] & 0xFF > NEWEST:
        raise Unreadable("damaged")
    if flags & ENCRYPTED:
        raise Unreadable("encrypted_zip")
    if flags & PATCHED:
        raise Unreadable("damaged")
    extra = data[after_name : after_name + extra_length]
    size, packed, offset = _wide(extra, [size, packed, fields[16]])
    name = data[position + ENTRY.size : after_name].decode("utf-8" if flags & UTF8 else "cp437", "replace")
    return Entry(name, method, crc, packed, size, offset), after


def _wide(extra: bytes, values: list[int]) -> list[int]:
    """Replace the 32-bit values that are full by their 64-bit ones from the extra field."""
    if FULL32 not in values:
        return values
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        if kind == 1:
            wide = iter(
                struct.unpack(
                    f"<{length // 8}Q", extra[position + 4 :][: length // 8 * 8].ljust(length // 8 * 8)
                )
            )
            return [next(wide, value) if value == FULL32 else value for value in values]
        position += 4 + length
    return values


def _refuse_names(entries: list[Entry]) -> None:
    """Refuse names that lead out of the package, and two names that some program takes for one."""
    seen: set[str] = set()
    for entry in entries:
        name = entry.name
        if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/"):
            raise Unreadable("bad_name", part=name)
        folded = name.casefold()
        if folded in seen:
            raise Unreadable("duplicate_part", part=name)
        seen.add(folded)


def _refuse_overlaps(data: bytes, entries: list[Entry], directory_at: int) -> None:
    """Refuse entries that share bytes or reach into the directory."""
    ordered = sorted(entries, key=lambda entry: entry.offset)
    for entry, following in pairwise(ordered):
        if _packed_from(data, entry) + entry.packed > following.offset:
            raise Unreadable("damaged_part", part=entry.name)
    if ordered and _packed_from(data, ordered[-1]) + ordered[-1].packed > directory_at:
        raise Unreadable("damaged_part", part=ordered[-1].name)


def _packed_from(data: bytes, entry: Entry) -> int:
    """Return where the packed bytes begin, after the local header, which must say the same."""
    if entry.offset + LOCAL.size > len(data):
        raise Unreadable("damaged_part", part=entry.name)
    fields = LOCAL.unpack_from(data, entry.offset)
    mark, flags, method, name_length, extra_length = fields[0], fields[2], fields[3], fields[9], fields[10]
    begin = entry.offset + LOCAL.size
    name = data[begin : begin + name_length].decode("utf-8" if flags & UTF8 else "cp437", "replace")
    if mark != LOCAL_MARK or method != entry.method or name != entry.name or flags & ENCRYPTED:
        raise Unreadable("damaged_part", part=entry.name)
    return begin + int(name_length) + int(extra_length)
