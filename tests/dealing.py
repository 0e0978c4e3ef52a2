"""Deals the tests to the workers file by file: what a file shares is made once. The long ones come first."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from xdist.scheduler import LoadGroupScheduling

LIBREOFFICE = "libreoffice"
LONG = (
    *("tests/crash/", "tests/schedules/", "tests/fuzz/", "tests/every/", "tests/test_docs.py"),
    *("tests/test_benchmarks.py", "tests/sync/service/", "tests/sync/checks/", "tests/sync/cli/"),
)
"""Where the long files lie; one begun last would keep one worker while the other has nothing to do."""


class ByFile(LoadGroupScheduling):
    """Gives a worker a whole file of tests at a time; those of LibreOffice, of whatever file, all to one."""

    def _split_scope(self, nodeid: str) -> str:
        group = super()._split_scope(nodeid)
        return nodeid.partition("::")[0] if group == nodeid else group


def long_ones_first(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return the tests in the order in which they are dealt out: a file is as early as its first test."""

    def order(item: pytest.Item) -> int:
        if item.get_closest_marker(LIBREOFFICE):
            return 0
        return 1 if item.nodeid.startswith(LONG) else 2

    return sorted(items, key=order)
