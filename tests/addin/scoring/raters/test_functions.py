"""All functions over lists of ratings: whatever is listed, and every reason in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.catalogue import TEXTS
from addin.scoring.functions import FUNCTIONS
from addin.texts import LANGUAGES, say

RATERS = {key: function for key, function in FUNCTIONS.items() if function.area == "raters"}
GROUPS = ("self", "manager", "peers", "reports", "customers")
BLANK = float("nan")
NUMBER = st.sampled_from([BLANK, float("inf"), 0.0, 0.1, 1.0, 2.0, 3.0, 3.5, 5.0, 80.0, -4.0, 1e6])
ROW = st.fixed_dictionaries(
    {
        "rater": st.sampled_from("ABCD"),
        "ratee": st.sampled_from("1234"),
        "dimension": st.sampled_from(["quality", "speed"]),
        "group": st.sampled_from(GROUPS),
        **dict.fromkeys(("rating", "early", "late"), NUMBER),
        "incidents": st.sampled_from([BLANK, 2.0, 9.0]),
        "late_incidents": st.sampled_from([BLANK, 0.0, 2.0]),
    }
)


def columns(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    """Return the columns a function takes."""
    return {
        field.key: [row[field.key] for row in rows]
        if field.kind in TEXTS
        else np.array([row[field.key] for row in rows], dtype=np.float64)
        for field in RATERS[key].fields
    }


@pytest.mark.parametrize("key", RATERS)
@given(rows=st.lists(ROW, unique_by=lambda row: (row["rater"], row["ratee"], row["dimension"])))
def test_whatever_is_listed(key: str, rows: list[dict[str, Any]]) -> None:
    """Any list gives columns of one length, numbers finite or missing, and reasons that have words."""
    given_columns = columns(rows, key)
    assert list(RATERS[key].inspect(given_columns, {})) == []
    for parameters in ({}, {"fewest": 1}):
        found = RATERS[key].compute(given_columns, parameters)
        assert tuple(found) == RATERS[key].results
        assert len({len(values) for values in found.values()}) == 1
        for name, values in found.items():
            if not any(isinstance(value, str) for value in values):
                assert not np.isinf(np.asarray(values, dtype=np.float64)).any(), name
        for code in filter(None, {*found.get("reason", ()), *found.get("note", ())}):
            for language in LANGUAGES:
                assert say(f"raters.reasons.{code}", language)


def test_groups_have_names() -> None:
    """Every group of raters, and what they are merged or combined into, has a name in both languages."""
    for language in LANGUAGES:
        for group in (*GROUPS, "others", "combined"):
            assert say(f"raters.choices.group.{group}", language)
