"""The mistakes people make, made on purpose in the sample company's workbooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from addin.texts import phrase
from sync.service.demo.filling import Filling, Slip
from templates.books.department.layout import Spot, spot
from templates.books.department.plan import DepartmentPlan, PlannedLine
from templates.patch import set_cells
from templates.tables.department import APPRAISAL

Damage = Callable[[bytes, DepartmentPlan], bytes]
"""A mistake done to the file itself: typed over what is fixed or computed, or deleted."""

PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00H\x00H\x00\x00\xff\xdb\x00C\x00 a photo of a form"


def _line(plan: DepartmentPlan, number: int, *, judged: bool) -> PlannedLine:
    return [line for line in plan.lines if line.line.judged is judged][number]


def missing(typed: Filling, plan: DepartmentPlan) -> Filling:
    """Leave a rating empty."""
    key = _line(plan, 0, judged=True).key
    return {key: replace(typed[key], manager_rating=None)}


def out_of_range(typed: Filling, plan: DepartmentPlan) -> Filling:
    """Give a 7 on a scale of 5."""
    key = _line(plan, 1, judged=True).key
    return {key: replace(typed[key], manager_rating=7.0)}


def text_number(typed: Filling, plan: DepartmentPlan) -> Filling:
    """Type an actual with words."""
    key = _line(plan, 1, judged=False).key
    return {key: replace(typed[key], actual=phrase("demo.mistakes.in_words", plan.language))}


def no_reason(typed: Filling, plan: DepartmentPlan) -> Filling:
    """Choose "not applicable" without a reason."""
    key = _line(plan, 2, judged=False).key
    return {key: replace(typed[key], actual=phrase("choices.not_applicable", plan.language), comment="")}


def typed_total(data: bytes, plan: DepartmentPlan) -> bytes:
    """Type a score over its formula."""
    at = _cell(plan, _line(plan, 0, judged=False), "score")
    return set_cells(data, {at.sheet: {at.reference: 110.0}})


def changed_target(data: bytes, plan: DepartmentPlan) -> bytes:
    """Make a target easier."""
    line = next(line for line in plan.lines if line.line.target and not line.line.judged)
    at = _cell(plan, line, "target")
    return set_cells(data, {at.sheet: {at.reference: (line.line.target or 0) * 0.8}})


def deleted_row(data: bytes, plan: DepartmentPlan) -> bytes:
    """Empty the whole row of a line."""
    cells = [_cell(plan, plan.lines[-1], column.key) for column in APPRAISAL.columns]
    return set_cells(data, {cells[0].sheet: {at.reference: None for at in cells}})


def _cell(plan: DepartmentPlan, line: PlannedLine, column: str) -> Spot:
    return spot(plan, column, *line.key)


SLIPS: Mapping[str, tuple[Slip, ...]] = {
    "sales": (missing,),
    "rnd": (no_reason,),
    "service": (missing, out_of_range),
    "production": (text_number,),
}
"""Which department types what by mistake."""

DAMAGES: Mapping[str, tuple[Damage, ...]] = {
    "sales": (typed_total,),
    "rnd": (changed_target,),
    "production": (deleted_row,),
}
"""Which department does what to its file."""

MENDS = "service"
LATE = "support"
"""The department that mends its returned copy, and the one that sends nothing."""

MENDS_PARTLY: tuple[str, tuple[Slip, ...]] = ("rnd", (out_of_range,))
"""The department that mends one point, overlooks another, and makes this mistake anew."""

WAIVED = ("rnd", "F003")
"""The department of which HR accepts a point as it is, and the code of that."""
