"""Who is who in a cycle, and until when: as pinned when it was opened, and as today's scheme has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from addin.scoring.scheme import Person, RaterAssignment, Roster, Scheme
from sync.archive.rows import FormRecord
from sync.archive.store import Archive
from sync.process.assignment import Assignment, assign, receiver
from sync.process.deciders import HR, holders
from sync.process.rating import assigned, code_of
from sync.service.cycles import Rules
from sync.service.noticing.letters import Reader, reader_of
from sync.service.steps.extend import windows


class Rater(NamedTuple):
    """A rater as a reader, with the people they rate."""

    reader: Reader
    rated: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """A cycle while its notices are gathered.

    Heads, raters, names and addresses are those of today's scheme: a notice goes to who is there now.
    """

    archive: Archive
    rules: Rules
    scheme: Scheme
    roster: Roster
    today: date
    assignment: Assignment
    forms: Mapping[str, tuple[FormRecord, ...]]
    _dates: dict[str, Mapping[str, date]] = field(default_factory=dict)

    def dates(self, department: str) -> Mapping[str, date]:
        """Return the last day of each step as it holds for a department."""
        if department not in self._dates:
            self._dates[department] = windows(self.archive, self.rules, department)
        return self._dates[department]

    def local(self, at: str) -> datetime:
        """Return a moment of the archive [UTC] as the clock shows it where the company is."""
        return datetime.fromisoformat(at).astimezone(ZoneInfo(self.rules.scheme.settings.timezone))

    def title(self, department: str) -> str:
        """Return the name of a department."""
        unit = self.rules.scheme.departments.get(department)
        return unit.name if unit else department

    def head(self, department: str) -> str:
        """Return the number of who fills a department's workbook; nothing where nobody is known."""
        unit = self.scheme.departments.get(department) or self.rules.scheme.departments.get(department)
        members = self.assignment.members.get(department, ())
        person = receiver(department, unit.head if unit else None, members, self.roster)
        return person.id if person else ""

    def person(self, employee: str) -> Person | None:
        """Return somebody as today's scheme has them, else as the cycle knew them."""
        return self.roster.get(employee) or self.rules.roster.get(employee)

    def raters(self) -> dict[str, Rater]:
        """Return the raters of the cycle by their codes."""
        cycle, key = self.rules.cycle, self.archive.key
        return {
            code_of(rater, cycle.id, key): Rater(
                self._rater(rater, next(iter(rated.values()))), frozenset(rated)
            )
            for rater, rated in assigned(self.scheme, self.rules.roster, cycle).items()
        }

    def _rater(self, rater: str, one: RaterAssignment) -> Reader:
        person = self.person(rater)
        return reader_of(person) if person else Reader(one.name, one.email)

    def hr(self) -> tuple[str, ...]:
        """Return HR's own people by their roles; nobody in particular where no role is given."""
        found = [holders(self.scheme, role, self.today) for role in HR]
        return tuple(sorted(frozenset().union(*found))) or ("",)


def known(archive: Archive, rules: Rules, scheme: Scheme, roster: Roster, today: date) -> Known:
    """Look up what all notices of a cycle share; scheme and roster: today's."""
    forms = defaultdict[str, list[FormRecord]](list)
    for form in archive.forms(rules.cycle.id):
        forms[form.workbook].append(form)
    assignment = assign(rules.roster, rules.cycle, rules.scheme)
    by_book = {workbook: tuple(found) for workbook, found in forms.items()}
    return Known(archive, rules, scheme, roster, today, assignment, by_book)
