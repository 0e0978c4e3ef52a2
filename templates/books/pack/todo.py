"""What a small workbook still asks for: formulas, and the same in Python for their cached values."""

from __future__ import annotations

from collections.abc import Mapping

from addin.scoring.expression import literal
from addin.texts import phrase, say
from templates.books.department.demands import scale
from templates.books.department.plan import Key, PlannedLine
from templates.books.pack.plan import PackPlan
from templates.lists import word
from templates.phrases import joined
from templates.tables.packs import READ

CELLS_A_MINUTE = 2

Typed = Mapping[Key, Mapping[str, str | float]]
"""What is typed, by row and column."""


def todo_formula(plan: PackPlan, row: int) -> str:
    """Write what a row still asks for, from its own cells, so that it holds after sorting."""
    mine, said = plan.own(plan.value, row), _words(plan)
    away = f"{mine}={literal(say('choices.not_applicable', plan.language))}"
    if plan.value == "actual":
        flags = ",".join(f"{mine}={literal(word('flag', flag, plan.language))}" for flag in ("yes", "no"))
        right = f"OR(ISNUMBER({mine}),{flags},{away})"
        return f'=IF({mine}="",{said["actual"]},IF({right},{said["done"]},{said["wrong"]}))'
    steps = plan.own("scale", row)
    rate = joined(phrase("pack.todo.rating", plan.language), scale=steps)
    right = f"IF(ISNUMBER({mine}),AND({mine}>=1,{mine}<={steps}),{away})"
    line = f'IF({mine}="",{rate},IF({right},{said["done"]},{said["wrong"]}))'
    read = f'IF({mine}="",{said["read"]},{said["done"]})'
    return f'=IF({plan.own("indicator", row)}={literal(READ)},{read},IF({steps}="","",{line}))'


def _words(plan: PackPlan) -> dict[str, str]:
    keys = ("actual", "read", "done", "wrong")
    return {key: literal(say(f"pack.todo.{key}", plan.language)) for key in keys}


def status_formula(plan: PackPlan) -> str:
    """Write the first line: what is left and how long it takes, or that all is done."""
    todo, done = plan.whole("todo"), literal(say("pack.todo.done", plan.language))
    left = f'SUMPRODUCT(({todo}<>"")*({todo}<>{done}))'
    minutes = f"ROUNDUP({left}/{CELLS_A_MINUTE},0)"
    due = literal(plan.due.isoformat())
    ready = joined(phrase("pack.status.done", plan.language), date=due)
    open_ = joined(phrase("pack.status.left", plan.language), n=left, m=minutes)
    return f"=IF({left}=0,{ready},{open_})"


def todos(plan: PackPlan, typed: Typed) -> dict[Key, str]:
    """Return what the formula of each row gives."""
    lines = {line.key: line for line in plan.lines}
    values = {key: typed.get(key, {}).get(plan.value, "") for key in plan.keys}
    return {key: _todo(plan, lines.get(key), value) for key, value in values.items()}


def _todo(plan: PackPlan, line: PlannedLine | None, value: str | float) -> str:
    if line is None:
        return say(f"pack.todo.{'read' if value == '' else 'done'}", plan.language)
    if not plan.asked(line):
        return ""
    steps = None if plan.value == "actual" else scale(line.line)
    if value == "":
        asks = "actual" if steps is None else "rating"
        return phrase(f"pack.todo.{asks}", plan.language).format(scale=steps)
    return say(f"pack.todo.{'done' if _right(plan, value, steps) else 'wrong'}", plan.language)


def _right(plan: PackPlan, value: str | float, steps: int | None) -> bool:
    if isinstance(value, float | int):
        return steps is None or 1 <= value <= steps
    words = [say("choices.not_applicable", plan.language)]
    if steps is None:
        words += [word("flag", flag, plan.language) for flag in ("yes", "no")]
    return value.lower() in words


def status_text(plan: PackPlan, typed: Typed) -> str:
    """Return what the formula of the first line gives."""
    done = say("pack.todo.done", plan.language)
    left = sum(todo not in ("", done) for todo in todos(plan, typed).values())
    if not left:
        return say("pack.status.done", plan.language, date=plan.due.isoformat())
    return say("pack.status.left", plan.language, n=left, m=-(-left // CELLS_A_MINUTE))
