"""The checks of the scheme workbook: families S and W; importing this package registers them."""

from __future__ import annotations

from sync.checks.registry import switched_on
from sync.checks.scheme import (
    adjusting,
    cells,
    checking,
    goals,
    lines,
    nesting,
    processes,
    quotas,
    raters,
    references,
    rules,
    years,
)
from sync.checks.scheme.subject import SchemeSubject
from sync.findings import Finding, finding, told_apart, worst_first
from sync.reading.scheme import SchemeReading

WORKBOOK, SCOPE = "scheme.xlsx", "scheme"

__all__ = [
    "SchemeSubject",
    "adjusting",
    "cells",
    "check_scheme",
    "checking",
    "goals",
    "lines",
    "nesting",
    "processes",
    "quotas",
    "raters",
    "references",
    "rules",
    "years",
]


def check_scheme(reading: SchemeReading, language: str, workbook: str = WORKBOOK) -> list[Finding]:
    """Return everything that is wrong or odd in a scheme workbook, the worst first.

    workbook: the file's name, as findings are to show it.
    """
    subject = SchemeSubject(reading, language)
    found = (
        finding(check.code, severity, problem, workbook, SCOPE, language)
        for check, severity in switched_on("scheme", reading.scheme)
        for problem in check.run(subject)
    )
    return worst_first(told_apart(found))
