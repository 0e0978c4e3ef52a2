"""What closing asks of the archive, and questions about some people only, in a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from sqlalchemy import Connection

from sync.archive import closing, finals, queries
from sync.archive.deciding import Decision, enact, enact_each
from sync.archive.finals import Final
from sync.archive.records import records
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.archive.verify import verify
from tests.sync.archive.material import CYCLE, PEOPLE, send

WAY = ("checked", "reviewed_by_hr", "calibrated", "approved", "published")
ODD = ("00123", "123", '张三\'s "n"', "a,b]")
"""Keys that a list of texts must keep apart."""


@pytest.fixture
def told(archive: Archive) -> Archive:
    """Return the archive in which E2 knows a result that was decided twice, and E1 has none yet."""
    send(archive, b"filled", "c1")
    moves = tuple(Move("E2", was, state) for was, state in pairwise(WAY))
    assert enact(archive, Decision(CYCLE, "published", "Zhao Min", moves))
    for score in (80.0, 90.5):
        assert enact(
            archive, Decision(CYCLE, "decided", "K", finals=(Final("E2", 1, "calibrated", score, "A"),))
        )
    return archive


def test_only_whose_result_is_told_has_a_place(told: Archive) -> None:
    """The last score of each counts; who knows no result yet is named as such, with where the form stands."""
    with told.reading() as connection:
        people, units = closing.scores(connection, CYCLE)
        assert (list(people), list(units)) == ([90.5], [])
        assert [(one.subject, one.state) for one in closing.untold(connection, CYCLE)] == [("E1", "returned")]
        (book,) = closing.workbooks(connection, CYCLE)
        assert [one.subject for one in closing.standing(connection, book)] == ["E2"]
        ((subject, _, at),) = closing.published(connection, CYCLE, ("published",))
        assert (subject, at[:2]) == ("E2", "20")


def test_some_are_asked_for_by_name_or_by_another_question(told: Archive) -> None:
    """Of the people named, of those a question chooses, or of all: each gives what is known of just them."""
    with told.reading() as connection:
        (book,) = closing.workbooks(connection, CYCLE)
        for among, known in ((None, ["E2"]), (closing.subjects(book), ["E2"]), (["E1", "E2"], ["E2"])):
            assert list(finals.decided(connection, CYCLE, among)) == known
        assert [one.employee for one in queries.forms(connection, CYCLE, PEOPLE[:1])] == [PEOPLE[0]]
        assert (finals.decided(connection, CYCLE, ["E1"]), finals.decided(connection, CYCLE, [])) == ({}, {})


def test_odd_keys_are_kept_apart(told: Archive) -> None:
    """Noted twice, each key has two numbers of its own, whatever signs it is made of."""
    for _ in range(2):
        assert enact(told, Decision(CYCLE, "noted", "K", notes=tuple(("odd", one, {}) for one in ODD)))
    with told.reading() as connection:
        found = records(connection, "odd", CYCLE, among=ODD[1:])
        assert sorted((one.key, one.number) for one in found) == sorted((one, 2) for one in ODD[1:])
        assert len(records(connection, "odd", CYCLE)) == len(ODD)
    assert list(verify(told)) == []


def test_decisions_are_sealed_one_by_one_and_written_together(told: Archive) -> None:
    """Each has its event, which they tell; a decision that fails takes those before it along."""
    before = len(told.events())

    def confirmed(connection: Connection) -> Iterator[Decision]:
        yield Decision(CYCLE, "confirmed", "K", (Move("E2", "published", "confirmed"),))
        assert queries.standing(connection, CYCLE, ("confirmed",)) == {"E2"}
        yield Decision(CYCLE, "closed", "K", (Move("E2", "confirmed", "archived"),))

    def failing(connection: Connection) -> Iterator[Decision]:
        yield from confirmed(connection)
        raise ValueError("broke off")

    with pytest.raises(ValueError, match="broke off"):
        enact_each(told, failing)
    assert len(told.events()) == before
    assert enact_each(told, confirmed) == range(before + 1, before + 3)
    assert [one.kind for one in told.events()[before:]] == ["confirmed", "closed"]
    assert list(verify(told)) == []
