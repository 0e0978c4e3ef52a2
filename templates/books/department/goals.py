"""The goals edition: what a row still asks for before the period, as a formula and as its twin.

Targets are typed and agreed; the days on which people agreed stand in the sheet People.
"""

from __future__ import annotations

from dataclasses import replace

from addin.scoring.expression import literal
from addin.scoring.methods import METHODS
from addin.scoring.registry import target_trouble, uses_target
from addin.scoring.scheme import Line
from addin.texts import say
from templates.books.department.formulas import open_of_lines
from templates.books.department.layout import own
from templates.books.department.plan import DepartmentPlan, PlannedLine

WORDS = ("done", "type_target", "wrong")


def words(language: str) -> dict[str, str]:
    """Return what the column `To do` may say in this edition, by key."""
    return {key: say(f"department.todo.{key}", language) for key in WORDS}


def wanted(line: Line) -> bool:
    """Tell whether a line cannot be scored without a target."""
    return uses_target(METHODS[line.method], line.parameters)


def usable(line: Line, target: float | None) -> bool:
    """Tell whether a line can be scored with a target: there where it is needed, and not impossible."""
    return target_trouble(METHODS[line.method], line.parameters, target) is None


def _signs(line: Line) -> list[str]:
    """Return the comparisons with 0 that make a target impossible: =, <, or neither."""
    return [sign for sign, probe in (("=", 0.0), ("<", -1.0)) if not usable(line, probe)]


def todo(plan: DepartmentPlan, line: PlannedLine, row: int) -> str:
    """Write what a row still needs: a target, another target, or nothing more."""
    target, says = own(line.table, "target", row), words(plan.language)
    said = {key: literal(text) for key, text in says.items()}
    tests = [f"ISNUMBER({target})-ISLOGICAL({target})<>1"]
    tests += [f"N({target}){sign}0" for sign in _signs(line.line)]
    wrong = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
    blank = said["type_target" if wanted(line.line) else "done"]
    return f'=IFERROR(IF({target}="",{blank},IF({wrong},{said["wrong"]},{said["done"]})),{said["wrong"]})'


def asks(line: Line, target: object) -> str:
    """Return the key of the word in `To do` for a target as typed; the twin of the formula."""
    if target is None or target == "":
        return "type_target" if wanted(line) else "done"
    number = isinstance(target, int | float) and not isinstance(target, bool)
    return "done" if number and usable(line, float(target)) else "wrong"  # type: ignore[arg-type]


def aimed(line: PlannedLine, target: object) -> PlannedLine:
    """Return a line with the target as typed, as far as it is a number."""
    number = float(target) if isinstance(target, int | float) else None
    return replace(line, line=replace(line.line, target=number))


def open_of_person(plan: DepartmentPlan, row: int) -> str:
    """Write how many cells a person of the sheet People still asks for: targets, and the day of agreeing."""
    lines = open_of_lines(plan, row, "members")
    return f"={lines}+IF(N({own('members', 'agreed_on', row)})>0,0,1)"
