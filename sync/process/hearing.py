"""What becomes of a manager's rating when other raters were heard: combined by the raters' rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from addin.scoring.combine import score_forms
from addin.scoring.form import Entry
from addin.scoring.raters.rules import ALONE, rules_for
from addin.scoring.scheme import Cycle, Line, RaterRule, Roster, Scheme
from sync.archive.rated import Heard
from sync.archive.rows import LineRow, Result
from sync.process.rating import MANAGER

if TYPE_CHECKING:
    from addin.scoring.raters.combining import Combined, GroupRule

SINGLE = "single"
"""Why the mean of a group that counts is not told: it would be the rating of one person."""

SILENT = ("merged", "too_few")
"""Groups of which neither a mean nor a number of raters is told."""

Key = tuple[str, str]
Said = Mapping[tuple[str, str], Mapping[str, tuple[float, ...]]]
"""The ratings of a group by indicator, by person and group."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a group says of a person by one indicator: its mean and its share of the rating; never who.

    `raters` and `mean` are None where the group is too small to be told of.
    """

    group: str
    raters: int | None
    mean: float | None
    share: float
    reason: str


@dataclass(frozen=True, slots=True)
class Together:
    """The rating of a line that all groups make together [steps], its score [points], and what each says."""

    rating: float
    score: float | None
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A judged line of a person: the rule it is scored by, and what the manager rated."""

    subject: str
    rule: Line
    manager: float


def together(
    scheme: Scheme, roster: Roster, cycle: Cycle, results: Mapping[str, Result], heard: Iterable[Heard]
) -> dict[Key, Together]:
    """Return what the raters make of each judged line of which somebody beside the manager was heard.

    results: by subject; their judged lines hold the manager's ratings. Source: scoring.md section 2, Raters.
    """
    said = {(one.subject, one.relation): one.ratings for one in heard}
    found: dict[Key, Together] = {}
    people = {subject for subject, _ in said} & results.keys() & roster.keys()
    by_template: dict[str | None, list[str]] = {}
    for subject in sorted(people):
        template = scheme.template_of(roster[subject].position)
        by_template.setdefault(template, []).append(subject)
    for template, subjects in by_template.items():
        rules = rules_for(scheme, template, cycle.kind)
        lines = {line.indicator: line for line in scheme.templates.get(template or "", ()) if line.judged}
        pairs = [pair for subject in subjects for pair in _pairs(results[subject], lines)]
        found |= _combined(scheme, rules, pairs, said)
    return found


def _pairs(result: Result, lines: Mapping[str, Line]) -> Iterator[_Pair]:
    for line in result.lines:
        rule = lines.get(line.indicator)
        if rule is not None and line.actual is not None:
            yield _Pair(result.employee, replace(rule, target=line.target), line.actual)


def _combined(
    scheme: Scheme, rules: Sequence[RaterRule], pairs: Sequence[_Pair], said: Said
) -> dict[Key, Together]:
    import numpy as np

    from addin.scoring.raters.combining import Trim, combine
    from addin.scoring.raters.functions.combining import OTHERS

    counted = [
        (place, rule.group, rating)
        for place, pair in enumerate(pairs)
        for rule in rules
        for rating in _ratings(pair, rule.group, said)
    ]
    others = {place for place, group, _ in counted if group != MANAGER}
    rows = [row for row in counted if row[0] in others]
    if not rows:
        return {}
    places, groups, ratings = zip(*rows, strict=True)
    start = int(min(rule.trim_from for rule in rules))
    made = combine(
        np.array(places, dtype=np.intp),
        groups,
        np.array(ratings, dtype=np.float64),
        len(pairs),
        [_rule(rule, OTHERS) for rule in rules],
        Trim(start=start),
    )
    known = {place: pairs[place] for place in sorted(others) if made.score[place] == made.score[place]}
    scores = _scores(scheme, {place: (pair, float(made.score[place])) for place, pair in known.items()})
    return {
        (pair.subject, pair.rule.indicator): Together(
            float(made.score[place]), scores[place], tuple(_voices(made, place))
        )
        for place, pair in known.items()
    }


def _ratings(pair: _Pair, group: str, said: Said) -> tuple[float, ...]:
    if group == MANAGER:
        return (pair.manager,)
    return said.get((pair.subject, group), {}).get(pair.rule.indicator, ())


def _rule(rule: RaterRule, others: str) -> GroupRule:
    from addin.scoring.raters.combining import GroupRule

    alone = rule.group in ALONE
    into = others if not alone and rule.into == others else None
    return GroupRule(rule.group, rule.weight, 1 if alone else int(rule.fewest), into)


def _scores(scheme: Scheme, rated: Mapping[int, tuple[_Pair, float]]) -> dict[int, float | None]:
    """Return the score of each combined rating by the rule of its line [points]."""
    forms = [
        ([pair.rule], {pair.rule.indicator: Entry(pair.rule.indicator, manager_rating=rating)})
        for pair, rating in rated.values()
    ]
    scored = score_forms(forms, scheme.settings, scheme.grades)
    return {place: one.lines[0].score for place, one in zip(rated, scored, strict=True)}


def _voices(made: Combined, place: int) -> Iterator[Voice]:
    for at, group in enumerate(made.groups):
        heard, reason = int(made.heard[place, at]), str(made.reason[place, at])
        if heard and reason in SILENT:
            yield Voice(group, None, None, 0.0, reason)
        elif heard == 1 and group not in ALONE:
            yield Voice(group, None, None, float(made.weight[place, at]), SINGLE)
        elif heard:
            yield Voice(group, heard, float(made.mean[place, at]), float(made.weight[place, at]), reason)


def with_raters(results: Mapping[str, Result], found: Mapping[Key, Together]) -> dict[str, Result]:
    """Return results whose judged lines hold what all raters make together; totals stay the workbook's."""

    def heard(subject: str, line: LineRow) -> LineRow:
        one = found.get((subject, line.indicator))
        return line if one is None else line._replace(actual=one.rating, score=one.score)

    touched = {subject for subject, _ in found}
    return {
        subject: replace(one, lines=tuple(heard(subject, line) for line in one.lines))
        if subject in touched
        else one
        for subject, one in results.items()
    }
