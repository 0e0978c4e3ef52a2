"""What stands across workbooks: found, told once, gone, found again; and when it has to be looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sync.archive.across import changes, standing
from sync.archive.across.standing import WHOLE, Comparison, Written, record
from sync.archive.handed import ActualRow
from sync.archive.store import Archive
from sync.archive.verify import verify
from sync.findings import Finding
from tests.sync.archive.material import CYCLE, ROSTER, finding, send


def named(name: str, **other: str) -> Finding:
    """Return a finding of its own id."""
    return replace(finding("X004"), id=name, **other)


def compare(
    archive: Archive, found: Iterable[tuple[str, Finding]], scopes: frozenset[str] | None = None
) -> Written | str:
    """Write what a comparison found that knows of everything."""
    with archive.reading() as connection:
        _, end = standing.looked(connection, CYCLE)
    return record(archive, Comparison(CYCLE, end, None, scopes, tuple(found)))


def stands(archive: Archive) -> tuple[list[str], list[str], set[str]]:
    """Return the ids of what stands, of what the last comparison found gone, and of what was new in it."""
    told = standing.stands(archive, CYCLE)
    return [one.id for one in told.found], [one.id for one in told.gone], set(told.new)


def changed(archive: Archive) -> changes.Changed:
    """Return what has changed since the last comparison."""
    with archive.reading() as connection:
        since, _ = standing.looked(connection, CYCLE)
        return changes.changed(connection, CYCLE, None, since)


def test_found_and_gone(archive: Archive) -> None:
    """A finding is new once, stands until a comparison of its scope misses it, and may come again."""
    first, second = named("1"), named("2")
    assert compare(archive, [("sales", first), (WHOLE, second)]) == Written((first, second), 0)
    assert stands(archive) == (["1", "2"], [], {"1", "2"})
    assert compare(archive, [(WHOLE, second)], frozenset({WHOLE})) == Written()
    assert stands(archive)[0] == ["1", "2"]
    assert compare(archive, [(WHOLE, second)], frozenset({WHOLE, "sales"})) == Written((), 1)
    assert stands(archive) == (["2"], ["1"], set())
    assert compare(archive, [("sales", first), (WHOLE, second)]) == Written((first,), 0)
    assert stands(archive) == (["1", "2"], [], {"1"})
    assert list(verify(archive)) == []


def test_other_words_are_not_new(archive: Archive) -> None:
    """A finding that is told otherwise than before is written anew, and not called new."""
    compare(archive, [(WHOLE, named("1"))])
    assert compare(archive, [(WHOLE, named("1", cell="K9"))]) == Written()
    told = standing.stands(archive, CYCLE)
    assert ([one.cell for one in told.found], told.new) == (["K9"], frozenset())


def test_nothing_is_written_twice(archive: Archive) -> None:
    """A comparison that finds what stands writes no event, and the cycle is not due until something comes."""
    compare(archive, [(WHOLE, named("1"))])
    events = len(archive.events())
    assert compare(archive, [(WHOLE, named("1"))]) == Written()
    assert len(archive.events()) == events
    with archive.reading() as connection:
        assert standing.due(connection) == []
    archive.receive(b"filled", "sales.xlsx")
    with archive.reading() as connection:
        assert standing.due(connection) == [CYCLE]


def test_what_has_changed(archive: Archive) -> None:
    """A workbook, and a value of its people, touch their department; other people touch everything."""
    compare(archive, [])
    assert not changed(archive)
    archive.receive(b"filled", "sales.xlsx")
    assert not changed(archive)
    send(archive, b"read", "c1")
    assert changed(archive) == (False, {"sales"}, False)
    compare(archive, [])
    archive.take_in("actuals", "finance", "a.csv", b"a", {}, [ActualRow(2, CYCLE, "E1", "I1", 0.9)])
    assert changed(archive) == (False, {"sales"}, False)
    compare(archive, [])
    archive.take_in("actuals", "finance", "b.csv", b"b", {}, [ActualRow(2, CYCLE, "E7", "I1", 0.9)])
    assert not changed(archive)
    archive.change_roster(CYCLE, {"E1": ROSTER["E1"]})
    assert changed(archive).everything


def test_overtaken(archive: Archive) -> None:
    """What came after a comparison had looked lets nothing of it be written."""
    with archive.reading() as connection:
        _, end = standing.looked(connection, CYCLE)
    send(archive, b"read", "c1")
    late = Comparison(CYCLE, end, None, None, ((WHOLE, named("1")),))
    assert record(archive, late) == "overtaken"
    assert stands(archive) == ([], [], set())
