"""The small company of the service's tests, made once per file of tests and copied for each."""

from __future__ import annotations

import json
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
def small(original, tmp_path, monkeypatch):
    """Return a workspace of one's own: the small company with its cycle issued, nothing collected."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    shutil.copytree(original, tmp_path / "company")
    return open_workspace(tmp_path / "company")


@pytest.fixture
def run(capsys):
    """Return a function that runs a command in a workspace: (status, standard output, standard error)."""

    def call(workspace, *words):
        capsys.readouterr()
        status = main(["-w", str(workspace.folder), *words])
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def document(run):
    """Return a function that runs a command with --json and returns its document."""
    return lambda workspace, *words: json.loads(run(workspace, *words, "--json")[1])


@pytest.fixture
def send(document):
    """Return a function that puts a file into the inbox, collects it, and returns its submission."""

    def call(workspace, name, data):
        (workspace.inbox / name).write_bytes(data)
        (taken,) = document(workspace, "collect")["submissions"]
        return taken

    return call
