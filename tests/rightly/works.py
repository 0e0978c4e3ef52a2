"""The works: which filling, which handwork and which program each workbook meets, dealt by the number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random
from typing import NamedTuple

from sync.service.demo.filling import Filling, filled
from templates.books.department.plan import DepartmentPlan
from templates.books.department.write import write_department
from templates.patch import CellValue, set_cells
from tests.editing import Edit, spot
from tests.edits import apply
from tests.rightly.fillings import FILLINGS
from tests.rightly.handwork import HANDWORK, drawn_on
from tests.rightly.origins import Origin, origins, scheme_and_plan
from tests.writers import WRITERS
from tests.writers.package import STRINGS, opened, zipped
from tests.writers.steps import share_everything

EACH = 7
"""So many works begin with the same workbook."""

LOSING = ("pandas", "numbers", "minimal")
UNTOUCHED = ["nothing"] * 12
"""So often more nothing is done by hand than each thing."""

PROGRAMS = ("", *(key for key, writer in WRITERS.items() if writer.rewrite and key not in LOSING))
"""The programs that save a workbook at last, apart from those that lose what was hidden or calculated."""


class Work(NamedTuple):
    """One workbook of the corpus: what was issued, and which parts it meets."""

    origin: Origin
    filling: str
    hand: str
    program: str

    def __str__(self) -> str:
        origin = " ".join(map(str, self.origin[:5]))
        return f"{origin}: {self.filling}; {self.hand}; {self.program or 'as it is'}"


def works() -> Iterator[Work]:
    """Deal the parts out, each as often as the others and in the same order every time."""
    fillings, hands, programs = (
        dealt(list(part), name)
        for name, part in (("f", FILLINGS), ("h", [*HANDWORK, *UNTOUCHED]), ("p", PROGRAMS))
    )
    for origin in origins():
        for _ in range(EACH):
            yield Work(origin, next(fillings), next(hands), next(programs))


def dealt(cards: list[str], seed: str) -> Iterator[str]:
    """Deal cards without end, shuffled anew whenever all were dealt."""
    dice = Random(seed)
    while True:
        dice.shuffle(cards)
        yield from cards


@cache
def issued(origin: Origin) -> bytes:
    """Return the workbook as it is issued."""
    return write_department(scheme_and_plan(origin)[1])


def made(work: Work) -> tuple[bytes, frozenset[str]]:
    """Fill a workbook and do to it what the work says; returns it with what is rightly told of it."""
    plan = scheme_and_plan(work.origin)[1]
    data, codes = _filled(work, plan)
    hand = HANDWORK[work.hand]
    if plan.people:
        data = apply(data, list(hand.edits(plan))) if hand.edits else data
        data = drawn_on(data, hand.drawn) if hand.drawn else data
        codes |= hand.codes
    return rewritten(data, work.program) if work.program else data, codes


def rewritten(data: bytes, program: str) -> bytes:
    """Return a workbook as another program saves it, which begins with texts that cells share."""
    parts, rewrite = opened(data), WRITERS[program].rewrite
    assert rewrite is not None
    if STRINGS not in parts:
        share_everything(parts)
    return rewrite(zipped(parts))


def _filled(work: Work, plan: DepartmentPlan) -> tuple[bytes, frozenset[str]]:
    part, typed, slipped = FILLINGS[work.filling], Filling(), Filling()
    fixed = {line.key for line in plan.all_lines if line.actual is not None}

    def slip(before: Filling, plan: DepartmentPlan) -> Filling:
        slipped.update(part.slip(before, plan) if part.slip else {})
        other = {key: replace(before[key], actual=None) for key in fixed} | slipped
        typed.update(before | other)
        return other

    data = filled(issued(work.origin), plan, work.origin.seed, [slip])
    edits = list(part.edits(plan, typed)) if part.edits else []
    codes = part.codes if slipped or edits else frozenset()
    edits += _whole_summary(plan) if slipped or fixed else []
    looks = [edit for edit in edits if "do" in edit]
    data = typed_into(data, [edit for edit in edits if "do" not in edit])
    return apply(data, looks), codes | work.origin.codes


def typed_into(data: bytes, edits: list[Edit]) -> bytes:
    """Type into many cells in one go."""
    cells: dict[str, dict[str, CellValue]] = {}
    for edit in edits:
        sheet, place = spot(data, edit)
        cells.setdefault(sheet, {})[place] = edit["value"]
    return set_cells(data, cells) if cells else data


def _whole_summary(plan: DepartmentPlan) -> list[dict[str, object]]:
    """Write what every grade may ask for: what is left out changes the grades."""
    return [
        {"employee": one.person.id, "column": column, "value": f"{one.person.name}: {column}"}
        for one in plan.people
        for column in ("strengths", "to_improve")
    ]
