"""The zip container: where two programs could read two different things from a file, it is refused."""

from __future__ import annotations

import struct
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest

from addin.texts import LANGUAGES
from sync.reading.cells import Unreadable
from sync.reading.gate.package import admit
from sync.reading.reasons import reason
from tests import packages

END, ENTRY, LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
SHEET = b"xl/worksheets/sheet1.xml"
OTHER = packages.workbook('<row r="1"><c r="A1"><v>2</v></c></row>')


def small() -> bytearray:
    """Return a small workbook to be tampered with."""
    return bytearray(packages.workbook(""))


def ending(data: bytes) -> tuple[int, int, int, int]:
    """Return where the end record stands, the number of entries, size and offset of the directory."""
    at = data.rindex(END)
    return (at, *struct.unpack_from("<HLL", data, at + 10))


def changed(mark: bytes, field: int, value: int, name: bytes = SHEET) -> bytes:
    """Return a workbook with a 32-bit field of an entry's header changed."""
    data = small()
    at = data.index(name, 0 if mark == LOCAL else data.index(ENTRY)) - (30 if mark == LOCAL else 46)
    struct.pack_into("<L", data, at + field, value)
    return bytes(data)


def with_extra(kind: int, content: bytes, part: bytes = SHEET) -> bytes:
    """Return a workbook one of whose parts has an extra field in the directory and at its place."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, text in {**packages.parts(), "xl/media/1234.png": "x"}.items():
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            if name.encode() == part:
                info.extra = struct.pack("<2H", kind, len(content)) + content
            archive.writestr(info, text)
    return stream.getvalue()


def packed_in_china() -> bytes:
    """Return a workbook with a picture named in the code page of Windows in China, and again in UTF-8."""
    name = "xl/media/图片.png"
    data = with_extra(0x7075, b"\x01" + bytes(4) + name.encode(), b"xl/media/1234.png")
    return data.replace(b"xl/media/1234.png", name.encode("gb18030"))


def second_directory() -> bytes:
    """Return a workbook with another directory of the same length between its own and the end."""
    data = small()
    at, _, size, offset = ending(data)
    return bytes(data[:at] + data[offset : offset + size] + data[at:])


def two_ends() -> bytes:
    """Return a workbook whose comment holds another end record, which reaches to the end as well."""
    data = small()
    at = ending(data)[0]
    inner = bytes(data[at:])
    struct.pack_into("<H", data, at + 20, len(inner))
    return bytes(data) + inner


def wide_end(count: int = 0, gap: bytes = b"") -> bytes:
    """Return a workbook with a 64-bit end record besides a narrow one that needs none."""
    data = small()
    at, found, size, offset = ending(data)
    numbers = (found - count, found - count, size, offset)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, *numbers) + gap
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    return bytes(data[:at]) + record + locator + bytes(data[at:])


def unlisted() -> bytes:
    """Return a workbook that holds another sheet, which its directory does not list, before all others."""
    data = packages.packed({"xl/worksheets/sheet1.xml": "<a/>"} | {"z.xml": "<a/>"})
    hidden = data[: data.index(LOCAL, 4)]
    return moved(bytes(small()), hidden)


def moved(data: bytes, before: bytes) -> bytes:
    """Return a zip behind other bytes, with the places in its directory moved along."""
    found = bytearray(before + data)
    at, count, _, offset = ending(found)
    struct.pack_into("<L", found, at + 16, offset + len(before))
    position = offset + len(before)
    for _ in range(count):
        (begin,) = struct.unpack_from("<L", found, position + 42)
        struct.pack_into("<L", found, position + 42, begin + len(before))
        position += 46 + sum(struct.unpack_from("<3H", found, position + 28))
    return bytes(found)


def named(*names: str) -> bytes:
    """Return a workbook with further parts of these names."""
    return packages.packed(packages.parts() | dict.fromkeys(names, "<a/>"))


def packed_by(method: int) -> bytes:
    """Return a workbook packed by another method."""
    stream = BytesIO()
    with ZipFile(stream, "w", method) as archive:
        for name, text in packages.parts().items():
            archive.writestr(name, text)
    return stream.getvalue()


def unknown_method() -> bytes:
    """Return a workbook with a part packed by a method that nobody knows."""
    data = small()
    for mark, offset in ((LOCAL, 8), (ENTRY, 10)):
        struct.pack_into("<H", data, data.index(mark) + offset, 77)
    return bytes(data)


TAMPERED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "size in the directory": ("damaged_part", lambda: changed(ENTRY, 24, 5)),
    "size at its place": ("damaged_part", lambda: changed(LOCAL, 22, 5)),
    "packed size at its place": ("damaged_part", lambda: changed(LOCAL, 18, 5)),
    "checksum in the directory": ("damaged_part", lambda: changed(ENTRY, 16, 5)),
    "checksum at its place": ("damaged_part", lambda: changed(LOCAL, 14, 5)),
    "size nobody gives": ("damaged_part", lambda: changed(ENTRY, 24, 0xFFFFFFFF)),
    "place behind the end": ("damaged_part", lambda: changed(ENTRY, 42, 1 << 30)),
    "another name for some": ("bad_name", lambda: with_extra(0x7075, b"\x01" + bytes(4) + b"xl/other.xml")),
    "two directories": ("damaged", second_directory),
    "two ends": ("damaged", two_ends),
    "two counts": ("damaged", lambda: wide_end(count=1)),
    "a gap before the locator": ("damaged", lambda: wide_end(gap=bytes(56))),
    "an entry not listed": ("damaged", unlisted),
    "another workbook in front": ("damaged", lambda: moved(bytes(small()), OTHER)),
    "twice by case": ("duplicate_part", lambda: named("XL/Workbook.xml")),
    "twice by percent sign": ("duplicate_part", lambda: named("xl/%77orkbook.xml")),
    "twice by accent": ("duplicate_part", lambda: named("xl/\u00e9.xml", "xl/e\u0301.xml")),
    "twice by width": ("duplicate_part", lambda: named("xl/\uff57orkbook.xml")),
    "twice by a slash": ("bad_name", lambda: named("xl//workbook.xml")),
    "twice by a dot": ("bad_name", lambda: named("xl/./workbook.xml")),
    "leading out": ("bad_name", lambda: named("../../x.xml")),
    "absolute": ("bad_name", lambda: named("/etc/x.xml")),
    "a drive": ("bad_name", lambda: named("C:x.xml")),
    "bzip2": ("packing", lambda: packed_by(ZIP_BZIP2)),
    "LZMA": ("packing", lambda: packed_by(ZIP_LZMA)),
    "unknown packing": ("damaged_part", unknown_method),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_programs_would_read_differently_is_refused(name: str) -> None:
    """A zip that says two things about itself has its reason, since two programs would believe two things."""
    code, make = TAMPERED[name]
    with pytest.raises(Unreadable) as refused:
        admit(make())
    assert refused.value.code == code
    assert all("{" not in reason(refused.value, language) for language in LANGUAGES)


SOUND: dict[str, Callable[[], bytes]] = {
    "as it is": lambda: bytes(small()),
    "same name for all": lambda: with_extra(0x7075, b"\x01" + bytes(4) + SHEET),
    "a name of a Chinese Windows": packed_in_china,
    "some other field": lambda: with_extra(0x5455, b"\x01" + bytes(4)),
    "a field with room to grow, as Excel's": lambda: with_extra(0xA220, bytes(500)),
    "both ends alike": wide_end,
    "nothing said at its place": lambda: changed(LOCAL, 14, 0),
    "folders as entries": lambda: named("xl/", "docProps/"),
    "a picture by a Chinese name": lambda: named("xl/media/图.xml"),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_programs_do_write_is_admitted(name: str) -> None:
    """Zips as programs write them, each in its way, are let in."""
    assert admit(SOUND[name]()).workbook == "xl/workbook.xml"
