"""Bonus, deduction and veto typed into scheme.xlsx while a cycle is open, through the real commands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl import load_workbook

from addin.scoring.scheme import Adjustment
from sync.service.cycles import open_to_look, opened
from sync.service.outcomes import evidence_of
from templates.books.department.state import Typed
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.sync.service.company import filled, write_rules

PATENT = Adjustment(CYCLE, "00123", "bonus", "a patent", 3.0, reason="list no. 17")
FRAUD = Adjustment(CYCLE, "00124", "veto", "fraud", reason="audit", approver="Gao Yuan")


@pytest.fixture
def adjust(small):
    """Return a function that lets HR type adjustments into the scheme workbook."""

    def call(*adjustments, modules=("adjustments",), **rules):
        scheme = replace(sample_scheme(), **rules)
        settings = replace(scheme.settings, modules=modules)
        write_rules(small, replace(scheme, settings=settings, adjustments=adjustments), sample_roster())

    return call


@pytest.fixture
def collected(small, run, reached):
    """Return the small company with the workbook of sales collected."""

    def play():
        (small.inbox / "sales.xlsx").write_bytes(filled(small))
        assert run(small, "collect")[0] == 0

    return reached(play)


@pytest.fixture
def scores(collected, document):
    """Return a function that gives score and grade by person."""

    def call():
        found = document(collected, "results", CYCLE)["results"]
        return {one["employee"]: (one["score"], one["grade"]) for one in found}

    return call


def type_over(file, title, value):
    """Type a value into the cell of Settings that switches the module on."""
    book = load_workbook(file)
    (cell,) = [row[1] for row in book["Settings"].iter_rows() if title in str(row[0].value)]
    cell.value = value
    book.save(file)


def test_what_is_typed_later_is_taken_in_by_collect(collected, adjust, scores, run):
    """A bonus and a veto typed after the issue count from the next collect on, and the other rules stay."""
    before = scores()
    adjust(PATENT, FRAUD)
    assert scores() == before
    status, told, _ = run(collected, "collect")
    assert (status, CYCLE in told) == (0, True)
    after = scores()
    assert after["00123"] == (before["00123"][0] + 3, "B")
    assert after["00124"] == (before["00124"][0], "C")
    assert after["E-07"] == before["E-07"]


def test_nothing_is_taken_in_twice(collected, adjust, run):
    """A scheme workbook that has not changed since is not read again, and writes no event."""
    adjust(PATENT)
    run(collected, "collect")
    with open_to_look(collected) as archive:
        events = len(archive.events())
    assert "Adjustments" not in run(collected, "collect")[1]
    with open_to_look(collected) as archive:
        assert len(archive.events()) == events


def test_the_same_thing_twice_counts_once_at_its_highest(collected, adjust, scores, document, run):
    """Two rows for the same thing are no mistake: the higher counts, and each is told with its own cell."""
    before = scores()
    adjust(replace(PATENT, amount=1.0), PATENT)
    assert run(collected, "collect")[0] == 0
    assert scores()["00123"][0] == before["00123"][0] + 3
    steps = document(collected, "why", CYCLE, "00123")["steps"]
    assert [(one["value"], one["cell"]) for one in steps if "a patent" in one["step"]] == [
        (1, "E5"),
        (3, "E6"),
    ]


def test_only_the_last_version_has_a_final_score(collected, adjust, scores, document, run):
    """The last version stands as in `results`; an earlier one has the score that its workbook knew."""
    adjust(PATENT)
    other = {("00123", "SAL-01"): Typed(actual=99.0)}
    (collected.inbox / "sales.xlsx").write_bytes(filled(collected, other=other))
    assert run(collected, "collect")[0] == 0
    every = document(collected, "results", CYCLE, "--all")["results"]
    first, last = (one for one in every if one["employee"] == "00123")
    assert (last["score"], last["grade"]) == scores()["00123"]
    assert (first["score"], first["rank"], first["provisional"] is None) == (None, None, False)
    assert "Provisional" in run(collected, "results", CYCLE, "--all")[1]


def test_a_line_is_left_out_only_as_the_submission_behind_the_result_says(collected, document, run):
    """What one person's older submission left out counts against nobody whose result came later."""
    left_out = Typed(actual="not applicable", comment="no target")
    both = {(employee, "SAL-01"): left_out for employee in ("00123", "00124")}
    later = both | {("00124", "SAL-01"): Typed(actual=None)}
    for other in (both, later):
        (collected.inbox / "sales.xlsx").write_bytes(filled(collected, other=other))
        (taken,) = document(collected, "collect")["submissions"]
    assert taken["state"] == "held"
    decision = ("--by", "Zhao Min", "--reason", "a target was agreed")
    assert run(collected, "accept", str(taken["submission"]), *decision)[0] == 0
    with open_to_look(collected) as archive:
        evidence = evidence_of(archive, opened(archive, CYCLE))
    assert set(evidence.left_out) == {("00123", "SAL-01")}


def test_an_adjustment_taken_back_counts_no_more(collected, adjust, scores, run):
    """A row deleted, or the module switched off, is taken in like a row that came."""
    before = scores()
    for back in ({"modules": ("adjustments",)}, {"modules": ()}):
        adjust(PATENT)
        run(collected, "collect")
        assert scores()["00123"][0] == before["00123"][0] + 3
        adjust(**back)
        run(collected, "collect")
        assert scores() == before


def test_rows_that_cannot_count_are_left_alone_with_the_reason(collected, adjust, scores, run, document):
    """A veto that nobody approved is not taken in; collect says why and does its other work."""
    before = scores()
    adjust(replace(FRAUD, approver=""))
    status, told, _ = run(collected, "collect")
    assert (status, "S035" in told) == (1, True)
    assert scores() == before
    found = document(collected, "collect")["findings"]
    assert [(one["code"], one["sheet"], one["cell"]) for one in found] == [("S035", "Adjustments", "I5")]
    adjust(FRAUD)
    run(collected, "collect")
    assert scores()["00124"][1] == "C"


def test_a_grade_that_the_cycle_does_not_have_is_refused(collected, adjust, scores, run):
    """A veto at or below a grade that only today's rules have is not taken in, and results still stand."""
    before = scores()
    renamed = tuple(replace(one, id="E") if one.id == "D" else one for one in sample_scheme().grades)
    adjust(replace(FRAUD, ceiling="E"), grades=renamed)
    status, told, _ = run(collected, "collect")
    assert (status, "no grade above E" in told) == (1, True)
    assert run(collected, "collect", "--json")[0] == 1
    assert scores() == before


def test_a_broken_switch_takes_back_nothing(collected, adjust, scores, small, run):
    """Where the cell that switches adjustments on cannot be read, those that held go on to count."""
    adjust(PATENT)
    run(collected, "collect")
    before = scores()
    type_over(small.scheme, "Module: Adjustments", "perhaps")
    status, told, _ = run(collected, "collect")
    assert (status, "S002" in told) == (1, True)
    assert scores() == before


def test_an_unsound_scheme_without_the_module_is_no_matter_of_collect(collected, run):
    """Errors of scheme.xlsx are told by collect only where it would take something in."""
    scheme = sample_scheme()
    write_rules(collected, replace(scheme, grades=()), sample_roster())
    assert "Adjustments" not in run(collected, "collect")[1]


def test_why_names_the_cell_of_an_adjustment(collected, adjust, document, run):
    """Each bonus and veto is a step with its basis, in the cell of the scheme workbook it stands in."""
    adjust(PATENT, FRAUD)
    run(collected, "collect")
    steps = document(collected, "why", CYCLE, "00123")["steps"]
    (bonus,) = [one for one in steps if "a patent" in one["step"]]
    assert (bonus["value"], bonus["workbook"], bonus["sheet"], bonus["cell"]) == (
        3,
        "scheme.xlsx",
        "Adjustments",
        "E5",
    )
    assert "list no. 17" in bonus["rule"]
    final = {one["employee"]: one["score"] for one in document(collected, "results", CYCLE)["results"]}
    assert steps[-2]["value"] == final["00123"]
    (veto,) = [one for one in document(collected, "why", CYCLE, "00124")["steps"] if "fraud" in one["step"]]
    assert (veto["value"], veto["cell"]) == ("grade ceiling C", "F6")


def test_a_persons_history_shows_the_final_score(collected, adjust, document, scores, run):
    """`person` shows the same score and grade as `results`, with what was added."""
    adjust(PATENT)
    run(collected, "collect")
    (result,) = document(collected, "person", "00123")["results"]
    assert (result["score"], result["grade"]) == scores()["00123"]


def test_adjustments_are_guarded(collected, adjust, run):
    """verify holds after adjustments were taken in, and names a version of them that was exchanged."""
    adjust(PATENT)
    run(collected, "collect")
    assert run(collected, "verify")[0] == 0
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(collected.folder / "archive.db")) as connection:
        connection.execute("UPDATE adjusted SET scheme = (SELECT scheme FROM cycle)")
        connection.commit()
    status, told, _ = run(collected, "verify")
    assert (status, "adjustments taken in" in told) == (1, True)


def test_the_master_workbook_shows_what_was_added(collected, adjust, run):
    """Results have columns for bonus and veto where anybody has one, and a sheet lists the adjustments."""
    from io import BytesIO

    adjust(PATENT, FRAUD)
    run(collected, "collect")
    assert run(collected, "export", "master", CYCLE)[0] == 0
    data = (collected.reports(CYCLE) / "master.xlsx").read_bytes()
    book = load_workbook(BytesIO(data))
    titles = [cell.value for cell in book["Results"][4]]
    assert {"Provisional", "Bonus", "Veto"} <= set(titles)
    assert "Proposed grade" not in titles
    assert [cell.value for cell in book["Adjustments"][5]][:5] == [CYCLE, "00123", "bonus", "a patent", 3]
