"""Tests of whose target holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.goals import by_subject, department_of, lineage, of_department, target_for
from addin.scoring.scheme import Department, Goal, Person

UNITS = {
    "group": Department("group", "Group"),
    "sales": Department("sales", "Sales", "group"),
    "north": Department("north", "Sales north", "sales"),
}
ADA = Person("7", "Ada", "north", "clerk")
CYCLE = "2026-Q3"
SUBJECTS = ("7", "@north", "@sales", "@group", None)


def holds(*goals: Goal, who: Person | Department = ADA, otherwise: float | None = 1.0) -> float | None:
    """Return the target that holds for somebody."""
    return target_for(by_subject(goals), lineage(who, UNITS), "X", CYCLE, otherwise)


@pytest.mark.parametrize(
    ("goals", "target"),
    [
        ((), 1.0),
        ((Goal(None, None, "X", 2.0),), 2.0),
        ((Goal(None, None, "X", 2.0), Goal(None, "@group", "X", 3.0)), 3.0),
        ((Goal(None, "@group", "X", 3.0), Goal(None, "@sales", "X", 4.0)), 4.0),
        ((Goal(None, "@sales", "X", 4.0), Goal(None, "@north", "X", 5.0)), 5.0),
        ((Goal(None, "@north", "X", 5.0), Goal(None, "7", "X", 6.0)), 6.0),
        ((Goal(CYCLE, "@north", "X", 5.0), Goal(None, "7", "X", 6.0)), 6.0),
        ((Goal(None, "7", "X", 6.0), Goal(CYCLE, "7", "X", 7.0)), 7.0),
        ((Goal("2026-Q4", "7", "X", 8.0), Goal(None, None, "X", 2.0)), 2.0),
        ((Goal(None, "8", "X", 9.0), Goal(None, "7", "Y", 9.0)), 1.0),
        ((Goal(None, "7", "X", 0.0),), 0.0),
    ],
)
def test_the_narrowest_goal_wins(goals: tuple[Goal, ...], target: float) -> None:
    """Person, own department, departments above, company; at one subject the very cycle beats every cycle."""
    assert holds(*goals) == target
    assert holds(*reversed(goals)) == target


def test_without_any_target_there_is_none() -> None:
    """Neither a goal nor a target in the template gives no target, never a zero."""
    assert holds(otherwise=None) is None


def test_a_department_has_its_own_goal_and_those_above() -> None:
    """A department is not measured by a goal of one of its people or of a department below."""
    below = (Goal(None, "7", "X", 6.0), Goal(None, "@north", "X", 5.0))
    assert holds(*below, who=UNITS["sales"]) == 1.0
    assert holds(*below, Goal(None, "@group", "X", 3.0), who=UNITS["sales"]) == 3.0


def test_a_number_shared_by_a_person_and_a_department_is_told_apart() -> None:
    """The goal of the department 7 is not that of the person 7."""
    assert holds(Goal(None, "@7", "X", 4.0)) == 1.0


def test_a_circle_of_departments_ends() -> None:
    """Departments that belong to each other are walked once."""
    circle = {"a": Department("a", "A", "b"), "b": Department("b", "B", "a")}
    assert lineage(circle["a"], circle) == ("@a", "@b", None)


def test_a_subject_says_whether_it_is_a_department() -> None:
    """What was made from a department leads back to it; an employee number leads to none."""
    assert department_of(of_department("sales")) == "sales"
    assert department_of("00123") is None


@given(st.permutations(SUBJECTS), st.sets(st.sampled_from(SUBJECTS), min_size=1), st.booleans())
def test_order_never_counts(order: list[str | None], there: set[str | None], exact: bool) -> None:
    """Whatever the order of the goals, the narrowest of those there holds."""
    goals = [
        Goal(CYCLE if exact else None, one, "X", float(SUBJECTS.index(one))) for one in order if one in there
    ]
    assert holds(*goals) == min(SUBJECTS.index(one) for one in there)
