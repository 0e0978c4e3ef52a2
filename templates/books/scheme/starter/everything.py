"""The example scheme with every feature: the starter, with nested weights, all methods and all modules."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from addin.scoring.scheme import Adjustment, Check, Department, Goal, Scheme
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.starter import (
    Words,
    indicator_of,
    lines_of,
    months,
    raters_of,
    read,
    starter,
)


def everything(language: str, today: date) -> SchemeContent:
    """Return a scheme that uses every feature, for the sample company; today: as for the starter."""
    content = starter(language, today)
    rules, words = read("everything"), read(f"everything.{language}")
    return replace(content, scheme=_with(content.scheme, rules, words, read(language)["anchors"]))


def by_month(content: SchemeContent, today: date) -> SchemeContent:
    """Return a scheme with the month of a day and the next one as cycles, under the rules of its quarter."""
    scheme, cycles = content.scheme, months(today, 2)
    raters = (
        replace(one, cycle_kind="month") if one.cycle_kind == "quarter" else one for one in scheme.raters
    )
    monthly = replace(
        scheme,
        cycles={cycle.id: cycle for cycle in cycles},
        raters=tuple(raters),
        adjustments=tuple(replace(one, cycle=cycles[0].id) for one in scheme.adjustments),
    )
    return replace(content, scheme=monthly)


def judged(departments: dict[str, Department]) -> dict[str, Department]:
    """Return departments with the template by which each is judged itself."""
    units = read("everything")["units"]
    return {key: replace(unit, template=units.get(key)) for key, unit in departments.items()}


def _with(scheme: Scheme, rules: Words, words: Words, anchors: Words) -> Scheme:
    cycle = next(iter(scheme.cycles))
    positions = {
        key: replace(post, template=rules["positions"].get(key, post.template))
        for key, post in scheme.positions.items()
    }
    indicators = {
        key: indicator_of(key, texts, rules["categories"], anchors)
        for key, texts in words["indicators"].items()
    }
    adjustments = (
        _made(Adjustment, {"cycle": cycle, **row, **words["adjustments"][key]})
        for key, row in rules["adjustments"].items()
    )
    templates = {key: lines_of(key, rows) for key, rows in rules["templates"].items()}
    goals = (Goal(None, row.get("subject"), row["indicator"], row["target"]) for row in rules["goals"])
    providers = {key: unit for unit, keys in rules["providers"].items() for key in keys}
    known = {key: replace(one, provider=providers.get(key)) for key, one in scheme.indicators.items()}
    return replace(
        scheme,
        settings=replace(scheme.settings, modules=tuple(rules["modules"]), **rules["settings"]),
        positions=positions,
        indicators={**known, **indicators},
        templates={**scheme.templates, **templates},
        goals=tuple(goals),
        raters=(*scheme.raters, *raters_of(rules["raters"])),
        adjustments=tuple(adjustments),
        checks={code: Check(code, severity) for code, severity in rules["checks"].items()},
    )


def _made(kind: type[Any], row: Words) -> Any:
    """Make a record, whole numbers as numbers with a fraction where it wants those."""
    wanted = {part.name for part in fields(kind) if "float" in str(part.type)}
    return kind(**{key: float(value) if key in wanted else value for key, value in row.items()})
