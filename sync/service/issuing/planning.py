"""What one department's workbook will hold, and the workbook as it is remembered."""

from __future__ import annotations

from dataclasses import replace

from addin.scoring.calendar import due_dates
from sync.archive.rows import IssuedWorkbook
from sync.archive.store import Archive
from sync.process.assignment import Assignment, receiver
from sync.service.cycles import Rules
from sync.service.issuing.writing import Written, written
from templates.books.department.plan import (
    DepartmentPlan,
    Known,
    Measured,
    issued_columns,
    plan_department,
    subject_of,
)
from templates.stamp import LAYOUT, Stamp, sign

EDITION = "rating"


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


def made(plan: DepartmentPlan, rules: Rules, found: Written | None = None) -> IssuedWorkbook:
    """Return a planned workbook as it is remembered; it is written where nobody has written it yet."""
    content, reading = found or written(plan)
    return IssuedWorkbook(
        stamp=plan.stamp,
        name=f"{plan.cycle.id}-{plan.department.id}.xlsx",
        content=content,
        roster=rules.pinned.roster,
        reading=reading,
        employees=tuple(subject_of(planned.person) for planned in plan.subjects),
    )
