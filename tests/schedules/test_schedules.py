"""However fifty files reach four collectors, they end in one archive; `make fuzz` does it 500 times.

The seed is a fixed one, so that the same schedules are dealt every day; when each collector gets its turn,
and what a kill meets, is chance all the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from tests import postgresql as servers
from tests.schedules.trial import Served, prepared, serve, tried

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs SIGKILL and fork"),
    pytest.mark.xdist_group("schedules"),
]
SEED = os.environ.get("MERITBOOK_SEED") or "meritbook"
TIMES, ON_SERVER = 16, 4


def test_fifty_files() -> None:
    """There are fifty files, and in a good order some are read, held, ignored and quarantined each."""
    assert len(prepared().material.sent) == 50
    states = list(prepared().expected.seen.states.values())
    assert all(states.count(state) >= 5 for state in ("read", "ignored", "quarantined"))


@pytest.mark.parametrize("number", range(TIMES))
def test_any_schedule_ends_in_one_archive(number: int) -> None:
    """Dealt, repeated and killed at random, four collectors at once bring about what one by one does."""
    trial = tried(SEED, number)
    assert not trial.wrong, f"python -m tests.schedules --seed {SEED} --only {number}: {trial}"


@pytest.fixture(scope="module")
def served(postgresql: servers.Server) -> Iterator[Served]:
    """The company with its archive on a server."""
    with serve(postgresql) as one:
        yield one


@pytest.mark.postgresql
@pytest.mark.parametrize("number", range(TIMES, TIMES + ON_SERVER))
def test_any_schedule_of_several_machines(number: int, served: Served) -> None:
    """Four machines that share an archive on a server, none waiting for another, end in the same archive."""
    trial = tried(SEED, number, served)
    assert not trial.wrong, f"python -m tests.schedules --seed {SEED} --only {number} --server: {trial}"
