"""Where forms may stand, and which move may follow which."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.texts import LANGUAGES, say
from sync.states import (
    ALLOWED,
    ASIDE,
    DECIDED,
    NOT_MOVED,
    SETTLED,
    STATES,
    TOLD,
    further,
    may,
    needs_reason,
    of_submission,
)

EVERY = (*STATES, *ASIDE)


def test_every_state_has_its_moves_and_its_words() -> None:
    """The table of moves names each state once, and each has a name in both languages."""
    assert sorted(ALLOWED) == sorted(EVERY)
    assert {state for following in ALLOWED.values() for state in following} <= set(EVERY)
    assert all(say(f"choices.state.{state}", language) for state in EVERY for language in LANGUAGES)


def test_every_form_can_reach_the_archive_and_nothing_leaves_it() -> None:
    """From each state on the way there is a way to the archive; it and cancellation are the ends."""
    reached = {"archived"}
    for _ in EVERY:
        reached |= {state for state in EVERY if ALLOWED[state] & reached}
    assert set(EVERY) - reached == {"cancelled"}
    assert [state for state in EVERY if not ALLOWED[state]] == ["archived", "cancelled"]


@pytest.mark.parametrize(
    ("was", "state"),
    [
        ("checked", "approved"),
        ("reviewed_by_hr", "approved"),
        ("calibrated", "published"),
        ("issued", "checked"),
        ("published", "archived"),
        ("approved", "archived"),
        ("appealed", "confirmed"),
        ("published", "exempt"),
        ("archived", "appealed"),
    ],
)
def test_no_step_is_jumped(was: str, state: str) -> None:
    """Review, calibration, approval, publication and confirmation each have to come first."""
    assert not may(was, state)


@given(st.lists(st.sampled_from(EVERY), max_size=30))
def test_whoever_was_told_was_approved_before(wishes: list[str]) -> None:
    """However somebody tries to move a form, nobody is told a result that was not approved."""
    place, passed = "issued", ["issued"]
    for wish in wishes:
        if may(place, wish):
            place = wish
            passed.append(wish)
    if place in TOLD:
        approved = passed.index("approved")
        assert {"reviewed_by_hr", "calibrated"} <= set(passed[:approved])


@given(st.sampled_from(EVERY), st.sampled_from(EVERY))
def test_taking_back_and_leaving_need_a_reason(was: str, state: str) -> None:
    """Who leaves the review, goes back, or leaves the way has to say why; going forward needs none."""
    if may(was, state):
        forward = was in STATES and state in STATES and STATES.index(state) > STATES.index(was)
        assert needs_reason(was, state) is (was == "under_review" or not forward)


def test_the_groups_of_states_follow_from_the_way() -> None:
    """Decided comes before settled, settled before told; what left the way is not moved either."""
    assert set(TOLD) < set(SETTLED) < set(DECIDED) < set(STATES)
    assert set(NOT_MOVED) == {*SETTLED, *ASIDE}
    assert further("approved", "checked")
    assert not further("checked", "approved")
    assert not further("exempt", "issued")


def test_a_submission_passes_rated_and_submitted() -> None:
    """A workbook that comes was rated and submitted before it is returned or checked; each a legal move."""
    way = ("issued", *of_submission("returned"), *of_submission("checked"))
    assert all(may(was, state) for was, state in pairwise(way))
