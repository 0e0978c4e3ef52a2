"""Several machines collect into one archive at once, and it ends as if one had come after the other."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sync.archive.rows import Event
from sync.archive.schema import claim
from sync.archive.store import Archive
from sync.service.cycles import open_to_look
from sync.settings import Workspace, open_workspace
from templates.books.department.state import Typed
from tests import postgresql as servers
from tests.builders import CYCLE
from tests.edits import apply
from tests.sync.service.company import NO_RATING, content_of, filled, on_server

HOUSE = Path(__file__).resolve().parents[3]
SETTLED = ("read", "held", "ignored", "quarantined")

COMMAND = "import sys; from sync.cli import main; sys.exit(main(sys.argv[1:]))"

KILLED = """
import os, signal, sys
from sync.archive.store import Archive
from sync.cli import main
Archive.record = lambda *rest: os.kill(os.getpid(), signal.SIGKILL)
main(sys.argv[1:])
"""

pytestmark = pytest.mark.postgresql


@pytest.fixture
def machines(small_on_server: Workspace, tmp_path: Path) -> tuple[Workspace, Workspace]:
    """Return two workspaces that share one archive, each with folders of its own."""
    shutil.copytree(small_on_server.folder, tmp_path / "other")
    return small_on_server, open_workspace(tmp_path / "other")


def collecting(machine: Workspace, program: str = COMMAND) -> subprocess.Popen[bytes]:
    """Start a collect on a machine."""
    command = [sys.executable, "-c", program, "-w", str(machine.folder), "collect", "--jobs", "1"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HOUSE)


def collect_at_once(*machines: Workspace) -> None:
    """Collect on several machines at the same time; each ends by itself."""
    running = [collecting(machine) for machine in machines]
    told = [program.communicate() for program in running]
    assert all(program.returncode in (0, 1) for program in running), told
    assert [trouble for _, trouble in told] == [b""] * len(running)


def settled_in(archive: Archive) -> list[Event]:
    """Return the events that settled a submission, in their order."""
    return [one for one in archive.events() if one.kind in SETTLED]


def test_two_machines_at_once(
    machines: tuple[Workspace, Workspace], new_copy: Callable[[str], str], tmp_path: Path, run
) -> None:
    """Two machines with equal and different files settle each once, as if they came one after the other."""
    first = machines[0]
    untouched = new_copy(first.archive)
    mended = Typed(actual=120)
    faulty, company = filled(first, other=NO_RATING), filled(first, "company")
    rounds = [
        (
            {"a-sales.xlsx": faulty, "company.xlsx": company},
            {"b-sales.xlsx": filled(first), "company.xlsx": company},
        ),
        (
            {"a-notes.xlsx": b"no workbook", "a-2.xlsx": apply(company, [{"do": "resave"}])},
            {"b-2.xlsx": filled(first, other={("00124", "SAL-01"): mended}), "b-notes.xlsx": b"no workbook"},
        ),
        (
            {"a-3.xlsx": filled(first, other={("00123", "SAL-01"): mended} | NO_RATING)},
            {"b-3.xlsx": filled(first, other={("E-07", "RND-03"): Typed()} | NO_RATING)},
        ),
    ]
    for files in rounds:
        for machine, arriving in zip(machines, files, strict=True):
            for name, data in arriving.items():
                (machine.inbox / name).write_bytes(data)
        collect_at_once(*machines)
    names = {name for files in rounds for arriving in files for name in arriving}
    with open_to_look(first) as archive:
        order = [archive.submission(int(one.subject)).name for one in settled_in(archive)]
        assert sorted(order) == sorted(names)
        assert [one.seq for one in archive.events()] == list(range(1, len(archive.events()) + 1))
        with archive.reading() as connection:
            assert connection.scalar(select(func.count()).select_from(claim)) == 0
        for machine, letter in zip(machines, "ab", strict=True):
            _has_its_copies(archive, machine, letter)
    assert run(first, "verify")[0] == 0
    assert content_of(first) == content_of(replayed(machines, order, untouched, tmp_path, run))


def _has_its_copies(archive: Archive, machine: Workspace, letter: str) -> None:
    """Check that the last copy returned for a file of a machine lies in its folder, and no other."""
    returned = {
        one.details["workbook"]: one.details["returned"]
        for one in settled_in(archive)
        if one.details["returned"]
        and archive.submission(int(one.subject)).name.startswith((letter, "company"))
    }
    there = {file.name: sha256(file.read_bytes()).hexdigest() for file in machine.returned(CYCLE).glob("*")}
    for workbook, revision in returned.items():
        issued = archive.issued(str(workbook), int(str(revision)))
        assert issued is not None
        if "company" not in str(workbook):
            assert there[issued.name] == issued.sha256
    assert all(digest in archive.files() for digest in there.values())


def replayed(
    machines: tuple[Workspace, Workspace], order: list[str], untouched: str, tmp_path: Path, run
) -> Workspace:
    """Collect the same files again, one at a time in the order in which they were settled, on one machine."""
    (tmp_path / "replayed" / "inbox").mkdir(parents=True)
    shutil.copy(machines[0].scheme, tmp_path / "replayed")
    alone = on_server(Workspace(tmp_path / "replayed"), untouched)
    for name in order:
        source = next(machine.inbox / name for machine in machines if (machine.inbox / name).exists())
        shutil.copy(source, alone.inbox)
        assert run(alone, "collect", str(alone.inbox / name))[0] in (0, 1)
    return alone


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_another_machine_finishes_what_a_killed_one_left(machines: tuple[Workspace, Workspace], run) -> None:
    """What a killed machine had received is finished by another one, and nothing is left for the first."""
    first, second = machines
    (first.inbox / "sales.xlsx").write_bytes(filled(first))
    killed = collecting(first, KILLED)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert "sales.xlsx" in run(second, "collect")[1]
    before = content_of(second)
    assert before["submissions"]
    assert {state for _, _, state, *_ in before["submissions"]} == {"read"}
    assert run(first, "collect")[0] == 0
    assert content_of(first) == before
    assert run(second, "verify")[0] == 0


def test_a_machine_leaves_alone_what_another_works_on(machines: tuple[Workspace, Workspace], run) -> None:
    """While one machine is still at a file, the other one's collect passes it over and ends."""
    first, second = machines
    (first.inbox / "sales.xlsx").write_bytes(filled(first))
    stopped = KILLED.replace("SIGKILL", "SIGSTOP")
    waiting = collecting(first, stopped)
    os.waitpid(waiting.pid, os.WUNTRACED)
    try:
        assert "sales.xlsx" not in run(second, "collect")[1]
        with open_to_look(second) as archive:
            assert [one.state for one in archive.submissions()] == ["received"]
    finally:
        waiting.kill()
        waiting.communicate()
    assert "sales.xlsx" in run(second, "collect")[1]


@pytest.fixture
def new_copy(postgresql: servers.Server):
    """Return a function that copies a database nobody uses and returns the copy's URL; dropped afterwards."""
    made: list[str] = []

    def copy(url: str) -> str:
        made.append(servers.copy_database(postgresql, url))
        return made[-1]

    yield copy
    for url in made:
        servers.drop_database(postgresql, url)
