"""Validations and conditional formats of Appraisal: each covers a whole column and looks at its own row."""

from __future__ import annotations

from addin.scoring.expression import literal
from addin.scoring.parameters import LARGEST_FRACTION, told
from addin.texts import say
from templates.books.department.formulas import judged_here, todo_words
from templates.books.department.grid import area, rule
from templates.books.department.layout import first, last_row, own, place
from templates.books.department.plan import DepartmentPlan
from templates.books.department.steps import list_name, rating_lists
from templates.lists import word
from templates.tables.department import APPRAISAL
from templates.writer import SafeSheet


def lay_validations(sheet: SafeSheet, plan: DepartmentPlan, key: str) -> None:
    """Lay the validations of the cells to be typed: actual, manager rating, evidence, comment."""
    words = _words(plan)
    allowed = f"={_actual_allowed(plan, key)}", f"={_ratings_allowed(plan, key)}"
    actual = rule(validate="custom", value=allowed[0], **_messages("actual", words, plan))
    rating = rule(validate="list", source=allowed[1], **_messages("rating", words, plan))
    sheet.validation(*area(plan, key, "actual"), actual)
    sheet.validation(*area(plan, key, "manager_rating"), rating)
    for column in ("evidence", "comment"):
        sheet.validation(*area(plan, key, column), {"validate": "any", **_help(column, words, plan)})


def _words(plan: DepartmentPlan) -> dict[str, str]:
    """Return what the messages name."""
    language = plan.language
    usual = all(steps == 5 for steps, _ in rating_lists(plan))
    return {
        "yes": word("flag", "yes", language),
        "no": word("flag", "no", language),
        "not_applicable": say("choices.not_applicable", language),
        "comment": APPRAISAL.heading("comment", language),
        "standard": APPRAISAL.heading("standard", language),
        "below": told(plan.settings.comment_below),
        "anchors": say("department.scale.short" if usual else "department.scale.other", language),
    }


def _help(name: str, words: dict[str, str], plan: DepartmentPlan) -> dict[str, str]:
    return {
        "input_title": say(f"department.messages.{name}_title", plan.language),
        "input_message": say(f"department.messages.{name}_help", plan.language, **words),
    }


def _messages(name: str, words: dict[str, str], plan: DepartmentPlan) -> dict[str, str]:
    return {
        **_help(name, words, plan),
        "error_title": say(f"department.messages.{name}_wrong_title", plan.language),
        "error_message": say(f"department.messages.{name}_wrong", plan.language, **words),
    }


def _actual_allowed(plan: DepartmentPlan, key: str) -> str:
    """Write what an actual may be: nothing on a judged line, yes or no, a number, or not applicable."""
    language, row = plan.language, first(key)
    mine = own(key, "actual", row)
    away = f"{mine}={literal(say('choices.not_applicable', language))}"
    flags = ",".join(f"{mine}={literal(word('flag', flag, language))}" for flag in ("yes", "no"))
    flagged = f"{own(key, 'method', row)}={literal(word('method', 'yes_no', language))}"
    percent = f'LEFT({own(key, "unit", row)},1)="%"'
    number = f"AND(ISNUMBER({mine}),OR(NOT({percent}),ABS(N({mine}))<={LARGEST_FRACTION}))"
    return f"IF({judged_here(plan, key, row)},FALSE,OR({away},IF({flagged},OR({flags}),{number})))"


def _ratings_allowed(plan: DepartmentPlan, key: str) -> str:
    """Write the list of a row's ratings: that of its scale where it is judged, otherwise an empty one."""
    lists, row = rating_lists(plan), first(key)
    found = list_name(*lists[-1]) if lists else "list_none"
    for steps, halves in lists[-2::-1]:
        half = literal(word("flag", "yes" if halves else "no", plan.language))
        same = f"AND({own(key, 'scale', row)}={steps},{own(key, 'half_steps', row)}={half})"
        found = f"IF({same},{list_name(steps, halves)},{found})"
    return f"IF({judged_here(plan, key, row)},{found},list_none)"


def lay_conditions(sheet: SafeSheet, plan: DepartmentPlan, key: str) -> None:
    """Lay the looks that follow the row: grey where nothing is asked, yellow now, what stands out, bands."""

    def lay(column: str, formula: str, look: str) -> None:
        sheet.condition(*area(plan, key, column), f"={formula}", look)

    says = {name: literal(text) for name, text in todo_words(plan.language).items()}
    row = first(key)
    judged, todo = judged_here(plan, key, row), own(key, "todo", row)
    wrong = f"{todo}={says['wrong']}"
    for column, unneeded in (("actual", judged), ("manager_rating", f"NOT({judged})")):
        mine = own(key, column, row)
        lay(column, f'AND({unneeded},{mine}<>"")', "error")
        lay(column, unneeded, "grey")
        lay(column, f'{mine}=""', "todo")
        lay(column, wrong, "error")
    both = f"{todo}={says['both']}"
    lay("evidence", f"OR({todo}={says['evidence']},{both})", "todo")
    lay("comment", f"OR({todo}={says['comment']},{both})", "todo")
    lay("self_rating", f"NOT({judged})", "grey")
    if any(line.target_trouble for line in plan.rows(key)):
        lay("target", f"{todo}={says['target']}", "warning")
    lay("todo", f"{todo}={says['done']}", "done")
    lay("todo", f'{todo}<>""', "warning")
    _bands(sheet, plan, key)


def _bands(sheet: SafeSheet, plan: DepartmentPlan, key: str) -> None:
    """Shade the rows: every other person, or every other row where all are one department's."""
    row, last = first(key), place(key, "todo")
    changes = f"SUMPRODUCT(--($A${row + 1}:$A{row + 1}<>$A${row}:$A{row}))"
    odd = "MOD(ROW(),2)=0" if key == "unit" else f"MOD({changes},2)=0"
    sheet.condition(row, 0, last_row(plan, key), last, f"={odd}", "banded")
