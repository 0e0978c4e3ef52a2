"""Grades of many scores, and grades and quotas as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.grading import grade_of, inspect_grades
from addin.scoring.parameters import ParameterError
from addin.scoring.ranking.bands import graded, inspect_bands, parse_grades, parse_quotas
from addin.scoring.ranking.quotas import Quota
from addin.scoring.scheme import Grade

TYPED = "S:105;A:100;B:85;C:70;D"
HOLES = (Grade("A", "A", 90.0, None, 1.0), Grade("B", "B", 70.0, 80.0, 1.0))


@pytest.mark.parametrize("grades", [parse_grades(TYPED), HOLES, parse_grades("D")])
@given(
    totals=st.lists(
        st.none()
        | st.floats(-200, 200).map(lambda x: round(x, 12))
        | st.sampled_from([70, 85 - 1e-12, 80, 104.99999999999])
    )
)
def test_many_grades_are_those_of_one(grades: tuple[Grade, ...], totals: list[float | None]) -> None:
    """Grades of an array are those that `grade_of` gives one by one, holes in the bands included."""
    names = [*(grade.id for grade in grades), None]
    assert [names[number] for number in graded(totals, grades)] == [grade_of(one, grades) for one in totals]


@pytest.mark.parametrize(
    "text",
    [
        TYPED,
        "D; C: 70; B: 85; A:100; S :105",
        "Ｓ：１０５；Ａ：１００；Ｂ：８５；Ｃ：７０；Ｄ",
        "S:105\nA:100\nB:85\nC:70\nD\n",
    ],
)
def test_grades_are_read(text: str) -> None:
    """Grades are read in any order and from any keyboard, best first."""
    found = parse_grades(text)
    assert [(grade.id, grade.low, grade.high) for grade in found] == [
        ("S", 105.0, None),
        ("A", 100.0, 105.0),
        ("B", 85.0, 100.0),
        ("C", 70.0, 85.0),
        ("D", None, 70.0),
    ]
    assert list(inspect_bands(found)) == list(inspect_grades(found)) == []


def test_names_keep_their_spaces() -> None:
    """The name of a grade may have several words and a negative beginning."""
    assert [grade.id for grade in parse_grades("Very good : -1.5 ; Below 0")] == ["Very good", "Below 0"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "grades_none"), (" ; ", "grades_none"), ("S>105", "grades_text"), ("S:x", "grades_text")],
)
def test_grades_that_cannot_be_read(text: str, code: str) -> None:
    """What is no grade with a number is named."""
    with pytest.raises(ParameterError) as error:
        parse_grades(text)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("A:90;A:80;D", ["grade_twice"]),
        ("A:90;B:90;D", ["grade_same"]),
        ("A:90;B;D", ["grade_same"]),
        ("A:90;D:0", ["grade_bottom"]),
    ],
)
def test_grades_that_cannot_work(text: str, codes: list[str]) -> None:
    """Grades that stand twice, begin together or leave scores out are named."""
    assert [trouble.code for trouble in inspect_bands(parse_grades(text))] == codes


@pytest.mark.parametrize(
    "text", ["S<=5;S+A<=25;D=3", "S ≤ 5 %\nA + S ≤ 25%\nD = 3 %", "Ｓ＜＝５；Ｓ＋Ａ＜＝２５；Ｄ＝３"]
)
def test_quotas_are_read(text: str) -> None:
    """Quotas are read with or without percent signs, from any keyboard."""
    expected = (Quota("S", 5, True), Quota("A", 25, True, True), Quota("D", 3))
    assert parse_quotas(text, "SABCD") == expected
    assert parse_quotas("", "SABCD") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("S>=5", "quotas_text"),
        ("S", "quotas_text"),
        ("S<=five", "quotas_text"),
        ("S<=-5", "quotas_text"),
        ("A+B<=5", "quota_joint"),
        ("S+A=5", "quota_joint"),
        ("S+X<=5", "quota_joint"),
    ],
)
def test_quotas_that_cannot_be_read(text: str, code: str) -> None:
    """What is no quota, or joins grades that are not the best ones, is named."""
    with pytest.raises(ParameterError) as error:
        parse_quotas(text, "SABCD")
    assert error.value.code == code
