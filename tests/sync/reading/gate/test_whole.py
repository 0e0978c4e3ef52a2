"""A zip is whole to its last byte, or somebody may still be writing it."""

from __future__ import annotations

from zipfile import ZIP_STORED

import pytest

from sync.reading.gate.whole import is_whole
from sync.reading.limits import Limits
from tests import packages

BOOK = packages.workbook("<row><c><v>1</v></c></row>")


def test_a_finished_workbook_is_whole() -> None:
    """What a program wrote to its end is whole."""
    assert is_whole(BOOK)


@pytest.mark.parametrize("rest", [b"", b"\0", b"\xff"], ids=["cut off", "zeros", "old rest"])
def test_no_beginning_is_whole(rest: bytes) -> None:
    """However much of it has come, and whatever lies where the rest will be, it is not."""
    files = {BOOK[:at] + rest * (len(BOOK) - at) for at in range(len(BOOK))} - {BOOK}
    assert [file for file in files if is_whole(file)] == []


def test_a_workbook_within_a_workbook_is_not_its_end() -> None:
    """A file that so far ends with another zip it holds is not whole."""
    outer = packages.packed({"a.xml": "<a/>", "b.xlsx": BOOK, "c.xml": "<c/>"}, ZIP_STORED)
    assert is_whole(outer)
    assert not is_whole(outer[: outer.index(BOOK) + len(BOOK)])


def test_any_changed_byte_of_a_part_is_seen() -> None:
    """A block that has not arrived yet is seen by the checksum of its part."""
    begins = BOOK.index(b"xl/worksheets/sheet1.xml") + len(b"xl/worksheets/sheet1.xml")
    for at in range(begins, begins + 40):
        assert not is_whole(BOOK[:at] + bytes([BOOK[at] ^ 0xFF]) + BOOK[at + 1 :])


@pytest.mark.parametrize(
    "other", [b"", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)], ids=["empty", "PDF", "no parts"]
)
def test_anything_else_is_not(other: bytes) -> None:
    """What is no zip, or one without any part, is for a second look."""
    assert not is_whole(other)


def test_nothing_large_is_unpacked() -> None:
    """Of what would unpack to more than a workbook usually has, nobody says that it is whole."""
    assert not is_whole(BOOK, Limits(part=100))
    assert not is_whole(BOOK, Limits(total=100))
