"""Heights of rows: set, changed and taken back; other rows keep theirs."""

from __future__ import annotations

from templates.patch import edit_heights, open_package
from templates.writer import SafeWorkbook
from tests.editing import opened


def book() -> bytes:
    """Return a workbook with three rows, the second of a height of its own."""
    made = SafeWorkbook("en")
    sheet = made.sheet("Findings")
    for row in range(3):
        sheet.write(row, 0, "text")
    sheet.height(1, 45)
    return made.save()


def heights(changes: dict[int, float | None]) -> list[float | None]:
    """Return the heights of the rows after a change."""
    package = open_package(book())
    edit_heights(package, "Findings", changes)
    sheet = opened(package.save())["Findings"]
    return [sheet.row_dimensions[row].height for row in (1, 2, 3)]


def test_rows_get_a_height_and_lose_it() -> None:
    """A row gets the height asked for, or leaves it to the program; other rows stay as they are."""
    assert heights({}) == [None, 45, None]
    assert heights({1: 64.5}) == [64.5, 45, None]
    assert heights({2: None, 3: 20, 99: 20}) == [None, None, 20]
