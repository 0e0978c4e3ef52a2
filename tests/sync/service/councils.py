"""The councils as they would be set up: 97 indicators, 32 councils, targets of the year before."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from addin.scoring.goals import of_department
from addin.scoring.parameters import LARGEST_FRACTION
from addin.scoring.scheme import (
    Cycle,
    Department,
    Goal,
    Indicator,
    Line,
    Mapped,
    ParameterValue,
    Scheme,
    Settings,
)
from sync.service.importing.new_ids import derived
from tests.builders import GRADES

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "councils"
MEASUREMENTS = DATA / "measurements.csv"
YEARS = ("2018-19", "2019-20", "2020-21", "2021-22")
CYCLES = YEARS[1:]
TEMPLATE, SOURCE = "COUNCIL", "benchmarks"
WIDTH, ZERO = 0.02, 0.1
"""A gap with a midpoint of zero is full within 2 points of percent, and nothing from 10 on."""

METHODS = {"higher is better": "ratio", "lower is better": "reverse"}
COLUMNS = {"department": "council", "indicator": "code", "cycle": "year", "actual": "value"}


class Measured(NamedTuple):
    """One row of measurements.csv that counts here, as it was published."""

    council: str
    code: str
    year: str
    value: float


@cache
def indicator_rows() -> tuple[Mapping[str, str], ...]:
    """Return the rows of indicators.csv, their codes as ids."""
    with (DATA / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return tuple({**row, "code": derived(row["code"], ())} for row in csv.DictReader(file))


@cache
def measurements() -> tuple[Measured, ...]:
    """Return the rows of measurements.csv."""
    with MEASUREMENTS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Measured(row["council"], row["code"], row["year"], float(row["value"]))
            for row in csv.DictReader(file)
            if row["value"]
        )


def councils() -> dict[str, str]:
    """Return the councils: name by id."""
    return {derived(name, ()): name for name in sorted({row.council for row in measurements()})}


def values() -> dict[tuple[str, str, str], float]:
    """Return every measured value by the ids of council and indicator, and year."""
    return {(derived(row.council, ()), derived(row.code, ()), row.year): row.value for row in measurements()}


def fractions_of_one() -> set[str]:
    """Return the indicators shown in percent; those of CHN14 stand there as numbers out of 100."""
    largest: dict[str, float] = {}
    for (_, indicator, _), value in values().items():
        largest[indicator] = max(abs(value), largest.get(indicator, 0.0))
    shown = {row["code"] for row in indicator_rows() if "%" in row["number_format"]}
    return {code for code in shown if largest.get(code, 0.0) <= LARGEST_FRACTION}


def method_of(row: Mapping[str, str]) -> tuple[str, float | None, dict[str, ParameterValue]]:
    """Return how an indicator is scored: the direction decides the method, a midpoint is the target."""
    if row["direction"] != "midpoint is best":
        return METHODS[row["direction"]], None, {}
    middle = float(row["midpoint"])
    return ("midpoint", middle, {}) if middle else ("interval", middle, {"width": WIDTH, "zero": ZERO})


def weights() -> list[float]:
    """Return weights for 97 lines that add up to 100."""
    number = len(indicator_rows())
    return [1.03] * (number - 1) + [round(100 - 1.03 * (number - 1), 2)]


def council_scheme(minimum_share: float = 0.5, shuffled: int | None = None) -> Scheme:
    """Return the scheme; `shuffled` gives its indicators, lines, councils and goals another order."""
    lines = [
        (row["code"], weight, *method_of(row))
        for row, weight in zip(indicator_rows(), weights(), strict=True)
    ]
    template = [
        Line(TEMPLATE, code, weight, method, target, parameters, "renormalise")
        for code, weight, method, target, parameters in lines
    ]
    aimed = {line.indicator for line in template if line.target is None}
    before = dict(pairwise(YEARS))
    goals = [
        Goal(before[year], of_department(council), indicator, value)
        for (council, indicator, year), value in values().items()
        if year in before and indicator in aimed
    ]
    units = [Department(key, name, template=TEMPLATE) for key, name in councils().items()]
    fractions = fractions_of_one()
    indicators = [
        Indicator(
            row["code"],
            row["title"],
            "kpi",
            "%" if row["code"] in fractions else row["measure"],
            definition=row["title"],
            formula="as published",
            source="Local Government Benchmarking",
        )
        for row in indicator_rows()
    ]
    if shuffled is not None:
        for rows in (template, goals, units, indicators):
            random.Random(shuffled).shuffle(rows)
    return Scheme(
        settings=Settings(
            company="Councils", minimum_share=minimum_share, modules=("departments", "goals", "sources")
        ),
        departments={unit.id: unit for unit in units},
        positions={},
        indicators={one.id: one for one in indicators},
        templates={TEMPLATE: tuple(template)},
        grades=GRADES,
        cycles={year: _year(year) for year in CYCLES},
        sources=tuple(Mapped(SOURCE, ours, theirs) for ours, theirs in COLUMNS.items()),
        goals=tuple(goals),
    )


def _year(year: str) -> Cycle:
    """Return a financial year as a cycle."""
    first = int(year[:4])
    return Cycle(year, "year", date(first, 4, 1), date(first + 1, 3, 31))


def measurements_file(folder: Path, shuffled: int | None = None) -> Path:
    """Return the measurements as published; `shuffled` gives a copy with its lines in another order."""
    if shuffled is None:
        return MEASUREMENTS
    titles, *lines = MEASUREMENTS.read_text(encoding="utf-8").splitlines(keepends=True)
    random.Random(shuffled).shuffle(lines)
    file = folder / MEASUREMENTS.name
    file.write_text("".join([titles, *lines]), encoding="utf-8")
    return file


class Expected(NamedTuple):
    """What the test itself computes for a council and year: the total, and the score of each line."""

    total: float | None
    lines: Mapping[str, float | None]
    unusable: Sequence[str]


def expected(council: str, year: str, minimum_share: float = 0.5) -> Expected:
    """Compute a council's year from the two files alone, by plain arithmetic."""
    before = YEARS[YEARS.index(year) - 1]
    found, lines, unusable = values(), {}, []
    points = weight = 0.0
    for row, share in zip(indicator_rows(), weights(), strict=True):
        code = row["code"]
        target = method_of(row)[1] if row["direction"] == "midpoint is best" else None
        if target is None:
            target = found.get((council, code, before))
        actual = found.get((council, code, year))
        usable = row["direction"] == "midpoint is best" or (target is not None and target > 0)
        if not usable:
            unusable.append(code)
        lines[code] = _points(row["direction"], actual, target) if usable and actual is not None else None
        if lines[code] is not None:
            points, weight = points + share * lines[code], weight + share
    total = points / weight if weight and weight / 100 >= minimum_share else None
    return Expected(total, lines, unusable)


def _points(direction: str, actual: float, target: float) -> float:
    if direction == "higher is better":
        return max(0.0, min(120.0, 100 * actual / target))
    if direction == "lower is better":
        return max(0.0, min(120.0, 100 * (2 - actual / target)))
    if target:
        return max(0.0, 100 * (1 - abs(actual - target) / abs(target)))
    away = abs(actual - target)
    return max(0.0, min(100.0, 100 * (ZERO - away) / (ZERO - WIDTH)))
