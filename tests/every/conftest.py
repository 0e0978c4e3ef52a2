"""The sample company for every test that wants it."""

from __future__ import annotations

import pytest

from tests.every.company import Company, played, shared_by_workers


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Return a function that gives the folder of the sample company in a language."""
    shared = shared_by_workers(tmp_path_factory.getbasetemp())
    return lambda language: played(shared, language)
