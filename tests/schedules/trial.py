"""One trial: a schedule dealt by its seed and number, played, and judged against a good order."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from sync.cli import main
from sync.service.cycles import open_to_look
from sync.settings import Workspace
from tests import postgresql as servers
from tests.schedules.judging import Reference, Seen, reference, seen, wrong
from tests.schedules.material import DISPUTED, Material, make
from tests.schedules.playing import (
    Schedule,
    collectors,
    deal,
    on_one_machine,
    on_several_machines,
    play,
)
from tests.sync.service.company import on_server


class Prepared(NamedTuple):
    """What all trials of a process share: the files, what they lead to, the program that forks collectors."""

    material: Material
    expected: Reference
    program: subprocess.Popen[str]


class Served(NamedTuple):
    """A PostgreSQL server, and its database with the archive of the company."""

    server: servers.Server
    url: str


class Trial(NamedTuple):
    """What came of a schedule: how it was dealt, how many were killed, what did not hold."""

    number: int
    told: str
    kills: int
    wrong: tuple[str, ...]


@cache
def prepared() -> Prepared:
    """Make the files and collect them in two good orders; all of it goes when the process ends."""
    kept = ExitStack()
    atexit.register(kept.close)
    folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="meritbook-schedules-")))
    program = kept.enter_context(collectors())
    material = make(folder)
    usual, other = (_in_good_order(material, folder / "good", program, last) for last in (False, True))
    return Prepared(material, reference(usual, other), program)


def _in_good_order(material: Material, folder: Path, program: subprocess.Popen[str], other: bool) -> Seen:
    """Collect copy by copy; of two files for the same copy the one comes after the other."""
    parts: dict[tuple[int, bool], list[str]] = {}
    for one in material.sent:
        second = "another" in one.name
        swapped = other and one.newest and one.unit in DISPUTED
        parts.setdefault((one.base, second != swapped), []).append(one.name)
    collects = tuple(tuple(names) for _, names in sorted(parts.items()))
    machines = on_one_machine(material, folder)
    ended = play(Schedule((collects, (), (), ())), machines, program)
    assert all(status == 0 for status, _ in ended), ended
    with open_to_look(machines[0]) as archive:
        found = seen(archive)
    shutil.rmtree(folder)
    return found


def tried(seed: str, number: int, served: Served | None = None) -> Trial:
    """Play a schedule in a copy of the company; `served`, each collector is a machine of its own."""
    known = prepared()
    names = [one.name for one in known.material.sent]
    schedule = deal(names, f"{seed} {number}")
    with tempfile.TemporaryDirectory(prefix="meritbook-schedule-") as place:
        folder = Path(place) / "company"
        if served is None:
            return _judged(known, schedule, number, on_one_machine(known.material, folder))
        with _database(served.server, servers.copy_database(*served)) as url:
            machines = on_several_machines(known.material, folder, url)
            return _judged(known, schedule, number, machines)


def played(seed: str, number: int, on_server: bool) -> Trial:
    """Play a schedule, on several machines with a PostgreSQL server of this process if so asked."""
    return tried(seed, number, _served() if on_server else None)


@cache
def _served() -> Served:
    server, kept = servers.start(), ExitStack()
    atexit.register(kept.close)
    kept.callback(servers.stop, server)
    return kept.enter_context(serve(server))


def _judged(known: Prepared, schedule: Schedule, number: int, machines: Sequence[Workspace]) -> Trial:
    ended = play(schedule, machines, known.program)
    failed = [f"a collector ended with {status}: {said[-1500:]}" for status, said in ended if status > 0]
    kills = sum(status < 0 for status, _ in ended)
    return Trial(number, str(schedule), kills, (*failed, *wrong(known.material, machines, known.expected)))


@contextmanager
def serve(server: servers.Server) -> Iterator[Served]:
    """Restore a backup of the company on a server; dropped afterwards."""
    with (
        _database(server, servers.make_database(server)) as url,
        tempfile.TemporaryDirectory(prefix="meritbook-served-") as place,
    ):
        backup, served = Path(place) / "company.backup", Path(place) / "served"
        served.mkdir()
        on_server(Workspace(served), url)
        for folder, command in ((prepared().material.company, "backup"), (served, "restore")):
            with redirect_stdout(StringIO()):
                assert main(["-w", str(folder), command, str(backup)]) == 0
        yield Served(server, url)


@contextmanager
def _database(server: servers.Server, url: str) -> Iterator[str]:
    """Give a database, and drop it afterwards."""
    try:
        yield url
    finally:
        servers.drop_database(server, url)
