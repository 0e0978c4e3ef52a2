"""References: letters and numbers of columns, cells, titles of sheets."""

from __future__ import annotations

import pytest

from templates.references import LAST_COLUMN, LAST_ROW, Area, area, column_number, letters, quoted, reference


@pytest.mark.parametrize(
    ("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA")]
)
def test_columns_have_letters(column: int, name: str) -> None:
    """Columns count from 1, and their letters lead back to their number."""
    assert letters(column) == name
    assert column_number(name) == column_number(name.lower()) == column


def test_every_column_of_a_sheet_has_letters_of_its_own() -> None:
    """No two columns share their letters."""
    names = [letters(column) for column in range(1, LAST_COLUMN + 1)]
    assert len(set(names)) == LAST_COLUMN
    assert [column_number(name) for name in names] == list(range(1, LAST_COLUMN + 1))


def test_cells_are_named_as_people_write_them() -> None:
    """Row 5, column 11 is K5; the last cell of a sheet is XFD1048576."""
    assert reference(5, 11) == "K5"
    assert reference(LAST_ROW, LAST_COLUMN) == "XFD1048576"


def test_titles_of_sheets_are_quoted() -> None:
    """A title stands in apostrophes, its own doubled."""
    assert quoted("Lee's sheet") == "'Lee''s sheet'"


def test_blocks_of_cells_are_read_from_their_corners() -> None:
    """K5:L9 has the columns 11 and 12 and the rows 5 to 9, dollar signs or not; one cell is no block."""
    assert area("K5:L9") == area("$K$5:$L$9") == Area(left=11, top=5, right=12, bottom=9)
    assert [area(text) for text in ("", "K5", "K:L", "5:9", "K0:L9", "K5:L9 M1:M2")] == [None] * 6
