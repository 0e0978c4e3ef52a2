"""The scoring methods, one file each; importing this package registers them all."""

from addin.scoring.methods import (
    add,
    deduct,
    difference,
    interval,
    linear,
    midpoint,
    milestone,
    okr,
    rating,
    ratio,
    reverse,
    tiers,
    yes_no,
)
from addin.scoring.registry import METHODS

__all__ = [
    "METHODS",
    "add",
    "deduct",
    "difference",
    "interval",
    "linear",
    "midpoint",
    "milestone",
    "okr",
    "rating",
    "ratio",
    "reverse",
    "tiers",
    "yes_no",
]
