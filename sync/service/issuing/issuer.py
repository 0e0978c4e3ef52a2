"""Which workbook a department has now: as issued before, issued anew, or filled with what it had sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

from addin.scoring.scheme import Scheme
from sync.archive.documents import digest
from sync.archive.rows import IssuedRecord, IssuedWorkbook
from sync.archive.store import Archive
from sync.process.assignment import Bundle, assign, books, bundles
from sync.reading.stored import restore
from sync.reading.submission import Submission
from sync.service.cycles import Rules
from sync.service.issuing.carrying import carried_on, typed_before
from sync.service.issuing.planning import bundle_plan, file_name, known_values, made, workbook_id
from sync.service.refilling import refilled
from templates.books.department.appraisal import fixed_values
from templates.books.department.plan import RATING, DepartmentPlan
from templates.books.department.write import write_department
from templates.stamp import LAYOUT, sign
from templates.tables import TABLES

GIVEN = ("target", "actual", "self_rating")
"""What stands fixed in a row and may change later; then the workbook is issued again."""

How = Literal["new", "again", "revised", "refilled", "late"]


class Book(NamedTuple):
    """A workbook as it is handed out now, and whether it is new."""

    name: str
    content: bytes
    how: How
    plan: DepartmentPlan | None = None


class Issuer:
    """Issues the workbooks of one cycle: its rules, the goals of today, what is measured and agreed."""

    def __init__(
        self, archive: Archive, rules: Rules, today: Scheme, language: str, edition: str = RATING
    ) -> None:
        moved = replace(rules.scheme, goals=today.goals, assignments=today.assignments)
        self.rules = replace(rules, scheme=moved)
        self.assignment = assign(rules.roster, rules.cycle, rules.scheme)
        self.changed = _as_pinned(today) != _as_pinned(rules.scheme)
        self._archive, self._language, self._edition = archive, language, edition
        self._known = known_values(archive, self.rules)
        self._carried = carried_on(archive, self.rules, workbook_id)
        known = self._known.actuals or self._known.self_ratings or self._known.targets
        self._moving = bool(known or today.goals or rules.scheme.goals)

    @property
    def departments(self) -> tuple[str, ...]:
        """Who receives a workbook."""
        return books(self.assignment, self.rules.scheme, self.rules.cycle)

    def bundles(self, department: str) -> tuple[Bundle, ...]:
        """Return the workbooks that go to a department, one or one for each direct manager."""
        rules = self.rules
        return bundles(self.assignment, rules.scheme, rules.cycle, rules.roster, department)

    def book(self, bundle: Bundle) -> Book | None:
        """Return a workbook: as issued before, or issued now; None where it would be empty."""
        workbook = workbook_id(self.rules.cycle.id, bundle, self._edition)
        record = last_issue(self._archive, workbook)
        if record is not None and not self._moving and record.stamp.layout == LAYOUT:
            return self._kept(record, "again")
        plan, name = self._plan(bundle), file_name(self.rules.cycle.id, bundle, self._edition)
        if record is None:
            return self._issued(plan, name, "new") if plan.subjects else None
        if record.stamp.layout == LAYOUT and _holds(plan, restore(record.reading)):
            return self._kept(record, "again")
        return self._anew(plan, record)

    def _anew(self, plan: DepartmentPlan, record: IssuedRecord) -> Book:
        """Issue a workbook once more, with what is known now and what had been typed."""
        known = self._archive.history(record.workbook)
        if known.review_begun:
            return self._kept(record, "late")
        plan = self._as_revision(plan, self._archive.next_revision(record.workbook))
        if known.accepted is None:
            return self._issued(plan, record.name, "revised")
        return self._filled(plan, record.name, known.accepted)

    def _as_revision(self, plan: DepartmentPlan, revision: int) -> DepartmentPlan:
        return replace(plan, stamp=sign(replace(plan.stamp, revision=revision), self._archive.key))

    def _filled(self, plan: DepartmentPlan, name: str, number: int) -> Book:
        """Issue a workbook and hand out a filled copy of it, as one.

        What was issued tells which cells are fixed, so it stays without what is typed; the copy follows it
        as a revision of its own.
        """
        blank = made(plan, self.rules, name)
        following = self._as_revision(plan, plan.stamp.revision + 1)
        before = typed_before(self._archive, number)
        following = replace(following, registers={key: before[key] for key in plan.registers})
        content = refilled(self._archive, write_department(following), following, number)
        copy = IssuedWorkbook(following.stamp, blank.name, content, blank.roster, accepted=number)
        self._archive.record_issue([blank, copy])
        return Book(copy.name, content, "refilled", plan)

    def _plan(self, bundle: Bundle) -> DepartmentPlan:
        carried = self._carried.get(workbook_id(self.rules.cycle.id, bundle, self._edition), {})
        known = replace(self._known, registers=carried)
        return bundle_plan(self.rules, bundle, self._archive, self._language, known, self._edition)

    def _kept(self, record: IssuedRecord, how: How) -> Book:
        return Book(record.name, self._archive.content(record.sha256), how)

    def _issued(self, plan: DepartmentPlan, name: str, how: How) -> Book:
        workbook = made(plan, self.rules, name)
        self._archive.record_issue([workbook])
        return Book(workbook.name, workbook.content, how, plan)


def _as_pinned(scheme: Scheme) -> str:
    """Return the name of the rules that do not move on while a cycle is open."""
    return digest(replace(scheme, goals=(), adjustments=(), assignments=()))


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
