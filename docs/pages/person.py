"""From indicators to a person: the steps in their order, the settings they follow, and one of them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pages.markdown import grid, number

from addin.scoring.combine import combined, score_lines, weighted_mean
from addin.scoring.explain import steps
from addin.scoring.explain_finish import finishing_steps
from addin.scoring.finishing import Unit, finished
from addin.scoring.form import Entry, Step
from addin.scoring.nesting import nested
from addin.scoring.parameters import told
from addin.scoring.scheme import Adjustment, Line, Scheme
from addin.texts import say, words
from templates.books.scheme.content import setting_value
from templates.books.scheme.starter import starter
from templates.sentences import standard
from templates.tables.settings import SETTING_ROWS

ORDER: Mapping[str, tuple[str, ...]] = {
    "sum": (),
    "groups": (),
    "missing": ("missing", "neutral_score", "minimum_share"),
    "department": ("module.coefficients", "coefficient_form", "coefficient_share", "coefficient_heads"),
    "adjustments": ("module.adjustments", "bonus_cap", "deduction_cap"),
    "veto": ("veto_ceiling",),
    "limits": ("total_floor", "total_cap"),
    "rounding": ("decimals",),
    "grade": (),
    "rank": (),
    "quotas": ("module.quotas", "quota_mode", "quota_minimum", "quota_new_months"),
}
"""The steps with the settings that each follows."""

GROUP = "KPI"
LINES = (
    Line("", GROUP, 70.0, ""),
    Line("", "SAL-01", 60.0, "ratio", 300.0),
    Line("", "SAL-06", 40.0, "deduct", None, {"each": 20.0}),
    Line("", "SAL-07", 30.0, "rating"),
)
PARTS = {"SAL-01": GROUP, "SAL-06": GROUP}
TYPED = {
    "SAL-01": Entry("SAL-01", actual=270.0),
    "SAL-06": Entry("SAL-06", actual=1.0),
    "SAL-07": Entry("SAL-07", manager_rating=4.0),
}
DEPARTMENT = 90.0
"""The score of the department in the example [points]."""

PROVISIONAL = 2
"""The last steps of a workbook, rounding and grade: the service goes on from the weighted sum instead."""


def person(language: str) -> Iterator[str]:
    """Yield how the points of indicators become a person's score, grade and place."""
    yield f"## {say('docs.scoring.person.title', language)}"
    yield say("docs.scoring.person.about", language)
    scheme = starter(language, date(2026, 10, 1)).scheme
    chosen = {
        f"{table}_{key}": word
        for table in ("missing", "effect", "coefficient_form", "quota_mode")
        for key, word in words("choices", language)[table].items()
    }
    for place, (key, settings) in enumerate(ORDER.items(), start=1):
        yield f"### {place}. {say(f'docs.scoring.person.{key}.title', language)}"
        yield say(f"docs.scoring.person.{key}.text", language, **chosen)
        if settings:
            titles = [say(f"docs.scoring.person.{title}", language) for title in ("setting", "unless")]
            yield grid(titles, [setting(one, scheme, language) for one in settings])
    yield f"### {say('docs.scoring.person.example', language)}"
    yield say("docs.scoring.person.example_about", language, score=told(DEPARTMENT))
    yield example(scheme, language)


def setting(key: str, scheme: Scheme, language: str) -> tuple[str, str]:
    """Return what a setting is called, and what it is where nobody changes it."""
    row = next(row for row in SETTING_ROWS if row.key == key)
    value = setting_value(row, scheme, language)
    shown = number(value, row.kind == "percent") if isinstance(value, int | float) else str(value)
    return say(f"scheme.settings.{key}.label", language), shown


def example(scheme: Scheme, language: str) -> str:
    """Write the steps of one person's score as `meritbook why` tells them."""
    titles = ("indicator", "step", "value", "rule")
    return grid(
        [say(f"docs.scoring.person.{title}", language) for title in titles],
        [
            (
                scheme.indicators[step.indicator].name if step.indicator else "",
                step.step,
                step.value if isinstance(step.value, str) else told(step.value, decimals=4),
                step.rule,
            )
            for step in told_steps(scheme, language)
        ],
    )


def told_steps(scheme: Scheme, language: str) -> Iterator[Step]:
    """Yield the steps from the lines to the weighted sum, and from there to the final score."""
    settings, grades = scheme.settings, scheme.grades
    lines = score_lines(nested(LINES, PARTS), TYPED, settings)
    standards = {
        one.line.indicator: standard(one.line, scheme.indicators[one.line.indicator], settings, language)
        for one in lines
    }
    own = steps(combined(lines, settings, grades), settings, grades, language, standards)
    yield from own[:-PROVISIONAL]
    given = adjustments(language)
    unit = Unit(say("docs.scoring.person.department_name", language), DEPARTMENT)
    finish = finished(weighted_mean(lines, settings), [unit], given, settings, grades)
    yield from (found.step for found in finishing_steps(finish, given, settings, grades, language))


def adjustments(language: str) -> tuple[Adjustment, ...]:
    """Return a bonus and a deduction."""
    return tuple(
        Adjustment(
            "",
            "",
            kind,
            say(f"docs.scoring.person.{kind}", language),
            amount,
            reason=say(f"docs.scoring.person.{kind}_reason", language),
        )
        for kind, amount in (("bonus", 3.0), ("deduction", 1.0))
    )
