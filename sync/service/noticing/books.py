"""The workbooks of a cycle that people are asked to fill, and how far each of them is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sync.archive.given import Pack, packs
from sync.archive.queries import accepted
from sync.archive.rows import FormRecord, IssuedRecord, department_of
from sync.archive.steps import Step, steps
from sync.findings import Finding
from sync.process.assignment import Bundle, books, bundles
from sync.process.notice_facts import Asked, Came, SentBack, Talks
from sync.process.waiving import sort_out
from sync.service.issuing.issuer import last_issue
from sync.service.issuing.planning import workbook_id
from sync.service.noticing.known import Known
from sync.service.steps.choosing import Choice
from sync.service.steps.talking import due_talks, held_talks
from sync.states import ASIDE, IN_THE_DEPARTMENT, TOLD
from templates.books.department.plan import GOALS, RATING

PUBLISHED = "published"


def of_departments(known: Known) -> Iterator[Asked]:
    """Yield the workbooks of departments: those of ratings, and those of goals until these are issued."""
    rules, assignment = known.rules, known.assignment
    held = {one.workbook for one in known.archive.submissions(rules.cycle.id, "held")}
    talks = _talks(known)
    with known.archive.reading() as connection:
        last = {one.subject: one for one in steps(connection, rules.cycle.id)}
    for department in books(assignment, rules.scheme, rules.cycle):
        for bundle in bundles(assignment, rules.scheme, rules.cycle, rules.roster, department):
            for edition in (RATING, GOALS):
                record = last_issue(known.archive, workbook_id(rules.cycle.id, bundle, edition))
                if record is not None:
                    back = _sent_back(known, record.workbook, last)
                    own = [talks[one.employee] for one in _forms(known, record) if one.employee in talks]
                    one = replace(_asked(known, bundle, record), held=record.workbook in held)
                    yield replace(one, back=back, talks=_still_open(own))
                    break


def _talks(known: Known) -> dict[str, tuple[date, bool]]:
    """Return by when the result of each person is to be talked over, and whether that was done."""
    if not any(form.state in TOLD for forms in known.forms.values() for form in forms):
        return {}
    held = held_talks(known.archive, known.rules)
    due = due_talks(known.archive, known.rules, Choice())
    return {one.employee: (one.until, one.employee in held) for one in due}


def _still_open(talks: Sequence[tuple[date, bool]]) -> Talks | None:
    """Return how many of some interviews are still to be held; None where none is."""
    until = [day for day, done in talks if not done]
    return Talks(len(talks), len(until), min(until)) if until else None


def _sent_back(known: Known, workbook: str, last: Mapping[str, Step]) -> SentBack | None:
    """Return the forms of a workbook that a person sent back since they were checked; None where none was.

    last: the last step of each form.
    """
    returned = (form for form in known.forms.get(workbook, ()) if form.state == "returned")
    found = [one for form in returned if (one := last.get(form.employee)) and one.was != "submitted"]
    if not found:
        return None
    newest = max(found, key=lambda one: one.event)
    reasons = " · ".join(dict.fromkeys(one.reason for one in found))
    return SentBack(len(found), reasons, known.local(newest.at).date(), newest.event)


def _asked(known: Known, bundle: Bundle, record: IssuedRecord) -> Asked:
    forms = _forms(known, record)
    states = Counter(form.state for form in forms)
    people = sum(department_of(form.employee) is None for form in forms)
    came = _came(known, record.workbook)
    waiting = sum(states[state] for state in IN_THE_DEPARTMENT) - states["returned"] - states["checked"]
    goals = 0 if record.edition == RATING else len(bundle.members)
    return Asked(
        record.workbook,
        record.name,
        record.edition,
        bundle.manager.id if bundle.manager else known.head(bundle.department),
        bundle.department,
        known.title(bundle.department),
        record.stamp.language,
        known.dates(bundle.department),
        people=goals or people or len(forms),
        forms=goals or len(forms),
        open=goals if goals and came is None else waiting,
        returned=states["returned"],
        checked=states["checked"],
        published=states[PUBLISHED],
        came=came,
    )


def _forms(known: Known, record: IssuedRecord) -> list[FormRecord]:
    """Return the forms of a workbook that are on their way."""
    return [form for form in known.forms.get(record.workbook, ()) if form.state not in ASIDE]


def _came(known: Known, workbook: str) -> Came | None:
    """Return the submission of a workbook that counts, with what is open in it; None where none came."""
    with known.archive.reading() as connection:
        number = accepted(connection, workbook)
    if number is None:
        return None
    moment = known.local(known.archive.submission(number).received_at)
    severities = Counter(one.severity for one in open_findings(known, number))
    copy = known.archive.issued(workbook)
    return Came(
        number,
        f"{moment:%Y-%m-%d %H:%M}",
        moment.date(),
        len(known.archive.entries(number)),
        severities["error"],
        severities["warning"],
        copy.name if copy and copy.kind == "returned" else "",
    )


def open_findings(known: Known, submission: int) -> tuple[Finding, ...]:
    """Return what was found in a submission and is not waived today."""
    waivers = known.archive.waivers(known.rules.cycle.id, ended=False)
    standing = [one for one in waivers if one.until >= known.today.isoformat()]
    return sort_out(known.archive.findings_of(submission), standing).open


def of_packs(known: Known) -> Iterator[Asked]:
    """Yield the small workbooks that are still asked for: until HR reviews the people they are about."""
    rules = known.rules
    forms = {form.employee: form for found in known.forms.values() for form in found}
    waiting = {who for who, form in forms.items() if form.state in IN_THE_DEPARTMENT}
    raters, providers = known.raters(), {one.provider for one in rules.scheme.indicators.values()}
    with known.archive.reading() as connection:
        found = list(packs(connection, rules.cycle.id))
    for pack in found if waiting else ():
        owner = pack.owner(rules.cycle.id)
        if pack.edition == "self" and owner in waiting:
            yield _small(known, pack, owner, forms[owner].department)
        elif pack.edition == "rater" and owner in raters and raters[owner].rated & waiting:
            yield _small(known, pack, owner, "", len(raters[owner].rated & waiting))
        elif pack.edition == "data" and owner in providers:
            yield _small(known, pack, known.head(owner), owner)


def _small(known: Known, pack: Pack, reader: str, department: str, people: int = 1) -> Asked:
    return Asked(
        pack.workbook,
        pack.name,
        pack.edition,
        reader,
        department,
        known.title(department),
        pack.language,
        known.dates(department),
        people=people,
        forms=people,
        open=0 if pack.back else people,
        came=Came(0, "", known.today) if pack.back else None,
    )
