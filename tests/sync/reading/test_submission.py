"""A submission: stamp, tables and facts of a workbook that somebody sent, and what in it was typed."""

from __future__ import annotations

import msgspec
import pytest

from sync.reading.cells import Cell, Unreadable
from sync.reading.submission import Submission, read_submission, typed_content_digest
from sync.reading.tables import ReadRow, TableReading
from tests import packages
from tests.builders import PEOPLE, filled_workbook, issued_workbook, sample_stamp
from tests.edits import apply

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
LINE = {"employee": "00123", "indicator": "SAL-01"}


def after(*edits: dict[str, object]) -> Submission:
    """Return the filled workbook as read after some edits."""
    return read_submission(apply(filled_workbook(), edits))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_issued_is_read(language: str) -> None:
    """An issued workbook gives its stamp, its three tables with every person, and nothing odd."""
    found = read_submission(issued_workbook(language))
    assert found.stamp == sample_stamp(language=language)
    assert found.tables.keys() == {"members", "appraisal", "summary"}
    assert {row.text("employee") for row in found.tables["summary"].rows} == set(PEOPLE)
    assert (found.hidden_sheets, found.notes, found.date1904) == ((), (), False)
    assert all(not table.unknown and not table.missing for table in found.tables.values())
    assert {fact.table for fact in found.sheets if fact.table} == found.tables.keys()


def test_it_travels_as_text() -> None:
    """A submission encoded as JSON and decoded again is the same."""
    found = read_submission(filled_workbook())
    assert msgspec.json.decode(msgspec.json.encode(found), type=Submission) == found


def test_formulas_are_canonical() -> None:
    """The formulas in a table's cells name columns, not places."""
    rows = read_submission(filled_workbook()).tables["appraisal"].rows
    formulas = {cell.formula for row in rows for cell in row.cells.values() if cell.formula}
    assert any("actual[0]" in formula for formula in formulas)
    assert not any("$" in formula for formula in formulas)


def test_the_stamp_is_found_under_another_name() -> None:
    """The stamp is read also where its sheet was renamed; a broken one is none."""
    renamed = after({"do": "rename_sheet", "sheet": "_meritbook", "value": "Sheet9"})
    assert renamed.stamp == sample_stamp()
    assert after({"do": "stamp", "field": "layout", "value": "first"}).stamp is None
    assert after({"do": "delete_sheet", "sheet": "_meritbook"}).stamp is None


def test_hidden_sheets_with_data_are_named() -> None:
    """A hidden sheet that holds something and was not issued hidden is named, an empty one is not."""
    found = after(
        {"do": "hidden_sheet", "sheet": "Old scores", "value": "x"},
        {"do": "hidden_sheet", "sheet": "Deep", "value": "x", "state": "veryHidden"},
        {"do": "hidden_sheet", "sheet": "Empty", "value": None},
    )
    assert found.hidden_sheets == ("Old scores", "Deep")


def test_hidden_rows_and_copied_sheets_are_noted() -> None:
    """Hidden rows are told with their table; a copy of a table's sheet is noted and not read."""
    found = after({"do": "hide_row", **LINE}, {"do": "copy_sheet", "sheet": "Summary"})
    assert len(found.tables["appraisal"].hidden_rows) == 1
    assert found.notes == ("second_table Summary Copy",)
    assert found.tables["summary"].sheet == "Summary"


def test_unreadable_is_said() -> None:
    """What cannot be read raises its reason; a workbook that is not ours is read without stamp and tables."""
    with pytest.raises(Unreadable):
        read_submission(b"nothing")
    other = read_submission(packages.workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))
    assert (other.stamp, dict(other.tables)) == (None, {})


SAME = {
    "sorted": {"do": "sort", "by": "indicator", **LINE},
    "saved again": {"do": "resave"},
    "stale result": {"do": "cache", **LINE, "column": "score", "value": 1.0},
    "row hidden": {"do": "hide_row", **LINE},
    "column moved": {"do": "move_column", "table": "appraisal", "column": "comment", "to": "target"},
    "changed formula": {"do": "formula", **LINE, "column": "score", "value": "=1+1"},
}
OTHER = {
    "another value": {**LINE, "column": "actual", "value": 77.0},
    "emptied": {**LINE, "column": "actual", "value": ""},
    "number as text": {**LINE, "column": "actual", "value": "77"},
    "comment": {**LINE, "column": "comment", "value": "well done"},
    "changed target": {**LINE, "column": "target", "value": 1.0},
    "row deleted": {"do": "delete_row", **LINE},
    "overall comment": {"employee": "00123", "column": "overall_comment", "value": "thank you"},
}


@pytest.mark.parametrize("name", SAME)
def test_digest_stays(name: str) -> None:
    """Order, formulas, their results and formats do not change the digest of what was typed."""
    assert after(SAME[name]).content_digest == after().content_digest


@pytest.mark.parametrize("name", OTHER)
def test_digest_changes(name: str) -> None:
    """Anything a person types, empties, overwrites or deletes changes the digest."""
    assert after(OTHER[name]).content_digest != after().content_digest


def test_corrections_are_new_content() -> None:
    """A number typed instead of text is new content; numbers are compared as LibreOffice keeps them."""
    number, text, exact, rounded = (
        after({**LINE, "column": "actual", "value": value}).content_digest
        for value in (77.0, "77", 0.1 + 0.2, 0.3)
    )
    assert number != text
    assert exact == rounded


def test_formulas_that_nobody_calculated_are_content() -> None:
    """Formulas typed instead of a value and never calculated differ by what they say, and from a blank."""
    blank, first, second, copied = (
        after({"do": "formula", **LINE, "column": "actual", "value": value}).content_digest
        for value in ("", "=0.5+0.4", "=0.5+0.2", "=0.5+0.4")
    )
    assert len({blank, first, second}) == 3
    assert first == copied


def test_the_digest_is_the_one_archives_hold() -> None:
    """What a later program understands of formulas changes no digest of a workbook without them."""
    assert after().content_digest.startswith("53a7c6e71acdb11f")


def test_zero_and_minus_zero_do_not_stand_for_each_other() -> None:
    """Two rows that hold 0 and -0 give one digest in whichever order they stand."""
    row = ReadRow(5, {"employee": Cell("t", "1"), "actual": Cell("n", 0.0)})
    other = ReadRow(6, {"employee": Cell("t", "2"), "actual": Cell("n", -0.0)})
    one, two = (
        typed_content_digest({"appraisal": TableReading("appraisal", "x", 4, {"employee": 1}, rows)})
        for rows in ((row, other), (other, row))
    )
    assert one == two
