"""What a comma within a number is."""

from __future__ import annotations

import pytest

from sync.reading.rows import read_rows
from sync.service.importing.commas import commas_of, readings
from sync.service.importing.rereading import HowRead, understand

COLUMNS = {"employee": ("who",), "period": ("year",), "score": ("score",)}


def scores(*texts, separator=";"):
    """Return the scores read from a column, or why a line was left out."""
    lines = [separator.join((f"{n}", "2024", f'"{text}"')) for n, text in enumerate(texts, start=1)]
    data = "\n".join([separator.join(("who", "year", "score")), *lines]).encode()
    _, records = read_rows(data)
    how = HowRead(COLUMNS, rules=2, commas=commas_of(records, COLUMNS, separator))
    rows, notes = understand("history", records, how)
    found = {row.line: row.score for row in rows} | {note.line: note.code for note in notes}
    return [found[line] for line in sorted(found)]


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (("87,125", "88,5"), [87.125, 88.5]),
        (("87,125", "1.234,5"), [87.125, 1234.5]),
        (("87,125", "90"), ["ambiguous_comma", 90.0]),
        (("1,234", "1,234.5"), [1234.0, 1234.5]),
        (("1,234", "1,234,567"), [1234.0, 1234567.0]),
        (("87,125", "88,5", "1,234.5"), ["ambiguous_comma", 88.5, 1234.5]),
        (("88,5", "1.234"), [88.5, "ambiguous_comma"]),
        (("0,125", "87,125"), [0.125, 87.125]),
        (("1.234", "88.5"), [1.234, 88.5]),
    ],
)
@pytest.mark.parametrize("separator", [";", "\t"])
def test_the_column_tells_what_a_comma_is(texts, read, separator):
    """A comma is of decimals where another value proves it; what may be either is left out."""
    assert scores(*texts, separator=separator) == read


def test_a_file_separated_by_commas_writes_thousands_with_them():
    """Where the file itself is separated by commas, a quoted 1,234 is 1234."""
    assert scores("1,234", "88.5", separator=",") == [1234.0, 88.5]


def test_both_readings_are_told():
    """What may be two numbers is shown as both."""
    assert readings("1,234 kg", "unclear") == ["1234 kg", "1.234 kg"]
