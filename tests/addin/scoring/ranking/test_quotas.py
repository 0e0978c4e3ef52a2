"""Percentages of grades as whole people."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.ranking.bands import parse_quotas
from addin.scoring.ranking.quotas import Quota, inspect_quotas, largest_remainder, places, shares_of

GRADES = ("S", "A", "B", "C", "D")


def counted(people: int, text: str) -> list[float | None]:
    """Return the places of each grade; None where a grade has no quota of its own."""
    found = places(np.array([people]), shares_of(GRADES, parse_quotas(text, GRADES)))[0]
    return [None if np.isnan(count) else count for count in found.tolist()]


@st.composite
def sound_quotas(draw: st.DrawFn) -> list[Quota]:
    """Quotas of all grades that add up to 100, with at least one that is exact."""
    cuts = sorted(draw(st.lists(st.integers(0, 1000), min_size=4, max_size=4)))
    shares = [(high - low) / 10 for low, high in zip([0, *cuts], [*cuts, 1000], strict=True)]
    exact = draw(st.integers(0, 4))
    caps = draw(st.lists(st.booleans(), min_size=5, max_size=5))
    return [Quota(g, s, caps[n] and n != exact) for n, (g, s) in enumerate(zip(GRADES, shares, strict=True))]


@pytest.mark.parametrize(
    ("people", "text", "expected"),
    [
        (100, "S=5;A=20;B=60;C=12;D=3", [5, 20, 60, 12, 3]),
        (10, "S=5;A=20;B=60;C=12;D=3", [1, 2, 6, 1, 0]),
        (0, "S=5;A=20;B=60;C=12;D=3", [0, 0, 0, 0, 0]),
        (1, "S=5;A=20;B=60;C=12;D=3", [0, 0, 1, 0, 0]),
        (2, "S=25;A=25;B=25;C=25;D=0", [1, 1, 0, 0, 0]),
        (37, "S<=5;A<=20;B=60;C=12;D=3", [1, 7, 23, 5, 1]),
        (37, "S<=5;S+A<=25", [1, None, None, None, None]),
        (20, "S<=5;S+A<=25;B=60;C=12;D=3", [1, None, 12, 2, 1]),
        (1000, "S<=2.3", [23, None, None, None, None]),
        (4, "S<=20;A<=20;B<=20;C<=20;D=20", [0, 0, 0, 0, 4]),
    ],
)
def test_places(people: int, text: str, expected: list[float | None]) -> None:
    """At most is rounded down, the others by the largest remainder, of equal ones the better grade."""
    assert counted(people, text) == expected


@given(st.lists(st.integers(0, 500), min_size=1, max_size=20), sound_quotas())
def test_places_add_up(people: list[int], quotas: list[Quota]) -> None:
    """Nobody is left over, whatever the number of people, and no cap is exceeded."""
    assert list(inspect_quotas(GRADES, quotas)) == []
    found = places(np.array(people), shares_of(GRADES, quotas))
    assert found.sum(axis=1).tolist() == people
    assert (found == np.floor(found)).all()
    for column, quota in enumerate(quotas):
        ideal = np.array(people) * quota.share / 100
        if quota.at_most:
            assert (found[:, column] <= ideal + 1e-9).all()
        else:
            assert (found[:, column] >= np.floor(ideal)).all()


@given(st.integers(0, 500), st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any))
def test_the_largest_remainder_keeps_the_quota_rule(total: int, weights: list[int]) -> None:
    """Without caps every number is the ideal one rounded up or down, and a larger share never gets less."""
    ideal = total * np.array([weights]) / sum(weights)
    found = largest_remainder(np.array([float(total)]), ideal)[0]
    assert found.sum() == total
    assert (np.abs(found - ideal[0]) < 1).all()
    order = np.argsort(weights, kind="stable")
    assert (np.diff(found[order][np.diff(np.array(weights)[order], prepend=-1) > 0]) >= 0).all()


@pytest.mark.parametrize(
    ("quotas", "codes"),
    [
        ([], []),
        ([Quota("S", 5, True), Quota("A", 25, True, True)], []),
        ([Quota("S", 5, True), Quota("A", 25, True, True), Quota("D", 3)], []),
        ([Quota(grade, 20) for grade in GRADES], []),
        ([Quota("X", 5)], ["quota_grade"]),
        ([Quota("S", 101)], ["quota_share"]),
        ([Quota("S", float("nan"))], ["quota_share"]),
        ([Quota("S", 5), Quota("S", 6, True)], ["quota_twice"]),
        ([Quota("S", 5), Quota("A", 25, True, True)], ["quota_inside"]),
        ([Quota("S", 60), Quota("D", 60)], ["quotas_sum"]),
        ([Quota(grade, 19) for grade in GRADES], ["quotas_sum"]),
        ([Quota(grade, 19, True) for grade in GRADES], ["quotas_sum"]),
        ([Quota(grade, 20, True) for grade in GRADES], ["quotas_closed"]),
    ],
)
def test_quotas_that_nobody_can_keep_are_found(quotas: list[Quota], codes: list[str]) -> None:
    """Unknown grades, impossible shares, sums and caps that leave somebody without a grade are named."""
    assert [trouble.code for trouble in inspect_quotas(GRADES, quotas)] == codes
