# ruff: noqa: E501 - pieces of XML stand one to a line
"""Any input whatever: bytes, and rubble between rows; and two passes that always agree."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.reading.cells import PERCENT, Book, Unreadable
from sync.reading.gathering import Common, Gathering
from sync.reading.limits import LIMITS
from sync.reading.reasons import reason
from sync.reading.worksheet import read_sheet
from sync.reading.xlsx import read_book
from tests import packages

PIECES = st.sampled_from(
    [
        '<row r="1">', '<row r="2" hidden="1">', '<row r="3" ht="0"/>', "<row>", "</row>", '<row r="1" r="2">', "<row r='4'>",
        '<c r="A1">', '<c r="B1" s="1" t="s">', '<c r="A2" t="str">', '<c r="C2"/>', '<c r="A3" t="inlineStr">', "<c>", "</c>",
        '<c r="B2" t="e">', '<c r="D2" t="b">', '<c t="n" r="C1">', '<c r="E2" s="1"/>', '<c r="F2" t="d">', '<c r="a3">',
        "<v>", "</v>", "<v/>", "0", "1", "2.5", "nan", "1_0", "x", "&amp;", "&lt;", "&#10;", "&#0;", "&bad;", "]]>", "\r", "\x01", "￿",
        "<f>", "</f>", '<f t="shared" si="0" ref="A1:A3">', '<f t="shared" si="0"/>', '<f aca="false">', '<f t="array" ref="A1:B2">', "<f/>",
        "<is>", "</is>", "<t>", "</t>", '<t xml:space="preserve">', "<rPh>", "</rPh>", "<r>", "</r>", " ", "\n", "A1+1", "_x0041_",
        '<row r="2" x14ac:dyDescent="0.25">', "</sheetData>", "<sheetData>", "<!-- -->", "<![CDATA[1]]>", "１", "#N/A", '" s="',
    ]
)  # fmt: skip
WHOLE = st.lists(
    st.sampled_from(
        [
            '<c r="A{0}"><v>1.5</v></c>', '<c r="B{0}" s="1"><v>2</v></c>', '<c r="C{0}" t="s"><v>0</v></c>', '<c r="D{0}" t="s"><v>1</v></c>',
            '<c r="E{0}" t="str"><f>A{0}&amp;"x"</f><v>a&lt;b</v></c>', '<c r="F{0}" t="str"><f aca="false">A{0}</f><v></v></c>', '<c r="G{0}" s="1"/>',
            '<c r="H{0}" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c>', '<c r="I{0}" t="b"><v>1</v></c>', '<c r="J{0}" t="e"><v>#N/A</v></c>',
            '<c r="K{0}"><f t="shared" ref="K1:K9" si="0">A{0}+$B$1</f><v>3</v></c>', '<c r="L{0}"><f t="shared" si="0"/><v>4</v></c>', '<c r="M{0}"><v>NaN</v></c>',
            '<c r="N{0}"><f>1</f><v/></c>', '<c r="O{0}"></c>', '<c r="P{0}" t="n"><v> 7 </v></c>', '<c r="Q{0}"><v></v></c>', '<c r="R{0}" t="s"><v>9</v></c>',
            '<c r="S{0}"><f t="array" ref="S1:S2">A1</f><v>1</v></c>', '<c r="T{0}" t="str"><v>_x0041_</v></c>', '<c r="U{0}"><v>1e999</v></c>', '<c r="V{0}" s="1"><is><t>x</t></is></c>',
        ]
    ),
    max_size=12,
)  # fmt: skip
BEFORE = st.sampled_from(
    [
        "",
        '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="0"/></cols>',
        "<cols/>",
        "<any>1</any>",
    ]
)
AFTER = st.sampled_from(
    [
        "",
        '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="C3:C9"/></mergeCells>',
        "<mergeCells/>",
        "</any>",
    ]
)


def gathered(content: str, quick: bool) -> Gathering | None:
    """Read a sheet in one of the two ways; None where it is refused."""
    strings, formats = ["text", ""], {"1": PERCENT}
    try:
        return read_sheet("sheet", content.encode(), Common(strings, formats), LIMITS, quick)
    except Unreadable:
        return None


def book_or_reason(data: bytes) -> Book | str:
    """Read a workbook; where it is refused, return the reason as people read it."""
    try:
        return read_book(data)
    except Unreadable as unreadable:
        return reason(unreadable, "zh")


def facts(read: Gathering | None) -> object:
    """Return what a reading found."""
    return read and (read.finish(), read.hidden_rows, read.hidden_columns, read.repeated, read.merged)


@given(st.lists(PIECES, max_size=25), BEFORE, AFTER)
@settings(max_examples=400)
def test_quick_and_conforming_pass_agree_on_rubble(pieces: list[str], before: str, after: str) -> None:
    """Whatever stands between the rows' tags, the quick pass finds what the conforming one finds."""
    content = packages.sheet("".join(pieces), before, after)
    assert facts(gathered(content, True)) == facts(gathered(content, False))


@given(st.lists(st.tuples(st.integers(1, 9), WHOLE), max_size=6), BEFORE, AFTER)
@settings(max_examples=300)
def test_quick_and_conforming_pass_agree(rows: list[tuple[int, list[str]]], before: str, after: str) -> None:
    """For any rows of usual cells, in any order, the quick pass finds what the conforming one finds."""
    cells = [
        f'<row r="{row}">' + "".join(cell.format(row) for cell in cells) + "</row>" for row, cells in rows
    ]
    content = packages.sheet("".join(cells), before, after)
    assert facts(gathered(content, True)) == facts(gathered(content, False))


@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda rest: b"PK\x03\x04" + rest))
@settings(max_examples=300)
def test_any_bytes_end_in_a_book_or_a_reason(data: bytes) -> None:
    """Any bytes at all are a workbook or are refused, without any other exception."""
    assert book_or_reason(data)
