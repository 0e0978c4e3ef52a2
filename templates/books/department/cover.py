"""The sheet Cover: what is left, how long it takes, the grades so far, the first open points with links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from addin.scoring.expression import literal
from addin.texts import phrase, say
from templates.books.department import formulas, tally
from templates.books.department.editions import people_table
from templates.books.department.grid import footer
from templates.books.department.layout import COVER_POINTS, Spot, figure_cell, title, whole
from templates.books.department.plan import DepartmentPlan
from templates.books.department.points import cells_left, finished, minutes_left, points
from templates.books.department.state import State, UnitState
from templates.books.department.steps import (
    CELLS,
    FIGURES,
    FINISHED,
    ITEMS,
    LEFT,
    MINUTES,
    TEXTS,
    at,
    down,
    of_kind,
)
from templates.phrases import joined
from templates.references import letters, quoted
from templates.writer import SafeSheet, SafeWorkbook, Value

KEY = "cover"
WIDTHS = (2, 5, 22, 34, 22, 18, 3, 22, 8, 26, 26)
BEGIN, END, RIGHT = 1, 10, 7
TITLE, SUBTITLE, STATUS, PROGRESS, TILES, BLOCK = 0, 1, 3, 4, 5, 8
HEIGHTS = {TITLE: 40, SUBTITLE: 26, 2: 10, STATUS: 40, PROGRESS: 24, TILES: 42, TILES + 1: 22, 7: 12}
TILE_COLUMNS = {"tile_left": (1, 2), "tile_minutes": (3, 3), "tile_people": (4, 5), "tile_due": (7, 10)}

FACTS = ("company", "department", "cycle", "manager", "due", "size")
OWN = "unit"
"""The fact that a department is told which is judged itself: its own score so far."""
HEADINGS = ("no", "person", "what", "todo", "go")


def list_row(plan: DepartmentPlan) -> int:
    """Return the row of the headings above the two lists of points."""
    return BLOCK + 2 + max(len(_facts(plan)), tally.length(plan))


def _facts(plan: DepartmentPlan) -> tuple[str, ...]:
    return (*FACTS, OWN) if plan.unit and not plan.goals else FACTS


def write_cover(book: SafeWorkbook, plan: DepartmentPlan, values: Mapping[Spot, Value]) -> None:
    """Write the page; everything that changes on it is a formula."""
    sheet = book.sheet(title(KEY, plan.language), group="path")
    for column, width in enumerate(WIDTHS):
        sheet.column(column, column, width)
    for row, height in HEIGHTS.items():
        sheet.height(row, height)
    _write_head(book, sheet, plan)
    _write_facts(book, sheet, plan)
    tally.write_labels(book, sheet, plan, BLOCK)
    _write_points(book, sheet, plan)
    _write_mend(book, sheet, plan)
    for spot, formula in cover_formulas(plan):
        sheet.formula(spot.row, spot.column, formula, values[spot], book.look(*_look(plan, spot)))
    sheet.page(footer=footer(plan))
    sheet.one_page()
    sheet.print_area(list_row(plan) + COVER_POINTS + 2, END)
    sheet.protect()


def title_of(plan: DepartmentPlan) -> str:
    """Return the text that names the workbook: the appraisal, or its goals."""
    return "goals.cover.title" if plan.goals else "department.cover.title"


def _words(plan: DepartmentPlan, key: str, **values: object) -> str:
    return say(f"department.cover.{key}", plan.language, **values)


def _write_head(book: SafeWorkbook, sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Write the title, the frame of the first line, and the frames of the four figures."""
    head = say(title_of(plan), plan.language, cycle=plan.cycle.id)
    sheet.merge((TITLE, BEGIN), (TITLE, END), head, book.look("title"))
    key = "subtitle" if plan.settings.company else "subtitle_alone"
    text = _words(plan, key, department=plan.department.name, company=plan.settings.company)
    sheet.merge((SUBTITLE, BEGIN), (SUBTITLE, END), text, book.look("subtitle", "muted", "line_below"))
    sheet.merge((STATUS, BEGIN), (STATUS, END), "", book.look(*_look(plan, _spot(plan, STATUS, BEGIN))))
    book.define("cover_status", f"={quoted(sheet.name)}!${letters(BEGIN + 1)}${STATUS + 1}")
    sheet.merge((PROGRESS, BEGIN), (PROGRESS, END), "", book.look("good", "indent"))
    book.define("cover_progress", f"={quoted(sheet.name)}!${letters(BEGIN + 1)}${PROGRESS + 1}")
    left, found = f"${letters(BEGIN + 1)}${TILES + 1}", f"${letters(RIGHT + 1)}${list_row(plan) + 3}"
    nothing = formulas.nothing_found(plan, found)
    sheet.condition(STATUS, BEGIN, STATUS, END, f"=AND({left}=0,{nothing})", "done")
    for name, (start, stop) in TILE_COLUMNS.items():
        value = plan.due.isoformat() if name == "tile_due" else ""
        _joined(sheet, TILES, start, stop, value, book.look("figure"))
        label = "tile_forms" if name == "tile_people" and plan.unit else name
        _joined(sheet, TILES + 1, start, stop, _words(plan, label), book.look("figure_label"))


def _joined(sheet: SafeSheet, row: int, left: int, right: int, value: str, look: object) -> None:
    """Write into one cell, or into several made one."""
    if left == right:
        sheet.write(row, left, value, look)
    else:
        sheet.merge((row, left), (row, right), value, look)


def _write_facts(book: SafeWorkbook, sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Write what this workbook is, for whom and until when."""
    period = {"starts": plan.cycle.starts.isoformat(), "ends": plan.cycle.ends.isoformat()}
    facts = {
        "company": plan.settings.company or "–",
        "department": plan.department.name,
        "cycle": _words(plan, "period", cycle=plan.cycle.id, **period),
        "manager": plan.manager.name if plan.manager else _words(plan, "nobody"),
        "due": plan.due.isoformat(),
        "size": _size(plan),
        OWN: "",
    }
    heading = book.look("subtitle", "line_below")
    sheet.merge((BLOCK, BEGIN), (BLOCK, 5), _words(plan, "facts"), heading)
    sheet.height(BLOCK, 22)
    for row, key in enumerate(_facts(plan), start=BLOCK + 1):
        sheet.merge((row, 1), (row, 2), _words(plan, key), book.look("label"))
        sheet.merge((row, 3), (row, 5), facts[key], book.look("value"))
        sheet.height(row, 20)


def _size(plan: DepartmentPlan) -> str:
    """Say how many people and lines there are."""
    people, lines, own = len(plan.people), len(plan.lines), len(plan.rows("unit"))
    if not people:
        return _words(plan, "unit_lines", lines=own)
    key = "both_lines" if own else "people_lines"
    return _words(plan, key, people=people, lines=lines, own=own)


def _write_points(book: SafeWorkbook, sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Write the headings of the open points."""
    row = list_row(plan)
    sheet.merge((row, BEGIN), (row, 5), _words(plan, "open"), book.look("subtitle", "line_below"))
    sheet.height(row, 24)
    for column, key in enumerate(HEADINGS, start=BEGIN):
        sheet.write(row + 1, column, _words(plan, key), book.look("header_computed"))
    sheet.height(row + 1, 20)
    for place in range(1, COVER_POINTS + 1):
        sheet.height(row + 1 + place, 36)


def _write_mend(book: SafeWorkbook, sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Write the frame in which the service names what a check found, and give it a name."""
    row = list_row(plan)
    sheet.merge((row, RIGHT), (row, END), _words(plan, "mend"), book.look("subtitle", "line_below"))
    sheet.merge((row + 1, RIGHT), (row + 1, END), _words(plan, "found"), book.look("header_computed"))
    first, last = row + 2, row + 1 + COVER_POINTS
    for place in range(first, last + 1):
        text = _words(plan, "mend_empty") if place == first else ""
        sheet.merge((place, RIGHT), (place, END), text, book.look("wrap", "fixed", "indent"))
    column = letters(RIGHT + 1)
    own = f"${column}{first + 1}"
    told = f'=AND({own}<>"",{own}<>{literal(_words(plan, "mend_empty"))})'
    sheet.condition(first, RIGHT, last, END, told, "link")
    book.define("cover_findings", f"={quoted(sheet.name)}!${column}${first + 1}:${column}${last + 1}")


def _spot(plan: DepartmentPlan, row: int, column: int) -> Spot:
    return Spot(title(KEY, plan.language), row, column)


def _look(plan: DepartmentPlan, spot: Spot) -> tuple[str, ...]:
    """Return how a formula's cell looks."""
    first = list_row(plan) + 2
    if spot == _own_fact(plan):
        return ("value", "bold")
    if spot.row == STATUS:
        return ("wrap", "warning", "bold", "large", "indent")
    if spot.row == TILES:
        return ("figure",)
    if first <= spot.row < first + COVER_POINTS:
        looks = {1: ("fixed", "centre", "muted"), 5: ("fixed", "link", "indent")}
        return looks.get(spot.column, ("wrap", "fixed", "indent"))
    if spot.row == first + COVER_POINTS:
        return ("label",)
    return ("bar",) if spot.column == tally.BARS else ("value", "integer", "centre")


def _own_fact(plan: DepartmentPlan) -> Spot | None:
    """Return where the department's own score is told."""
    return _spot(plan, BLOCK + 1 + len(FACTS), 3) if OWN in _facts(plan) else None


def _own_score(plan: DepartmentPlan, total: str, grade: str) -> str:
    """Write the department's own score and grade as one text."""
    text = joined(
        phrase("department.cover.unit_score", plan.language),
        score=f'TEXT({total},"0.{"0" * plan.settings.decimals}")' if plan.settings.decimals else total,
        grade=grade,
    )
    return f'=IF({total}="",{literal(_words(plan, "unit_open"))},{text})'


def cover_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield every formula of the sheet with its place."""
    left, minutes, done = at(FIGURES, LEFT), at(FIGURES, MINUTES), at(FIGURES, FINISHED)
    first = f"${letters(RIGHT + 1)}${list_row(plan) + 3}"
    yield _spot(plan, STATUS, BEGIN), formulas.status(plan, left, minutes, first)
    yield _spot(plan, TILES, TILE_COLUMNS["tile_left"][0]), f"={left}"
    yield _spot(plan, TILES, TILE_COLUMNS["tile_minutes"][0]), f"={minutes}"
    of = joined(phrase("department.cover.of", plan.language), done=done, all=str(len(plan.subjects)))
    yield _spot(plan, TILES, TILE_COLUMNS["tile_people"][0]), f"={of}"
    own = _own_fact(plan)
    if own is not None:
        yield own, _own_score(plan, figure_cell(plan, "total"), figure_cell(plan, "grade"))
    yield from tally.tally_formulas(plan, BLOCK, title(KEY, plan.language))
    for place in range(1, COVER_POINTS + 1):
        yield from _point_formulas(plan, place)
    more = joined(phrase("department.cover.more", plan.language), n=f"({left}-{COVER_POINTS})")
    yield _spot(plan, list_row(plan) + 2 + COVER_POINTS, 2), f'=IF({left}>{COVER_POINTS},{more},"")'


def _point_formulas(plan: DepartmentPlan, place: int) -> Iterator[tuple[Spot, str]]:
    """Yield the formulas of one open point: number, name, what, what to do, and the link."""
    row, item, cell = list_row(plan) + 1 + place, at(ITEMS, place), at(CELLS, place)

    def chosen(of_unit: str, of_line: str, of_person: str) -> str:
        return "=" + of_kind(plan, item, of_unit, of_line, of_person)

    def cell_of(table: str, column: str, found: str = item) -> str:
        return f"INDEX({whole(plan, table, column)},{found})"

    own = "{item}"
    table = people_table(plan)
    names = [f"INDEX({whole(plan, one, 'name')},{item})" for one in ("appraisal", table)]
    person = names[1].replace(f",{item})", f",-{item})")
    what = literal(title(table, plan.language))
    todo = f"INDEX({down(TEXTS, len(plan.people))},-{item})"
    lines = {
        key: (cell_of("unit", key, own), cell_of("appraisal", key)) for key in ("indicator_name", "todo")
    }
    yield _spot(plan, row, 1), chosen(str(place), str(place), str(place))
    yield _spot(plan, row, 2), chosen(literal(plan.department.name), names[0], person)
    yield _spot(plan, row, 3), chosen(*lines["indicator_name"], what)
    yield _spot(plan, row, 4), chosen(*lines["todo"], todo)
    links = (_link(plan, table, cell) for table in ("unit", "appraisal", people_table(plan)))
    yield _spot(plan, row, 5), chosen(*links)


def _link(plan: DepartmentPlan, table: str, cell: str) -> str:
    """Write a link that leads to a cell of a table."""
    name = title(table, plan.language)
    return f"HYPERLINK({literal(f'#{quoted(name)}!')}&{cell},{literal(f'{name} ')}&{cell})"


def cover_values(plan: DepartmentPlan, state: State) -> Iterator[tuple[Spot, Value]]:
    """Yield what every formula of the sheet gives."""
    left, minutes = cells_left(state), minutes_left(state)
    yield _spot(plan, STATUS, BEGIN), status_text(plan, left, minutes)
    yield _spot(plan, TILES, TILE_COLUMNS["tile_left"][0]), left
    yield _spot(plan, TILES, TILE_COLUMNS["tile_minutes"][0]), minutes
    of = _words(plan, "of", done=finished(state), all=len(plan.subjects))
    yield _spot(plan, TILES, TILE_COLUMNS["tile_people"][0]), of
    own = _own_fact(plan)
    if own is not None and state.unit is not None:
        yield own, _own_text(plan, state.unit)
    yield from tally.tally_values(plan, state, BLOCK, title(KEY, plan.language))
    yield from _point_values(plan, state)
    more = _words(plan, "more", n=left - COVER_POINTS) if left > COVER_POINTS else ""
    yield _spot(plan, list_row(plan) + 2 + COVER_POINTS, 2), more


def _own_text(plan: DepartmentPlan, unit: UnitState) -> str:
    if unit.score == "":
        return _words(plan, "unit_open")
    return _words(plan, "unit_score", score=f"{unit.score:.{plan.settings.decimals}f}", grade=unit.grade)


def _point_values(plan: DepartmentPlan, state: State) -> Iterator[tuple[Spot, Value]]:
    """Yield what the formulas of the open points give; the rows that are left over stay empty."""
    found = points(plan, state)
    for place in range(1, COVER_POINTS + 1):
        row = list_row(plan) + 1 + place
        shown: tuple[Value, ...] = ("",) * len(HEADINGS)
        if place <= len(found):
            point = found[place - 1]
            go = f"{title(point.table, plan.language)} {point.cell}"
            shown = (place, point.name, point.what, point.todo, go)
        for column, value in enumerate(shown, start=BEGIN):
            yield _spot(plan, row, column), value


def status_text(plan: DepartmentPlan, left: int, minutes: int) -> str:
    """Return the first line of the Cover for so many cells and minutes."""
    if left == 0:
        return _words(plan, "complete", date=plan.due.isoformat())
    return _words(
        plan,
        formulas.status_key(plan),
        **{table: title(table, plan.language) for table in ("appraisal", "unit")},
        summary=title(people_table(plan), plan.language),
        left=_words(plan, "left_one") if left == 1 else _words(plan, "left", n=left),
        time=_words(plan, "minute_one") if minutes == 1 else _words(plan, "minutes", m=minutes),
    )
