"""The small company of the service's tests, made once per file of tests and copied for each."""

from __future__ import annotations

import json
import shutil

import pytest

from sync.cli import main
from sync.settings import Workspace, open_workspace
from tests import postgresql as servers
from tests.builders import CYCLE
from tests.sync.conftest import NOW
from tests.sync.service import roster
from tests.sync.service.company import on_server

ON_BOTH = (
    "test_by_cycle",
    "test_collecting",
    "test_consolidating",
    "test_deciding",
    "test_facts",
    "test_ratings",
    "test_tracing",
)
"""Files of tests whose `small` company keeps its archive in a file, and again on a server."""

BACKENDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


def pytest_generate_tests(metafunc):
    """Run the tests of these files with both kinds of archive."""
    name = metafunc.module.__name__.rpartition(".")[2]
    if name in ON_BOTH and "small" in metafunc.fixturenames:
        metafunc.parametrize("small", BACKENDS, indirect=True)


@pytest.fixture(scope="session", autouse=True)
def quick_second_look():
    """Let nobody here wait long for a second look at a file that is no workbook: no test is copying it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sync.sources.copying.LOOK_AGAIN", 0.01)
        yield


@pytest.fixture(scope="module")
def original_on_server(original, tmp_path_factory, postgresql):
    """Return the folder of the small company with its archive on a server, and its cycle issued there."""
    folder = tmp_path_factory.mktemp("served") / "company"
    (folder / "inbox").mkdir(parents=True)
    shutil.copy(original / "scheme.xlsx", folder)
    url = servers.make_database(postgresql)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        on_server(Workspace(folder), url)
        assert main(["-w", str(folder), "issue", CYCLE]) == 0
    yield open_workspace(folder)
    servers.drop_database(postgresql, url)


@pytest.fixture
def small_on_server(original_on_server, tmp_path, monkeypatch, postgresql):
    """Return the small company as `small`, with an archive of its own on a server."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    shutil.copytree(original_on_server.folder, tmp_path / "served")
    url = servers.copy_database(postgresql, original_on_server.archive)
    yield on_server(Workspace(tmp_path / "served"), url)
    servers.drop_database(postgresql, url)


@pytest.fixture(scope="module")
def moments():
    """Return what was kept for `reached`, by play and backend: a folder, and an archive on a server."""
    kept = {}
    yield kept
    for server, archive in [(server, archive) for _, server, archive in kept.values() if server]:
        servers.drop_database(server, archive)


@pytest.fixture
def reached(request, small, moments, tmp_path_factory):
    """Return a function that brings `small` to where many tests of a file begin: played once, then copied."""
    server = request.getfixturevalue("postgresql") if small.archive_url else None

    def keep():
        folder = tmp_path_factory.mktemp("moment") / "company"
        shutil.copytree(small.folder, folder)
        return folder, server, servers.copy_database(server, small.archive) if server else None

    def lay(folder, server, archive):
        shutil.rmtree(small.folder)
        shutil.copytree(folder, small.folder)
        if server:
            servers.replace_database(server, small.archive, archive)
            on_server(small, small.archive)

    def call(play):
        key = play.__qualname__, server is not None
        if key in moments:
            lay(*moments[key])
        else:
            play()
            moments[key] = keep()
        return small

    return call


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


@pytest.fixture(scope="session")
def all_people(tmp_path_factory):
    """Return the company of the shared People data, made once; nobody changes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", roster.NOW)
        return roster.make_company(tmp_path_factory.mktemp("roster") / "company")


@pytest.fixture
def people(all_people, monkeypatch):
    """Return the company of the shared People data, on its own day."""
    monkeypatch.setenv("MERITBOOK_NOW", roster.NOW)
    return all_people
