"""What may be typed in a small workbook, and how its cells look: rules over whole columns."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.expression import literal
from addin.scoring.parameters import LARGEST_FRACTION
from addin.texts import say
from templates.books.department.demands import half_steps, scale
from templates.books.department.grid import rule
from templates.books.department.steps import list_name, ratings
from templates.books.pack.plan import FIRST, PackPlan
from templates.lists import word
from templates.tables.packs import READ
from templates.writer import SafeSheet

NOTHING_HERE, CONFIRMED = "list_none", "list_read"
USUAL = 5


def lay_rules(sheet: SafeSheet, plan: PackPlan) -> None:
    """Lay the soft lock, the validations and the looks that follow each row."""
    if plan.settings.protection != "sheet":
        _lock(sheet, plan)
    help_ = "actual" if plan.value == "actual" else "rating"
    allowed = _actuals(plan) if plan.value == "actual" else _ratings(sheet, plan)
    kind = {"validate": "custom", "value": allowed} if plan.value == "actual" else _listed(allowed)
    place = plan.place(plan.value)
    sheet.validation(FIRST, place, plan.last, place, rule(**kind, **_messages(plan, help_)))
    _conditions(sheet, plan)


def _listed(source: str) -> dict[str, str]:
    return {"validate": "list", "source": source}


def _lock(sheet: SafeSheet, plan: PackPlan) -> None:
    title, text = (say(f"pack.messages.{key}", plan.language) for key in ("fixed_title", "fixed"))
    for at, column in enumerate(plan.table.columns):
        if column.filled_by in ("fixed", "formula"):
            sheet.lock(FIRST, at, plan.last, at, title, text)


def _messages(plan: PackPlan, name: str) -> dict[str, str]:
    usual = all(scale(line.line) == USUAL for line in plan.lines if line.line.judged)
    values = {
        "not_applicable": say("choices.not_applicable", plan.language),
        "anchors": say("department.scale.short" if usual else "department.scale.other", plan.language),
    }
    keys = {"input_title": "title", "input_message": "help", "error_title": "wrong_title"}
    return {
        key: say(f"pack.messages.{name}.{part}", plan.language, **values)
        for key, part in {**keys, "error_message": "wrong"}.items()
    }


def _actuals(plan: PackPlan) -> str:
    """Write what an actual may be: yes or no, a number, a percentage within bounds, or not applicable."""
    mine, language = plan.own("actual"), plan.language
    away = f"{mine}={literal(say('choices.not_applicable', language))}"
    flags = ",".join(f"{mine}={literal(word('flag', flag, language))}" for flag in ("yes", "no"))
    flagged = f"{plan.own('method')}={literal(word('method', 'yes_no', language))}"
    percent = f'LEFT({plan.own("unit")},1)="%"'
    number = f"AND(ISNUMBER({mine}),OR(NOT({percent}),ABS(N({mine}))<={LARGEST_FRACTION}))"
    return f"=OR({away},IF({flagged},OR({flags}),{number}))"


def _ratings(sheet: SafeSheet, plan: PackPlan) -> str:
    """Write the list of a row's ratings: of its scale, of the confirmation, or an empty one."""
    lists = sheet.workbook.lists
    lists.columns[NOTHING_HERE] = ("",)
    lists.columns[CONFIRMED] = (word("flag", "yes", plan.language),)
    found = NOTHING_HERE
    for steps, halves in _scales(plan):
        name = list_name(steps, halves)
        lists.columns[name] = (*ratings(steps, halves), say("choices.not_applicable", plan.language))
        half = literal(word("flag", "yes" if halves else "no", plan.language))
        found = f"IF(AND({plan.own('scale')}={steps},{plan.own('half_steps')}={half}),{name},{found})"
    return f"=IF({plan.own('indicator')}={literal(READ)},{CONFIRMED},{found})"


def _scales(plan: PackPlan) -> list[tuple[int, bool]]:
    judged = (line.line for line in plan.lines if line.line.judged)
    return sorted({(scale(line), half_steps(line)) for line in judged})


def _conditions(sheet: SafeSheet, plan: PackPlan) -> None:
    """Let a row's cells look as it needs: yellow now, grey where nothing is asked, red where wrong."""
    for column, test, look in _looks(plan):
        at = plan.place(column)
        sheet.condition(FIRST, at, plan.last, at, f"={test}", look)


def _looks(plan: PackPlan) -> Iterator[tuple[str, str, str]]:
    todo, mine = plan.own("todo"), plan.own(plan.value)
    done, wrong = (literal(say(f"pack.todo.{key}", plan.language)) for key in ("done", "wrong"))
    yield plan.value, f'AND({todo}="",{mine}<>"")', "error"
    yield plan.value, f'{todo}=""', "grey"
    yield plan.value, f'{mine}=""', "todo"
    yield plan.value, f"{todo}={wrong}", "error"
    yield "todo", f"{todo}={done}", "done"
    yield "todo", f'{todo}<>""', "warning"
