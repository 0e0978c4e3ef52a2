"""An archive to work with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.archive.store import Archive
from tests.sync.archive.material import opened


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Return a real archive with one cycle and one issued workbook."""
    with opened(tmp_path) as made:
        yield made
