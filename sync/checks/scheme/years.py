"""Checks of goals that were set for a longer period and for all the shorter ones it consists of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from addin.scoring.parameters import told
from addin.scoring.scheme import Cycle
from sync.checks.registry import check
from sync.checks.scheme.goals import GOALS, goal_rows, meant
from sync.checks.scheme.subject import SchemeSubject
from sync.findings import Problem

MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
"""How long a cycle of each kind is [months]."""

CLOSE = 0.005
"""Sums of rounded parts differ by that little [share of the whole]: 12 times 83.33 is a year of 1000."""


@check("S044", "scheme")
def do_not_add_up(subject: SchemeSubject) -> Iterator[Problem]:
    """Find goals of a period that are neither the sum of its parts nor lie among them.

    The target of a rate, a level or a running total lies between the lowest and the highest of the parts.
    """
    cycles, indicators = subject.scheme.cycles, subject.scheme.indicators
    rows = list(goal_rows(subject))
    goals = {meant(subject, key): target for key, _, target in rows}
    for key, row, whole in rows:
        whose, indicator, cycle = meant(subject, key)
        for parts in divisions(cycles.get(cycle or ""), cycles):
            found = [goals.get((whose, indicator, part.id)) for part in parts]
            targets = [target for target in found if target is not None]
            if len(targets) == len(parts) and not _fits(whole, targets):
                percent = indicator in indicators and indicators[indicator].percent
                numbers = {"low": min(targets), "high": max(targets), "total": sum(targets)}
                words = {name: told(number, percent) for name, number in numbers.items()}
                words |= {"first": parts[0].id, "last": parts[-1].id}
                yield subject.at(GOALS, "target", *key, found=told(whole, percent), row=row, **words)
                break


def divisions(whole: Cycle | None, cycles: Mapping[str, Cycle]) -> Iterator[Sequence[Cycle]]:
    """Yield the ways in which a cycle consists of shorter ones, each complete and in order."""
    for longer, shorter in combinations(MONTHS, 2):
        if whole is not None and whole.kind == longer:
            inside = [one for one in cycles.values() if one.kind == shorter and _within(one, whole)]
            if len(inside) * MONTHS[shorter] == MONTHS[longer]:
                yield sorted(inside, key=lambda one: one.starts)


def _within(part: Cycle, whole: Cycle) -> bool:
    return whole.starts <= part.starts and part.ends <= whole.ends


def _fits(whole: float, parts: Sequence[float]) -> bool:
    """Tell whether a target is the sum of its parts, or one of a rate, a level or a running total."""
    among = min(parts) <= whole <= max(parts)
    return among or abs(whole - sum(parts)) <= CLOSE * abs(whole)
