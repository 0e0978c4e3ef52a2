"""Whose forms somebody may see."""

from __future__ import annotations

from addin.scoring.scheme import Department
from sync.process.scope import within

UNITS = {
    one.id: one
    for one in (
        Department("company", "Company"),
        Department("sales", "Sales", "company"),
        Department("north", "North", "sales"),
        Department("shop", "Shop", "north"),
        Department("rnd", "R&D", "company"),
    )
}


def test_units_below_are_within():
    """A department comes with everything below it, and nothing beside or above it."""
    assert within(["sales"], UNITS) == {"sales", "north", "shop"}
    assert within(["shop", "rnd"], UNITS) == {"shop", "rnd"}
    assert within(["company"], UNITS) == set(UNITS)
    assert within([], UNITS) == frozenset()


def test_a_circle_ends():
    """Units that stand below each other are found once."""
    circle = {"a": Department("a", "A", "b"), "b": Department("b", "B", "a")}
    assert within(["a"], circle) == {"a", "b"}


def test_an_unknown_department_opens_nothing_else():
    """A department that was renamed stands for itself."""
    assert within(["gone"], UNITS) == {"gone"}
