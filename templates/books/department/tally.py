"""What the Cover counts: people by provisional grade against the guide, or targets that are agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import floor
from typing import NamedTuple

from addin.scoring.expression import literal
from addin.scoring.parameters import told
from addin.scoring.ranking.quotas import Quota, listed_quotas
from addin.scoring.rounding import round_half_away
from addin.texts import say
from templates.books.department import goals
from templates.books.department.layout import Spot, figure_cell, whole
from templates.books.department.plan import DepartmentPlan
from templates.books.department.state import State
from templates.references import letters
from templates.writer import SafeSheet, SafeWorkbook, Value

LABEL, COUNT, BARS, GUIDE = 7, 8, 9, 10
BAR, SIGN = 16, "█"
"""The longest bar beside a count [signs]; signs, since Google Sheets draws no bars in cells."""

MODULE = "quotas"

SAID = {(True, True): "most_n", (True, False): "most", (False, True): "exact_n", (False, False): "exact"}
"""How a guide is said: as a limit or not, with the number of people or not."""


class Tally(NamedTuple):
    """One row: its name, the formula that counts, out of how many, and the guide in words."""

    label: str
    formula: str
    of: int
    guide: str = ""


def heading(plan: DepartmentPlan) -> str:
    """Return what the rows are about."""
    return say("goals.cover.targets" if plan.goals else "department.cover.grades", plan.language)


def rows_of(plan: DepartmentPlan, top: int) -> list[Tally]:
    """Return the rows of the block that begins at a row [from 0] of the Cover."""
    return _targets(plan) if plan.goals else _grades(plan, top)


def length(plan: DepartmentPlan) -> int:
    """Return how many rows the block has."""
    if plan.goals:
        return 3 if plan.people else 2
    return len(plan.grades) + 1


def _targets(plan: DepartmentPlan) -> list[Tally]:
    """Count the targets that can be used, those still to be typed, and the people who agreed."""
    done = literal(goals.words(plan.language)["done"])
    count, lines = "+".join(f"COUNTIF({one},{done})" for one in _todos(plan)), len(plan.all_lines)
    found = [
        Tally(say("goals.cover.set", plan.language), count, lines),
        Tally(say("goals.cover.open", plan.language), f"{lines}-({count})", lines),
    ]
    if plan.people:
        agreed = f'COUNTIF({whole(plan, "members", "agreed_on")},">0")'
        found.append(Tally(say("goals.cover.agreed", plan.language), agreed, len(plan.people)))
    return found


def _todos(plan: DepartmentPlan) -> list[str]:
    return [whole(plan, table, "todo") for table in plan.grids]


def _grades(plan: DepartmentPlan, top: int) -> list[Tally]:
    """Count the people of each grade, and those whose form is not complete yet."""
    people, guide = len(plan.people) or 1, _guides(plan)
    graded = whole(plan, "summary", "grade") if plan.people else figure_cell(plan, "grade")
    found = [
        Tally(
            say("department.cover.grade", plan.language, grade=grade.id, name=grade.name),
            f"COUNTIF({graded},{literal(grade.id)})",
            people,
            guide.get(grade.id, ""),
        )
        for grade in plan.grades
    ]
    column, last = letters(COUNT + 1), top + len(found)
    rest = f"{people}-SUM(${column}${top + 1}:${column}${last})"
    return [*found, Tally(say("department.cover.unfinished", plan.language), rest, people)]


def has_guide(plan: DepartmentPlan) -> bool:
    """Tell whether the grades have a guide to be compared with: the shares of the sheet Quotas."""
    return bool(plan.people and plan.quotas and not plan.goals and MODULE in plan.settings.modules)


def _enough(plan: DepartmentPlan) -> bool:
    """Tell whether there are people enough for shares to mean numbers: those of 8 people are noise."""
    return len(plan.people) >= plan.settings.quota_minimum


def _guides(plan: DepartmentPlan) -> Mapping[str, str]:
    """Say, by grade, how many there should be: exactly, or at most together with all better grades."""
    if not has_guide(plan):
        return {}
    return {quota.grade: _guide(plan, quota) for quota in listed_quotas(plan.quotas)}


def _guide(plan: DepartmentPlan, quota: Quota) -> str:
    better = [grade.id for grade in plan.grades[: _place(plan, quota)]] if quota.with_better else []
    return say(
        f"department.cover.guide_{SAID[quota.at_most, _enough(plan)]}",
        plan.language,
        grades="+".join([*better, quota.grade]),
        share=f"{told(quota.share)}%",
        n=_number(plan, quota),
    )


def _place(plan: DepartmentPlan, quota: Quota) -> int:
    return [grade.id for grade in plan.grades].index(quota.grade)


def _number(plan: DepartmentPlan, quota: Quota) -> int:
    """Return how many people a share stands for: a limit is rounded down, the others to the nearest."""
    people = round_half_away(quota.share * len(plan.people) / 100, 9)
    return floor(people) if quota.at_most else int(round_half_away(people, 0))


def write_labels(book: SafeWorkbook, sheet: SafeSheet, plan: DepartmentPlan, block: int) -> None:
    """Write the heading and names of the block, the guide beside them, and what stands out above it."""
    look = book.look("subtitle", "line_below")
    sheet.merge((block, LABEL), (block, BARS), heading(plan), look)
    guide = say("department.cover.guide", plan.language) if has_guide(plan) else ""
    sheet.write(block, GUIDE, guide, book.look("label", "line_below"))
    for row, one in enumerate(rows_of(plan, block + 1), start=block + 1):
        sheet.write(row, LABEL, one.label, book.look("label"))
        sheet.write(row, GUIDE, one.guide, book.look("label"))
        sheet.height(row, 20)
    if has_guide(plan) and _enough(plan):
        _warn(sheet, plan, block + 1)


def _warn(sheet: SafeSheet, plan: DepartmentPlan, top: int) -> None:
    """Let a guide stand out where more people have the grade, or a better one, than it says."""
    column = letters(COUNT + 1)
    for quota in listed_quotas(plan.quotas):
        row = top + _place(plan, quota)
        start = top if quota.with_better else row
        count = f"SUM(${column}${start + 1}:${column}${row + 1})"
        sheet.condition(row, GUIDE, row, GUIDE, f"={count}>{_number(plan, quota)}", "warning")


def tally_formulas(plan: DepartmentPlan, block: int, sheet: str) -> Iterator[tuple[Spot, str]]:
    """Yield the formulas of the block: each count, and its bar."""
    for row, one in enumerate(rows_of(plan, block + 1), start=block + 1):
        yield Spot(sheet, row, COUNT), f"={one.formula}"
        signs = f"ROUND({BAR}*${letters(COUNT + 1)}${row + 1}/{one.of},0)"
        yield Spot(sheet, row, BARS), f'=REPT("{SIGN}",{signs})'


def tally_values(plan: DepartmentPlan, state: State, block: int, sheet: str) -> Iterator[tuple[Spot, Value]]:
    """Yield what the formulas of the block give."""
    counts = _agreed(plan, state) if plan.goals else _graded(plan, state)
    for row, (one, count) in enumerate(zip(rows_of(plan, block + 1), counts, strict=True), start=block + 1):
        yield Spot(sheet, row, COUNT), count
        yield Spot(sheet, row, BARS), SIGN * int(round_half_away(BAR * count / one.of, 0))


def _agreed(plan: DepartmentPlan, state: State) -> list[int]:
    lines = (*state.lines, *(state.unit.lines if state.unit else ()))
    done = goals.words(plan.language)["done"]
    set_ = sum(line.todo == done for line in lines)
    people = [sum(not person.lacking for person in state.people)] if plan.people else []
    return [set_, len(lines) - set_, *people]


def _graded(plan: DepartmentPlan, state: State) -> list[int]:
    found = [form.grade for form in state.people or (state.unit,) if form]
    return [found.count(grade) for grade in (*(grade.id for grade in plan.grades), "")]
