"""The checks of what people send: importing this module registers them."""

from sync.checks import (
    arrival,
    book,
    computed,
    days,
    fixed_cells,
    formulas,
    hidden,
    packs,
    people,
    ratings,
    registers,
    remarks,
    targets,
    values,
)
from sync.checks.registry import CHECKS

__all__ = [
    "CHECKS",
    "arrival",
    "book",
    "computed",
    "days",
    "fixed_cells",
    "formulas",
    "hidden",
    "packs",
    "people",
    "ratings",
    "registers",
    "remarks",
    "targets",
    "values",
]
