"""How a text file is written: as the gate, the search for its table and old imports each take it."""

from __future__ import annotations

import pytest

from sync.reading.cells import Unreadable
from sync.reading.encodings import beginning, encoding_of, text_at_first
from sync.reading.gate.foreign import kind_of
from sync.reading.gate.plain_files import BEGINNING

WRITTEN = ["utf-8", "utf-8-sig", "utf-16", "gb18030"]


@pytest.mark.parametrize("encoding", WRITTEN)
@pytest.mark.parametrize("shift", range(5))
def test_a_long_text_may_be_cut_within_a_character(encoding: str, shift: int) -> None:
    """A table longer than what the gate looks at is a text, wherever its beginning ends."""
    data = (" " * shift + "no,name\n" + "李é" * BEGINNING).encode(encoding)
    assert kind_of(data).code == "text"
    assert set(str(beginning(data[:BEGINNING])).lstrip()) == set("no,name\n李é")


@pytest.mark.parametrize("encoding", WRITTEN)
def test_what_the_gate_calls_a_text_can_be_imported(encoding: str) -> None:
    """A file with a mark, or without a zero byte, has the same text at the gate and where it is imported."""
    data = "工号,姓名\r\n00123,李雷\r\n".encode(encoding)
    assert data.decode(encoding_of(data)) == beginning(data)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfno", "no"),
        ("工号".encode("gb18030"), "工号"),
        (b"\x01\x02,x", "\x01\x02,x"),
        (b"\xffx", None),
        ("工号".encode("utf-16"), None),
        (b"x\0", None),
    ],
)
def test_old_imports_are_read_as_they_were(data: bytes, text: str | None) -> None:
    """Without a layout only UTF-8 and GB 18030 are tried, whatever the text says; a zero byte is no text."""
    if text is not None:
        assert text_at_first(data) == text
        return
    with pytest.raises(Unreadable):
        text_at_first(data)
