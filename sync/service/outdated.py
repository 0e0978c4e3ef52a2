"""Ratings of small workbooks that count no more, since the cycle has moved on to other rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from addin.scoring.scheme import Line, RaterAssignment
from sync.archive.given import Counted, counting
from sync.archive.handed import GivenRow
from sync.archive.rated import Given, Heard, heard
from sync.archive.store import Archive
from sync.process.outcomes import rules_of
from sync.process.rating import SELF, assigned, code_of
from sync.service.cycles import Rules
from sync.service.fitting import LeftOut, Why, on_scale

Pairs = Mapping[str, Mapping[str, RaterAssignment]]
"""Whom each rater rates, by the rater's code."""


class Outdated(NamedTuple):
    """A rating that counts no more, and why."""

    row: GivenRow
    why: Why


def outdated(archive: Archive, rules: Rules) -> list[Outdated]:
    """Return the ratings that were given under other rules than hold and do not fit into them.

    Whoever HR has taken from a rater's list, a line that is gone or judged no more, another scale: a 4 of 5
    is no 4 of 10. What was given under the rules that hold stands in a workbook that asks for it.
    """
    with archive.reading() as connection:
        found = list(counting(connection, rules.cycle.id, rated=True))
    old = [one for one in found if one.scheme != rules.pinned.scheme]
    before = {pair: _pinned_to(archive, rules, *pair) for pair in {(one.scheme, one.roster) for one in old}}
    pairs = dict(_pairs(archive, rules)) if old else {}
    judged = ((one, _why_not(rules, before[one.scheme, one.roster], pairs, one)) for one in old)
    return [Outdated(one.row, why) for one, why in judged if why is not None]


def _pinned_to(archive: Archive, rules: Rules, scheme: str, roster: str) -> Rules:
    known, people = archive.scheme(scheme), archive.roster(roster)
    assert known is not None, scheme
    assert people is not None, roster
    return Rules(rules.pinned, known.cycles[rules.cycle.id], known, people)


def _pairs(archive: Archive, rules: Rules) -> Iterator[tuple[str, Mapping[str, RaterAssignment]]]:
    for rater, rated in assigned(rules.scheme, rules.roster, rules.cycle).items():
        yield code_of(rater, rules.cycle.id, archive.key), rated


def _why_not(rules: Rules, before: Rules, pairs: Pairs, one: Counted) -> Why | None:
    row = one.row
    if row.relation != SELF:
        asked = pairs.get(row.giver, {}).get(row.subject)
        if asked is None or asked.group != row.relation:
            return "assignment"
    if row.subject not in rules.roster:
        return "person"
    old, new = _line(before, row), _line(rules, row)
    if old is None or new is None:
        return "line"
    return "kind" if not new.judged else None if on_scale(old, new, row.value) else "scale"


def _line(rules: Rules, row: GivenRow) -> Line | None:
    return rules_of(rules.scheme, rules.roster, rules.cycle, row.subject).get(row.indicator)


def said(archive: Archive, rules: Rules) -> list[Heard]:
    """Return what each group of raters says of each person of a cycle, as far as it fits its rules."""
    return heard(archive, rules.cycle.id, unfit(archive, rules))


def unfit(archive: Archive, rules: Rules) -> frozenset[Given]:
    """Return which ratings do not fit: person, indicator, who gave it, and what they are to the person."""
    return frozenset(one.row[:4] for one in outdated(archive, rules))


def told(archive: Archive, rules: Rules) -> Iterator[LeftOut]:
    """Yield what counts no more as it is told; of a rater's rating neither who gave it nor what it was."""
    for row, why in outdated(archive, rules):
        own, person = row.relation == SELF, rules.roster.get(row.subject)
        indicator = rules.scheme.indicators.get(row.indicator)
        yield LeftOut(
            row.subject,
            person.name if person else row.subject,
            row.indicator,
            indicator.name if indicator else row.indicator,
            "self_rating" if own else "rating",
            f"{row.value:g}" if own else "",
            why,
        )
