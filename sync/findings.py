"""A finding: one thing that is wrong or odd: its place, what was found and expected, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any, Literal

from addin.scoring.parameters import told
from addin.texts import say

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


LONGEST = 500
"""So many characters of what stands in a cell are told."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check yields: where, what was found and expected, and the values its texts mention.

    `table`, `employee`, `indicator`, `department` and `column` identify it across submissions, wherever
    the row has moved to.
    """

    sheet: str | None = None
    cell: str | None = None
    found: object = None
    expected: object = None
    table: str | None = None
    column: str | None = None
    employee: str | None = None
    indicator: str | None = None
    department: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its code and severity, in words, as it is stored, shown and printed as JSON."""

    id: str
    code: str
    severity: Severity
    workbook: str | None
    sheet: str | None
    cell: str | None
    found: str | None
    expected: str | None
    fix: str
    message: str
    department: str | None = None
    employee: str | None = None
    indicator: str | None = None

    def document(self) -> dict[str, Any]:
        """Return the finding as the JSON object of the contract."""
        return asdict(self)

    def __str__(self) -> str:
        """Write code, place and message, then how to mend it, on one line."""
        where = place(self.workbook, self.sheet, self.cell)
        space = "" if self.message.endswith("。") else " "
        head = f"{self.code} {where}".rstrip()
        return f"{head}: {self.message}{space}{self.fix}".rstrip()


def place(*parts: str | None) -> str:
    """Write a place as people read it, on one line: workbook › sheet › cell, what is not known left out."""
    lines = [" ".join(part.split()) for part in parts if part]
    return " › ".join(line for line in lines if line)


def finding(
    code: str, severity: Severity, problem: Problem, workbook: str | None, scope: str, language: str
) -> Finding:
    """Put a problem into words; `scope` (workbook id or scheme) keeps the id when the file is renamed."""
    found, expected = shown(problem.found), shown(problem.expected)
    own = {"found": found, "expected": expected, "cell": problem.cell, "sheet": problem.sheet}
    values = {name: _brief(value) for name, value in {**own, **problem.values}.items()}
    identity = (scope, code, problem.table, problem.column, problem.employee, problem.indicator)
    return Finding(
        id=sha256("\x1f".join(part or "" for part in identity).encode()).hexdigest()[:12],
        code=code,
        severity=severity,
        workbook=workbook,
        sheet=problem.sheet,
        cell=problem.cell,
        found=found,
        expected=expected,
        fix=say(f"checks.{code}.fix", language).format(**values),
        message=say(f"checks.{code}.message", language).format(**values),
        department=problem.department,
        employee=problem.employee,
        indicator=problem.indicator,
    )


def _brief(value: object) -> object:
    """Return a text as a sentence can hold it: on one line, and not without end."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + " …"


def shown(value: object) -> str | None:
    """Write a value as people write it: whole numbers without a point, None as nothing."""
    if value is None:
        return None
    if isinstance(value, float):
        return told(value)
    return str(value)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by severity, then workbook and code."""
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f.workbook or "", f.code))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether anything is an error."""
    return any(found.severity == "error" for found in findings)
