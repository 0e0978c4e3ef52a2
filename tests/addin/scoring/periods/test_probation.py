"""From the marks of a panel to a proposal."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.functions import FUNCTIONS
from addin.scoring.periods.probation import PROPOSALS, panel_mark

WEIGHTS = {"manager": 50.0, "mentor": 20.0, "hr": 10.0, "peers": 20.0}
MARK = st.one_of(st.just(np.nan), st.floats(0, 100).map(lambda x: round(x, 9)))


def propose(parameters: dict[str, Any] | None = None, **values: Any) -> tuple[str, str]:
    """Return the proposal and its reason for one person, everything else being well."""
    person = {
        "manager": 95.0,
        "lowest_line": 80.0,
        "attendance": 1.0,
        "days": 60.0,
        "length": 90.0,
    }
    texts = {"employee": ["1"], "veto": [values.pop("veto", "no")]}
    columns = {key: np.array([value]) for key, value in (person | values).items()} | texts
    found = FUNCTIONS["probation"].compute(columns, parameters or {})
    return found["proposal"][0], found["reason"][0]


@pytest.mark.parametrize(
    ("values", "proposal"),
    [
        ({}, ("early", "")),
        ({"manager": 90.0}, ("early", "")),
        ({"manager": 89.995}, ("early", "")),
        ({"manager": 89.99}, ("confirm", "")),
        ({"manager": 80.0}, ("confirm", "")),
        ({"manager": 79.99}, ("decide", "")),
        ({"manager": 60.0}, ("decide", "")),
        ({"manager": 59.99}, ("not_confirmed", "")),
        ({"manager": np.nan}, ("", "no_mark")),
        ({"lowest_line": 69.9}, ("confirm", "line_low")),
        ({"lowest_line": np.nan}, ("confirm", "line_unknown")),
        ({"days": 45.0}, ("early", "")),
        ({"days": 44.0}, ("confirm", "too_early")),
        ({"days": 90.0}, ("confirm", "time_served")),
        ({"veto": "yes"}, ("decide", "veto")),
        ({"veto": "yes", "manager": 50.0}, ("not_confirmed", "veto")),
        ({"attendance": 0.9}, ("early", "")),
        ({"attendance": 0.89}, ("decide", "attendance_low")),
        ({"attendance": np.nan}, ("decide", "attendance_unknown")),
    ],
)
def test_proposals(values: dict[str, Any], proposal: tuple[str, str]) -> None:
    """Each bound belongs to the better side, and what speaks against a proposal is named."""
    assert propose(**values) == proposal


@pytest.mark.parametrize(
    ("parameters", "days", "codes"),
    [
        ({}, 90.0, []),
        ({"confirm": 60}, 60.0, []),
        ({"confirm": 95}, 60.0, ["bounds_cross"]),
        (dict.fromkeys(WEIGHTS, 0), 60.0, ["panel_without_weight"]),
        ({}, 90.5, ["served_beyond"]),
    ],
)
def test_what_no_proposal_can_come_from(parameters: dict[str, float], days: float, codes: list[str]) -> None:
    """Bounds in the wrong order, a panel without weights and more days than there are are found."""
    person = {"lowest_line": 80.0, "days": days, "length": 90.0}
    texts = {"employee": ["1"], "veto": ["no"]}
    columns = {key: np.array([value]) for key, value in person.items()} | texts
    assert [one.code for one in FUNCTIONS["probation"].inspect(columns, parameters)] == codes


def test_a_new_post_knows_other_outcomes() -> None:
    """The adaptation period ends confirmed, supported longer, or in another post, and never early."""
    found = [propose({"occasion": "new_post"}, manager=mark)[0] for mark in (95.0, 80.0, 60.0, 59.0)]
    assert found == ["confirm", "confirm", "supported", "another_post"]


@given(MARK, st.integers(0, 100), st.sampled_from(["yes", "no"]), st.integers(0, 100), st.integers(0, 120))
def test_nothing_else_is_ever_proposed(mark: float, line: float, veto: str, percent: int, days: int) -> None:
    """Whatever is typed, the proposal is a declared one, and with a veto never a confirmation."""
    proposal, reason = propose(manager=mark, lowest_line=line, veto=veto, attendance=percent / 100, days=days)
    assert proposal in (*PROPOSALS["probation"], "")
    assert (proposal == "") == (reason == "no_mark")
    assert not (veto == "yes" and proposal in ("confirm", "early"))


@given(st.fixed_dictionaries(dict.fromkeys(WEIGHTS, MARK)), st.floats(0.001, 1000))
def test_a_mark_lies_within_the_panel(marks: dict[str, float], scale: float) -> None:
    """The mark lies within the marks present, and the weights count only against each other."""
    table = {member: np.array([mark]) for member, mark in marks.items()}
    mark, panel = panel_mark(table, WEIGHTS)
    scaled, _ = panel_mark(table, {member: weight * scale for member, weight in WEIGHTS.items()})
    present = [one for one in marks.values() if not np.isnan(one)]
    assert np.allclose(mark, scaled, equal_nan=True)
    assert panel[0] == pytest.approx(sum(WEIGHTS[m] for m in marks if not np.isnan(marks[m])) / 100)
    assert np.isnan(mark[0]) if not present else min(present) - 1e-9 <= mark[0] <= max(present) + 1e-9
