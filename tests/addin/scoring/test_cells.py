"""Cells of a spreadsheet in, cells out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.cells import score_cells
from addin.scoring.methods import METHODS
from addin.scoring.registry import Case
from addin.texts import knows

CASES = [
    pytest.param(key, case, id=f"{key}-{n}") for key in METHODS for n, case in enumerate(METHODS[key].cases)
]
CELL = st.one_of(
    st.none(), st.booleans(), st.text(max_size=3), st.floats(), st.integers(), st.dates(), st.just("95")
)


@pytest.mark.parametrize(("key", "case"), CASES)
def test_a_cell_shows_points_or_nothing_or_a_code(key: str, case: Case) -> None:
    """A worked case gives its points; a blank shows nothing, a refused one a code that has words."""
    found = score_cells(key, case.actual, case.target, case.parameters)
    if case.score is not None:
        assert found == pytest.approx(case.score, abs=1e-9)
    elif case.actual is None:
        assert found is None
    else:
        assert knows(f"methods.troubles.{found}.mend")


@pytest.mark.parametrize(
    ("actual", "target", "shown"),
    [
        (90.0, 100.0, 90.0),
        ([90.0, None, 80.0], 100.0, [90.0, None, 80.0]),
        ((90, 80), (100, 50), [90.0, 120.0]),
        ([[90.0], [80.0]], [[100.0], [160.0]], [[90.0], [50.0]]),
        ([[90.0, 80.0], [70.0, ""]], 100.0, [[90.0, 80.0], [70.0, None]]),
        ([[90.0, 80.0], [70.0, 60.0]], [100.0, 200.0], [[90.0, 40.0], [70.0, 30.0]]),
        ([[90.0, 80.0], [70.0, 60.0]], [[100.0], [0.0]], [[90.0, 80.0], ["target_not_positive"] * 2]),
        ([[40.0], [80.0]], [[100.0, 200.0]], [[40.0, 20.0], [80.0, 40.0]]),
        (50.0, [100.0, "soon", None], [50.0, "target_not_number", "target_missing"]),
        ([True, "95", date(2026, 1, 31)], 100.0, ["value_not_number"] * 3),
        ([1e308, 1e-320, 10**400], 100.0, ["value_refused"] * 3),
        ([float("nan"), float("inf")], 100.0, [None, "value_not_number"]),
        (50.0, [1e308, 1e-320, True, date(2026, 1, 31)], ["target_not_number"] * 4),
        ([], 100.0, []),
        ([[], []], 100.0, [[], []]),
    ],
)
def test_shapes_and_refusals(actual: Any, target: Any, shown: Any) -> None:
    """A single cell, row or column stands for many; the shape of both comes back as lists."""
    assert score_cells("ratio", actual, target, {}) == shown


@pytest.mark.parametrize(
    ("key", "actual", "target", "parameters", "code"),
    [
        ("guess", 1.0, 1.0, {}, "method_unknown"),
        ("ratio", [1.0, 2.0], 1.0, {"cap": -1}, "parameter_too_low"),
        ("ratio", [1.0, 2.0, 3.0], [1.0, 2.0], {}, "shapes_differ"),
        ("ratio", [[1.0, 2.0], [3.0]], 1.0, {}, "shapes_differ"),
        ("ratio", [[1.0, 2.0], 3.0], 1.0, {}, "shapes_differ"),
        ("deduct", [1.0, 2.0], 1.0, {}, "parameter_missing"),
    ],
)
def test_what_cannot_work_is_one_code(
    key: str, actual: Any, target: Any, parameters: dict[str, Any], code: str
) -> None:
    """Where nothing can be scored a single code says why, and it has words in every language."""
    assert score_cells(key, actual, target, parameters) == code
    assert all(knows(f"methods.troubles.{code}.{part}") for part in ("what", "mend"))


def test_a_target_that_is_not_needed_is_not_looked_at() -> None:
    """A count scores whatever stands in the target's range, of whatever size."""
    assert score_cells("add", [1.0, 2.0], ["soon"] * 3, {"each": 5}) == [5.0, 10.0]


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=5), CELL)
def test_a_range_shows_what_each_cell_shows_alone(rows: list[list[Any]], target: Any) -> None:
    """Whatever cells hold, they show the same in a range as alone, and points are never beyond the cap."""
    shown: Any = score_cells("ratio", rows, target, {})
    assert shown == [[score_cells("ratio", cell, target, {}) for cell in row] for row in rows]
    assert all(cell is None or isinstance(cell, str) or 0 <= cell <= 120 for row in shown for cell in row)
