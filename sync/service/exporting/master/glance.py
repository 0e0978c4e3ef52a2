"""The Dashboard: figures and the numbers behind its charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from addin.scoring.grading import best_first
from addin.scoring.periods.ordering import misfit, positions
from addin.texts import say
from sync.analysis.groups import coefficient, figures
from sync.archive import telling
from sync.findings import SEVERITIES
from sync.service.cycles import opened
from sync.service.exporting.master.departments import counts, grade_name, grouped, guide_of, scores_of
from sync.service.exporting.master.gathering import Known
from sync.service.looking import progress_of
from sync.service.outcomes import outcomes_of
from templates.books.master import Plot
from templates.books.master.content import Figure

MOST = 10
"""So many departments stay readable in one chart."""

CYCLES = 6
"""So many cycles show a trend."""

Bar = tuple[Any, ...]
"""A row of a chart: its name, and its values."""


def figures_of(known: Known) -> dict[str, Figure]:
    """Return the figures for HR. Forms are counted as Progress counts them: with those of departments."""
    units = progress_of(known.archive, known.rules)
    found = _common(known)
    return {
        "forms": sum(row["forms"] for row in units),
        "checked": sum(row["forms"] - row["open"] - row["returned"] for row in units),
        "scored": sum(row["score"] is not None for row in known.current),
        "mean": found["mean"],
        "coefficient": found["coefficient"],
        "errors": sum(known.errors_in.values()),
    }


def figures_for_board(known: Known) -> dict[str, Figure]:
    """Return the figures for directors: no points to mend, but how the mean has changed."""
    found = _common(known)
    return {
        "departments": len(grouped(known)),
        "forms": len(known.current),
        "scored": sum(row["score"] is not None for row in known.current),
        "mean": found["mean"],
        "change": _change(known),
        "coefficient": found["coefficient"],
    }


def _change(known: Known) -> Figure:
    """Return by how much the mean differs from the period before, as the chart of the trend shows it."""
    *earlier, last = _trend(known).rows or ((None, None),)
    if not earlier or last[0] != known.rules.cycle.id:
        return None
    return float(last[1] or 0.0) - float(earlier[-1][1] or 0.0)


def _common(known: Known) -> dict[str, float | None]:
    grades = known.rules.scheme.grades
    return {
        "mean": figures(scores_of(known.people)).mean,
        "coefficient": coefficient(counts(known, known.people), grades),
    }


def plots(known: Known, kinds: Sequence[str]) -> list[Plot]:
    """Return the charts that have anything to show, of these kinds and in their order."""
    made = {
        "grades": _grades,
        "departments": _departments,
        "mix": _mix,
        "trend": _trend,
        "progress": _progress,
        "findings": _findings,
        "steps": _steps,
        "returns": _returns,
    }
    return [plot for kind in kinds if (plot := made[kind](known)).rows]


def _series(known: Known, *keys: str) -> tuple[str, ...]:
    return tuple(say(f"master.series.{key}", known.language) for key in keys)


def _grades(known: Known) -> Plot:
    given, guide = counts(known, known.people), guide_of(known)
    people = sum(given.values())
    names = {grade.id: grade_name(grade) for grade in known.rules.scheme.grades}
    rows = [
        (names[grade], number / people, *([guide[grade].room if grade in guide else None] if guide else []))
        for grade, number in given.items()
        if people
    ]
    return Plot("grades", _series(known, "share", *(["guide"] if guide else [])), tuple(rows))


def _departments(known: Known) -> Plot:
    found = {unit: figures(scores_of(rows)) for unit, rows in grouped(known).items()}
    rows = [(known.titles.get(unit, unit), one.mean, one.spread) for unit, one in found.items() if one.people]
    rows.sort(key=lambda row: (-(row[1] or 0), row[0]))
    half, note = MOST // 2, ""
    if len(rows) > MOST:
        note = say("master.notes.ends", known.language, n=half, all=len(rows))
        rows = rows[:half] + rows[-half:]
    return Plot("departments", _series(known, "mean", "spread"), tuple(rows), note)


def _mix(known: Known) -> Plot:
    groups = {unit: counts(known, rows) for unit, rows in grouped(known).items()}
    rows: list[Bar] = [
        (known.titles.get(unit, unit), *given.values())
        for unit, given in groups.items()
        if any(given.values())
    ]
    rows, note = _most(known, rows, "largest", lambda row: sum(row[1:]))
    return Plot("mix", tuple(grade.id for grade in best_first(known.rules.scheme.grades)), tuple(rows), note)


def _progress(known: Known) -> Plot:
    found = progress_of(known.archive, known.rules)
    rows = [
        (row["title"], row["forms"] - row["open"] - row["returned"], row["returned"], row["open"])
        for row in found
    ]
    rows, note = _most(known, rows, "slowest", lambda row: row[2] + row[3])
    return Plot("progress", _series(known, "checked", "returned", "open"), tuple(rows), note)


def _most(known: Known, rows: list[Bar], key: str, size: Callable[[Any], float]) -> tuple[list[Bar], str]:
    """Return rows by name; of more than a chart can show, those with most, and a note that says so."""
    rows = sorted(rows, key=lambda row: str(row[0]))
    if len(rows) <= MOST:
        return rows, ""
    note = say(f"master.notes.{key}", known.language, n=MOST, all=len(rows))
    return sorted(rows, key=size, reverse=True)[:MOST], note


def _findings(known: Known) -> Plot:
    found = Counter((one.code[0], one.severity) for one in known.found.open)
    families = sorted({family for family, _ in found})
    rows: list[Bar] = [
        (say(f"checks.families.{family}", known.language), *(found[family, one] for one in SEVERITIES))
        for family in families
    ]
    series = tuple(say(f"choices.severity.{one}", known.language) for one in SEVERITIES)
    return Plot("findings", series, tuple(rows))


def _steps(known: Known) -> Plot:
    """Return how long forms take to each step; nothing where all was done on one day."""
    rows = [(say(f"choices.state.{one.step}", known.language), one.median) for one in known.process.paces]
    return Plot("steps", _series(known, "days"), tuple(rows) if any(days for _, days in rows) else ())


def _returns(known: Known) -> Plot:
    rows: list[Bar] = [
        (known.titles.get(one.department, one.department), one.return_rate)
        for one in known.process.rounds
        if one.return_rate is not None
    ]
    rows, note = _most(known, rows, "largest", lambda row: row[1])
    some = any(share for _, share in rows)
    return Plot("returns", _series(known, "returned_share"), tuple(rows) if some else (), note)


def _trend(known: Known) -> Plot:
    """Return the mean of each period like this one, from other systems and from the archive, in order."""
    means = _means(known)
    periods = sorted(means, key=dict(zip(means, positions(list(means)).tolist(), strict=True)).__getitem__)
    rows = [(period, *means[period]) for period in periods[-CYCLES:]]
    return Plot("trend", _series(known, "mean", "people"), tuple(rows) if len(rows) > 1 else ())


def _means(known: Known) -> dict[str, tuple[float, int]]:
    """Return mean score and number of people of the periods that are named as this one is, up to this one.

    A cycle of the archive counts before what another system says of the same period.
    """
    own, scheme = known.rules.cycle, known.rules.scheme
    with known.archive.reading() as connection:
        past = telling.past(connection)
    found = {one.period: (one.mean, one.people) for one in past if misfit([own.id, one.period]) is None}
    for name in known.archive.cycles():
        cycle = scheme.cycles.get(name)
        if cycle is not None and cycle.kind == own.kind and cycle.ends < own.starts:
            found |= _mean(name, _scores(known, name))
    found |= _mean(own.id, scores_of(known.people))
    places = dict(zip(found, positions(list(found)).tolist(), strict=True))
    return {
        period: one
        for period, one in found.items()
        if own.id not in found or places[period] <= places[own.id]
    }


def _scores(known: Known, name: str) -> list[float]:
    then = opened(known.archive, name)
    found = outcomes_of(known.archive, then)
    return [
        one.finish.score
        for subject, one in found.items()
        if subject in then.roster and one.finish.score is not None
    ]


def _mean(name: str, scores: Sequence[float]) -> Mapping[str, tuple[float, int]]:
    mean = figures(scores).mean
    return {} if mean is None else {name: (mean, len(scores))}
