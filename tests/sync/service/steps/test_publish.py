"""`publish`: who receives which results, what is refused, and that a cut-off run is finished by the next."""

from __future__ import annotations

from zipfile import ZipFile

import pytest

from tests.builders import CYCLE, PEOPLE, sample_roster
from tests.sync.service.company import HEAD, states_of
from tests.sync.service.steps.approved import BY, LATER, cells_of, copied

DIRECTOR = "00000"


@pytest.fixture
def company(approved, tmp_path, monkeypatch):
    """Return a workspace of one's own in which every result is approved."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    return copied(approved, tmp_path / "company")


def folder(workspace):
    """Return where the folders of those who receive something lie."""
    return workspace.outbox(CYCLE) / "published"


def names(workspace):
    """Return what was written, by receiver."""
    return {
        one.name: sorted(file.name.removeprefix(f"{CYCLE}-") for file in one.iterdir())
        for one in folder(workspace).iterdir()
    }


def test_everybody_receives_a_slip_and_every_manager_a_list(company, run):
    """Each person's folder holds their slip and forms; who has people below finds a list there, too."""
    status, said, _ = run(company, "publish", CYCLE, *BY)
    assert status == 0
    assert "approved → published: 5" in said
    own = {one: [f"appeal-{one}.xlsx", "opinion.xlsx", f"slip-{one}.xlsx"] for one in (*PEOPLE, HEAD)}
    own[HEAD].append(f"team-{HEAD}.xlsx")
    assert names(company) == own | {DIRECTOR: [f"team-{DIRECTOR}.xlsx"]}
    assert set(states_of(company).values()) == {"published"}


def test_each_level_sees_those_below_it_and_nobody_else(company, run):
    """Every part of every file is searched: it names its receiver and those below, never anybody else."""
    run(company, "publish", CYCLE, *BY)
    people = sample_roster()
    below = {DIRECTOR: {HEAD, *PEOPLE}, HEAD: set(PEOPLE)}
    for file in folder(company).rglob("*.xlsx"):
        whose = file.parent.name
        with ZipFile(file) as parts:
            content = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
        known = {whose, *(below.get(whose, ()) if "-team-" in file.name else ())}
        others = [one for one in people.values() if one.id not in known]
        assert not [one.name for one in others if one.name in content], file
        assert not [one.id for one in others if f">{one.id}<" in content], file
        assert "oefficient" not in content


def test_nobody_finds_their_own_row_in_a_list(company, run):
    """A list holds a row for each person below, and none for the manager who receives it."""
    run(company, "publish", CYCLE, *BY)
    cells = cells_of(folder(company) / HEAD / f"{CYCLE}-team-{HEAD}.xlsx")
    assert HEAD not in cells
    assert set(PEOPLE) <= set(cells)


def test_a_list_tells_what_results_tell(company, run, document):
    """Score and grade of a row are those of `results`."""
    run(company, "publish", CYCLE, *BY)
    results = {one["employee"]: one for one in document(company, "results", CYCLE)["results"]}
    cells = cells_of(folder(company) / DIRECTOR / f"{CYCLE}-team-{DIRECTOR}.xlsx")
    at = cells.index("E-07")
    assert float(cells[at + 4]) == results["E-07"]["score"]
    assert cells[at + 5] == results["E-07"]["grade"]


def test_what_is_not_approved_stays_and_is_named(company, run):
    """Forms that are not approved are left; named one by one they refuse the whole, with the next step."""
    run(company, "approve", CYCLE, "--take-back", "--employee", "E-07", *BY, "--reason", "figures changed")
    status, _, error = run(company, "publish", CYCLE, "--employee", "E-07", "--employee", "00123", *BY)
    assert status == 2
    assert "(E-07)" in error
    assert f"meritbook approve {CYCLE}" in error
    assert states_of(company)["00123"] == "approved"
    status, said, _ = run(company, "publish", CYCLE, *BY)
    assert status == 0
    assert "staying at reviewed by HR: 1" in said
    assert "E-07" not in names(company)


def test_nobody_publishes_their_own(company, run):
    """Whoever's own result is among them leaves it to another; nothing is published until then."""
    status, _, error = run(company, "publish", CYCLE, "--by", "Zhao Min")
    assert status == 2
    assert "--except 00001" in error
    assert not folder(company).exists()
    assert run(company, "publish", CYCLE, "--by", "Zhao Min", "--except", HEAD)[0] == 0
    assert HEAD in names(company), "the list of the people below is there"
    assert f"slip-{HEAD}.xlsx" not in names(company)[HEAD]


def test_publishing_again_writes_the_files_as_results_stand(company, run, document):
    """A run that was cut off before its files is finished by the next one, which moves nothing."""
    first = document(company, "publish", CYCLE, *BY)
    before = {file: (folder(company) / file).read_bytes() for file in first["files"]}
    for file in before:
        (folder(company) / file).unlink()
    again = document(company, "publish", CYCLE, *BY)
    assert again["moved"] == []
    assert {file: (folder(company) / file).read_bytes() for file in again["files"]} == before


def test_who_is_told_later_has_as_long_to_answer(company, run, monkeypatch):
    """The slip names the last day to appeal by the day that very result was published."""
    run(company, "publish", CYCLE, "--employee", "00123", *BY)
    monkeypatch.setenv("MERITBOOK_NOW", "2026-11-20T08:00:00+00:00")
    run(company, "publish", CYCLE, *BY)
    first, second = (
        cells_of(folder(company) / one / f"{CYCLE}-slip-{one}.xlsx") for one in ("00123", "00124")
    )
    assert any("appeal by 2026-10-30" in text for text in first)
    assert any("appeal by 2026-12-01" in text for text in second)


def test_who_is_exempt_has_nothing_to_appeal_against(company, run):
    """It is not said to come later: no result will be published, and how that may be changed is said."""
    assert run(company, "exempt", CYCLE, "E-07", *BY, "--reason", "on leave")[0] == 0
    run(company, "publish", CYCLE, *BY)
    status, _, error = run(company, "appeal", "file", CYCLE, "E-07", "--grounds", "I was there")
    assert (status, error.count("\n")) == (2, 1)
    assert "takes no part" in error
    assert f"meritbook exempt {CYCLE} E-07 --back" in error


def test_people_read_names_of_departments(company, run):
    """Tables and sentences name a department as it is called, not by its id."""
    run(company, "publish", CYCLE, *BY)
    assert run(company, "appeal", "file", CYCLE, "E-07", "--grounds", "a figure is wrong")[0] == 0
    assert "Sales and Service" in run(company, "appeals", CYCLE)[1]
    words = ("extend", CYCLE, "appeals", "--until", "2026-12-01", "--department", "sales")
    assert "for Sales and Service" in run(company, *words, *BY, "--reason", "holidays")[1]
