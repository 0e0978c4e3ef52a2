"""Where a form may stand between issue and archive, and which move may follow which; no step is jumped.

Source: product.md, A cycle.
"""

from __future__ import annotations

from collections.abc import Mapping

STATES = (
    "issued",
    "goals_agreed",
    "self_rated",
    "rated",
    "submitted",
    "returned",
    "checked",
    "under_review",
    "reviewed_by_hr",
    "calibrated",
    "approved",
    "published",
    "interviewed",
    "confirmed",
    "appealed",
    "decided",
    "archived",
)
"""The way of a form, in its order."""

ASIDE = ("exempt", "cancelled")
"""Where a form stands that is no longer on its way."""

IN_THE_DEPARTMENT = STATES[: STATES.index("under_review")]
"""Up to here the department goes on; from here on a person decides what is taken in."""

NOT_YET = ("issued", "goals_agreed", "self_rated", "rated", "submitted", "returned")
"""Nothing counts of these forms yet."""

RESTATABLE = ("returned", "checked")
"""The states of a form that its findings decide about; later on people do."""

UNCOUNTED = (*NOT_YET, *ASIDE)
"""No score of these forms counts."""

DECIDED = STATES[STATES.index("calibrated") :]
"""The results of these forms were decided; they no longer follow from what comes in."""

SETTLED = STATES[STATES.index("approved") :]
"""Somebody put their name under the results of these forms."""

NOT_MOVED = (*SETTLED, *ASIDE)
"""Nothing that comes in moves these forms any more."""

TOLD = STATES[STATES.index("published") :]
"""The people appraised know these results."""

_LEAVE = frozenset(ASIDE)

ALLOWED: Mapping[str, frozenset[str]] = {
    "issued": frozenset({"goals_agreed", "self_rated", "rated"}) | _LEAVE,
    "goals_agreed": frozenset({"self_rated", "rated"}) | _LEAVE,
    "self_rated": frozenset({"rated"}) | _LEAVE,
    "rated": frozenset({"submitted"}) | _LEAVE,
    "submitted": frozenset({"returned", "checked"}) | _LEAVE,
    "returned": frozenset({"rated", "checked"}) | _LEAVE,
    "checked": frozenset({"rated", "returned", "under_review", "reviewed_by_hr"}) | _LEAVE,
    "under_review": frozenset({"rated", "returned", "reviewed_by_hr"}) | _LEAVE,
    "reviewed_by_hr": frozenset({"rated", "returned", "calibrated"}) | _LEAVE,
    "calibrated": frozenset({"reviewed_by_hr", "calibrated", "approved"}) | _LEAVE,
    "approved": frozenset({"reviewed_by_hr", "published"}) | _LEAVE,
    "published": frozenset({"interviewed", "confirmed", "appealed"}),
    "interviewed": frozenset({"confirmed", "appealed"}),
    "confirmed": frozenset({"appealed", "archived"}),
    "appealed": frozenset({"decided"}),
    "decided": frozenset({"appealed", "archived"}),
    "archived": frozenset(),
    "exempt": frozenset({"issued", "returned", "checked"}),
    "cancelled": frozenset(),
}
"""The states that may follow each state. A new submission goes back to `rated`; taking a decision back, and
leaving the way, needs a reason."""

FORWARD = frozenset(
    (was, state)
    for was, following in ALLOWED.items()
    for state in following
    if was in STATES and state in STATES and STATES.index(state) > STATES.index(was)
)
"""Moves along the way; any other one takes something back or leaves it."""


def may(was: str, state: str) -> bool:
    """Tell whether a form may go from one state to another."""
    return state in ALLOWED[was]


def needs_reason(was: str, state: str) -> bool:
    """Tell whether somebody has to say why: for leaving the review, and for each move that is not forward."""
    return was == "under_review" or (was, state) not in FORWARD


def of_submission(state: str) -> tuple[str, ...]:
    """Return the states a form goes through when its workbook comes: to returned or checked."""
    return ("rated", "submitted", state)


def further(was: str, state: str) -> bool:
    """Tell whether a form that stands at `was` has come as far as `state`."""
    return was in STATES and STATES.index(was) >= STATES.index(state)
