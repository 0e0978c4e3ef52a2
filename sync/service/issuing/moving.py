"""A cycle that is open moves on to today's rules and people: a decision, with its reason in the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from addin.scoring.scheme import Roster
from sync.archive import documents, issuing
from sync.archive.rows import IssuedRecord, Pinned
from sync.archive.store import Archive
from sync.process.assignment import GONE
from sync.service.cycles import Rules
from sync.service.excused import EXEMPT, forms_of
from sync.service.fitting import LeftOut, gone_left_out
from sync.service.issuing.issuer import last_issue
from sync.service.opening import RulesFile
from sync.service.refilling import context_of, typed_lines, typed_texts
from sync.settings import stop
from templates.books.department.state import TypedSummary


class NewRules(NamedTuple):
    """Who decided that a cycle moves on to today's rules, and why."""

    by: str
    reason: str


def moved_on(archive: Archive, pinned: Pinned, file: RulesFile, decided: NewRules, outbox: Path) -> Pinned:
    """Pin an open cycle to the rules and people of today's scheme workbook.

    Whoever has a form and is no longer in People stays known, so that the form and its result can be read,
    and is exempt from now on. Where that was decided before and a workbook is still to be issued, as after a
    crash, it goes on. Raises CannotGoOn where the cycle has these very rules and people.
    """
    old = archive.roster(pinned.roster)
    assert old is not None, pinned
    scheme, people = file.reading.scheme, with_forms(archive, pinned.cycle, file.reading.roster, old)
    if (documents.digest(scheme), documents.roster_digest(people)) == (pinned.scheme, pinned.roster):
        if _all_issued(archive, pinned, outbox):
            raise stop("rules_current", archive.language, cycle=pinned.cycle)
        return pinned
    with archive.writing() as writing:
        issuing.change_rules(writing, pinned.cycle, scheme, people, file.content, *decided)
    moved = archive.pinned(pinned.cycle)
    assert moved is not None, pinned
    return moved


def _all_issued(archive: Archive, pinned: Pinned, outbox: Path) -> bool:
    """Tell whether every workbook of a cycle was issued under the rules it is pinned to, and lies there.

    A crash may have come between: a workbook is remembered before its file is written.
    """
    found = (last_issue(archive, workbook) for workbook in archive.workbooks(pinned.cycle))
    records = [one for one in found if one is not None]
    under = {(one.scheme, one.roster) for one in records}
    return under <= {(pinned.scheme, pinned.roster)} and all(_lies_there(outbox, one) for one in records)


def _lies_there(outbox: Path, record: IssuedRecord) -> bool:
    file = outbox / record.name
    return file.exists() and sha256(file.read_bytes()).hexdigest() == record.sha256


def with_forms(archive: Archive, cycle: str, today: Roster, old: Roster) -> Roster:
    """Return the people of today, and those of before who have a form: they have no superior any more."""
    kept = {form.employee for form in archive.forms(cycle)} - today.keys()
    gone = {who: replace(old[who], manager=GONE) for who in old if who in kept}
    return {**today, **gone}


def kept_back(archive: Archive, rules: Rules) -> Iterator[LeftOut]:
    """Yield what was typed for people, and departments, that stand in no workbook of a cycle any more."""
    sent: dict[int, set[str]] = {}
    for form in forms_of(archive, rules):
        if form.submission is not None and form.state == EXEMPT:
            sent.setdefault(form.submission, set()).add(form.employee)
    for number, subjects in sorted(sent.items()):
        context = context_of(archive, number)
        said = dict(typed_texts(context))
        for one in context.forms:
            if one.employee in subjects:
                texts = said.get(one.employee, TypedSummary())
                yield from gone_left_out(one, dict(typed_lines(context, one)), texts)
