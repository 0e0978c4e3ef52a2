"""What the archive tells row by row for the master workbook."""

from __future__ import annotations

from sync.archive import telling
from sync.archive.handed import PastRow
from sync.archive.store import Archive
from tests.sync.archive.material import CYCLE

COLUMNS = {"columns": {"employee": ["no"]}}


def past(archive: Archive, content: bytes, *rows: PastRow) -> None:
    """Take in a file of results from before."""
    archive.take_in("history", "hr", "past.csv", content, COLUMNS, rows)


def test_of_a_period_before_the_latest_import_counts(archive: Archive) -> None:
    """Each person counts once a period, as the latest file says; who has no score does not count."""
    past(
        archive,
        b"1",
        PastRow(2, "E1", "2026-Q1", 80, "B"),
        PastRow(3, "E2", "2026-Q1", 90, "A"),
        PastRow(4, "E2", "2025-Q4", None, None),
    )
    past(archive, b"2", PastRow(2, "E1", "2026-Q1", 100, "A"))
    with archive.reading() as connection:
        assert telling.past(connection) == [telling.Past("2026-Q1", 2, 95.0)]


def test_the_log_is_told_as_it_was_written(archive: Archive) -> None:
    """Every event comes in order, with who and what, without the digests of its rows."""
    past(archive, b"1", PastRow(2, "E1", "2026-Q1", 80, "B"))
    with archive.reading() as connection:
        told = list(telling.log(connection))
    assert [(one.seq, one.at, one.actor, one.kind, one.subject) for one in told] == [
        (one.seq, one.at, one.actor, one.kind, one.subject) for one in archive.events()
    ]
    assert (told[-1].kind, told[-1].details.name) == ("imported", "past.csv")
    (issued,) = (one for one in told if one.kind == "issued")
    assert issued.details.workbooks[0][-1].endswith(".xlsx")


def test_nothing_was_received(archive: Archive) -> None:
    """Before anything came there are no ratings and no versions."""
    with archive.reading() as connection:
        assert list(telling.ratings(connection, CYCLE)) == []
        assert telling.versions(connection, CYCLE) == {}
