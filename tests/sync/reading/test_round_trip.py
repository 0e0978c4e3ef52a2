"""What is typed into an issued workbook, in any accepted spelling of either language, is read as meant."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from addin.texts import LANGUAGES
from sync.checks.context import Context
from sync.checks.forms import build_context
from sync.reading.numbers import as_date, yes_no_words
from sync.reading.submission import Submission, read_submission
from sync.service.judging import entry_rows, typed_rows
from templates.patch import CellValue, set_cells
from tests.builders import CYCLE, PEOPLE, TYPED, issued_workbook, sample_scheme

DIGITS = "零一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789.,%-", "０１２３４５６７８９．，％－")
PERCENT = ("SAL-02", "RND-01", "ADM-01", "ADM-03")
JUDGED = ("SAL-07", "RND-06", "ADM-02")
YES_NO = "RND-08"
WORDS = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\n"
    ),
    min_size=1,
    max_size=40,
)


class Typing(NamedTuple):
    """What somebody types into a cell, and what is meant by it."""

    typed: CellValue
    meant: float | str


def chinese(number: int) -> str:
    """Write a whole number below 10,000 in Chinese characters, 零 where a place is skipped: 一千零三."""
    if number < 20:
        return DIGITS[number] if number < 10 else "十" + (DIGITS[number - 10] if number > 10 else "")
    written = ""
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            written += DIGITS[digit] + unit
        elif written and number and not written.endswith("零"):
            written += "零"
    return written


def spaced(text: str) -> st.SearchStrategy[str]:
    """Return a text as it is, in full-width signs, or among spaces of any kind."""
    return st.sampled_from(
        [text, text.translate(FULL_WIDTH), f" {text}\u00a0", f"\u3000{text}\n", f"'{text}"]
    )


@st.composite
def amounts(draw: st.DrawFn) -> Typing:
    """Draw an amount with up to two decimals, and one of its spellings."""
    cents = draw(st.integers(0, 9_999_999))
    number = cents / 100
    point, grouped = f"{number:.2f}", f"{number:,.2f}"
    spellings = [
        point,
        grouped,
        point.replace(".", "。"),
        point.replace(".", ","),
        f"{point} 分",
        f"+{point}",
    ]
    spellings += [grouped.replace(",", "'"), grouped.replace(",", " ")]
    if cents % 100 == 0 and 1 < number < 10_000:
        spellings.append(chinese(int(number)))
    return Typing(draw(st.just(number) | st.sampled_from(spellings).flatmap(spaced)), number)


@st.composite
def percentages(draw: st.DrawFn) -> Typing:
    """Draw a percentage up to 500 % with one decimal, below zero too, and one of its spellings."""
    tenths = draw(st.integers(-5000, 5000))
    text = f"{tenths / 10:.1f}"
    spellings = [f"{text}%", f"{text} %", f"{text}%".replace("-", "−")]
    if abs(tenths) <= 1000:
        spellings.append(f"{tenths / 1000:.3f}")
    return Typing(draw(st.just(tenths / 1000) | st.sampled_from(spellings).flatmap(spaced)), tenths / 1000)


@st.composite
def ratings(draw: st.DrawFn) -> Typing:
    """Draw a rating in half steps, and one of its spellings."""
    rating = draw(st.integers(2, 10)) / 2
    return Typing(
        draw(st.just(rating) | st.sampled_from([f"{rating}", f"{rating}分"]).flatmap(spaced)), rating
    )


@st.composite
def answers(draw: st.DrawFn) -> Typing:
    """Draw yes or no in one of its words, as TRUE or FALSE, as 1 or 0."""
    word = draw(st.sampled_from(sorted(yes_no_words())) | st.booleans() | st.sampled_from([0, 1]))
    return Typing(word, float(yes_no_words()[word] if isinstance(word, str) else word))


@st.composite
def days(draw: st.DrawFn) -> tuple[str, date]:
    """Draw a day and one of its spellings."""
    day = draw(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
    year, month, number = day.year, day.month, day.day
    spellings = [day.isoformat(), f"{year}/{month}/{number}", f"{year}年{month}月{number}日", f"{day:%Y%m%d}"]
    if number > 12:
        spellings += [f"{number}/{month}/{year}", f"{month}.{number}.{year}"]
    return draw(st.sampled_from(spellings).flatmap(spaced)).removeprefix("'"), day


def line(indicator: str) -> st.SearchStrategy[Typing]:
    """Draw what is typed in a line."""
    if indicator in JUDGED:
        return ratings()
    if indicator in PERCENT:
        return percentages()
    return answers() if indicator == YES_NO else amounts()


FILLED = st.fixed_dictionaries({key: line(key[1]) for key in TYPED})
REMARKS = st.fixed_dictionaries({}, optional=dict.fromkeys(TYPED, WORDS))
COMMENTS = st.fixed_dictionaries({}, optional=dict.fromkeys(PEOPLE, WORDS))


@cache
def issued(language: str) -> tuple[bytes, Submission]:
    """Return the sample workbook as issued, and as read."""
    data = issued_workbook(language)
    return data, read_submission(data)


def typed_in(language: str, cells: dict[str, dict[tuple[str, ...], CellValue]]) -> Context:
    """Type values into the issued workbook: by column, by row key; and read it."""
    data, before = issued(language)
    changes: dict[str, dict[str, CellValue]] = {}
    for place, values in cells.items():
        table, _, column = place.partition(".")
        reading = before.tables[table]
        for row in reading.rows:
            key = (row.text("employee"), row.text("indicator"))[: 2 if table == "appraisal" else 1]
            cell = reading.place(row, column)
            if key in values and cell:
                changes.setdefault(reading.sheet, {})[cell] = values[key]
    scheme = sample_scheme()
    sent = read_submission(set_cells(data, changes))
    return build_context(sent, before, scheme, scheme.cycles[CYCLE], language)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filled=FILLED, remarks=REMARKS, comments=COMMENTS, day=days())
def test_what_was_typed_is_read(
    language: str,
    filled: dict[tuple[str, str], Typing],
    remarks: dict[tuple[str, str], str],
    comments: dict[str, str],
    day: tuple[str, date],
) -> None:
    """Amounts, percentages, ratings, answers, dates and remarks are read as they were meant."""
    dated = next(iter(filled))
    context = typed_in(
        language,
        {
            "appraisal.actual": {key: one.typed for key, one in filled.items() if key[1] not in JUDGED},
            "appraisal.manager_rating": {key: one.typed for key, one in filled.items() if key[1] in JUDGED},
            "appraisal.comment": dict(remarks),
            "appraisal.evidence": {dated: day[0]},
            "summary.overall_comment": {(employee,): text for employee, text in comments.items()},
        },
    )
    for entry in entry_rows(context):
        key = entry.employee, entry.indicator
        value = entry.manager_rating if key[1] in JUDGED else entry.actual
        assert value == pytest.approx(filled[key].meant, rel=1e-12), filled[key]
        assert entry.comment == remarks.get(key, "").strip()
    (row,) = [
        one.row for form in context.forms for one in form.lines if (form.employee, one.indicator.id) == dated
    ]
    assert as_date(row.cell("evidence") if row else None) == day[1]
    for register in typed_rows(context):
        assert register.values["overall_comment"] == comments.get(register.key, "").strip()
