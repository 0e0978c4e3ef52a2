"""The gate: what is no workbook, or none that can be opened without harm, is refused with its own reason."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from addin.texts import LANGUAGES, words
from sync.reading.cells import Unreadable
from sync.reading.gate import admit
from sync.reading.limits import Limits
from sync.reading.reasons import noted, reason
from tests import packages
from tests.builders import issued_workbook
from tests.conftest import SHARED

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def named(text: str) -> bytes:
    """Return how a compound file spells the name of a stream."""
    return text.encode("utf-16-le")


def zipped(**content: str | bytes) -> bytes:
    """Return a zip of files; `__` in a name stands for a slash, `_dot_` for a dot."""
    return packages.packed(
        {name.replace("__", "/").replace("_dot_", "."): text for name, text in content.items()}
    )


def with_parts(**more: str) -> bytes:
    """Return a workbook with further parts."""
    extra = {name.replace("__", "/").replace("_dot_", "."): text for name, text in more.items()}
    return packages.packed(packages.parts() | extra)


def with_type(content_type: str) -> bytes:
    """Return a workbook whose main part announces another content type."""
    parts = packages.parts()
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace(
        packages.WORKBOOK_TYPE, content_type
    )
    return packages.packed(parts)


DDE = f'<externalLink xmlns="{packages.MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
HIDDEN_DDE = DDE.replace("<ddeLink", "<extLst><x:ext xmlns:x='urn:x'><ddeLink").replace(
    "/></", "/></x:ext></extLst></"
)
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("empty_file", lambda: b""),
    "live link in an extension": (
        "live_link",
        lambda: with_parts(xl__externalLinks__externalLink1_dot_xml=HIDDEN_DDE),
    ),
    "zeros": ("cut_off", lambda: bytes(5000)),
    "half copied": ("cut_off", lambda: issued_workbook()[:5000]),
    "old xls": ("old_xls", lambda: COMPOUND + named("Workbook")),
    "older xls": ("old_xls", lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(100)),
    "with password": ("password", lambda: COMPOUND + named("EncryptedPackage")),
    "old Word": ("not_spreadsheet", lambda: COMPOUND + named("WordDocument")),
    "Excel 2003 XML": (
        "old_xml",
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    ),
    "OpenDocument": ("ods", lambda: zipped(mimetype="x", content_dot_xml="<a/>")),
    "Numbers": ("numbers", lambda: zipped(Index__Document_dot_iwa=b"x")),
    "Word": (
        "not_spreadsheet",
        lambda: packages.packed({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}),
    ),
    "binary workbook": ("xlsb", lambda: with_type("application/vnd.ms-excel.sheet.binary.macroEnabled.main")),
    "a zip of files": ("archive", lambda: zipped(a_dot_xlsx=issued_workbook())),
    "an empty zip": ("archive", lambda: zipped()),
    "7z": ("archive", lambda: b"7z\xbc\xaf\x27\x1c rest"),
    "CSV": ("text", lambda: "工号,姓名\r\n00123,李雷\r\n".encode()),
    "CSV from Excel in China": ("text", lambda: "工号,姓名\r\n00123,李雷\r\n".encode("gb18030")),
    "CSV in UTF-16": ("text", lambda: "工号\t姓名\r\n".encode("utf-16")),
    "web page": ("html", lambda: b"\n<!DOCTYPE html><html><table></table></html>"),
    "web page named xls": ("html", lambda: b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"></html>'),
    "mail archive": ("html", lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related"),
    "PDF": ("pdf", lambda: b"%PDF-1.7 ..."),
    "PNG": ("picture", lambda: b"\x89PNG\r\n\x1a\n"),
    "JPEG": ("picture", lambda: b"\xff\xd8\xff\xe0"),
    "HEIC": ("picture", lambda: b"\x00\x00\x00\x18ftypheic"),
    "lock file": ("lock_file", lambda: b"\x06Li Lei" + b" " * 48 + b"\x06\x00" + bytes(108)),
    "noise": ("unknown", lambda: bytes(range(256)) * 4),
    "macros": ("macros", lambda: with_parts(xl__vbaProject_dot_bin="x")),
    "announced macros": ("macros", lambda: with_type(MACRO_TYPE)),
    "old macros": ("macros", lambda: with_parts(xl__macrosheets__sheet1_dot_xml="<a/>")),
    "embedded object": ("embedded_object", lambda: with_parts(xl__embeddings__oleObject1_dot_bin="x")),
    "ActiveX": ("active_x", lambda: with_parts(xl__activeX__activeX1_dot_xml="<a/>")),
    "DDE": ("live_link", lambda: with_parts(xl__externalLinks__externalLink1_dot_xml=DDE)),
    "leading out": ("bad_name", lambda: packages.packed(packages.parts() | {"../../x.xml": "<a/>"})),
    "absolute": ("bad_name", lambda: packages.packed(packages.parts() | {"/etc/x.xml": "<a/>"})),
    "a drive": ("bad_name", lambda: packages.packed(packages.parts() | {"C:x.xml": "<a/>"})),
    "twice by case": ("duplicate_part", lambda: with_parts(XL__Workbook_dot_xml="<a/>")),
}


def refusal(data: bytes, limits: Limits | None = None) -> Unreadable:
    """Return the reason why the gate refuses a file."""
    with pytest.raises(Unreadable) as refused:
        admit(data, limits or Limits())
    for language in LANGUAGES:
        assert "{" not in reason(refused.value, language)
    return refused.value


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_file_has_its_reason(name: str) -> None:
    """Whatever a person sends instead of a workbook is called by its name, in both languages."""
    code, make = FILES[name]
    assert refusal(make()).code == code


def test_every_reason_has_its_words() -> None:
    """Each reason says what to do: it ends in a full sentence after the one that names the trouble."""
    for language, stop in zip(LANGUAGES, (". ", "。"), strict=True):
        for code, text in words("reading", language)["reasons"].items():
            assert text.rstrip().endswith((".", "。")), code
            assert stop in text[:-1], code


@pytest.mark.shared
def test_the_folders_of_samples_are_refused_as_text() -> None:
    """The CSV files of the data folder are refused as text files."""
    for file in sorted(SHARED.rglob("*.csv")):
        assert refusal(file.read_bytes()).code == "text"


def test_an_issued_workbook_is_admitted() -> None:
    """Our own workbook passes, with its parts by lower-case name and nothing noted."""
    package = admit(issued_workbook())
    assert package.workbook == "xl/workbook.xml"
    assert "xl/styles.xml" in package.parts
    assert package.notes == ()


def test_links_to_other_files_are_noted() -> None:
    """Links to other workbooks and connections to data are let in and noted."""
    link = f'<externalLink xmlns="{packages.MAIN}"><externalBook/></externalLink>'
    data = with_parts(xl__externalLinks__externalLink1_dot_xml=link, xl__connections_dot_xml="<a/>")
    notes = admit(data).notes
    assert notes == ("external_links", "connections")
    assert all(noted(note, language) for note in notes for language in LANGUAGES)


def test_a_changed_byte_anywhere_in_a_part_is_found() -> None:
    """A part that does not fit its checksum is damage, also a picture that nobody reads."""
    data = bytearray(with_parts(xl__media__image1_dot_png="picture" * 100))
    at = data.index(b"xl/media/image1.png") + len(b"xl/media/image1.png") + 5
    data[at] ^= 255
    found = refusal(bytes(data))
    assert (found.code, found.values["part"]) == ("damaged_part", "xl/media/image1.png")


def test_sizes_are_counted_not_believed() -> None:
    """A part that inflates beyond its declared size, and beyond the limit, is refused while inflating."""
    bomb = bytearray(with_parts(xl__worksheets__sheet2_dot_xml="0" * 3_000_000))
    limits = Limits(part=1_000_000)
    assert refusal(bytes(bomb), limits).code == "too_large_part"
    declared = struct.pack("<I", 3_000_000)
    while declared in bomb:
        at = bomb.index(declared)
        bomb[at : at + 4] = struct.pack("<I", 10)
    assert refusal(bytes(bomb), limits).code == "too_large_part"


def test_a_bomb_is_refused_by_its_ratio() -> None:
    """A part that was packed more than is plausible is refused, however small the file."""
    data = with_parts(xl__worksheets__sheet2_dot_xml="0" * 3_000_000)
    assert refusal(data, Limits(ratio=200, ratio_from=1_000_000)).code == "too_large_part"
    assert admit(data, Limits(ratio=200))


def test_an_encrypted_zip_is_refused() -> None:
    """A zip with encrypted entries is refused as encrypted."""
    data = bytearray(packages.workbook(""))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert refusal(bytes(data)).code == "encrypted_zip"


def test_overlapping_entries_are_refused() -> None:
    """Two entries that share their bytes are damage, the way of nested bombs."""
    data = bytearray(packages.workbook(""))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 1)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    assert refusal(bytes(data)).code == "damaged_part"


def test_a_name_that_differs_inside_is_refused() -> None:
    """An entry called one thing in the directory and another at its place is refused."""
    changed = bytearray(packages.workbook(""))
    at = changed.index(b"xl/workbook.xml")
    changed[at : at + 2] = b"yl"
    assert refusal(bytes(changed)).code == "damaged_part"


def test_bytes_behind_the_end_are_refused() -> None:
    """A file with something after the end of its zip is refused, since programs disagree about it."""
    assert refusal(packages.workbook("") + b"more").code == "damaged"


def test_stored_parts_and_wide_sizes_are_read() -> None:
    """Parts that are not packed, were streamed, or carry 64-bit sizes are as good as others."""
    stream = BytesIO()
    with ZipFile(_Unseekable(stream), "w") as archive:
        for number, (name, text) in enumerate(packages.parts().items()):
            info = ZipInfo(name)
            info.compress_type = ZIP_STORED if number % 2 else ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as part:
                part.write(str(text).encode())
        archive.comment = b"a comment"
    assert admit(stream.getvalue()).workbook == "xl/workbook.xml"


class _Unseekable:
    """A stream that can only be written to, so that sizes follow the contents."""

    def __init__(self, stream: BytesIO) -> None:
        self.write, self.flush = stream.write, stream.flush


def test_a_64_bit_directory_is_read() -> None:
    """A zip whose end record is the 64-bit one, as some programs always write, is read."""
    data = packages.workbook("")
    at = data.rindex(b"PK\x05\x06")
    count, size, offset = struct.unpack_from("<HLL", data, at + 10)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert admit(data[:at] + record + locator + end).workbook == "xl/workbook.xml"


def test_leftover_bytes_in_a_part_are_refused() -> None:
    """A packed part with bytes after its end is damage."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, text in packages.parts().items():
            archive.writestr(name, text)
        machine = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = machine.compress(b"<a/>") + machine.flush() + b"left over"
        info = ZipInfo("xl/extra.xml")
        archive.writestr(info, packed)
        info.compress_type, info.CRC, info.file_size = ZIP_DEFLATED, zlib.crc32(b"<a/>"), 4
    data = bytearray(stream.getvalue())
    at = data.index(b"xl/extra.xml") - 30
    data[at + 8 : at + 10] = struct.pack("<H", ZIP_DEFLATED)
    assert refusal(bytes(data)).code == "damaged_part"


def test_a_wrong_size_is_refused() -> None:
    """A part that declares another size than it has is refused: some programs would read less of it."""
    data = bytearray(packages.workbook(""))
    at = data.find(b"PK\x01\x02")
    for size in (5, 5_000):
        data[at + 24 : at + 28] = struct.pack("<L", size)
        assert refusal(bytes(data)).code == "damaged_part"


def test_a_newer_zip_is_refused() -> None:
    """A file that needs a newer unpacking program than exists, or holds only changes, is refused."""
    at = packages.workbook("").find(b"PK\x01\x02")
    for place, value in ((6, 64), (8, 0x20)):
        data = bytearray(packages.workbook(""))
        data[at + place] = value
        assert refusal(bytes(data)).code == "damaged"


def test_bytes_between_directory_and_end_are_refused() -> None:
    """Bytes between a zip's directory and its end let programs look for the directory in different places."""
    data = packages.workbook("")
    at = data.find(b"PK\x05\x06")
    assert refusal(data[:at] + bytes(9) + data[at:]).code == "damaged"
    longer = bytearray(data[:at] + bytes(9) + data[at:])
    (size,) = struct.unpack_from("<L", longer, at + 9 + 12)
    longer[at + 9 + 12 : at + 9 + 16] = struct.pack("<L", size + 9)
    assert refusal(bytes(longer)).code == "damaged"
