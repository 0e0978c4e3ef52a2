"""What people type as numbers, answers and dates is understood as they meant it, or named as odd."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.reading.cells import BLANK, BOOLEAN, DATE, ERROR, NUMBER, PERCENT, PERCENT_SIGN, TEXT, Cell
from sync.reading.numbers import NOT_APPLICABLE, Odd, as_date, as_number, as_yes_no


def typed(value: float | str | bool | None, shown: str = "") -> Cell:
    """Return a cell that holds a value."""
    kind = {bool: BOOLEAN, float: NUMBER, str: TEXT, type(None): BLANK}[type(value)]
    return Cell(kind, value, None, shown)


NUMBERS = {
    "85": 85,
    "８５": 85,
    "８５．５": 85.5,
    "85分": 85,
    " 85 分 ": 85,
    "\u00a085\u00a0": 85,
    "85\u200b": 85,
    "1,234.5": 1234.5,
    "１，２３４": 1234,
    "1,234,567": 1234567,
    "1 234 567": 1234567,
    "1'234.5": 1234.5,
    "85,5": 85.5,
    "0,125": 0.125,
    "1234,567": 1234.567,
    "1.234,56": 1234.56,
    "1.234.567": 1234567,
    "-3": -3,
    "−3": -3,
    "－３": -3,
    "- 3": -3,
    "+4": 4,
    ".5": 0.5,
    "85.": 85,
    "85。5": 85.5,
    "'85": 85,
    "‐3": -3,
    "八十五": 85,
    "捌拾伍": 85,
    "十": 10,
    "一百零五": 105,
    "一千二百": 1200,
    "一万两千": 12000,
    "三亿零五万": 300050000,
    "一亿两千万": 120000000,
    "二十万五千": 205000,
    "二十万零五千": 205000,
    "一万零五百": 10500,
    "一亿零五": 100000005,
    "一千零五十": 1050,
    "一百一十五": 115,
    "一百十五": 115,
    "四点五": 4.5,
    "负三": -3,
    "八十五分": 85,
    "零": 0,
    "0": 0,
}
NO_NUMBERS = (
    "约85",
    "85-90",
    "85/100",
    "1e3",
    "eighty",
    "八五",
    "一",
    "八十五点",
    "百分之八十五",
    "十万百",
    "一百五",
    "两百五",
    "一千五",
    "一千五十",
    "三万五",
    "一万二",
    "一万五百",
    "一亿二",
    "一亿五千",
    "三亿五万",
    "一万零",
    "零五",
    "一百五点二",
    "八十五分之一",
    "12,34,5",
    "12,3456",
    "1234,5678",
    "12345,6789",
    "85、90",
    "10²",
    "8₅",
    "—3",
    "1..2",
    "--1",
    "85 90",
    "00,123",
    "=85",
    "NaN",
    "INF",
    "1_000",
    "0x10",
    "85元",
    "(5)",
    "9" * 400,
)


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers_typed_as_text(text: str) -> None:
    """Full-width digits, 分, separators and spaces of any kind still give the number."""
    assert as_number(typed(text), percent=False) == NUMBERS[text]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_other_text_is_no_number(text: str) -> None:
    """What may be two numbers, or none, is not guessed."""
    found = as_number(typed(text), percent=False)
    assert isinstance(found, Odd)
    assert (found.code, found.found) == ("not_a_number", text)


def test_the_unit_may_be_written() -> None:
    """The line's own unit after the number is dropped, in any width."""
    assert as_number(typed("85元"), percent=False, unit="元") == 85
    assert as_number(typed("85 Days"), percent=False, unit="days") == 85
    assert isinstance(as_number(typed("85天"), percent=False, unit="元"), Odd)


def test_turned_digits_are_asked_about() -> None:
    """Digits behind a sign that turns the direction of writing are not read."""
    assert isinstance(as_number(typed("\u202e69"), percent=False), Odd)


def test_a_unit_takes_no_digit_of_the_number() -> None:
    """A unit that begins with a digit is dropped after a space only: 110k CNY is no 1."""
    assert as_number(typed("96 10k CNY"), percent=False, unit="10k CNY") == 96
    for text, unit in (("110k CNY", "10k CNY"), ("15 points", "5 points"), ("31-5", "1-5")):
        assert isinstance(as_number(typed(text), percent=False, unit=unit), Odd)


PERCENTAGES = [
    ("85%", "", True, 0.85),
    ("８５％", "", True, 0.85),
    ("85 %", "", True, 0.85),
    ("0.85", "", True, 0.85),
    (0.85, PERCENT, True, 0.85),
    (0.85, "", True, 0.85),
    (5.0, PERCENT, True, 5.0),
    ("600%", "", True, "ambiguous_percent"),
    (85.0, PERCENT_SIGN, True, 0.85),
    (-85.0, PERCENT_SIGN, True, -0.85),
    (0.0, PERCENT_SIGN, True, 0.0),
    (4.0, PERCENT_SIGN, True, "ambiguous_percent"),
    (0.85, PERCENT_SIGN, True, "ambiguous_percent"),
    (600.0, PERCENT_SIGN, True, "ambiguous_percent"),
    (85.0, PERCENT_SIGN, False, "ambiguous_percent"),
    ("八十五%", "", True, 0.85),
    (85.0, PERCENT, True, "ambiguous_percent"),
    (85.0, "", True, "ambiguous_percent"),
    ("85", "", True, "ambiguous_percent"),
    (-85.0, "", True, "ambiguous_percent"),
    ("85%", "", False, "ambiguous_percent"),
    (0.85, PERCENT, False, "ambiguous_percent"),
    (0.0, PERCENT, False, 0.0),
]


@pytest.mark.parametrize(("value", "shown", "percent", "expected"), PERCENTAGES)
def test_percentages(value: float | str, shown: str, percent: bool, expected: float | str) -> None:
    """In a percent line 85% is 0.85; a plain number above 5, or a percentage elsewhere, is ambiguous."""
    found = as_number(typed(value, shown), percent)
    assert (found.code if isinstance(found, Odd) else found) == expected


def test_a_plain_number_may_be_held_to_one() -> None:
    """Where somebody types, a number above 100 % needs its sign, in the cell's format or in its text."""
    for cell in (typed(3.0), typed("3"), typed(-1.2)):
        found = as_number(cell, percent=True, largest_plain=1.0)
        assert isinstance(found, Odd)
        assert found.code == "ambiguous_percent"
    for cell in (typed(3.0, PERCENT), typed("300%")):
        assert as_number(cell, percent=True, largest_plain=1.0) == 3.0


def test_what_holds_no_number() -> None:
    """Blank, not calculated, error, truth and not applicable are told apart."""
    waiting = Cell(BLANK, None, "A1")
    cells = [None, typed(None), waiting, typed(" "), Cell(ERROR, "#N/A"), typed(True)]
    codes = [found.code for found in (as_number(cell, False) for cell in cells) if isinstance(found, Odd)]
    assert codes == ["missing", "missing", "not_calculated", "missing", "error_value", "not_a_number"]
    for text in ("not applicable", " N/A ", "不适用", "NOT  APPLICABLE", "n.a."):
        assert as_number(typed(text), percent=True) == NOT_APPLICABLE


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_any_number_is_itself(number: float) -> None:
    """A number in a cell is taken as it is where no percentage is asked for, and so is its text."""
    assert as_number(typed(number), percent=False) == number
    assert as_number(typed(f"{number:.10f}"), percent=False) == float(f"{number:.10f}")


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    """Any text whatever is a number, not applicable, or odd."""
    cell = typed(text)
    assert isinstance(as_number(cell, percent=True, unit=text[-2:]), float | Odd | str)
    assert isinstance(as_yes_no(cell), bool | Odd | str)
    assert isinstance(as_date(cell), date | Odd)


YES = ("yes", "YES ", "y", "是", "√", "达成", "ＹＥＳ", True, 1.0)
NO = ("no", "否", "×", "未达成", False, 0.0)


@pytest.mark.parametrize("value", YES + NO)
def test_yes_and_no(value: float | str | bool) -> None:
    """Yes and no in both languages, as signs, as TRUE and FALSE, as 1 and 0 are understood."""
    assert as_yes_no(typed(value)) is (value in YES)


def test_neither_yes_nor_no() -> None:
    """Anything else is named; not applicable is its own answer."""
    assert as_yes_no(typed("maybe")) == Odd("not_yes_no", "maybe")
    assert as_yes_no(typed(2.0)) == Odd("not_yes_no", "2")
    assert as_yes_no(typed("不适用")) == NOT_APPLICABLE
    assert as_yes_no(None) == Odd("missing", "")
    assert as_yes_no(Cell(ERROR, "#REF!")) == Odd("error_value", "#REF!")


DAY = date(2026, 11, 5)
DATES: list[tuple[float | str, str, date | str]] = [
    (46331.0, DATE, DAY),
    (46331.75, DATE, DAY),
    (46331.0, "", DAY),
    (20261105.0, "", DAY),
    ("2026-11-05", "", DAY),
    ("2026/11/5", "", DAY),
    ("2026.11.5", "", DAY),
    ("2026年11月5日", "", DAY),
    ("２０２６年１１月５号", "", DAY),
    ("20261105", "", DAY),
    ("2026-11-05T08:30:00", "", DAY),
    ("2026/11/5 8:30", "", DAY),
    ("25/11/2026", "", date(2026, 11, 25)),
    ("11/25/2026", "", date(2026, 11, 25)),
    ("5.5.2026", "", date(2026, 5, 5)),
    ("5/11/2026", "", "ambiguous_date"),
    ("2026-13-05", "", "not_a_date"),
    ("2026-02-30", "", "not_a_date"),
    ("30/30/2026", "", "not_a_date"),
    ("tomorrow", "", "not_a_date"),
    (5.0, "", "not_a_date"),
    (-1.0, DATE, "not_a_date"),
    (1e300, DATE, "not_a_date"),
    (1.0, DATE, date(1900, 1, 1)),
    (59.0, DATE, date(1900, 2, 28)),
    (60.0, DATE, "not_a_date"),
    (61.0, DATE, date(1900, 3, 1)),
    (2958465.0, DATE, date(9999, 12, 31)),
    (True, "", "not_a_date"),
]


@pytest.mark.parametrize(("value", "shown", "expected"), DATES)
def test_dates(value: float | str, shown: str, expected: date | str) -> None:
    """Day numbers and the usual spellings are dates; where day and month may be swapped it is said."""
    found = as_date(typed(value, shown))
    assert (found.code if isinstance(found, Odd) else found) == expected


def test_dates_of_the_other_system() -> None:
    """A workbook that counts from 1904 gives the same days."""
    assert as_date(typed(46331.0 - 1462, DATE), date1904=True) == DAY
    assert as_date(typed(1.0, DATE), date1904=True) == date(1904, 1, 2)
    assert as_date(typed(0.0, DATE), date1904=True) == Odd("not_a_date", "0")
