"""What the methods that count share: how a result becomes steps, in numbers and as a formula."""

from __future__ import annotations

from addin.scoring.arithmetic import Array, whole
from addin.scoring.expression import settled
from addin.scoring.registry import Parameter, Parameters, Row
from addin.scoring.rounding import settle

EACH = Parameter("each", "number", low=0, required=True)
ROUNDING = Parameter("rounding", "choice", default="proportional", choices=("floor", "ceil", "proportional"))


def steps(counted: Array, parameters: Parameters) -> Array:
    """Return how many steps a result makes: full ones, begun ones, or in proportion."""
    found: Array = settle(counted / parameters["step"])
    if parameters["rounding"] != "proportional":
        found = whole(found, up=parameters["rounding"] == "ceil")
    return found


def steps_formula(counted: str, row: Row) -> str:
    """Write the same for an expression, ready to be multiplied."""
    found = settled(f"{counted}/{row.refs['step']}")
    if row.parameters["rounding"] == "floor":
        return f"INT({found})"
    return f"(-INT(-{found}))" if row.parameters["rounding"] == "ceil" else found
