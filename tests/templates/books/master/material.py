"""A small cycle's content for the tests of the master workbook."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
from openpyxl.workbook import Workbook

from templates.books.master import Filled, MasterContent, Plot, write_master
from templates.tables import TABLES

PERSON = {"department": "Sales", "employee": "00123", "name": "=1+1"}
OTHER = {"department": "R&D", "employee": "E-07", "name": "Chen Jie"}

ROWS = {
    "results": [
        {**OTHER, "score": 88.5, "grade": "B", "state": "checked", "version": 1, "lines": 0, "findings": 0},
        {**PERSON, "score": 93.25, "grade": "B", "rank": 1, "state": "checked", "version": 2, "lines": 2}
        | {"standing": "current", "findings": 1},
        {**PERSON, "score": 90.0, "grade": "B", "state": "returned", "version": 1, "standing": "earlier"},
    ],
    "indicator_scores": [
        {**OTHER, "indicator": "R-1", "weight": 100.0, "method": "ratio", "target": 5.0, "score": 88.5},
        {**PERSON, "indicator": "S-1", "weight": 60.0, "method": "ratio", "target": 0.95, "score": 93.25},
        {**PERSON, "indicator": "S-2", "weight": 40.0, "method": "rating", "target": 4.0, "score": 93.25},
    ],
    "department_results": [
        {"department": "R&D", "forms": 1, "scored": 1, "mean": 88.5, "findings": 0},
        {"department": "Sales", "forms": 1, "scored": 1, "mean": 93.25, "findings": 1},
    ],
    "all_findings": [
        {"severity": "error", "code": "V001", "department": "Sales", "employee": "00123", "standing": "new"}
    ],
}

PLOTS = (
    Plot("grades", ("People", "Guide"), (("S", 0.2, 0.05), ("A", 0.8, None))),
    Plot("departments", ("Mean", "Spread"), (("Sales", 93.25, 2.5), ("R&D", 88.5, None))),
    Plot("mix", ("S", "A"), (("Sales", 1, 2), ("R&D", 0, 3))),
    Plot("trend", ("Mean", "People"), (("2026-Q2", 90.5, 20), ("2026-Q3", 91.5, 21))),
    Plot("progress", ("checked", "returned", "open"), (("Sales", 3, 0, 1),)),
    Plot("findings", ("Error", "Warning", "Note"), (("Values", 3, 0, 1),)),
    Plot("steps", ("Working days",), (("submitted", 4.0), ("checked", 1.5))),
    Plot("returns", ("Return rate",), (("Sales", 0.25),)),
)


def content(language: str = "en", plots=PLOTS, **tables) -> MasterContent:
    """Return a small cycle's content; tables that are given stand instead of the usual ones."""
    rows = ROWS | tables
    return MasterContent(
        kind="master",
        company="A & B",
        cycle="2026-Q3",
        starts=date(2026, 7, 1),
        ends=date(2026, 9, 30),
        scheme="abc",
        made_at=datetime(2026, 10, 12, 8, tzinfo=UTC),
        decimals=2,
        figures={"forms": 3, "mean": 93.25, "errors": 1, "change": None},
        plots=plots,
        tables=[Filled(TABLES[key], iter(found)) for key, found in rows.items()],
        percent=frozenset({"S-1"}),
        language=language,
    )


def written(language: str = "en", *, values: bool = False, **changes) -> Workbook:
    """Return the workbook of a small cycle, read back; `values` for what formulas give."""
    data = write_master(replace(content(language), **changes))
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def headed(sheet, row: int = 4) -> list[str]:
    """Return the headings of a table."""
    return [cell.value for cell in sheet[row] if cell.value is not None]


def records(sheet, row: int = 4) -> list[dict[str, object]]:
    """Return the rows of a table by their headings."""
    headings = headed(sheet, row)
    below = sheet.iter_rows(min_row=row + 1, max_col=len(headings), values_only=True)
    return [dict(zip(headings, values, strict=True)) for values in below]
