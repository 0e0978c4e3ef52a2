"""The starter scheme: sound rules and eight templates, from rules.toml and the words of one language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

from addin.scoring.nesting import nested
from addin.scoring.scheme import (
    Bands,
    Coefficient,
    Cycle,
    Grade,
    Indicator,
    Line,
    Mapped,
    ParameterValue,
    Points,
    Position,
    Quota,
    RaterRule,
    Scheme,
    Settings,
)
from addin.texts import LANGUAGES
from templates.books.scheme.content import Change, SchemeContent
from templates.books.scheme.starter.processes import processes, ratings

FOLDER = Path(__file__).parent
Words = Mapping[str, Any]

COLUMNS = ("weight", "method", "target", "missing", "cycles", "within")
"""What a row of a template says beside the parameters of its method."""


def starter(language: str, today: date) -> SchemeContent:
    """Return the starter scheme in one language, with the quarter of a day and the next one as cycles.

    today: any day of the first quarter. Amounts and counts are for a quarter. Source: defaults.md.
    """
    rules, words = read("rules"), read(language)
    scheme = Scheme(
        settings=Settings(**rules["settings"], **ratings(words)),
        departments={},
        positions={key: _position(key, rules, words) for key in rules["positions"]},
        indicators={
            key: indicator_of(key, words["indicators"][key], rules["categories"], words["anchors"])
            for key in words["indicators"]
        },
        templates={key: lines_of(key, rows) for key, rows in rules["templates"].items()},
        grades=tuple(_grade(key, rules, words) for key in rules["grades"]),
        cycles={cycle.id: cycle for cycle in quarters(today, 2)},
        quotas=tuple(Quota(grade, **rule) for grade, rule in rules["quotas"].items()),
        coefficients=tuple(Coefficient(grade, **rule) for grade, rule in rules["coefficients"].items()),
        raters=tuple(raters_of(rules["raters"])),
        sources=tuple(Mapped(*key, title) for key, (title, _) in _sources(words).items()),
        **processes(rules, words, {spoken: read(spoken) for spoken in LANGUAGES}),
    )
    return SchemeContent(
        scheme,
        meanings={key: grade["meaning"] for key, grade in words["grades"].items()},
        notes={key: note for key, (_, note) in _sources(words).items()},
        changes=(Change(today, **words["changelog"]),),
    )


def quarters(today: date, number: int) -> list[Cycle]:
    """Return so many quarters as cycles, the first one holding a day: `2026-Q4`."""
    found: list[Cycle] = []
    first = date(today.year, today.month - (today.month - 1) % 3, 1)
    while len(found) < number:
        following = (first + timedelta(days=100)).replace(day=1)
        found.append(
            Cycle(f"{first.year}-Q{first.month // 3 + 1}", "quarter", first, following - timedelta(days=1))
        )
        first = following
    return found


def months(today: date, number: int) -> list[Cycle]:
    """Return so many months as cycles, the first one holding a day: `2026-10`."""
    found: list[Cycle] = []
    first = today.replace(day=1)
    while len(found) < number:
        following = (first + timedelta(days=31)).replace(day=1)
        found.append(Cycle(f"{first:%Y-%m}", "month", first, following - timedelta(days=1)))
        first = following
    return found


@cache
def read(name: str) -> Words:
    """Return the rules, or the words of a language, of this folder."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def raters_of(listed: Sequence[Words]) -> Iterator[RaterRule]:
    """Yield a rule for each group of raters, for each kind of cycle and each template named."""
    for row in listed:
        for template in row.get("templates", (None,)):
            for group, weight in row["weights"].items():
                yield RaterRule(group, float(weight), template, row.get("cycle_kind"))


def _sources(words: Words) -> dict[tuple[str, str], tuple[str, str]]:
    """Return column title and note by source and field."""
    return {
        (source, name): (title, note)
        for source, fields in words["sources"].items()
        for name, (title, note) in fields.items()
    }


def _position(key: str, rules: Words, words: Words) -> Position:
    return Position(key, template=rules["positions"][key], **words["positions"][key])


def indicator_of(key: str, words: Words, categories: Words, anchors: Words) -> Indicator:
    """Return an indicator with its words, its category, and the anchors it names."""
    texts = dict(words)
    found = anchors.get(texts.pop("anchors", ""), {})
    category = next((name for name, keys in categories.items() if key in keys), "kpi")
    return Indicator(key, category=category, anchors=_five(found), **texts)


def _five(anchors: Mapping[str, str]) -> tuple[str, str, str, str, str]:
    return cast(
        tuple[str, str, str, str, str], tuple(anchors.get(str(rating), "") for rating in (5, 4, 3, 2, 1))
    )


def _grade(key: str, rules: Words, words: Words) -> Grade:
    rule = rules["grades"][key]
    return Grade(
        key,
        words["grades"][key]["name"],
        _number(rule.get("low")),
        _number(rule.get("high")),
        rule["coefficient"],
    )


def lines_of(template: str, rows: Words) -> tuple[Line, ...]:
    """Return the lines of a template from its rows; a row without a method is a heading of others."""
    parts = {key: rule["within"] for key, rule in rows.items() if "within" in rule}
    return nested([_line(template, *item) for item in rows.items()], parts)


def _line(template: str, indicator: str, rule: Words) -> Line:
    rest = {key: value for key, value in rule.items() if key not in COLUMNS}
    return Line(
        template,
        indicator,
        float(rule["weight"]),
        rule.get("method", ""),
        _number(rule.get("target")),
        {key: _parameter(value) for key, value in rest.items()},
        missing=rule.get("missing", "block"),
        cycles=tuple(rule.get("cycles", ())),
    )


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def _parameter(value: Any) -> ParameterValue:
    """Return a parameter as typed: whole numbers as numbers, lists as points or bands ("" is an open end)."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, list):
        rows = tuple(tuple(None if end == "" else float(end) for end in row) for row in value)
        return cast(Points | Bands, rows)
    return float(value)
