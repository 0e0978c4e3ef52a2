"""The plan of a department workbook: for whom, by which rules, and where each cell will stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from addin.scoring.grading import best_first
from addin.scoring.scheme import Cycle, Department, Grade, Indicator, Line, Person, Scheme, Settings
from templates.stamp import Stamp
from templates.tables.department import APPRAISAL, FINDINGS, MEMBERS, SUMMARY

Key = tuple[str, str]
"""An employee number and an indicator number."""

ISSUED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    table.key: tuple(column.key for column in table.columns)
    for table in (MEMBERS, APPRAISAL, SUMMARY, FINDINGS)
}
"""The columns of each table in the order issued, as the stamp records them."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One row of Appraisal: who by what, and what is known already and stands fixed."""

    person: Person
    position: str
    indicator: Indicator
    line: Line
    self_rating: float | None = None
    actual: float | None = None
    last_score: float | None = None

    @property
    def key(self) -> Key:
        """What identifies the row wherever it is sorted to."""
        return self.person.id, self.indicator.id


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """One row of Summary: a person with the names of department and position, and their lines in order."""

    person: Person
    department: str
    position: str
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class DepartmentPlan:
    """Everything a department workbook is written from; the same plan gives the same bytes.

    `stamp` is signed; `manager` receives the workbook (None: the department has no head yet); `due` is the
    day it is to be back.
    """

    stamp: Stamp
    cycle: Cycle
    department: Department
    manager: Person | None
    due: date
    people: tuple[PlannedPerson, ...]
    settings: Settings
    grades: tuple[Grade, ...]
    language: str
    lines: tuple[PlannedLine, ...] = field(init=False)
    """The rows of Appraisal in the order issued: person by person, each in the order of the template."""

    def __post_init__(self) -> None:
        """Gather the lines once; layout and formulas ask for them at every cell."""
        object.__setattr__(self, "lines", tuple(line for person in self.people for line in person.lines))

    @property
    def size(self) -> int:
        """How many rows Appraisal has."""
        return sum(len(person.lines) for person in self.people)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before the manager types, by employee and indicator; it stands fixed in the workbook."""

    self_ratings: Mapping[Key, float] | None = None
    actuals: Mapping[Key, float] | None = None
    last_scores: Mapping[Key, float] | None = None

    def line(self, person: Person, position: str, indicator: Indicator, line: Line) -> PlannedLine:
        """Return the row of Appraisal for one person and line."""
        key = person.id, indicator.id
        found = [(values or {}).get(key) for values in (self.self_ratings, self.actuals, self.last_scores)]
        return PlannedLine(person, position, indicator, line, *found)


NOTHING_KNOWN = Known()


def plan_department(
    scheme: Scheme,
    people: Sequence[Person],
    department: Department,
    manager: Person | None,
    cycle: Cycle,
    stamp: Stamp,
    due: date,
    language: str,
    known: Known = NOTHING_KNOWN,
) -> DepartmentPlan:
    """Plan one department's workbook: its people, and for each the lines that count in this cycle.

    A person whose position has no line in this kind of cycle is left out; whoever issues says so.

    scheme: the rules; people: those to be rated, in the order they are to stand; stamp: signed, with
    ISSUED_COLUMNS as its columns; due: last day to send the workbook back.
    """
    planned = (_person(scheme, person, cycle, known) for person in people)
    return DepartmentPlan(
        stamp=stamp,
        cycle=cycle,
        department=department,
        manager=manager,
        due=due,
        people=tuple(person for person in planned if person.lines),
        settings=scheme.settings,
        grades=best_first(scheme.grades),
        language=language,
    )


def _person(scheme: Scheme, person: Person, cycle: Cycle, known: Known) -> PlannedPerson:
    position = scheme.positions[person.position].name
    unit = scheme.departments.get(person.department)
    return PlannedPerson(
        person,
        unit.name if unit else person.department,
        position,
        tuple(
            known.line(person, position, scheme.indicators[line.indicator], line)
            for line in scheme.lines_of(person.position, cycle.kind)
        ),
    )
