"""`issue`: one workbook per department of a cycle, and an exact memory of what was handed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from addin.scoring.calendar import due_dates
from addin.scoring.scheme import Person, Scheme
from addin.texts import listed
from sync.archive.documents import digest
from sync.archive.rows import IssuedRecord, IssuedWorkbook
from sync.archive.store import Archive
from sync.process.assignment import Assignment, assign, books, receiver
from sync.reading.stored import restore, store
from sync.reading.submission import Submission, read_submission
from sync.service.cycles import Rules, pinned_rules
from sync.service.opening import Watch, cycle_of, open_or_make_archive, sound_rules, unwatched, write_whole
from sync.service.refilling import refilled
from sync.settings import Workspace, stop
from templates.books.department.appraisal import fixed_values
from templates.books.department.plan import (
    DepartmentPlan,
    Known,
    Measured,
    PlannedLine,
    issued_columns,
    plan_department,
    subject_of,
)
from templates.books.department.write import write_department
from templates.stamp import LAYOUT, Stamp, sign
from templates.tables import TABLES

EDITION = "rating"
GIVEN = ("target", "actual")
"""What goals and imports bring into a row; when it has changed, the workbook is issued again."""

How = Literal["new", "again", "revised", "refilled", "late"]


@dataclass(frozen=True, slots=True)
class IssueReport:
    """What was issued: the files, which of them had been issued before, and who stands in none and why.

    `revised` are departments whose workbook was issued anew, with other targets or actuals; `refilled` those
    whose new one holds what they had typed and sent; `late` those that HR has begun to review and that keep
    the workbook they have. `untargeted` are the lines whose target is missing or cannot be used. `changed`
    tells that today's scheme.xlsx is not the one pinned when the cycle was opened, goals and adjustments
    apart.
    """

    files: Sequence[Path] = ()
    again: frozenset[str] = frozenset()
    revised: frozenset[str] = frozenset()
    refilled: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    people: int = 0
    units: int = 0
    exempt: Mapping[str, str] = field(default_factory=dict)
    without_lines: Sequence[Person] = ()
    untargeted: Sequence[PlannedLine] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    changed: bool = False


NEWLY_WRITTEN: tuple[How, ...] = ("new", "revised", "refilled")


class _Book(NamedTuple):
    """A department's workbook as it is handed out now, and whether it is new."""

    name: str
    content: bytes
    how: How
    plan: DepartmentPlan | None = None


def issue(
    workspace: Workspace, cycle: str, departments: Sequence[str] = (), watch: Watch = unwatched
) -> IssueReport:
    """Write the department workbooks of a cycle into its outbox.

    The first issue pins rules and people. A department issued before gets the very same bytes again, unless
    goals or imported actuals have changed and HR has not begun to review it: then a new revision, with what
    stands typed in the workbook that was received and counts.
    Raises CannotGoOn for an unsound scheme, an unknown cycle or department, an unwritable folder.
    """
    file = sound_rules(workspace)
    today = file.reading.scheme
    period = cycle_of(today, cycle, workspace.language)
    if not books(assign(file.reading.roster, period), today, period):
        raise stop("no_people", workspace.language)
    with open_or_make_archive(workspace) as archive:
        pinned = archive.pin_cycle(cycle, today, file.reading.roster, file.content)
        rules = pinned_rules(archive, pinned)
        issuer = _Issuer(archive, rules, today, workspace.language)
        chosen = _chosen(issuer, departments, workspace.language)
        made: dict[str, _Book] = {}
        files = []
        for department in watch(chosen, len(chosen)):
            book = issuer.book(department)
            if book is not None:
                made[department] = book
                files.append(workspace.outbox(cycle) / book.name)
                write_whole(files[-1], book.content, workspace.language)
    return _report(issuer, chosen, made, files)


def _report(
    issuer: _Issuer, chosen: Sequence[str], made: Mapping[str, _Book], files: Sequence[Path]
) -> IssueReport:
    """Tell what was issued to whom, and what is to be looked at."""
    rules, assignment = issuer.rules, issuer.assignment
    members = [person for department in chosen for person in assignment.members.get(department, ())]
    plans = [book.plan for book in made.values() if book.plan and book.how in NEWLY_WRITTEN]
    kind = rules.cycle.kind
    return IssueReport(
        files=files,
        again=_departments(made, "again"),
        revised=_departments(made, "revised"),
        refilled=_departments(made, "refilled"),
        late=_departments(made, "late"),
        people=len(members),
        units=sum(bool(rules.scheme.lines_of_department(department, kind)) for department in chosen),
        exempt=assignment.exempt,
        without_lines=tuple(_without_lines(rules, members)),
        untargeted=[line for plan in plans for line in plan.all_lines if line.target_trouble],
        names={person.id: person.name for person in rules.roster.values()},
        changed=issuer.changed,
    )


def _departments(made: Mapping[str, _Book], how: How) -> frozenset[str]:
    return frozenset(department for department, book in made.items() if book.how == how)


class _Issuer:
    """Issues the workbooks of one cycle: its rules, the goals of today, what other systems have measured."""

    def __init__(self, archive: Archive, rules: Rules, today: Scheme, language: str) -> None:
        self.rules = replace(rules, scheme=replace(rules.scheme, goals=today.goals))
        self.assignment = assign(rules.roster, rules.cycle)
        self.changed = _as_pinned(today) != _as_pinned(rules.scheme)
        self._archive, self._language = archive, language
        self._known = known_actuals(archive, rules.cycle.id)
        self._moving = bool(self._known.actuals or today.goals or rules.scheme.goals)

    @property
    def departments(self) -> tuple[str, ...]:
        """Who receives a workbook."""
        return books(self.assignment, self.rules.scheme, self.rules.cycle)

    def book(self, department: str) -> _Book | None:
        """Return a department's workbook: as issued before, or issued now; None where it would be empty."""
        workbook = workbook_id(self.rules.cycle.id, department)
        record = last_issue(self._archive, workbook)
        if record is not None and not self._moving:
            return self._kept(record, "again")
        plan = self._plan(department)
        if record is None:
            return self._issued(plan, "new") if plan.subjects else None
        if _holds(plan, restore(record.reading)):
            return self._kept(record, "again")
        return self._anew(plan, record)

    def _anew(self, plan: DepartmentPlan, record: IssuedRecord) -> _Book:
        """Issue a workbook once more, with what is known now and what had been typed."""
        known = self._archive.history(record.workbook)
        if known.review_begun:
            return self._kept(record, "late")
        plan = self._as_revision(plan, self._archive.next_revision(record.workbook))
        return self._issued(plan, "revised") if known.accepted is None else self._filled(plan, known.accepted)

    def _as_revision(self, plan: DepartmentPlan, revision: int) -> DepartmentPlan:
        return replace(plan, stamp=sign(replace(plan.stamp, revision=revision), self._archive.key))

    def _filled(self, plan: DepartmentPlan, number: int) -> _Book:
        """Issue a workbook and hand out a filled copy of it, as one.

        What was issued tells which cells are fixed, so it stays without what is typed; the copy follows it
        as a revision of its own.
        """
        blank = made(plan, self.rules)
        following = self._as_revision(plan, plan.stamp.revision + 1)
        content = refilled(self._archive, write_department(following), following, number)
        copy = IssuedWorkbook(following.stamp, blank.name, content, blank.roster, accepted=number)
        self._archive.record_issue([blank, copy])
        return _Book(copy.name, content, "refilled", plan)

    def _plan(self, department: str) -> DepartmentPlan:
        return department_plan(
            self.rules, self.assignment, department, self._archive, self._language, self._known
        )

    def _kept(self, record: IssuedRecord, how: How) -> _Book:
        return _Book(record.name, self._archive.content(record.sha256), how)

    def _issued(self, plan: DepartmentPlan, how: How) -> _Book:
        workbook = made(plan, self.rules)
        self._archive.record_issue([workbook])
        return _Book(workbook.name, workbook.content, how, plan)


def _as_pinned(scheme: Scheme) -> str:
    """Return the name of the rules that do not move on while a cycle is open."""
    return digest(replace(scheme, goals=(), adjustments=()))


def last_issue(archive: Archive, workbook: str) -> IssuedRecord | None:
    """Return what was last issued of a workbook, filled or not; returned copies may have followed it."""
    record = archive.issued(workbook)
    while record is not None and record.kind == "returned":
        record = archive.issued(workbook, record.revision - 1)
    return record


def _holds(plan: DepartmentPlan, issued: Submission) -> bool:
    """Tell whether a workbook was issued with the targets and actuals that are known now."""
    there = {
        (row.text(TABLES[key].keys[0]), row.text("indicator")): row
        for key in plan.grids
        if key in issued.tables
        for row in issued.tables[key].rows
    }
    for line in plan.all_lines:
        row, fixed = there.get(line.key), fixed_values(plan, line)
        for column in GIVEN if row else ():
            cell = row.cell(column) if row else None
            if (cell.value if cell else None) != fixed[column]:
                return False
    return True


def known_actuals(archive: Archive, cycle: str) -> Known:
    """Return what other systems have measured for a cycle."""
    found = archive.actuals(cycle)
    measured = {key: Measured(one.value, one.source, one.evidence or None) for key, one in found.items()}
    return Known(actuals=measured)


def workbook_id(cycle: str, department: str) -> str:
    """Return the id of a department's workbook; stable, since identity never comes from a file name."""
    return f"{cycle}-{department}-{EDITION}"


def department_plan(
    rules: Rules,
    assignment: Assignment,
    department: str,
    archive: Archive,
    language: str,
    known: Known | None = None,
) -> DepartmentPlan:
    """Plan one department's workbook under a cycle's rules; known: what was measured, asked for if None."""
    unit = rules.scheme.departments[department]
    members = assignment.members.get(department, ())
    stamp = Stamp(
        archive=archive.id,
        workbook=workbook_id(rules.cycle.id, department),
        cycle=rules.cycle.id,
        department=department,
        edition=EDITION,
        language=language,
        scheme=rules.pinned.scheme,
        layout=LAYOUT,
        revision=1,
        columns={},
    )
    plan = plan_department(
        rules.scheme,
        members,
        unit,
        receiver(department, unit.head, members, rules.roster),
        rules.cycle,
        stamp,
        due_dates(rules.cycle, rules.scheme.settings)["submission_due"],
        language,
        known_actuals(archive, rules.cycle.id) if known is None else known,
    )
    columns = issued_columns(bool(plan.people), plan.unit is not None)
    return replace(plan, stamp=sign(replace(stamp, columns=columns), archive.key))


def made(plan: DepartmentPlan, rules: Rules) -> IssuedWorkbook:
    """Write a planned workbook and read it back as its receiver's copy will be read."""
    content = write_department(plan)
    return IssuedWorkbook(
        stamp=plan.stamp,
        name=f"{plan.cycle.id}-{plan.department.id}.xlsx",
        content=content,
        roster=rules.pinned.roster,
        reading=store(read_submission(content)),
        employees=tuple(subject_of(planned.person) for planned in plan.subjects),
    )


def _chosen(issuer: _Issuer, wanted: Sequence[str], language: str) -> list[str]:
    there = issuer.departments
    unknown = [name for name in wanted if name not in there]
    if unknown:
        known = listed(there, language)
        raise stop("unknown_department", language, department=unknown[0], known=known)
    return list(wanted or there)


def _without_lines(rules: Rules, people: Iterable[Person]) -> Iterator[Person]:
    return (p for p in people if not rules.scheme.lines_of(p.position, rules.cycle.kind))
