"""Compound files: what stands in the root says what they are, in whatever order and shape its tree is."""

from __future__ import annotations

import struct
from random import Random

from sync.reading.gate.compound import compound
from tests.sync.reading import foreign_files
from tests.sync.reading.foreign_files import BOF

LEFT, RIGHT = 68, 72
"""Where a record of the directory names its neighbours."""

DIRECTORY, RECORD = 1024, 128


def tied(data: bytes, *ties: tuple[int, int, int]) -> bytes:
    """Return a compound file whose records (number, side, neighbour) are tied together otherwise."""
    changed = bytearray(data)
    for number, side, neighbour in ties:
        struct.pack_into("<L", changed, DIRECTORY + RECORD * number + side, neighbour)
    return bytes(changed)


def test_a_tree_with_a_circle_ends() -> None:
    """A directory whose records lead to each other is followed once, and what it holds is found."""
    data = tied(
        foreign_files.compound("a", "b", "Workbook", inside=BOF), (2, LEFT, 1), (3, LEFT, 0), (3, RIGHT, 2)
    )
    assert compound(data).code == "old_xls"


def test_neighbours_of_both_sides_are_found() -> None:
    """A stream is found on the left as on the right; a neighbour that does not exist is none."""
    data = foreign_files.compound("a", "b", "Workbook", inside=BOF)
    assert compound(tied(data, (1, LEFT, 3), (1, RIGHT, 2), (2, RIGHT, 999))).code == "old_xls"
    assert compound(tied(data, (1, LEFT, 999), (2, RIGHT, 999))).code == "not_spreadsheet"


def test_any_directory_has_a_reason() -> None:
    """Whatever stands in header, table and directory, a compound file is refused with a reason."""
    whole = foreign_files.compound("a/b", "Workbook", "c", inside=BOF)
    for seed in range(300):
        dice, data = Random(seed), bytearray(whole)
        for _ in range(dice.choice((1, 5, 40))):
            data[dice.randrange(8, 2048)] = dice.choice((0, 1, 2, 3, 255, dice.randrange(256)))
        assert compound(bytes(data)).code
