"""A finding: one thing that is wrong or odd: its place, what was found and expected, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from itertools import chain, count
from typing import Any, Literal

from addin.scoring.parameters import told
from addin.texts import of, say

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

    @property
    def mark(self) -> str:
        """What was found and expected, not where or in which words: a waiver ends when this changes."""
        return sha256(f"{self.found}\x1f{self.expected}".encode()).hexdigest()[:12]

    def document(self) -> dict[str, Any]:
        """Return the finding as the JSON object of the contract."""
        return asdict(self)

    def __str__(self) -> str:
        """Write code, place and message, then how to mend it, on one line."""
        where = place(self.workbook, self.sheet, self.cell)
        language, space = ("zh", "") if self.message.endswith("。") else ("en", " ")
        return of(f"{self.code} {where}".rstrip(), f"{self.message}{space}{self.fix}", language).rstrip()


@dataclass(frozen=True, slots=True)
class Waiver:
    """An accepted exception: a finding, and what stood there, that counts no more until a day (ISO).

    `submission` is the one that counted when it was waived, `event` wrote it down; `ended` is the event that
    ended it, if any, and `ended_with` the submission that counted from then on. What was found across
    workbooks has no workbook and no submission.
    """

    number: int
    cycle: str
    workbook: str | None
    finding: str
    code: str
    mark: str
    reason: str
    by: str
    until: str
    at: str
    submission: int | None
    event: int
    ended: int | None = None
    ended_with: int | None = None

    def covers(self, found: Finding) -> bool:
        """Tell whether this is the finding it was given for, with the same thing standing there."""
        return (self.finding, self.mark) == (found.id, found.mark)


@dataclass(frozen=True, slots=True)
class Life:
    """What became of findings since the submission that counted before: by id new or still open, and gone.

    `mended` are found no more, as they were told then; `waived` are accepted as they are.
    """

    states: Mapping[str, Literal["new", "open"]] = field(default_factory=dict)
    mended: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether there is anything to compare with; in a first submission everything is new."""
        return bool(self.mended) or "open" in self.states.values()


UNKNOWN = Life()
"""Nothing is known of what was found before."""


def life(now: Iterable[Finding], before: Iterable[Finding] | None) -> Life:
    """Compare findings with those of the submission that counted before, None where there was none.

    A finding keeps its id wherever its row moves to, so the same id is the same point, still open.
    """
    earlier = {found.id: found for found in before or ()}
    states: dict[str, Literal["new", "open"]] = {
        found.id: "open" if found.id in earlier else "new" for found in now
    }
    return Life(states, tuple(found for found in worst_first(earlier.values()) if found.id not in states))


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


def told_apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give findings of one number numbers of their own, by what was found, then one after the other.

    So it is where a row was copied, or two columns of one's own have the same title.
    """
    known: set[str] = set()
    for found in findings:
        number = found.id
        for more in chain([found.mark], map(str, count(2))):
            if number not in known:
                break
            number = sha256(f"{found.id}\x1f{more}".encode()).hexdigest()[:12]
        known.add(number)
        yield found if number == found.id else replace(found, id=number)


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
