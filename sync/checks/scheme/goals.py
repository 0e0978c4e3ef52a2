"""Checks of the Goals sheet: whose they are, which of them hold, and targets that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from addin.scoring.goals import by_subject, department_of, lineage, of_department, target_for
from addin.scoring.methods import METHODS
from addin.scoring.registry import Trouble, target_trouble, uses_target
from addin.scoring.scheme import Cycle, Department, Line, Person
from addin.scoring.troubles import in_words
from addin.texts import listed, say
from sync.checks.registry import check
from sync.checks.scheme.subject import SchemeSubject, keys_of
from sync.findings import Problem
from sync.reading.goals import subject as subject_of
from sync.reading.numbers import folded
from sync.reading.tables import ReadRow
from templates.lists import word

GOALS = "goals"
NAMED = 5
"""So many unusable targets are named in one finding."""


def _rows(subject: SchemeSubject) -> Iterator[tuple[tuple[str, ...], ReadRow]]:
    """Yield the rows of Goals with their keys, where the module is on."""
    for table, reading in subject.tables():
        if table.key == GOALS:
            yield from keys_of(table, reading)


@check("S025", "scheme")
def unknown_subject(subject: SchemeSubject) -> Iterator[Problem]:
    """Find goals of nobody: neither an employee number nor a department."""
    for key, row in _rows(subject):
        text = folded(row.text("subject"))
        unit = department_of(text)
        known = unit in subject.scheme.departments if unit is not None else _known(subject, text)
        if text and not known:
            yield subject.at(GOALS, "subject", *key, found=text, row=row)


def _known(subject: SchemeSubject, text: str) -> bool:
    return text in subject.reading.roster or text in subject.scheme.departments


@check("S026", "scheme")
def ambiguous_subject(subject: SchemeSubject) -> Iterator[Problem]:
    """Find goals whose subject is the number of a person as well as of a department."""
    for key, row in _rows(subject):
        text = folded(row.text("subject"))
        if text in subject.reading.roster and text in subject.scheme.departments:
            person = subject.reading.roster[text]
            expected = of_department(text)
            yield subject.at(GOALS, "subject", *key, found=text, expected=expected, row=row, name=person.name)


@check("S027", "scheme")
def goal_twice(subject: SchemeSubject) -> Iterator[Problem]:
    """Find two goals for the same subject, indicator and cycle; only one could hold."""
    first: dict[tuple[str | None, str, str | None], ReadRow] = {}
    for key, row in _rows(subject):
        earlier = first.setdefault(meant(subject, key), row)
        if earlier is not row and key[2]:
            found = row.text("target")
            yield subject.at(GOALS, "target", *key, found=found, row=row, other=earlier.number)


@check("S028", "scheme")
def impossible_goal(subject: SchemeSubject) -> Iterator[Problem]:
    """Find goals that the method of a line cannot take, such as a ratio to nothing."""
    lines: dict[str, list[Line]] = {}
    for line in subject.lines():
        lines.setdefault(line.indicator, []).append(line)
    for key, row, target in goal_rows(subject):
        found = (_trouble(line, target) for line in lines.get(key[2], ()))
        trouble = next(filter(None, found), None)
        if trouble is not None:
            yield _told(subject, trouble, key, row)


def goal_rows(subject: SchemeSubject) -> Iterator[tuple[tuple[str, ...], ReadRow, float]]:
    """Yield the rows of Goals whose target was understood."""
    goals = by_subject(subject.scheme.goals)
    for key, row in _rows(subject):
        target = goals.get(meant(subject, key))
        if target is not None:
            yield key, row, target


def meant(subject: SchemeSubject, key: tuple[str, ...]) -> tuple[str | None, str, str | None]:
    """Return what a row of Goals is for: subject, indicator, cycle."""
    cycle, named, indicator = key
    whose = subject_of(named, subject.reading.roster, subject.scheme.departments)
    return whose, indicator, cycle or None


def _trouble(line: Line, target: float | None) -> Trouble | None:
    """Return why a line cannot be scored with a target; an unknown method is named elsewhere."""
    method = METHODS.get(line.method)
    return None if method is None else target_trouble(method, line.parameters, target)


def _told(subject: SchemeSubject, trouble: Trouble, key: tuple[str, ...], row: ReadRow) -> Problem:
    indicator = subject.scheme.indicators.get(key[2])
    words = in_words(trouble, indicator is not None and indicator.percent, subject.language)
    text = f"methods.troubles.{trouble.code}"
    what, mend = (say(f"{text}.{part}", subject.language, **words) for part in ("what", "mend"))
    return subject.at(GOALS, "target", *key, found=row.text("target"), row=row, what=what, mend=mend)


@check("S029", "scheme")
def idle_goal(subject: SchemeSubject) -> Iterator[Problem]:
    """Find goals that no line of anybody uses; they change nothing."""
    for key, row, lines in _aimed(subject):
        if not lines:
            yield subject.at(GOALS, "indicator", *key, found=key[2], row=row)


@check("S032", "scheme")
def goal_without_effect(subject: SchemeSubject) -> Iterator[Problem]:
    """Find goals for lines whose methods all ignore a target; they change no score."""
    for key, row, lines in _aimed(subject):
        known = [line for line in lines if line.method in METHODS]
        if known and not any(uses_target(METHODS[line.method], line.parameters) for line in known):
            names = dict.fromkeys(word("method", line.method, subject.language) for line in known)
            methods = listed(names, subject.language)
            yield subject.at(GOALS, "target", *key, found=key[2], row=row, methods=methods)


def _aimed(subject: SchemeSubject) -> Iterator[tuple[tuple[str, ...], ReadRow, list[Line]]]:
    """Yield the rows of Goals whose target was understood, each with the lines it holds for."""
    rows, cycles = list(goal_rows(subject)), subject.scheme.cycles
    lines: dict[tuple[str | None, str], dict[int, Line]] = {}
    for judged in _judged(subject) if rows else ():
        for line in judged.lines:
            for whose in judged.subjects:
                lines.setdefault((whose, line.indicator), {})[id(line)] = line
    kinds = {cycle.kind for cycle in cycles.values()}
    for key, row, _ in rows:
        whose, indicator, cycle = meant(subject, key)
        wanted = {cycles[cycle].kind} if cycle and cycle in cycles else kinds
        found = lines.get((whose, indicator), {}).values()
        yield key, row, [line for line in found if any(line.applies(kind) for kind in wanted)]


class Judged(NamedTuple):
    """Somebody who is appraised, or a department that is judged: whose goals hold, and by which lines."""

    who: Person | Department
    subjects: tuple[str | None, ...]
    lines: tuple[Line, ...]


def _judged(subject: SchemeSubject) -> Iterator[Judged]:
    """Yield everybody who has lines."""
    scheme = subject.scheme
    for person in subject.reading.roster.values():
        post = scheme.positions.get(person.position)
        template = post.template if post else None
        yield Judged(person, lineage(person, scheme.departments), _lines(subject, template))
    for unit in scheme.departments.values():
        yield Judged(unit, lineage(unit, scheme.departments), _lines(subject, unit.template))


def _lines(subject: SchemeSubject, template: str | None) -> tuple[Line, ...]:
    return subject.scheme.templates.get(template or "", ())


@check("S030", "scheme")
def no_usable_target(subject: SchemeSubject) -> Iterator[Problem]:
    """Find lines that some subjects have no usable target for in a cycle, although others have a goal."""
    aimed = {goal.indicator for goal in subject.scheme.goals}
    goals = by_subject(subject.scheme.goals)
    found: dict[tuple[str, str], list[str]] = {}
    for judged in _judged(subject):
        for line in judged.lines:
            for cycle in _counting(subject, line) if line.indicator in aimed else ():
                target = target_for(goals, judged.subjects, line.indicator, cycle.id, line.target)
                trouble = _trouble(line, target)
                if trouble is not None:
                    reason = say(f"checks.S030.reasons.{trouble.code}", subject.language)
                    words = {"cycle": cycle.id, "who": judged.who.id, "reason": reason}
                    told = say("checks.S030.told", subject.language, **words)
                    found.setdefault((line.template, line.indicator), []).append(told)
    for key, troubles in found.items():
        names = listed(troubles[:NAMED], subject.language) + (" …" if len(troubles) > NAMED else "")
        yield subject.at("templates", "target", *key, found=len(troubles), names=names)


def _counting(subject: SchemeSubject, line: Line) -> Iterator[Cycle]:
    return (cycle for cycle in subject.scheme.cycles.values() if line.applies(cycle.kind))
