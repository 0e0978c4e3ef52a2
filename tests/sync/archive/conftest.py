"""An archive to work with, in a file and on a server: what is tested here holds for both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from sync.archive.store import Archive
from tests.sync.archive.material import opened_at, url

BACKENDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


@pytest.fixture(params=BACKENDS)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Return a function that returns the URL of a place where no archive is yet."""
    if request.param == "postgresql":
        made: Callable[[], str] = request.getfixturevalue("new_database")
        return made
    numbers = count()

    def place() -> str:
        folder = tmp_path / f"archive-{next(numbers)}"
        folder.mkdir()
        return url(folder)

    return place


@pytest.fixture
def archive(fresh: Callable[[], str]) -> Iterator[Archive]:
    """Return a real archive with one cycle and one issued workbook."""
    with opened_at(fresh()) as made:
        yield made
