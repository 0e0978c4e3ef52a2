"""What goes into the archive and what comes out of it: frozen values; the service only composes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from addin.scoring.goals import department_of as department_of
from addin.scoring.goals import of_department as of_department
from sync.archive.handed import GivenRow
from sync.findings import Finding, Waiver
from sync.settings import printable as printable
from sync.states import ASIDE, NOT_YET
from templates.stamp import Stamp

State = Literal["received", "read", "held", "ignored", "quarantined"]
FormState = Literal["issued", "returned", "checked"]

DECIDED: Mapping[str, str] = {"read": "accepted", "ignored": "rejected"}
"""What a person did who brought a held submission into a state, as the audit log names it."""

ACCEPTED, REJECTED = "archive.reasons.accepted", "archive.reasons.rejected"
"""The reasons of what a person decided, as texts."""

FOREIGN = "archive.reasons.foreign"
"""Why a workbook waits whose sender has no part in it: no repeat for those who have."""

Mark = tuple[str, int, int]
"""A file as last seen: path, size [bytes], times of change [ns]."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A cycle with the rules and the people that were pinned when it was opened."""

    cycle: str
    scheme: str
    roster: str
    opened_at: str
    new: bool = False


@dataclass(frozen=True, slots=True)
class IssuedWorkbook:
    """A workbook to be remembered as handed out: its stamp, file name, bytes, and whose forms it holds.

    `reading` is the document of the Submission read from these very bytes; a returned copy has none and
    is compared with the issue it came from, and so has one issued with what had been typed. `roster` is the
    digest of the people it was made from; `accepted` the submission that counted when it was made.
    """

    stamp: Stamp
    name: str
    content: bytes
    roster: str
    reading: bytes | None = None
    employees: tuple[str, ...] = ()
    accepted: int | None = None


@dataclass(frozen=True, slots=True)
class IssuedRecord:
    """What was handed out as a revision of a workbook.

    `reading` and `issue_event` are those of the issue it goes back to.
    """

    workbook: str
    revision: int
    kind: Literal["issued", "filled", "returned"]
    cycle: str
    department: str
    edition: str
    scheme: str
    roster: str
    name: str
    stamp: Stamp
    sha256: str
    issued_at: str
    reading: bytes
    issue_event: int


class Arrived(NamedTuple):
    """A file that came: its bytes, its name, and its mark in a folder (None: it came another way)."""

    content: bytes
    name: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A file was received: its submission, and the earlier one with the same bytes.

    `fresh` is False where the same file had been received before and no submission was added.
    """

    submission: int
    sha256: str
    known: int | None = None
    fresh: bool = True


class EntryRow(NamedTuple):
    """What was typed for one person and indicator; `cells` gives the reference of each column."""

    employee: str
    indicator: str
    actual: float | None
    self_rating: float | None
    manager_rating: float | None
    applicable: bool
    evidence: str
    comment: str
    sheet: str | None
    cells: Mapping[str, str]

    @property
    def filled(self) -> bool:
        """Whether the line is answered: a value, a rating, or not applicable."""
        return self.actual is not None or self.manager_rating is not None or not self.applicable


class RegisterRow(NamedTuple):
    """A row of any other table that people fill (`kind` is the table's key), by its own key."""

    kind: str
    key: str
    values: Mapping[str, object]
    sheet: str | None
    cells: Mapping[str, str]


class FormRow(NamedTuple):
    """What became of one person's form in a read submission."""

    employee: str
    state: FormState


class LineRow(NamedTuple):
    """One line of a result: `actual` is the value that was scored, `sheet` and `cell` where it stood."""

    indicator: str
    weight: float
    method: str
    target: float | None
    actual: float | None
    score: float | None
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One person's result as computed from a submission."""

    employee: str
    score: float | None
    grade: str | None
    state: str
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a submission, written as one transaction.

    `reason` is the key of a text and `values` fill it. `accepted` is the submission that was the accepted
    one when this outcome was decided; forms and results belong to state `read` only. `returned` is the
    copy with the findings, whose stamp carries the next revision. `waivers` stood when this was decided, and
    `unwaived` end with it. `was` is the state it must still be in:
    a person decides on what is held, whose entries and registers were written when it was held.
    """

    submission: int
    state: State
    reason: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    stamp: Stamp | None = None
    content_digest: str | None = None
    accepted: int | None = None
    entries: tuple[EntryRow, ...] = ()
    registers: tuple[RegisterRow, ...] = ()
    given: tuple[GivenRow, ...] = ()
    forms: tuple[FormRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    returned: IssuedWorkbook | None = None
    waivers: tuple[Waiver, ...] = ()
    unwaived: tuple[tuple[int, Literal["mended", "changed"]], ...] = ()
    was: Literal["received", "held"] = "received"

    @property
    def kind(self) -> str:
        """The kind of the event that tells of it: what a person decided, or the state it came to."""
        return DECIDED[self.state] if self.was == "held" else self.state


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """A submission as it stands in the archive."""

    submission: int
    sha256: str
    name: str
    source: str
    received_at: str
    state: State
    reason: str | None
    values: Mapping[str, object]
    workbook: str | None
    cycle: str | None
    department: str | None
    edition: str | None
    base: int | None
    content_digest: str | None
    forms: int
    returned: int
    event: int


@dataclass(frozen=True, slots=True)
class History:
    """What was received of one workbook before.

    `contents` gives the first submission of each content digest and `bases` the newest revision it was built
    on; `accepted` is the submission that counts now, `base` the revision it was built on, `filled` the lines
    (employee, indicator) it had answered, `remarks` the texts it held and `kept` the rows of its registers.
    `rejected` are contents that a person last decided against, `decided_at` is the last revision handed out
    before a person accepted the one that counts (0: nobody had to), `issued_at` the last revision that was
    issued (returned copies do not count), `review_begun` whether HR has begun to review any of its forms,
    `retired` whether all its forms stand in other workbooks by now, `waivers` what was waived in it and still
    is.
    """

    contents: Mapping[str, int] = field(default_factory=dict)
    bases: Mapping[str, int] = field(default_factory=dict)
    accepted: int | None = None
    base: int = 0
    filled: frozenset[tuple[str, str]] = frozenset()
    remarks: frozenset[tuple[str, str]] = frozenset()
    kept: frozenset[tuple[str, int]] = frozenset()
    rejected: Mapping[str, int] = field(default_factory=dict)
    decided_at: int = 0
    issued_at: int = 0
    review_begun: bool = False
    retired: bool = False
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A version of a person's result as it stands in the archive."""

    cycle: str
    employee: str
    version: int
    department: str
    submission: int | None
    score: float | None
    grade: str | None
    state: str
    recorded_at: str
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class FormRecord:
    """Where one person's form stands; `version` counts the submissions it was accepted from."""

    cycle: str
    employee: str
    workbook: str
    department: str
    state: str
    submission: int | None
    version: int


@dataclass(frozen=True, slots=True)
class DepartmentProgress:
    """How far one workbook is: its forms by state, submissions received, when the last one was read.

    `again` tells that more than one was read.
    """

    department: str
    workbook: str
    states: Mapping[str, int]
    received: int
    held: int
    read_at: str | None
    again: bool = False

    @property
    def forms(self) -> int:
        """How many forms are on their way; exempt and cancelled ones are not."""
        return sum(number for state, number in self.states.items() if state not in ASIDE)

    @property
    def returned(self) -> int:
        """How many forms went back and have not come again."""
        return self.states.get("returned", 0)

    @property
    def open(self) -> int:
        """How many forms have not come yet."""
        return sum(self.states.get(state, 0) for state in NOT_YET) - self.returned

    @property
    def checked(self) -> int:
        """How many forms are checked, or further on."""
        return self.forms - self.open - self.returned


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit log; `program` is the version that wrote it, which the first ones did not say."""

    seq: int
    at: str
    actor: str
    kind: str
    subject: str
    details: Mapping[str, object]
    program: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that does not hold: `what` is a key of texts/archive.toml [broken], then table and row.

    `workbook` is the file name people know it by and `employee` the subject, where the row has them.
    """

    what: str
    table: str
    row: str
    detail: str = ""
    workbook: str | None = None
    employee: str | None = None


def number(value: float | None) -> float | None:
    """Return a number as the database gives it back: a float, without a negative zero."""
    return None if value is None else float(value) + 0.0


def values(line: LineRow) -> tuple[str, float | None, str, float | None, float | None, float | None]:
    """Return what a line says, without where its value stood."""
    figures = map(number, (line.weight, line.target, line.actual, line.score))
    weight, target, actual, score = figures
    return line.indicator, weight, line.method, target, actual, score


def numbers(found: Result | ResultRow) -> tuple[object, ...]:
    """Return what makes a result another one: score, grade and lines; where the inputs stood does not."""
    return number(found.score), found.grade, [values(line) for line in found.lines]
