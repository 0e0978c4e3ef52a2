"""What is accepted, held or ignored follows from content and base alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.texts import LANGUAGES, say
from sync.archive.rows import ACCEPTED, REJECTED, EntryRow, History, RegisterRow
from sync.process.acceptance import READ, Decision, Incoming, decide, incoming

LINES = frozenset({("E1", "I1"), ("E2", "I1")})
KNOWN = History({"c1": 3, "c2": 5}, accepted=5, base=2, filled=LINES)


def row(actual: float | None = None, rating: float | None = None, applicable: bool = True) -> EntryRow:
    """Return one line as typed."""
    return EntryRow("E1", "I1", actual, None, rating, applicable, "", "", None, {})


def test_first_is_read() -> None:
    """The first submission of a workbook is read, whatever its base and however empty."""
    assert decide(Incoming(7, "c1", frozenset()), History()) == READ


def test_new_content_on_the_same_base_is_read() -> None:
    """New content on the base of the accepted one, or on a newer one, replaces it."""
    assert decide(Incoming(2, "c3", LINES), KNOWN) == READ
    assert decide(Incoming(3, "c3", LINES | {("E3", "I1")}), KNOWN) == READ


@pytest.mark.parametrize("base", [1, 2, 3])
def test_repeat_is_ignored(base: int) -> None:
    """The content of any earlier submission, not of the accepted one alone, is ignored on any base."""
    decision = decide(Incoming(base, "c1", frozenset()), KNOWN)
    assert decision == Decision("ignored", "archive.reasons.repeat", {"earlier": 3})


def test_older_base_is_held() -> None:
    """New content on a base older than that of the accepted one is held and replaces nothing."""
    decision = decide(Incoming(1, "c3", LINES), KNOWN)
    assert (decision.state, decision.reason) == ("held", "archive.reasons.older_base")
    assert decision.values == {"base": 1, "accepted": 5, "accepted_base": 2}


@pytest.mark.parametrize("accepted", [None, 7])
def test_a_copy_from_before_the_last_issue_is_held(accepted: int | None) -> None:
    """A workbook issued again holds other targets or actuals: an earlier copy of it waits for a person."""
    known = History(accepted=accepted, base=1 if accepted else 0, issued_at=3)
    assert decide(Incoming(2, "new", frozenset()), known).reason == "archive.reasons.issued_again"
    assert decide(Incoming(3, "new", frozenset()), known) == READ
    assert decide(Incoming(4, "new", frozenset()), known) == READ


def test_emptied_lines_are_held() -> None:
    """Lines left empty that the accepted one had answered are counted, the first named, and held."""
    decision = decide(Incoming(2, "c3", frozenset({("E2", "I1")})), KNOWN)
    assert (decision.state, decision.reason) == ("held", "archive.reasons.emptied")
    assert decision.values == {"accepted": 5, "count": 1, "employee": "E1", "indicator": "I1"}


def test_after_review_everything_new_is_held() -> None:
    """Once HR has begun to review, new content is held and a repeat is still only a repeat."""
    begun = replace(KNOWN, review_begun=True)
    assert decide(Incoming(2, "c3", LINES), begun).state == "held"
    assert decide(Incoming(2, "c2", LINES), begun).state == "ignored"
    assert decide(Incoming(1, "c1", LINES), History(review_begun=True)).state == "held"


def test_a_text_left_empty_is_held() -> None:
    """A remark left empty that the accepted one held is told of, unless the line itself is."""
    known = replace(KNOWN, remarks=frozenset({("E1", "overall_comment"), ("E1", "I1 comment")}))
    without = decide(Incoming(2, "c3", LINES, frozenset({("E1", "I1 comment")})), known)
    assert (without.state, without.reason) == ("held", "archive.reasons.remarks_emptied")
    assert without.values == {"accepted": 5, "count": 1, "employee": "E1"}
    assert decide(Incoming(2, "c3", LINES, known.remarks | {("E2", "strengths")}), known) == READ


def test_what_counts_as_a_remark() -> None:
    """Evidence, comments and the texts of Summary are remarks; why a line does not apply goes with that."""
    line = row(actual=1.0)._replace(evidence="report", comment="well done")
    summary = RegisterRow("summary", "E1", {"strengths": "calm", "to_improve": ""}, None, {})
    found = incoming(1, "c", [line], [summary]).remarks
    assert found == {("E1", "I1 evidence"), ("E1", "I1 comment"), ("E1", "strengths")}
    assert not incoming(1, "c", [line._replace(applicable=False)]).remarks


@pytest.mark.parametrize("base", [2, 3, 4])
def test_content_a_person_rejected_is_for_a_person(base: int) -> None:
    """What was rejected is a repeat in the same copy, and for a person again in a newer one."""
    known = replace(KNOWN, contents={"c9": 7}, bases={"c9": 2}, rejected={"c9": 7})
    decision = decide(Incoming(base, "c9", LINES), known)
    assert decision.state == ("ignored" if base == 2 else "held")
    assert decision.values == {"earlier" if base == 2 else "rejected": 7}


@pytest.mark.parametrize(("base", "state"), [(1, "held"), (2, "read"), (3, "held"), (4, "held"), (5, "read")])
def test_copies_that_do_not_know_a_decision_are_held(base: int, state: str) -> None:
    """After a person accepted copy 2 while 4 were handed out, only copy 2 and those after it are taken."""
    known = replace(KNOWN, base=2, decided_at=4)
    assert decide(Incoming(base, "c3", LINES), known).state == state


@pytest.mark.parametrize(
    ("line", "answered"),
    [(row(), False), (row(actual=0.0), True), (row(rating=1.0), True), (row(applicable=False), True)],
)
def test_what_counts_as_answered(line: EntryRow, answered: bool) -> None:
    """A zero, a rating and a not applicable are answers; a blank is none."""
    assert bool(incoming(1, "c", [line]).filled) is answered


@given(
    st.builds(
        Incoming, st.integers(1, 4), st.sampled_from("abcd"), st.frozensets(st.sampled_from(sorted(LINES)))
    ),
    st.booleans(),
)
def test_nothing_is_replaced_silently(new: Incoming, begun: bool) -> None:
    """What is read instead of an accepted submission has new content, no older base, and loses no answer."""
    known = History({"a": 1, "b": 2}, accepted=2, base=2, filled=LINES, review_begun=begun)
    if decide(new, known).state == "read":
        assert not begun
        assert new.content_digest not in known.contents
        assert new.base >= known.base
        assert new.filled >= known.filled


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_can_be_told(language: str) -> None:
    """Each reason has its words in both languages, with all its values."""
    decisions = [
        decide(Incoming(1, "c1", LINES), KNOWN),
        decide(Incoming(1, "c3", LINES), KNOWN),
        decide(Incoming(2, "c3", frozenset()), KNOWN),
        decide(Incoming(2, "c3", LINES), replace(KNOWN, review_begun=True)),
        decide(Incoming(2, "c3", LINES), KNOWN, at_once=True),
        decide(Incoming(2, "c3", LINES), replace(KNOWN, remarks=LINES)),
        decide(Incoming(3, "c3", LINES), replace(KNOWN, decided_at=4)),
        decide(Incoming(2, "c3", LINES), replace(KNOWN, rejected={"c3": 4})),
        Decision("held", ACCEPTED, {"by": "Zhao Min", "why": "{late}"}),
        Decision("ignored", REJECTED, {"by": "Zhao Min", "why": "an old file"}),
    ]
    for decision in decisions:
        assert decision.reason is not None
        shown = say(decision.reason, language, **decision.values)
        assert "{" not in shown.replace("{late}", "")
        assert all(str(value) in shown for value in decision.values.values())
