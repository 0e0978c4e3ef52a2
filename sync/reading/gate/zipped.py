"""The zip container, read strictly: entries that do not overlap, sizes counted while inflating."""

from __future__ import annotations

import re
import struct
import zlib
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from sync.reading.cells import Unreadable
from sync.reading.gate.zip_end import FULL32, find_end
from sync.reading.limits import Limits

ENTRY = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
ENTRY_MARK, LOCAL_MARK = b"PK\x01\x02", b"PK\x03\x04"
STORED, DEFLATED = 0, 8
NEWEST = 63
"""The newest version of the format that a reader may need, 6.3."""

OTHER_METHODS = frozenset({9, 12, 14, 93, 95, 98})
"""Deflate64, bzip2, LZMA, Zstandard, xz, PPMd: whole, but nothing that a spreadsheet program unpacks."""

ENCRYPTED, PATCHED, SIZES_FOLLOW, UTF8 = 0x0001 | 0x0040 | 0x2000, 0x0020, 0x0008, 0x0800
WIDE, UNICODE_PATH = 0x0001, 0x7075

ODD = re.compile(r"[^\x00-\x7f]|[\\:%\x00]|(?:^|/)\.{0,2}(?:/|$)", re.M)
"""In a list of names: what makes it worth while to look at each."""


class Entry(NamedTuple):
    """One entry as the directory declares it: `offset` is where it begins, `other_name` a second name."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    other_name: str = ""


def directory(data: bytes, limits: Limits) -> tuple[tuple[Entry, ...], int]:
    """List a zip's entries from its central directory, and tell where that begins.

    The directory ends where its end record begins: a program that counts from the end finds the same one.
    Raises Unreadable where it is cut off, damaged, encrypted or too long.
    """
    end, count, size, offset = find_end(data)
    if count > limits.entries:
        raise Unreadable("too_many_parts", found=count, limit=limits.entries)
    entries: list[Entry] = []
    position = offset
    for _ in range(count):
        entry, position = _entry(data, position, end)
        entries.append(entry)
    if position != end or offset + size != end:
        raise Unreadable("damaged")
    return tuple(entries), offset


def places(data: bytes, entries: tuple[Entry, ...], directory_at: int) -> list[int]:
    """Return where the packed bytes of each entry begin.

    Raises Unreadable where programs would disagree about what the file holds: names that cannot be trusted,
    bytes that entries share, an entry between them that the directory does not list.
    """
    _refuse_names(entries)
    begins = [packed_from(data, entry) for entry in entries]
    spans = sorted((e.offset, at + e.packed, e.name) for e, at in zip(entries, begins, strict=True))
    before = 0
    for (begin, end, name), (following, _, _) in pairwise([*spans, (directory_at, 0, "")]):
        if end > following:
            raise Unreadable("damaged_part", part=name)
        if begin != before and LOCAL_MARK in data[before:begin]:
            raise Unreadable("damaged")
        before = end
    if LOCAL_MARK in data[before:directory_at]:
        raise Unreadable("damaged")
    return begins


def inflate(data: bytes, entry: Entry, start: int, limit: int) -> bytes:
    """Return an entry's bytes, packed from `start`; counted while inflating, compared with size and checksum.

    Raises Unreadable above `limit` bytes, and where the entry is damaged.
    """
    packed = data[start : start + entry.packed]
    if entry.method == STORED:
        content = packed
    elif entry.method == DEFLATED:
        content = _inflated(packed, entry.name, limit)
    else:
        code = "packing" if entry.method in OTHER_METHODS else "damaged_part"
        raise Unreadable(code, part=entry.name)
    if len(content) > limit:
        raise Unreadable("too_large_part", part=entry.name)
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
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
    offset, other = fields[16], ""
    name = _name(data[position + ENTRY.size : after_name], flags)
    if extra_length:
        extra = _extra(data[after_name : after_name + extra_length])
        size, packed, offset = _wide(extra, (size, packed, offset), name)
        other = extra.get(UNICODE_PATH, b"")[5:].decode("utf-8", "replace")
    return Entry(name, method, crc, packed, size, offset, other), after


def _name(spelled: bytes, flags: int) -> str:
    if spelled.isascii():
        return spelled.decode("ascii")
    return spelled.decode("utf-8" if flags & UTF8 else "cp437", "replace")


def _extra(extra: bytes) -> dict[int, bytes]:
    """Return the extra fields of an entry by their kind; of two of a kind, the first."""
    found: dict[int, bytes] = {}
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        position += 4 + length
        found.setdefault(kind, extra[position - length : position])
    return found


def _wide(extra: dict[int, bytes], values: tuple[int, ...], name: str) -> tuple[int, ...]:
    """Replace the 32-bit values that are full by their 64-bit ones from the extra field."""
    if FULL32 not in values:
        return values
    field = extra.get(WIDE, b"")
    if len(field) < 8 * values.count(FULL32):
        raise Unreadable("damaged_part", part=name)
    wide = iter(struct.unpack_from(f"<{values.count(FULL32)}Q", field))
    return tuple(next(wide) if value == FULL32 else value for value in values)


def _refuse_names(entries: tuple[Entry, ...]) -> None:
    """Refuse names that lead out of the package, and two names that some program takes for one."""
    names = [entry.name for entry in entries]
    odd = ODD.search("\n".join(names)) or any(map(attrgetter("other_name"), entries))
    if not odd and len(set(map(str.lower, names))) == len(names):
        return
    seen: set[str] = set()
    for entry in entries:
        name = entry.name
        if "\\" in name or ":" in name or "\0" in name or _astray(name):
            raise Unreadable("bad_name", part=name)
        other = entry.other_name
        if other not in ("", name) and (name.isascii() or other.isascii()):
            raise Unreadable("bad_name", part=other)
        folded = _folded(name)
        if folded in seen:
            raise Unreadable("duplicate_part", part=name)
        seen.add(folded)


def _astray(name: str) -> bool:
    """Tell whether a name has a step that is empty or leads upwards or nowhere; a folder ends in a slash."""
    return not name or not {"", ".", ".."}.isdisjoint(name.removesuffix("/").split("/"))


def _folded(name: str) -> str:
    """Return a name as the most generous program compares it: by case, spelling and percent signs."""
    if "%" in name:
        name = unquote(name)
    return name.lower() if name.isascii() else normalize("NFKC", name).casefold()


def packed_from(data: bytes, entry: Entry) -> int:
    """Return where the packed bytes begin, after the local header, which must say the same."""
    if entry.offset + LOCAL.size > len(data):
        raise Unreadable("damaged_part", part=entry.name)
    mark, _, flags, method, _, _, crc, packed, size, name_length, extra_length = LOCAL.unpack_from(
        data, entry.offset
    )
    begin: int = entry.offset + LOCAL.size
    name = _name(data[begin : begin + name_length], flags)
    if mark != LOCAL_MARK or method != entry.method or name != entry.name or flags & ENCRYPTED:
        raise Unreadable("damaged_part", part=entry.name)
    if not flags & SIZES_FOLLOW and not _agree(entry, crc, packed, size):
        raise Unreadable("damaged_part", part=entry.name)
    return begin + int(name_length) + int(extra_length)


def _agree(entry: Entry, crc: int, packed: int, size: int) -> bool:
    """Tell whether a local header says what the directory says; full and empty fields say nothing."""
    return crc in (entry.crc, 0) and packed in (entry.packed, 0, FULL32) and size in (entry.size, 0, FULL32)
