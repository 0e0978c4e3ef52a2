"""The sheet Appraisal: one row per person and indicator, its formulas, and rules that survive sorting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from unicodedata import east_asian_width

from addin.scoring.formulas import line_formula
from addin.scoring.methods import METHODS
from addin.scoring.parameters import write_bands, write_points
from addin.scoring.registry import Cells, filled
from addin.scoring.scheme import Line
from addin.texts import say
from templates.books.department import formulas
from templates.books.department.demands import scale
from templates.books.department.grid import (
    base_look,
    columns_filled_by,
    lock_columns,
    locked,
    table_sheet,
)
from templates.books.department.layout import FIRST, Spot, last_row, own, place, title
from templates.books.department.plan import DepartmentPlan, PlannedLine
from templates.books.department.rules import lay_conditions, lay_validations
from templates.books.department.state import State, known_actual
from templates.lists import word
from templates.sentences import standard
from templates.tables.department import APPRAISAL
from templates.tables.scheme import PARAMETERS
from templates.writer import SafeSheet, SafeWorkbook, Value

KEY = "appraisal"
FROZEN = place(KEY, "indicator_name") + 1
LINES_OF_A_ROW = 2
WIDEST = 200
WIDTHS = {"unit": 15, "comment": 44}


def write_appraisal(book: SafeWorkbook, plan: DepartmentPlan, values: Mapping[Spot, Value]) -> None:
    """Write the sheet: what is fixed, what is computed with its values, what is to be typed."""
    sheet = table_sheet(book, plan, KEY, "typed", FROZEN)
    _widen(sheet, plan)
    first, last = place(KEY, PARAMETERS[0].key), len(APPRAISAL.columns) - 1
    for at in range(first, last + 1):
        sheet.column(at, at, APPRAISAL.columns[at].width, hidden=True, level=1)
    sheet.column(last + 1, last + 1, None, collapsed=True)
    for row, line in enumerate(plan.lines, start=FIRST):
        for key, value in fixed_values(plan, line).items():
            sheet.write(row, place(KEY, key), value, book.look(*_look(line, key)))
    lines = plan.lines
    for spot, formula in appraisal_formulas(plan):
        line, key = lines[spot.row - FIRST], APPRAISAL.columns[spot.column].key
        sheet.formula(spot.row, spot.column, formula, values[spot], book.look(*_look(line, key)))
    _lay_rules(sheet, plan)


def _widen(sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Make the texts fit into rows of one height: the longest standard on its lines, comments on two."""
    longest = max((_length(standard_text(plan, line)) for line in plan.lines), default=0)
    at = place(KEY, "standard")
    sheet.column(at, at, min(WIDEST, max(APPRAISAL.columns[at].width, longest // LINES_OF_A_ROW + 8)))
    for key, width in WIDTHS.items():
        at = place(KEY, key)
        sheet.column(at, at, width)


def _length(text: str) -> int:
    """Return how wide a text is [characters]; Chinese signs are two wide."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _lay_rules(sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Lay the soft lock, the validations and the conditional formats over whole columns."""
    fixed = [key for key in columns_filled_by(KEY, "fixed") if key != "self_rating"]
    lock_columns(sheet, plan, KEY, "fixed", fixed)
    lock_columns(sheet, plan, KEY, "self", ["self_rating"])
    lock_columns(sheet, plan, KEY, "computed", columns_filled_by(KEY, "formula"))
    lay_validations(sheet, plan)
    lay_conditions(sheet, plan)
    if locked(plan):
        sheet.protect()
    sheet.print_area(last_row(plan, KEY), place(KEY, "comment"))


def fixed_values(plan: DepartmentPlan, line: PlannedLine) -> dict[str, Value]:
    """Return what stands in a row from the beginning, by column; a cell to be typed is None."""
    language = plan.language
    return {
        "employee": line.person.id,
        "name": line.person.name,
        "position": line.position,
        "indicator": line.indicator.id,
        "indicator_name": line.indicator.name,
        "category": word("category", line.indicator.category, language),
        "unit": line.indicator.unit,
        "weight": line.line.weight,
        "method": word("method", line.line.method, language),
        "target": line.line.target,
        "actual": known_actual(line, language),
        "self_rating": line.self_rating,
        "manager_rating": None,
        "evidence": None,
        "comment": None,
        "standard": standard_text(plan, line),
        "last_score": line.last_score,
        "source": line.indicator.source,
        **_parameters(line.line, line.indicator.percent, language),
        "missing": word("missing", line.line.missing, language),
    }


def standard_text(plan: DepartmentPlan, line: PlannedLine) -> str:
    """Return how a row is scored and, where it is judged, what each rating means; it moves with its row."""
    sentence = standard(line.line, line.indicator, plan.settings, plan.language)
    if not line.line.judged or scale(line.line) != len(line.indicator.anchors):
        return sentence
    steps = range(len(line.indicator.anchors), 0, -1)
    anchors = [
        say("department.scale.anchor", plan.language, step=step, text=text)
        for step, text in zip(steps, line.indicator.anchors, strict=True)
        if text
    ]
    return "  ".join([sentence, *anchors])


def _parameters(line: Line, percent: bool, language: str) -> dict[str, Value]:
    """Return every parameter column of a row: those of its method with defaults, the others empty."""
    found = filled(METHODS[line.method], line.parameters)
    return {
        column.key: _written(column.key, found.get(column.key), percent, language) for column in PARAMETERS
    }


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


def _look(line: PlannedLine, key: str) -> tuple[str, ...]:
    """Return how a cell looks; an imported actual is locked where sheets are protected."""
    column = APPRAISAL.column(key)
    looks = base_look(column)
    if key == "actual" and line.actual is not None:
        looks = tuple(look for look in looks if look != "unlocked")
    if column.kind == "percent" or (column.kind == "value" and line.indicator.percent):
        looks = (*looks, "percent")
    if key in ("score", "last_score", "weighted"):
        looks = (*looks, "score", "centre")
    return (*looks, "as_text") if column.kind == "id" else looks


def cells_of(line: PlannedLine, row: int) -> Cells:
    """Return where the inputs of a row's score stand."""
    scalars = [p.key for p in METHODS[line.line.method].parameters if p.kind in ("number", "share")]
    return Cells(
        own(KEY, "actual", row),
        own(KEY, "target", row),
        {key: own(KEY, key, row) for key in scalars},
        own(KEY, "manager_rating", row),
    )


def appraisal_formulas(plan: DepartmentPlan) -> Iterator[tuple[Spot, str]]:
    """Yield every formula of the sheet with its place."""
    sheet = title(KEY, plan.language)
    for row, line in enumerate(plan.lines, start=FIRST):
        written = {
            "score": line_formula(line.line, cells_of(line, row), plan.settings, plan.language),
            "todo": formulas.todo(plan, line, row),
            "weighted": formulas.weighted(plan, line, row),
            "counted_weight": formulas.counted_weight(line, row),
            "blocking": formulas.blocking(line, row),
        }
        for key, formula in written.items():
            yield Spot(sheet, row, place(KEY, key)), formula


def appraisal_values(plan: DepartmentPlan, state: State) -> Iterator[tuple[Spot, Value]]:
    """Yield what every formula of the sheet gives."""
    sheet = title(KEY, plan.language)
    for row, line in enumerate(state.lines, start=FIRST):
        for key in ("score", "todo", "weighted", "counted_weight", "blocking"):
            yield Spot(sheet, row, place(KEY, key)), getattr(line, key)
