"""Finding tables: by headings in either language, each on a sheet of its own, whatever stands around them."""

from __future__ import annotations

import pytest

from sync.reading.cells import BLANK, NUMBER, TEXT, Book, Cell, Row, Sheet
from sync.reading.tables import find_table, find_tables, normal
from templates.tables import TABLES

SUMMARY, MEMBERS = TABLES["summary"], TABLES["members"]
HEADINGS = ("employee", "name", "position", "score", "grade", "strengths", "to_improve")


def sheet(name: str, *rows: tuple[object, ...], first: int = 1, state: str = "visible") -> Sheet:
    """Return a sheet of texts and numbers; None leaves a cell out."""
    return Sheet(name, state, tuple(Row(number, row(*values)) for number, values in enumerate(rows, first)))


def row(*values: object) -> dict[int, Cell]:
    """Return the cells of a row of texts and numbers."""
    return {
        column: Cell(TEXT if isinstance(value, str) else NUMBER, value)  # type: ignore[arg-type]
        for column, value in enumerate(values, 1)
        if value is not None
    }


def titles(language: str = "en") -> tuple[str, ...]:
    """Return the headings of the Summary table."""
    return tuple(SUMMARY.heading(key, language) for key in HEADINGS)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_header_in_either_language(language: str) -> None:
    """A table is found by its titles in either language, below other rows, its rows by column key."""
    found = find_table(
        Book((sheet("x", ("A title",), (), titles(language), ("00123", "Li Lei", None, 85.0)),)), SUMMARY
    )
    assert found is not None
    assert (found.header_row, found.columns["score"]) == (3, 4)
    (row,) = found.rows
    assert (row.number, row.text("employee"), row.text("score"), row.text("grade")) == (4, "00123", "85", "")
    assert (found.place(row, "grade"), found.place(row, "open")) == ("E4", None)
    assert found.missing == ("overall_comment", "open")


def test_headings_as_people_leave_them() -> None:
    """Case, width and spaces of a title do not matter; a foreign column is named."""
    changed = ("EMPLOYEE  NO.", " Ｎａｍｅ", *titles()[2:], "My notes")
    found = find_table(Book((sheet("x", changed, ("1",)),)), SUMMARY)
    assert found is not None
    assert found.unknown == ("My notes",)


def test_rows_without_anything_typed_are_no_rows() -> None:
    """A row that holds only formulas is no record."""
    formulas = Row(3, {4: Cell(BLANK, None, "A3")}), Row(4, {4: Cell(NUMBER, 1.0, "A4")})
    book = Book((Sheet("x", "visible", (*sheet("x", titles(), ("00123",)).rows, *formulas)),))
    found = find_table(book, SUMMARY)
    assert found is not None
    assert [row.number for row in found.rows] == [2]


def test_no_table() -> None:
    """Without the key column, or with too few of its titles, a sheet holds no such table."""
    assert find_table(Book((sheet("x", titles()[1:]),)), SUMMARY) is None
    assert find_table(Book((sheet("x", titles()[:2]),)), SUMMARY) is None
    assert find_table(Book((sheet("x", titles(), first=80),)), SUMMARY) is None


def test_each_table_has_its_own_sheet() -> None:
    """A sheet belongs to the table with most of its titles, so a deleted sheet is not found elsewhere."""
    members = tuple(MEMBERS.heading(column.key, "en") for column in MEMBERS.columns)
    summary = (*titles(), "Department", "Open points")
    both = Book((sheet("S", summary), sheet("M", members)))
    found, twice = find_tables(both, [MEMBERS, SUMMARY])
    assert ({key: table.sheet for key, table in found.items()}, twice) == (
        {"summary": "S", "members": "M"},
        (),
    )
    only, _ = find_tables(Book((sheet("S", summary),)), [MEMBERS, SUMMARY])
    assert only.keys() == {"summary"}


def test_copies_of_a_table() -> None:
    """Of two sheets with one table the visible one is read, else the first, and the other is named."""
    hidden, first, second = (
        sheet("hidden", titles(), ("0",), state="hidden"),
        sheet("first", titles(), ("1",)),
        sheet("second", titles(), ("2",)),
    )
    found, twice = find_tables(Book((hidden, first, second)), [SUMMARY])
    assert (found["summary"].sheet, set(twice)) == ("first", {"hidden", "second"})


def test_titles_as_compared() -> None:
    """Titles are compared without regard to width, white space and case."""
    assert normal(" 权重（%）\n") == normal("权重(%)")
