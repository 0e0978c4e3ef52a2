"""The sheet Form: one person, chosen from a list, on one page to be printed and signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from addin.scoring.rounding import round_half_away
from addin.texts import say
from templates.books.department.form_room import COMMENT, TEXTS, Room
from templates.books.department.grid import footer
from templates.books.department.layout import Spot, title, whole
from templates.books.department.plan import DepartmentPlan
from templates.books.department.state import LineState, PersonState, State, blank
from templates.books.department.steps import CHOSEN, CHOSEN_ROW, FIGURES, FORM, at, choice, form_lines
from templates.tables.department import SUMMARY
from templates.writer import SafeSheet, SafeWorkbook, Value

KEY = "form"
WIDTHS = (26, 9, 11, 11, 9, 9, 9, 33)
LAST = len(WIDTHS) - 1
COLUMNS = ("indicator", "weight", "target", "actual", "self", "rating", "score", "comment")
SHOWN = ("indicator_name", "weight", "target", "actual", "self_rating", "manager_rating", "score", "comment")
"""The columns of Appraisal that the Form shows, in its order."""

FORMATS = {"score": ("score",), "comment": ("small",)}
PERCENT = "0.0#%"
CHOOSE_ROW, FACTS, LINES = 2, 4, 9
FACT_CELLS = {"name": (4, 1), "employee": (4, 6), "department": (5, 1), "position": (5, 6)}
"""Where the facts about the person stand; those of the cycle are the same for everybody."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the blocks below the lines stand; their place depends on how many lines there are."""

    total: int
    texts: int
    signatures: int
    note: int


def _rows(plan: DepartmentPlan) -> _Rows:
    total = LINES + form_lines(plan)
    return _Rows(total, total + 2, total + 6, total + 11)


def write_form(book: SafeWorkbook, plan: DepartmentPlan, values: Mapping[Spot, Value]) -> None:
    """Write the page: who, the lines, the total, the texts, the signatures."""
    sheet = book.sheet(title(KEY, plan.language), group="result")
    for column, width in enumerate(WIDTHS):
        sheet.column(column, column, width)
    _write_head(book, sheet, plan)
    _write_facts(book, sheet, plan)
    _write_lines(book, sheet, plan)
    _write_texts(book, sheet, plan)
    _write_signatures(book, sheet, plan)
    for spot, formula in form_formulas(plan):
        sheet.formula(spot.row, spot.column, formula, values[spot], book.look(*_look(plan, spot)))
    sheet.page(landscape=False, footer=footer(plan))
    sheet.one_page()
    sheet.print_area(_rows(plan).note, LAST)
    sheet.protect()


def _words(plan: DepartmentPlan, key: str, **values: object) -> str:
    return say(f"department.form.{key}", plan.language, **values)


def _write_head(book: SafeWorkbook, sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Write the title and the cell in which a person is chosen."""
    sheet.merge(
        (0, 0), (0, LAST), _words(plan, "title", cycle=plan.cycle.id), book.look("title", "line_below")
    )
    sheet.height(0, 34)
    sheet.height(1, 8)
    sheet.write(CHOOSE_ROW, 0, _words(plan, "choose"), book.look("label"))
    chosen = choice(plan.people[0])
    sheet.merge((CHOOSE_ROW, 1), (CHOOSE_ROW, 4), chosen, book.look("typed", "bold", "indent"))
    sheet.height(CHOOSE_ROW, 22)
    messages = {
        "input_title": say("department.messages.choose_title", plan.language),
        "input_message": say("department.messages.choose_help", plan.language),
        "error_message": say("department.messages.choose_wrong", plan.language),
    }
    rule = {"validate": "list", "source": "=list_people", "ignore_blank": False, **messages}
    sheet.validation(CHOOSE_ROW, 1, CHOOSE_ROW, 1, rule)
    sheet.height(CHOOSE_ROW + 1, 8)


def _write_facts(book: SafeWorkbook, sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Write the labels of the facts, and those facts that are the same for everybody."""
    period = _words(plan, "period", starts=plan.cycle.starts.isoformat(), ends=plan.cycle.ends.isoformat())
    nobody = say("department.cover.nobody", plan.language)
    manager = plan.manager.name if plan.manager else nobody
    same = {"cycle": period, "manager": manager}
    label, cell = book.look("form_label", "indent"), book.look("form_cell", "indent")
    for key, (row, column) in {**FACT_CELLS, "cycle": (6, 1), "manager": (6, 6)}.items():
        if column == 1:
            sheet.write(row, 0, _words(plan, key), label)
            sheet.merge((row, 1), (row, 3), same.get(key, ""), cell)
        else:
            sheet.merge((row, 4), (row, 5), _words(plan, key), label)
            sheet.merge((row, 6), (row, LAST), same.get(key, ""), cell)
        sheet.height(row, 22)
    sheet.height(FACTS + 3, 8)


def _write_lines(book: SafeWorkbook, sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Write the headings of the lines, and the frame of the total."""
    rows = _rows(plan)
    for column, key in enumerate(COLUMNS):
        sheet.write(LINES - 1, column, _words(plan, key), book.look("header"))
    sheet.height(LINES - 1, 30)
    for row in range(LINES, rows.total):
        sheet.height(row, COMMENT.height)
    label = book.look("form_label", "right", "indent")
    sheet.merge((rows.total, 0), (rows.total, 2), _words(plan, "total"), label)
    sheet.merge((rows.total, 4), (rows.total, 6), _words(plan, "grade"), label)
    sheet.height(rows.total, 28)
    sheet.height(rows.total + 1, 8)


def _write_texts(book: SafeWorkbook, sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Write the frames of the three texts."""
    for row, key in enumerate(SUMMARY.typed, start=_rows(plan).texts):
        sheet.write(row, 0, _words(plan, key), book.look("form_label", "indent"))
        sheet.merge((row, 1), (row, LAST), "", book.look("form_cell", "indent"))
        sheet.height(row, TEXTS[key].height)
    sheet.height(_rows(plan).texts + len(SUMMARY.typed), 10)


def _write_signatures(book: SafeWorkbook, sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Write the lines for the signatures of employee, manager and HR."""
    rows = _rows(plan)
    header, cell = book.look("form_label", "indent"), book.look("form_cell", "indent")
    sheet.write(rows.signatures, 0, "", header)
    sheet.merge((rows.signatures, 1), (rows.signatures, 5), _words(plan, "signature"), header)
    sheet.merge((rows.signatures, 6), (rows.signatures, LAST), _words(plan, "date"), header)
    sheet.height(rows.signatures, 20)
    for row, who in enumerate(("employee", "manager", "hr"), start=rows.signatures + 1):
        sheet.write(row, 0, _words(plan, f"signs_{who}"), header)
        sheet.merge((row, 1), (row, 5), "", cell)
        sheet.merge((row, 6), (row, LAST), "", cell)
        sheet.height(row, 36)
    sheet.height(rows.note - 1, 6)
    sheet.merge((rows.note, 0), (rows.note, LAST), _words(plan, "note"), book.look("hint"))
    sheet.height(rows.note, 32)


def _look(plan: DepartmentPlan, spot: Spot) -> tuple[str, ...]:
    """Return how a formula's cell looks."""
    if LINES <= spot.row < _rows(plan).total:
        key = COLUMNS[spot.column]
        looks = ("form_cell", "indent") if key in ("indicator", "comment") else ("form_cell", "centre")
        return (*looks, *FORMATS.get(key, ()))
    if spot.row == _rows(plan).total:
        return ("form_cell", "score", "bold", "large", "indent")
    return ("form_cell", "indent", "bold") if spot == _fact(plan, "name") else ("form_cell", "indent")


def _fact(plan: DepartmentPlan, key: str) -> Spot:
    return Spot(title(KEY, plan.language), *FACT_CELLS[key])


def form_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield every formula of the sheet with its place; without people, or ratings, there is no Form."""
    if not plan.people or plan.goals:
        return
    row = at(FIGURES, CHOSEN_ROW)
    for fact in ("name", "employee", "position"):
        yield _fact(plan, fact), _of_person(plan, row, "summary", fact)
    found = f"MATCH({at(FIGURES, CHOSEN)},{whole(plan, 'members', 'employee')},0)"
    unit = f"INDEX({whole(plan, 'members', 'department')},{found})"
    yield _fact(plan, "department"), f'=IFERROR({unit}&"","")'
    sheet, rows = title(KEY, plan.language), _rows(plan)
    for place in range(form_lines(plan)):
        for column, shown in enumerate(SHOWN):
            yield Spot(sheet, LINES + place, column), _of_line(plan, at(FORM, place + 1), shown)
    yield Spot(sheet, rows.total, 3), _of_person(plan, row, "summary", "score")
    yield Spot(sheet, rows.total, LAST), _of_person(plan, row, "summary", "grade")
    for offset, key in enumerate(SUMMARY.typed):
        text = f"INDEX({whole(plan, 'summary', key)},{row})"
        yield Spot(sheet, rows.texts + offset, 1), _text(plan, row, text, TEXTS[key])


def _of_person(plan: DepartmentPlan, row: str, table: str, column: str) -> str:
    """Write a cell of the chosen person's row; a blank stays blank."""
    found = f"INDEX({whole(plan, table, column)},{row})"
    return f'=IF({row}=0,"",IF(ISNUMBER({found}),{found},{found}&""))'


def _text(plan: DepartmentPlan, row: str, found: str, room: Room) -> str:
    """Write a text, or as much of it as there is room for."""
    return f'=IF({row}=0,"",{room.shown(found, plan.language)})'


def _of_line(plan: DepartmentPlan, row: str, column: str) -> str:
    """Write a cell of one of the person's lines; a percentage as text, for another person's is none.

    The rating is the one that counts.
    """
    found = f"INDEX({whole(plan, 'appraisal', column)},{row})"
    if column == "comment":
        return _text(plan, row, found, COMMENT)
    if column == "manager_rating" and plan.reviewed:
        reviewed = f"INDEX({whole(plan, 'appraisal', 'reviewed_rating')},{row})"
        found = f'IF({reviewed}<>"",{reviewed},{found})'
    shown = found
    if column in ("target", "actual"):
        percent = f'LEFT(INDEX({whole(plan, "appraisal", "unit")},{row}),1)="%"'
        shown = f'IF({percent},TEXT({found},"{PERCENT}"),{found})'
    return f'=IF({row}=0,"",IF(ISNUMBER({found}),{shown},{found}&""))'


def form_values(plan: DepartmentPlan, state: State) -> Iterator[tuple[Spot, Value]]:
    """Yield what every formula of the sheet gives: it shows the first person."""
    if not state.people or plan.goals:
        return
    person = state.people[0]
    mine = [line for line in state.lines if line.planned.person.id == person.planned.person.id]
    sheet, rows = title(KEY, plan.language), _rows(plan)
    for key in FACT_CELLS:
        yield _fact(plan, key), _fact_value(person, key)
    for place in range(form_lines(plan)):
        for column, key in enumerate(SHOWN):
            value = _line_value(mine[place], key, plan.language) if place < len(mine) else ""
            yield Spot(sheet, LINES + place, column), value
    yield Spot(sheet, rows.total, 3), person.score
    yield Spot(sheet, rows.total, LAST), person.grade
    for offset, key in enumerate(SUMMARY.typed):
        text = TEXTS[key].cut(getattr(person.typed, key) or "", plan.language)
        yield Spot(sheet, rows.texts + offset, 1), text


def _fact_value(person: PersonState, key: str) -> str:
    planned = person.planned
    return {
        "name": planned.person.name,
        "employee": planned.person.id,
        "department": planned.department,
        "position": planned.position,
    }[key]


def _line_value(line: LineState, key: str, language: str) -> Value:
    planned, typed = line.planned, line.typed
    values: dict[str, Value] = {
        "indicator_name": planned.indicator.name,
        "weight": planned.line.weight,
        "target": planned.line.target,
        "actual": typed.actual,
        "self_rating": planned.self_rating,
        "manager_rating": typed.manager_rating if blank(typed.reviewed_rating) else typed.reviewed_rating,
        "score": line.score,
        "comment": COMMENT.cut(typed.comment or "", language),
    }
    value = values[key]
    if key in ("target", "actual") and planned.indicator.percent and isinstance(value, int | float):
        return in_percent(value)
    return "" if value is None else value


def in_percent(value: float) -> str:
    """Write a fraction as the spreadsheet's TEXT does with 0.0#%: 0.95 is 95.0%."""
    text = f"{round_half_away(value * 100, 2):.2f}"
    return (text[:-1] if text.endswith("0") else text) + "%"
