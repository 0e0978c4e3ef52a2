"""The hidden sheet `_lists`: choice lists, and the chains by which Cover and Form list rows without arrays.

A chain finds the first row by MATCH and every further one by MATCH over the rest of the column, so it works
in every program and after any sorting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from addin.scoring.expression import literal
from addin.scoring.scheme import Department, Person
from addin.texts import say
from templates.books.department.demands import half_steps, scale
from templates.books.department.editions import people_table
from templates.books.department.formulas import ANY_TEXT, CHARACTERS, lacks, short, todo_words
from templates.books.department.layout import (
    COVER_POINTS,
    STEPS,
    Spot,
    figure_cell,
    first,
    own,
    place,
    title,
    whole,
)
from templates.books.department.plan import DepartmentPlan, PlannedPerson
from templates.lists import word
from templates.references import letters, quoted
from templates.tables import TABLES
from templates.tables.department import SUMMARY
from templates.writer import SafeWorkbook, Value

PEOPLE, NONE, TEXTS, ROWS, PERSONS, ITEMS, CELLS, FORM, FIGURES, RATINGS = range(10)
"""Columns of the sheet; the rating lists, one per scale, begin at the last."""

UNITS = 40
"""The column of the chain over the Department sheet, beyond all rating lists."""

OF_UNIT = 1_000_000
"""What an item of the Department sheet lies above, so that it is told from one of Appraisal."""

NAMES = ("people", "none", "texts", "rows", "persons", "items", "cells", "form", "figures")
LEFT, MINUTES, FINISHED, CHOSEN, CHOSEN_ROW = range(1, 6)
"""Rows of the column of figures."""


def at(column: int, row: int) -> str:
    """Return the reference of a cell of the hidden sheet from anywhere."""
    return f"{STEPS}!${letters(column + 1)}${row + 1}"


def down(column: int, count: int) -> str:
    """Return the reference of the first cells of a column of the hidden sheet, below its heading."""
    letter = letters(column + 1)
    return f"{STEPS}!${letter}$2:${letter}${count + 1}"


def choice(person: PlannedPerson) -> str:
    """Return how a person stands in the list of the Form; the number comes first and ends at the blank."""
    return named(person.person)


def named(person: Person | Department) -> str:
    """Return how somebody stands in a list: by number and name."""
    return f"{person.id} {person.name}"


def staff(plan: DepartmentPlan) -> list[Person | Department]:
    """Return whom the registers offer: the people of the workbook, then who fills it."""
    people = [planned.person for planned in plan.people]
    return people + ([plan.manager] if plan.manager and plan.registers else [])


def form_lines(plan: DepartmentPlan) -> int:
    """Return how many lines the Form has room for: as many as anybody here has."""
    return plan.most_lines


def rating_lists(plan: DepartmentPlan) -> list[tuple[int, bool]]:
    """Return the rating lists this workbook needs, each a scale and whether it has half steps."""
    judged = (line.line for line in plan.all_lines if line.line.judged)
    return sorted({(scale(line), half_steps(line)) for line in judged})


def list_name(steps: int, halves: bool) -> str:
    """Return the name of a rating list."""
    return f"list_ratings_{steps}" + ("_half" if halves else "")


def ratings(steps: int, halves: bool) -> list[float]:
    """Return the ratings of a scale, the highest first."""
    if halves:
        return [step / 2 for step in range(2 * steps, 1, -1)]
    return [float(step) for step in range(steps, 0, -1)]


def write_steps(book: SafeWorkbook, plan: DepartmentPlan, values: Mapping[Spot, Value]) -> None:
    """Write the hidden sheet and give its lists their names."""
    sheet = book.sheet(STEPS, state="veryHidden")
    sheet.write_row(0, 0, NAMES)
    if plan.unit:
        sheet.write(0, UNITS, "units")
    offered_people = staff(plan)
    for row, person in enumerate(offered_people, start=1):
        sheet.write(row, PEOPLE, named(person))
    for column, (steps, halves) in enumerate(rating_lists(plan), start=RATINGS):
        offered: list[Value] = [*ratings(steps, halves), say("choices.not_applicable", plan.language)]
        sheet.write(0, column, list_name(steps, halves))
        for row, offer in enumerate(offered, start=1):
            sheet.write(row, column, offer)
        book.define(list_name(steps, halves), f"={down(column, len(offered))}")
    for spot, formula in step_formulas(plan):
        sheet.formula(spot.row, spot.column, formula, values[spot])
    if plan.people:
        book.define("list_people", f"={down(PEOPLE, len(plan.people))}")
    if plan.registers and offered_people:
        book.define("list_staff", f"={down(PEOPLE, len(offered_people))}")
    book.define("list_none", f"={at(NONE, 1)}")
    book.define(CHARACTERS, f"={STEPS}!$A$1:$A${plan.settings.overall_comment_letters}")


def step_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield every formula of the hidden sheet with its place."""
    for row in range(1, len(plan.people) + 1):
        yield Spot(STEPS, row, TEXTS), _text_todo(plan, row)
    for row in range(1, COVER_POINTS + 1):
        for column, (sought, where) in _chains(plan).items():
            yield Spot(STEPS, row, column), _link_of_chain(column, row, sought, where)
        yield Spot(STEPS, row, ITEMS), _item(plan, row)
        yield Spot(STEPS, row, CELLS), _cell(plan, row)
    mine = whole(plan, "appraisal", "employee", spare=1)
    for row in () if plan.goals else range(1, form_lines(plan) + 1):
        yield Spot(STEPS, row, FORM), _link_of_chain(FORM, row, at(FIGURES, CHOSEN), mine)
    for row, formula in _figures(plan):
        yield Spot(STEPS, row, FIGURES), formula


def _chains(plan: DepartmentPlan) -> dict[int, tuple[str, str]]:
    """Return the chains of open points: what each looks for, and where."""
    chains = {}
    if plan.people:
        chains[ROWS] = ANY_TEXT, whole(plan, "appraisal", "todo", spare=1)
        chains[PERSONS] = ANY_TEXT, down(TEXTS, len(plan.people) + 1)
    if plan.unit:
        chains[UNITS] = ANY_TEXT, whole(plan, "unit", "todo", spare=1)
    return chains


def _link_of_chain(column: int, row: int, sought: str, where: str) -> str:
    """Write where the next match stands in a column (1 is its first cell), 0 where there is none."""
    if row == 1:
        return f"=IFERROR(MATCH({sought},{where},0),0)"
    before, end = at(column, row - 1), where.rsplit(":", 1)[1]
    end = f"{where.rsplit('!', 1)[0]}!{end}"
    return f"=IF({before}=0,0,IFERROR({before}+MATCH({sought},INDEX({where},{before}+1):{end},0),0))"


def _text_todo(plan: DepartmentPlan, row: int) -> str:
    """Write which text of Summary a person still needs, the first of them; or the day of agreeing."""
    if plan.goals:
        agreed = f"{quoted(title('members', plan.language))}!{own('members', 'agreed_on', row)}"
        return f'=IF(N({agreed})>0,"",{literal(say("department.todo.agreed_on", plan.language))})'
    sheet = f"{quoted(title('summary', plan.language))}!"
    says = {key: literal(say(f"department.todo.{key}", plan.language)) for key in SUMMARY.typed}
    further = '""'
    for column in ("to_improve", "strengths"):
        further = f"IF(IFERROR({lacks(plan, column, row, sheet)},FALSE),{says[column]},{further})"
    return f"=IF(IFERROR({short(plan, row, sheet)},TRUE),{says['overall_comment']},{further})"


def _item(plan: DepartmentPlan, row: int) -> str:
    """Write the row's open point: a place in Appraisal, or minus a place in Summary, or 0.

    Those of the Department sheet come first, as places above OF_UNIT.
    """
    mine, persons = at(ROWS, row), down(PERSONS, COVER_POINTS)
    lines = f'COUNTIF({down(ROWS, COVER_POINTS)},">0")'
    if plan.unit is None:
        return f"=IF({mine}>0,{mine},IFERROR(-INDEX({persons},{row}-{lines}),0))"
    unit = at(UNITS, row)
    further = "0"
    if plan.people:
        left = f'{row}-COUNTIF({down(UNITS, COVER_POINTS)},">0")'
        mine = f"INDEX({down(ROWS, COVER_POINTS)},{left})"
        further = f"IF({mine}>0,{mine},IFERROR(-INDEX({persons},{left}-{lines}),0))"
    return f"=IF({unit}>0,{OF_UNIT}+{unit},{further})"


def of_kind(plan: DepartmentPlan, item: str, unit: str, line: str, person: str) -> str:
    """Write one of three expressions by what an item is: of Department, of Appraisal, of Summary, or none.

    unit: may name the place in the Department sheet as `{item}`.
    """
    people = f'IF({item}>0,{line},IF({item}<0,{person},""))' if plan.people else '""'
    if plan.unit is None:
        return people
    return f"IF({item}>{OF_UNIT},{unit.replace('{item}', f'({item}-{OF_UNIT})')},{people})"


def _cell(plan: DepartmentPlan, row: int) -> str:
    """Write the reference of the cell an open point asks for, wherever its column has been moved to."""
    item = at(ITEMS, row)
    unit, line = (_line_cell(plan, "unit", "{item}"), _line_cell(plan, "appraisal", item))
    text = (
        f"ADDRESS(ROW({_heading(plan, people_table(plan), 'employee')})-{item},{_text_column(plan, item)},4)"
    )
    return "=" + of_kind(plan, item, unit, line, text)


def _line_cell(plan: DepartmentPlan, table: str, item: str) -> str:
    """Write the reference of the cell that a row of Appraisal or Department asks for."""
    header = _heading(plan, table, TABLES[table].keys[0])
    return f"ADDRESS(ROW({header})+{item},{_line_column(plan, table, item)},4)"


def _line_column(plan: DepartmentPlan, table: str, item: str) -> str:
    """Write the column an open line asks for: target, comment, evidence, rating or actual."""
    if plan.goals:
        return f"COLUMN({_heading(plan, table, 'target')})"
    says = {key: literal(text) for key, text in todo_words(plan.language).items()}
    todo = f"INDEX({whole(plan, table, 'todo')},{item})"
    judged = literal(word("value_from", "ratings", plan.language))
    value = f"INDEX({whole(plan, table, 'value_from')},{item})={judged}"
    columns = {
        key: f"COLUMN({_heading(plan, table, key)})"
        for key in ("target", "comment", "evidence", "manager_rating", "actual")
    }
    asked = (
        f"IF({todo}={says['comment']},{columns['comment']},"
        f"IF(OR({todo}={says['evidence']},{todo}={says['both']}),{columns['evidence']},"
        f"IF({value},{columns['manager_rating']},{columns['actual']})))"
    )
    if any(line.target_trouble for line in plan.rows(table)):
        return f"IF({todo}={says['target']},{columns['target']},{asked})"
    return asked


def _text_column(plan: DepartmentPlan, item: str) -> str:
    """Write the column an open text of Summary stands in, or the day of agreeing."""
    if plan.goals:
        return f"COLUMN({_heading(plan, 'members', 'agreed_on')})"
    todo = f"INDEX({down(TEXTS, len(plan.people))},-{item})"
    says = {key: literal(say(f"department.todo.{key}", plan.language)) for key in SUMMARY.typed}
    columns = {key: f"COLUMN({_heading(plan, 'summary', key)})" for key in SUMMARY.typed}
    return (
        f"IF({todo}={says['overall_comment']},{columns['overall_comment']},"
        f"IF({todo}={says['strengths']},{columns['strengths']},{columns['to_improve']}))"
    )


def _heading(plan: DepartmentPlan, table: str, column: str) -> str:
    return f"{quoted(title(table, plan.language))}!${letters(place(table, column) + 1)}${first(table)}"


def _figures(plan: DepartmentPlan) -> Iterator[tuple[int, str]]:
    """Yield cells left, minutes (half a minute a cell), people finished, and the person of the Form."""
    left = whole(plan, people_table(plan), "open")
    sums, counts = ([f"SUM({left})"], [f"COUNTIF({left},0)"]) if plan.people else ([], [])
    if plan.unit:
        own = figure_cell(plan, "open")
        sums, counts = [*sums, own], [*counts, f"IF({own}=0,1,0)"]
    yield LEFT, "=" + "+".join(sums)
    yield MINUTES, f"=ROUNDUP({at(FIGURES, LEFT)}/2,0)"
    yield FINISHED, "=" + "+".join(counts)
    if not plan.people or plan.goals:
        return
    chosen = f"{quoted(title('form', plan.language))}!{CHOICE}"
    yield CHOSEN, f'=LEFT({chosen},FIND(" ",{chosen}&" ")-1)'
    yield CHOSEN_ROW, f"=IFERROR(MATCH({at(FIGURES, CHOSEN)},{whole(plan, 'summary', 'employee')},0),0)"


CHOICE = "$B$3"
"""The cell of the Form in which a person is chosen."""
