"""The month after the one that was closed: its pay base holds what an appeal still changed in the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sync.cli.scenes import Scene, graded, reviewed
from sync.service.demo import month as people
from sync.settings import Workspace


def next_month(
    workspace: Workspace, cycle: str, seed: int, due: Mapping[str, date], opens: date, upheld: tuple[str, ...]
) -> Iterator[Scene]:
    """Yield the scenes of the next cycle as far as its pay base; meanwhile an appeal of the first is upheld.

    due: the last day of each step of the cycle; opens: the day it is issued.
    """
    yield Scene(opens, "next_issued", ("issue", cycle))
    people.send_rest(workspace, cycle, seed + 1, "")
    yield Scene(due["submission"], "next_collected", ("collect",))
    yield Scene(due["submission"], "upheld", upheld)
    yield from reviewed(workspace, cycle, due["review"])
    yield from graded(workspace, cycle, due["approval"])
    yield Scene(due["approval"], "next_paid", ("export", "pay-base", cycle))
    yield Scene(due["approval"], "paid_once", ("export", "pay-base", cycle))
