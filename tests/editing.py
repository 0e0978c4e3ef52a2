"""Where an edit is done: the row and cell that it means, and the workbook opened and saved."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook

from sync.reading.submission import Submission, read_submission
from sync.reading.tables import ReadRow, TableReading
from templates.tables import TABLES

Edit = Mapping[str, Any]


@lru_cache(maxsize=8)
def read(data: bytes) -> Submission:
    """Read a workbook, once although several edits and expectations look into it."""
    return read_submission(data)


def table_of(edit: Edit) -> str:
    """Return the table an edit means: Appraisal unless it names no indicator or another table."""
    return str(edit.get("table", "appraisal" if "indicator" in edit else "summary"))


def find(data: bytes, edit: Edit) -> tuple[TableReading, ReadRow]:
    """Return the row that an edit means, by employee and indicator, or by its number in a register."""
    reading = read(data).tables[table_of(edit)]
    if "no" in edit:
        return reading, next(row for row in reading.rows if row.text("no") == edit["no"])
    wanted = [edit["employee"], edit["indicator"]] if "indicator" in edit else [edit["employee"]]
    keys = (TABLES[reading.key].keys[0], "indicator")[: len(wanted)]
    return reading, next(row for row in reading.rows if [row.text(key) for key in keys] == wanted)


def spot(data: bytes, edit: Edit) -> tuple[str, str]:
    """Return sheet and cell of the cell that an edit means."""
    reading, row = find(data, edit)
    cell = reading.place(row, edit["column"])
    assert cell is not None
    return reading.sheet, cell


def opened(data: bytes) -> Workbook:
    """Open bytes in openpyxl, which drops what it does not know and says so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return load_workbook(BytesIO(data))


def saved(book: Workbook) -> bytes:
    """Return the bytes of an openpyxl workbook."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
