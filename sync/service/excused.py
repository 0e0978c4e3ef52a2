"""Forms of people who take no part any more: kept in the archive, out of results, ranks and progress."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sync.archive.rows import DepartmentProgress, FormRecord, department_of
from sync.archive.store import Archive
from sync.process.assignment import assign, superior_of
from sync.service.cycles import Rules
from sync.states import SETTLED

EXEMPT = "exempt"
"""The state of a form whose person was taken out of the scheme, left out or made exempt after the issue."""


def excused(rules: Rules, subjects: Collection[str]) -> frozenset[str]:
    """Return who of these subjects is not appraised under a cycle's rules: people, and departments.

    It follows from the rules and people the cycle is pinned to, so that a person who is taken in again has
    their form and result as before. Whether somebody is exempt depends on them and on whom they report to.
    """
    own = {one: rules.roster[one] for one in subjects if one in rules.roster}
    above = {one.id: one for person in own.values() if (one := superior_of(person, rules.roster))}
    exempt, scheme = assign(above | own, rules.cycle, rules.scheme).exempt, rules.scheme
    judged = {unit for unit in scheme.departments if scheme.lines_of_department(unit, rules.cycle.kind)}
    return frozenset(
        one for one in subjects if one in exempt or ((unit := department_of(one)) and unit not in judged)
    )


def forms_of(archive: Archive, rules: Rules, among: Collection[str] | None = None) -> list[FormRecord]:
    """Return where each form of a cycle stands, or each of some; whoever takes no part any more is exempt."""
    forms = archive.forms(rules.cycle.id, among)
    waiting = [form.employee for form in forms if form.state not in SETTLED]
    out = excused(rules, waiting) if waiting else frozenset[str]()
    return [replace(form, state=EXEMPT) if form.employee in out else form for form in forms]


def progress_rows(archive: Archive, rules: Rules) -> list[DepartmentProgress]:
    """Return how far each workbook of a cycle is; nobody waits for the forms of people who are exempt."""
    out = [form.employee for form in forms_of(archive, rules) if form.state == EXEMPT]
    return archive.progress(rules.cycle.id, out)
