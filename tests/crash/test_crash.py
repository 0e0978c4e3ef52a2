"""Every command that writes is killed, and what must hold holds; `make crash` does the same 300 times."""

from __future__ import annotations

import os
import sys
import time
from itertools import count

import pytest

from tests.crash.scenarios import SCENARIOS
from tests.crash.trial import seeded

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs SIGKILL and /proc")
SEED = os.environ.get("MERITBOOK_CRASH_SEED") or f"{time.time_ns():x}"
TIMES = 2
"""So often each command is killed here."""

SPARED = () if os.environ.get("MERITBOOK_EVERY") else ("interviews", "opinions", "issue-macros")
"""They write and note as `confirm`, `collect-opinions` and `issue` do, which are killed here."""


@pytest.mark.parametrize(
    ("name", "time"),
    [
        pytest.param(name, number, marks=pytest.mark.xdist_group(f"crash {name}"))
        for name in SCENARIOS
        if name not in SPARED
        for number in range(TIMES)
    ],
)
def test_killed_command(name: str, time: int) -> None:
    """A command killed at a random point loses and repeats nothing, and run again it finishes its work."""
    trials = (seeded(name, f"{SEED} {name} {time} {again}", trace=False) for again in count())
    trial = next(trial for trial in trials if trial.kills or trial.wrong)
    aims = " ".join(map(str, trial.aims))
    assert not trial.wrong, f"python -m tests.crash --repeat {name} {aims}: {trial.wrong}"
