"""Which workbook a department has now: as issued before, issued anew, or filled with what it had sent."""

from __future__ import annotations

from collections.abc import Generator, Iterable
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
from sync.service.issuing.carrying import carried_on, typed_before
from sync.service.issuing.planning import bundle_plan, file_name, known_values, made, workbook_id
from sync.service.issuing.writing import Written, write_all
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


Books = Generator[tuple[Bundle, Book | None], None, None]
"""Workbooks one after the other, each with whose it is."""


class _Due(NamedTuple):
    """A workbook to be issued now: its file's name and how.

    `accepted` is the submission of it that counts, `sources` those whose typed cells go into it.
    """

    plan: DepartmentPlan
    name: str
    how: How
    accepted: int | None = None
    sources: tuple[int, ...] = ()


class Issuer:
    """Issues the workbooks of one cycle: its rules, the goals of today, what is measured and agreed."""

    def __init__(
        self, archive: Archive, rules: Rules, today: Scheme, language: str, edition: str = RATING
    ) -> None:
        moved = replace(rules.scheme, goals=today.goals, assignments=today.assignments)
        self.rules = replace(rules, scheme=moved)
        self.assignment = assign(rules.roster, rules.cycle, rules.scheme)
        self.changed = _as_pinned(today) != _as_pinned(rules.scheme)
        self.archive, self._language, self.edition = archive, language, edition
        self._sent: dict[str, int] | None = None
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

    def books(self, bundles: Iterable[Bundle], jobs: int = 1) -> Books:
        """Yield workbooks: as issued before, or issued now; None where it would be empty.

        jobs: so many are written at once; each is remembered when it is yielded, in the order asked for.
        """
        due = ((bundle, self._due(bundle)) for bundle in bundles)
        plans = ((one, one[1].plan if isinstance(one[1], _Due) else None) for one in due)
        for (bundle, one), found in write_all(plans, jobs):
            yield bundle, self._issued(one, found) if isinstance(one, _Due) else one

    def _due(self, bundle: Bundle) -> Book | _Due | None:
        """Return a workbook as issued before, or what is to be written now."""
        workbook = workbook_id(self.rules.cycle.id, bundle, self.edition)
        record = last_issue(self.archive, workbook)
        stale = record is not None and self._stale(record)
        if record is not None and not self._moving and not stale:
            return self._kept(record, "again")
        plan, name = self._plan(bundle), file_name(self.rules.cycle.id, bundle, self.edition)
        if not plan.subjects:
            return None
        if record is None:
            return _Due(plan, name, "new", None, tuple(self._sources(plan)))
        if not stale and _holds(plan, restore(record.reading)):
            return self._kept(record, "again")
        return self._anew(plan, record)

    def _anew(self, plan: DepartmentPlan, record: IssuedRecord) -> Book | _Due:
        """Issue a workbook once more, with what is known now and what had been typed."""
        known = self.archive.history(record.workbook)
        if known.review_begun:
            return self._kept(record, "late")
        plan = self._as_revision(plan, self.archive.next_revision(record.workbook))
        counting = () if known.accepted is None else (known.accepted,)
        sources = sorted({*self._sources(plan), *counting})
        return _Due(plan, record.name, "revised", known.accepted, tuple(sources))

    def _stale(self, record: IssuedRecord) -> bool:
        """Tell whether a workbook was issued in an older layout, or under other rules or people than hold."""
        pinned = self.rules.pinned
        under = record.scheme, record.roster
        return record.stamp.layout < LAYOUT or under != (pinned.scheme, pinned.roster)

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

    def _issued(self, due: _Due, found: Written | None) -> Book:
        """Remember a workbook as it was written; one with what stands typed follows it at once."""
        workbook = made(due.plan, self.rules, due.name, found)
        if due.sources:
            return self._filled(due, workbook)
        self.archive.record_issue([workbook])
        return Book(workbook.name, workbook.content, due.how, due.plan)

    def _filled(self, due: _Due, blank: IssuedWorkbook) -> Book:
        """Issue a workbook and hand out a filled copy of it, as one.

        What was issued tells which cells are fixed, so it stays without what is typed; the copy follows it
        as a revision of its own.
        """
        following = self._as_revision(due.plan, due.plan.stamp.revision + 1)
        before = typed_before(self.archive, due.sources[-1] if due.accepted is None else due.accepted)
        following = replace(following, registers={key: before[key] for key in due.plan.registers})
        content, left_out = refilled(self.archive, write_department(following), following, due.sources)
        content = with_notes(content, [one.note(self._language) for one in left_out], self._language)
        copy = IssuedWorkbook(following.stamp, blank.name, content, blank.roster, accepted=due.accepted)
        self.archive.record_issue([blank, copy])
        return Book(copy.name, content, "refilled", due.plan, left_out)

    def _plan(self, bundle: Bundle) -> DepartmentPlan:
        carried = self._carried.get(workbook_id(self.rules.cycle.id, bundle, self.edition), {})
        known = replace(self._known, registers=carried)
        return bundle_plan(self.rules, bundle, self.archive, self._language, known, self.edition)

    def _kept(self, record: IssuedRecord, how: How) -> Book:
        return Book(record.name, self.archive.content(record.sha256), how)


def _as_pinned(scheme: Scheme) -> str:
    """Return the name of the rules that do not move on while a cycle is open."""
    return digest(replace(scheme, goals=(), adjustments=(), assignments=(), notice_texts=()))


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
