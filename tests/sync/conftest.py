"""What tests of several floors begin with: the small company, and the stand-in for Google."""

from __future__ import annotations

import shutil

import pytest

from sync.cli import main
from sync.settings import open_workspace
from tests.builders import CYCLE
from tests.stand_in import emptied, started
from tests.sync.service.company import make_company

NOW = "2026-10-05T08:00:00+00:00"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """Return the folder of the small company with its cycle issued."""
    folder = tmp_path_factory.mktemp("small") / "company"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        make_company(folder)
        assert main(["-w", str(folder), "issue", CYCLE]) == 0
    return folder


@pytest.fixture
def small(request, original, tmp_path, monkeypatch):
    """Return a workspace of one's own: the small company with its cycle issued, nothing collected."""
    if getattr(request, "param", "") == "postgresql":
        return request.getfixturevalue("small_on_server")
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    shutil.copytree(original, tmp_path / "company")
    return open_workspace(tmp_path / "company")


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
