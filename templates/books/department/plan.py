"""The plan of a department workbook: for whom, by which rules, and where each cell will stand."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from addin.scoring.goals import Goals, by_subject, lineage, of_department, target_for
from addin.scoring.grading import best_first
from addin.scoring.methods import METHODS
from addin.scoring.registry import Trouble, of_target
from addin.scoring.scheme import Cycle, Department, Grade, Indicator, Line, Person, Quota, Scheme, Settings
from templates.stamp import Stamp
from templates.tables import Table
from templates.tables.department import APPRAISAL, FINDINGS, MEMBERS, SUMMARY, UNIT
from templates.tables.registers import REGISTERS

Key = tuple[str, str]
"""A subject, which is an employee number or a department as @sales, and an indicator number."""


RATING, GOALS = "rating", "goals"
"""The editions: filled after the period, and before it, when targets are agreed."""


def issued_columns(
    people: bool, unit: bool, edition: str = RATING, registers: Iterable[str] = ()
) -> Mapping[str, tuple[str, ...]]:
    """Return the columns of each table in the order issued, as the stamp records them.

    people, unit: whether the workbook holds forms of people, and one of the department itself; registers:
    those that are switched on.
    """
    kept = (REGISTERS[register].table for register in registers)
    tables: tuple[Table, ...] = (*([UNIT] if unit else []), *kept, FINDINGS)
    if people:
        tables = (MEMBERS, APPRAISAL, *([] if edition == GOALS else [SUMMARY]), *tables)
    return {table.key: tuple(column.key for column in table.columns) for table in tables}


ISSUED_COLUMNS = issued_columns(people=True, unit=False)
"""The columns of a workbook that holds people only."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One row of Appraisal or Department: who by what, and what is known already and stands fixed.

    `person` is the department where it is judged itself; `source` names the system an actual came from, and
    `evidence` is what it says of it: the manager may write something else over that.
    """

    person: Person | Department
    position: str
    indicator: Indicator
    line: Line
    self_rating: float | None = None
    actual: float | None = None
    last_score: float | None = None
    source: str | None = None
    evidence: str | None = None
    troubles: tuple[Trouble, ...] = field(init=False, repr=False)
    """What is wrong with the rule or its target; asked for at every formula, so it is looked for once."""
    target_trouble: Trouble | None = field(init=False, repr=False)
    """Why the line cannot be scored with its target; None where it can."""

    def __post_init__(self) -> None:
        """Look for what is wrong."""
        rule = self.line
        found = tuple(METHODS[rule.method].inspect(rule.parameters, rule.target))
        object.__setattr__(self, "troubles", found)
        object.__setattr__(self, "target_trouble", of_target(found))

    @property
    def kind(self) -> Hashable:
        """What rows have in common that are written alike, but for what is known of each."""
        rule = self.line
        target = rule.target if self.troubles else None
        same = rule.template, self.indicator.id, rule.method, rule.weight, rule.missing, id(rule.parameters)
        return *same, target, self.actual is None

    @property
    def key(self) -> Key:
        """What identifies the row wherever it is sorted to."""
        return subject_of(self.person), self.indicator.id

    @property
    def table(self) -> str:
        """The table the row stands in."""
        return "appraisal" if isinstance(self.person, Person) else "unit"


def subject_of(who: Person | Department) -> str:
    """Return under which number a form is kept: the employee number, or the department as @sales."""
    return who.id if isinstance(who, Person) else of_department(who.id)


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """One row of Summary: a person with the names of department and position, and their lines in order.

    The department itself, where it is judged, is planned in the same way; it stands in no Summary.
    """

    person: Person | Department
    department: str
    position: str
    lines: tuple[PlannedLine, ...]


Filled = Mapping[str, object]
"""A row of a register by column: choices by their keys, people by their numbers, dates as 2026-11-05."""


@dataclass(frozen=True, slots=True)
class PlannedRegister:
    """What stands in a register when it is issued: rows of before, and up to which number all are taken."""

    rows: tuple[Filled, ...] = ()
    taken: int = 0


@dataclass(frozen=True, slots=True)
class DepartmentPlan:
    """Everything a department workbook is written from; the same plan gives the same bytes.

    `stamp` is signed; `manager` receives the workbook (None: the department has no head yet); `due` is the
    day it is to be back; `unit` is the department itself, where it is judged as an organisation; `reviewed`
    tells that the head of the department looks over the ratings and may set others; `registers` are those
    switched on, in the order of their sheets.
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
    unit: PlannedPerson | None = None
    registers: Mapping[str, PlannedRegister] = field(default_factory=dict)
    reviewed: bool = False
    quotas: tuple[Quota, ...] = ()
    lines: tuple[PlannedLine, ...] = field(init=False)
    """The rows of Appraisal in the order issued: person by person, or indicator by indicator."""
    most_lines: int = field(init=False)
    """How many lines whoever has most of them has."""

    def __post_init__(self) -> None:
        """Gather the lines once; layout and formulas ask for them at every cell."""
        most = max((len(person.lines) for person in self.people), default=0)
        object.__setattr__(self, "most_lines", most)
        lines = [line for person in self.people for line in person.lines]
        if self.settings.order == "indicator":
            places = {line.indicator.id: place for place, line in reversed([*enumerate(lines)])}
            lines.sort(key=lambda line: places[line.indicator.id])
        object.__setattr__(self, "lines", tuple(lines))

    @property
    def goals(self) -> bool:
        """Whether targets are agreed in this workbook, before the period."""
        return self.stamp.edition == GOALS

    @property
    def subjects(self) -> tuple[PlannedPerson, ...]:
        """Whose forms the workbook holds: the people, then the department itself."""
        return (*self.people, *([self.unit] if self.unit else []))

    def rows(self, table: str) -> tuple[PlannedLine, ...]:
        """Return the rows of Appraisal, or of Department."""
        if table == "appraisal":
            return self.lines
        return self.unit.lines if self.unit else ()

    @property
    def all_lines(self) -> tuple[PlannedLine, ...]:
        """The rows of Appraisal and of Department."""
        return self.lines + self.rows("unit")

    @property
    def grids(self) -> tuple[str, ...]:
        """The tables with one row per line that the workbook holds."""
        return tuple(table for table in ("appraisal", "unit") if self.rows(table))


class Measured(NamedTuple):
    """An actual known before the manager types, the system it came from, and its evidence for it."""

    value: float
    source: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before the manager types, by subject and indicator; it stands fixed in the workbook.

    `targets` are those agreed in the goals edition: the narrowest of all goals; `registers` are rows of
    before, in which the manager goes on; `goals` are those of the scheme, ordered once for many workbooks.
    """

    self_ratings: Mapping[Key, float] | None = None
    actuals: Mapping[Key, Measured] | None = None
    last_scores: Mapping[Key, float] | None = None
    registers: Mapping[str, PlannedRegister] = field(default_factory=dict)
    targets: Mapping[Key, float] | None = None
    goals: Goals | None = None

    def line(self, who: Person | Department, position: str, indicator: Indicator, line: Line) -> PlannedLine:
        """Return the row for one subject and line; an actual belongs to a measured line only."""
        key = subject_of(who), indicator.id
        own, last = ((values or {}).get(key) for values in (self.self_ratings, self.last_scores))
        actual = None if line.judged else (self.actuals or {}).get(key)
        value, source, evidence = actual or (None, None, None)
        return PlannedLine(who, position, indicator, line, own, value, last, source, evidence)


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
    reviewed: bool = False,
) -> DepartmentPlan:
    """Plan one department's workbook: its people, and for each the lines that count in this cycle.

    A person whose position has no line in this kind of cycle is left out; whoever issues says so. A
    department with a template is planned as a subject of its own. Targets are those agreed with somebody,
    otherwise those of the narrowest goals.

    scheme: the rules; people: those to be rated, in the order they are to stand; stamp: signed, with
    ISSUED_COLUMNS as its columns; due: last day to send the workbook back; reviewed: whether the head of the
    department looks over the ratings.
    """
    lines = _Lines(scheme, cycle, known)
    planned = [_person(scheme, person, lines) for person in people]
    unit = PlannedPerson(department, department.name, "", lines.of(department, ""))
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
        unit=unit if unit.lines else None,
        reviewed=reviewed,
        quotas=scheme.quotas,
        registers={} if stamp.edition == GOALS else _registers(scheme, known),
    )


def _registers(scheme: Scheme, known: Known) -> dict[str, PlannedRegister]:
    """Return the registers that are switched on, with the rows that go on in them."""
    modules = scheme.settings.modules
    return {key: known.registers.get(key, PlannedRegister()) for key in REGISTERS if key in modules}


def _person(scheme: Scheme, person: Person, lines: _Lines) -> PlannedPerson:
    position = scheme.positions[person.position].name
    unit = scheme.departments.get(person.department)
    return PlannedPerson(
        person, unit.name if unit else person.department, position, lines.of(person, position)
    )


class _Lines:
    """The lines of anybody in one cycle, each with the target that holds and what is known already."""

    def __init__(self, scheme: Scheme, cycle: Cycle, known: Known) -> None:
        self._scheme, self._cycle, self._known = scheme, cycle, known
        self._goals = by_subject(scheme.goals) if known.goals is None else known.goals

    def of(self, who: Person | Department, position: str) -> tuple[PlannedLine, ...]:
        """Return the lines that count for a person by their position, or for a department by its template."""
        scheme, kind = self._scheme, self._cycle.kind
        if isinstance(who, Person):
            lines = scheme.lines_of(who.position, kind)
        else:
            lines = scheme.lines_of_department(who.id, kind)
        subjects = lineage(who, scheme.departments)
        return tuple(
            self._known.line(
                who, position, scheme.indicators[line.indicator], self._aimed(who, line, subjects)
            )
            for line in lines
        )

    def _aimed(self, who: Person | Department, line: Line, subjects: tuple[str | None, ...]) -> Line:
        agreed = (self._known.targets or {}).get((subject_of(who), line.indicator))
        target = agreed
        if agreed is None:
            target = target_for(self._goals, subjects, line.indicator, self._cycle.id, line.target)
        return line if target == line.target else replace(line, target=target)
