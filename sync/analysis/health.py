"""Is the process itself good: time per step, forms that come back, and indicators that tell nobody apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import fsum
from statistics import median, pstdev
from typing import NamedTuple

ISSUED, SUBMITTED, RETURNED = "issued", "submitted", "returned"

STEPS = (
    *(SUBMITTED, "checked", "reviewed_by_hr", "calibrated", "approved"),
    *("published", "interviewed", "confirmed", "archived"),
)
"""The steps whose time is taken, each from the one before that the form came to."""

FEWEST = 5
"""With fewer people nothing is said of an indicator."""

ALIKE, CAPPED, MISSING = 1.0, 0.8, 0.2
"""So little spread [points] tells nobody apart; so many at the best score, or without one [share]."""

Days = Callable[[date, date], int]
"""How many working days lie between two days."""

Due = Callable[[str], Mapping[str, date]]
"""The last day of each step for a department, "" for what holds for everybody."""


class Passed(NamedTuple):
    """A form came to a step on a day."""

    subject: str
    department: str
    step: str
    on: date


class Pace(NamedTuple):
    """How long forms take to a step [working days since the one before], how many came to it, how many late.

    `open` are those that have not come to it, `due` is its last day.
    """

    step: str
    forms: int
    open: int
    median: float
    longest: int
    late: int
    due: date | None


class Rounds(NamedTuple):
    """A department's forms: how many, come in, returned at least once, and not there on their day."""

    department: str
    forms: int
    submitted: int
    returned: int
    late: int

    @property
    def return_rate(self) -> float | None:
        """Returned ones among those that came in; None where none came."""
        return self.returned / self.submitted if self.submitted else None


class Scored(NamedTuple):
    """One line of a form: its score [points], None without one, and the best there is."""

    indicator: str
    score: float | None
    best: float


class Health(NamedTuple):
    """What the scores of an indicator say of it; `codes` tell what is to be looked at."""

    indicator: str
    people: int
    missing: float
    mean: float | None
    spread: float | None
    capped: float | None
    codes: tuple[str, ...]


def paces(passed: Sequence[Passed], days: Days, due: Due) -> list[Pace]:
    """Return the time of each step that a form came to. Source: duties.md 1.6, 1.28."""
    firsts, whole = _firsts(passed), due("")
    unit = {one.subject: one.department for one in passed}
    taken: dict[str, list[int]] = defaultdict(list)
    late: dict[str, int] = defaultdict(int)
    for subject, reached in firsts.items():
        ends = due(unit[subject])
        for before, step in pairwise(step for step in (ISSUED, *STEPS) if step in reached):
            taken[step].append(days(reached[before], reached[step]))
            late[step] += step in ends and reached[step] > ends[step]
    return [
        Pace(step, len(own), len(firsts) - len(own), median(own), max(own), late[step], whole.get(step))
        for step in STEPS
        if (own := taken.get(step))
    ]


def _firsts(passed: Iterable[Passed]) -> dict[str, dict[str, date]]:
    """Return on which day each form came to each step for the first time."""
    firsts: dict[str, dict[str, date]] = {}
    for one in passed:
        reached = firsts.setdefault(one.subject, {})
        reached[one.step] = min(one.on, reached.get(one.step, one.on))
    return firsts


def rounds(passed: Sequence[Passed], due: Due, today: date) -> list[Rounds]:
    """Return, by department, how many forms came, came back and came late. Source: duties.md 1.6, 5.3."""
    firsts = _firsts(passed)
    people: dict[str, dict[str, None]] = {}
    for one in passed:
        people.setdefault(one.department, {})[one.subject] = None
    return [
        _rounds(unit, [firsts[one] for one in own], due(unit)[SUBMITTED], today)
        for unit, own in sorted(people.items())
    ]


def _rounds(unit: str, reached: Sequence[Mapping[str, date]], due: date, today: date) -> Rounds:
    came = sum(SUBMITTED in one for one in reached)
    returned = sum(RETURNED in one for one in reached)
    late = sum(one.get(SUBMITTED, today) > due for one in reached)
    return Rounds(unit, len(reached), came, returned, late)


def indicators(lines: Iterable[Scored], stale: Collection[str]) -> list[Health]:
    """Return how well each indicator tells people apart, in the order of the lines.

    `capped`: nearly everybody at the best score; `alike`: hardly any spread; `missing`: often no score;
    `stale`: not reviewed for too long. Of fewer than five people only the last is said.

    stale: the indicators that are. Source: duties.md 1.8, 1.13.
    """
    by_indicator: dict[str, list[Scored]] = {}
    for line in lines:
        by_indicator.setdefault(line.indicator, []).append(line)
    return [_health(key, own, key in stale) for key, own in by_indicator.items()]


def _health(indicator: str, lines: Sequence[Scored], stale: bool) -> Health:
    scores = [line.score for line in lines if line.score is not None]
    best = sum(line.score is not None and line.score >= line.best for line in lines)
    found = Health(
        indicator,
        len(lines),
        (len(lines) - len(scores)) / len(lines),
        fsum(scores) / len(scores) if scores else None,
        pstdev(scores) if len(scores) > 1 else None,
        best / len(scores) if scores else None,
        (),
    )
    codes = (*_codes(found, len(scores)), *(["stale"] if stale else []))
    return found._replace(codes=codes)


def _codes(found: Health, scored: int) -> Iterator[str]:
    if scored >= FEWEST and (found.capped or 0.0) >= CAPPED:
        yield "capped"
    elif scored >= FEWEST and (found.spread or 0.0) < ALIKE:
        yield "alike"
    if found.people >= FEWEST and found.missing >= MISSING:
        yield "missing"
