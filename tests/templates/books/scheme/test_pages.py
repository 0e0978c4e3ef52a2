"""Where the printed pages of the sheet Settings end."""

from __future__ import annotations

import pytest

from addin.texts import LANGUAGES
from templates.books.scheme.layout import FIRST_ROW
from templates.tables import TABLES
from templates.tables.settings import rows
from tests.editing import opened
from tests.every import workbook


@pytest.mark.parametrize("name", ["scheme-starter", "scheme-everything"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_group_of_settings_stands_alone(name: str, language: str) -> None:
    """A group has two settings beside its name on a page, and the last page holds more than two rows."""
    sheet = opened(workbook(name, language))[TABLES["settings"].title(language)]
    ends = {one.id for one in sheet.row_breaks.brk}
    groups = {row for row, one in enumerate(rows(), start=FIRST_ROW + 1) if isinstance(one, str)}
    assert ends
    assert not (ends | {end - 1 for end in ends}) & groups
    assert sheet.max_row - max(ends) > 2
