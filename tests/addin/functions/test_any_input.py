"""Whatever cells hold, and whatever a program sends, a function answers; it never breaks off."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from addin.functions import CATALOGUE, answer
from addin.scoring.methods import METHODS
from tests.addin.functions.vectors import vectors

WORDS = sorted({one for vector in vectors() for one in vector.arguments if isinstance(one, str)})
NUMBERS = st.floats() | st.integers(-10, 200) | st.just(10**400)
CELLS = st.none() | st.booleans() | NUMBERS | st.sampled_from(WORDS) | st.text(max_size=5)
RANGES = st.integers(0, 3).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4)
)
ODD = st.recursive(CELLS, lambda inside: st.lists(inside, max_size=3), max_leaves=8)
JSON = st.recursive(CELLS, lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside), max_leaves=6)


@given(
    st.sampled_from(sorted(CATALOGUE)),
    st.lists(CELLS | RANGES | ODD, max_size=8),
    st.sampled_from(["en", "zh"]),
)
def test_any_cells(key: str, arguments: list[Any], language: str) -> None:
    """Any cells give a value or an error with a message, which JSON can hold."""
    found = answer({"function": key, "arguments": arguments}, language)
    assert found.keys() in ({"value"}, {"error", "message"})
    json.dumps(found, allow_nan=False)


@given(st.sampled_from(sorted(METHODS)), CELLS, CELLS, CELLS)
def test_any_row(method: str, actual: Any, target: Any, parameters: Any) -> None:
    """A score is a number, nothing, or an error; its explanation always has words."""
    found = answer({"function": "score", "arguments": [method, actual, target, parameters]})
    assert "error" in found or found["value"] is None or isinstance(found["value"], float)
    told = answer({"function": "explain", "arguments": [method, actual, target, parameters]})
    assert "error" in told or told["value"]


@given(JSON)
def test_any_document(asked: Any) -> None:
    """What is no call at all is answered, too."""
    assert answer(asked).keys() in ({"value"}, {"error", "message"})
