"""Readings as the archive stores them come back, also those of an earlier program."""

from __future__ import annotations

import msgspec

from sync.reading.cells import Cell
from sync.reading.stored import brought_up, restore, store
from sync.reading.submission import SheetFact, Submission
from sync.reading.tables import ReadRow, TableReading

CELLS = {
    "actual": Cell("n", 0.85, None, "percent"),
    "comment": Cell("t", "很好"),
    "applies": Cell("b", True),
    "score": Cell("", None, 'IF(actual[0]="","",actual[0])'),
    "broken": Cell("e", "#N/A"),
}
TABLE = TableReading(
    "appraisal", "考核评分", 4, {"actual": 11}, (ReadRow(5, CELLS),), hidden_rows=frozenset({7})
)
SUBMISSION = Submission(None, {"appraisal": TABLE}, (SheetFact("考核评分", "visible", "appraisal", 9),))


def placed(submission: Submission) -> bytes:
    """Return a reading as it was stored when each cell named its row and column."""
    loose = msgspec.json.decode(store(submission))
    for table in loose["tables"].values():
        for row in table["rows"]:
            row["cells"] = {key: [row["number"], 1, *cell] for key, cell in row["cells"].items()}
    return msgspec.json.encode(loose)


def test_a_reading_comes_back() -> None:
    """A reading kept with an issued workbook comes back cell by cell."""
    assert restore(store(SUBMISSION)) == SUBMISSION


def test_a_reading_of_an_earlier_program_comes_back() -> None:
    """A reading whose cells were stored with their places comes back, and is stored as today."""
    assert restore(placed(SUBMISSION)) == SUBMISSION
    assert brought_up(placed(SUBMISSION)) == brought_up(store(SUBMISSION)) == store(SUBMISSION)


def test_what_is_no_reading_is_left_as_it_is() -> None:
    """A stored document of another kind is not touched."""
    for other in (b"[]", b'{"tables":3}', b'{"tables":{"x":{"rows":[1,{"cells":2}]}}}'):
        assert brought_up(other) == other
