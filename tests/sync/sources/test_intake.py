"""Whatever happens in a folder, nothing half copied is taken in, and every finished file is, exactly once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sync.service.starting import make_workspace
from tests.sync.sources.folders import SCENARIOS, Play

WATCHED = {"watching": 0.0, "watching with patience": 3600.0}
"""The groups in which one watcher looks again and again, with its patience [seconds]."""


@pytest.mark.skipif(sys.platform == "win32", reason="needs links, pipes and deletion of open files")
@pytest.mark.parametrize("group", SCENARIOS)
def test_folders(group: str, tmp_path: Path) -> None:
    """After each step exactly what the scenario says is taken in; what is half there never is."""
    workspace = make_workspace(tmp_path / "company", "en")
    play = Play(group, workspace, WATCHED.get(group, 0.0), watcher=group in WATCHED)
    for number, steps in enumerate(play.steps(), 1):
        taken, nobodys = play.collect(steps)
        assert not nobodys, (number, taken[""])
        wrong = {}
        for title in play.scenarios:
            found = (sorted(taken.get(title, [])), *play.unread(title))
            one = steps.get(title)
            expected = (sorted(one.takes), one.waits, one.tells) if one else ([], found[1], found[2])
            if found != expected:
                wrong[title] = (found, expected)
        assert not wrong, (number, wrong)


def test_there_are_enough() -> None:
    """At least a hundred scenarios are played."""
    assert sum(map(len, SCENARIOS.values())) >= 100
