"""P: whether everybody is covered, who should be."""

from __future__ import annotations

from collections.abc import Iterator

from sync.checks.across.material import Across
from sync.checks.registry import check
from sync.findings import Problem


@check("P011", "cycle")
def not_covered(across: Across) -> Iterator[Problem]:
    """Find people who belong into a workbook that was handed out and have no form in the cycle."""
    for book in across.books:
        for employee in book.uncovered:
            title = across.title(book.department)
            values = {"name": across.name(employee), "department": title}
            yield Problem(expected=title, employee=employee, department=book.department, values=values)
