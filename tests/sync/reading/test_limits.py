"""Each limit, at its edge: what reaches it is read, what goes one beyond is refused with its reason."""

from __future__ import annotations

import zlib
from dataclasses import fields, replace

import pytest

from addin.texts import LANGUAGES
from sync.reading.cells import Unreadable
from sync.reading.limits import LIMITS, Limits
from sync.reading.reasons import reason
from sync.reading.xlsx import read_book
from tests import packages

TEXT = "a text of some length, written in three cells"
SHEET = packages.sheet(
    "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c><c r="B{row}"><v>1</v></c></row>'
        for row in (1, 2, 3)
    )
)
PARTS = packages.parts("", strings=f"<si><t>{TEXT}</t></si><si><t>another</t></si>") | {
    "xl/worksheets/sheet1.xml": SHEET + " " * 1000
}
BOOK = packages.packed(PARTS)
SIZES = [len(str(part)) for part in PARTS.values()]
DEFLATED = zlib.compressobj(wbits=-15)
PACKED = len(DEFLATED.compress(str(PARTS["xl/worksheets/sheet1.xml"]).encode()) + DEFLATED.flush())

EDGES = {
    "file": (len(BOOK), "too_large"),
    "entries": (len(PARTS), "too_many_parts"),
    "part": (max(SIZES), "too_large_part"),
    "total": (sum(SIZES), "too_large_part"),
    "ratio": (-(-max(SIZES) // PACKED), "too_large_part"),
    "ratio_from": (max(SIZES), "too_large_part"),
    "sheets": (1, "too_many_sheets"),
    "cells": (6, "too_many_cells"),
    "rows": (3, "bad_reference"),
    "strings": (2, "too_many_strings"),
    "text": (len(TEXT), "too_long_text"),
    "written": (3 * len(TEXT), "too_much_text"),
}
"""By limit: how much of it this workbook takes, and the reason when that is one too much."""

BESIDE = {"ratio": {"ratio_from": 0}, "ratio_from": {"ratio": 1}}
"""The two limits on packing count only together."""


def test_every_limit_has_its_edge() -> None:
    """No limit is without its test."""
    assert [field.name for field in fields(Limits)] == list(EDGES)


@pytest.mark.parametrize("name", EDGES)
def test_what_reaches_a_limit_is_read(name: str) -> None:
    """A workbook that just keeps within a limit is read whole."""
    limits = replace(LIMITS, **BESIDE.get(name, {}), **{name: EDGES[name][0]})
    assert len(read_book(BOOK, limits).sheets[0].cells) == 6


@pytest.mark.parametrize("name", EDGES)
def test_one_beyond_a_limit_is_a_reason(name: str) -> None:
    """A workbook one beyond a limit is refused with the reason of that limit, in both languages."""
    limits = replace(LIMITS, **BESIDE.get(name, {}), **{name: EDGES[name][0] - 1})
    with pytest.raises(Unreadable) as refused:
        read_book(BOOK, limits)
    assert refused.value.code == EDGES[name][1]
    assert all("{" not in reason(refused.value, language) for language in LANGUAGES)


@pytest.mark.parametrize("attribute", ["", ' ca="1"'], ids=["usual", "seldom"])
def test_a_formula_is_bound_like_a_text(attribute: str) -> None:
    """A formula longer than a cell can hold is refused, however it is written."""
    formula = "SUM(A1,B1,C1)+1"
    data = packages.workbook(f'<row r="7"><c r="D7"><f{attribute}>{formula}</f><v>1</v></c></row>')
    assert read_book(data, replace(LIMITS, text=len(formula))).sheets[0].rows
    with pytest.raises(Unreadable, match="too_long_text"):
        read_book(data, replace(LIMITS, text=len(formula) - 1))
