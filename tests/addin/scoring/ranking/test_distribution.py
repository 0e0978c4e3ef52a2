"""Forced distribution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.ranking.bands import parse_grades, parse_quotas
from addin.scoring.ranking.boundaries import Mode
from addin.scoring.ranking.distribution import Placed, Proposal, distribute
from addin.scoring.ranking.proposing import Rule
from addin.scoring.ranking.quotas import places, shares_of

GRADES = parse_grades("S:105;A:100;B:85;C:70;D")
NAMES = [grade.id for grade in GRADES]
MODES: tuple[Mode, ...] = ("advise", "limit", "exact")
ALL_FIVE = "S<=10;A<=20;B=40;C=20;D=10"
QUOTAS = (
    "",
    "S<=5;S+A<=25",
    ALL_FIVE,
    "S=10;A=20;B=40;C=20;D=10",
    "S<=10;S+A<=40;B=30;C=20;D=10",
    "S<=10;D=20",
    "S<=30;D<=10",
    "S=20;A<=20",
    "A<=20;C=30",
    "S<=20;A=40;C<=30;D<=10",
    "S<=20;A<=20;B<=20;C<=20;D=20",
)
SCORES = st.integers(60, 112).map(float)
PERSON = st.builds(
    Placed,
    st.sampled_from("abc"),
    st.none() | SCORES,
    st.tuples(st.none() | st.integers(0, 2), st.none() | st.integers(0, 2)),
    st.none() | st.none() | st.sampled_from(["C", "D"]),
    st.booleans(),
)
PLAIN = st.builds(Placed, st.just("a"), SCORES)
RULES = st.builds(Rule, st.sampled_from(MODES), st.integers(0, 6), st.booleans(), st.booleans())
PARENTS = {"a": "unit", "b": "unit"}


def proposed(people: Sequence[Placed], quotas: str, rule: Rule) -> list[Proposal]:
    """Distribute people in groups of which a and b stand under one unit."""
    return distribute(people, GRADES, parse_quotas(quotas, NAMES), rule, PARENTS)


def scored(*scores: float) -> list[Placed]:
    """Return people of one group with these scores."""
    return [Placed("a", score) for score in scores]


def grades_of(found: Sequence[Proposal]) -> str:
    """Return the proposed grades in a row."""
    return "".join(one.proposed or "-" for one in found)


def reasons_of(found: Sequence[Proposal]) -> list[str]:
    """Return the reasons in a row."""
    return [one.reason for one in found]


EXACT = Rule("exact", 0)


def test_a_full_grade_passes_people_down() -> None:
    """Nobody is beyond a cap: who finds no place gets the next grade."""
    found = proposed(scored(*range(120, 110, -1)), "S<=20;S+A<=50", Rule("limit", 0))
    assert grades_of(found) == "SSAAABBBBB"
    assert reasons_of(found) == ["same"] * 2 + ["quota_full"] * 8


def test_unused_places_of_the_best_serve_the_next_where_quotas_are_joined() -> None:
    """S + A at most 50 % lets more people be A where few are S; A alone at most 30 % does not."""
    people = scored(110, *[104.0 - n for n in range(5)], 90, 90, 90, 90)
    assert grades_of(proposed(people, "S<=20;S+A<=50", Rule("limit", 0))) == "SAAAABBBBB"
    assert grades_of(proposed(people, "S<=20;A<=30", Rule("limit", 0))) == "SAAABBBBBB"


def test_the_lowest_grade_is_filled_and_said_so() -> None:
    """An exact share of the lowest grade is the least it gets in mode limit, and the reason says so."""
    found = proposed(scored(*range(99, 89, -1)), "D=20", Rule("limit", 0))
    assert grades_of(found) == "BBBBBBBBDD"
    assert reasons_of(found)[-2:] == ["quota_bottom"] * 2
    low = scored(99, 98, 97, 96, 95, 94, 65, 64, 63, 62)
    assert grades_of(proposed(low, "D=20", Rule("limit", 0))) == "BBBBBBDDDD"
    assert grades_of(proposed(low, "D<=20", Rule("limit", 0))) == "BBBBBBCCDD"
    assert grades_of(proposed(low, "D=20", EXACT)) == "BBBBBBCCDD"


def test_middle_grades_are_left_alone_in_mode_limit() -> None:
    """Exact shares of the middle count in mode exact only."""
    people = scored(*range(99, 89, -1))
    assert grades_of(proposed(people, "S<=10;A=40;B=50;C=0;D=0", Rule("limit", 0))) == "B" * 10
    assert grades_of(proposed(people, "S<=10;A=40;B=50;C=0;D=0", EXACT)) == "SAAAABBBBB"


def test_a_tie_is_broken_by_the_keys_in_their_order() -> None:
    """The first key decides before the second, and who has none stands behind."""
    people = [
        Placed("a", 110, (90, 1)),
        Placed("a", 110, (90, 2)),
        Placed("a", 110, (None, 9)),
        Placed("a", 110, (80, 9)),
    ]
    found = proposed(people, "S<=25", EXACT)
    assert grades_of(found) == "ASAA"
    assert [one.place for one in found] == [2, 1, 4, 3]


def test_a_tie_at_a_cap_is_for_the_committee() -> None:
    """People whom nothing tells apart get the lower grade where the better one is full."""
    found = proposed(scored(112, 110, 110, 90), "S<=50", EXACT)
    assert grades_of(found) == "SAAB"
    assert reasons_of(found) == ["same", "committee", "committee", "same"]


def test_a_tie_without_a_cap_stays_above() -> None:
    """Where no cap is in the way all stay on the better side and the next grade gets fewer."""
    found = proposed(scored(112, 110, 110, 90), "S=50;A=25;B=25;C=0;D=0", EXACT)
    assert grades_of(found) == "SSSB"
    assert reasons_of(found) == ["same", "tie_kept", "tie_kept", "same"]
    assert grades_of(proposed(scored(90, 89, 88, 60, 60), "D<=20", Rule("limit", 0))) == "BBBCC"


def test_people_under_veto_fill_the_lowest_places_first() -> None:
    """A veto takes the place of the lowest, whatever the score, and keeps its ceiling."""
    people = [Placed("a", 112, ceiling="C"), *scored(*range(109, 100, -1))]
    found = proposed(people, ALL_FIVE, EXACT)
    assert grades_of(found) == "DSAABBBBCC"
    assert (found[0].grade, found[0].place, found[0].reason) == ("S", 10, "veto")
    free = proposed([Placed("a", 112, ceiling="C"), *scored(109, 60)], "S<=50", EXACT)
    assert grades_of(free) == "CSD"


def test_more_vetoes_than_places_leave_the_next_grade_with_fewer() -> None:
    """A ceiling holds even where its grade is full."""
    people = [*scored(*range(109, 101, -1)), Placed("a", 112, ceiling="D"), Placed("a", 90, ceiling="D")]
    assert grades_of(proposed(people, ALL_FIVE, EXACT)) == "SAABBBBCDD"


def test_new_people_keep_their_grade_and_take_no_place() -> None:
    """New people are left out, unless the rule says otherwise."""
    people = [*scored(109, 108, 107, 106), Placed("a", 112, is_new=True)]
    found = proposed(people, "S<=25", EXACT)
    assert grades_of(found) == "SAAAS"
    assert (found[-1].place, found[-1].reason, found[-1].binding) == (None, "new", False)
    assert grades_of(proposed(people, "S<=25", replace(EXACT, new_out=False))) == "AAAAS"
    assert grades_of(proposed([Placed("a", 112, ceiling="C", is_new=True)], "", EXACT)) == "C"


def test_people_without_a_score_take_no_place() -> None:
    """Without a score there is no grade, no place, and no share of the quotas."""
    found = proposed([*scored(109, 108, 107), Placed("a", None, ceiling="D")], "S<=25", EXACT)
    assert grades_of(found) == "AAA-"
    assert (found[-1].place, found[-1].reason) == (None, "no_score")


def test_small_groups_are_pooled_or_only_advised() -> None:
    """Two small groups of one unit share its quotas; a small group alone is only advised."""
    people = [Placed(group, score) for group in "abc" for score in (110.0, 109.0)]
    found = proposed(people, "S<=50", Rule("exact", 4))
    assert [one.pool for one in found] == ["unit"] * 4 + ["c"] * 2
    assert [one.binding for one in found] == [True] * 4 + [False] * 2
    assert reasons_of(found) == ["same", "quota_full", "same", "quota_full", "same", "group_small"]
    apart = proposed(people, "S<=50", Rule("exact", 4, pooling=False))
    assert [one.pool for one in apart] == list("aabbcc")
    assert not any(one.binding for one in apart)


def test_advice_binds_nobody() -> None:
    """Mode advise proposes by all quotas and binds nobody."""
    people = scored(*range(109, 99, -1))
    found = proposed(people, ALL_FIVE, Rule("advise", 0))
    assert grades_of(found) == grades_of(proposed(people, ALL_FIVE, EXACT))
    assert not any(one.binding for one in found)


def test_nobody_is_distributed_without_a_fuss() -> None:
    """No people give no proposals; one person alone gets one."""
    assert proposed([], ALL_FIVE, EXACT) == []
    assert grades_of(proposed(scored(90), ALL_FIVE, EXACT)) == "B"
    assert grades_of(proposed(scored(90, 90, 90), ALL_FIVE, EXACT)) == "BBB"


@given(st.lists(PERSON, max_size=25), st.sampled_from(QUOTAS), RULES, st.data())
def test_the_order_of_the_people_does_not_matter(
    people: list[Placed], quotas: str, rule: Rule, data: st.DataObject
) -> None:
    """Each person gets the same proposal wherever the row stands."""
    moved = data.draw(st.permutations(range(len(people))))
    found = proposed(people, quotas, rule)
    assert proposed([people[n] for n in moved], quotas, rule) == [found[n] for n in moved]


@given(st.lists(PERSON, max_size=25), st.sampled_from(QUOTAS), RULES)
def test_nobody_is_overtaken(people: list[Placed], quotas: str, rule: Rule) -> None:
    """In one pool nobody with a higher score gets a lower grade, but for vetoes and people left out."""
    found = proposed(people, quotas, rule)
    ranked = [
        (one.pool, person.score, NAMES.index(one.proposed))
        for person, one in zip(people, found, strict=True)
        if one.place and person.ceiling is None and one.proposed and person.score is not None
    ]
    for pool in {pool for pool, _, _ in ranked}:
        levels = sorted((-score, level) for name, score, level in ranked if name == pool)
        assert all(first[1] <= second[1] for first, second in pairwise(levels))


@given(st.lists(PERSON, max_size=25), st.sampled_from(QUOTAS), RULES)
def test_equals_are_treated_alike(people: list[Placed], quotas: str, rule: Rule) -> None:
    """Whoever nothing tells apart gets the same proposal, and vetoes keep their ceiling."""
    seen: dict[Placed, Proposal] = {}
    for person, one in zip(people, proposed(people, quotas, rule), strict=True):
        assert seen.setdefault(person, one) == one
        assert (one.proposed is None) == (person.score is None)
        if person.ceiling and one.proposed:
            assert NAMES.index(one.proposed) >= NAMES.index(person.ceiling)
        if one.reason == "same":
            assert one.proposed == one.grade


@given(st.lists(PERSON, max_size=40), st.sampled_from(QUOTAS), st.booleans())
def test_no_cap_is_exceeded(people: list[Placed], quotas: str, pooling: bool) -> None:
    """At most is at most, alone and together, ties or not; only a veto can press more into a grade."""
    rule = Rule("exact", 5, pooling)
    found = proposed(people, quotas, rule)
    placed = [(one, who) for one, who in zip(found, people, strict=True) if one.place]
    for pool in {one.pool for one, _ in placed}:
        inside = [(one.proposed or "", who.ceiling) for one, who in placed if one.pool == pool]
        counts = Counter(grade for grade, ceiling in inside if grade != ceiling)
        for quota in parse_quotas(quotas, NAMES):
            if quota.at_most:
                level = NAMES.index(quota.grade)
                among = NAMES[: level + 1] if quota.with_better else [quota.grade]
                assert sum(counts[name] for name in among) <= floor(quota.share * len(inside) / 100 + 1e-9)


@given(st.sets(SCORES, max_size=40), st.sampled_from(QUOTAS[2:4]))
def test_exact_quotas_are_kept_exactly(scores: set[float], quotas: str) -> None:
    """Without ties every grade gets the people its share gives."""
    found = Counter(grades_of(proposed(scored(*scores), quotas, EXACT)))
    wanted = places(np.array([len(scores)]), shares_of(NAMES, parse_quotas(quotas, NAMES)))[0]
    assert [found[name] for name in NAMES] == wanted.tolist()


@given(st.lists(PLAIN, max_size=30), st.sampled_from(QUOTAS), st.sampled_from(MODES))
def test_what_keeps_the_quotas_is_left_alone(people: list[Placed], quotas: str, mode: Mode) -> None:
    """Grades by the score that keep every quota already are proposed as they are."""
    shares = shares_of(NAMES, parse_quotas(quotas, NAMES))
    wanted = places(np.array([len(people)]), shares)[0]
    own = [one.grade for one in proposed(people, "", EXACT)]
    counts = np.array([own.count(name) for name in NAMES])
    kept = np.where(np.isnan(shares.exact), ~(counts > wanted), counts == wanted)
    joint = np.array([len(people)]) * shares.joint / 100
    if kept.all() and not (counts.cumsum() > joint).any():
        assert [one.proposed for one in proposed(people, quotas, Rule(mode, 0))] == own


@given(st.lists(PERSON, max_size=25), RULES)
def test_without_quotas_the_score_decides(people: list[Placed], rule: Rule) -> None:
    """Without quotas the grade by the score is proposed, or the ceiling of a veto."""
    for person, one in zip(people, proposed(people, "", rule), strict=True):
        if one.grade is not None:
            level = max(NAMES.index(one.grade), NAMES.index(person.ceiling or "S"))
            assert one.proposed == NAMES[level]


@pytest.mark.parametrize("mode", MODES)
def test_proposals_are_the_same_in_a_large_company(mode: Mode) -> None:
    """A pool of many people with many ties keeps caps and order."""
    random = np.random.default_rng(7)
    people = [Placed("a", float(score), (float(key),)) for score, key in random.integers(60, 112, (3000, 2))]
    found = proposed(people, "S<=5;S+A<=25", Rule(mode))
    counts = Counter(one.proposed for one in found)
    assert counts["S"] <= 150
    assert counts["S"] + counts["A"] <= 750
    assert {one.reason for one in found} <= {"same", "quota_full", "committee"}
