"""The sheet Findings: an empty table that the service fills in the returned copy."""

from __future__ import annotations

from addin.scoring.expression import literal
from addin.texts import say
from templates.books.department.grid import table_sheet
from templates.books.department.layout import FIRST, HEADER, place, title
from templates.books.department.plan import DepartmentPlan
from templates.lists import word
from templates.references import letters, quoted
from templates.tables.department import FINDINGS
from templates.writer import SafeWorkbook

KEY = "findings"
ROOM = 500
"""Filters and colours are laid out for so many findings."""


def write_findings(book: SafeWorkbook, plan: DepartmentPlan) -> None:
    """Write the header, name its place, and say below it that there is nothing yet."""
    sheet = table_sheet(book, plan, KEY, "findings", 0)
    for at, column in enumerate(FINDINGS.columns):
        sheet.column(at, at, column.width, book.look("text"))
    sheet.filter(HEADER, 0, ROOM, len(FINDINGS.columns) - 1)
    message = place(KEY, "message")
    sheet.write(FIRST, message, say("department.findings.nothing", plan.language), book.look("text"))
    for severity in ("error", "warning", "note"):
        test = f"=$A{FIRST + 1}={literal(word('severity', severity, plan.language))}"
        sheet.condition(FIRST, 0, ROOM, 0, test, severity)
    header = f"$A${HEADER + 1}:${letters(len(FINDINGS.columns))}${HEADER + 1}"
    book.define("findings_table", f"={quoted(title(KEY, plan.language))}!{header}")
