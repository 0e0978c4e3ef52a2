"""Reading somebody else's table."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from sync.reading.cells import Unreadable
from sync.reading.rows import read_rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_whatever_wrote_it(encoding, separator):
    """Encodings and separators of Excel in China and elsewhere give the same records."""
    text = separator.join(["工号", "姓名"]) + "\r\n" + separator.join(["00123", "王芳"]) + "\r\n"
    titles, records = read_rows(text.encode(encoding))
    assert titles == ("工号", "姓名")
    assert [(record.line, dict(record.texts)) for record in records] == [
        (2, {"工号": "00123", "姓名": "王芳"})
    ]


def test_quoted_line_breaks_stay_in_their_cell():
    """A line break inside quotes belongs to the cell, and later lines keep their number."""
    _, records = read_rows(b'a,b\n"x\ny",1\nz,2\n')
    assert [(record.line, record.texts["a"]) for record in records] == [(3, "x\ny"), (4, "z")]


def test_an_xlsx_gives_the_same_records_as_its_csv():
    """Numbers lose no digits and dates come as ISO text when the table is an xlsx."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(2, 0, ["no", "hired"])
        sheet.write_string(3, 0, "00123")
        sheet.write_number(3, 1, 44562, book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(4, 0, 17)
    titles, records = read_rows(target.getvalue())
    assert titles == ("no", "hired")
    assert [dict(record.texts) for record in records] == [
        {"no": "00123", "hired": "2022-01-01"},
        {"no": "17"},
    ]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\x00\x01\x02", b"PK\x03\x04 not a workbook"])
def test_what_is_no_table_is_a_reason(data):
    """Empty, binary and broken files are refused with a reason."""
    with pytest.raises(Unreadable):
        read_rows(data)
