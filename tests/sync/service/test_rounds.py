"""Rounds of returning and going on: each copy is read, accepted, and newer than the one before."""

from __future__ import annotations

import pytest

from sync.reading.submission import read_submission
from templates.books.department.layout import spot
from templates.patch import set_cells
from tests.builders import CYCLE
from tests.editing import opened, saved
from tests.libreoffice import recalculate
from tests.sync.service.company import NO_RATING, filled, plan_of, states_of

ROUNDS = 10


def by_patcher(data, at, value):
    """Type a value as our own filling does."""
    return set_cells(data, {at.sheet: {at.reference: value}})


def by_openpyxl(data, at, value):
    """Type a value through openpyxl."""
    book = opened(data)
    book[at.sheet][at.reference] = value
    return saved(book)


def rounds(small, send, types, last):
    """Go on in every copy that comes back, and expect each to be accepted with a revision of its own."""
    at = spot(plan_of(small, "sales"), "actual", "00124", "SAL-01")
    data = filled(small, other=NO_RATING)
    for number in range(1, last + 1):
        taken = send(small, f"{number}.xlsx", data)
        assert (number, taken["state"], taken["returned"]) == (number, "read", 1)
        copy = (small.returned(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()
        assert read_submission(copy).stamp.revision == number + 1
        data = types(copy, at, 80.0 + number)
    assert states_of(small)["00123"] == "returned"


@pytest.mark.parametrize("types", [by_patcher, by_openpyxl])
def test_ten_rounds_are_accepted(small, send, types):
    """A manager who goes on in every copy is accepted each time, and the copy's revision rises by one."""
    rounds(small, send, types, ROUNDS)


@pytest.mark.libreoffice
def test_rounds_through_libreoffice_are_accepted(small, send, libreoffice, tmp_path):
    """So it is where LibreOffice opens and saves each copy."""

    def by_libreoffice(data, at, value):
        file = tmp_path / "copy.xlsx"
        file.write_bytes(by_patcher(data, at, value))
        return recalculate(libreoffice, [file], tmp_path / "saved")[0].read_bytes()

    rounds(small, send, by_libreoffice, 3)
