"""Links from a number to the rows it counts; they find the row by its key, wherever it was sorted to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from addin.scoring.expression import literal
from templates.references import letters, quoted
from templates.tables import TABLES


class Link(NamedTuple):
    """Where a number leads: to the first row of a table that has this row's value in a column."""

    table: str
    by: str


LINKS: Mapping[tuple[str, str], Link] = {
    ("progress", "findings"): Link("all_findings", "department"),
    ("progress", "received"): Link("submissions", "department"),
    ("roster", "versions"): Link("results", "employee"),
    ("results", "lines"): Link("indicator_scores", "employee"),
    ("results", "findings"): Link("all_findings", "employee"),
    ("grades_by_department", "scored"): Link("results", "department"),
    ("department_results", "scored"): Link("results", "department"),
    ("department_results", "findings"): Link("all_findings", "department"),
}


def formula(link: Link, own: int, row: int, value: float, language: str) -> str:
    """Write the link of a cell: its row [from 1], and in which column [from 1] of it the key stands."""
    target = TABLES[link.table]
    name = quoted(target.title(language))
    column = letters([one.key for one in target.columns].index(link.by) + 1)
    found = f"MATCH(${letters(own)}{row},{name}!${column}:${column},0)"
    return f"=HYPERLINK({literal(f'#{name}!{column}')}&{found},{literal(value)})"
