"""yes_no: reached or not reached."""
# ruff: noqa: ARG001 - all methods take the same arguments

from __future__ import annotations

from addin.scoring.arithmetic import Array, without
from addin.scoring.expression import valid
from addin.scoring.methods.limits import full_score
from addin.scoring.registry import Case, Parameters, Row, method


def formula(row: Row) -> str:
    """Write F for 1 and 0 for 0."""
    return valid(f"OR({row.value}=1,{row.value}=0)", f"{row.full}*{row.value}")


@method(
    "yes_no",
    formula=formula,
    best=full_score,
    cases=(
        Case(1.0, None, {}, 100.0),
        Case(0.0, None, {}, 0.0),
        Case(0.5, None, {}, None, "neither yes nor no"),
        Case(None, None, {}, None),
    ),
    needs_target=False,
    value="yes_no",
)
def yes_no(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Give full points for yes and none for no.

    actual: 1 or 0; the target is not used. Returns F or 0, NaN for anything else.
    Source: scoring.md section 1.
    """
    return full * without(actual, (actual != 1) & (actual != 0))
