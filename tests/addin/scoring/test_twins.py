"""The native formulas, recalculated by LibreOffice, against the Python twin."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from addin.scoring.combine import score_forms
from addin.scoring.form import Entry, LineScore
from addin.scoring.formulas import line_formula
from addin.scoring.methods import METHODS
from addin.scoring.registry import Cells, uses_target
from addin.scoring.rounding import round_half_away
from addin.scoring.scheme import Line, Settings
from addin.texts import say
from tests.libreoffice import Office, recalculate

pytestmark = pytest.mark.libreoffice

SETTINGS = Settings()
OVERFLOWS = ("#NUM!", "#VALUE!", "#DIV/0!", "#N/A")
ERRORS = {"#N/A": "=NA()", "#DIV/0!": "=1/0"}
SCALARS = tuple(
    sorted({p.key for m in METHODS.values() for p in m.parameters if p.kind in ("number", "share")})
)
TARGETS = (100.0, 5.0, 0.95, 1200.0, 0.1 + 0.2, 50.0, 1.0, 0.8, 2.0)
ODD_TARGETS = (0.0, -100.0, -0.05, None, "soon", "#N/A", "#DIV/0!", 1e9, 250.0)
HUGE, TINY = 1e300, 1e-300
EDGES = (
    0.0,
    -1e-9,
    1.0,
    -1.0,
    1e15 + 0.3,
    1e-12,
    46053.0,
    True,
    False,
    HUGE,
    -HUGE,
    1e307,
    -1e307,
    TINY,
    -TINY,
)
EDGE_TARGETS = (100.0, 1.0, 0.0, -5.0, True, HUGE, TINY)
"""46053 is a day of 2026: a date is a number in a spreadsheet, and only its format tells."""
NUDGES = (0.0, 0.0, 0.0, 1e-12, -1e-12, 1e-7, -1e-7)
POINTS = (
    ((0.8, 0.0), (0.95, 100.0), (1.0, 120.0)),
    ((0.0, 40.0), (0.15, 100.0), (0.25, 120.0)),
    ((10.0, 0.0), (5.0, 100.0), (2.0, 120.0)),
    ((-3.0, 10.0), (-1.0, 70.0), (0.3, 90.0), (7.0, 118.5)),
)
BANDS = (
    (
        (0.0, 3.5, 0.0),
        (3.5, 4.0, 60.0),
        (4.0, 4.3, 80.0),
        (4.3, 4.6, 90.0),
        (4.6, 4.8, 100.0),
        (4.8, None, 120.0),
    ),
    ((None, 0.1, 0.0), (0.1, 0.3, 62.5), (0.3, None, 100.0)),
    ((0.0, 1.0, 80.0), (1.0, 2.0, 100.0), (2.0, None, 120.0)),
)


@dataclass(frozen=True)
class Row:
    """One row of the trial: its line, and what stands in the cells of value and target."""

    line: Line
    value: Any
    target: Any


def parameters(method: str, rng: random.Random) -> dict[str, Any]:
    """Draw parameters of a method; some optional ones are left out."""
    drawn: dict[str, Any] = {
        "ratio": {
            "floor": rng.choice((0, 20)),
            "cap": rng.choice((100, 120, 150)),
            "threshold": rng.choice((0.6, 0.8)),
        },
        "difference": {"floor": rng.choice((-50, 0, 20)), "cap": rng.choice((100, 120, 150))},
        "reverse": {
            "style": rng.choice(("linear", "reciprocal")),
            "floor": 10,
            "cap": rng.choice((110, 120)),
        },
        "interval": interval(rng),
        "midpoint": {"floor": rng.choice((0, 40))},
        "linear": {"points": rng.choice(POINTS), "below": rng.choice(("zero", "first"))},
        "tiers": {"bands": rng.choice(BANDS)},
        "deduct": {
            "each": rng.choice((5, 20, 2.5)),
            "floor": rng.choice((0, 40)),
            "counted": rng.choice(("count", "excess")),
            "step": rng.choice((1, 0.5, 0.01, 3)),
            "rounding": rng.choice(("floor", "ceil", "proportional")),
        },
        "rating": {
            "scale": rng.choice((5, 7, 10)),
            "style": rng.choice(("proportional", "linear")),
            "pass_mark": 4,
        },
        "add": {
            "each": rng.choice((5, 20, 2.5)),
            "cap": rng.choice((100, 120)),
            "step": rng.choice((1, 0.5, 0.01, 3)),
            "rounding": rng.choice(("floor", "ceil", "proportional")),
        },
        "okr": {"good": rng.choice((0.6, 0.7, 1.0)), "cap": rng.choice((90, 100, 120))},
        "yes_no": {},
        "milestone": {"floor": rng.choice((0, 30)), "cap": rng.choice((100, 120))},
    }[method]
    needed = {p.key for p in METHODS[method].parameters if p.required} | {"zero", "each"}
    return {key: value for key, value in drawn.items() if key in needed or rng.random() < 0.75}


def interval(rng: random.Random) -> dict[str, Any]:
    """Draw an interval whose parameters fit together."""
    found: dict[str, Any] = {
        "width": rng.choice((0.05, 5, 1.1)),
        "style": rng.choice(("absolute", "percent")),
    }
    if rng.random() < 0.3:
        return {**found, "each": rng.choice((4, 0.5)), "step": rng.choice((1, 0.01)), "width_below": 0.2}
    wide = {"zero": rng.choice((15, 15.3))}
    return {**found, **wide, **rng.choice(({}, {"width_below": 0.1}, {"zero_below": 20}))}


def values(line: Line, target: Any, rng: random.Random, language: str) -> Iterator[Any]:
    """Draw what may stand in the value cell: near bends and limits, anywhere, or no number at all."""
    near = target if isinstance(target, float) else 3.0
    bends = [0.0, near, 2 * near, 0.6 * near, 0.8 * near, 1.2 * near, 1.5 * near, 1.0, 5.0, 3.5]
    bends += [x for x, _ in line.parameters.get("points", ())]  # type: ignore[union-attr, misc]
    bends += [low for low, _, _ in line.parameters.get("bands", ()) if low is not None]  # type: ignore[union-attr, misc]
    bends += [near * share for share in [line.parameters.get("threshold", 1)] * 6]  # type: ignore[operator]
    for key in ("width", "zero", "width_below", "zero_below"):
        wide = float(line.parameters.get(key, 1))  # type: ignore[arg-type]
        bends += [near + wide, near - wide, near * (1 + wide), near - wide * abs(near)]
    odd = (None, say("choices.not_applicable", language), "abc", "95", "#N/A", "#DIV/0!", -3.0, 1e9)
    if line.method == "yes_no":
        odd = (*odd, 1.0, 0.0, say("choices.flag.yes", language), say("choices.flag.no", language))
    while True:
        anywhere = (rng.uniform(-0.3, 2.5) * near, round(rng.uniform(0, 11), 2), round(rng.uniform(0, 2), 3))
        yield rng.choice((rng.choice(bends) + rng.choice(NUDGES), rng.choice(anywhere), rng.choice(odd)))


def rows(method: str, language: str, count: int) -> list[Row]:
    """Draw the rows of one method, always the same ones: every edge with every target, then at random."""
    rng = random.Random(f"{method} {language}")
    found = [Row(drawn(method, target, rng), edge, target) for edge in EDGES for target in EDGE_TARGETS]
    for _ in range(count):
        target = rng.choice(TARGETS if rng.random() < 0.8 else ODD_TARGETS)
        line = drawn(method, target, rng)
        found.append(Row(line, next(values(line, target, rng, language)), target))
    return found


def drawn(method: str, target: Any, rng: random.Random) -> Line:
    """Draw a line of a template; its target is what a reader would make of the cell."""
    known = None if target in ERRORS or isinstance(target, str) else target
    line = Line("T", "I", 10, method, known, parameters(method, rng))
    if method == "rating" and rng.random() < 0.5:
        line = replace(line, parameters={**line.parameters, "value_from": "actual"})
    return line


def write(path: Path, drawn: dict[tuple[str, str], list[Row]]) -> None:
    """Write one sheet per method and language; ROUND stands beside the score."""
    with xlsxwriter.Workbook(str(path)) as book:
        for (method, language), found in drawn.items():
            sheet = book.add_worksheet(f"{method}-{language}")
            for number, row in enumerate(found, start=1):
                fill(sheet, number, row, language)


def fill(sheet: Any, number: int, row: Row, language: str) -> None:
    """Write value, target and parameters into the cells of a row, and the formula beside them."""
    column = "C" if row.line.judged else "A"
    for place, value in ((column, row.value), ("B", row.target)):
        if value in ERRORS:
            sheet.write_formula(f"{place}{number}", ERRORS[value])
        elif isinstance(value, bool):
            sheet.write_boolean(f"{place}{number}", value)
        elif isinstance(value, str):
            sheet.write_string(f"{place}{number}", value)
        elif value is not None:
            sheet.write_number(f"{place}{number}", value)
    where = {}
    for offset, key in enumerate(SCALARS):
        if key in row.line.parameters:
            sheet.write_number(number - 1, 10 + offset, row.line.parameters[key])
            where[key] = "$" + xlsxwriter.utility.xl_rowcol_to_cell(number - 1, 10 + offset)
    cells = Cells(f"$A{number}", f"$B{number}", where, f"$C{number}")
    sheet.write_formula(f"D{number}", line_formula(row.line, cells, SETTINGS, language))
    sheet.write_formula(f"E{number}", f"=IF(ISNUMBER(D{number}),ROUND(D{number},2),D{number})")


def entry(row: Row, language: str) -> Entry:
    """Return what a reader would make of the value cell."""
    words = {say("choices.flag.yes", language): 1.0, say("choices.flag.no", language): 0.0}
    if row.value == say("choices.not_applicable", language):
        return Entry("I", applicable=False)
    value = words.get(row.value, row.value) if row.line.method == "yes_no" else row.value
    return Entry("I", actual=value, manager_rating=value)


def expected(row: Row, score: LineScore, language: str) -> float | str | None:
    """Return what the Score cell must show."""
    if row.value in ERRORS:
        return str(row.value)
    if row.value is None:
        return None
    if row.value == say("choices.not_applicable", language):
        return "–"
    if row.target in ERRORS and uses_target(METHODS[row.line.method], row.line.parameters):
        words = [say(f"choices.flag.{word}", language) for word in ("yes", "no")]
        return score.score if row.value in words else str(row.target)
    return "?" if score.score is None else score.score


def runs_over(row: Row) -> bool:
    """Tell whether a sum of this row may run beyond all numbers; a spreadsheet then shows an error."""
    sizes = [abs(cell) for cell in (row.value, row.target) if isinstance(cell, float)]
    return any(size >= HUGE or 0 < size <= TINY for size in sizes)


def same(shown: Any, wanted: float | str | None, tolerance: float) -> bool:
    """Compare a recalculated cell with what it must show."""
    if isinstance(wanted, float) and isinstance(shown, int | float):
        return abs(shown - wanted) <= tolerance * max(1.0, abs(wanted))
    return (shown or None) == wanted


def test_native_formulas_equal_the_python_twin(libreoffice: Office, tmp_path: Path) -> None:
    """Every method scores hundreds of rows alike in the workbook and in Python, edges included."""
    drawn = {
        (method, language): rows(method, language, count)
        for method in METHODS
        for language, count in (("en", 500), ("zh", 60))
    }
    write(tmp_path / "twins.xlsx", drawn)
    (read,) = recalculate(libreoffice, [tmp_path / "twins.xlsx"], tmp_path / "out")
    book = openpyxl.load_workbook(read, data_only=True)
    different = []
    for (method, language), found in drawn.items():
        scored = score_forms([([row.line], {"I": entry(row, language)}) for row in found], SETTINGS, ())
        sheet = book[f"{method}-{language}"]
        numbers = 0
        for number, (row, score) in enumerate(zip(found, scored, strict=True), start=1):
            wanted = expected(row, score.lines[0], language)
            rounded = round_half_away(wanted, 2) if isinstance(wanted, float) else wanted
            shown = (sheet.cell(number, 4).value, sheet.cell(number, 5).value)
            numbers += isinstance(shown[0], int | float)
            if wanted == "?" and runs_over(row) and shown[0] in OVERFLOWS:
                continue
            if not (same(shown[0], wanted, 1e-9) and same(shown[1], rounded, 1e-15)):
                different.append((method, number, row, wanted, shown))
        assert numbers > len(found) / 10, f"{method}: too few rows have a score to compare"
    assert not different, f"{len(different)} rows differ, among them {different[:5]}"


def test_worked_cases_hold_in_the_workbook(libreoffice: Office, tmp_path: Path) -> None:
    """The worked cases of every method come out of the native formula, too."""
    cases = [(key, case) for key, method in METHODS.items() for case in method.cases]
    drawn = {
        (key, "en"): [
            Row(Line("T", "I", 10, key, case.target, case.parameters), case.actual, case.target)
            for found, case in cases
            if found == key
        ]
        for key in METHODS
    }
    write(tmp_path / "cases.xlsx", drawn)
    (read,) = recalculate(libreoffice, [tmp_path / "cases.xlsx"], tmp_path / "out")
    book = openpyxl.load_workbook(read, data_only=True)
    for key, method in METHODS.items():
        for number, case in enumerate(method.cases, start=1):
            shown = book[f"{key}-en"].cell(number, 4).value
            wanted = case.score if case.score is not None else None if case.actual is None else "?"
            assert same(shown, wanted, 1e-9), (key, case, shown)
