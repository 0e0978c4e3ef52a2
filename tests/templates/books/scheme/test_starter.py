"""The starter: the rules of defaults.md in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.scoring.grading import inspect_grades
from addin.scoring.methods import METHODS
from addin.texts import LANGUAGES
from templates.books.scheme import starter
from templates.books.scheme.starter import months, quarters

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("language", LANGUAGES)
def test_eight_templates_of_100(language: str) -> None:
    """Each of the eight templates has five to seven lines whose weights add up to 100."""
    templates = starter(language, TODAY).scheme.templates
    assert list(templates) == ["SALES", "RND", "CS", "PRD", "FIN", "HR", "ADM", "MGT"]
    assert all(
        5 <= len(lines) <= 7 and sum(line.weight for line in lines) == 100 for lines in templates.values()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_can_be_scored(language: str) -> None:
    """No method finds anything wrong with the parameters and targets of the starter."""
    lines = [line for lines in starter(language, TODAY).scheme.templates.values() for line in lines]
    assert len(lines) == 52
    assert [
        trouble for line in lines for trouble in METHODS[line.method].inspect(line.parameters, line.target)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_is_described(language: str) -> None:
    """Every indicator has a definition, a formula and a source, every judged one five anchors."""
    scheme = starter(language, TODAY).scheme
    assert all(item.definition and item.formula and item.source for item in scheme.indicators.values())
    judged = {line.indicator for lines in scheme.templates.values() for line in lines if line.judged}
    assert len(judged) == 8
    assert all(all(scheme.indicators[key].anchors) for key in judged)


def test_both_languages_have_the_same_rules() -> None:
    """English and Chinese differ in words only; what is a percentage in one is one in the other."""
    english, chinese = (starter(language, TODAY).scheme for language in LANGUAGES)
    assert english.templates == chinese.templates
    assert english.cycles == chinese.cycles
    assert [grade.low for grade in english.grades] == [grade.low for grade in chinese.grades]
    for key, item in english.indicators.items():
        assert (item.percent, item.category) == (
            chinese.indicators[key].percent,
            chinese.indicators[key].category,
        )


def test_amounts_are_for_a_quarter() -> None:
    """Amounts and counts given for a month are tripled; values per hour and shares are not."""
    templates = starter("en", TODAY).scheme.templates
    targets = {line.indicator: line.target for lines in templates.values() for line in lines}
    assert [targets[key] for key in ("SAL-01", "SAL-03", "CS-01", "PRD-01", "SAL-04")] == [
        300,
        15,
        3600,
        50,
        0.95,
    ]


def test_grades_have_no_hole() -> None:
    """The bands of the five grades meet, open at both ends."""
    assert list(inspect_grades(starter("en", TODAY).scheme.grades)) == []


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_quarters_follow_each_other(today: date) -> None:
    """The first of the quarters holds the day, each next one begins the day after."""
    first, second = quarters(today, 2)
    assert first.starts <= today <= first.ends
    assert second.starts == first.ends + timedelta(days=1)
    assert first.id == f"{today.year}-Q{(today.month + 2) // 3}"
    assert (first.starts.day, second.starts.day) == (1, 1)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_months_follow_each_other(today: date) -> None:
    """The first of the months holds the day, each next one begins the day after."""
    first, second = months(today, 2)
    assert first.starts <= today <= first.ends
    assert second.starts == first.ends + timedelta(days=1)
    assert first.id == today.strftime("%Y-%m")
    assert (first.starts.day, second.starts.day) == (1, 1)
