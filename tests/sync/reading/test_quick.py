"""Tests of the quick pass: whatever rows look like, it gives the conforming pass's cells, or leaves it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.reading.cells import Unreadable
from sync.reading.gathering import Common, Gathering
from sync.reading.limits import LIMITS
from sync.reading.quick import quick_rows, split_rows
from sync.reading.worksheet import read_sheet
from tests.packages import sheet

STRINGS = ["one", "two", "员工"]
FORMATS = {"2": "percent", "3": "date"}

USUAL = (
    ' s="2"/>',
    ' t="n"></c>',
    "><v>5</v></c>",
    ' s="2"><v>0.5</v></c>',
    ' t="n"><v>NaN</v></c>',
    "><v></v></c>",
    ' t="s"><v>2</v></c>',
    ' t="inlineStr"><is><t>a &amp;lt; &#38857; &lt;b&gt; _x000A_</t></is></c>',
    ' t="inlineStr"></c>',
    ' t="inlineStr"><is><t></t></is></c>',
    ' t="b"><v>1</v></c>',
    ' t="e"><v>#REF!</v></c>',
    "><f>$A5+1</f><v>15</v></c>",
    '><f>IF(A5&lt;3,"&#8211;","&amp;#60;")</f><v></v></c>',
    "><f>A5</f><v/></c>",
    "><f>A5</f></c>",
    ' t="str"><f>A5&amp;"x"</f><v></v></c>',
    ' t="str"><f>A5&amp;"x"</f><v>5x</v></c>',
    ' t="b"><f>TRUE()</f><v>1</v></c>',
    ' t="b"><f>A5=1</f><v>1</v></c>',
    ' t="b"><f aca="false">TRUE()</f><v>1</v></c>',
    '><f t="shared" ref="A5:Z9" si="0">A5*2</f><v>1</v></c>',
    '><f t="shared" si="0"/><v>1</v></c>',
    '><f t="array" ref="A5:B6">SUM(A1:A2)</f><v>1</v></c>',
    "><f></f><v>1</v></c>",
)
"""Cells as usual programs write them, after their place."""

UNUSUAL = (
    ' t="s"><v>99</v></c>',
    ' s="1"/><f>A5</f></c>',
    "><v>1</v><f>A5</f></c>",
    "><v>1</v><f>A5</f><v>2</v></c>",
    "><f>A5</f><f>A6</f><v>1</v></c>",
    ' t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c>',
    ' t="d"><v>2026-01-05</v></c>',
    ' cm="1"><v>1</v></c>',
    "><v>&#38;lt;</v></c>",
    ' t="str"><v>&#x41;&#128512;</v></c>',
    "><v>1</v>text</c>",
    ' t="s" s="2"><v>1</v></c>',
    "><f>A5<!-- --></f><v>1</v></c>",
)
"""Cells as nearly nobody writes them, among them broken ones."""


COLUMNS = '<cols><col min="2" max="2" hidden="1"/><col min="4" max="5" width="0"/></cols>'
MERGED = '<mergeCells count="1"><mergeCell ref="A5:B6"/></mergeCells>'


def read(rows: str, quick: bool) -> object:
    """Return everything read from rows and what stands around them, or why they cannot be read."""
    content = sheet(rows, COLUMNS, MERGED).encode()
    try:
        found = read_sheet("part", content, Common(STRINGS, FORMATS), LIMITS, quick)
    except Unreadable as unreadable:
        return unreadable.code
    return found.finish(), found.hidden_rows, found.hidden_columns, found.repeated, found.merged


def row(number: int, cells: list[str], letters: str = "ABCDEFGHIJ") -> str:
    """Write a row of cells."""
    inside = "".join(f'<c r="{name}{number}"{cell}' for name, cell in zip(letters, cells, strict=False))
    return f'<row r="{number}" spans="1:9">{inside}</row>'


@pytest.mark.parametrize("cell", USUAL)
def test_takes_what_usual_programs_write(cell: str) -> None:
    """A cell of a usual spelling is taken by the quick pass, twice in a row and in another one."""
    rows = row(5, ["><v>1</v></c>", cell, cell]) + row(15, [cell, cell, "><v>1</v></c>"])
    split = split_rows(sheet(rows).encode())
    assert split is not None
    assert quick_rows(split.body, split.head, Gathering("part", Common(STRINGS, FORMATS), LIMITS))
    assert read(rows, True) == read(rows, False)


@given(
    st.lists(st.lists(st.sampled_from(USUAL + UNUSUAL), max_size=8), min_size=1, max_size=4), st.booleans()
)
def test_gives_what_the_conforming_pass_gives(cells: list[list[str]], moved: bool) -> None:
    """Rows of any cells, in order or not, read the same with and without the quick pass."""
    letters = "ACBDEFGHIJ" if moved else "ABCDEFGHIJ"
    rows = "".join(row(number, one, letters) for number, one in enumerate(cells, start=5))
    assert read(rows, True) == read(rows, False)
