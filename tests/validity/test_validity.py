"""The rules themselves: a sound workbook passes, and each break is named by the part it stands in."""

from __future__ import annotations

import pytest

from tests.validity import problems
from tests.validity.broken import BREAKS, broken, good


def test_a_sound_workbook_has_no_problems() -> None:
    """Nothing is said of a workbook that uses everything rightly."""
    assert problems(good()) == []


def test_what_is_no_package_is_told() -> None:
    """Bytes that are no zip are one problem, not a crash."""
    assert problems(b"not a workbook") == ["package: File is not a zip file"]


@pytest.mark.parametrize("name", BREAKS)
def test_each_break_is_named(name: str) -> None:
    """Whatever would make Excel offer a repair is found and said in words."""
    change, said = BREAKS[name]
    assert any(said in found for found in problems(broken(change))), problems(broken(change))
