"""Sorted and filtered by a spreadsheet program itself, every workbook keeps every score where it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sync.reading.submission import read_submission
from sync.reading.tables import TableReading
from templates.references import letters
from templates.tables import TABLES
from tests.builders import TYPED, sample_plan
from tests.every import department, workbook
from tests.libreoffice import XLSX, Office, save

pytestmark = pytest.mark.libreoffice
Step = dict[str, object]
ORDERS = {
    "appraisal": (("indicator", False), ("score", True), ("actual", False), ("employee", True)),
    "unit": (("weight", False), ("score", True)),
    "summary": (("name", True), ("score", False)),
    "members": (("name", True),),
    "calibration": (("score", False), ("name", True), ("decided", False)),
}
"""By which columns each table is sorted, one after the other; True goes downwards."""

SORTED = (("department-half", "zh"), ("department-unit", "en"), ("calibration-open", "zh"))


def area(table: TableReading) -> str:
    """Return the cells of a table's rows, as a spreadsheet names them."""
    rows = [row.number for row in table.rows]
    return f"A{min(rows)}:{letters(max(table.columns.values()))}{max(rows)}"


def steps(tables: Mapping[str, TableReading]) -> Iterator[Step]:
    """Yield how each table is sorted, one order after the other, and at last filtered by its first row."""
    for key, orders in ORDERS.items():
        if key in tables:
            table, where = tables[key], {"sheet": tables[key].sheet, "area": area(tables[key])}
            for by, down in orders:
                yield {**where, "column": table.columns[by] - 1, "descending": down}
            by = orders[0][0]
            yield {**where, "column": table.columns[by] - 1, "showing": table.rows[0].text(by)}


def scores(data: bytes) -> dict[str, dict[tuple[str, ...], list[object]]]:
    """Return what every formula of every table shows, by table and key of its row."""
    found = {}
    for key, table in read_submission(data).tables.items():
        if key in ORDERS:
            computed = [one.key for one in TABLES[key].columns if one.filled_by == "formula"]
            found[key] = {
                tuple(row.text(part) for part in TABLES[key].keys): [shown(row.cell(one)) for one in computed]
                for row in table.rows
            }
    return found


def shown(cell: object) -> object:
    """Return the value of a cell, numbers to nine decimals."""
    value = getattr(cell, "value", None)
    return round(value, 9) if isinstance(value, float) else value or ""


@pytest.mark.parametrize(("name", "language"), SORTED)
def test_sorting_and_filtering_change_no_score(
    libreoffice: Office, tmp_path: Path, name: str, language: str
) -> None:
    """Whatever each table is sorted by, up or down, and whatever is filtered, each row shows the same."""
    data, source, after = workbook(name, language), tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    source.write_bytes(data)
    save(libreoffice, [(source, after, XLSX, "")], [*steps(read_submission(data).tables)])
    before, found = scores(data), scores(after.read_bytes())
    assert found == before
    assert all(list(found[key]) != list(before[key]) for key in before)


def test_what_is_typed_while_rows_are_filtered_counts(libreoffice: Office, tmp_path: Path) -> None:
    """Rows that a filter hides are scored all the same, and count in every total."""
    data, source, after = workbook("department-half", "en"), tmp_path / "half.xlsx", tmp_path / "full.xlsx"
    source.write_bytes(data)
    tables = read_submission(data).tables
    hiding = [step for step in steps(tables) if "showing" in step]
    save(libreoffice, [(source, after, XLSX, "")], [*hiding, *typing(tables["appraisal"])])
    found = read_submission(after.read_bytes()).tables
    assert all(found[key].hidden_rows for key in ("appraisal", "summary", "members"))
    assert scores(after.read_bytes()) == scores(department(sample_plan("en"), TYPED))


def typing(table: TableReading) -> Iterator[Step]:
    """Yield what is typed into the rows in which nothing stands yet."""
    for row in table.rows:
        typed = TYPED[row.text("employee"), row.text("indicator")]
        for column in ("actual", "manager_rating"):
            value = getattr(typed, column)
            if value is not None and not row.text(column):
                yield {"sheet": table.sheet, "area": table.place(row, column), "typed": value}
