"""Reading the scheme workbook: what was written comes back; mistakes are named, never raised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.scoring.scheme import Cycle, Department, Indicator, Line, Person, Scheme, Settings
from addin.texts import LANGUAGES
from sync.checks.scheme import check_scheme
from sync.reading.cells import NUMBER, PERCENT, TEXT, Cell, Unreadable
from sync.reading.departments import head_of
from sync.reading.scheme import SCHEME_TABLES, read_scheme
from sync.reading.typed import Unclear, chosen, days, typed
from templates.books.scheme import SchemeContent, starter, write_scheme
from templates.books.scheme.content import write_days
from templates.lists import choices, word
from templates.patch import set_cells
from templates.tables import TABLES
from tests.edits import resave
from tests.scheme_edits import apply

TODAY = date(2026, 11, 20)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@cache
def book(language: str = "en") -> bytes:
    """Return the starter, written once."""
    return write_scheme(starter(language, TODAY), language)


def people(*rows: tuple[str, str, str | None]) -> dict[str, Person]:
    """Return a roster of (number, department, manager)."""
    return {key: Person(key, f"Name {key}", unit, "MGR", manager) for key, unit, manager in rows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_starter_comes_back(language: str) -> None:
    """What was written is read back, value for value, and nothing is odd."""
    made = starter(language, TODAY)
    reading = read_scheme(book(language))
    assert reading.scheme == made.scheme
    assert dict(reading.roster) == {}
    assert (reading.problems, reading.twice) == ((), ())
    assert set(reading.tables) == {table.key for table in SCHEME_TABLES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_comes_back(language: str) -> None:
    """People, departments, deadlines, yes and no, an OKR-less line and every kind of parameter come back."""
    made = starter(language, TODAY)
    unit, post = Department("d1", "Süd & Co <1>", None, "001"), next(iter(made.scheme.positions.values()))
    line = Line(
        "X", "NEW", 100.0, "interval", 0.05, {"width": 0.01, "zero": 0.1, "step": 0.01}, "neutral", ("year",)
    )
    scheme = replace(
        made.scheme,
        settings=replace(
            made.scheme.settings, modules=("departments", "sources"), holidays=(date(2026, 10, 1),)
        ),
        departments={"d1": unit, "d2": Department("d2", "二部", "d1", "002")},
        positions={**made.scheme.positions, "p": replace(post, id="p", reviewed_on=TODAY)},
        indicators={
            **made.scheme.indicators,
            "NEW": Indicator("NEW", "=SUM(1)", "ability", "% of all", reviewed_on=TODAY),
        },
        templates={**made.scheme.templates, "X": (line,)},
        cycles={"2027": Cycle("2027", "year", TODAY, TODAY + timedelta(9), close_due=TODAY + timedelta(20))},
    )
    roster = people(("001", "d1", None), ("002", "d2", "001"))
    roster["001"] = replace(roster["001"], hired=TODAY, in_post_since=TODAY, left_on=TODAY, email="a@b.c")
    reading = read_scheme(write_scheme(SchemeContent(scheme, roster), language))
    assert reading.scheme == scheme
    assert dict(reading.roster) == roster
    assert reading.problems == ()


@settings(max_examples=15, deadline=None)
@given(
    st.builds(
        Settings,
        company=WORDS,
        timezone=st.sampled_from(["UTC", "Europe/London", "Asia/Shanghai"]),
        full_score=st.floats(1, 1000).map(lambda x: round(x, 9)),
        total_floor=st.floats(0, 1000).map(lambda x: round(x, 9)),
        decimals=st.integers(0, 4),
        missing=st.sampled_from(["block", "renormalise", "neutral"]),
        minimum_share=st.floats(0, 1).map(lambda x: round(x, 9)),
        lines_max=st.integers(1, 50),
        protection=st.sampled_from(["soft", "sheet"]),
        holidays=st.sets(st.dates(date(2000, 1, 1), date(2090, 1, 1)), max_size=40).map(
            lambda d: tuple(sorted(d))
        ),
        modules=st.sampled_from([(), ("departments",), ("sources",), ("departments", "sources")]),
    ),
    st.sampled_from(LANGUAGES),
)
def test_any_settings_come_back(values: Settings, language: str) -> None:
    """Whatever the settings are, they are read back as they were written (spreadsheets keep 15 digits)."""
    scheme = replace(_empty(), settings=values)
    assert read_scheme(write_scheme(SchemeContent(scheme), language)).scheme.settings == values


def _empty() -> Scheme:
    return Scheme(Settings(), {}, {}, {}, {}, (), {})


TYPED = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="{}"), max_size=60),
    st.sampled_from(
        [
            "1.23E+15",
            "85%",
            "＃",
            "%",
            "..",
            ":",
            ";",
            "不适用",
            "2026-13-45",
            "0x10",
            "=1+1",
            "..60: 0; 60..: 1",
        ]
    ),
    st.dates(date(1950, 1, 1)),
)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_nothing_typed_breaks_reading_or_checking(data: Any) -> None:
    """Whatever is typed into whatever cells, reading and checking come to an end in words."""
    changes: dict[str, dict[str, Any]] = {}
    for _ in range(data.draw(st.integers(1, 12))):
        table = data.draw(st.sampled_from(SCHEME_TABLES))
        row = data.draw(st.integers(4, 12))
        column = data.draw(st.integers(1, min(26, len(table.columns))))
        changes.setdefault(table.title("en"), {})[f"{chr(64 + column)}{row}"] = data.draw(TYPED)
    reading = read_scheme(set_cells(book(), changes))
    for language in LANGUAGES:
        assert all("{" not in finding.fix for finding in check_scheme(reading, language))


def test_a_file_that_is_no_workbook() -> None:
    """Only a file that is no workbook is refused, with its reason."""
    with pytest.raises(Unreadable):
        read_scheme(b"Dear HR, please find enclosed")


def test_saved_again_by_another_program() -> None:
    """A workbook saved again with inline strings and without cached values reads the same."""
    assert read_scheme(resave(book(), {})).scheme == read_scheme(book()).scheme


def test_a_workbook_of_both_languages() -> None:
    """Titles and words of the other language are understood, column by column and cell by cell."""
    edits = [
        {"do": "title", "sheet": "Templates", "cell": "D4", "value": "计分方法"},
        {"table": "templates", "key": ["SALES", "SAL-01"], "column": "method", "value": " 差额法 "},
        {"table": "settings", "key": ["missing"], "column": "value", "value": "NEUTRAL"},
    ]
    scheme = read_scheme(apply(book(), edits)).scheme
    assert scheme.templates["SALES"][0].method == "difference"
    assert scheme.settings.missing == "neutral"


def test_a_line_without_a_policy_takes_the_companys() -> None:
    """Where a line does not say what happens if its value is missing, the setting does."""
    edits = [
        {"table": "settings", "key": ["missing"], "column": "value", "value": "share the weight"},
        {"table": "templates", "key": ["SALES", "SAL-01"], "column": "missing", "value": None},
    ]
    lines = read_scheme(apply(book(), edits)).scheme.templates["SALES"]
    assert [line.missing for line in lines[:2]] == ["renormalise", "block"]


def test_what_cannot_be_understood_is_left_out() -> None:
    """A cell that is not understood is named with its row and counts as blank; the others count."""
    edits = [
        {"table": "templates", "key": ["SALES", "SAL-01"], "column": "threshold", "value": "sixty"},
        {"table": "settings", "key": ["decimals"], "column": "value", "value": "two"},
    ]
    reading = read_scheme(apply(book(), edits))
    assert [(p.table, p.column, p.row, p.code, p.found, p.key) for p in reading.problems] == [
        ("settings", "value", 12, "not_a_number", "two", ("decimals",)),
        ("templates", "threshold", 5, "not_a_number", "sixty", ("SALES", "SAL-01")),
    ]
    assert reading.scheme.settings.decimals == 2
    assert reading.scheme.templates["SALES"][0].parameters == {"floor": 0.0, "cap": 120.0}


def test_the_first_of_two_rows_counts() -> None:
    """Of two rows with the same number the first counts, and the index leads to it."""
    rows = [["7", "Ada", "a", "GM", ""], ["7", "Bo", "b", "GM", ""]]
    reading = read_scheme(apply(book(), [{"do": "people", "rows": rows}]))
    assert reading.roster["7"].name == "Ada"
    assert reading.place("people", "name", "7") == ("People", "B5")


def test_settings_are_found_without_their_key() -> None:
    """Where the hidden key was emptied, a setting is known by its label, in any language."""
    edits = [
        {"do": "title", "sheet": "Settings", "cell": "D12", "value": None},
        {"do": "title", "sheet": "Settings", "cell": "A12", "value": "小数位数"},
        {"do": "title", "sheet": "Settings", "cell": "B12", "value": 1},
    ]
    assert read_scheme(apply(book(), edits)).scheme.settings.decimals == 1


def test_departments_come_from_people() -> None:
    """While the module is off, departments are those that People names, with the head who leads there."""
    rows = [
        ["1", "Ada", "north", "MGR", ""],
        ["2", "Bo", "north", "SALES-REP", "1"],
        ["3", "Cy", "south", "MGR", "1"],
    ]
    scheme = read_scheme(apply(book(), [{"do": "people", "rows": rows}])).scheme
    assert dict(scheme.departments) == {
        "north": Department("north", "north", None, "1"),
        "south": Department("south", "south"),
    }


def test_the_head_is_who_leads_and_is_not_led() -> None:
    """A head leads somebody in the department and is led from outside; two such people are no head."""
    chain = people(("1", "a", "9"), ("2", "a", "1"), ("3", "a", "2"))
    two = people(("1", "a", "9"), ("2", "a", "1"), ("4", "a", "9"), ("5", "a", "4"))
    assert [head_of([*one.values()]) for one in (chain, two, {})] == ["1", None, None]


@given(st.sets(st.dates(date(2000, 1, 1), date(2030, 1, 1)), max_size=30))
def test_days_come_back(given_days: set[date]) -> None:
    """Days written as single days and ranges are read back, each once and in order."""
    ordered = tuple(sorted(given_days))
    assert days(Cell(TEXT, write_days(ordered)), False) == (ordered if ordered else ())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2026/10/1~2026/10/3，2026年12月25日", 4),
        ("2026-10-01至2026-10-07", 7),
        (46296.0, 1),
    ],
)
def test_days_as_people_type_them(text: str | float, number: int) -> None:
    """Days are understood with the signs of both keyboards, and a single day as a date."""
    found = days(Cell(TEXT if isinstance(text, str) else NUMBER, text, None, "date"), False)
    assert len(found) == number if isinstance(found, tuple) else False


@pytest.mark.parametrize("text", ["soon", "2026-10-07..2026-10-01", "2026-01-01..2036-01-01", "1..2..3"])
def test_days_that_cannot_be(text: str) -> None:
    """A range backwards, one of years, and what is no day are refused."""
    assert isinstance(days(Cell(TEXT, text), False), Unclear)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "column",
    [column for table in SCHEME_TABLES for column in table.columns if column.choices],
    ids=lambda c: c.key,
)
def test_every_choice_is_understood(column: Any, language: str) -> None:
    """Every word of every list, in both languages, leads to one choice."""
    for entry in choices(column.choices, language):
        choice = chosen(Cell(TEXT, f" {entry.upper()} "), column.choices)
        assert isinstance(choice, str)
        assert word(column.choices, choice, language) == entry


def test_a_weight_in_percent_is_a_weight() -> None:
    """30 % typed as a weight is 30, in a percent cell or as text."""
    column = TABLES["templates"].column("weight")
    cells = (Cell(NUMBER, 0.3, None, PERCENT), Cell(TEXT, "30 %"), Cell(NUMBER, 30.0))
    assert [typed(column, cell, False, False) for cell in cells] == [30.0, 30.0, 30.0]
