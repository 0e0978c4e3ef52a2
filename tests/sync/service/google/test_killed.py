"""Killed while Google is asked, the same commands run again come to what an undisturbed run comes to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from sync.emulator.app import Fault
from sync.service.cycles import open_to_look
from sync.sources.google.client import connected
from tests.builders import CYCLE
from tests.stand_in import fail, sheet_of, shown, type_into
from tests.sync.service.company import NO_RATING, filled

HOUSE = Path(__file__).resolve().parents[4]
SALES = f"{CYCLE}-sales-rating"
PROGRAM = "import sys; from sync.cli import main; sys.exit(main(sys.argv[1:]))"
PUSH, COLLECT = ("google", "push", CYCLE), ("collect", "--google")
LONG = 0.3
"""So long Google waits with its answer, which nobody takes any more [seconds]."""


def killed(company, stand_in, call, words):
    """Kill a command while a call is under way, which Google carries out all the same; run it again."""
    fail(stand_in, Fault(call, pause=LONG))
    command = [sys.executable, "-c", PROGRAM, "-w", str(company.folder), *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=HOUSE) as process:
        while stand_in.standing.faults:
            assert process.poll() is None, call
            sleep(0.01)
        process.kill()
    assert process.returncode < 0
    sleep(2 * LONG)


@pytest.mark.parametrize(
    ("push", "collect"),
    [(r"/drive/v3/files$", r"/drive/v3/files/[^/]+$"), ("upload", "values:batchUpdate")],
)
def test_killed_while_google_is_asked(company, run, stand_in, push, collect):
    """One Sheet a department, one submission, its findings in the Sheet, and an archive that holds."""
    killed(company, stand_in, push, PUSH)
    assert run(company, *PUSH)[0] == 0
    assert len(stand_in.standing.store.files()) == 2
    sheet = sheet_of(company, SALES)
    before = (company.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()
    type_into(company, sheet, before, filled(company, other=NO_RATING))
    killed(company, stand_in, collect, COLLECT)
    assert run(company, *COLLECT)[0] in (0, 1)
    assert not list(company.folder.glob(".google-*")), "what was fetched is left nowhere"
    with open_to_look(company) as archive:
        assert [one.state for one in archive.submissions()] == ["read"]
    with connected(company) as google:
        assert shown(google, sheet, "Findings!C2:C3") == [["V001"]]
    assert run(company, "verify")[0] == 0
    calls = len(stand_in.standing.calls)
    assert run(company, *COLLECT)[0] == 0
    assert stand_in.standing.calls[calls:] == ["drive.files.list"]
