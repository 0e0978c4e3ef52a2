"""Decisions are written whole, with their event, in versions; and the way of a form is read again."""

from __future__ import annotations

import pytest

from sync.archive import finals
from sync.archive.deciding import Decision, enact
from sync.archive.finals import Final
from sync.archive.journeys import journey
from sync.archive.records import records
from sync.archive.steps import Move, steps
from sync.archive.store import Archive
from sync.archive.verify import verify
from tests.sync.archive.material import CYCLE, PEOPLE, send

CHECK = Move("E2", "checked", "reviewed_by_hr")


@pytest.fixture
def sent(archive: Archive) -> Archive:
    """Return the archive with a submission that was read: E2 is checked, E1 returned."""
    send(archive, b"filled", "c1")
    return archive


def states(archive: Archive) -> dict[str, str]:
    """Return where each form stands."""
    return {form.employee: form.state for form in archive.forms(CYCLE)}


def test_a_step_says_who_when_and_why(sent: Archive) -> None:
    """A form moves, and the step tells from where to where, by whom and why; the log seals it."""
    back = Move("E2", "reviewed_by_hr", "returned", "evidence is missing")
    assert enact(sent, Decision(CYCLE, "reviewed", "Zhao Min", (CHECK,)))
    assert enact(sent, Decision(CYCLE, "sent_back", "Zhao Min", (back,)))
    with sent.reading() as connection:
        made = steps(connection, CYCLE, "E2")
    assert [(one.number, one.was, one.state, one.by, one.reason) for one in made] == [
        (1, "checked", "reviewed_by_hr", "Zhao Min", ""),
        (2, "reviewed_by_hr", "returned", "Zhao Min", "evidence is missing"),
    ]
    assert states(sent)["E2"] == "returned"
    assert list(verify(sent)) == []


def test_several_steps_of_one_form_at_once_keep_their_order(sent: Archive) -> None:
    """A decision may take a form through several states; each is a step of its own, in their order."""
    way = (CHECK, Move("E2", "reviewed_by_hr", "calibrated"), Move("E2", "calibrated", "approved"))
    assert enact(sent, Decision(CYCLE, "approved", "Li Hua", way))
    with sent.reading() as connection:
        assert [one.state for one in steps(connection, CYCLE)] == ["reviewed_by_hr", "calibrated", "approved"]
        assert journey(connection, CYCLE, "E2")[-1][1:4:2] == ("approved", "Li Hua")
    assert list(verify(sent)) == []


def test_what_was_overtaken_is_not_written(sent: Archive) -> None:
    """Where a form stands elsewhere by now, nothing of the decision is written, its notes included."""
    before = len(sent.events())
    wrong = Decision(
        CYCLE,
        "approved",
        "Li Hua",
        (Move("E2", "calibrated", "approved"),),
        (Final("E2", 1, "calibrated", 90.0, "A"),),
        (("appeal", "A-1", {"grounds": "none"}),),
    )
    assert not enact(sent, wrong)
    assert len(sent.events()) == before
    with sent.reading() as connection:
        assert finals.decided(connection, CYCLE) == {}
        assert records(connection, "appeal") == []


@pytest.mark.parametrize("way", [("checked", "approved"), ("under_review", "reviewed_by_hr")])
def test_a_jump_and_a_missing_reason_are_bugs(sent: Archive, way: tuple[str, str]) -> None:
    """Whoever programs a jump, or lets a form leave the review without a reason, hears of it at once."""
    with pytest.raises(AssertionError):
        enact(sent, Decision(CYCLE, "reviewed", "Zhao Min", (Move("E2", *way),)))


def test_the_last_decision_on_a_result_counts(sent: Archive) -> None:
    """Decided results are versions; one that changes score or grade counts as a change, a repeat does not."""
    for score, grade in ((90.0, "A"), (90.0, "A"), (85.0, "B")):
        final = Final("E2", 1, "calibrated", score, grade, reason="committee")
        assert enact(sent, Decision(CYCLE, "calibrated", "committee", finals=(final,)))
    with sent.reading() as connection:
        found = finals.every(connection, CYCLE, "E2")
        last = finals.decided(connection, CYCLE)["E2"]
    assert [(one.number, one.changes) for one in found] == [(1, 0), (2, 0), (3, 1)]
    assert (last.final.score, last.final.grade, last.by) == (85.0, "B", "committee")


def test_records_are_versions_under_a_key(sent: Archive) -> None:
    """What a process notes is kept in versions; the last of a key is told, every one can be asked for."""
    for state in ("filed", "accepted"):
        note = ("appeal", "A-1", {"state": state, "name": "张三"})
        assert enact(sent, Decision(CYCLE, "appeal", "Zhao Min", notes=(note, ("receipt", state, {}))))
    with sent.reading() as connection:
        (last,) = records(connection, "appeal", CYCLE)
        assert (last.key, last.number, dict(last.document)) == (
            "A-1",
            2,
            {"state": "accepted", "name": "张三"},
        )
        assert len(records(connection, "appeal", CYCLE, every=True)) == 2
        assert [one.key for one in records(connection, "receipt")] == ["filed", "accepted"]
        assert records(connection, "appeal", "2026-Q4") == []
    assert list(verify(sent)) == []


def test_many_forms_move_at_once(sent: Archive) -> None:
    """Forms that go different ways move in one decision; both are told, each with its own reason."""
    moves = (CHECK, Move("E1", "returned", "exempt", "left"))
    assert enact(sent, Decision(CYCLE, "reviewed", "Zhao Min", moves))
    assert states(sent) == dict(zip(PEOPLE, ("exempt", "reviewed_by_hr"), strict=True))


def test_the_way_of_a_form_begins_with_its_issue(sent: Archive) -> None:
    """The journey tells issue, rating, submission and check from what was written, with file and time."""
    with sent.reading() as connection:
        way = journey(connection, CYCLE, "E2")
    assert [one.state for one in way] == ["issued", "rated", "submitted", states(sent)["E2"]]
    assert all(one.at and one.by and one.workbook for one in way)
