"""Which workbook a department has now: as issued before, issued anew, or filled with what it had sent."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import replace
from typing import Literal, NamedTuple

from addin.scoring.scheme import Scheme
from sync.archive.documents import digest
from sync.archive.rows import IssuedRecord, IssuedWorkbook
from sync.archive.store import Archive
from sync.process.assignment import assign, books
from sync.reading.stored import restore
from sync.reading.submission import Submission
from sync.service.cycles import Rules
from sync.service.issuing.planning import department_plan, known_actuals, made, workbook_id
from sync.service.issuing.writing import Written, write_all
from sync.service.refilling import refilled
from templates.books.department.appraisal import fixed_values
from templates.books.department.plan import DepartmentPlan
from templates.books.department.write import write_department
from templates.stamp import sign
from templates.tables import TABLES

GIVEN = ("target", "actual")
"""What goals and imports bring into a row; when it has changed, the workbook is issued again."""

How = Literal["new", "again", "revised", "refilled", "late"]


class Book(NamedTuple):
    """A department's workbook as it is handed out now, and whether it is new."""

    name: str
    content: bytes
    how: How
    plan: DepartmentPlan | None = None


Books = Generator[tuple[str, Book | None], None, None]
"""Departments with their workbooks, one after the other."""


class _Due(NamedTuple):
    """A workbook to be issued now: how, and the submission whose typed cells go into it."""

    plan: DepartmentPlan
    how: How
    accepted: int | None = None


class Issuer:
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

    def books(self, departments: Iterable[str], jobs: int = 1) -> Books:
        """Yield each department's workbook: as issued before, or issued now; None where it would be empty.

        jobs: so many are written at once; each is remembered when it is yielded, in the order asked for.
        """
        due = ((department, self._due(department)) for department in departments)
        plans = (((name, one), one.plan if isinstance(one, _Due) else None) for name, one in due)
        for (department, one), found in write_all(plans, jobs):
            yield department, self._issued(one, found) if isinstance(one, _Due) else one

    def _due(self, department: str) -> Book | _Due | None:
        """Return a department's workbook as issued before, or what is to be written now."""
        workbook = workbook_id(self.rules.cycle.id, department)
        record = last_issue(self._archive, workbook)
        if record is not None and not self._moving:
            return self._kept(record, "again")
        plan = self._plan(department)
        if record is None:
            return _Due(plan, "new") if plan.subjects else None
        if _holds(plan, restore(record.reading)):
            return self._kept(record, "again")
        return self._anew(plan, record)

    def _anew(self, plan: DepartmentPlan, record: IssuedRecord) -> Book | _Due:
        """Issue a workbook once more, with what is known now and what had been typed."""
        known = self._archive.history(record.workbook)
        if known.review_begun:
            return self._kept(record, "late")
        plan = self._as_revision(plan, self._archive.next_revision(record.workbook))
        return _Due(plan, "revised" if known.accepted is None else "refilled", known.accepted)

    def _as_revision(self, plan: DepartmentPlan, revision: int) -> DepartmentPlan:
        return replace(plan, stamp=sign(replace(plan.stamp, revision=revision), self._archive.key))

    def _issued(self, due: _Due, found: Written | None) -> Book:
        """Remember a workbook as it was written."""
        workbook = made(due.plan, self.rules, found)
        if due.accepted is not None:
            return self._filled(due.plan, workbook, due.accepted)
        self._archive.record_issue([workbook])
        return Book(workbook.name, workbook.content, due.how, due.plan)

    def _filled(self, plan: DepartmentPlan, blank: IssuedWorkbook, number: int) -> Book:
        """Issue a workbook and hand out a filled copy of it, as one.

        What was issued tells which cells are fixed, so it stays without what is typed; the copy follows it
        as a revision of its own.
        """
        following = self._as_revision(plan, plan.stamp.revision + 1)
        content = refilled(self._archive, write_department(following), following, number)
        copy = IssuedWorkbook(following.stamp, blank.name, content, blank.roster, accepted=number)
        self._archive.record_issue([blank, copy])
        return Book(copy.name, content, "refilled", plan)

    def _plan(self, department: str) -> DepartmentPlan:
        return department_plan(
            self.rules, self.assignment, department, self._archive, self._language, self._known
        )

    def _kept(self, record: IssuedRecord, how: How) -> Book:
        return Book(record.name, self._archive.content(record.sha256), how)


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
