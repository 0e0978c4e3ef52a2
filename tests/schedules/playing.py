"""A schedule: who collects which files in which order, how often, and who is killed; and playing it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple

from sync.settings import Workspace, open_workspace
from tests.schedules.material import NOW, Material
from tests.sync.service.company import on_server

HOUSE = Path(__file__).resolve().parents[2]
COLLECTORS = 4

WHOLE = 0.15
"""The share of collects that take the whole inbox."""

KILLED, KILLED_WITHIN = 0.35, 1.2
"""The share of schedules in which collectors are killed, and the time until then [seconds]."""

WITH_WORKERS = 0.06
"""The share of schedules in which workbooks are read in processes of their own, as from the command line."""


class Schedule(NamedTuple):
    """For each collector the files of its collects ("": the whole inbox); which are killed, and when."""

    collectors: tuple[tuple[tuple[str, ...], ...], ...]
    workers: bool = False
    killed: tuple[int, ...] = ()
    kill: float = 0.0

    def __str__(self) -> str:
        dealt = [sum(map(len, collects)) for collects in self.collectors]
        end = f"{len(self.killed)} killed after {self.kill:.2f} s" if self.killed else "nobody killed"
        return f"{dealt} files in {[len(one) for one in self.collectors]} collects, {end}"


def deal(names: Sequence[str], seed: str) -> Schedule:
    """Deal files to the collectors: each to one of them at least, many to several, in any order."""
    dice = Random(seed)
    piles: list[list[str]] = [[] for _ in range(COLLECTORS)]
    for name in names:
        for pile in dice.sample(piles, dice.choice((1, 1, 2, 3))):
            pile += [name] * dice.choice((1, 1, 1, 2))
    collectors = tuple(tuple(_cut(pile, dice)) for pile in piles)
    killed, kill = (), 0.0
    if dice.random() < KILLED:
        killed = tuple(dice.sample(range(COLLECTORS), dice.randint(1, COLLECTORS)))
        kill = dice.uniform(0.0, KILLED_WITHIN)
    return Schedule(collectors, dice.random() < WITH_WORKERS, killed, kill)


def _cut(pile: list[str], dice: Random) -> Iterator[tuple[str, ...]]:
    """Shuffle a collector's files and cut them into collects, some of which take the whole inbox instead."""
    dice.shuffle(pile)
    ends = sorted(dice.sample(range(1, len(pile)), dice.randint(0, 3))) if len(pile) > 3 else []
    for begin, end in zip([0, *ends], [*ends, len(pile)], strict=True):
        yield tuple(pile[begin:end]) if dice.random() > WHOLE else ("", *pile[begin:end])


@contextmanager
def collectors() -> Iterator[subprocess.Popen[str]]:
    """Run the program that forks collectors; it ends with the last question."""
    words = [sys.executable, "-m", "tests.schedules.collectors"]
    surroundings = os.environ | {"PYTHONPATH": str(HOUSE), "MERITBOOK_NOW": NOW}
    program = subprocess.Popen(
        words, cwd=HOUSE, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with program:
        yield program
        assert program.stdin is not None
        program.stdin.close()


def play(
    schedule: Schedule, machines: Sequence[Workspace], program: subprocess.Popen[str]
) -> list[tuple[int, str]]:
    """Let the collectors work, each on its machine, then let each machine collect what is left."""
    ended = _asked(program, schedule, machines)
    for machine in {machine.folder: machine for machine in machines}.values():
        ended += _asked(program, Schedule(((("",),),)), [machine])
    return ended


def _asked(
    program: subprocess.Popen[str], schedule: Schedule, machines: Sequence[Workspace]
) -> list[tuple[int, str]]:
    """Let collectors work at once; returns the status of each and what it said."""
    assert program.stdin is not None
    assert program.stdout is not None
    works = [
        (str(machine.folder), [[str(machine.inbox / name) for name in names] for names in collects])
        for machine, collects in zip(machines, schedule.collectors, strict=True)
    ]
    asked = schedule._asdict() | {"collectors": works}
    program.stdin.write(json.dumps(asked) + "\n")
    program.stdin.flush()
    return [(status, said) for status, said in json.loads(program.stdout.readline())]


def on_one_machine(material: Material, folder: Path) -> list[Workspace]:
    """Return the one workspace, with its archive in a file, in which all collectors work."""
    return [_workspace(material, folder)] * COLLECTORS


def on_several_machines(material: Material, folder: Path, url: str) -> list[Workspace]:
    """Return a workspace for each collector, all with one archive on a server."""
    places = [folder / f"machine-{at}" for at in range(COLLECTORS)]
    return [on_server(_workspace(material, place), url) for place in places]


def _workspace(material: Material, folder: Path) -> Workspace:
    shutil.copytree(material.company, folder)
    shutil.copytree(material.inbox, folder / "inbox")
    return open_workspace(folder)
