"""Mutations of bytes: of the finished zip, its headers, its directory, what stands around it."""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from tests.fuzz.registry import damage

MARKS = {b"PK\x03\x04": 30, b"PK\x01\x02": 46, b"PK\x05\x06": 22}
"""The records of a zip, and how long their fixed beginnings are."""

ODD = (0, 1, 8, 9, 0x20, 0x40, 0x800, 0xFF, 0x7FFF, 0xFFFF)


class Stream(BytesIO):
    """A stream that cannot be rewound: sizes then stand behind the parts."""

    def seekable(self) -> bool:
        return False


@damage
def repacked(dice: Random, data: bytes) -> bytes:
    """Pack the parts in another legal way: stored, streamed, with long sizes, extra fields, comments."""
    with suppress(Exception):
        with ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        stream = dice.choice((BytesIO, Stream))()
        with ZipFile(stream, "w") as archive:
            for name, content in parts.items():
                info = ZipInfo(name, (dice.randint(1980, 2100), 1, 31, 23, 59, 58))
                info.compress_type = dice.choice((ZIP_STORED, ZIP_DEFLATED))
                info.extra, info.comment = dice.choice(((b"", b""), (b"\xfe\xca\0\0", b"a comment")))
                with archive.open(info, "w", force_zip64=dice.random() < 0.3) as part:
                    part.write(content)
        return stream.getvalue()
    return data


@damage
def flipped(dice: Random, data: bytes) -> bytes:
    """Flip one or a few bits."""
    new = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 5))):
        if new:
            new[dice.randrange(len(new))] ^= 1 << dice.randrange(8)
    return bytes(new)


@damage
def cut_off(dice: Random, data: bytes) -> bytes:
    """Cut off the end, as an interrupted copy does; or the beginning."""
    at = dice.randint(0, len(data))
    return data[:at] if dice.random() < 0.7 else data[at:]


@damage
def cut_out(dice: Random, data: bytes) -> bytes:
    """Cut something out."""
    at = dice.randint(0, len(data))
    return data[:at] + data[at + dice.choice((1, 4, 46, 4096)) :]


@damage
def inserted(dice: Random, data: bytes) -> bytes:
    """Put something in."""
    at = dice.choice((0, len(data), dice.randint(0, len(data))))
    return data[:at] + dice.choice((b"\0", b"PK\x05\x06", dice.randbytes(9), data[at : at + 99])) + data[at:]


@damage
def zeroed(dice: Random, data: bytes) -> bytes:
    """Overwrite a block with zeros, as a half-copied file has them."""
    at, length = dice.randint(0, len(data)), dice.choice((16, 512, 4096, len(data)))
    block = data[at : at + length]
    return data[:at] + bytes(len(block)) + data[at + len(block) :]


def records(data: bytes) -> list[tuple[int, int]]:
    """Return where records of the zip begin, and how long they are."""
    found = []
    for mark, length in MARKS.items():
        at = data.find(mark)
        while at >= 0:
            found.append((at, length))
            at = data.find(mark, at + 1)
    return found


@damage
def header(dice: Random, data: bytes) -> bytes:
    """Put an odd number into a header: version, flags, method, sizes, lengths, offsets, counts."""
    found = records(data)
    if not found:
        return data
    start, length = dice.choice(found)
    at = start + 2 * dice.randrange(2, length // 2)
    return data[:at] + struct.pack("<H", dice.choice(ODD)) + data[at + 2 :]


@damage
def header_byte(dice: Random, data: bytes) -> bytes:
    """Change a byte in a header a little."""
    found = records(data)
    if not found:
        return data
    start, length = dice.choice(found)
    at = min(len(data) - 1, start + dice.randrange(4, length))
    return data[:at] + bytes([(data[at] + dice.choice((1, -1, 128))) % 256]) + data[at + 1 :]


@damage
def renamed(dice: Random, data: bytes) -> bytes:
    """Change a name in a header, or in the directory, or in both."""
    old = dice.choice((b"sheet1.xml", b"sheet4.xml", b"workbook.xml", b"sharedStrings", b"styles", b"_rels"))
    new = dice.choice((old.upper(), old.swapcase(), b"x" * len(old), b"../" + old[3:], b"\0" * len(old)))
    return data.replace(old, new, dice.choice((1, -1)))


@damage
def commented(dice: Random, data: bytes) -> bytes:
    """Give the zip a comment, or trailing bytes without saying so."""
    text = dice.choice((b"a comment", b"PK\x05\x06" + bytes(18), b"\0", b"x" * 70_000))
    told = data[:-2] + struct.pack("<H", min(len(text), 0xFFFF)) + text
    return dice.choice((told, data + text))
