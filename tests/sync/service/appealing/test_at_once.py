"""Two machines at one instant: each appeal has a number of its own, and nobody acts on what is past."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sync.service.appealing.kept import appeals_in
from sync.service.cycles import open_to_look
from sync.settings import Workspace
from tests.builders import CYCLE
from tests.sync.service.company import on_server, states_of
from tests.sync.service.conftest import BACKENDS
from tests.sync.service.steps.approved import BY, LATER, approve_all

HOUSE = Path(__file__).resolve().parents[4]

STOPPED = """
import os, signal, sys
from sync.cli import main
from sync.service.steps import choosing
def pausing(*words, enact=choosing.enact):
    choosing.enact = enact
    os.kill(os.getpid(), signal.SIGSTOP)
    return enact(*words)
choosing.enact = pausing
sys.exit(main(sys.argv[1:]))
"""
"""A command that stops with everything worked out and nothing written, until it is let go on."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGSTOP")


@pytest.fixture(params=BACKENDS)
def machines(request, small, tmp_path, run, monkeypatch) -> tuple[Workspace, Workspace]:
    """Return two workspaces that share one archive, in which every result is published."""
    served = request.param == "postgresql"
    first = request.getfixturevalue("small_on_server") if served else small
    approve_all(first)
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    assert run(first, "publish", CYCLE, *BY)[0] == 0
    shutil.copytree(first.folder, tmp_path / "other")
    return first, on_server(Workspace(tmp_path / "other"), first.archive)


def stopped(machine: Workspace, *words: str) -> subprocess.Popen[str]:
    """Start a command on a machine, and return it once it is about to write."""
    command = [sys.executable, "-c", STOPPED, "-w", str(machine.folder), *words]
    pipe = subprocess.PIPE
    running = subprocess.Popen(command, stdout=pipe, stderr=pipe, cwd=HOUSE, encoding="utf-8")
    _, status = os.waitpid(running.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status), running.communicate()
    return running


def going_on(running: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Let a stopped command go on; return its exit status and what it said."""
    running.send_signal(signal.SIGCONT)
    said = running.communicate()
    return running.returncode, *said


def test_two_appeals_at_once_have_two_numbers(machines, run) -> None:
    """Who is a moment later takes the next number, and neither appeal is written over."""
    first, second = machines
    late = stopped(first, "appeal", "file", CYCLE, "00123", "--grounds", "a figure is wrong")
    assert run(second, "appeal", "file", CYCLE, "00124", "--grounds", "a rating is wrong")[0] == 0
    status, said, trouble = going_on(late)
    assert (status, trouble, "A-0002" in said) == (0, "", True)
    with open_to_look(second) as archive:
        found = {one.id: (one.subject, one.grounds) for one in appeals_in(archive)}
    assert found == {
        "A-0001": ("00124", "a rating is wrong"),
        "A-0002": ("00123", "a figure is wrong"),
    }
    assert run(second, "verify")[0] == 0


def test_two_answers_at_once_are_one(machines, run) -> None:
    """Who would accept what another has just refused is told so, and the first answer stands."""
    first, second = machines
    assert run(first, "appeal", "file", CYCLE, "00123", "--grounds", "a figure is wrong")[0] == 0
    late = stopped(first, "appeal", "accept", "A-0001", *BY, "--reason", "in time")
    assert run(second, "appeal", "refuse", "A-0001", *BY, "--reason", "not about this result")[0] == 0
    status, _, trouble = going_on(late)
    assert (status, trouble.count("\n"), "appeal review A-0001" in trouble) == (2, 1, True)
    with open_to_look(second) as archive:
        assert [one.state for one in appeals_in(archive)] == ["refused"]
    assert states_of(second)["00123"] == "decided"
    assert run(second, "verify")[0] == 0
