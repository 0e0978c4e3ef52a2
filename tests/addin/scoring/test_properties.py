"""What holds for every method whatever is typed: bounds, direction, and no surprise at any size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.methods import METHODS

Drawn = tuple[dict[str, Any], float | None]

NUMBERS = st.floats(-1e6, 1e6).map(lambda x: round(x, 9))
ABOVE_ZERO = st.floats(0.01, 1e5)
NOT_ZERO = st.one_of(ABOVE_ZERO, ABOVE_ZERO.map(lambda x: -x))
FLOOR, CAP = st.integers(-50, 50), st.integers(50, 200)
STEPS = st.sampled_from(("floor", "ceil", "proportional"))
TENTHS = st.integers(0, 500).map(lambda x: x / 10)
STEP = st.sampled_from((0.01, 0.5, 1.0, 3.0))


def limits(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a floor below a cap, and what else is asked."""
    return st.fixed_dictionaries({"floor": FLOOR, "cap": CAP, **more})


@st.composite
def points(draw: st.DrawFn, rising: bool) -> dict[str, Any]:
    """Draw bends of a line whose scores rise or fall with the result."""
    xs = sorted(draw(st.sets(st.integers(-1000, 1000), min_size=2, max_size=5)))
    ys = sorted(draw(st.lists(st.integers(0, 150), min_size=len(xs), max_size=len(xs))))
    bends = tuple(zip(map(float, xs), map(float, ys if rising else ys[::-1]), strict=True))
    return {"points": bends if rising else bends[::-1], "below": "first"}


@st.composite
def bands(draw: st.DrawFn) -> dict[str, Any]:
    """Draw bands without holes whose scores rise."""
    edges = sorted(draw(st.sets(st.integers(-100, 100), min_size=1, max_size=5)))
    scores = sorted(draw(st.lists(st.integers(0, 150), min_size=len(edges) + 1, max_size=len(edges) + 1)))
    return {"bands": tuple(zip([None, *edges], [*edges, None], scores, strict=True))}


def side(each: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Draw an interval that falls to a zero, or by points for each step."""
    falls: Mapping[str, st.SearchStrategy[Any]] = (
        {"each": TENTHS, "step": STEP}
        if each
        else {"zero": st.floats(60, 90), "zero_below": st.floats(60, 90)}
    )
    widths = {"width": TENTHS, "width_below": TENTHS}
    return st.fixed_dictionaries({**widths, **falls, "style": st.sampled_from(("absolute", "percent"))})


counted = {"each": TENTHS, "step": STEP, "rounding": STEPS}
RULES: Mapping[str, tuple[st.SearchStrategy[dict[str, Any]], st.SearchStrategy[float | None]]] = {
    "ratio": (limits(threshold=st.sampled_from((None, 0.0, 0.6, 0.8, 1.0))), ABOVE_ZERO),
    "difference": (limits(), NOT_ZERO),
    "reverse": (limits(style=st.sampled_from(("linear", "reciprocal"))), ABOVE_ZERO),
    "interval": (st.booleans().flatmap(side), NOT_ZERO),
    "midpoint": (st.fixed_dictionaries({"floor": FLOOR}), NOT_ZERO),
    "linear": (st.booleans().flatmap(points), st.none()),
    "tiers": (bands(), st.none()),
    "deduct": (
        st.fixed_dictionaries({**counted, "floor": FLOOR, "counted": st.sampled_from(("count", "excess"))}),
        NUMBERS,
    ),
    "rating": (
        st.fixed_dictionaries(
            {"scale": st.integers(2, 10), "style": st.sampled_from(("linear", "proportional"))}
        ),
        st.none(),
    ),
    "add": (st.fixed_dictionaries({**counted, "cap": CAP}), st.none()),
    "okr": (st.fixed_dictionaries({"good": st.floats(0.01, 1), "cap": CAP}), st.none()),
    "yes_no": (st.just({}), st.none()),
    "milestone": (limits(), st.one_of(st.floats(0.01, 1), st.floats(1.01, 100))),
}
"""Rules that work, and targets they take."""

VALUES: Mapping[str, st.SearchStrategy[float]] = {
    "rating": st.floats(1, 10),
    "okr": st.floats(0, 1).map(lambda x: round(x, 9)),
    "yes_no": st.sampled_from((0.0, 1.0)),
    "milestone": st.floats(0, 1).map(lambda x: round(x, 9)),
}
RISING: Mapping[str, Callable[[dict[str, Any]], int]] = {
    "ratio": lambda p: 1 if p["floor"] >= 0 or p["threshold"] is None else 0,
    "difference": lambda p: 1,
    "reverse": lambda p: -1,
    "linear": lambda p: (
        1 if p["points"][-1][1] >= p["points"][0][1] and p["points"][0][0] < p["points"][1][0] else -1
    ),
    "tiers": lambda p: 1,
    "deduct": lambda p: -1,
    "rating": lambda p: 1,
    "add": lambda p: 1,
    "okr": lambda p: 1 if p["cap"] >= 100 else 0,
    "yes_no": lambda p: 1,
    "milestone": lambda p: 1,
}
"""Which way the score goes with the result; 0 where a rule of such parameters has no direction."""


def bounds(key: str, p: Mapping[str, Any]) -> tuple[float, float]:
    """Return the lowest and the highest score that a rule can give."""
    scores = [score for *_, score in p.get("points", p.get("bands", ()))]
    floor = min(scores, default=float(p.get("floor", 0)))
    if key == "ratio":
        floor = min(floor, 0.0)
    return floor, max(METHODS[key].best(p, 100.0), float(p.get("cap", 0)))


@pytest.mark.parametrize("key", METHODS)
@given(data=st.data())
def test_a_score_stays_within_its_bounds(key: str, data: st.DataObject) -> None:
    """Whatever is reached, a score lies between the floor and the best a rule can give, or there is none."""
    rules, targets = RULES[key]
    rule, target = data.draw(rules), data.draw(targets)
    assert not list(METHODS[key].inspect(rule, target))
    value = data.draw(st.one_of(NUMBERS, VALUES.get(key, NUMBERS)))
    found = float(METHODS[key].compute(value, target, rule, 100.0))  # type: ignore[arg-type]
    low, high = bounds(key, rule)
    assert np.isnan(found) or low - 1e-9 <= found <= high + 1e-9


@pytest.mark.parametrize("key", RISING)
@given(data=st.data())
def test_more_is_never_worse_where_the_rule_says_so(key: str, data: st.DataObject) -> None:
    """The score only rises with the result, or only falls, by the direction of the method."""
    rules, targets = RULES[key]
    rule, target = data.draw(rules), data.draw(targets)
    values = sorted(data.draw(st.lists(VALUES.get(key, NUMBERS), min_size=2, max_size=6)))
    found = METHODS[key].compute(np.array(values), target, rule, 100.0)  # type: ignore[arg-type]
    steps = np.diff(found[~np.isnan(found)]) * RISING[key](rule)
    assert (steps >= -1e-9).all()


@pytest.mark.parametrize("key", METHODS)
@given(data=st.data())
def test_no_size_of_number_escapes(key: str, data: st.DataObject) -> None:
    """Any double as value and target gives a finite score or none, and never a warning."""
    rule = data.draw(RULES[key][0])
    value, target = data.draw(st.floats()), data.draw(st.floats())
    found = float(METHODS[key].compute(value, target, rule, 100.0))  # type: ignore[arg-type]
    assert np.isnan(found) or abs(found) < 1e3
