"""Tests of the cached values: each is what LibreOffice computes from the same cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sync.reading.cells import Cell
from sync.reading.xlsx import read_book
from templates.books.department.filling import fill_department
from templates.books.department.layout import place
from templates.books.department.plan import DepartmentPlan, Key
from templates.books.department.shown import all_formulas, shown
from templates.books.department.state import Typed, TypedSummary
from templates.books.department.write import write_department
from templates.fill import fill
from tests.builders import SUMMARIES, TYPED, sample_plan
from tests.edits import apply
from tests.libreoffice import Office, recalculate

Cells = Mapping[tuple[str, int, int], Cell]
CHINESE = "季度目标全部达成，回款及时，主动带教两名新同事，对团队的承诺件件有着落。"

HALF = dict(list(TYPED.items())[::2])
WRONG: Mapping[Key, Typed] = {
    **TYPED,
    ("00123", "SAL-01"): Typed(actual="96 pieces"),
    ("00123", "SAL-02"): Typed(actual="not applicable"),
    ("00123", "SAL-05"): Typed(actual=7.0),
    ("00123", "SAL-07"): Typed(manager_rating="Not applicable", comment="on leave"),
    ("00124", "SAL-07"): Typed(manager_rating=5.0),
    ("00124", "SAL-01"): Typed(actual=130.0),
    ("00124", "SAL-02"): Typed(actual=0.81),
    ("E-07", "RND-08"): Typed(actual="no"),
    ("E-07", "RND-06"): Typed(manager_rating=1.0, evidence="log", comment="  "),
}
TEXTS = {
    "00123": TypedSummary("Careful", None, "好" * 20),
    "00124": TypedSummary(None, None, "好" * 19 + "，。"),
    "E-07": TypedSummary("  ", " ", "x" * 40),
    "1234567890123456": TypedSummary("a", "b", "x" * 39 + "   "),
}


def cells(data: bytes) -> Cells:
    """Return every cell of a workbook by sheet, row and column."""
    return {(sheet.name, c.row, c.column): c for sheet in read_book(data).sheets for c in sheet.cells}


def same(ours: Cell | None, theirs: Cell | None) -> bool:
    """Tell whether two cells show the same, numbers to 1e-9."""
    values = [cell.value if cell is not None and cell.value is not None else "" for cell in (ours, theirs)]
    if all(isinstance(value, float) for value in values):
        return abs(float(values[0]) - float(values[1])) < 1e-9
    return values[0] == values[1]


def differing(data: bytes, office: Office, folder: Path) -> list[str]:
    """Return the formula cells whose cached value is not what LibreOffice computes."""
    source = folder / "ours.xlsx"
    source.write_bytes(data)
    ours, theirs = cells(data), cells(recalculate(office, [source], folder / "out")[0].read_bytes())
    formulas = [place for place, cell in ours.items() if cell.formula]
    assert len(formulas) > 90
    return [
        f"{place} ours {ours[place].value!r} theirs {theirs[place].value if place in theirs else None!r}"
        for place in formulas
        if not same(ours[place], theirs.get(place))
    ]


def test_every_formula_has_its_value() -> None:
    """Formulas and cached values name exactly the same cells, once each."""
    plan = sample_plan()
    places = [spot for spot, _ in all_formulas(plan)]
    assert len(places) == len(set(places))
    assert set(places) == set(shown(plan, {}, {}))


@pytest.mark.libreoffice
@pytest.mark.parametrize("language", ["en", "zh"])
def test_cached_values_are_what_libreoffice_computes(
    language: str, libreoffice: Office, tmp_path: Path
) -> None:
    """Wrongly filled, in both languages, every cached value is right; other fillings are in tests/every."""
    plan = sample_plan(language)
    data = fill_department(write_department(plan), plan, WRONG, TEXTS)
    assert differing(data, libreoffice, tmp_path) == []


@pytest.mark.libreoffice
def test_known_values_policies_and_look_alike_numbers_are_computed_right(
    libreoffice: Office, tmp_path: Path
) -> None:
    """Imported actuals, each missing policy, and employee numbers that look alike keep their sums apart."""
    plan = _awkward()
    data = fill_department(write_department(plan), plan, {}, {})
    assert differing(data, libreoffice, tmp_path) == []
    counts = [row for _, row in sorted(_column(data, "People", place("members", "lines") + 1).items())]
    assert counts == [float(len(person.lines)) for person in plan.people]


def _awkward() -> DepartmentPlan:
    """Return the sample plan with numbers that SUMIFS would mix up, other policies, and imported actuals."""
    plan = sample_plan()
    ids = ("00123", "123", "123456789012345678", "123456789012345679")
    policies = ("neutral", "renormalise", "block", "neutral")
    people = []
    for person, number in zip(plan.people, ids, strict=True):
        renamed = replace(person.person, id=number)
        lines = tuple(
            replace(
                line,
                person=renamed,
                actual=None if line.line.judged or at == 2 else line.line.target or 0.0,
                line=replace(line.line, missing=policies[at]),
            )
            for at, line in enumerate(person.lines)
        )
        people.append(replace(person, person=renamed, lines=lines))
    return replace(plan, people=tuple(people))


def _column(data: bytes, sheet: str, column: int) -> dict[int, object]:
    return {
        row: c.value
        for (name, row, at), c in cells(data).items()
        if (name, at) == (sheet, column) and row > 1
    }


@pytest.mark.libreoffice
def test_sorting_changes_no_score(libreoffice: Office, tmp_path: Path) -> None:
    """After sorting Appraisal by indicator and Summary by name, everybody has the same scores."""
    plan = sample_plan()
    data = fill_department(write_department(plan), plan, HALF, SUMMARIES)
    edits = [
        {"do": "sort", "table": "appraisal", "by": "indicator"},
        {"do": "sort", "table": "summary", "by": "name"},
    ]
    source = tmp_path / "sorted.xlsx"
    source.write_bytes(apply(data, edits))
    after = recalculate(libreoffice, [source], tmp_path / "out")[0].read_bytes()
    assert _by_person(after) == _by_person(data)
    assert _by_line(after) == _by_line(data)
    assert [row["employee"] for row in _rows(after, "Appraisal")] != [
        row["employee"] for row in _rows(data, "Appraisal")
    ]
    form = [
        cell.value for (name, row, at), cell in sorted(cells(after).items()) if name == "Form" and at == 1
    ]
    names = {line.indicator.name for line in plan.people[0].lines}
    assert names <= set(map(str, form))


def _rows(data: bytes, sheet: str) -> list[dict[str, object]]:
    found = cells(data)
    heads = {at: str(c.value) for (name, row, at), c in found.items() if (name, row) == (sheet, 1)}
    keys = {"Employee no.": "employee", "Indicator no.": "indicator"}
    rows: dict[int, dict[str, object]] = {}
    for (name, row, at), cell in found.items():
        if name == sheet and row > 1 and at in heads:
            value = round(cell.value, 9) if isinstance(cell.value, float) else cell.value or ""
            rows.setdefault(row, {})[keys.get(heads[at], heads[at])] = value
    return [row for _, row in sorted(rows.items()) if row.get("employee")]


def _by_person(data: bytes) -> dict[object, list[object]]:
    wanted = ("Provisional score", "Provisional grade", "Open points")
    return {row["employee"]: [row.get(key, "") for key in wanted] for row in _rows(data, "Summary")}


def _by_line(data: bytes) -> dict[object, list[object]]:
    wanted = ("Score", "To do", "Weighted score", "Blocks the total")
    rows = _rows(data, "Appraisal")
    return {(row["employee"], row["indicator"]): [row.get(key, "") for key in wanted] for row in rows}


@pytest.mark.libreoffice
def test_the_form_shows_whoever_is_chosen(libreoffice: Office, tmp_path: Path) -> None:
    """Another name chosen on the Form shows that person's lines, and none of the first person's."""
    plan = sample_plan()
    data = fill_department(write_department(plan), plan, TYPED, SUMMARIES)
    source = tmp_path / "chosen.xlsx"
    source.write_bytes(fill(data, {"Form": {"B3": "E-07 Chen Jie"}}))
    after = cells(recalculate(libreoffice, [source], tmp_path / "out")[0].read_bytes())
    shown_names = {str(cell.value) for (name, _, at), cell in after.items() if name == "Form" and at == 1}
    chosen, first = ({line.indicator.name for line in plan.people[at].lines} for at in (2, 0))
    assert chosen <= shown_names
    assert not first & shown_names


@pytest.mark.libreoffice
def test_the_cover_thanks_when_nothing_is_left(libreoffice: Office, tmp_path: Path) -> None:
    """With everything filled in, the first line of the Cover says so, and there is no open point."""
    plan = sample_plan("zh")
    typed = {line.key: _enough(line.line.judged, line.line.method, line.line.target) for line in plan.lines}
    summaries = {person.person.id: TypedSummary("好", "好", CHINESE) for person in plan.people}
    data = fill_department(write_department(plan), plan, typed, summaries)
    assert differing(data, libreoffice, tmp_path) == []
    cover = {cell.value for (name, _, _), cell in cells(data).items() if name == "封面"}
    assert "已全部填完，谢谢！请保存，并于2026-10-20前交回，无需其他操作。" in cover


def _enough(judged: bool, method: str, target: float | None) -> Typed:
    if judged:
        return Typed(manager_rating=4.0)
    return Typed(actual="是" if method == "yes_no" else target)
