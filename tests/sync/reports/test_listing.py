"""The Findings sheet of a returned copy: what became of each finding, and rows as high as their texts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.findings import Life, life
from sync.reading.tables import TableReading, find_table
from sync.reading.xlsx import read_book
from templates.patch import open_package
from templates.tables import TABLES
from tests.editing import opened, saved
from tests.sync.reports.material import (
    found,
    issued,
    judged,
    many_mistakes,
    returned,
    sent_back,
    typed_into,
)

BEFORE = [found("V001", "B2"), found("V002", "C9"), found("W001", "D4", "warning")]
NOW = [found("V002", "C9"), found("V003", "A1"), found("V005", "A2", "warning")]


def listing(data: bytes) -> TableReading:
    """Return the Findings table of a workbook."""
    table = find_table(read_book(data), TABLES["findings"])
    assert table is not None
    return table


def standings(data: bytes) -> list[tuple[str, str]]:
    """Return code and standing of every row."""
    return [(row.text("code"), row.text("standing")) for row in listing(data).rows]


@pytest.mark.parametrize(
    ("language", "new", "still", "mended"),
    [("en", "New", "Open", "Mended"), ("zh", "新增", "待处理", "已修改")],
)
def test_the_standing_of_each_finding(language: str, new: str, still: str, mended: str) -> None:
    """What is new and what is still open is told; below stands what was mended, with its former place."""
    data = returned(issued(language), NOW, language, life(NOW, BEFORE))
    assert standings(data) == [
        ("V002", still),
        ("V003", new),
        ("V005", new),
        ("V001", mended),
        ("W001", mended),
    ]
    past = listing(data).rows[3]
    assert (past.text("place"), past.text("fix")) == ("Lee's Appraisal › B2", "")
    assert past.text("message") == "V001 is open."


def test_the_mended_have_neither_links_nor_comments() -> None:
    """What was mended leads nowhere, since its row may have moved, and no cell is marked for it."""
    book = opened(returned(issued(), NOW, life=life(NOW, BEFORE)))
    links = [book["Findings"].cell(row.number, 5).hyperlink for row in listing(saved(book)).rows]
    assert [link is not None for link in links] == [True, True, True, False, False]
    assert book["Lee's Appraisal"]["D4"].comment is None


def test_a_first_copy_tells_no_standing() -> None:
    """In a first copy everything is new, so nothing is said of it."""
    assert {standing for _, standing in standings(returned(issued(), NOW, life=life(NOW, None)))} == {""}
    assert {standing for _, standing in standings(returned(issued(), NOW))} == {""}


def test_the_waived_stand_between() -> None:
    """What is waived is listed as such, above what was mended."""
    became = replace(life(NOW, BEFORE), waived=(found("P001", "A5", "warning"),))
    assert standings(returned(issued(), NOW, life=became))[3:] == [
        ("P001", "Waived"),
        ("V001", "Mended"),
        ("W001", "Mended"),
    ]


def test_nothing_open_and_something_mended() -> None:
    """Where nothing is left, the list holds what was mended."""
    data = returned(issued(), [], life=Life(mended=tuple(BEFORE)))
    assert standings(data) == [("V001", "Mended"), ("V002", "Mended"), ("W001", "Mended")]


def test_a_sheet_issued_before_lists_what_is_open_only() -> None:
    """A Findings sheet without the column for it lists the findings of now, as it did."""
    book = opened(issued())
    book["Findings"].delete_cols(3)
    data = returned(saved(book), NOW, life=life(NOW, BEFORE))
    assert standings(data) == [("V002", ""), ("V003", ""), ("V005", "")]


def test_rows_are_as_high_as_their_texts() -> None:
    """A long text gets a high row, a short one a low one; a row that is left over has the usual height."""
    long = replace(found("V001", "B2"), message="What is to be said of it. " * 20)
    first = returned(issued(), [long, found("V002", "C9")])
    rows = [row.number for row in listing(first).rows]
    heights = opened(first)["Findings"].row_dimensions
    assert heights[rows[0]].height > 120
    assert heights[rows[1]].height < 40
    after = opened(returned(first, [found("V002", "C9")]))["Findings"].row_dimensions
    assert after[rows[0]].height < 40
    assert after[rows[1]].height is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_a_manager_mends_steps_back(language: str) -> None:
    """In a department's workbook, what was mended stands below what is open, by the same ids."""
    mistakes = many_mistakes(language)
    before = judged(mistakes, language)
    mended = typed_into(sent_back(mistakes, 2, language), "target", ("00123", "SAL-01"), 100.0, language)
    now = judged(mended, language)
    rows = listing(sent_back(mended, 3, language, life(now, before))).rows
    assert len(rows) == len(before)
    assert [row.text("code") for row in rows].index("F003") == len(now)


def test_a_hidden_sheet_is_shown() -> None:
    """A Findings sheet that is hidden is shown as soon as there is something on it, and else left alone."""
    assert not listing(returned(issued(), NOW)).hidden
    assert listing(returned(issued(), [])).hidden
    package = open_package(returned(issued(), []))
    assert 'state="hidden"' in package.text("xl/workbook.xml")
