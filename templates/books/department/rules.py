"""Validations and conditional formats of Appraisal: each covers a whole column and looks at its own row."""

from __future__ import annotations

from addin.scoring.expression import literal
from addin.scoring.parameters import LARGEST_FRACTION, told
from addin.texts import say
from templates.books.department.formulas import judged_here, todo_words
from templates.books.department.grid import area, rule
from templates.books.department.layout import FIRST, last_row, own, place
from templates.books.department.plan import DepartmentPlan
from templates.books.department.steps import list_name, rating_lists
from templates.lists import word
from templates.tables.department import APPRAISAL
from templates.writer import SafeSheet

KEY = "appraisal"


def lay_validations(sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Lay the validations of the cells to be typed: actual, manager rating, evidence, comment."""
    words = _words(plan)
    actual = rule(validate="custom", value=f"={_actual_allowed(plan)}", **_messages("actual", words, plan))
    rating = rule(validate="list", source=f"={_ratings_allowed(plan)}", **_messages("rating", words, plan))
    sheet.validation(*area(plan, KEY, "actual"), actual)
    sheet.validation(*area(plan, KEY, "manager_rating"), rating)
    for column in ("evidence", "comment"):
        sheet.validation(*area(plan, KEY, column), {"validate": "any", **_help(column, words, plan)})


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


def _actual_allowed(plan: DepartmentPlan) -> str:
    """Write what an actual may be: nothing on a judged line, yes or no, a number, or not applicable."""
    language = plan.language
    mine = own(KEY, "actual", FIRST)
    away = f"{mine}={literal(say('choices.not_applicable', language))}"
    flags = ",".join(f"{mine}={literal(word('flag', flag, language))}" for flag in ("yes", "no"))
    flagged = f"{own(KEY, 'method', FIRST)}={literal(word('method', 'yes_no', language))}"
    percent = f'LEFT({own(KEY, "unit", FIRST)},1)="%"'
    number = f"AND(ISNUMBER({mine}),OR(NOT({percent}),ABS(N({mine}))<={LARGEST_FRACTION}))"
    return f"IF({judged_here(plan, FIRST)},FALSE,OR({away},IF({flagged},OR({flags}),{number})))"


def _ratings_allowed(plan: DepartmentPlan) -> str:
    """Write the list of a row's ratings: that of its scale where it is judged, otherwise an empty one."""
    lists = rating_lists(plan)
    found = list_name(*lists[-1]) if lists else "list_none"
    for steps, halves in lists[-2::-1]:
        half = literal(word("flag", "yes" if halves else "no", plan.language))
        same = f"AND({own(KEY, 'scale', FIRST)}={steps},{own(KEY, 'half_steps', FIRST)}={half})"
        found = f"IF({same},{list_name(steps, halves)},{found})"
    return f"IF({judged_here(plan, FIRST)},{found},list_none)"


def lay_conditions(sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Lay the looks that follow the row: grey where nothing is asked, yellow now, bands by person."""
    says = {key: literal(text) for key, text in todo_words(plan.language).items()}
    judged, todo = judged_here(plan, FIRST), own(KEY, "todo", FIRST)
    wrong = f"{todo}={says['wrong']}"
    for column, unneeded in (("actual", judged), ("manager_rating", f"NOT({judged})")):
        mine = own(KEY, column, FIRST)
        _lay(sheet, plan, column, f'AND({unneeded},{mine}<>"")', "error")
        _lay(sheet, plan, column, unneeded, "grey")
        _lay(sheet, plan, column, f'{mine}=""', "todo")
        _lay(sheet, plan, column, wrong, "error")
    both = f"{todo}={says['both']}"
    _lay(sheet, plan, "evidence", f"OR({todo}={says['evidence']},{both})", "todo")
    _lay(sheet, plan, "comment", f"OR({todo}={says['comment']},{both})", "todo")
    _lay(sheet, plan, "self_rating", f"NOT({judged})", "grey")
    _lay(sheet, plan, "todo", f"{todo}={says['done']}", "done")
    _lay(sheet, plan, "todo", f'{todo}<>""', "warning")
    last = place(KEY, "todo")
    changes = f"SUMPRODUCT(--($A${FIRST + 1}:$A{FIRST + 1}<>$A${FIRST}:$A{FIRST}))"
    sheet.condition(FIRST, 0, last_row(plan, KEY), last, f"=MOD({changes},2)=0", "banded")


def _lay(sheet: SafeSheet, plan: DepartmentPlan, column: str, formula: str, look: str) -> None:
    sheet.condition(*area(plan, KEY, column), f"={formula}", look)
