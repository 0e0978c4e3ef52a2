"""R: what others say, in their workbooks or in another system: too few of them, or far from the manager."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import fsum
from typing import cast

from addin.scoring.parameters import told
from addin.scoring.raters.functions.combining import ANONYMOUS, FEWEST_RATERS, OTHERS
from addin.scoring.raters.rules import far_from_peers, rules_for
from addin.scoring.rounding import settle
from addin.scoring.scheme import Line, RaterRule
from addin.texts import listed, say
from sync.archive.across.values import Answer, Book, Subject
from sync.archive.rated import Heard
from sync.checks.across.material import Across, at_answer, at_subject, subjects
from sync.checks.registry import check
from sync.findings import Problem
from templates.books.department.demands import extreme, remarkable, scale

FEWEST = cast(int, FEWEST_RATERS.default)
"""So many raters a group needs for its mean to be shown."""

PEERS, SELF = ANONYMOUS[0], "self"

APART = 0.4
"""So far apart [share of the scale] own view and manager rating need a word: 2 of 5."""


@check("R001", "cycle")
def too_few_raters(across: Across) -> Iterator[Problem]:
    """Find groups of raters too small to be shown by themselves, of people whose form has come."""
    for book, subject in subjects(across):
        rules = _rules(across, subject.id)
        few = [one for one in _anonymous(across, subject, rules) if one.raters < _fewest(rules, one)]
        together = [one for one in few if not rules or rules[one.relation].into == OTHERS]
        merged = sum(one.raters for one in together) >= max((_fewest(rules, one) for one in few), default=0)
        for one in few:
            joins = "merged" if merged and one in together else "withheld"
            what = say(f"checks.R001.kinds.{joins}", across.language)
            group = say(f"raters.choices.group.{one.relation}", across.language)
            found = at_subject(
                across,
                book,
                subject,
                subject.spot,
                found=one.raters,
                expected=_fewest(rules, one),
                group=group,
                what=what,
            )
            yield replace(found, column=one.relation)


def _rules(across: Across, subject: str) -> Mapping[str, RaterRule]:
    """Return what each group of raters counts for a person, by group; none where the scheme says nothing."""
    person = across.roster.get(subject)
    post = across.scheme.positions.get(person.position) if person else None
    found = rules_for(across.scheme, post.template if post else None, across.cycle.kind)
    return {rule.group: rule for rule in found}


def _fewest(rules: Mapping[str, RaterRule], one: Heard) -> int:
    rule = rules.get(one.relation)
    return FEWEST if rule is None else int(rule.fewest)


def _anonymous(across: Across, subject: Subject, rules: Mapping[str, RaterRule]) -> Sequence[Heard]:
    """Return the groups that are never shown rater by rater, without those that count for nothing here."""
    groups = (one for one in across.heard.get(subject.id, ()) if one.relation in ANONYMOUS)
    return [one for one in groups if not rules or one.relation in rules]


@check("R009", "cycle")
def nobody_of_a_group(across: Across) -> Iterator[Problem]:
    """Find groups of raters that were asked and are missing: altogether, or by single indicators.

    Only groups that count are asked for; those with too few raters are named by R001.
    """
    for book, subject in subjects(across):
        rules, lines = _rules(across, subject.id), _judged(across, subject.id)
        groups = {one.relation: one for one in across.heard.get(subject.id, ())}
        for group, asked in across.asked.get(subject.id, {}).items():
            if not lines or (rules and not (group in rules and rules[group].weight)):
                continue
            rated = groups[group].ratings.keys() & lines.keys() if group in groups else set()
            if len(rated) < len(lines):
                missing = [across.indicator(one) for one in lines if one not in rated]
                found = at_subject(
                    across,
                    book,
                    subject,
                    subject.spot,
                    found=len(rated),
                    expected=len(lines),
                    group=say(f"raters.choices.group.{group}", across.language),
                    n=asked,
                    lines=listed(missing, across.language),
                )
                yield replace(found, column=group)


@check("R002", "cycle")
def far_from_the_peers(across: Across) -> Iterator[Problem]:
    """Find manager ratings far from what the peers say on the average, with no word on why.

    |manager − mean of the peers| / highest rating, from three peers on. A comment in the row explains it and
    ends the finding: there are good reasons to see more, or something else, than the peers do.
    """
    for book, subject, one, line in _rated(across):
        ratings, far = _said(across, subject, PEERS, one), far_from_peers(across.scheme.settings, scale(line))
        if len(ratings) >= FEWEST and not one.comment.strip() and _gap(line, one, ratings) >= far:
            mean, n = _mean(ratings), len(ratings)
            yield at_answer(
                across, book, subject, one, "manager_rating", found=one.rating, expected=mean, n=n
            )


@check("R003", "cycle")
def far_from_own_view(across: Across) -> Iterator[Problem]:
    """Find manager ratings far from the person's own, with no word on why; what V007 asks for is asked once.

    The own rating is the one that was imported, else that of the row.
    """
    for book, subject, one, line in _rated(across):
        typed = () if one.own is None else (one.own,)
        own, most = _said(across, subject, SELF, one) or typed, scale(line)
        if not own or not 1 <= min(own) <= max(own) <= most or _explained(across, line, one):
            continue
        if _gap(line, one, own) >= APART:
            found, expected = one.rating, _mean(own)
            yield at_answer(across, book, subject, one, "comment", found=found, expected=expected, scale=most)


def _explained(across: Across, line: Line, answer: Answer) -> bool:
    """Tell whether the row says why, or V007 asks for it: at an end of the scale, or by the score."""
    said = (answer.comment + answer.evidence).strip()
    settings = across.scheme.settings
    return bool(said) or extreme(line, answer.rating) or remarkable(line, answer.score, settings)


def _rated(across: Across) -> Iterator[tuple[Book, Subject, Answer, Line]]:
    """Yield whatever a manager has rated, with the line by which it is judged."""
    for book, subject in subjects(across):
        lines = _judged(across, subject.id)
        for one in subject.answers:
            if one.rating is not None and one.indicator in lines:
                yield book, subject, one, lines[one.indicator]


def _judged(across: Across, subject: str) -> Mapping[str, Line]:
    """Return the lines by which a person is judged; none where there are none (any more)."""
    person = across.roster.get(subject)
    if person is None or person.position not in across.scheme.positions:
        return {}
    lines = across.scheme.lines_of(person.position, across.cycle.kind)
    return {line.indicator: line for line in lines if line.judged}


def _said(across: Across, subject: Subject, relation: str, answer: Answer) -> Sequence[float]:
    """Return the ratings that a group of raters gave by an indicator."""
    groups = (one for one in across.heard.get(subject.id, ()) if one.relation == relation)
    return next((one.ratings.get(answer.indicator, ()) for one in groups), ())


def _mean(ratings: Sequence[float]) -> str:
    return told(fsum(ratings) / len(ratings), decimals=2)


def _gap(line: Line, answer: Answer, ratings: Sequence[float]) -> float:
    """Return how far a rating lies from the mean of others [share of its scale]."""
    assert answer.rating is not None, answer
    return settle(abs(answer.rating - fsum(ratings) / len(ratings)) / scale(line))
