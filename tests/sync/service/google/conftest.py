"""The small company with the stand-in as its Google, and nobody waiting between tries."""

from __future__ import annotations

import pytest

from tests.stand_in import emptied, started, used_by


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """Run the stand-in for a file of tests; yields it and its credentials."""
    with started(tmp_path_factory.mktemp("google")) as found:
        yield found


@pytest.fixture
def stand_in(running, tmp_path, monkeypatch):
    """Return the stand-in, empty."""
    monkeypatch.setattr("sync.sources.google.wire.BACKOFF", 0)
    emptied(*running, tmp_path / "google.db")
    return running[0]


@pytest.fixture
def company(small, running, stand_in):
    """Return the small company with its cycle issued and the stand-in as its Google."""
    return used_by(small, *running)
