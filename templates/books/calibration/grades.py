"""The sheet of the forms: one row each, the grade to be decided typed or chosen, live what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.expression import literal
from addin.texts import say
from templates.books.calibration.content import (
    FIRST,
    HEADER,
    HINT,
    STATUS,
    TITLE,
    CalibrationContent,
    Candidate,
    own,
    place,
)
from templates.books.calibration.todo import status, status_formula, todo, todo_formula
from templates.books.department.grid import LOOKS, STRUT_WIDTH, base_look, rule
from templates.heights import strut
from templates.tables.calibration import CALIBRATION
from templates.tables.model import SENDERS, Column
from templates.writer import SafeSheet, SafeWorkbook, Value

NOTHING, GRADES = "list_none", "list_grades"
HEAD, LEAST = 34, 24
"""How high the headings are, and a row at least [points]; it grows with its texts, typed or filled in."""

FROZEN = "name"
GROUPED = ("group", "department")


def write_grades(book: SafeWorkbook, content: CalibrationContent) -> None:
    """Write the sheet in which the grades are decided."""
    sheet = book.sheet(CALIBRATION.title(content.language), group="typed")
    for at, column in enumerate(CALIBRATION.columns):
        sheet.column(at, at, column.width, hidden=column.hidden)
    write_status(sheet, content, _seen() - 1)
    _write_rows(sheet, content)
    if content.settings.protection != "sheet":
        _lock(sheet, content)
    _choices(sheet, content)
    _colour(sheet, content)
    _lay_page(sheet, content)


def write_status(sheet: SafeSheet, content: CalibrationContent, last: int) -> None:
    """Write title, sentence and the live line of what is open over the width of a sheet."""
    look = sheet.workbook.look
    texts = {"cycle": content.cycle, "decided": CALIBRATION.heading("decided", content.language)}
    texts |= {"grades": CALIBRATION.title(content.language), "date": content.due.isoformat()}
    sheet.merge((TITLE, 0), (TITLE, last), say("calibration.title", content.language, **texts), look("title"))
    hint = say("calibration.hint", content.language, **texts)
    sheet.merge((HINT, 0), (HINT, last), hint, look("text", "middle"))
    bold = look("wrap", "warning", "bold", "indent", "middle")
    sheet.merge((STATUS, 0), (STATUS, last), "", bold)
    sheet.formula(STATUS, 0, status_formula(content), status(content), bold)
    begins = say("calibration.status.done", content.language, all=len(content.rows), date="")[:3]
    sheet.condition(STATUS, 0, STATUS, last, f"=LEFT($A${STATUS + 1},3)={literal(begins)}", "done")
    for row, height in ((TITLE, 36), (HINT, 36), (STATUS, 26), (STATUS + 1, 8)):
        sheet.height(row, height)


def _seen() -> int:
    return sum(not column.hidden for column in CALIBRATION.columns)


def _write_rows(sheet: SafeSheet, content: CalibrationContent) -> None:
    columns, language = CALIBRATION.columns, content.language
    for at, column in enumerate(columns):
        look = sheet.workbook.look(LOOKS.get(column.filled_by, "header"))
        sheet.write(HEADER, at, CALIBRATION.heading(column.key, language), look)
    sheet.height(HEADER, HEAD)
    sheet.column(len(columns), len(columns), STRUT_WIDTH)
    for at, row in enumerate(content.rows, start=FIRST):
        values = _values(row)
        sheet.grow(at, LEAST, {place(one.key): values[one.key] for one in columns if not one.hidden})
        sheet.write(at, len(columns), None, sheet.workbook.look(strut(LEAST)))
        for column, value in zip(columns, values.values(), strict=True):
            look = sheet.workbook.look(*_look(column, content))
            if column.key == "todo":
                sheet.formula(at, place("todo"), todo_formula(content, at), todo(content, row), look)
            else:
                sheet.write(at, place(column.key), value, look)


def _values(row: Candidate) -> dict[str, Value]:
    """Return what stands in the columns of a row."""
    named = {"employee": row.subject, "last_grade": row.last, "counted": int(row.counted)}
    return {one.key: named.get(one.key, getattr(row, one.key, None)) for one in CALIBRATION.columns}


def _look(column: Column, content: CalibrationContent) -> tuple[str, ...]:
    if column.filled_by in SENDERS:
        return ("wrap", "typed", "middle", *(("centre", "bold") if column.key == "decided" else ("indent",)))
    if column.key == "score":
        return ("fixed", "centre", f"decimals_{content.settings.decimals}")
    if column.key in ("last_grade", "grade", "ceiling", "proposed"):
        return ("fixed", "centre")
    looks = base_look(column)
    return (*looks, "as_text") if column.kind == "id" else (*looks, "middle")


def _lock(sheet: SafeSheet, content: CalibrationContent) -> None:
    """Let fixed and computed columns refuse typing, without protecting the sheet: sorting goes on working."""
    heading, text = (say(f"calibration.messages.{key}", content.language) for key in ("fixed_title", "fixed"))
    for at, column in enumerate(CALIBRATION.columns):
        if column.filled_by not in SENDERS:
            sheet.lock(FIRST, at, content.last, at, heading, text)


def _choices(sheet: SafeSheet, content: CalibrationContent) -> None:
    """Offer the grades that a row may be given: none above what a veto leaves, none without a score."""
    lists, names = sheet.workbook.lists, [grade.id for grade in content.grades]
    lists.columns[NOTHING] = ("–",)
    lists.columns[GRADES] = tuple(names)
    source = GRADES
    for number, ceiling in enumerate(names[1:], start=1):
        if any(row.ceiling == ceiling for row in content.rows):
            lists.columns[f"{GRADES}_{number}"] = tuple(names[number:])
            source = f"IF({own('ceiling')}={literal(ceiling)},{GRADES}_{number},{source})"
    source = f'=IF({own("score")}="",{NOTHING},{source})'
    say_ = {key: say(f"calibration.messages.{key}", content.language) for key in MESSAGES}
    asked = {"input_title": say_["decided_title"], "input_message": say_["decided"]}
    refused = {"error_title": say_["wrong_title"], "error_message": say_["wrong"]}
    at = place("decided")
    listed = rule(validate="list", source=source, **asked, **refused)
    sheet.validation(FIRST, at, content.last, at, listed)
    at, asked = place("reason"), {"input_title": say_["reason_title"], "input_message": say_["reason"]}
    sheet.validation(FIRST, at, content.last, at, {"validate": "any", **asked})


MESSAGES = ("decided_title", "decided", "wrong_title", "wrong", "reason_title", "reason")


def _colour(sheet: SafeSheet, content: CalibrationContent) -> None:
    """Let cells stand out as their row needs: gold now, red where wrong, blue where the committee differs."""
    for column, test, look in _tests(content):
        at = place(column)
        sheet.condition(FIRST, at, content.last, at, f"={test}", look)
    first = f"={own('group')}<>{own('group', HEADER)}"
    sheet.condition(FIRST, 0, content.last, _seen() - 1, first, "first")


def _tests(content: CalibrationContent) -> Iterator[tuple[str, str, str]]:
    keys = ("choose", "why", "done", "none")
    asks = {key: literal(say(f"calibration.todo.{key}", content.language)) for key in keys}
    todo_, decided, grade = own("todo"), own("decided"), own("grade")
    right = ",".join(f"{todo_}={asks[key]}" for key in ("why", "done"))
    yield "decided", f"{todo_}={asks['none']}", "grey"
    yield "decided", f"{todo_}={asks['choose']}", "todo"
    yield "decided", f"NOT(OR({right}))", "error"
    yield "decided", f"TRIM({decided})<>{grade}", "note"
    yield "reason", f"{todo_}={asks['why']}", "todo"
    yield "reason", f'AND(TRIM({decided})={grade},{own("reason")}="")', "grey"
    yield "todo", f"{todo_}={asks['done']}", "done"
    yield "todo", f"{todo_}<>{asks['none']}", "warning"
    yield "proposed", f'AND({own("proposed")}<>"",{own("proposed")}<>{grade})', "warning"
    yield "tie", f'{own("tie")}<>""', "warning"
    yield "ceiling", f'{own("ceiling")}<>""', "error"


def _lay_page(sheet: SafeSheet, content: CalibrationContent) -> None:
    """Keep heading and names in sight, and print one page wide."""
    sheet.freeze(FIRST, place(FROZEN) + 1)
    sheet.filter(HEADER, 0, content.last, len(CALIBRATION.columns) - 1)
    sheet.page(header_row=HEADER, footer=footer(content))
    sheet.print_area(content.last, _seen() - 1)
    sheet.no_alarms(content.last, len(CALIBRATION.columns) - 1)
    if content.settings.protection == "sheet":
        sheet.protect()


def footer(content: CalibrationContent) -> str:
    """Return the footer of every page: whose it is, which sheet, which page."""
    company = content.settings.company[:60].replace("&", "&&")
    return f"&L&8{company}&C&8 {content.cycle} · &A&R&8&P / &N"
