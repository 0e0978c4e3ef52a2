"""What holds for all tests: LibreOffice runs on one worker; what this machine lacks is skipped by name."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import chromium
from tests import postgresql as servers
from tests.dealing import LIBREOFFICE, ByFile, long_ones_first
from tests.libreoffice import Office, start, stop

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SYSTEM_PYTHON = "/usr/bin/python3"

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group and skip by marker; first of all hooks, because xdist reads the groups in its own."""
    for item in items:
        if item.get_closest_marker(LIBREOFFICE):
            item.add_marker(pytest.mark.xdist_group(LIBREOFFICE))
            item.add_marker(pytest.mark.skipif(not has_libreoffice(), reason="LibreOffice is not installed"))
        if item.get_closest_marker("postgresql"):
            item.add_marker(pytest.mark.skipif(not servers.has_postgresql(), reason=servers.MISSING))
        if item.get_closest_marker("chromium"):
            item.add_marker(pytest.mark.skipif(not chromium.has_chromium(), reason=chromium.MISSING))
        if item.get_closest_marker("node"):
            item.add_marker(pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed"))
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here"))
    items[:] = long_ones_first(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Deal out the tests file by file, in their own order."""
    config.option.loadscopereorder = False
    return ByFile(config, log)


@cache
def has_libreoffice() -> bool:
    """Tell whether LibreOffice is here and the system's Python can talk to it."""
    if not (shutil.which("soffice") and Path(SYSTEM_PYTHON).exists()):
        return False
    return (
        subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0
    )


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One LibreOffice for the whole run, with a profile of its own; ended by its process id."""
    if not has_libreoffice():
        pytest.skip("LibreOffice is not installed")
    office = start(tmp_path_factory.mktemp("libreoffice") / "profile")
    yield office
    stop(office)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[servers.Server]:
    """One PostgreSQL server for each worker of the run, with files of its own; ended by its process."""
    if not servers.has_postgresql():
        pytest.skip(servers.MISSING)
    server = servers.start()
    yield server
    servers.stop(server)


@pytest.fixture
def new_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Return a function that makes an empty database and returns its URL; dropped after the test."""
    made: list[str] = []

    def make() -> str:
        made.append(servers.make_database(request.getfixturevalue("postgresql")))
        return made[-1]

    yield make
    for url in made:
        servers.drop_database(request.getfixturevalue("postgresql"), url)
