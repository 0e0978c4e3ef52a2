"""Validations and conditional formats of Appraisal: each covers a whole column and looks at its own row."""

from __future__ import annotations

from addin.scoring.expression import literal
from addin.scoring.parameters import LARGEST_FRACTION, told
from addin.texts import say
from templates.books.department.editions import typed_columns
from templates.books.department.formulas import judged_here, todo_words
from templates.books.department.grid import area, rule
from templates.books.department.layout import first, last_row, own, place
from templates.books.department.plan import DepartmentPlan
from templates.books.department.steps import list_name, rating_lists
from templates.lists import word
from templates.references import letters
from templates.tables.department import APPRAISAL
from templates.writer import SafeSheet

COUNTED = 600
"""In so many rows people are counted in no time."""


def lay_validations(sheet: SafeSheet, plan: DepartmentPlan, key: str) -> None:
    """Lay the validations of the cells to be typed: actual, ratings, evidence, comment; or the target."""
    words = _words(plan)
    if plan.goals:
        target = rule(validate="custom", value=f"={_target_allowed(key)}", **_messages("target", words, plan))
        sheet.validation(*area(plan, key, "target"), target)
        sheet.validation(*area(plan, key, "comment"), {"validate": "any", **_help("remark", words, plan)})
        return
    allowed = f"={_actual_allowed(plan, key)}", f"={_ratings_allowed(plan, key)}"
    actual = rule(validate="custom", value=allowed[0], **_messages("actual", words, plan))
    rating = rule(validate="list", source=allowed[1], **_messages("rating", words, plan))
    sheet.validation(*area(plan, key, "actual"), actual)
    sheet.validation(*area(plan, key, "manager_rating"), rating)
    if "reviewed_rating" in typed_columns(plan, key):
        reviewed = rule(validate="list", source=allowed[1], **_messages("reviewed", words, plan))
        sheet.validation(*area(plan, key, "reviewed_rating"), reviewed)
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


def _target_allowed(key: str) -> str:
    """Write what a target may be: a number, and in a percentage no more than 500%."""
    mine, unit = own(key, "target", first(key)), own(key, "unit", first(key))
    return f'AND(ISNUMBER({mine}),OR(LEFT({unit},1)<>"%",ABS(N({mine}))<={LARGEST_FRACTION}))'


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
    todo = own(key, "todo", row)
    if plan.goals:
        lay("target", f"{todo}={says['wrong']}", "error")
        lay("target", f"{todo}={says['type_target']}", "todo")
    else:
        _lay_ratings(sheet, plan, key)
    lay("todo", f"{todo}={says['done']}", "done")
    lay("todo", f'{todo}<>""', "warning")
    _bands(sheet, plan, key)


def _lay_ratings(sheet: SafeSheet, plan: DepartmentPlan, key: str) -> None:
    """Lay the looks of actuals and ratings, and of the texts that belong to them."""

    def lay(column: str, formula: str, look: str) -> None:
        sheet.condition(*area(plan, key, column), f"={formula}", look)

    says = {name: literal(text) for name, text in todo_words(plan.language).items()}
    row = first(key)
    judged, todo = judged_here(plan, key, row), own(key, "todo", row)
    for column, unneeded in (("actual", judged), ("manager_rating", f"NOT({judged})")):
        mine = own(key, column, row)
        lay(column, f'AND({unneeded},{mine}<>"")', "error")
        lay(column, unneeded, "grey")
        lay(column, _unanswered(plan, key, column), "todo")
        lay(column, _wrongly_rated(plan, key, column), "error")
    if "reviewed_rating" in typed_columns(plan, key):
        lay("reviewed_rating", f"NOT({judged})", "grey")
        lay("reviewed_rating", f'AND({todo}={says["wrong"]},{own(key, "reviewed_rating", row)}<>"")', "error")
    both = f"{todo}={says['both']}"
    lay("evidence", f"OR({todo}={says['evidence']},{both})", "todo")
    lay("comment", f"OR({todo}={says['comment']},{both})", "todo")
    lay("self_rating", f"NOT({judged})", "grey")
    if any(line.target_trouble for line in plan.rows(key)):
        lay("target", f"{todo}={says['target']}", "warning")


def _wrongly_rated(plan: DepartmentPlan, key: str, column: str) -> str:
    """Write whether a row's value is to be corrected, and not the reviewed rating instead of it."""
    wrong = f"{own(key, 'todo', first(key))}={literal(todo_words(plan.language)['wrong'])}"
    if column == "actual" or "reviewed_rating" not in typed_columns(plan, key):
        return wrong
    return f'AND({wrong},{own(key, "reviewed_rating", first(key))}="")'


def _unanswered(plan: DepartmentPlan, key: str, column: str) -> str:
    """Write whether a row's value is still to be typed; a reviewed rating answers, too."""
    blank = f'{own(key, column, first(key))}=""'
    if column == "actual" or "reviewed_rating" not in typed_columns(plan, key):
        return blank
    return f'AND({blank},{own(key, "reviewed_rating", first(key))}="")'


def _bands(sheet: SafeSheet, plan: DepartmentPlan, key: str) -> None:
    """Shade the rows: every other person, or every other row where all are one department's.

    Every cell counts from the top which person its row belongs to, the first or the second or a later one:
    where there are hundreds of people, a line above each of them has to do.
    """
    row, last = first(key), place(key, "todo")
    column = "indicator" if plan.settings.order == "indicator" or key == "unit" else "employee"
    letter = letters(place(key, column) + 1)
    changes = f"SUMPRODUCT(--(${letter}${row + 1}:${letter}{row + 1}<>${letter}${row}:${letter}{row}))"
    test, look = f"MOD({changes},2)=0", "banded"
    if key == "unit":
        test = "MOD(ROW(),2)=0"
    elif len(plan.lines) > COUNTED:
        test, look = f"${letter}{row + 1}<>${letter}{row}", "first"
    sheet.condition(row, 0, last_row(plan, key), last, f"={test}", look)
