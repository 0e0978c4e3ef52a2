"""Small workbooks and findings for the tests of the returned copy, and a department's with many findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from openpyxl.worksheet.worksheet import Worksheet

from sync.checks.forms import build_context
from sync.checks.run import run_checks
from sync.findings import UNKNOWN, Finding, Life, Severity
from sync.reading.submission import read_submission
from sync.reports.returned import returned_copy
from templates.books.department.layout import spot
from templates.books.department.plan import Key
from templates.books.department.state import Typed
from templates.patch import CellValue, set_cells
from templates.stamp import SHEET, Stamp, lines, sign
from templates.tables import TABLES
from templates.writer import SafeWorkbook
from tests.builders import (
    CYCLE,
    TYPED,
    filled_workbook,
    issued_workbook,
    sample_plan,
    sample_scheme,
    sample_stamp,
)
from tests.writers.samples import YES

KEY = b"the archive's own"
STAMP = Stamp(
    archive="a1",
    workbook="2026-Q3-sales",
    cycle="2026-Q3",
    department="sales",
    edition="rating",
    language="en",
    scheme="0123",
    layout=1,
    revision=1,
    columns={"appraisal": ("employee", "actual"), "old": ("x",)},
)
NEXT = sign(replace(STAMP, revision=2, columns={"appraisal": ("employee", "actual")}), KEY)


def issued(language: str = "en", without: str = "") -> bytes:
    """Return a small department workbook with the sheets a returned copy is concerned with."""
    book = SafeWorkbook(language)
    cover = book.sheet("Cover")
    for row in range(10):
        cover.write(5 + row, 1, "old point" if row < 2 else None, book.look("text"))
    if without != "cover":
        book.define("cover_findings", "=Cover!$B$6:$B$15")
    members_sheet = book.sheet(TABLES["members"].title(language))
    keys = [column.key for column in TABLES["members"].columns]
    members_sheet.write_row(0, 0, [TABLES["members"].heading(key, language) for key in keys])
    members_sheet.write_row(1, 0, ["00017", "Li Na", "Sales", "Clerk"])
    sheet = book.sheet("Lee's Appraisal")
    sheet.write_row(0, 0, ["Employee no.", "Actual"], book.look("header"))
    sheet.write_row(1, 0, ["00017", 0.85], book.look("typed"))
    sheet.raw.write_comment(1, 1, "A remark of the manager")
    if without != "findings":
        found = book.sheet(TABLES["findings"].title(language), state="hidden")
        keys = [column.key for column in TABLES["findings"].columns]
        found.write_row(2, 1, [TABLES["findings"].heading(key, language) for key in keys])
        for row in range(3, 8):
            for column in range(1, 10):
                found.write(row, column, "old" if row < 7 else None, book.look("fixed"))
        found.link(3, 4, "internal:'Cover'!A1", "old")
        found.height(4, 15, hidden=True)
    if without != SHEET:
        stamp = book.sheet(SHEET, state="veryHidden")
        for row, pair in enumerate(lines(sign(STAMP, KEY))):
            stamp.write_row(row, 0, pair)
    return book.save()


def found(
    code: str, cell: str | None, severity: Severity = "error", sheet: str | None = "Lee's Appraisal"
) -> Finding:
    """Return a finding at a cell."""
    return Finding(
        id=code,
        code=code,
        severity=severity,
        workbook="2026-Q3-sales.xlsx",
        sheet=sheet,
        cell=cell,
        found="=85",
        expected=None,
        fix="Please choose.",
        message=f"{code} is open.",
        employee="00017",
    )


FINDINGS = [
    found("V005", "B2", "warning"),
    found("V001", "B2"),
    found("B003", None, sheet=None),
    found("W001", "C9"),
    found("W002", "A1", sheet="No such sheet"),
]


def returned(
    data: bytes, findings: Sequence[Finding] | None = None, language: str = "en", life: Life = UNKNOWN
) -> bytes:
    """Return the copy of the small workbook for these findings."""
    return returned_copy(data, FINDINGS if findings is None else findings, NEXT, language, life=life)


def listed(sheet: Worksheet, column: str, rows: range) -> list[tuple[str, str | None]]:
    """Return the texts in a column and the places they lead to; empty cells are left out."""
    cells = [sheet[f"{column}{row}"] for row in rows]
    return [(str(one.value), one.hyperlink and one.hyperlink.location) for one in cells if one.value]


# A department's workbook

NAMES = tuple(TYPED)[:13]
"""The lines whose indicator somebody has renamed in the workbook with many findings."""


def typed_into(data: bytes, column: str, key: Key, value: CellValue, language: str = "en") -> bytes:
    """Type a value into one line of a department's workbook."""
    at = spot(sample_plan(language), column, *key)
    return set_cells(data, {at.sheet: {at.reference: value}})


@cache
def many_mistakes(language: str = "en") -> bytes:
    """Return a department's workbook with many mistakes: empty, wrong, renamed and typed over."""
    first = dict.fromkeys(list(TYPED)[:6], Typed())
    wrong = {
        ("00124", "SAL-05"): Typed(actual=9),
        ("E-07", "RND-06"): Typed(manager_rating=5),
        ("E-07", "RND-08"): Typed(actual=YES[language]),
    }
    data = filled_workbook(TYPED | first | wrong, {}, language)
    data = typed_into(data, "target", ("00123", "SAL-01"), 80.0, language)
    data = typed_into(data, "score", ("E-07", "RND-01"), 110.0, language)
    for number, key in enumerate(NAMES):
        data = typed_into(data, "indicator_name", key, f"New name {number}", language)
    return data


def judged(data: bytes, language: str = "en") -> list[Finding]:
    """Return what the checks find in a department's workbook."""
    scheme, issued_before = sample_scheme(), read_submission(issued_workbook(language))
    context = build_context(read_submission(data), issued_before, scheme, scheme.cycles[CYCLE], language)
    return run_checks(context, "2026-Q3-sales.xlsx")


def sent_back(data: bytes, revision: int = 2, language: str = "en", life: Life = UNKNOWN) -> bytes:
    """Return the copy of a department's workbook with everything that the checks find in it."""
    return returned_copy(data, judged(data, language), sample_stamp(revision, language), language, life=life)
