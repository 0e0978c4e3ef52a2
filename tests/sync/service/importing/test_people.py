"""Importing people."""

from __future__ import annotations

from datetime import date

import pytest

from sync.cli import main
from sync.reading.scheme import read_scheme
from sync.service.importing.new_ids import derived
from sync.service.importing.people import import_people
from sync.settings import CannotGoOn, open_workspace

HEADER = "Employee no.,Name,Department,Position,Manager no.,Hired on\n"


@pytest.fixture
def workspace(tmp_path):
    """Return a fresh workspace."""
    assert main(["init", str(tmp_path / "company")]) == 0
    return open_workspace(tmp_path / "company")


def brought(workspace, text):
    """Import a CSV and return what came of it and the people then in the scheme."""
    file = workspace.folder / "people.csv"
    file.write_text(text, encoding="utf-8")
    done = import_people(workspace, file)
    return done, read_scheme(workspace.scheme.read_bytes())


def test_people_arrive_with_their_numbers_and_dates(workspace):
    """Leading zeros stay, dates are dates, a known template's position is found by its number or name."""
    done, reading = brought(
        workspace, HEADER + "00012,Ada,sales,SALES-REP,,2020-01-31\n00013,Bo,sales,SALES-REP,00012,\n"
    )
    assert (done.people, done.new, done.notes) == (2, 2, ())
    assert reading.roster["00012"].hired == date(2020, 1, 31)
    assert reading.roster["00013"].manager == "00012"
    assert reading.scheme.positions[reading.roster["00013"].position].template == "SALES"


def test_unknown_departments_and_positions_are_added(workspace):
    """A department and a position met for the first time are added with an id derived from the name."""
    done, reading = brought(workspace, HEADER + "7,Ada,Sls - West,Area Manager,,\n")
    assert [unit.id for unit in done.departments] == ["Sls-West"]
    assert reading.scheme.departments["Sls-West"].name == "Sls - West"
    assert reading.scheme.positions["Area-Manager"].template is None


def test_an_import_again_updates_and_removes_nobody(workspace):
    """The same file twice gives the same people; a changed row updates its person."""
    brought(workspace, HEADER + "7,Ada,sales,SALES-REP,,\n8,Bo,sales,SALES-REP,7,\n")
    done, reading = brought(workspace, HEADER + "8,Bo Li,sales,SALES-REP,7,\n")
    assert (done.people, done.new) == (1, 0)
    assert {person.name for person in reading.roster.values()} == {"Ada", "Bo Li"}


def test_a_row_that_repeats_is_named(workspace):
    """A repeated row is left out and named; a second post is kept under a number of its own."""
    text = (
        HEADER
        + "7,Ada,sales,SALES-REP,,\n7,Ada,sales,SALES-REP,,\n7,Ada,rnd,RND-ENG,,\n,Nobody,sales,SALES-REP,,\n"
    )
    done, reading = brought(workspace, text)
    assert set(reading.roster) == {"7", "7-2"}
    assert len(done.notes) == 3


def test_the_previous_scheme_is_kept(workspace):
    """The scheme workbook as it was before lies beside the new one."""
    before = workspace.scheme.read_bytes()
    done, _ = brought(workspace, HEADER + "7,Ada,sales,SALES-REP,,\n")
    assert done.previous.read_bytes() == before


@pytest.mark.parametrize("text", ["", "no,who\n1,Ada\n", "\0\1"])
def test_what_cannot_be_imported_leaves_the_scheme_alone(workspace, text):
    """A file that is no table or lacks needed columns stops with a reason; nothing is changed."""
    before = workspace.scheme.read_bytes()
    with pytest.raises(CannotGoOn):
        brought(workspace, text)
    assert workspace.scheme.read_bytes() == before


def test_an_open_scheme_is_not_written(workspace):
    """While a spreadsheet program has the scheme open, nothing is written."""
    (workspace.folder / "~$scheme.xlsx").touch()
    with pytest.raises(CannotGoOn):
        brought(workspace, HEADER + "7,Ada,sales,SALES-REP,,\n")


@pytest.mark.parametrize(
    ("name", "made"),
    [("Sls - West", "Sls-West"), ("销售部", "unit-1"), ("Ünit (1)", "Unit-1"), ("a" * 50, "a" * 36)],
)
def test_ids_are_derived_from_names(name, made):
    """An id keeps letters and digits of the name; a Chinese name gets a number."""
    assert derived(name, ()) == made


def test_derived_ids_never_collide():
    """A name whose id is taken gets the next number."""
    assert derived("销售部", ["unit-1"]) == "unit-2"
    assert derived("A B", ["A-B", "A-B-2"]) == "A-B-3"
