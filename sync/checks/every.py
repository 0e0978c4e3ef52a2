"""Every check there is: importing this module registers them all."""

from sync.checks import (
    arrival,
    book,
    computed,
    fixed_cells,
    formulas,
    hidden,
    people,
    remarks,
    scheme,
    values,
)
from sync.checks.registry import CHECKS

__all__ = [
    "CHECKS",
    "arrival",
    "book",
    "computed",
    "fixed_cells",
    "formulas",
    "hidden",
    "people",
    "remarks",
    "scheme",
    "values",
]
