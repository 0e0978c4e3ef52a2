"""Tests of what small workbooks gave: only what counts is told, as of now or of an earlier event."""

from __future__ import annotations

from dataclasses import replace

from sync.archive.given import counting, rows_of
from sync.archive.handed import ActualRow
from sync.archive.rated import Heard, heard, ratings, self_ratings
from sync.archive.rows import GivenRow
from sync.archive.store import Archive
from tests.sync.archive.material import CYCLE, outcome


def rating(value: float, giver: str = "r1", relation: str | None = "peers", subject: str = "E1") -> GivenRow:
    """Return what a small workbook gives by the first indicator."""
    return GivenRow(subject, "I1", giver, relation, value, "稳", "评价", "H9")


def send(archive: Archive, content: bytes, *rows: GivenRow, state: str = "read") -> int:
    """Receive a workbook that gives some rows, and record it."""
    number = archive.receive(content, "small.xlsx").submission
    made = replace(outcome(archive, number, content.decode()), given=rows)
    if state == "held":
        made = replace(made, state="held", forms=(), results=(), findings=())
    assert archive.record(made) == "written"
    return number


def test_what_was_accepted_last_counts(archive: Archive) -> None:
    """A later workbook replaces all that the earlier one gave; one that is held counts for nothing."""
    first = send(archive, b"one", rating(3.0), rating(4.0, subject="E2"))
    then = archive.events()[-1].seq
    send(archive, b"two", rating(5.0))
    send(archive, b"three", rating(1.0), state="held")
    with archive.reading() as connection:
        now = [one.row for one in counting(connection, CYCLE, rated=True)]
        before = [one.row.value for one in counting(connection, CYCLE, rated=True, until=then)]
        assert rows_of(connection, first) == (rating(3.0), rating(4.0, subject="E2"))
    assert now == [rating(5.0)]
    assert before == [3.0, 4.0]


def test_ratings_are_told_by_group(archive: Archive) -> None:
    """A rating from a workbook is told like an imported one; an own view is told as such."""
    send(archive, b"one", rating(3.0), rating(4.5, "E2", "self", "E2"))
    with archive.reading() as connection:
        told = list(ratings(connection, CYCLE))
    assert told == [Heard("E1", "peers", 1, {"I1": (3.0,)}), Heard("E2", "self", 1, {"I1": (4.5,)})]
    assert self_ratings(archive, CYCLE) == {("E2", "I1"): 4.5}
    assert heard(archive, CYCLE) == told


def test_the_later_of_import_and_workbook_counts(archive: Archive) -> None:
    """An actual that a department provides replaces an imported one, and the other way round."""
    send(archive, b"one", rating(0.8, "quality", None))
    provided = archive.actuals(CYCLE)["E1", "I1"]
    assert (provided.value, provided.source, provided.sheet, provided.cell) == (0.8, "sales", "评价", "H9")
    archive.take_in("actuals", "finance", "a.csv", b"a", {}, [ActualRow(2, CYCLE, "E1", "I1", 0.9)])
    assert archive.actuals(CYCLE)["E1", "I1"].source == "finance"
    send(archive, b"two", rating(0.7, "quality", None))
    assert archive.actuals(CYCLE)["E1", "I1"].value == 0.7
