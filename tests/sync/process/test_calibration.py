"""What a committee decides on: groups, ties at the end of a grade, places that are exceeded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.finishing import Finish
from addin.scoring.grading import best_first, grade_of
from addin.scoring.ranking.distribution import Placed, distribute
from addin.scoring.ranking.quotas import listed_quotas
from addin.scoring.scheme import Quota, Scheme
from sync.process.calibration import UNITS, Ranked, counts_of, exceeded, ranked, ties
from sync.process.quotas import rule_of
from tests.builders import sample_roster, sample_scheme

ORDER = ("S", "A", "B", "C", "D")
QUOTAS = (Quota("S", 0.1, at_most=True), Quota("A", 0.3, at_most=True))


def scheme_of(mode: str = "limit", quotas: tuple[Quota, ...] = QUOTAS, least: int = 2) -> Scheme:
    """Return the sample scheme with quotas."""
    scheme = sample_scheme()
    settings = replace(scheme.settings, modules=("quotas",), quota_mode=mode, quota_minimum=least)
    return replace(scheme, settings=settings, quotas=quotas)


def proposed_by(scheme: Scheme, scores: list[float], keys: list[float] | None = None):
    """Return finishes and proposals of so many people of one department."""
    finishes = {
        f"p{at:03}": Finish(None, score=score, grade=grade_of(score, scheme.grades))
        for at, score in enumerate(scores)
    }
    tied = keys or [0.0] * len(scores)
    placed = [Placed("sales", score, (key,)) for score, key in zip(scores, tied, strict=True)]
    rule, quotas = rule_of(scheme.settings), listed_quotas(scheme.quotas)
    found = distribute(placed, best_first(scheme.grades), quotas, rule)
    return finishes, dict(zip(finishes, found, strict=True))


def group_of(scheme: Scheme, finishes, proposals) -> Ranked:
    """Return the one group of some people."""
    (group,) = ranked(scheme, {}, finishes, proposals)
    return group


@given(
    st.lists(st.sampled_from([60.0, 80.0, 95.0, 101.0, 103.0, 107.0]), min_size=2, max_size=40),
    st.sampled_from(["advise", "limit", "exact"]),
    st.sampled_from([QUOTAS, (*QUOTAS, Quota("D", 0.1)), (Quota("B", 0.5, at_most=True),)]),
)
def test_what_is_proposed_is_never_too_much(scores, mode, quotas) -> None:
    """Nobody is told that the very grades the quotas propose exceed the quotas, whatever the ties."""
    scheme = scheme_of(mode, quotas)
    finishes, proposals = proposed_by(scheme, scores)
    group = group_of(scheme, finishes, proposals)
    given_ = {one: proposal.proposed for one, proposal in proposals.items()}
    assert exceeded(scheme, group, given_, given_) == []


@given(st.lists(st.sampled_from([80.0, 95.0, 101.0, 103.0]), min_size=2, max_size=30))
def test_one_more_at_the_top_is_seen(scores) -> None:
    """Who gets the best grade beyond its places, and beyond what was proposed, is counted."""
    scheme = scheme_of("limit")
    finishes, proposals = proposed_by(scheme, scores)
    group = group_of(scheme, finishes, proposals)
    before = {one: proposal.proposed for one, proposal in proposals.items()}
    now = dict.fromkeys(before, "S")
    (first, *_) = exceeded(scheme, group, now, before)
    assert (first.have, first.most, first.binding) == (len(scores), len(scores) // 10, True)
    assert counts_of(scheme, group, now)["S"] == len(scores)


def test_too_few_people_exceed_nothing() -> None:
    """In a group below the minimum quotas are a hint, and nothing is exceeded."""
    scheme = scheme_of("exact", least=20)
    finishes, proposals = proposed_by(scheme, [103.0] * 5)
    group = group_of(scheme, finishes, proposals)
    assert group.small
    assert exceeded(scheme, group, dict.fromkeys(finishes, "S"), dict.fromkeys(finishes, "A")) == []


def test_a_fixed_share_of_the_lowest_grade() -> None:
    """Fewer people in the lowest grade than binding quotas ask for is seen; advice never asks for one."""
    quotas = (Quota("D", 0.25),)
    for mode, found in (("limit", 1), ("exact", 1), ("advise", 0)):
        scheme = scheme_of(mode, quotas)
        finishes, proposals = proposed_by(scheme, [95.0, 94.0, 93.0, 60.0])
        group = group_of(scheme, finishes, proposals)
        now = dict.fromkeys(finishes, "B")
        before = {one: proposal.proposed for one, proposal in proposals.items()}
        assert len(exceeded(scheme, group, now, before)) == found


@pytest.mark.parametrize(
    ("scores", "keys", "kinds"),
    [
        ([103.0, 102.0, 101.0, 100.5], None, {}),
        ([102.0, 102.0, 102.0, 95.0], None, {0: "committee", 1: "committee", 2: "committee"}),
        ([102.0, 102.0, 101.0, 95.0], [2.0, 1.0, 0.0, 0.0], {0: "better", 1: "worse"}),
        ([95.0, 95.0, 95.0, 95.0], None, {}),
    ],
)
def test_ties(scores, keys, kinds) -> None:
    """Equal scores where a grade ends are marked, with the side on which each is; others are not."""
    scheme = scheme_of("limit", (Quota("A", 0.25, at_most=True),))
    finishes, proposals = proposed_by(scheme, scores, keys)
    found = ties(scheme, group_of(scheme, finishes, proposals), finishes, proposals)
    assert {int(one[1:]): tie.kind for one, tie in found.items()} == kinds
    assert all(tie.people > 1 for tie in found.values())


def test_groups() -> None:
    """Without quotas all people are one group that nothing binds; departments are a group of their own."""
    roster = sample_roster()
    finishes = {one: Finish(None, score=95.0, grade="B") for one in (*list(roster)[:3], "@sales")}
    people, units = ranked(sample_scheme(), roster, finishes, {})
    assert (people.unit, len(people.counted), people.quotas) == ("", 3, ())
    assert (units.unit, units.subjects, units.quotas) == (UNITS, ("@sales",), ())
