"""Every scoring method: worked cases, bounds, direction, and what cannot work."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.methods import METHODS
from addin.scoring.registry import Case, filled, uses_target
from addin.texts import lookup
from templates.tables.scheme import PARAMETERS

CASES = [
    pytest.param(key, case, id=f"{key}-{n}") for key, m in METHODS.items() for n, case in enumerate(m.cases)
]
RESULTS = st.floats(-1e6, 1e6).map(lambda x: round(x, 12))
POINTS = st.lists(
    st.tuples(st.integers(-1000, 1000), st.integers(0, 150)), min_size=2, max_size=6, unique_by=lambda p: p[0]
)


def score(key: str, actual: Any, target: Any, **parameters: Any) -> Any:
    """Compute by a method, out of 100."""
    return METHODS[key].compute(actual, target, parameters, 100.0)


@pytest.mark.parametrize(("key", "case"), CASES)
def test_worked_cases(key: str, case: Case) -> None:
    """A worked case gives its score; missing and refused give none."""
    found = float(METHODS[key].compute(case.actual, case.target, case.parameters, 100.0))  # type: ignore[arg-type]
    assert found == pytest.approx(np.nan if case.score is None else case.score, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("key", METHODS)
def test_a_method_is_declared_whole(key: str) -> None:
    """A method has worked cases, a word in each language, and only parameters the scheme knows."""
    method = METHODS[key]
    assert len([case for case in method.cases if case.score is not None]) >= 2
    assert key in lookup("choices.method").values()
    known = {column.key: column for column in PARAMETERS}
    assert {p.key for p in method.parameters} <= known.keys()
    for parameter in method.parameters:
        words = set(lookup(f"choices.{parameter.key}").values()) if parameter.kind == "choice" else set()
        assert set(parameter.choices) <= words


def test_all_methods_of_the_choices_are_registered() -> None:
    """The drop-down of the scheme and the registry name the same methods."""
    assert set(METHODS) == set(lookup("choices.method").values())


@pytest.mark.parametrize("key", METHODS)
@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), -float("inf"), True, "95", ""])
def test_nothing_but_a_number_becomes_a_score(key: str, value: object) -> None:
    """NaN, infinities, yes and no, text and blanks are missing, never points."""
    case = next(case for case in METHODS[key].cases if case.score is not None)
    found = METHODS[key].compute(value, case.target, case.parameters, 100.0)  # type: ignore[arg-type]
    assert np.isnan(found).all()


@pytest.mark.parametrize("key", METHODS)
def test_arrays_score_like_single_values(key: str) -> None:
    """All cases with the same parameters, scored as one array, give what each gives alone."""
    for parameters in {id(case.parameters): case.parameters for case in METHODS[key].cases}.values():
        cases = [case for case in METHODS[key].cases if case.parameters == parameters]
        together = score(key, [case.actual for case in cases], [case.target for case in cases], **parameters)
        alone = [float(score(key, case.actual, case.target, **parameters)) for case in cases]
        np.testing.assert_array_equal(np.broadcast_to(together, len(cases)), alone)


def test_parameters_may_differ_from_row_to_row() -> None:
    """A cap, a width or a step per row is as good as one for all."""
    assert score("ratio", [130.0, 130.0], 100.0, cap=np.array([120.0, 150.0])).tolist() == [120.0, 130.0]
    assert score("deduct", 2.0, 0.0, each=np.array([5.0, 20.0])).tolist() == [90.0, 60.0]
    widths = score("interval", 8.0, 0.0, width=np.array([5.0, 8.0]), zero=np.array([15.0, 15.0]))
    assert widths.tolist() == [70.0, 100.0]


@given(RESULTS, st.floats(0.01, 1e5), st.integers(-50, 50), st.integers(50, 200))
def test_scores_stay_between_floor_and_cap(actual: float, target: float, floor: int, cap: int) -> None:
    """Whatever is reached, the score lies between floor and cap."""
    for key, style in (("ratio", {}), ("difference", {}), ("reverse", {"style": "linear"})):
        found = float(score(key, actual, target, floor=floor, cap=cap, **style))
        assert floor <= found <= cap
    found = float(score("reverse", abs(actual), target, floor=floor, cap=cap, style="reciprocal"))
    assert floor <= found <= cap


@given(RESULTS, RESULTS, st.floats(0.01, 1e5))
def test_more_is_never_worse_where_more_is_better(one: float, other: float, target: float) -> None:
    """Ratio and difference rise with the result, reverse and deduct fall."""
    low, high = sorted((one, other))
    for key, parameters in (("ratio", {"threshold": 0.6}), ("difference", {})):
        assert score(key, low, target, **parameters) <= score(key, high, target, **parameters)
    assert score("reverse", low, target) >= score("reverse", high, target)
    assert score("deduct", abs(low), 0.0, each=3) >= 0
    for rounding in ("floor", "ceil", "proportional"):
        excess = {"each": 3, "counted": "excess", "rounding": rounding}
        assert score("deduct", low, target, **excess) >= score("deduct", high, target, **excess)


@given(POINTS, RESULTS)
def test_points_hold_the_score_between_them(points: list[tuple[int, int]], x: float) -> None:
    """Between the points the score lies between their scores, and at each point it is its own."""
    rising = tuple(sorted((float(a), float(b)) for a, b in points))
    for given_points in (rising, rising[::-1]):
        found = float(score("linear", x, None, points=given_points, below="first"))
        assert min(b for _, b in rising) - 1e-9 <= found <= max(b for _, b in rising) + 1e-9
        for at, wanted in given_points:
            assert float(score("linear", at, None, points=given_points)) == wanted
        assert float(score("linear", x, None, points=given_points, below="first")) == pytest.approx(
            np.interp(x, *zip(*rising, strict=True)), abs=1e-6
        )


@given(st.lists(st.integers(-100, 100), min_size=1, max_size=6, unique=True), st.integers(-150, 150))
def test_every_result_has_exactly_one_band(starts: list[int], x: int) -> None:
    """Bands without ends cover everything, each holding its beginning."""
    edges = sorted(starts)
    bands = tuple(zip([None, *edges], [*edges, None], range(len(edges) + 1), strict=True))
    assert not list(METHODS["tiers"].inspect({"bands": bands}, None))
    assert float(score("tiers", float(x), None, bands=bands)) == sum(edge <= x for edge in edges)


@given(
    RESULTS,
    RESULTS,
    st.floats(0, 50).map(lambda x: round(x, 9)),
    st.floats(0.1, 50),
    st.sampled_from(["absolute", "percent"]),
)
def test_an_interval_is_full_inside_and_symmetric(
    actual: float, target: float, width: float, more: float, style: str
) -> None:
    """The same distance on either side costs the same, and nothing inside the width."""
    parameters = {"width": width, "zero": width + more, "style": style}
    found = score("interval", [actual, 2 * target - actual], target, **parameters)
    if style == "percent" and target == 0:
        assert np.isnan(found).all()
    else:
        assert found[0] == pytest.approx(found[1], abs=1e-3)
        assert ((found >= 0) & (found <= 100)).all()


@pytest.mark.parametrize("key", METHODS)
def test_no_case_scores_above_the_best(key: str) -> None:
    """The highest reachable score is never exceeded (headroom)."""
    for case in METHODS[key].cases:
        best = METHODS[key].best(case.parameters, 100.0)
        reachable = key != "milestone" or (case.target or 0) >= 1
        assert case.score is None or not reachable or case.score <= best


@pytest.mark.parametrize(
    ("key", "parameters", "best"),
    [
        ("ratio", {}, 120),
        ("difference", {"cap": 150}, 150),
        ("reverse", {"cap": 300}, 200),
        ("reverse", {"cap": 300, "style": "reciprocal"}, 300),
        ("interval", {"width": 1, "zero": 2}, 100),
        ("midpoint", {}, 100),
        ("linear", {"points": ((0.0, 130.0), (1.0, 100.0))}, 130),
        ("tiers", {"bands": ((None, 1.0, 80.0), (1.0, None, 115.0))}, 115),
        ("deduct", {"each": 5}, 100),
        ("rating", {}, 100),
        ("yes_no", {}, 100),
        ("milestone", {"cap": 120}, 100),
        ("add", {"each": 5, "cap": 110}, 110),
        ("okr", {}, 120),
        ("okr", {"good": 1.0}, 100),
    ],
)
def test_headroom(key: str, parameters: dict[str, Any], best: float) -> None:
    """Each method says the highest score it can give."""
    assert METHODS[key].best(parameters, 100.0) == best


TROUBLES = [
    ("ratio", {"floor": 130}, 100.0, "floor_over_cap", "floor"),
    ("ratio", {"cap": "high"}, 100.0, "parameter_not_number", "cap"),
    ("ratio", {"cap": True}, 100.0, "parameter_not_number", "cap"),
    ("ratio", {"cap": -1}, 100.0, "parameter_too_low", "cap"),
    ("ratio", {"threshold": 60}, 100.0, "parameter_too_high", "threshold"),
    ("ratio", {}, None, "target_missing", "target"),
    ("ratio", {}, 0.0, "target_not_positive", "target"),
    ("ratio", {}, float("nan"), "target_not_number", "target"),
    ("difference", {}, 0.0, "target_zero", "target"),
    ("reverse", {"style": "wild"}, 5.0, "parameter_choice", "style"),
    ("reverse", {}, -5.0, "target_not_positive", "target"),
    ("interval", {"zero": 2}, 0.0, "parameter_missing", "width"),
    ("interval", {"width": 5}, 0.0, "zero_missing", "zero"),
    ("interval", {"width": 5, "zero": 15, "each": 2}, 0.0, "zero_and_each", "each"),
    ("interval", {"width": 5, "zero": 5}, 0.0, "width_over_zero", "width"),
    ("interval", {"width": 5, "zero": 15, "width_below": 20}, 0.0, "width_over_zero", "width_below"),
    ("interval", {"width": 5, "each": 2, "step": 0}, 0.0, "step_zero", "step"),
    ("interval", {"width": 0.05, "zero": 0.1, "style": "percent"}, 0.0, "target_zero", "target"),
    ("midpoint", {}, 0.0, "target_zero", "target"),
    ("linear", {}, None, "parameter_missing", "points"),
    ("linear", {"points": "80: 0"}, None, "parameter_not_points", "points"),
    ("linear", {"points": ((1.0, 0.0),)}, None, "points_few", "points"),
    ("linear", {"points": ((1.0, 0.0), (1.0, 5.0))}, None, "points_equal", "points"),
    ("linear", {"points": ((1.0, 0.0), (2.0, 5.0), (1.5, 9.0))}, None, "points_order", "points"),
    ("tiers", {"bands": ()}, None, "bands_empty", "bands"),
    ("tiers", {"bands": ((0.0, 94.0, 0.0), (95.0, None, 100.0))}, None, "bands_gap", "bands"),
    ("tiers", {"bands": ((0.0, 96.0, 0.0), (95.0, None, 100.0))}, None, "bands_overlap", "bands"),
    ("tiers", {"bands": ((50.0, None, 0.0), (0.0, 50.0, 100.0))}, None, "bands_order", "bands"),
    (
        "tiers",
        {"bands": ((0.0, 50.0, 0.0), (50.0, 50.0, 60.0), (50.0, None, 100.0))},
        None,
        "band_empty",
        "bands",
    ),
    ("tiers", {"bands": ((60.0, 80.0, 0.0), (80.0, None, 100.0))}, None, "bands_bottom", "bands"),
    ("tiers", {"bands": ((0.0, 80.0, 0.0), (80.0, 100.0, 100.0))}, None, "bands_top", "bands"),
    ("deduct", {}, 0.0, "parameter_missing", "each"),
    ("deduct", {"each": 5, "counted": "excess"}, None, "target_missing", "target"),
    ("deduct", {"each": 5, "step": 0}, 0.0, "step_zero", "step"),
    ("rating", {"scale": 1}, None, "parameter_too_low", "scale"),
    ("rating", {"scale": 4.5}, None, "scale_not_whole", "scale"),
    ("rating", {"half_steps": 1}, None, "parameter_not_flag", "half_steps"),
    ("rating", {"pass_mark": 6}, None, "pass_mark_off_scale", "pass_mark"),
    ("add", {}, None, "parameter_missing", "each"),
    ("add", {"each": 5, "step": 0}, None, "step_zero", "step"),
    ("okr", {"good": 0}, None, "good_zero", "good"),
    ("okr", {"good": 70}, None, "parameter_too_high", "good"),
    ("milestone", {}, 0.0, "target_not_positive", "target"),
    ("milestone", {}, 150.0, "target_too_high", "target"),
]


@pytest.mark.parametrize(("key", "parameters", "target", "code", "parameter"), TROUBLES)
def test_what_cannot_work_is_named(
    key: str, parameters: dict[str, Any], target: float | None, code: str, parameter: str
) -> None:
    """Parameters and targets that cannot work are found with their code and place."""
    found = [(trouble.code, trouble.parameter) for trouble in METHODS[key].inspect(parameters, target)]
    assert (code, parameter) in found


@pytest.mark.parametrize("key", METHODS)
def test_what_works_is_not_troubled(key: str) -> None:
    """The worked cases that give a score pass inspection."""
    for case in METHODS[key].cases:
        assert case.score is None or not list(METHODS[key].inspect(case.parameters, case.target)), case


def test_defaults_fill_what_was_not_typed() -> None:
    """A line is scored by what was typed and by the defaults of the rest."""
    assert filled(METHODS["ratio"], {"cap": 150.0, "floor": None}) == {"floor": 0.0, "cap": 150.0}
    assert not uses_target(METHODS["deduct"], {"each": 1})
    assert uses_target(METHODS["deduct"], {"each": 1, "counted": "excess"})


def test_rules_are_read_without_numpy() -> None:
    """Inspecting, writing formulas and reading rules do not load numpy; only a sum does."""
    modules = "addin.scoring.formulas, addin.scoring.explain, addin.scoring.combine"
    code = f"import sys, {modules}; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
