"""`patterns`: how managers and colleagues rate, in figures and plain sentences; for HR only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from math import fsum, nan
from typing import Any, Literal, NamedTuple

from addin.scoring.parameters import told
from addin.scoring.raters.rules import far_from_peers
from addin.scoring.scheme import Cycle
from addin.texts import phrase
from sync.analysis.raters import FEWEST_RATINGS, Around, Beside, Pattern, Rated, Times, patterns
from sync.archive import given, telling
from sync.archive.handed import Actual
from sync.archive.rated import Heard, heard, self_ratings, single_ratings
from sync.archive.registers import registers_of
from sync.archive.store import Archive
from sync.process.assignment import superior_of
from sync.process.outcomes import rules_of
from sync.process.rating import SELF, assigned, code_of
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.outcomes import outcomes_of
from sync.settings import Workspace
from templates.books.department.demands import scale
from templates.books.department.register_rows import as_day

Role = Literal["manager", "rater"]
Document = dict[str, Any]

PEERS, MANAGER, INCIDENTS = "peers", "manager", "incidents"

SHARES = ("spread_ratio", "middle_share", "round_share", "late_share")
"""Figures told in percent; all others with two decimals."""

DISTANCE = "shift"
"""A figure told without its sign: the sentence says which way."""

EARLY, LATE = 2 / 3, 3 / 4
"""What lies before and after these parts of a period: early and late results, and incidents of its end."""


class Seen(NamedTuple):
    """How somebody rates in a role: as the superior of the rated, or as a colleague or customer asked."""

    role: Role
    pattern: Pattern
    name: str
    department: str | None


class Given(NamedTuple):
    """The ratings of a cycle on judged lines, by managers and by others, and what they are held against.

    `unnamed` counts the imported ratings that are left out: the code of their rater names nobody.
    """

    managers: list[Rated]
    raters: list[Rated]
    beside: Beside
    unnamed: int = 0


def patterns_in(workspace: Workspace, cycle: str) -> Document:
    """Return how everybody rates in a cycle: figures, codes, a sentence for each code; and what is left out.

    `recency` tells whether it could be looked for: incidents or results of shorter cycles are known.
    """
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        found = given_of(archive, rules)
        raters = [pattern_document(one, workspace.language) for one in seen_of(rules, found)]
        return {"raters": raters, "unnamed": found.unnamed, "recency": bool(found.beside.times)}


def pattern_document(one: Seen, language: str) -> Document:
    """Return how somebody rates as a JSON object."""
    pattern = one.pattern
    return {
        "role": one.role,
        "rater": pattern.rater,
        "name": one.name,
        "department": one.department,
        "people": pattern.people,
        **{key: int(value) if value % 1 == 0 else value for key, value in pattern.figures.items()},
        "codes": list(pattern.codes),
        "said": sentences(pattern, language),
    }


def sentences(pattern: Pattern, language: str) -> list[str]:
    """Say of each code what its number means, and what it does not."""
    figures = {key: _said(key, value) for key, value in pattern.figures.items()}
    facts = {"people": pattern.people, "fewest": FEWEST_RATINGS, **figures}
    return [phrase(f"patterns.said.{code}", language).format(**facts) for code in pattern.codes]


def _said(key: str, value: float) -> str:
    if key in SHARES:
        return told(value, percent=True, decimals=2)
    return told(abs(value) if key == DISTANCE else value, decimals=2)


def seen_of(rules: Rules, found: Given) -> list[Seen]:
    """Return how everybody rates, managers first: compared with each other in their role only."""
    asked = assigned(rules.scheme, rules.roster, rules.cycle)
    names = {rater: next(iter(rated.values())).name for rater, rated in asked.items()}
    roles: tuple[tuple[Role, list[Rated]], ...] = (("manager", found.managers), ("rater", found.raters))
    return [
        _seen(rules, names, role, pattern)
        for role, ratings in roles
        for pattern in sorted(patterns(ratings, found.beside), key=lambda one: one.rater)
    ]


def _seen(rules: Rules, names: Mapping[str, str], role: Role, pattern: Pattern) -> Seen:
    person = rules.roster.get(pattern.rater)
    if person is None:
        return Seen(role, pattern, names.get(pattern.rater, pattern.rater), None)
    return Seen(role, pattern, person.name, person.department)


def given_of(archive: Archive, rules: Rules) -> Given:
    """Gather the ratings of a cycle. A rating in a department workbook counts for the person's superior.

    Those imported from another system count for whoever the code of their rater names.
    """
    with archive.reading() as connection:
        typed = list(telling.ratings(connection, rules.cycle.id))
        said = list(given.counting(connection, rules.cycle.id, rated=True))
        survey = list(_survey(single_ratings(connection, rules.cycle.id)))
    asked = assigned(rules.scheme, rules.roster, rules.cycle)
    named = [one for one in survey if one.rater in rules.roster or one.rater in asked]
    managers = [rated for one in typed if (rated := _by_superior(rules, one)) is not None]
    settings = rules.scheme.settings
    around = _around(heard(archive, rules.cycle.id), _own(archive, rules, typed))
    limits = partial(far_from_peers, settings), settings.gap_self_manager
    beside = Beside(around, _times(archive, rules), *limits)
    others = [*_in_workbooks(archive, rules, asked, said), *(one for one in named if one.relation != MANAGER)]
    superiors = [one for one in named if one.relation == MANAGER]
    return Given(
        [*managers, *_beside(managers, _rated(rules, superiors))],
        list(_rated(rules, others)),
        beside,
        len(survey) - len(named),
    )


class _Said(NamedTuple):
    """A rating of somebody by a rater who is known by number: in which relation, and when it came."""

    rater: str
    ratee: str
    indicator: str
    relation: str
    value: float
    event: int


def _survey(single: Mapping[tuple[str, str, str, str], Actual]) -> Iterator[_Said]:
    """Yield the imported ratings of others, each with the code of its rater."""
    for (subject, indicator, rater, relation), one in single.items():
        if relation != SELF:
            yield _Said(rater, subject, indicator, relation, one.value, one.event)


def _rated(rules: Rules, said: Iterable[_Said]) -> Iterator[Rated]:
    """Yield ratings on judged lines; of what somebody said twice, in a workbook and elsewhere, the latest."""
    last = {one[:3]: one for one in sorted(said, key=lambda one: one.event)}
    for one in last.values():
        rated = _on_line(rules, one.rater, one.ratee, one.indicator, one.value)
        if rated is not None and one.ratee in rules.roster:
            yield rated


def _beside(typed: Iterable[Rated], imported: Iterable[Rated]) -> Iterator[Rated]:
    """Yield imported ratings of managers on lines where they typed none: the workbook is what is scored."""
    there = {one[:3] for one in typed}
    yield from (one for one in imported if one[:3] not in there)


def _by_superior(rules: Rules, one: telling.Rating) -> Rated | None:
    person = rules.roster.get(one.employee)
    superior = superior_of(person, rules.roster) if person else None
    return None if superior is None else _on_line(rules, superior.id, one.employee, one.indicator, one.rating)


def _on_line(rules: Rules, rater: str, ratee: str, indicator: str, rating: float) -> Rated | None:
    """Return a rating with the scale of its line; None where the line is not judged, or on another scale."""
    line = rules_of(rules.scheme, rules.roster, rules.cycle, ratee).get(indicator)
    if line is None or not line.judged or not 1 <= rating <= scale(line):
        return None
    return Rated(rater, ratee, indicator, rating, scale(line))


def _in_workbooks(
    archive: Archive, rules: Rules, asked: Iterable[str], said: Iterable[given.Counted]
) -> Iterator[_Said]:
    """Yield what colleagues and customers rated in their workbooks, each under the number behind its code."""
    codes = {code_of(rater, rules.cycle.id, archive.key): rater for rater in asked}
    for row, event in ((one.row, one.event) for one in said):
        if row.relation and row.relation != SELF and row.giver in codes:
            yield _Said(codes[row.giver], row.subject, row.indicator, row.relation, row.value, event)


def _own(archive: Archive, rules: Rules, typed: Iterable[telling.Rating]) -> dict[tuple[str, str], float]:
    """Return what people say of themselves: in a workbook or system of their own, else keyed in by HR."""
    keyed = {(one.employee, one.indicator): one.own for one in typed if one.own is not None}
    return keyed | self_ratings(archive, rules.cycle.id)


def _around(said: Iterable[Heard], own: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], Around]:
    peers = {
        (one.subject, indicator): ratings
        for one in said
        if one.relation == PEERS
        for indicator, ratings in one.ratings.items()
    }
    return {key: Around(peers.get(key, ()), own.get(key)) for key in peers.keys() | own.keys()}


def _times(archive: Archive, rules: Rules) -> dict[str, Times]:
    """Return of whom incidents are known, or results of shorter cycles within the period, and when."""
    incidents = [
        one for one in _incidents(archive, rules) if rules.cycle.starts <= one[1] <= rules.cycle.ends
    ]
    end = _day(rules.cycle, LATE)
    every = Counter(employee for employee, _ in incidents)
    late = Counter(employee for employee, day in incidents if day >= end)
    before, after = _results(archive, rules)
    people = every.keys() | before.keys() | after.keys()
    return {
        one: Times(before.get(one, nan), after.get(one, nan), every[one], late[one]) for one in sorted(people)
    }


def _incidents(archive: Archive, rules: Rules) -> Iterator[tuple[str, date]]:
    for _, row in registers_of(archive, rules.cycle.id):
        employee, day = row.values.get("employee"), row.values.get("happened_on")
        happened = as_day(day) if isinstance(day, str) else None
        if row.kind == INCIDENTS and employee and isinstance(happened, date):
            yield str(employee), happened


def _day(cycle: Cycle, part: float) -> date:
    """Return the day on which a part of a period is over."""
    return cycle.starts + timedelta(days=int(part * ((cycle.ends - cycle.starts).days + 1)))


def _results(archive: Archive, rules: Rules) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Return each person's mean score in the cycles of the first two thirds of the period, and later."""
    own, split = rules.cycle, _day(rules.cycle, EARLY)
    early: dict[str, list[float]] = {}
    late: dict[str, list[float]] = {}
    for name in archive.cycles():
        cycle = rules.scheme.cycles.get(name)
        if cycle is not None and name != own.id and own.starts <= cycle.starts <= cycle.ends <= own.ends:
            middle = cycle.starts + (cycle.ends - cycle.starts) / 2
            for subject, score in _scores(archive, name):
                (late if middle >= split else early).setdefault(subject, []).append(score)
    return _means(early), _means(late)


def _scores(archive: Archive, cycle: str) -> Iterator[tuple[str, float]]:
    for subject, outcome in outcomes_of(archive, opened(archive, cycle)).items():
        if outcome.finish.score is not None:
            yield subject, outcome.finish.score


def _means(scores: Mapping[str, list[float]]) -> dict[str, float]:
    return {subject: fsum(found) / len(found) for subject, found in scores.items()}
