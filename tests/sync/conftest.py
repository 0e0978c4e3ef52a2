"""The small company of the tests of the service and the web, made once per file and copied for each test."""

from __future__ import annotations

import shutil

import pytest

from sync.cli import main
from sync.settings import open_workspace
from tests.builders import CYCLE
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
