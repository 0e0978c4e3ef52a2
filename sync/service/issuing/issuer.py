"""Which workbook a department has now: as issued before, issued anew, or filled with what it had sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from addin.scoring.scheme import Scheme
from sync.archive.documents import digest
from sync.archive.rows import IssuedRecord, IssuedWorkbook
from sync.archive.store import Archive
from sync.process.assignment import Bundle, assign, books, bundles
from sync.reading.stored import restore
from sync.reading.submission import Submission
from sync.reports.kept_back import with_notes
from sync.service.cycles import Rules
from sync.service.fitting import LeftOut
from sync.service.issuing.carrying import typed_before
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
    """A workbook as it is handed out now, whether it is new, and what of earlier ones it has no cell for."""

    name: str
    content: bytes
    how: How
    plan: DepartmentPlan | None = None
    left_out: tuple[LeftOut, ...] = ()


class Issuer:
    """Issues the workbooks of one cycle: its rules, the goals of today, what is measured and agreed."""

    def __init__(
        self, archive: Archive, rules: Rules, today: Scheme, language: str, edition: str = RATING
    ) -> None:
        moved = replace(rules.scheme, goals=today.goals, assignments=today.assignments)
        self.rules = replace(rules, scheme=moved)
        self.assignment = assign(rules.roster, rules.cycle, rules.scheme)
        self.changed = _as_pinned(today) != _as_pinned(rules.scheme)
        self.archive, self._language, self._edition = archive, language, edition
        self._sent: dict[str, int] | None = None
        self._known = known_values(archive, self.rules)
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
        record = last_issue(self.archive, workbook)
        stale = record is not None and self._stale(record)
        if record is not None and not self._moving and not stale:
            return self._kept(record, "again")
        plan, name = self._plan(bundle), file_name(self.rules.cycle.id, bundle, self._edition)
        if not plan.subjects:
            return None
        if record is None:
            return self._handed_out(plan, name, "new", None)
        if not stale and _holds(plan, restore(record.reading)):
            return self._kept(record, "again")
        return self._anew(plan, record)

    def _anew(self, plan: DepartmentPlan, record: IssuedRecord) -> Book:
        """Issue a workbook once more, with what is known now and what had been typed."""
        known = self.archive.history(record.workbook)
        if known.review_begun:
            return self._kept(record, "late")
        plan = self._as_revision(plan, self.archive.next_revision(record.workbook))
        return self._handed_out(plan, record.name, "revised", known.accepted)

    def _stale(self, record: IssuedRecord) -> bool:
        """Tell whether a workbook was issued in an older layout, or under other rules or people than hold."""
        pinned = self.rules.pinned
        under = record.scheme, record.roster
        return record.stamp.layout < LAYOUT or under != (pinned.scheme, pinned.roster)

    def _handed_out(self, plan: DepartmentPlan, name: str, how: How, accepted: int | None) -> Book:
        """Issue a workbook: empty, or with what stands typed in the submissions of its forms."""
        sources = [accepted] if accepted is not None and plan.goals else self._sources(plan)
        return self._filled(plan, name, accepted, sources) if sources else self._issued(plan, name, how)

    def _sources(self, plan: DepartmentPlan) -> list[int]:
        """Return the submissions in which the forms of a workbook stand, in the order received."""
        if plan.goals:
            return []
        if self._sent is None:
            forms = self.archive.forms(self.rules.cycle.id)
            self._sent = {one.employee: one.submission for one in forms if one.submission is not None}
        subjects = (one.lines[0].key[0] for one in plan.subjects)
        return sorted({self._sent[subject] for subject in subjects if subject in self._sent})

    def _as_revision(self, plan: DepartmentPlan, revision: int) -> DepartmentPlan:
        return replace(plan, stamp=sign(replace(plan.stamp, revision=revision), self.archive.key))

    def _filled(self, plan: DepartmentPlan, name: str, accepted: int | None, sources: Sequence[int]) -> Book:
        """Issue a workbook and hand out a filled copy of it, as one.

        What was issued tells which cells are fixed, so it stays without what is typed; the copy follows it
        as a revision of its own.
        """
        blank = made(plan, self.rules, name)
        following = self._as_revision(plan, plan.stamp.revision + 1)
        before = [typed_before(self.archive, number) for number in sources[-1:]]
        kept = {key: one[key] for one in before for key in plan.registers}
        following = replace(following, registers={**plan.registers, **kept})
        content, left_out = refilled(self.archive, write_department(following), following, sources)
        content = with_notes(content, [one.note(self._language) for one in left_out], self._language)
        copy = IssuedWorkbook(following.stamp, blank.name, content, blank.roster, accepted=accepted)
        self.archive.record_issue([blank, copy])
        return Book(copy.name, content, "refilled", plan, left_out)

    def _plan(self, bundle: Bundle) -> DepartmentPlan:
        return bundle_plan(self.rules, bundle, self.archive, self._language, self._known, self._edition)

    def _kept(self, record: IssuedRecord, how: How) -> Book:
        return Book(record.name, self.archive.content(record.sha256), how)

    def _issued(self, plan: DepartmentPlan, name: str, how: How) -> Book:
        workbook = made(plan, self.rules, name)
        self.archive.record_issue([workbook])
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
