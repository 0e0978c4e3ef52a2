"""What one workbook will hold, and the workbook as it is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from addin.scoring.calendar import due_dates, goals_due
from addin.scoring.goals import by_subject
from addin.scoring.scheme import Department
from sync.archive.handed import Actual
from sync.archive.rated import self_ratings
from sync.archive.rows import IssuedWorkbook
from sync.archive.store import Archive
from sync.process.assignment import Assignment, Bundle, receiver
from sync.service.agreeing import agreed_targets
from sync.service.cycles import Rules
from sync.service.issuing.carrying import carried_on
from sync.service.issuing.writing import Written, written
from sync.service.outdated import unfit
from templates.books.department.plan import (
    GOALS,
    RATING,
    DepartmentPlan,
    Known,
    Measured,
    issued_columns,
    plan_department,
    subject_of,
)
from templates.stamp import LAYOUT, Stamp, sign


def known_values(archive: Archive, rules: Rules) -> Known:
    """Return what is known of a cycle before managers rate: what was measured and agreed, and own views."""
    units, cycle = rules.scheme.departments, rules.cycle.id
    measured = {
        key: Measured(one.value, source_of(one, units), one.evidence or None)
        for key, one in archive.actuals(cycle).items()
    }
    targets = {key: one.target for key, one in agreed_targets(archive, cycle).items()}
    goals = by_subject(rules.scheme.goals)
    own = self_ratings(archive, cycle, unfit(archive, rules))
    return Known(own, actuals=measured, targets=targets, goals=goals)


def source_of(actual: Actual, units: Mapping[str, Department]) -> str:
    """Return what a value came from as people know it: a system, or the department that provided it."""
    unit = units.get(actual.source) if actual.sheet else None
    return unit.name if unit else actual.source


def workbook_id(cycle: str, bundle: Bundle, edition: str = RATING) -> str:
    """Return the id of a workbook; stable, since identity never comes from a file name.

    No department's id holds the sign that tells a manager's workbook.
    """
    whose = f"manager@{bundle.manager.id}" if bundle.manager else bundle.department
    return f"{cycle}-{whose}-{edition}"


def file_name(cycle: str, bundle: Bundle, edition: str = RATING) -> str:
    """Return how the file of a workbook is called."""
    whose = f"manager-{bundle.manager.id}" if bundle.manager else bundle.department
    return f"{cycle}-{whose}{'-goals' if edition == GOALS else ''}.xlsx"


def department_plan(
    rules: Rules,
    assignment: Assignment,
    department: str,
    archive: Archive,
    language: str,
    known: Known | None = None,
) -> DepartmentPlan:
    """Plan the rating workbook of a whole department under a cycle's rules; known: asked for if None."""
    bundle = Bundle(department, assignment.members.get(department, ()))
    return bundle_plan(rules, bundle, archive, language, known)


def bundle_plan(
    rules: Rules,
    bundle: Bundle,
    archive: Archive,
    language: str,
    known: Known | None = None,
    edition: str = RATING,
) -> DepartmentPlan:
    """Plan one workbook under a cycle's rules.

    known: what was measured and agreed, and what goes on in the registers; asked for if None.
    """
    unit = rules.scheme.departments[bundle.department]
    stamp = _first_stamp(rules, bundle, archive, language, edition)
    settings = rules.scheme.settings
    due = goals_due(rules.cycle, settings) if edition == GOALS else None
    if known is None:
        carried = carried_on(archive, rules, workbook_id).get(stamp.workbook, {})
        known = replace(known_values(archive, rules), registers=carried)
    plan = plan_department(
        rules.scheme,
        bundle.members,
        unit,
        bundle.manager or receiver(bundle.department, unit.head, bundle.members, rules.roster),
        rules.cycle,
        stamp,
        due or due_dates(rules.cycle, settings)["submission_due"],
        language,
        replace(known, targets=None if edition == GOALS else known.targets),
        bundle.reviewed,
    )
    plan = plan if bundle.unit else replace(plan, unit=None)
    plan = replace(plan, registers={}) if edition == GOALS else plan
    columns = issued_columns(bool(plan.people), plan.unit is not None, edition, plan.registers)
    return replace(plan, stamp=sign(replace(stamp, columns=columns), archive.key))


def _first_stamp(rules: Rules, bundle: Bundle, archive: Archive, language: str, edition: str) -> Stamp:
    """Return what a workbook says of itself, not signed yet and without its columns."""
    return Stamp(
        archive=archive.id,
        workbook=workbook_id(rules.cycle.id, bundle, edition),
        cycle=rules.cycle.id,
        department=bundle.department,
        edition=edition,
        language=language,
        scheme=rules.pinned.scheme,
        layout=LAYOUT,
        revision=1,
        columns={},
    )


def made(plan: DepartmentPlan, rules: Rules, name: str, found: Written | None = None) -> IssuedWorkbook:
    """Return a planned workbook as it is remembered; it is written where nobody has written it yet.

    Forms begin with the rating edition: a workbook of goals holds none.
    """
    content, reading = found or written(plan)
    subjects = () if plan.goals else plan.subjects
    return IssuedWorkbook(
        stamp=plan.stamp,
        name=name,
        content=content,
        roster=rules.pinned.roster,
        reading=reading,
        employees=tuple(subject_of(planned.person) for planned in subjects),
    )
