"""Checks of the rules around the templates: indicators, grades, cycles, settings, dates of people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from addin.scoring.calendar import STEPS
from addin.scoring.grading import inspect_grades
from addin.scoring.parameters import told
from addin.scoring.scheme import Cycle
from addin.texts import listed, say
from sync.checks.registry import check
from sync.checks.scheme.subject import SchemeSubject
from sync.findings import Problem

DESCRIBED = ("definition", "formula", "source")
PAIRS = (("total_floor", "total_cap"), ("line_min", "line_max"), ("lines_min", "lines_max"))

REVIEWED_WITHIN = timedelta(days=731)
"""Two years before the latest cycle begins: who reviews once a year and plans a year ahead hears nothing."""


@check("S008", "scheme")
def grades(subject: SchemeSubject) -> Iterator[Problem]:
    """Find grades with holes, overlaps, without extent, or without open ends."""
    if "grades" not in subject.reading.tables:
        return
    unclear = {
        p.key[0] for p in subject.reading.problems if p.table == "grades" and p.column in ("low", "high")
    }
    for trouble in inspect_grades(subject.scheme.grades):
        if unclear & {trouble.parameter, trouble.values.get("other")}:
            continue
        key = f"methods.troubles.{trouble.code}"
        values = {k: told(v) if isinstance(v, float) else v for k, v in trouble.values.items()}
        column = "high" if trouble.code in ("grade_top", "grade_empty") else "low"
        what, mend = (say(f"{key}.{part}", subject.language, **values) for part in ("what", "mend"))
        if trouble.code == "grades_none":
            yield Problem(sheet=subject.title("grades"), table="grades", values={"what": what, "mend": mend})
            continue
        found = trouble.values.get("start", trouble.values.get(column))
        text = told(found) if isinstance(found, float) else None
        yield subject.at("grades", column, trouble.parameter, found=text, what=what, mend=mend)


@check("S010", "scheme")
def cycle_dates(subject: SchemeSubject) -> Iterator[Problem]:
    """Find cycles that end before they begin, and deadlines that are not in their order."""
    for cycle in subject.scheme.cycles.values():
        dates = [(column, day) for column in ("starts", "ends", *STEPS) if (day := getattr(cycle, column))]
        for (before, earlier), (column, later) in pairwise(dates):
            if _turned(column, earlier, later):
                yield subject.at(
                    "cycles",
                    column,
                    cycle.id,
                    found=later,
                    expected=f"> {earlier}" if column == "ends" else f"≥ {earlier}",
                    earlier=earlier,
                    before=subject.heading("cycles", before),
                )


def _turned(column: str, earlier: date, later: date) -> bool:
    """Tell whether two dates are in the wrong order; steps may fall on the same day."""
    return later <= earlier if column == "ends" else later < earlier


@check("S011", "scheme")
def cycles_overlap(subject: SchemeSubject) -> Iterator[Problem]:
    """Find cycles of the same kind that share days."""
    ordered = sorted(subject.scheme.cycles.values(), key=lambda cycle: (cycle.kind, cycle.starts))
    for first, second in pairwise(ordered):
        if first.kind == second.kind and _sound(first) and second.starts <= first.ends:
            yield subject.at(
                "cycles", "starts", second.id, found=second.starts, expected=f"> {first.ends}", other=first.id
            )


def _sound(cycle: Cycle) -> bool:
    return cycle.starts < cycle.ends


@check("S015", "scheme")
def not_described(subject: SchemeSubject) -> Iterator[Problem]:
    """Find indicators without definition, formula or source: two people would measure two things."""
    for indicator in subject.scheme.indicators.values():
        lacking = [column for column in DESCRIBED if not getattr(indicator, column)]
        if lacking:
            columns = subject.headings("indicators", lacking)
            yield subject.at("indicators", lacking[0], indicator.id, name=indicator.name, columns=columns)


@check("S016", "scheme")
def no_anchors(subject: SchemeSubject) -> Iterator[Problem]:
    """Find judged indicators that do not say what the ratings mean."""
    judged = dict.fromkeys(line.indicator for line in subject.lines() if line.judged)
    for key in judged:
        indicator = subject.scheme.indicators.get(key)
        lacking = (
            []
            if indicator is None
            else [5 - place for place, text in enumerate(indicator.anchors) if not text]
        )
        if indicator and lacking:
            ratings = listed(lacking, subject.language)
            yield subject.at("indicators", f"anchor_{lacking[0]}", key, name=indicator.name, ratings=ratings)


@check("S045", "scheme")
def not_reviewed(subject: SchemeSubject) -> Iterator[Problem]:
    """Find indicators in use that nobody reviewed for two years, where HR notes the days of review at all."""
    indicators = subject.scheme.indicators
    if not any(indicator.reviewed_on for indicator in indicators.values()):
        return
    unclear = {
        p.key for p in subject.reading.problems if (p.table, p.column) == ("indicators", "reviewed_on")
    }
    latest = max((cycle.starts for cycle in subject.scheme.cycles.values()), default=date.min)
    for key in dict.fromkeys(line.indicator for line in subject.lines()):
        indicator = indicators.get(key)
        day = indicator.reviewed_on if indicator else None
        if indicator and (key,) not in unclear and (day is None or latest - day > REVIEWED_WITHIN):
            state = say(f"checks.S045.states.{'old' if day else 'never'}", subject.language, day=day)
            yield subject.at("indicators", "reviewed_on", key, found=day, name=indicator.name, state=state)


@check("S021", "scheme")
def settings_contradict(subject: SchemeSubject) -> Iterator[Problem]:
    """Find settings whose lowest value is above their highest."""
    settings = subject.scheme.settings
    for low, high in PAIRS:
        least, most = getattr(settings, low), getattr(settings, high)
        if least > most:
            below, above = told(float(least)), told(float(most))
            yield subject.at(
                "settings",
                "value",
                low,
                found=below,
                expected=f"≤ {above}",
                label=say(f"scheme.settings.{low}.label", subject.language),
                other=say(f"scheme.settings.{high}.label", subject.language),
                least=below,
                most=above,
            )


@check("S022", "scheme")
def people_dates(subject: SchemeSubject) -> Iterator[Problem]:
    """Find people who left, or took their post, before they were hired."""
    for person in subject.reading.roster.values():
        for column in ("in_post_since", "left_on"):
            day = getattr(person, column)
            if day and person.hired and day < person.hired:
                yield subject.at(
                    "people",
                    column,
                    person.id,
                    found=day,
                    expected=f"≥ {person.hired}",
                    name=person.name,
                    hired=person.hired,
                )
