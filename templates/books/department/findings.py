"""The sheet Findings: an empty table that the service fills in the returned copy."""

from __future__ import annotations

from addin.scoring.expression import literal
from addin.texts import say
from templates.books.department.grid import table_sheet
from templates.books.department.layout import FIRST, HEADER, own, place, title
from templates.books.department.plan import DepartmentPlan
from templates.heights import LEAST
from templates.lists import word
from templates.references import letters, quoted
from templates.styles import RULES
from templates.tables.department import FINDINGS
from templates.writer import SafeSheet, SafeWorkbook

KEY = "findings"
SEVERITIES = ("error", "warning", "note")
ROOM = 500
"""Filters and colours are laid out for so many findings."""


def write_findings(book: SafeWorkbook, plan: DepartmentPlan) -> None:
    """Write the header, name its place, and say below it that there is nothing yet."""
    sheet = table_sheet(book, plan, KEY, "findings", 0)
    for at, column in enumerate(FINDINGS.columns):
        looks = ("text", "link", "middle") if column.key == "place" else ("text", "middle")
        sheet.column(at, at, column.width, book.look(*looks, "indent"))
    sheet.filter(HEADER, 0, ROOM, len(FINDINGS.columns) - 1)
    message = place(KEY, "message")
    nothing = say("department.findings.nothing", plan.language)
    sheet.write(FIRST, message, nothing, book.look("text", "middle", "indent"))
    sheet.grow(FIRST, LEAST, {message: nothing})
    _write_rules(sheet, plan)
    header = f"$A${HEADER + 1}:${letters(len(FINDINGS.columns))}${HEADER + 1}"
    book.define("findings_table", f"={quoted(title(KEY, plan.language))}!{header}")


def _write_rules(sheet: SafeSheet, plan: DepartmentPlan) -> None:
    """Colour the severity of what is to be mended; what was mended or waived steps back; lines part the rows.

    Some programs apply the first rule that holds and no other, so each draws the line, too.
    """
    severity, standing, code = (own(KEY, column, FIRST) for column in ("severity", "standing", "code"))
    mended, waived = (
        f"{standing}={literal(word('standing', key, plan.language))}" for key in ("mended", "waived")
    )
    last = len(FINDINGS.columns) - 1

    def rule(column: int, test: str, look: str) -> None:
        sheet.condition(FIRST, 0, ROOM, column, f"={test}", {**RULES[look], **RULES["ruled"]})

    rule(place(KEY, "standing"), mended, "done")
    for key in SEVERITIES:
        test = f"{severity}={literal(word('severity', key, plan.language))}"
        rule(0, f"AND({test},NOT(OR({mended},{waived})))", key)
    rule(last, f"OR({mended},{waived})", "past")
    rule(last, f'{code}<>""', "ruled")
