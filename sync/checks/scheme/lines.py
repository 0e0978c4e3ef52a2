"""Checks of template lines: methods and their parameters, weights, headroom, cycles without lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from addin.scoring.headroom import best_total, taken_by, troubles
from addin.scoring.methods import METHODS
from addin.scoring.nesting import sums
from addin.scoring.parameters import told
from addin.scoring.registry import Trouble
from addin.scoring.scheme import Line
from addin.scoring.troubles import in_words
from addin.texts import say
from sync.checks.registry import check
from sync.checks.scheme.subject import SchemeSubject
from sync.findings import Problem
from templates.lists import word
from templates.tables.scheme import PARAMETERS, TOLERANCE

CURVES = {"points", "bands"}
"""Parameters that say for each result which score it gives."""


@check("S006", "scheme")
def impossible_parameter(subject: SchemeSubject) -> Iterator[Problem]:
    """Find parameters and targets that are missing or cannot work, as the method itself judges."""
    unclear = {(*p.key, p.column) for p in subject.reading.problems if p.table == "templates"}
    aimed = {goal.indicator for goal in subject.scheme.goals}
    for line in subject.lines():
        for trouble in troubles(line):
            if trouble.code == "target_missing" and line.indicator in aimed:
                continue
            if (line.template, line.indicator, trouble.parameter) not in unclear:
                yield _impossible(subject, line, trouble)


def _impossible(subject: SchemeSubject, line: Line, trouble: Trouble) -> Problem:
    """Put a trouble into words: what it is and how to mend it."""
    indicator = subject.scheme.indicators.get(line.indicator)
    percent = indicator is not None and indicator.percent
    values = in_words(trouble, percent, subject.language)
    key = f"methods.troubles.{trouble.code}"
    given = line.target if trouble.parameter == "target" else line.parameters.get(trouble.parameter)
    return subject.at(
        "templates",
        trouble.parameter,
        line.template,
        line.indicator,
        found=told(given, percent) if isinstance(given, float) else None,
        what=say(f"{key}.what", subject.language, **values),
        mend=say(f"{key}.mend", subject.language, **values),
    )


@check("S007", "scheme")
def idle_parameter(subject: SchemeSubject) -> Iterator[Problem]:
    """Find parameters that the row's method does not take; they change nothing."""
    for line in subject.lines():
        if line.method not in METHODS:
            continue
        taken = taken_by(line)
        idle = [
            column.key for column in PARAMETERS if column.key in line.parameters and column.key not in taken
        ]
        if idle:
            titles = subject.headings("templates", idle)
            method = word("method", line.method, subject.language)
            yield subject.at(
                "templates",
                idle[0],
                line.template,
                line.indicator,
                found=titles,
                method=method,
                columns=titles,
            )


@check("S046", "scheme")
def score_turns(subject: SchemeSubject) -> Iterator[Problem]:
    """Find points and bands whose score falls and then rises again; up and then down may be meant."""
    for line in subject.lines():
        taken = taken_by(line) if line.method in METHODS and not any(troubles(line)) else {}
        for column in CURVES & taken.keys():
            turn = valley([score for *_, score in taken[column]])
            if turn is not None:
                low, high = map(told, turn)
                key = (line.template, line.indicator)
                yield subject.at("templates", column, *key, found=low, low=low, high=high)


def valley(scores: Sequence[float]) -> tuple[float, float] | None:
    """Return the lowest score before scores rise again after a fall, and the next one; None where none do."""
    fallen = False
    for before, after in pairwise(scores):
        if fallen and after > before:
            return before, after
        fallen = fallen or after < before
    return None


@check("S009", "scheme")
def no_headroom(subject: SchemeSubject) -> Iterator[Problem]:
    """Find templates whose best total cannot reach the top grade or the headroom of Settings."""
    settings = subject.scheme.settings
    top = max((grade.low for grade in subject.scheme.grades if grade.low is not None), default=0.0)
    needed = max(settings.headroom, top)
    for name, lines in subject.scheme.templates.items():
        best = best_total(lines, settings.full_score)
        if best is not None and min(best, settings.total_cap) < needed - TOLERANCE:
            found = min(best, settings.total_cap)
            key = lines[0].indicator
            yield subject.at(
                "templates",
                "cap",
                name,
                key,
                found=told(found, decimals=2),
                expected=told(needed),
                template=name,
            )


@check("S023", "scheme")
def no_line_counts(subject: SchemeSubject) -> Iterator[Problem]:
    """Find cycles in which a template has no line that counts."""
    for cycle in subject.scheme.cycles.values():
        for name, lines in _used(subject).items():
            if lines and not any(line.applies(cycle.kind) for line in lines):
                kind = word("cycle", cycle.kind, subject.language)
                yield subject.at(
                    "templates",
                    "cycles",
                    name,
                    lines[0].indicator,
                    found=kind,
                    template=name,
                    cycle=cycle.id,
                    kind=kind,
                )


def _used(subject: SchemeSubject) -> Mapping[str, tuple[Line, ...]]:
    """Return the templates that a position or a department uses."""
    scheme = subject.scheme
    chosen = {post.template for post in scheme.positions.values()}
    chosen |= {unit.template for unit in scheme.departments.values()}
    return {name: lines for name, lines in scheme.templates.items() if name in chosen}


def _of_persons(subject: SchemeSubject) -> Mapping[str, tuple[Line, ...]]:
    """Return the templates without those by which departments only are judged: their size is their own."""
    scheme = subject.scheme
    posts = {post.template for post in scheme.positions.values()}
    units = {unit.template for unit in scheme.departments.values()} - posts
    return {name: lines for name, lines in scheme.templates.items() if name not in units}


@check("W001", "scheme")
def weights_not_100(subject: SchemeSubject) -> Iterator[Problem]:
    """Find templates whose weights do not add up to 100."""
    for name, lines in subject.scheme.templates.items():
        total = sums(lines).get(None, 0.0)
        if abs(total - 100) > TOLERANCE:
            key = "add" if total < 100 else "take"
            difference = told(abs(100 - total), decimals=4)
            mend = say(f"checks.W001.mends.{key}", subject.language, difference=difference, template=name)
            yield subject.at(
                "templates",
                "weight",
                name,
                lines[0].indicator,
                found=told(total, decimals=4),
                expected="100",
                template=name,
                mend=mend,
            )


@check("W002", "scheme")
def weight_outside(subject: SchemeSubject) -> Iterator[Problem]:
    """Find lines that weigh less or more than Settings allows."""
    settings = subject.scheme.settings
    for line in (line for lines in _of_persons(subject).values() for line in lines):
        if not settings.line_min - TOLERANCE <= line.weight <= settings.line_max + TOLERANCE:
            expected = f"{told(settings.line_min)}–{told(settings.line_max)}"
            key = (line.template, line.indicator)
            yield subject.at("templates", "weight", *key, found=told(line.weight), expected=expected)


@check("W003", "scheme")
def number_of_lines(subject: SchemeSubject) -> Iterator[Problem]:
    """Find templates with fewer or more lines than Settings allows."""
    settings = subject.scheme.settings
    for name, lines in _of_persons(subject).items():
        if not settings.lines_min <= len(lines) <= settings.lines_max:
            expected = f"{settings.lines_min}–{settings.lines_max}"
            key = (name, lines[0].indicator)
            yield subject.at(
                "templates", "template", *key, found=len(lines), expected=expected, template=name
            )


@check("W004", "scheme")
def little_measured(subject: SchemeSubject) -> Iterator[Problem]:
    """Find templates in which too little weight is measured instead of judged."""
    least = subject.scheme.settings.measured_min
    for name, lines in _of_persons(subject).items():
        measured = sum(line.weight for line in lines if not line.judged)
        if measured < least - TOLERANCE:
            key = (name, next(line.indicator for line in lines if line.judged or line is lines[-1]))
            yield subject.at(
                "templates", "value_from", *key, found=told(measured), expected=told(least), template=name
            )
