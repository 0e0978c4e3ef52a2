"""The registry of checks: each is one function with a code, a default severity and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from addin.scoring.scheme import Scheme
from sync.findings import Problem, Severity
from templates.books.department.plan import GOALS, RATING
from templates.severities import fixed, severities
from templates.tables.packs import PACKS
from templates.tables.scheme import CHECKS as RULES

Subject = Literal["submission", "scheme", "file", "cycle", "today", "calibration"]
Run = Callable[[Any], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: title, why, message and fix stand in texts/checks.toml under its code.

    `whole` marks a check whose problem concerns the workbook and not a single form; across workbooks, the
    whole cycle and not a single department. `editions` are the workbooks it looks at.
    """

    code: str
    severity: Severity
    subject: Subject
    run: Run
    whole: bool = False
    editions: tuple[str, ...] = (RATING,)


BOTH = (RATING, GOALS)
"""Checks of what a department's workbook has before the period and after it."""

EVERY = (*BOTH, *PACKS)
"""Checks of what every workbook has: who stands in it, what is fixed, that a value is a number."""

SCORED = (RATING, *PACKS)
"""Checks of values that are rated or measured."""

OFF = "off"
"""How Check rules says that a check is not run."""

CHECKS: dict[str, Check] = {}


def check(
    code: str, subject: Subject = "submission", *, whole: bool = False, editions: tuple[str, ...] = (RATING,)
) -> Callable[[Run], Run]:
    """Register the decorated function as a check; its severity stands in severities.toml."""

    def register(run: Run) -> Run:
        assert code not in CHECKS, f"check {code} is registered twice"
        CHECKS[code] = Check(code, cast(Severity, severities()[code]), subject, run, whole, editions)
        return run

    return register


def severity_of(code: str, scheme: Scheme) -> Severity | None:
    """Return how serious a check is by the scheme's Check rules; None where it is switched off.

    Fixed checks, and all while the module is off, are as serious as out of the box.
    """
    usual = cast(Severity, severities()[code])
    rule = scheme.checks.get(code)
    if rule is None or code in fixed() or RULES.key not in scheme.settings.modules:
        return usual
    return None if rule.severity == OFF else cast(Severity, rule.severity)


def switched_on(subject: Subject, scheme: Scheme) -> Iterator[tuple[Check, Severity]]:
    """Yield the checks of a subject that a scheme does not switch off, each with its severity there."""
    for one in CHECKS.values():
        severity = severity_of(one.code, scheme) if one.subject == subject else None
        if severity is not None:
            yield one, severity
