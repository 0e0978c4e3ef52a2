"""The data dictionary: every sheet with its columns, as `meritbook schema` prints it."""

from __future__ import annotations

from typing import Any

from addin.texts import LANGUAGES
from templates.tables import TABLES, Table


def schema() -> dict[str, Any]:
    """Return every sheet: key, titles, and each column's key, titles, kind, unit and who fills it."""
    return {"sheets": [_sheet(table) for table in TABLES.values()]}


def _sheet(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "workbook": table.workbook,
        "title": {language: table.title(language) for language in LANGUAGES},
        "columns": [
            {
                "key": column.key,
                "title": {language: table.heading(column.key, language) for language in LANGUAGES},
                "kind": column.kind,
                "unit": column.unit,
                "filled_by": column.filled_by,
            }
            for column in table.columns
        ],
    }
