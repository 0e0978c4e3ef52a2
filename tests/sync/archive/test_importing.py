"""Taking in files of other systems: what counts after several, and what the same file again does."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from sync.archive.handed import ActualRow, PastRow, PostRow
from sync.archive.importing import Import, Origin
from sync.archive.rated import Heard, RatingRow, ratings, single_ratings
from sync.archive.store import Archive
from tests.sync.archive.material import CYCLE

COLUMNS = {"columns": {"employee": ["no"]}}


def actual(line: int, value: float, subject: str = "E1") -> ActualRow:
    """Return a value of the first indicator."""
    return ActualRow(line, CYCLE, subject, "I1", value)


def values(archive: Archive, content: bytes, *rows: ActualRow, source: str = "finance") -> Import:
    """Take in a file of values."""
    return archive.take_in("actuals", source, f"{source}.csv", content, COLUMNS, rows)


def test_of_several_imports_the_latest_counts(archive: Archive) -> None:
    """A value is the one of the latest import that knows it, whichever system it came from."""
    assert values(archive, b"1", actual(2, 1.0), actual(3, 5.0, "E2")) == Import(1, new=True)
    assert values(archive, b"2", actual(7, 2.0), source="crm") == Import(2, new=True)
    found = archive.actuals(CYCLE)
    assert found["E1", "I1"][:4] == (2.0, "crm", "crm.csv", 7)
    assert found["E2", "I1"][:4] == (5.0, "finance", "finance.csv", 3)


def test_the_same_file_again_is_the_import_it_was(archive: Archive) -> None:
    """The same bytes under the same mapping write nothing, not even an event."""
    first = values(archive, b"1", actual(2, 1.0))
    before = archive.events()
    assert values(archive, b"1", actual(2, 1.0)) == Import(first.number, new=False)
    assert archive.events() == before


def test_a_file_whose_values_were_replaced_counts_again(archive: Archive) -> None:
    """Taking a correction back by the earlier file is a new import, since it changes what counts."""
    values(archive, b"1", actual(2, 1.0))
    values(archive, b"2", actual(2, 2.0))
    assert values(archive, b"1", actual(2, 1.0)) == Import(3, new=True)
    assert archive.actuals(CYCLE)["E1", "I1"].value == 1.0


def test_another_mapping_is_another_import(archive: Archive) -> None:
    """The same file read in another way, or for another system, is taken in again."""
    values(archive, b"1", actual(2, 1.0))
    other = {"columns": {"employee": ["id"]}}
    assert archive.take_in("actuals", "finance", "finance.csv", b"1", other, [actual(2, 3.0)]).new
    assert values(archive, b"1", actual(2, 1.0), source="crm").new


def test_values_as_of_an_event(archive: Archive) -> None:
    """What counted right after an event can be asked for later."""
    values(archive, b"1", actual(2, 1.0))
    then = archive.events()[-1].seq
    values(archive, b"2", actual(2, 2.0))
    assert archive.actuals(CYCLE, then)["E1", "I1"].value == 1.0


def rating(line: int, value: float, rater: str, relation: str = "peers") -> RatingRow:
    """Return what a rater says of the first person by the first indicator."""
    return RatingRow(line, CYCLE, "E1", "I1", rater, relation, value)


def rated(archive: Archive, content: bytes, *rows: RatingRow) -> Import:
    """Take in a file of ratings."""
    return archive.take_in("ratings", "survey", "survey.csv", content, COLUMNS, rows)


def heard(archive: Archive, cycle: str = CYCLE, people: Collection[str] | None = None) -> list[Heard]:
    """Return what is told of ratings."""
    with archive.reading() as connection:
        return list(ratings(connection, cycle, people))


def test_ratings_are_told_by_group_and_never_by_rater(archive: Archive) -> None:
    """What a group says of a person: how many they are, and their ratings by indicator in ascending order."""
    rows = [rating(2, 5.0, "a"), rating(3, 3.5, "b"), rating(4, 4.0, "c"), rating(5, 2.0, "d", "reports")]
    other = [row._replace(line=row.line + 4, indicator="I2") for row in rows[:2]]
    rated(archive, b"1", *rows, *other, rows[0]._replace(line=9, subject="E2"))
    assert heard(archive) == [
        Heard("E1", "peers", 3, {"I1": (3.5, 4.0, 5.0), "I2": (3.5, 5.0)}),
        Heard("E1", "reports", 1, {"I1": (2.0,)}),
        Heard("E2", "peers", 1, {"I1": (5.0,)}),
    ]
    assert [one.subject for one in heard(archive, people={"E2"})] == ["E2"]
    assert heard(archive, "2031") == []


def test_a_rater_who_thinks_better_of_it_counts_once(archive: Archive) -> None:
    """A later rating of the same rater, in the same relation, replaces; those of others stay."""
    rated(archive, b"1", rating(2, 5.0, "a"), rating(3, 3.0, "b"))
    assert rated(archive, b"2", rating(2, 4.0, "a"), rating(3, 1.0, "a", "customers")).new
    assert heard(archive) == [
        Heard("E1", "customers", 1, {"I1": (1.0,)}),
        Heard("E1", "peers", 2, {"I1": (3.0, 4.0)}),
    ]
    with archive.reading() as connection:
        one = single_ratings(connection, CYCLE)["E1", "I1", "a", "peers"]
    assert one[:4] == (4.0, "survey", "survey.csv", 2)
    assert not rated(archive, b"2", rating(2, 4.0, "a"), rating(3, 1.0, "a", "customers")).new
    assert rated(archive, b"1", rating(2, 5.0, "a"), rating(3, 3.0, "b")) == Import(3, new=True)


def test_past_results_come_by_period_with_their_origin(archive: Archive) -> None:
    """Each period once, the latest import's; a correction of one year leaves the others."""
    first = [PastRow(2, "E1", "2015", 88.0, "B"), PastRow(3, "E1", "2014", None, "C")]
    archive.take_in("history", "history", "a.csv", b"a", COLUMNS, first)
    archive.take_in("history", "history", "b.csv", b"b", COLUMNS, [PastRow(9, "E1", "2015", 90.0, "A")])
    assert archive.past_results("E1") == [
        (first[1], Origin(1, "history", "a.csv", 3)),
        (PastRow(9, "E1", "2015", 90.0, "A"), Origin(2, "history", "b.csv", 9)),
    ]
    assert archive.past_results("E2") == []


def test_posts_are_those_of_the_latest_import_that_knows_the_person(archive: Archive) -> None:
    """A new history of a person replaces the old one as a whole; that of others stays."""
    old = [PostRow(2, "E1", "2010-01-01", None, "a", "b"), PostRow(3, "E2", "2010-01-01", None, "a", "b")]
    new = [
        PostRow(2, "E1", "2012-01-01", None, "c", "b", "E9"),
        PostRow(3, "E1", "2010-01-01", "2011-12-31", "a", "b"),
    ]
    archive.take_in("posts", "posts", "a.csv", b"a", COLUMNS, old)
    archive.take_in("posts", "posts", "b.csv", b"b", COLUMNS, new)
    assert [row for row, _ in archive.posts_held("E1")] == [new[1], new[0]]
    assert archive.posts_held("E2") == [(old[1], Origin(1, "posts", "a.csv", 3))]


def test_the_mapping_and_the_bytes_are_kept(archive: Archive) -> None:
    """What rows are recomputed from lies in the archive: the file byte for byte, and how it was read."""
    values(archive, b"1", actual(2, 1.0))
    with archive.reading() as connection:
        row = connection.exec_driver_sql("SELECT blob, mapping FROM imported").one()
    assert archive.content(row[0]) == b"1"
    assert msgspec.json.decode(row[1]) == COLUMNS
