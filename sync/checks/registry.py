"""The registry of checks: each is one function with a code, a default severity and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast

from sync.checks.catalogue import severities
from sync.findings import Problem, Severity

Subject = Literal["submission", "scheme", "file", "cycle", "today"]
Run = Callable[[Any], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: title, why, message and fix stand in texts/checks.toml under its code.

    `whole` marks a check whose problem concerns the workbook and not a single form; across workbooks, the
    whole cycle and not a single department.
    """

    code: str
    severity: Severity
    subject: Subject
    run: Run
    whole: bool = False


CHECKS: dict[str, Check] = {}


def check(code: str, subject: Subject = "submission", *, whole: bool = False) -> Callable[[Run], Run]:
    """Register the decorated function as a check; its severity stands in severities.toml."""

    def register(run: Run) -> Run:
        assert code not in CHECKS, f"check {code} is registered twice"
        CHECKS[code] = Check(code, cast(Severity, severities()[code]), subject, run, whole)
        return run

    return register
