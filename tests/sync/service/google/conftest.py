"""The small company with the stand-in as its Google, and nobody waiting between tries."""

from __future__ import annotations

import pytest

from tests.stand_in import used_by


@pytest.fixture
def company(small, running, stand_in):
    """Return the small company with its cycle issued and the stand-in as its Google."""
    return used_by(small, *running)
