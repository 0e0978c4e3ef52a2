"""What the notices of a cycle follow from, put together from the archive and today's scheme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from addin.scoring.parameters import told
from sync.archive.given import received
from sync.archive.rows import department_of
from sync.checks.run import group
from sync.process.notice_facts import Asked, Facts, Published, Standing
from sync.process.notices import again_by
from sync.reports.cover import line, worst_first
from sync.service.noticing.appealed import of_appeals
from sync.service.noticing.books import PUBLISHED, of_departments, of_packs, open_findings
from sync.service.noticing.known import Known
from sync.service.outcomes import outcomes_of
from sync.service.steps.told import answers_due, reader_of
from templates.books.department.plan import GOALS, RATING

POINTS = 10
"""So many open points are named, as on the Cover."""


def facts_of(known: Known) -> Facts:
    """Return all that the notices of a cycle follow from today."""
    rules, archive = known.rules, known.archive
    asked = list(of_departments(known))
    with archive.reading() as connection:
        small = [one for one in received(connection, rules.cycle.id) if one[0] != GOALS]
    return Facts(
        rules.cycle.id,
        known.today,
        replace(rules.scheme.settings, reminder_days=known.scheme.settings.reminder_days),
        known.dates(""),
        [*asked, *of_packs(known)],
        list(_published(known, asked)),
        list(of_appeals(known, asked)),
        departments=list(_standings(known, asked)),
        small=small,
        held=len(archive.submissions(rules.cycle.id, "held")),
        hr=known.hr(),
        language=archive.language,
    )


def _published(known: Known, asked: Sequence[Asked]) -> Iterator[Published]:
    """Yield the results that are published and that nobody has spoken up about."""
    languages = {one.workbook: one.language for one in asked}
    found = [form for forms in known.forms.values() for form in forms if form.state == PUBLISHED]
    outcomes = outcomes_of(known.archive, known.rules) if found else {}
    last = answers_due(known.archive, known.rules, found)
    for form in found:
        reader, outcome = reader_of(known.rules, form.employee), outcomes[form.employee]
        person, unit = known.person(reader.id) if reader else None, department_of(form.employee)
        finish, changes = outcome.finish, outcome.decided.changes if outcome.decided else 0
        if person is None or finish.score is None:
            continue
        yield Published(
            form.employee,
            person.name,
            form.department,
            languages.get(form.workbook, known.archive.language),
            form.version + changes,
            told(finish.score),
            finish.grade or "–",
            last[form.employee],
            person.id,
            known.title(unit) if unit else "",
        )


def _standings(known: Known, asked: Iterable[Asked]) -> Iterator[Standing]:
    """Yield how far each department is that has a workbook of ratings."""
    rating = [one for one in asked if one.edition == RATING]
    for department, rows in groupby(rating, key=lambda one: one.department):
        mine = [*rows]
        dates = known.dates(department)
        yield Standing(
            department,
            known.title(department),
            known.head(department),
            mine[0].language,
            sum(one.forms for one in mine),
            sum(one.open for one in mine),
            sum(one.returned for one in mine),
            dates["submission"],
            max((_again(known, one) for one in mine if one.returned), default=dates["resubmission"]),
            any(one.came for one in mine),
            any(one.held for one in mine),
            tuple(_points(known, mine)),
        )


def _again(known: Known, one: Asked) -> date:
    return again_by(one, known.rules.scheme.settings, known.dates(""))


def _points(known: Known, mine: Sequence[Asked]) -> Iterator[str]:
    """Yield the first open points of a department, told as the Cover of its returned copy tells them."""
    found = [one for book in mine if book.came for one in open_findings(known, book.came.submission)]
    language = mine[0].language
    for one in worst_first(group(found, language))[:POINTS]:
        employee = one.findings[0].employee
        person = known.person(employee) if employee else None
        yield line(one, person.name if person else employee, language)
