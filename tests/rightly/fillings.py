"""How a workbook is filled: as careful managers do, with the freedom that the rules give them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from addin.texts import LANGUAGES, phrase
from sync.service.demo.filling import Filling, Slip
from templates.books.department.plan import DepartmentPlan, PlannedLine
from tests.editing import Edit

AN_ODD_DAY = 46280
"""The 15th of September 2026, as a spreadsheet keeps it."""


class Part(NamedTuple):
    """One way of filling: other values from the beginning, or edits afterwards; what is told of either."""

    slip: Slip | None = None
    edits: Callable[[DepartmentPlan, Filling], Iterable[Edit]] | None = None
    codes: frozenset[str] = frozenset()


def lightest(lines: Iterable[PlannedLine]) -> list[PlannedLine]:
    """Return of each form the open line that weighs least: enough is left for a score."""
    by_weight = sorted((line for line in lines if line.actual is None), key=lambda line: -line.line.weight)
    return list({line.key[0]: line for line in by_weight}.values())


def left_open(typed: Filling, plan: DepartmentPlan) -> Filling:
    """Leave a line of each form open, where one may stay open."""
    free = lightest(line for line in plan.all_lines if line.line.missing != "block")
    return {
        line.key: replace(typed[line.key], actual=None, manager_rating=None, evidence="", comment="")
        for line in free
    }


def not_applicable(typed: Filling, plan: DepartmentPlan) -> Filling:
    """Choose "not applicable" for a measured line of each form, with the reason."""
    word = phrase("choices.not_applicable", plan.language)
    reason = {"en": "No orders of this kind in the quarter.", "zh": "本季度没有这类业务。"}[plan.language]
    chosen = lightest(line for line in plan.all_lines if not line.line.judged)
    return {line.key: replace(typed[line.key], actual=word, comment=reason) for line in chosen}


def numbers(plan: DepartmentPlan, typed: Filling, percent: bool) -> list[tuple[PlannedLine, float]]:
    """Return the measured lines of people whose value is a plain number, or a fraction below 1, with it."""
    measured = [line for line in plan.lines if not line.line.judged and line.line.method != "yes_no"]
    found = [(line, typed[line.key].actual) for line in measured if line.indicator.percent is percent]
    return [
        (line, float(value))
        for line, value in found
        if isinstance(value, float | int) and (not percent or 0 < value < 1)
    ]


def at(line: PlannedLine, column: str, value: object, **more: object) -> Edit:
    """Return the edit that types into a cell of a line."""
    employee, indicator = line.key
    return {"employee": employee, "indicator": indicator, "column": column, "value": value, **more}


def percent_as_text(plan: DepartmentPlan, typed: Filling) -> list[Edit]:
    """Type 93.5% as text."""
    return [at(line, "actual", f"{value * 100:.10g}%") for line, value in numbers(plan, typed, percent=True)]


def percent_as_fraction(plan: DepartmentPlan, typed: Filling) -> list[Edit]:
    """Show 0.935 in a cell that has lost the format of a percentage."""
    lines = [line for line, _ in numbers(plan, typed, percent=True)]
    return [at(line, "actual", "General", do="format") for line in lines[:3]]


def full_width(plan: DepartmentPlan, typed: Filling) -> list[Edit]:
    """Type numbers as the Chinese keyboard does."""
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    found = numbers(plan, typed, percent=False)
    return [at(line, "actual", f"{value:.10g}".translate(wide)) for line, value in found]


STEADY = {
    "en": "{name} ({number}): steady and careful work on all goals of the quarter",
    "zh": "{name}（{number}）：各项目标完成得扎实稳定，遇到问题能及时沟通并求助。",
}


def other_language(plan: DepartmentPlan, typed: Filling) -> list[Edit]:
    """Write every remark in the other language."""
    other = next(language for language in LANGUAGES if language != plan.language)
    words = phrase("demo.comments.line", other)
    overall = {one.person.id: one.person.name for one in plan.people}
    return [
        *(at(line, "comment", words) for line in plan.lines if typed[line.key].comment),
        *(
            {
                "employee": who,
                "column": "overall_comment",
                "value": STEADY[other].format(name=name, number=who),
            }
            for who, name in overall.items()
        ),
    ]


def dates_in_remarks(plan: DepartmentPlan, typed: Filling) -> list[Edit]:
    """Type days into evidence and comments, as a date and as texts in either order."""
    with_remarks = [line for line in plan.lines if typed[line.key].evidence or typed[line.key].comment][:3]
    return [
        edit
        for line in with_remarks
        for edit in (
            at(line, "evidence", AN_ODD_DAY),
            at(line, "evidence", "yyyy-mm-dd", do="format"),
            at(line, "comment", "15/9/2026, 9/8"),
        )
    ]


def told(*codes: str) -> frozenset[str]:
    """Return codes that are rightly told."""
    return frozenset(codes)


FILLINGS: Mapping[str, Part] = {
    "as careful managers do": Part(),
    "open where allowed": Part(slip=left_open, codes=told("V012")),
    "not applicable": Part(slip=not_applicable),
    "percent as text": Part(edits=percent_as_text, codes=told("V011")),
    "percent as fraction": Part(edits=percent_as_fraction),
    "full-width digits": Part(edits=full_width, codes=told("V011")),
    "the other language": Part(edits=other_language),
    "dates in remarks": Part(edits=dates_in_remarks),
}
