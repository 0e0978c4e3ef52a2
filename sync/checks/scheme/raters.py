"""Checks of who rates whom, and of what each group of raters counts for."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from addin.scoring.parameters import told
from addin.scoring.raters.rules import ALONE, counts_for, rates_already
from addin.scoring.scheme import RaterAssignment, RaterRule
from addin.texts import say
from sync.checks.registry import check
from sync.checks.scheme.subject import SchemeSubject
from sync.findings import Problem
from templates.tables.scheme import ASSIGNMENTS, RATER_TRAINING, RATERS, TOLERANCE

WHOLE, FEWEST = 100.0, 3


def _on(subject: SchemeSubject) -> bool:
    return RATERS.key in subject.scheme.settings.modules


@check("S070", "scheme")
def not_a_whole(subject: SchemeSubject) -> Iterator[Problem]:
    """Find groups of raters whose weights, for a template and a kind of cycle, do not add up to 100."""
    together: dict[tuple[str | None, str | None], list[RaterRule]] = {}
    for rule in subject.scheme.raters if _on(subject) else ():
        together.setdefault((rule.template, rule.cycle_kind), []).append(rule)
    unclear = any(problem.table == RATERS.key for problem in subject.reading.problems)
    for rules in together.values() if not unclear else ():
        total = fsum(rule.weight for rule in rules)
        if abs(total - WHOLE) > TOLERANCE:
            groups = " + ".join(told(rule.weight) for rule in rules)
            yield subject.at(
                RATERS.key, "weight", *_key(rules[0]), found=told(total), expected=told(WHOLE), parts=groups
            )


def _key(rule: RaterRule) -> tuple[str, str, str]:
    return rule.template or "", rule.cycle_kind or "", rule.group


@check("S071", "scheme")
def rates_nobody(subject: SchemeSubject) -> Iterator[Problem]:
    """Find assignments that do not count: people who would rate themselves, or are the person's manager."""
    for one in subject.scheme.assignments if _on(subject) else ():
        if rates_already(one, subject.reading.roster):
            group = say(f"choices.group.{one.group}", subject.language)
            column = "group" if one.group in ALONE and one.rater != one.employee else "rater"
            yield subject.at(ASSIGNMENTS.key, column, *_place(one), found=one.rater, group=group)


@check("S072", "scheme")
def unknown_rater(subject: SchemeSubject) -> Iterator[Problem]:
    """Find raters who are not in People and have no name: nobody would know whom to give the workbook."""
    roster, told_of = subject.reading.roster, set()
    for one in subject.scheme.assignments if _on(subject) else ():
        if one.rater not in roster and not one.name and one.rater not in told_of:
            told_of.add(one.rater)
            yield subject.at(ASSIGNMENTS.key, "rater", *_place(one), found=one.rater)


@check("S073", "scheme")
def easily_guessed(subject: SchemeSubject) -> Iterator[Problem]:
    """Find groups that count from fewer than three raters on: everybody could guess who said what."""
    for rule in subject.scheme.raters if _on(subject) else ():
        if rule.group not in ALONE and rule.fewest < FEWEST:
            found, least = told(rule.fewest), told(FEWEST)
            yield subject.at(RATERS.key, "fewest", *_key(rule), found=found, expected=least)


@check("S074", "scheme")
def counts_for_nothing(subject: SchemeSubject) -> Iterator[Problem]:
    """Find assignments to a group without a rule in any cycle they are for: nobody is asked then."""
    scheme, roster, told_of = subject.scheme, subject.reading.roster, set()
    for one in scheme.assignments if _on(subject) else ():
        person, cycles = roster.get(one.employee), scheme.cycles
        of = [cycles[one.cycle]] if one.cycle and one.cycle in cycles else [*cycles.values()]
        key = (person.position, one.group, one.cycle) if person and of else None
        if key is None or key in told_of or rates_already(one, roster):
            continue
        assert person is not None
        if not any(counts_for(scheme, person, one.group, cycle.kind) for cycle in of):
            told_of.add(key)
            group = say(f"choices.group.{one.group}", subject.language)
            yield subject.at(ASSIGNMENTS.key, "group", *_place(one), found=group)


@check("S078", "scheme")
def untrained(subject: SchemeSubject) -> Iterator[Problem]:
    """Find employees who rate others, as superiors or as asked, and were never trained in it.

    Source: duties.md 5.5.
    """
    if RATER_TRAINING.key not in subject.scheme.settings.modules:
        return
    roster = subject.reading.roster
    trained = {one.employee for one in subject.scheme.rater_training}
    asked = (one.rater for one in subject.scheme.assignments if _on(subject))
    superiors = (person.manager for person in roster.values() if person.manager)
    for rater in sorted({*asked, *superiors}):
        if rater in roster and rater not in trained:
            yield subject.at("people", "employee", rater, found=rater, name=roster[rater].name)


def _place(one: RaterAssignment) -> tuple[str, str, str]:
    return one.cycle or "", one.employee, one.rater
