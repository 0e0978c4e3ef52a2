"""The sheets Appraisal and Department: one row per line, its formulas, and rules that survive sorting."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple
from unicodedata import east_asian_width

from addin.scoring.formulas import line_formula
from addin.scoring.methods import METHODS
from addin.scoring.parameters import write_bands, write_points
from addin.scoring.registry import Cells, filled
from addin.scoring.scheme import Line
from addin.texts import say
from templates.books.department import formulas, goals
from templates.books.department.demands import scale
from templates.books.department.editions import columns_of, typed_columns
from templates.books.department.grid import (
    STRUT_WIDTH,
    Record,
    base_look,
    columns_filled_by,
    hold_open,
    lock_columns,
    locked,
    make_room,
    table_sheet,
)
from templates.books.department.layout import Spot, first, last_row, own, person_key, place, title
from templates.books.department.plan import DepartmentPlan, PlannedLine
from templates.books.department.rules import lay_conditions, lay_validations
from templates.books.department.state import LineState, State, known_actual
from templates.lists import word
from templates.sentences import standard
from templates.tables import TABLES, Column
from templates.tables.scheme import BESIDE
from templates.writer import SafeSheet, SafeWorkbook, Value

LINES_OF_A_ROW = 2
WIDEST = 200
COMPUTED = ("score", "todo", "weighted", "counted_weight", "blocking")


def write_grid(
    book: SafeWorkbook, plan: DepartmentPlan, table: str, values: Mapping[Spot, Value]
) -> SafeSheet:
    """Write the sheet of Appraisal or Department: what is fixed, computed with its values, to be typed."""
    columns, lines = columns_of(plan, table), plan.rows(table)
    sheet = table_sheet(book, plan, table, "typed", place(table, "indicator_name") + 1)
    _widen(sheet, plan, table)
    folded, last = place(table, BESIDE[0].key), len(columns) - 1
    for at in range(folded, last + 1):
        sheet.column(at, at, columns[at].width, hidden=True, level=1)
    sheet.column(last + 1, last + 1, STRUT_WIDTH, collapsed=True)
    models: dict[Hashable, _Model] = {}
    for row, line in enumerate(lines, start=first(table)):
        model = models.get(line.kind)
        if model is None:
            models[line.kind] = _write_line(sheet, plan, line, row, values)
        else:
            _fill_down(sheet, plan, line, row, values, model)
    _lay_rules(sheet, plan, table)
    return sheet


class _Model(NamedTuple):
    """The first row of its kind, which the others follow."""

    row: int
    line: PlannedLine
    record: Record
    values: Mapping[int, Value]
    results: Mapping[int, Value]


def _write_line(
    sheet: SafeSheet, plan: DepartmentPlan, line: PlannedLine, row: int, values: Mapping[Spot, Value]
) -> _Model:
    """Write a row cell by cell."""
    look, columns = sheet.workbook.look, {one.key: one for one in columns_of(plan, line.table)}
    fixed = fixed_values(plan, line)
    for key, value in fixed.items():
        sheet.write(row, place(line.table, key), value, look(*_look(columns[key], line)))
    results = {}
    for key, formula in line_formulas(plan, line, row).items():
        at = place(line.table, key)
        results[at] = values[Spot(sheet.name, row, at)]
        sheet.formula(row, at, formula, results[at], look(*_look(columns[key], line)))
    make_room(sheet, line.table, row, fixed)
    hold_open(sheet, plan, line.table, row)
    placed = {place(line.table, key): value for key, value in fixed.items()}
    return _Model(row, line, fixed, placed, results)


def _fill_down(
    sheet: SafeSheet,
    plan: DepartmentPlan,
    line: PlannedLine,
    row: int,
    values: Mapping[Spot, Value],
    model: _Model,
) -> None:
    """Write a row like the first of its kind: what differs, and what its formulas give."""
    own = known_values(plan, line)
    if line.line.target != model.line.line.target:
        own |= aimed_values(plan, line)
    make_room(sheet, line.table, row, {**model.record, **own})
    placed = {place(line.table, key): value for key, value in own.items()}
    results = {at: values[Spot(sheet.name, row, at)] for at in model.results}
    sheet.fill_down(model.row, row, _other(placed, model.values), _other(results, model.results))


def _other(values: Mapping[int, Value], there: Mapping[int, Value]) -> dict[int, Value]:
    """Return the values that are not those of another row, nor written like them."""
    return {
        at: value for at, value in values.items() if value != there[at] or type(value) is not type(there[at])
    }


def _widen(sheet: SafeSheet, plan: DepartmentPlan, table: str) -> None:
    """Make the longest standard fit into rows of one height."""
    different = {(line.kind, line.line.target): line for line in plan.rows(table)}.values()
    longest = max((_length(standard_text(plan, line)) for line in different), default=0)
    at = place(table, "standard")
    width = max(TABLES[table].columns[at].width, longest // LINES_OF_A_ROW + 8)
    sheet.column(at, at, min(WIDEST, width))


def _length(text: str) -> int:
    """Return how wide a text is [characters]; Chinese signs are two wide."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _lay_rules(sheet: SafeSheet, plan: DepartmentPlan, table: str) -> None:
    """Lay the soft lock, the validations and the conditional formats over whole columns."""
    fixed = [key for key in columns_filled_by(plan, table, "fixed") if key != "self_rating"]
    lock_columns(sheet, plan, table, "fixed", fixed)
    lock_columns(sheet, plan, table, "self", ["self_rating"])
    lock_columns(sheet, plan, table, "computed", columns_filled_by(plan, table, "formula"))
    lay_validations(sheet, plan, table)
    lay_conditions(sheet, plan, table)
    if locked(plan):
        sheet.protect()
    last = "reviewed_rating" if "reviewed_rating" in typed_columns(plan, table) else "comment"
    sheet.print_area(last_row(plan, table), place(table, last))


def fixed_values(plan: DepartmentPlan, line: PlannedLine) -> dict[str, Value]:
    """Return what stands in a row from the beginning, by column; a cell to be typed is None."""
    language = plan.language
    return {
        **known_values(plan, line),
        **aimed_values(plan, line),
        "indicator": line.indicator.id,
        "indicator_name": line.indicator.name,
        "category": word("category", line.indicator.category, language),
        "unit": line.indicator.unit,
        "weight": line.line.weight,
        "method": word("method", line.line.method, language),
        "manager_rating": None,
        "comment": None,
        "reviewed_rating": None,
        **_parameters(line.line, line.indicator.percent, language),
        "missing": word("missing", line.line.missing, language),
    }


def known_values(plan: DepartmentPlan, line: PlannedLine) -> dict[str, Value]:
    """Return what is known of one row alone, and may differ among rows of one kind (PlannedLine.kind)."""
    return {
        **_subject(line),
        "actual": known_actual(line, plan.language),
        "self_rating": line.self_rating,
        "evidence": line.evidence,
        "last_score": line.last_score,
        "source": line.source or line.indicator.source,
    }


def aimed_values(plan: DepartmentPlan, line: PlannedLine) -> dict[str, Value]:
    """Return what follows from the target of a row, which may be a person's own."""
    return {"target": line.line.target, "standard": standard_text(plan, line)}


def _subject(line: PlannedLine) -> dict[str, Value]:
    """Return whose row it is."""
    subject, _ = line.key
    if line.table == "unit":
        return {"department": subject}
    named = {"employee": subject, "name": line.person.name, "position": line.position}
    return {**named, "person_key": person_key(subject)}


def standard_text(plan: DepartmentPlan, line: PlannedLine) -> str:
    """Return how a row is scored and, where it is judged, what each rating means; it moves with its row."""
    sentence = standard(line.line, line.indicator, plan.settings, plan.language)
    return "  ".join([sentence, *anchors(line, plan.language)])


def anchors(line: PlannedLine, language: str) -> list[str]:
    """Return what each rating of a judged row means, the highest first: `5: Makes others succeed`."""
    if not line.line.judged or scale(line.line) != len(line.indicator.anchors):
        return []
    steps = range(len(line.indicator.anchors), 0, -1)
    return [
        say("department.scale.anchor", language, step=step, text=text)
        for step, text in zip(steps, line.indicator.anchors, strict=True)
        if text
    ]


def _parameters(line: Line, percent: bool, language: str) -> dict[str, Value]:
    """Return every parameter column of a row: those of its method with defaults, the others empty."""
    found = filled(METHODS[line.method], line.parameters)
    return {column.key: _written(column.key, found.get(column.key), percent, language) for column in BESIDE}


def _written(key: str, value: object, percent: bool, language: str) -> Value:
    """Write one parameter as its cell holds it."""
    if value is None:
        return None
    if key == "points":
        return write_points(value, percent)  # type: ignore[arg-type]
    if key == "bands":
        return write_bands(value, percent)  # type: ignore[arg-type]
    if isinstance(value, bool):
        return word("flag", "yes" if value else "no", language)
    return word(key, value, language) if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def _look(column: Column, line: PlannedLine) -> tuple[str, ...]:
    """Return how a cell looks; an imported actual is locked where sheets are protected."""
    looks = base_look(column)
    if column.key == "actual" and line.actual is not None:
        looks = tuple(look for look in looks if look != "unlocked")
    if column.kind == "percent" or (column.kind == "value" and line.indicator.percent):
        looks = (*looks, "percent")
    if column.key in ("score", "last_score", "weighted", "total"):
        looks = (*looks, "score", "centre")
    return (*looks, "id") if column.kind == "id" else looks


def cells_of(plan: DepartmentPlan, line: PlannedLine, row: int) -> Cells:
    """Return where the inputs of a row's score stand."""
    beside = {column.key for column in BESIDE}
    scalars = [
        p.key
        for p in METHODS[line.line.method].parameters
        if p.kind in ("number", "share") and p.key in beside
    ]
    return Cells(
        own(line.table, "actual", row),
        own(line.table, "target", row),
        {key: own(line.table, key, row) for key in scalars},
        formulas.rating_cell(plan, line, row),
    )


def appraisal_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield every formula of the sheet Appraisal with its place."""
    return grid_formulas(plan, "appraisal")


def grid_formulas(plan: DepartmentPlan, table: str) -> Iterator[tuple[Spot, str]]:
    """Yield every formula in the rows of Appraisal or Department with its place."""
    sheet = title(table, plan.language)
    for row, line in enumerate(plan.rows(table), start=first(table)):
        for key, formula in line_formulas(plan, line, row).items():
            yield Spot(sheet, row, place(table, key)), formula


def line_formulas(plan: DepartmentPlan, line: PlannedLine, row: int) -> dict[str, str]:
    """Return the formulas of a row by column; they look at its own row, or at whole columns."""
    if plan.goals:
        return {"todo": goals.todo(plan, line, row)}
    found = {
        "score": line_formula(line.line, cells_of(plan, line, row), plan.settings, plan.language),
        "todo": formulas.todo(plan, line, row),
        "weighted": formulas.weighted(plan, line, row),
        "counted_weight": formulas.counted_weight(plan, line, row),
        "blocking": formulas.blocking(plan, line, row),
    }
    if line.table == "unit":
        found["total"] = formulas.unit_total(plan)
        found["grade"] = formulas.grade(plan, row, "unit", "total")
    return found


def appraisal_values(plan: DepartmentPlan, state: State) -> Iterator[tuple[Spot, Value]]:
    """Yield what every formula of the sheet Appraisal gives."""
    return line_values(plan, "appraisal", state.lines)


def line_values(plan: DepartmentPlan, table: str, lines: Iterable[LineState]) -> Iterator[tuple[Spot, Value]]:
    """Yield what the formulas of the lines give."""
    sheet = title(table, plan.language)
    for row, line in enumerate(lines, start=first(table)):
        for key in ("todo",) if plan.goals else COMPUTED:
            yield Spot(sheet, row, place(table, key)), getattr(line, key)
