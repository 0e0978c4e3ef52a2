"""The gate: what is no workbook, or none that can be opened without harm, is refused with its own reason."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.texts import LANGUAGES
from sync.reading.cells import Unreadable
from sync.reading.gate.package import admit
from sync.reading.limits import Limits
from sync.reading.reasons import noted, reason
from tests import packages
from tests.builders import issued_workbook
from tests.conftest import SHARED
from tests.sync.reading.foreign_files import FOREIGN, HARMFUL, leading_to, with_parts

FILES = {**FOREIGN, **HARMFUL}
MADE = {name: make() for name, (_, _, make) in FILES.items()}


def refusal(data: bytes, limits: Limits | None = None) -> Unreadable:
    """Return the reason why the gate refuses a file."""
    with pytest.raises(Unreadable) as refused:
        admit(data, limits or Limits())
    for language in LANGUAGES:
        assert "{" not in reason(refused.value, language)
    return refused.value


def said_of(data: bytes) -> list[str]:
    """Return what is said of a file in each language, or the name of its workbook part."""
    try:
        return [admit(data).workbook]
    except Unreadable as refused:
        return [reason(refused, language) for language in LANGUAGES]


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_file_has_its_reason(name: str) -> None:
    """Whatever a person sends instead of a workbook is called by its name, in both languages."""
    code, program, make = FILES[name]
    found = refusal(make())
    assert found.code == code
    if program is not None:
        assert found.values.get("program", "any") == program


@pytest.mark.shared
def test_the_folders_of_samples_are_refused_as_text() -> None:
    """The CSV files of the data folder are refused as text files."""
    for file in sorted(SHARED.rglob("*.csv")):
        assert refusal(file.read_bytes()).code == "text"


@given(
    st.sampled_from(sorted(FILES)),
    st.lists(st.tuples(st.integers(0, 700), st.binary(max_size=6)), max_size=4),
)
@settings(max_examples=300)
def test_other_kinds_of_file_may_be_damaged_too(name: str, changes: list[tuple[int, bytes]]) -> None:
    """A file of another kind with bytes changed is refused like any other, without any other exception."""
    data = bytearray(MADE[name])
    for at, other in changes:
        data[at : at + len(other)] = other
    assert all(said_of(bytes(data)))


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


def test_buttons_and_add_ins_are_noted() -> None:
    """Buttons for the ribbon, add-ins and queries are let in, since nothing of them runs here, and noted."""
    data = with_parts(
        customUI__customUI_dot_xml="<a/>",
        xl__webextensions__taskpanes_dot_xml="<a/>",
        xl__queryTables__queryTable1_dot_xml="<a/>",
    )
    notes = admit(data).notes
    assert set(notes) == {"ribbon", "add_in", "connections"}
    assert all(noted(note, language) for note in notes for language in LANGUAGES)


def test_form_controls_are_admitted() -> None:
    """Drop-downs and tick boxes drawn on a sheet are harmless without macros, and nothing is noted."""
    assert admit(leading_to("ctrlProp", "../ctrlProps/ctrlProp1.xml")).notes == ()


def test_a_name_packed_in_china_is_shown_as_it_was() -> None:
    """A workbook in an archive is named as Windows in China named it, which the archive does not say."""
    spelled = "考核.xlsx".encode("gb18030")
    data = packages.packed({"1234.xlsx": "x"})
    found = refusal(data.replace(b"1234.xlsx", spelled))
    assert (found.code, found.values["part"]) == ("zipped_workbook", "考核.xlsx")


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
