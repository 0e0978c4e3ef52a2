"""What notices follow from (workbooks asked for, results, appeals, departments), and what a notice is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from addin.scoring.scheme import Settings

Values = Mapping[str, object]


class Came(NamedTuple):
    """A workbook that came back and counts: when, with how many lines, and what was found in it.

    `errors` are to be mended and `look` to be looked at, both marked in the returned `copy`.
    """

    submission: int
    at: str
    day: date
    lines: int = 0
    errors: int = 0
    look: int = 0
    copy: str = ""


class Talks(NamedTuple):
    """Interviews about published results: how many are to be held, how many still are, and by when the next.

    `until` is the earliest day among those that are still to be held.
    """

    due: int
    open: int
    until: date


class SentBack(NamedTuple):
    """Forms that HR sent back after looking them over: how many, why, and on which day."""

    people: int
    reason: str
    day: date
    event: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A workbook that somebody is asked to fill, and how far its forms are.

    `reader` is the number of who fills it, or the code of a rater; nothing where nobody is known. `dates` are
    the last days of the steps as they hold for its department, `people` is how many stand in it (`forms`: the
    department itself counted, too); `published` how many of their results are, and were not talked about
    yet; `talks` are the interviews still to be held; `held`: a person decides.
    """

    workbook: str
    file: str
    edition: str
    reader: str
    department: str
    title: str
    language: str
    dates: Mapping[str, date]
    people: int = 0
    forms: int = 0
    open: int = 0
    returned: int = 0
    checked: int = 0
    published: int = 0
    held: bool = False
    came: Came | None = None
    back: SentBack | None = None
    talks: Talks | None = None

    @property
    def stem(self) -> str:
        """The name of its file, as the names of its notices begin."""
        return self.file.rpartition(".")[0]


class Published(NamedTuple):
    """A result that was published and that its person has not spoken up about.

    Of a department (`unit`: its name) it is told to somebody (`to`, `name`): its head, or who is above.
    """

    employee: str
    name: str
    department: str
    language: str
    version: int
    score: str
    grade: str
    appeal_by: date
    to: str = ""
    unit: str = ""


class Appeal(NamedTuple):
    """An appeal as it stands (received, accepted, refused, decided, closed): who looks into it, until when.

    Then what was decided and why; closed is one that was looked at a second time.
    """

    number: str
    employee: str
    department: str
    language: str
    state: str
    filed: date
    person: str
    accept_by: date
    decide_by: date
    decision: str = ""
    reason: str = ""
    score: str = ""
    old: str = ""
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a department is: its forms, whether any came or is held, the first points to mend, in words."""

    department: str
    title: str
    head: str
    language: str
    forms: int
    open: int
    returned: int
    due: date
    again: date
    begun: bool
    held: bool = False
    points: tuple[str, ...] = ()

    @property
    def checked(self) -> int:
        """How many of its forms have nothing left to mend."""
        return self.forms - self.open - self.returned

    @property
    def next(self) -> tuple[str, date]:
        """The step it is at, and the last day of that."""
        return ("submission", self.due) if self.open else ("resubmission", self.again)

    @property
    def waits(self) -> bool:
        """Whether anything of it is still open."""
        return bool(self.open or self.returned)

    def late(self, today: date) -> bool:
        """Tell whether the day of what is open has passed."""
        return self.waits and today > self.next[1]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the notices of a cycle follow from, as of a day; `dates` are the last days of its steps.

    `small`: of how many workbooks beside (edition, issued, received); `held`: how many wait for a decision;
    `hr` are the numbers of HR's own people, `language` is theirs.
    """

    cycle: str
    today: date
    settings: Settings
    dates: Mapping[str, date]
    asked: Sequence[Asked] = ()
    results: Sequence[Published] = ()
    appeals: Sequence[Appeal] = ()
    departments: Sequence[Standing] = ()
    small: Sequence[tuple[str, int, int]] = ()
    held: int = 0
    hr: Sequence[str] = ("",)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is to be told: the words are those of its kind, with `values` filled in.

    `about` and `kind` name what it is about, `mark` how that stands: the same is told once. `to` is an
    employee number, the code of a rater, or nothing where nobody is known.
    """

    kind: str
    step: str
    to: str
    department: str
    about: str
    name: str
    language: str
    mark: str
    values: Values = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What it is known by among all notices of a cycle."""
        return f"{self.kind} {self.step} {self.to or '-'} {self.about}"


class Told(NamedTuple):
    """A notice as it was told last: how the thing stood then, on which day, to whom, whether it was sent."""

    mark: str
    sent: bool
    day: date
    kind: str
    step: str
    to: str
    department: str
    about: str
