"""Where the bytes of each row lie in an SQLite file, so that any single one of them can be changed.

Source: the database file format, https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

LEAF_TABLE, LEAF_INDEX, INTERIOR_TABLE, INTERIOR_INDEX = 13, 10, 5, 2

FLOWN_OVER = 4
"""Where the content begins on a page to which a row flows over; no row begins there."""

Span = tuple[int, int]
"""First byte and byte after the last one."""


def row_spans(file: Path, table: str) -> list[Span]:
    """Return where the rows of a table lie: header and content of each, on whatever page."""
    with closing(sqlite3.connect(file)) as connection:
        find = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?"
        ((root,),) = connection.execute(find, [table]).fetchall()
    data = file.read_bytes()
    return list(_Tree(data).spans(root))


def flipped(data: bytes, place: int, bit: int) -> bytes:
    """Return the bytes with one bit changed."""
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def damage_last_event(file: Path) -> None:
    """Turn every bit of the first byte of the last event: not even its length can be read any more."""
    data = bytearray(file.read_bytes())
    page = _Tree(bytes(data)).size
    starts = [start for start, _ in row_spans(file, "event") if start % page != FLOWN_OVER]
    data[starts[-1]] ^= 0xFF
    file.write_bytes(bytes(data))


class _Tree:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = int.from_bytes(data[16:18], "big") or 1 << 16
        if self.size == 1:
            self.size = 1 << 16
        self.usable = self.size - data[20]

    def spans(self, page: int) -> Iterator[Span]:
        """Yield the spans of the rows on a page and below."""
        start = (page - 1) * self.size
        head = start + (100 if page == 1 else 0)
        kind = self.data[head]
        count = self.number(head + 3, 2)
        cells = head + (12 if kind in (INTERIOR_TABLE, INTERIOR_INDEX) else 8)
        for index in range(count):
            cell = start + self.number(cells + 2 * index, 2)
            if kind in (INTERIOR_TABLE, INTERIOR_INDEX):
                yield from self.spans(self.number(cell, 4))
                cell += 4
            if kind != INTERIOR_TABLE:
                yield from self.row(cell, kind)
        if kind in (INTERIOR_TABLE, INTERIOR_INDEX):
            yield from self.spans(self.number(head + 8, 4))

    def number(self, place: int, length: int) -> int:
        return int.from_bytes(self.data[place : place + length], "big")

    def varint(self, place: int) -> tuple[int, int]:
        """Return a number of varying length, and where it ends."""
        value = 0
        for _ in range(8):
            byte = self.data[place]
            place += 1
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value, place
        return value << 8 | self.data[place], place + 1

    def row(self, cell: int, kind: int) -> Iterator[Span]:
        """Yield the spans of one row: what lies on its page, then what flows over to others."""
        payload, place = self.varint(cell)
        if kind == LEAF_TABLE:
            _, place = self.varint(place)
        here = self.local(payload, kind)
        yield cell, place + here
        left, following = payload - here, self.number(place + here, 4)
        while left > 0:
            start = (following - 1) * self.size
            length = min(left, self.usable - 4)
            yield start + 4, start + 4 + length
            left, following = left - length, self.number(start, 4)

    def local(self, payload: int, kind: int) -> int:
        least = (self.usable - 12) * 32 // 255 - 23
        most = self.usable - 35 if kind == LEAF_TABLE else (self.usable - 12) * 64 // 255 - 23
        if payload <= most:
            return payload
        fitting = least + (payload - least) % (self.usable - 4)
        return fitting if fitting <= most else least
