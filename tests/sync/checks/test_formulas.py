"""Formulas and fixed cells: arranging and saving raise nothing, each alteration is told with old and new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest

from addin.scoring.parameters import told
from sync.checks.fixed_cells import RULES
from sync.checks.formulas import COMPUTED
from sync.checks.run import group, run_checks
from sync.findings import Finding
from sync.reading.numbers import shown
from tests.builders import PEOPLE
from tests.editing import find, read, spot
from tests.edits import apply
from tests.organisations import FILLED, UNIT
from tests.sync.checks.test_cases import book, context_of
from tests.sync.checks.test_units import cell, found
from tests.sync.checks.test_units import context_of as unit_context
from tests.writers import WRITERS

Edits = Sequence[Mapping[str, Any]]

ARRANGED: Edits = (
    {"do": "turn_columns", "table": "appraisal"},
    {"do": "turn_columns", "table": "summary"},
    {"do": "sort", "table": "appraisal", "by": "indicator_name"},
    {"do": "sort", "table": "summary", "by": "name"},
    {"do": "add_column", "table": "appraisal", "before": "weight", "value": "My notes"},
    {"do": "add_column", "table": "summary", "before": "score", "value": "My notes"},
    {"do": "rename_sheet", "sheet": "Appraisal", "value": "Our people"},
    {"do": "rename_sheet", "sheet": "Summary", "value": "All in all"},
)
"""All columns in the opposite order, rows sorted, columns inserted, sheets renamed."""

SAVING = ("openpyxl", "excel-1904", "wps", "google", "poi-streaming", "unordered", "minimal")
"""Programs that write formulas in ways of their own, shared ones among them."""

OTHER = {"weight": 45, "method": "linear", "target": 90, "missing": "neutral", "half_steps": "yes"}
"""Another value for some rules of a line, 90 for the rest."""


@cache
def arranged() -> bytes:
    """Return the filled workbook with everything rearranged."""
    return apply(book(filled=True), ARRANGED)


def told_of(data: bytes) -> list[Finding]:
    """Return the findings of a workbook."""
    return run_checks(context_of(data, book(filled=False)), "sales.xlsx")


def of(code: str, data: bytes) -> list[Finding]:
    """Return the findings of one code."""
    return [one for one in told_of(data) if one.code == code]


@pytest.mark.parametrize("key", SAVING)
def test_rearranged_and_saved_by_any_program(key: str) -> None:
    """Whatever stands elsewhere and whoever saved it, only the columns of one's own are noted."""
    rewrite = WRITERS[key].rewrite
    assert rewrite is not None
    assert [(one.code, one.found) for one in told_of(rewrite(arranged()))] == [("B006", "My notes")] * 2


def test_the_department_sheet_may_be_rearranged() -> None:
    """Sorted and with its columns turned, the Department sheet says what it said."""
    edits = [{"do": "turn_columns", "table": "unit"}, {"do": "sort", "table": "unit", "by": "weight"}]
    assert found(*edits) == []
    assert unit_context(edits).scores[UNIT].total == 89.33


def test_an_alteration_is_found_wherever_it_stands() -> None:
    """In a workbook with everything rearranged, altered cells are told in their new places."""
    edits = [
        {"employee": "00123", "indicator": "SAL-01", "column": "target", "value": 90},
        {"employee": "00124", "indicator": "SAL-02", "column": "score", "value": 120},
        {"employee": "E-07", "column": "grade", "value": "S"},
    ]
    data = apply(arranged(), edits)
    altered = [one for one in told_of(data) if one.code != "B006"]
    places = [(one.code, one.sheet, one.cell) for one in altered]
    codes = ("F003", "F001", "F001")
    assert sorted(places) == sorted(
        (code, *spot(data, edit)) for code, edit in zip(codes, edits, strict=True)
    )


@pytest.mark.parametrize("table", ["appraisal", "summary"])
def test_each_formula_of_a_score_is_missed(table: str) -> None:
    """A number over any formula that makes a score is told with what was typed and what the rule gives."""
    for column in COMPUTED[table]:
        where = {"table": table, "employee": "00123", "column": column}
        edit = {**where, **({"indicator": "SAL-01"} if table == "appraisal" else {}), "value": 77}
        (one,) = of("F001", apply(book(filled=True), [edit]))
        ours = find(book(filled=True), edit)[1].text(column)
        assert (one.cell, one.found, one.expected) == (spot(book(filled=True), edit)[1], "77", ours)
        assert "holds 77 instead of its formula; the rule gives " + ours in one.message


@pytest.mark.parametrize("column", COMPUTED["unit"])
def test_each_formula_of_the_department_is_missed(column: str) -> None:
    """A total, a grade or a score typed in the Department sheet is told, and ours stands."""
    (one,) = (one for one in found(cell("U-1", column, 77)) if one.code == "F001")
    scores = unit_context().scores[UNIT]
    ours = {
        "total": told(scores.total),
        "grade": scores.grade,
        "score": told(scores.lines[0].score, False, 2),
    }
    assert (one.found, one.employee, one.department) == ("77", None, "sales")
    assert one.expected == ours.get(column, one.expected)


def test_values_pasted_over_a_whole_column() -> None:
    """Of a column pasted over, each line is told with old and new, and all together in one line."""
    data = apply(book(filled=True), [{"do": "fill", "table": "appraisal", "column": "score", "value": 100}])
    pasted = of("F001", data)
    rows = read(book(filled=True)).tables["appraisal"].rows
    ours = {f"N{row.number}": told(row.cells["score"].value, decimals=2) for row in rows}
    assert {one.cell: (one.found, one.expected) for one in pasted} == {
        place: ("100", score) for place, score in ours.items()
    }
    (line,) = group(pasted, "en")
    assert line.text.startswith("F001 sales.xlsx › Appraisal: 4 people: formula replaced by a value (N2, N3,")


def test_values_pasted_over_whole_tables() -> None:
    """Where all formulas of a workbook became their results, no score changes, and no line is told twice."""
    tables = [{"do": "values_only", "table": table} for table in ("appraisal", "summary")]
    data = apply(book(filled=True), tables)
    assert {one.code for one in told_of(data)} == {"F001"}
    assert len(of("F001", data)) == len(read(data).tables["appraisal"].rows) + len(PEOPLE)
    edits = [{"do": "values_only", "table": "unit"}]
    assert [(one.code, one.indicator) for one in found(*edits)] == [("F001", code) for _, code in FILLED]


def test_every_fixed_rule_of_a_line_is_guarded() -> None:
    """Whatever was agreed for a line, a change of it is told with old and new, empty cells among them."""
    line = {"employee": "00123", "indicator": "SAL-01"}
    edits = [{**line, "column": column, "value": OTHER.get(column, 90)} for column in RULES]
    data = apply(book(filled=True), edits)
    changed = {one.cell: one for one in of("F003", data)}
    assert set(changed) == {spot(data, edit)[1] for edit in edits}
    issued, sent = find(book(filled=False), line)[1].cells, find(data, line)[1].cells
    for column in RULES:
        one = changed[spot(data, {**line, "column": column})[1]]
        before = shown(issued[column]) if column in issued else "empty"
        assert (one.found, one.expected) == (shown(sent[column]), before)
        assert (
            f"is now {one.found} (cell {one.cell}); it was issued as {before}, and that counts."
            in one.message
        )


def test_a_column_of_targets_pasted_over() -> None:
    """With one target pasted over all, each line that had another is told with it, and with its own."""
    data = apply(book(filled=True), [{"do": "fill", "table": "appraisal", "column": "target", "value": 4}])
    rows = read(book(filled=False)).tables["appraisal"].rows
    targets = {f"J{row.number}": row.cells["target"] for row in rows if row.text("target") not in ("", "4")}
    assert {one.cell: (one.found, one.expected) for one in of("F003", data)} == {
        place: ("400%" if target.format else "4", shown(target)) for place, target in targets.items()
    }
