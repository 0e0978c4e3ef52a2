"""Texts in runs: what is struck through or raised does not make one number with what stands beside it."""

from __future__ import annotations

import pytest

from sync.reading.numbers import Odd, as_number
from sync.reading.xlsx import read_book
from tests import packages, referee

STRUCK, RAISED, LOWERED = "<strike/>", '<vertAlign val="superscript"/>', '<vertAlign val="subscript"/>'
BOLD, NOT_STRUCK, ON_THE_LINE = "<b/>", '<strike val="0"/>', '<vertAlign val="baseline"/>'
Run = tuple[str, str]
APART: tuple[tuple[Run, ...], ...] = (
    ((STRUCK, "33"), ("", "91")),
    (("", "339"), (RAISED, "1")),
    (("", "339"), (LOWERED, "1")),
    ((STRUCK, "-"), ("", "33")),
    ((STRUCK, "33 "), ("", " 910")),
    (("", "3"), (STRUCK, "&#8203;9")),
    (("", "3"), (STRUCK, "_x0039_")),
    ((STRUCK, "五"), ("", "四")),
    (("", "10"), (BOLD + RAISED, "2"), ("", "5")),
)
TOGETHER: tuple[tuple[tuple[Run, ...], str], ...] = (
    (((BOLD, "33"), (NOT_STRUCK, "9"), (ON_THE_LINE, "1")), "3391"),
    (((STRUCK, "33"), (STRUCK + BOLD, "91")), "3391"),
    (((STRUCK, "33"), ("", ""), (STRUCK, "91")), "3391"),
    ((("", "CO"), (LOWERED, "2"), ("", " fell")), "CO2 fell"),
    (((STRUCK, "late "), ("", "in time")), "late in time"),
    ((("", "33 m"), (RAISED, "2")), "33 m2"),
    ((("", "up 12%"), (RAISED, "1"), ("", " on last year")), "up 12%1 on last year"),
    ((("", "saved 10"), (RAISED, "6"), ("", " CNY")), "saved 106 CNY"),
    ((("", "15"), (RAISED, "%")), "15%"),
    ((("", "see "), ("", "|"), ("", "10"), (RAISED, "6")), "see |106"),
)


def read(runs: tuple[Run, ...], inline: bool) -> str:
    """Return the text of runs as we read it, which is what the referee reads."""
    text = "".join(f"<r><rPr>{look}</rPr><t>{one}</t></r>" for look, one in runs)
    row = f'<c r="A1" t="inlineStr"><is>{text}</is></c>' if inline else '<c r="A1" t="s"><v>0</v></c>'
    data = packages.workbook(f'<row r="1">{row}</row>', strings=f"<si>{text}</si>")
    found = str(read_book(data).sheets[0].cells[0].value)
    assert found == referee.read(data)["One"]["A1"][1]
    return found


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize("runs", APART)
def test_a_number_does_not_go_on_in_another_look(runs: tuple[Run, ...], inline: bool) -> None:
    """Digits of which some are struck through, raised or lowered are no number, and a person is asked."""
    text = read(runs, inline)
    assert "|" in text
    number = as_number(read_book(packages.workbook(typed(text))).sheets[0].rows[0].cells[1], percent=False)
    assert isinstance(number, Odd)
    assert number.code == "not_a_number"


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize(("runs", "text"), TOGETHER)
def test_words_and_equal_looks_stay_together(runs: tuple[Run, ...], text: str, inline: bool) -> None:
    """Words, and digits that look alike, are joined as they stand."""
    assert read(runs, inline) == text


def typed(text: str) -> str:
    """Return the row of a cell in which a text was typed."""
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
