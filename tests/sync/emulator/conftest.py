"""The stand-in with one Sheet in it, and the real client of Google before it."""

from __future__ import annotations

import pytest

from sync.settings import Google as Settings
from sync.settings import Workspace
from sync.sources.google.client import connected
from sync.sources.google.drive import create
from tests.stand_in import emptied, started
from tests.writers.samples import filled


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
def google(stand_in, running, tmp_path):
    """Return real gspread and google-auth before the stand-in."""
    settings = Settings(str(running[1]), stand_in.folder, stand_in.address)
    with connected(Workspace(tmp_path, google=settings)) as found:
        yield found


@pytest.fixture
def sheet(google):
    """Return a Sheet made of a filled workbook."""
    return create(google, "2026-Q3-sales", filled("en"), {"meritbook": "1", "revision": "1"})
