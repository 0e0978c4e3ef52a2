"""The stand-in with one Sheet in it, and the real client of Google before it."""

from __future__ import annotations

import pytest

from sync.settings import Google as Settings
from sync.settings import Workspace
from sync.sources.google.client import connected
from sync.sources.google.drive import create
from tests.writers.samples import filled


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
