"""`issue`: one workbook per department of a cycle, and an exact memory of what was handed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from addin.scoring.calendar import due_dates
from addin.scoring.scheme import Person
from addin.texts import listed
from sync.archive.documents import digest, encode
from sync.archive.rows import IssuedWorkbook
from sync.archive.store import Archive
from sync.process.assignment import Assignment, assign, receiver
from sync.reading.submission import read_submission
from sync.service.cycles import Rules, pinned_rules
from sync.service.opening import Watch, cycle_of, open_or_make_archive, sound_rules, unwatched, write_whole
from sync.settings import Workspace, stop
from templates.books.department.plan import ISSUED_COLUMNS, DepartmentPlan, plan_department
from templates.books.department.write import write_department
from templates.stamp import LAYOUT, Stamp, sign

EDITION = "rating"


@dataclass(frozen=True, slots=True)
class IssueReport:
    """What was issued: the files, which of them had been issued before, and who stands in none and why.

    `changed` tells that today's scheme.xlsx is not the one pinned when the cycle was opened.
    """

    files: Sequence[Path] = ()
    again: frozenset[str] = frozenset()
    people: int = 0
    exempt: Mapping[str, str] = field(default_factory=dict)
    without_lines: Sequence[Person] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    changed: bool = False


def issue(
    workspace: Workspace, cycle: str, departments: Sequence[str] = (), watch: Watch = unwatched
) -> IssueReport:
    """Write the department workbooks of a cycle into its outbox.

    The first issue pins rules and people; a department issued before gets the very same bytes again.
    Raises CannotGoOn for an unsound scheme, an unknown cycle or department, an unwritable folder.
    """
    file = sound_rules(workspace)
    reading = file.reading
    period = cycle_of(reading.scheme, cycle, workspace.language)
    if not assign(reading.roster, period).members:
        raise stop("no_people", workspace.language)
    with open_or_make_archive(workspace) as archive:
        pinned = archive.pin_cycle(cycle, reading.scheme, reading.roster, file.content)
        rules = pinned_rules(archive, pinned)
        assignment = assign(rules.roster, rules.cycle)
        chosen = _chosen(assignment, departments, workspace.language)
        files, again = [], set()
        for department in watch(chosen, len(chosen)):
            name, data, known = _workbook(archive, rules, assignment, department, workspace.language)
            files.append(workspace.outbox(cycle) / name)
            write_whole(files[-1], data, workspace.language)
            again |= {department} if known else set()
    members = [person for department in chosen for person in assignment.members[department]]
    return IssueReport(
        files=files,
        again=frozenset(again),
        people=len(members),
        exempt=assignment.exempt,
        without_lines=tuple(_without_lines(rules, members)),
        names={person.id: person.name for person in rules.roster.values()},
        changed=rules.pinned.scheme != digest(reading.scheme),
    )


def _workbook(
    archive: Archive, rules: Rules, assignment: Assignment, department: str, language: str
) -> tuple[str, bytes, bool]:
    """Return a department's workbook (name, bytes) as issued before, or issue it now; and whether it was."""
    record = archive.issued(workbook_id(rules.cycle.id, department), 1)
    if record is not None:
        return record.name, archive.content(record.sha256), True
    workbook = made(department_plan(rules, assignment, department, archive, language), rules)
    archive.record_issue([workbook])
    return workbook.name, workbook.content, False


def workbook_id(cycle: str, department: str) -> str:
    """Return the id of a department's workbook; stable, since identity never comes from a file name."""
    return f"{cycle}-{department}-{EDITION}"


def department_plan(
    rules: Rules, assignment: Assignment, department: str, archive: Archive, language: str
) -> DepartmentPlan:
    """Plan one department's workbook under a cycle's pinned rules."""
    unit = rules.scheme.departments[department]
    members = assignment.members[department]
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
        columns=ISSUED_COLUMNS,
    )
    return plan_department(
        rules.scheme,
        members,
        unit,
        receiver(department, unit.head, members, rules.roster),
        rules.cycle,
        sign(stamp, archive.key),
        due_dates(rules.cycle, rules.scheme.settings)["submission_due"],
        language,
    )


def made(plan: DepartmentPlan, rules: Rules) -> IssuedWorkbook:
    """Write a planned workbook and read it back as its receiver's copy will be read."""
    content = write_department(plan)
    return IssuedWorkbook(
        stamp=plan.stamp,
        name=f"{plan.cycle.id}-{plan.department.id}.xlsx",
        content=content,
        roster=rules.pinned.roster,
        reading=encode(read_submission(content)),
        employees=tuple(person.person.id for person in plan.people),
    )


def _chosen(assignment: Assignment, wanted: Sequence[str], language: str) -> list[str]:
    unknown = [name for name in wanted if name not in assignment.members]
    if unknown:
        known = listed(assignment.members, language)
        raise stop("unknown_department", language, department=unknown[0], known=known)
    return list(wanted or assignment.members)


def _without_lines(rules: Rules, people: Iterable[Person]) -> Iterator[Person]:
    return (p for p in people if not rules.scheme.lines_of(p.position, rules.cycle.kind))
