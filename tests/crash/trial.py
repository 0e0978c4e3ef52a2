"""One trial: a command killed once or twice in a fresh copy of its workspace, then run to its end."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.crash.holding import Picture, after_kill, at_end, counted, picture
from tests.crash.killing import Aim, Profile, calls_of, can_trace, run
from tests.crash.scenarios import SCENARIOS, Scenario

TWICE = 0.3
"""The share of trials in which the run that is to mend the first kill is killed, too."""


class Prepared(NamedTuple):
    """What is known of a scenario: its workspace, and what an undisturbed run does and leads to."""

    scenario: Scenario
    before: Picture
    expected: Picture
    profile: Profile
    steps: tuple[str, ...]


class Trial(NamedTuple):
    """What came of one trial: where was aimed, how often it hit, what did not hold."""

    aims: tuple[Aim, ...]
    kills: int
    wrong: tuple[str, ...]


@cache
def prepared(name: str, trace: bool = False) -> Prepared:
    """Run a scenario undisturbed and note what it does and what it leads to."""
    scenario = SCENARIOS[name]
    os.environ["MERITBOOK_NOW"] = scenario.now
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "company"
        scenario.make(folder)
        before = picture(folder)
        ended = run(folder, scenario.command(folder))
        assert ended.status in (0, 1), ended.said
        assert not ended.left, ended.left
        expected = picture(folder)
        calls: dict[str, int] = {}
        if trace and can_trace():
            shutil.rmtree(folder, ignore_errors=True)
            scenario.make(folder)
            calls = calls_of(folder, scenario.command(folder))
    profile = Profile(len(ended.log.steps), ended.log.seconds, calls)
    return Prepared(scenario, before, expected, profile, ended.log.steps)


def aims(known: Prepared, seed: str) -> list[Aim]:
    """Choose where a trial is killed; the same seed aims at the same places."""
    dice = Random(seed)
    return [known.profile.aim(dice) for _ in range(2 if dice.random() < TWICE else 1)]


def tried(known: Prepared, chosen: Sequence[Aim]) -> Trial:
    """Kill a scenario's command where the aims say, look, run it to its end, and look again."""
    os.environ["MERITBOOK_NOW"] = known.scenario.now
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "company"
        known.scenario.make(folder)
        wrong: list[str] = []
        committed: dict[int, str] = {}
        kills = 0
        for aim in chosen:
            ended = run(folder, known.scenario.command(folder), aim)
            committed |= dict(ended.log.events)
            kills += ended.status == -signal.SIGKILL
            if ended.status != -signal.SIGKILL and not known.scenario.went_well(ended.status, ended.said):
                wrong.append(f"ended with {ended.status}: {ended.said[-400:]}")
            wrong += [f"still running: {one}" for one in ended.left]
            wrong += after_kill(folder, committed, known.before, known.expected)
        wrong += _finished(known, folder)
        return Trial(tuple(chosen), kills, tuple(wrong))


def seeded(name: str, seed: str, trace: bool = True) -> Trial:
    """Try a scenario with the aims of a seed; `trace` lets strace take part where it is installed."""
    known = prepared(name, trace)
    return tried(known, aims(known, seed))


def _finished(known: Prepared, folder: Path) -> list[str]:
    """Run the command to its end and say what keeps it from that, or in what its outcome differs."""
    ended = run(folder, known.scenario.command(folder))
    if not known.scenario.went_well(ended.status, ended.said) or ended.left:
        return [f"run again it ended with {ended.status}: {ended.said[-400:]} {ended.left}"]
    found, expected = picture(folder), known.expected
    if known.scenario.anew:
        found, expected = counted(found), counted(expected)
    return list(at_end(found, expected))
