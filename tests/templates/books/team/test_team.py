"""The list of results a manager receives: its rows, what is left out, and the sheet of departments."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from addin.texts import LANGUAGES
from templates.books.team import write_team
from tests.templates.books.team.material import MEMBERS, sample_team, titles


def rows(content, sheet):
    """Return the rows of a sheet that hold anything."""
    book = load_workbook(BytesIO(write_team(content)))
    return [list(row) for row in book[sheet].iter_rows(values_only=True) if any(row)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_a_person_with_what_changed(language):
    """Score as shown, the one before, and by how much it changed; nothing where nothing was before."""
    people, _ = titles(language)
    found = {row[1]: row for row in rows(sample_team(language), people)}
    assert found["00001"][5:10] == [101.25, "A", 96.5, "B", 4.75]
    assert found["00123"][9] == -4
    assert found["00124"][5:10] == [69.99, "D", None, None, None]
    assert len(found) == len(MEMBERS) + 2, "the titles, and what stands above them"


def test_columns_of_before_are_left_out_where_there_was_nothing():
    """In the first cycle no empty columns stand in the list."""
    first = [replace(one, last_score=None, last_grade=None) for one in MEMBERS]
    headings = next(row for row in rows(sample_team(members=first), "Team results") if row[0] == "Department")
    assert not {"Last score", "Last grade", "Change"} & set(headings)


def test_departments_are_counted_by_grade():
    """People, grades and mean by department, the own result where there is one; then the best results."""
    found = rows(sample_team(), "By department")
    research, sales = found[2], found[3]
    assert research[:3] == ["Research", 1, 1]
    assert sales[:2] == ["Sales", 3]
    assert sales[2 + 5 :][:3] == [88.75, 97.5, "B"]
    assert [row[1] for row in found[6:]] == ["E-07", "00001", "00123", "00124"]


def test_a_manager_without_managers_has_one_sheet():
    """Who sees the own people only needs no comparison of departments."""
    book = load_workbook(BytesIO(write_team(sample_team(overview=False))))
    assert book.sheetnames == ["Team results"]


def test_the_same_results_give_the_same_bytes():
    """So a list that was written again is the one that was handed out."""
    assert write_team(sample_team()) == write_team(sample_team())
