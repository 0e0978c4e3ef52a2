"""How high rows are for their texts, and that they go on growing where people type."""

from __future__ import annotations

from templates.fill import fill
from templates.heights import HIGHEST, breaks, row_height, strut
from templates.patch import open_package
from templates.styles import STYLES
from templates.writer import SafeWorkbook

LONG = "every order of the quarter went out in time, and nobody had to be asked twice for anything"


def test_a_row_is_as_high_as_its_longest_text() -> None:
    """Lines follow from the width, Chinese signs are two wide, and no row is higher than programs show."""
    assert row_height([]) == row_height([("short", 20)]) < row_height([(LONG, 40)]) < row_height([(LONG, 20)])
    assert row_height([("好" * 30, 40)]) == row_height([("a" * 60, 40)])
    assert row_height([("one\ntwo\nthree", 40)]) == row_height([(LONG, 40)])
    assert row_height([(LONG * 90, 20)]) == HIGHEST


def test_every_strut_has_a_look() -> None:
    """However high a row is, the empty cell that holds it open looks like something."""
    assert {strut(height) for height in (19, 34, 58, 250, HIGHEST)} <= set(STYLES)


def book() -> bytes:
    """Return a workbook with a row that grows, and one that somebody has made so high."""
    made = SafeWorkbook("en")
    sheet = made.sheet("Sheet")
    sheet.column(0, 1, 20)
    sheet.column(2, 2, 20, hidden=True)
    for row in range(3):
        sheet.write(row, 0, "text", made.look("wrap"))
    sheet.grow(0, 34, {0: "text"})
    sheet.grow(1, 34, {0: LONG, 2: LONG * 9})
    sheet.height(2, 34)
    return made.save()


def heights(data: bytes) -> list[tuple[int, bool]]:
    """Return how high each row is, and whether it stays so whatever is typed."""
    package = open_package(data)
    rows = package.text(package.sheet_part("Sheet")).split("<row ")[1:]
    return [(round(float(row.split('ht="')[1].split('"')[0])), "customHeight" in row) for row in rows]


def test_rows_grow_with_what_is_typed() -> None:
    """A text makes its row higher, as programs do; a number, a hidden column or a fixed height do not."""
    high = row_height([(LONG, 20)])
    assert heights(book()) == [(34, False), (high, False), (34, True)]
    typed = fill(book(), {"Sheet": {"B1": LONG, "B2": "short", "B3": LONG, "C2": LONG * 9}})
    assert heights(typed) == [(high, False), (high, False), (34, True)]
    assert heights(fill(book(), {"Sheet": {"B1": 3.5}})) == heights(book())


def test_a_heading_stands_with_two_rows_of_its_own() -> None:
    """A page ends before a heading that would stand alone at its foot; what is repeated takes room."""
    rows = [20.0] * 12
    assert breaks(rows, [], room=100, above=20) == [5, 9]
    assert breaks(rows, [3], room=100, above=20) == [3, 7, 11]
    assert breaks(rows, [2, 5], room=120, above=20) == [5, 10]
    assert breaks([], [], room=100, above=20) == []
