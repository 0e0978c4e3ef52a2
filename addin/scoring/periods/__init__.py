"""What follows from several periods, and from many people; importing this package registers the functions."""

from addin.scoring.periods import (
    annual,
    correlation,
    impact,
    improvement,
    pareto,
    probation,
    transfers,
    trend,
)

__all__ = [
    "annual",
    "correlation",
    "impact",
    "improvement",
    "pareto",
    "probation",
    "transfers",
    "trend",
]
