"""What the checks across workbooks look at, and how a problem of theirs names its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from addin.scoring.calendar import deadlines
from addin.scoring.goals import department_of
from addin.scoring.scheme import Cycle, Roster, Scheme
from addin.texts import listed
from sync.archive.across.values import NOWHERE, Answer, Book, Spot, Subject, Whole
from sync.archive.rated import Heard
from sync.archive.windows import Extension, extended
from sync.findings import Problem
from sync.states import UNCOUNTED


@dataclass(frozen=True, slots=True)
class Pool:
    """People whose grades are compared with the quotas together: the unit they count in, and whose they are.

    `above` says for each grade how many have it by their scores while the quotas leave no place for them, or
    not for all of several equals.
    """

    unit: str
    departments: tuple[str, ...]
    people: int
    above: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Across:
    """The workbooks of a cycle side by side: sums over all, and in full those that are looked at.

    `heard` is what groups of raters say of the people looked at; never who. `asked` is how many of each group
    were asked to rate a person. `longer` says which steps may take longer.
    """

    scheme: Scheme
    roster: Roster
    cycle: Cycle
    language: str
    whole: Whole = field(default_factory=Whole)
    books: tuple[Book, ...] = ()
    pools: tuple[Pool, ...] = ()
    heard: Mapping[str, tuple[Heard, ...]] = field(default_factory=dict)
    asked: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    longer: tuple[Extension, ...] = ()

    def due(self, step: str, department: str) -> date:
        """Return the last day of a step for a department, as extended."""
        return extended(deadlines(self.cycle, self.scheme.settings), self.longer, department)[step]

    def title(self, department: str) -> str:
        """Return the name of a department."""
        unit = self.scheme.departments.get(department)
        return unit.name if unit else department

    def titles(self, departments: tuple[str, ...]) -> str:
        """Return the names of departments in one phrase."""
        return listed(map(self.title, departments), self.language)

    def name(self, subject: str) -> str:
        """Return the name of a person, or of a department that is judged itself."""
        unit = department_of(subject)
        if unit is not None:
            return self.title(unit)
        return self.roster[subject].name if subject in self.roster else subject

    def indicator(self, indicator: str) -> str:
        """Return the name of an indicator."""
        known = self.scheme.indicators.get(indicator)
        return known.name if known else indicator

    def percent(self, indicator: str) -> bool:
        """Tell whether the values of an indicator are percentages."""
        known = self.scheme.indicators.get(indicator)
        return known is not None and known.percent


def subjects(across: Across) -> Iterator[tuple[Book, Subject]]:
    """Yield everybody in the workbooks looked at whose form counts."""
    for book in across.books:
        for subject in book.subjects:
            if subject.state not in UNCOUNTED:
                yield book, subject


def at_department(
    across: Across,
    department: str,
    about: str = "",
    *,
    spot: Spot = NOWHERE,
    found: object = None,
    expected: object = None,
    **values: object,
) -> Problem:
    """Make the problem of a department; `about` tells several of one department apart."""
    return Problem(
        sheet=spot.sheet,
        cell=spot.cell,
        found=found,
        expected=expected,
        column=f"{department} {about}".rstrip(),
        department=department,
        values={"department": across.title(department), **values},
    )


def at_subject(
    across: Across,
    book: Book,
    subject: Subject,
    spot: Spot,
    *,
    found: object = None,
    expected: object = None,
    indicator: str | None = None,
    **values: object,
) -> Problem:
    """Make the problem of a person, or of a department that is judged itself."""
    person = None if department_of(subject.id) else subject.id
    told = {"name": across.name(subject.id), "department": across.title(book.department)}
    return Problem(
        sheet=spot.sheet,
        cell=spot.cell,
        found=found,
        expected=expected,
        column=None if person else subject.id,
        employee=person,
        indicator=indicator,
        department=book.department,
        values=told | values,
    )


def at_answer(
    across: Across,
    book: Book,
    subject: Subject,
    answer: Answer,
    column: str,
    *,
    found: object = None,
    expected: object = None,
    **values: object,
) -> Problem:
    """Make the problem of one line's cell."""
    return at_subject(
        across,
        book,
        subject,
        answer.spot(column),
        found=found,
        expected=expected,
        indicator=answer.indicator,
        **{"title": across.indicator(answer.indicator), **values},
    )
