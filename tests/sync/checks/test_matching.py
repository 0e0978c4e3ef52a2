"""Finding whose row it is: by number, however a spreadsheet has rewritten it."""

from __future__ import annotations

import pytest

from sync.checks.matching import match_lines, match_people, resolve
from sync.reading.cells import NUMBER, TEXT, Cell
from sync.reading.tables import ReadRow, TableReading


def cell(value: float | str) -> Cell:
    """Return a cell as the reader gives it."""
    return Cell(TEXT if isinstance(value, str) else NUMBER, value)


def table(*rows: tuple[float | str, ...]) -> TableReading:
    """Return a small Appraisal table: employee, indicator, actual."""
    columns = ("employee", "indicator", "actual")
    found = tuple(
        ReadRow(number, {key: cell(value) for key, value in zip(columns, row, strict=False) if value != ""})
        for number, row in enumerate(rows, start=2)
    )
    return TableReading("appraisal", "Appraisal", 1, {key: at + 1 for at, key in enumerate(columns)}, found)


@pytest.mark.parametrize(
    ("value", "known", "expected"),
    [
        ("00123", ["00123", "123"], "00123"),
        (123.0, ["00123", "00124"], "00123"),
        ("123", ["00123", "0123"], None),
        ("００123 ", ["00123"], "00123"),
        ("'00123", ["00123"], "00123"),
        ("e-07", ["E-07"], "E-07"),
        (7.0, ["E-07"], None),
        (1234567890123450.0, ["1234567890123456"], None),
        (1234567890123460.0, ["1234567890123456"], "1234567890123456"),
        ("1.23E+15", ["1234567890123456", "2234567890123456"], "1234567890123456"),
        ("1.23E+15", ["1234567890123456", "1234567890123457"], None),
        ("1.24E+15", ["1234567890123456"], None),
        ("1E+300", ["1234567890123456"], None),
        ("NaN", ["1234567890123456"], None),
        ("Infinity", ["1234567890123456"], None),
        (123.5, ["00123"], None),
        (-123.0, ["00123"], None),
        ("", ["00123"], None),
    ],
)
def test_number_is_recognised(value: float | str, known: list[str], expected: str | None) -> None:
    """A rewritten number is recognised where exactly one issued number fits."""
    assert resolve(cell(value), known) == expected


def test_rows_are_matched_by_number() -> None:
    """Rows find their line wherever they stand; what fits no line is kept apart."""
    issued = table(("00123", "A"), ("00123", "B"), ("00124", "A"))
    sent = table(
        ("00124", "A", 3.0), (123.0, "B"), ("00123", "C"), ("999", "A"), ("", "", 5.0), ("00123", "B", 2.0)
    )
    found = match_lines(sent, issued)
    assert [row.number for row in found.lines["00123", "B"]] == [3, 7]
    assert found.row(("00123", "B")) == sent.rows[5]
    assert found.row(("00123", "A")) is None
    assert [(told.column, told.number) for told in found.rewritten] == [("employee", "00123")]
    assert found.unissued == ((sent.rows[2], "00123"),)
    assert found.strangers == (sent.rows[3],)
    assert found.unnumbered == (sent.rows[4],)


def test_people_are_matched_once() -> None:
    """Of two rows for one person the first counts, and nobody else's is taken."""
    sent = table(("00124", ""), (123.0, ""), ("00123", ""), ("7", ""))
    assert match_people(sent, ["00123", "00124"]) == {"00124": sent.rows[0], "00123": sent.rows[1]}


def test_nothing_sent_matches_nothing() -> None:
    """A table that is gone leaves every line without a row."""
    found = match_lines(None, table(("00123", "A")))
    assert found.row(("00123", "A")) is None
    assert match_people(None, ["00123"]) == {}
