"""What becomes of scores outside the workbooks: department, adjustments, veto, and what quotas propose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from addin.scoring.finishing import Finish
from addin.scoring.scheme import Adjustment, Coefficient, Department, Person, Quota, Scheme, Settings
from sync.archive.handed import PostRow
from sync.archive.rows import LineRow, Result
from sync.process.outcomes import Evidence, outcomes
from sync.process.quotas import proposals
from sync.service.outcomes import days_of
from tests.builders import CYCLE, GRADES, sample_scheme

EVERY = ("departments", "quotas", "coefficients", "adjustments")
SCHEME = sample_scheme()
PERIOD = SCHEME.cycles[CYCLE]


def scheme(**settings: object) -> Scheme:
    """Return the sample scheme with all modules on, sales judged by the template of assistants."""
    units = {
        "company": Department("company", "Company"),
        "sales": Department("sales", "Sales", "company", "1", "ADM"),
        "desk": Department("desk", "Desk", "sales"),
    }
    changed = replace(Settings(modules=EVERY), **settings)  # type: ignore[arg-type]
    return replace(SCHEME, settings=changed, departments=units)


def result(subject: str, *scores: float | None, department: str = "sales") -> Result:
    """Return a result whose lines, of the template ADM or SAL, have these scores."""
    template = "ADM" if subject.startswith("@") else "SAL"
    lines = tuple(
        LineRow(line.indicator, line.weight, line.method, line.target, 1.0, score, "Appraisal", "K2")
        for line, score in zip(SCHEME.templates[template], scores, strict=True)
    )
    total = None if None in scores[:3] else 1.0
    return Result(CYCLE, subject, 1, department, 1, total, None, "checked", "", lines)


def person(number: str, department: str = "sales", hired: date | None = date(2020, 1, 1)) -> Person:
    """Return a clerk."""
    return Person(number, f"Person {number}", department, "clerk", "9", hired)


def evidence(made: Scheme, *results: Result, **more: object) -> Evidence:
    """Return the evidence of a cycle; people are in the department of their result."""
    people = {
        one.employee: person(one.employee, one.department)
        for one in results
        if not one.employee.startswith("@")
    }
    found = Evidence(made, people, PERIOD, {one.employee: one for one in results})
    return replace(found, **more)  # type: ignore[arg-type]


def bonus(number: str, amount: float, item: str = "a patent", kind: str = "bonus") -> Adjustment:
    """Return an adjustment of a person."""
    return Adjustment(CYCLE, number, kind, item, amount)


def test_without_modules_a_score_is_the_weighted_sum() -> None:
    """Where nothing is added, the final score is the weighted sum, rounded, with its grade."""
    plain = scheme(modules=())
    found = outcomes(evidence(plain, result("2", 96, 100, 87.2, 80), result("@sales", 120, 120, 120, 120)))
    assert (found["2"].score, found["2"].grade, found["2"].units) == (93.12, "B", ())


def test_a_department_is_blended_into_its_people() -> None:
    """A fifth of the score is the department's; its head, whose score it already is, keeps the own one."""
    given = evidence(
        scheme(), result("1", 90, 90, 90, 90), result("2", 90, 90, 90, 90), result("@sales", *[110] * 4)
    )
    found = outcomes(given)
    assert (found["2"].score, found["1"].score) == (94.0, 90.0)
    heads = outcomes(replace(given, scheme=scheme(coefficient_heads=True)))
    assert heads["1"].score == 94.0


def test_a_department_multiplies_the_scores_of_its_people() -> None:
    """By the form multiply a score is taken times the coefficient of the department's grade."""
    made = replace(
        scheme(coefficient_form="multiply"), coefficients=(Coefficient("S", 1.1), Coefficient("D", 0.9))
    )
    found = outcomes(evidence(made, result("2", 90, 90, 90, 90), result("@sales", 110, 110, 110, 110)))
    assert found["2"].score == 99.0
    assert outcomes(evidence(made, result("2", *[90] * 4), result("@sales", *[90] * 4)))["2"].score == 90.0


def test_the_nearest_department_above_counts() -> None:
    """Who is in a department without a result of its own gets that of the one it belongs to."""
    given = evidence(scheme(), result("2", *[90] * 4, department="desk"), result("@sales", *[110] * 4))
    assert outcomes(given)["2"].units[0].department == "sales"


def test_a_transfer_weighs_by_days() -> None:
    """Who changed the department in the period gets the mean of both by days."""
    made = scheme()
    units = dict(made.departments) | {"shop": Department("shop", "Shop", "company", None, "ADM")}
    given = evidence(
        replace(made, departments=units),
        result("2", *[100] * 4),
        result("@sales", *[120] * 4),
        result("@shop", *[60] * 4, department="shop"),
        days={"2": {"sales": 23.0, "shop": 69.0}},
    )
    found = outcomes(given)["2"]
    assert found.score == pytest.approx(0.2 * (23 * 120 + 69 * 60) / 92 + 0.8 * 100)


def test_days_in_each_department() -> None:
    """A day belongs to the post that began last, and one that no post tells of to the present department."""
    posts = [
        PostRow(2, "2", "2020-01-01", "2026-07-31", "shop", "clerk"),
        PostRow(3, "2", "2026-07-31", "2026-08-15", "desk", "clerk"),
    ]
    assert days_of(person("2"), posts, PERIOD) == {"shop": 30.0, "desk": 16.0, "sales": 46.0}
    assert days_of(person("2"), [], PERIOD) == {"sales": 92.0}


def test_the_same_thing_counts_once_and_all_up_to_the_cap() -> None:
    """Of two bonuses for the same thing the higher counts, and all together no more than the cap."""
    given = evidence(
        scheme(), result("2", *[90] * 4), adjustments=(bonus("2", 2), bonus("2", 3, "A  Patent"))
    )
    assert outcomes(given)["2"].score == 93.0
    more = (*given.adjustments, bonus("2", 4, "a course"), bonus("2", 30, "late", "deduction"))
    found = outcomes(replace(given, adjustments=more))["2"]
    assert (found.bonus, found.deduction, found.score) == (5.0, 10.0, 85.0)


@pytest.mark.parametrize(
    ("veto", "score", "grade"),
    [
        ({"effect": "ceiling"}, 96.0, "C"),
        ({"effect": "ceiling", "ceiling": "D"}, 96.0, "D"),
        ({"effect": "ceiling", "ceiling": "A"}, 96.0, "B"),
        ({"effect": "lowest"}, 96.0, "D"),
        ({"effect": "zero"}, 0.0, "D"),
    ],
)
def test_a_veto_in_its_three_forms(veto: Mapping[str, str], score: float, grade: str) -> None:
    """A veto leaves no grade above its ceiling, only the lowest one, or no points; it never improves one."""
    given = evidence(
        scheme(), result("2", *[96] * 4), adjustments=(Adjustment(CYCLE, "2", "veto", "fraud", **veto),)
    )
    found = outcomes(given)["2"]
    assert (found.score, found.grade) == (score, grade)


def test_the_strictest_veto_counts_in_any_order() -> None:
    """Of several vetoes the strictest counts, whatever their order."""
    vetoes = [
        Adjustment(CYCLE, "2", "veto", "late"),
        Adjustment(CYCLE, "2", "veto", "fraud", effect="lowest"),
        Adjustment(CYCLE, "2", "veto", "safety", ceiling="B"),
    ]
    for order in permutations(vetoes):
        found = outcomes(evidence(scheme(), result("2", *[96] * 4), adjustments=order))["2"]
        assert (found.veto, found.grade) == (vetoes[1], "D")


def test_an_incomplete_score_stays_open() -> None:
    """Without a total nothing is added, and no grade is given."""
    given = evidence(scheme(), result("2", None, 90, 90, 90), adjustments=(bonus("2", 3),))
    assert (outcomes(given)["2"].score, outcomes(given)["2"].grade) == (None, None)


def distributed(made: Scheme, *results: Result, **more: object) -> dict[str, tuple[str | None, str]]:
    """Return the proposed grade and its reason by person."""
    given = evidence(made, *results, **more)
    found = proposals(given, outcomes(given))
    return {subject: (one.proposed, one.reason) for subject, one in found.items()}


def test_quotas_propose_within_the_limits() -> None:
    """Of twenty people one may have an S and five at most S or A; the others keep to B."""
    made = replace(
        scheme(quota_mode="limit"), quotas=(Quota("S", 0.05, True), Quota("A", 0.25, True)), grades=GRADES
    )
    people = [result(str(number), *[110.0 - number] * 4) for number in range(2, 22)]
    found = distributed(made, *people)
    assert [found[str(number)][0] for number in range(2, 10)] == ["S", "A", "A", "A", "A", "B", "B", "B"]
    assert found["3"] == ("A", "quota_full")


def test_quotas_without_their_module_propose_nothing() -> None:
    """While the module is off nothing is proposed."""
    made = replace(scheme(modules=()), quotas=(Quota("S", 0.05, True),))
    assert distributed(made, result("2", *[110] * 4)) == {}


def test_a_veto_and_new_people_in_the_quotas() -> None:
    """Who is under a veto gets no more than its ceiling, and who is new takes no place."""
    made = replace(
        scheme(quota_mode="limit", quota_minimum=2), quotas=(Quota("S", 0.5, True), Quota("A", 1.0, True))
    )
    results = [result(str(number), *[110.0 - number] * 4) for number in range(2, 6)]
    given = evidence(made, *results, adjustments=(Adjustment(CYCLE, "3", "veto", "fraud"),))
    people = dict(given.roster) | {"2": person("2", hired=date(2026, 8, 1))}
    given = replace(given, roster=people)
    found = proposals(given, outcomes(given))
    assert (found["2"].reason, found["2"].place) == ("new", None)
    assert (found["3"].proposed, found["3"].reason) == ("C", "veto")


def test_ties_are_broken_by_what_was_measured_then_by_the_last_cycle() -> None:
    """Of equal scores the better measured part is in front, and of equal ones the better last cycle."""
    made = replace(scheme(quota_mode="limit", quota_minimum=2), quotas=(Quota("S", 0.5, True),))
    equal = [result("2", 110, 110, 110, 100), result("3", *[108] * 4), result("4", 110, 110, 110, 100)]
    finishes = {one.employee: Finish(108.0, score=108.0, grade="S") for one in equal}
    found = proposals(evidence(made, *equal), finishes, {"4": 90.0, "2": 80.0})
    assert [found[number].place for number in ("4", "2", "3")] == [1, 2, 3]


def test_the_grade_of_a_department_limits_its_top_grades() -> None:
    """By the form limit a department with a weak result may have fewer people at the top."""
    made = replace(
        scheme(quota_mode="limit", coefficient_form="limit", quota_minimum=2),
        quotas=(Quota("S", 0.05, True), Quota("A", 0.5, True)),
        coefficients=(Coefficient("D", 1.0, 0.1), Coefficient("A", 1.0, 0.5)),
    )
    people = [result(str(number), *[104.0 - number / 10] * 4) for number in range(2, 12)]
    weak = distributed(made, *people, result("@sales", *[60] * 4))
    fair = distributed(made, *people, result("@sales", *[102] * 4))
    assert [sum(grade == "A" for grade, _ in found.values()) for found in (weak, fair)] == [1, 5]


def test_a_wide_top_share_leaves_what_the_other_grades_must_have() -> None:
    """Exact quotas of the other grades hold even where a department's grade would leave less than them."""
    grades = {"S": (0.05, True), "A": (0.25, True), "B": (0.6, False), "C": (0.12, False), "D": (0.03, False)}
    made = replace(
        scheme(quota_mode="exact", coefficient_form="limit", quota_minimum=2),
        quotas=tuple(Quota(grade, *rest) for grade, rest in grades.items()),
        coefficients=(Coefficient("A", 1.0, 0.5),),
    )
    people = [result(str(number), *[104.0 - number / 10] * 4) for number in range(2, 42)]
    found = distributed(made, *people, result("@sales", *[102] * 4))
    assert sum(grade in ("S", "A") for grade, _ in found.values()) == 10
    assert sum(grade == "B" for grade, _ in found.values()) == 24
