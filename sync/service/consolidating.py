"""Comparing the workbooks of a cycle with each other: at the end of a collect, on what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from zoneinfo import ZoneInfo

from addin.scoring.scheme import Person
from sync.archive.across import books, changes, standing, sums
from sync.archive.across.standing import WHOLE, Comparison, Written
from sync.archive.across.values import Book, Whole
from sync.archive.rated import Given, Heard, ratings
from sync.archive.rows import department_of
from sync.archive.store import Archive
from sync.archive.windows import extensions
from sync.checks.across.lateness import Today
from sync.checks.across.material import Across, Pool
from sync.checks.across.run import found_across, found_today
from sync.findings import Finding
from sync.process.assignment import assign
from sync.process.outcomes import QUOTAS
from sync.process.rating import assigned
from sync.service.cycles import Rules, opened
from sync.service.excused import forms_of, progress_rows
from sync.service.outcomes import computed_of, last_before
from sync.service.outdated import unfit
from sync.settings import now
from sync.states import NOT_YET

TWICE = 2
"""What was written of one cycle is news for those before it: they are asked once more, and it is no news."""


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What comparing the workbooks changed: the findings that are new, and how many are gone."""

    new: tuple[Finding, ...] = ()
    gone: int = 0

    @property
    def changed(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.new or self.gone)


def consolidate(archive: Archive) -> Consolidated:
    """Compare the workbooks of every cycle in which something changed since they were last compared.

    Each cycle is one transaction. Killed anywhere, the next collect does it; where somebody else changed
    something meanwhile, it is looked at anew, so that what stands follows from what was accepted, however it
    came. Where nothing changed, that is one question to the archive.
    """
    written: list[Written] = []
    for _ in range(TWICE):
        due = _due(archive)
        if not due:
            break
        written += [_cycle(archive, cycle) for cycle in due]
    new = tuple(found for one in written for found in one.new)
    return Consolidated(new, sum(one.gone for one in written))


def _due(archive: Archive) -> list[str]:
    with archive.reading() as connection:
        return standing.due(connection)


def _cycle(archive: Archive, cycle: str) -> Written:
    while True:
        done = standing.record(archive, compared(archive, cycle))
        if isinstance(done, Written):
            return done


def compared(archive: Archive, cycle: str, *, anew: bool = False) -> Comparison:
    """Compare what changed in a cycle with all it touches, or (`anew`) everything; return what is found."""
    before = _before(archive, cycle)
    with archive.reading() as connection:
        since, end = standing.looked(connection, cycle)
        changed = changes.changed(connection, cycle, before, since)
    if anew or changed.everything or not since:
        return Comparison(cycle, end, before, None, tuple(_found(archive, cycle, before, None)))
    if not changed:
        return Comparison(cycle, end, before, frozenset(), ())
    found = _found(archive, cycle, before, changed.departments)
    return Comparison(cycle, end, before, changed.departments | {WHOLE}, tuple(found))


def compared_at(archive: Archive, cycle: str) -> int:
    """Return the event at which a cycle was compared; 0 where something has changed in it since."""
    before = _before(archive, cycle)
    with archive.reading() as connection:
        since, _ = standing.looked(connection, cycle)
        return 0 if changes.changed(connection, cycle, before, since) else since


def _before(archive: Archive, cycle: str) -> str | None:
    """Return the cycle that one is compared with; its people are not asked for."""
    pinned = archive.pinned(cycle)
    assert pinned is not None, cycle
    scheme = archive.scheme(pinned.scheme)
    assert scheme is not None, pinned
    return last_before(archive, scheme, scheme.cycles[cycle])


def _found(
    archive: Archive, cycle: str, before: str | None, departments: frozenset[str] | None
) -> Iterator[tuple[str, Finding]]:
    """Yield what is found over the whole cycle, then department by department, so that memory stays flat."""
    rules = opened(archive, cycle)
    with archive.reading() as connection:
        whole, longer = sums.whole(connection, cycle), tuple(extensions(connection, cycle))
    language = _language(archive, cycle)
    of = (rules.scheme, rules.roster, rules.cycle, language, whole)
    across = Across(*of, pools=_pools(archive, rules), asked=_asked(rules), longer=longer)
    yield from found_across(across, whole=True)
    out = unfit(archive, rules)
    members = assign(rules.roster, rules.cycle, rules.scheme).members
    for department in sorted(whole.names.keys() if departments is None else departments):
        book = _book(archive, cycle, department, before, members.get(department, ()))
        heard = _heard(archive, cycle, book, out)
        yield from found_across(replace(across, books=(book,), heard=heard), whole=False)


def _asked(rules: Rules) -> dict[str, dict[str, int]]:
    """Return how many raters of each group were asked, by person."""
    found: dict[str, dict[str, int]] = {}
    for rated in assigned(rules.scheme, rules.roster, rules.cycle).values():
        for person, one in rated.items():
            groups = found.setdefault(person, {})
            groups[one.group] = groups.get(one.group, 0) + 1
    return found


def _language(archive: Archive, cycle: str) -> str:
    """Return the language a cycle's workbooks were issued in: whoever collects, the same words are kept."""
    issued = [archive.issued(one) for one in archive.workbooks(cycle)[:1]]
    return next((one.stamp.language for one in issued if one is not None), archive.language)


def _book(
    archive: Archive, cycle: str, department: str, before: str | None, members: Sequence[Person]
) -> Book:
    """Return the workbook of a department, with those of its people who have no form in the cycle."""
    with archive.reading() as connection:
        book = books.book(connection, cycle, department, before)
        formed = books.with_form(connection, cycle, [person.id for person in members])
    missing = tuple(person.id for person in members if person.id not in formed)
    return replace(book, uncovered=missing)


def _heard(archive: Archive, cycle: str, book: Book, out: frozenset[Given]) -> dict[str, tuple[Heard, ...]]:
    """Return what groups of raters say of the people of a workbook, by person."""
    with archive.reading() as connection:
        said = ratings(connection, cycle, [subject.id for subject in book.subjects], out)
        return {subject: tuple(groups) for subject, groups in groupby(said, key=lambda one: one.subject)}


def _pools(archive: Archive, rules: Rules) -> tuple[Pool, ...]:
    """Return the groups whose grades are compared with the quotas, where all their forms have come."""
    if QUOTAS not in rules.scheme.settings.modules:
        return ()
    from sync.process.quotas import pools

    proposed = {who: one.proposal for who, one in computed_of(archive, rules).items() if one.proposal}
    waiting = (form.employee for form in forms_of(archive, rules) if form.state in NOT_YET)
    people = frozenset(one for one in waiting if department_of(one) is None)
    return pools(proposed, rules.roster, rules.scheme, people)


def overdue(archive: Archive, rules: Rules) -> list[Finding]:
    """Return the departments whose workbook has not come although its day has passed, as of now.

    It follows from the clock, so that it is looked for whenever somebody looks, and never kept.
    """
    with archive.reading() as connection:
        whole = Whole(names=sums.names(connection, rules.cycle.id))
        longer = tuple(extensions(connection, rules.cycle.id))
    day = now().astimezone(ZoneInfo(rules.scheme.settings.timezone)).date()
    rows = (row for row in progress_rows(archive, rules) if row.open == row.forms)
    waiting = tuple(dict.fromkeys(row.department for row in rows))
    across = Across(rules.scheme, rules.roster, rules.cycle, archive.language, whole, longer=longer)
    return list(found_today(Today(across, day, waiting)))
