"""Running the checks across workbooks: those of the whole cycle, and those of single departments."""

from __future__ import annotations

from collections.abc import Iterator

from sync.checks.across.lateness import Today
from sync.checks.across.material import Across
from sync.checks.registry import switched_on
from sync.findings import Finding, Problem, Severity, finding

WHOLE = ""
"""The scope of what concerns a whole cycle."""


def found_across(across: Across, *, whole: bool) -> Iterator[tuple[str, Finding]]:
    """Yield what is found, with its scope: the department that was looked at, "" for the whole cycle."""
    for check, severity in switched_on("cycle", across.scheme):
        if check.whole is whole:
            for problem in check.run(across):
                scope = WHOLE if whole else problem.department or WHOLE
                yield scope, told(across, check.code, severity, problem)


def found_today(today: Today) -> Iterator[Finding]:
    """Yield what is found as of a day; it is never kept, since it follows from the clock."""
    for check, severity in switched_on("today", today.across.scheme):
        for problem in check.run(today):
            yield told(today.across, check.code, severity, problem)


def told(across: Across, code: str, severity: Severity, problem: Problem) -> Finding:
    """Put a problem into words; its workbook is that of its person, else that of its department."""
    subject = problem.employee or problem.column or ""
    own = (book.names[subject] for book in across.books if subject in book.names)
    name = next(own, across.whole.names.get(problem.department or ""))
    return finding(code, severity, problem, name, across.cycle.id, across.language)
