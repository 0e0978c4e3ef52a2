"""Each workbook as a readable dump, compared with the one kept in tests/golden.

After a wanted change: REFRESH_GOLDEN=1 python -m pytest tests/every/test_golden.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from addin.texts import LANGUAGES
from tests.every import workbook
from tests.every.dumps import dumped

GOLDEN = Path(__file__).parents[1] / "golden"
KEPT = ("scheme-starter", "department-empty", "master")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KEPT)
def test_the_workbook_is_the_one_kept(name: str, language: str) -> None:
    """Nothing in a workbook changes without somebody having looked at it."""
    kept = GOLDEN / f"{name}-{language}.txt"
    found = dumped(workbook(name, language))
    if os.environ.get("REFRESH_GOLDEN"):
        kept.write_text(found, encoding="utf-8")
    assert found == kept.read_text(encoding="utf-8")
