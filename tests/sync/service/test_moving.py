"""An open cycle moves on to today's rules, or a newer layout: what was typed is kept, the rest is told."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from addin.scoring.scheme import RaterRule
from sync.archive.opening import open_archive
from sync.reading.submission import read_submission
from sync.service.cycles import open_to_look
from sync.service.exporting.master import master
from sync.service.issuing.moving import NewRules, moved_on
from sync.service.opening import sound_rules
from sync.settings import open_workspace
from templates.books.department.filling import fill_department
from templates.books.department.layout import place
from templates.books.department.state import Typed
from templates.stamp import LAYOUT
from tests.builders import CYCLE, RATED, TEMPLATES, sample_roster, sample_scheme
from tests.sync.service.company import filled, plan_of, scores_of, write_rules
from tests.sync.service.conftest import NOW
from tests.sync.service.exporting.conftest import rendered
from tests.templates.books.master.material import records

LAYOUTS = Path(__file__).with_name("layouts")
FILE = f"{CYCLE}-sales.xlsx"
NEW = ("issue", CYCLE, "--new-rules", "--by", "Li Na", "--reason", "agreed anew")
ODD = {
    ("00123", "SAL-05"): Typed(actual=4.36),
    ("00124", "SAL-07"): Typed(manager_rating=4.5),
    ("E-07", "RND-06"): Typed(manager_rating=4.0, comment="a remark"),
}


def new_scheme():
    """Return other rules: a line less, whole steps, a measured line that is judged, and other weights."""
    scheme = sample_scheme()
    first, second, _, teamwork = TEMPLATES["SAL"]
    whole = {**RATED, "half_steps": False}
    sales = (replace(first, weight=50), second, replace(teamwork, parameters=whole))
    milestones, defects, audit, quality = TEMPLATES["RND"]
    judged = replace(defects, method="rating", target=4.0, parameters=RATED)
    return replace(scheme, templates={**TEMPLATES, "SAL": sales, "RND": (milestones, judged, audit, quality)})


def cell(data, employee, indicator, column):
    """Return what stands in a cell of Appraisal."""
    rows = read_submission(data).tables["appraisal"].rows
    row = next(row for row in rows if (row.text("employee"), row.text("indicator")) == (employee, indicator))
    return row.text(column)


def issued(workspace, name=FILE):
    """Return a workbook as it lies in the outbox."""
    return (workspace.outbox(CYCLE) / name).read_bytes()


def test_what_was_typed_is_kept_under_new_rules_and_what_is_left_out_is_told(small, run, document, send):
    """The new workbook holds what fits; a line, a step and a kind that are gone are named, there and here."""
    send(small, FILE, filled(small, other=ODD))
    before = scores_of(small)
    write_rules(small, new_scheme(), sample_roster())
    done = document(small, *NEW)
    told = {(one["employee"], one["indicator"], one["column"], one["why"]) for one in done["left_out"]}
    assert told == {
        ("00123", "SAL-05", "actual", "line"),
        ("00124", "SAL-05", "actual", "line"),
        ("00124", "SAL-07", "manager_rating", "scale"),
        ("E-07", "RND-03", "actual", "kind"),
    }
    data = issued(small)
    assert cell(data, "00123", "SAL-01", "actual") == "96"
    assert cell(data, "E-07", "RND-06", "comment") == "a remark"
    assert cell(data, "00124", "SAL-07", "manager_rating") == ""
    notes = _findings(data)
    assert len(notes) == 4
    assert any("Customer satisfaction: typed before, no longer asked: Actual 4.36." in one for one in notes)
    assert scores_of(small) == before
    assert run(small, "verify")[0] == 0


def _findings(data):
    sheet = load_workbook(BytesIO(data))["Findings"]
    message = place("findings", "message")
    return [row[message].value for row in sheet.iter_rows(min_row=2) if row[message].value]


def test_the_new_copy_brings_new_versions_of_the_results(small, run, send):
    """Sent back, it is scored by the new rules; the old versions stay, and everything verifies."""
    send(small, FILE, filled(small))
    old = scores_of(small)["00123"]
    write_rules(small, new_scheme(), sample_roster())
    assert run(small, *NEW)[0] == 0
    assert send(small, "again.xlsx", issued(small))["state"] == "read"
    assert scores_of(small)["00123"] != old
    with open_to_look(small) as archive:
        assert next(one.score for one in archive.results(CYCLE, "00123", every=True)) == old[0]
        (event,) = [one for one in archive.events() if one.kind == "rules_changed"]
        assert (event.actor, event.details["reason"]) == ("Li Na", "agreed anew")
    assert run(small, "verify")[0] == 0
    assert run(small, "why", CYCLE, "00123")[0] == 0
    assert run(small, "results", CYCLE)[0] == 0


def test_people_who_left_and_people_who_are_new(small, run, document, send):
    """Whoever is gone is named with what was typed; their form and result stay; a new person is asked for."""
    send(small, FILE, filled(small))
    people = {who: one for who, one in sample_roster().items() if who != "E-07"}
    people["NEW"] = replace(people["00123"], id="NEW", name="He Xin")
    write_rules(small, sample_scheme(), people)
    done = document(small, *NEW)
    assert {(one["employee"], one["why"]) for one in done["left_out"]} == {("E-07", "person")}
    assert "overall_comment" in {one["column"] for one in done["left_out"]}
    rows = read_submission(issued(small)).tables["members"].rows
    assert [row.text("employee") for row in rows] == ["00123", "00124", "1234567890123456", "NEW"]
    assert cell(issued(small), "00123", "SAL-01", "actual") == "96"
    assert scores_of(small)["E-07"][0] is not None
    for words in (("results", CYCLE), ("progress", CYCLE), ("verify",)):
        assert run(small, *words)[0] == 0


def test_who_is_gone_is_exempt_and_out_of_ranks(small, run, document, send):
    """Told exempt with the reason, nobody waits for them; their result keeps its versions and its steps."""
    send(small, FILE, filled(small))
    before = {one["employee"]: one for one in document(small, "results", CYCLE)["results"]}
    people = {who: one for who, one in sample_roster().items() if who != "E-07"}
    write_rules(small, sample_scheme(), people)
    assert run(small, *NEW)[0] == 0
    told = document(small, "results", CYCLE)
    found = {one["employee"]: one for one in told["results"]}
    assert [found["E-07"][key] for key in ("score", "grade", "rank", "state")] == [None] * 3 + ["exempt"]
    ranks = sorted(one["rank"] for who, one in found.items() if who != "E-07" and one["rank"])
    assert ranks == list(range(1, len(ranks) + 1))
    assert ("E-07", "gone") in {(one["employee"], one["reason"]) for one in told["exempt"]}
    assert "no longer in the People sheet" in run(small, "results", CYCLE)[1]
    (sales,) = [
        one for one in document(small, "progress", CYCLE)["departments"] if one["department"] == "sales"
    ]
    assert sales["forms"] == 3
    versions = document(small, "results", CYCLE, "--all")["results"]
    assert [one["score"] for one in versions if one["employee"] == "E-07"] == [before["E-07"]["score"]]
    assert document(small, "why", CYCLE, "E-07")["steps"]
    write_rules(small, sample_scheme(), sample_roster())
    assert run(small, *NEW)[0] == 0
    back = {one["employee"]: one["score"] for one in document(small, "results", CYCLE)["results"]}
    assert back == {who: one["score"] for who, one in before.items()}


def test_what_was_typed_for_a_department_that_is_gone_is_told(small, run, document, send):
    """A department that is judged itself no more is listed with what had been typed for it."""
    scheme = sample_scheme()
    scheme = replace(scheme, settings=replace(scheme.settings, modules=("departments",)))
    sales = replace(scheme.departments["sales"], template="SAL")
    write_rules(small, replace(scheme, departments={**scheme.departments, "sales": sales}), sample_roster())
    assert run(small, *NEW)[0] == 0
    typed = {("@sales", "SAL-01"): Typed(actual=77)}
    send(small, FILE, fill_department(issued(small), plan_of(small, "sales"), typed, {}))
    write_rules(small, scheme, sample_roster())
    told = document(small, *NEW)["left_out"]
    found = {(one["employee"], one["indicator"], one["value"], one["why"]) for one in told}
    assert ("@sales", "SAL-01", "77", "department") in found
    (unit,) = [one for one in document(small, "results", CYCLE)["results"] if one["employee"] is None]
    assert unit["state"] == "exempt"


def test_who_is_gone_stands_in_the_master_workbook_as_exempt(small, run, send):
    """People tells the reason; Results keeps the score as an earlier one, Distribution leaves it out."""
    send(small, FILE, filled(small))
    write_rules(small, sample_scheme(), {who: one for who, one in sample_roster().items() if who != "E-07"})
    assert run(small, *NEW)[0] == 0
    book = load_workbook(BytesIO(rendered(small, master)), data_only=True)
    (person,) = [row for row in records(book["People"]) if row["Employee no."] == "E-07"]
    assert (person["State"], person["Exempt because"]) == ("exempt", "is no longer in People")
    (result,) = [row for row in records(book["Results"]) if row["Employee no."] == "E-07"]
    assert (result["Counts"], result["Rank"]) == ("earlier", None)


def test_what_moved_to_another_workbook_is_typed_there(small, run, send):
    """Where each manager receives a workbook now, it holds what had been typed in the department's."""
    send(small, FILE, filled(small))
    scheme = sample_scheme()
    by_manager = replace(scheme, settings=replace(scheme.settings, issue_by="manager"))
    write_rules(small, by_manager, sample_roster())
    assert run(small, *NEW)[0] == 0
    assert cell(issued(small, f"{CYCLE}-manager-00001.xlsx"), "00123", "SAL-01", "actual") == "96"
    assert send(small, "m.xlsx", issued(small, f"{CYCLE}-manager-00001.xlsx"))["state"] == "read"
    assert run(small, "verify")[0] == 0


def test_the_workbook_that_was_replaced_is_held_and_compared_with_nothing(small, run, document, send):
    """A copy of the department's old workbook waits to be rejected, and nobody counts as scored twice."""
    old = issued(small)
    send(small, FILE, filled(small))
    scheme = sample_scheme()
    write_rules(
        small, replace(scheme, settings=replace(scheme.settings, issue_by="manager")), sample_roster()
    )
    assert run(small, *NEW)[0] == 0
    send(small, "m.xlsx", issued(small, f"{CYCLE}-manager-00001.xlsx"))
    scored = scores_of(small)
    late = load_workbook(BytesIO(old))
    late["Appraisal"].cell(2, place("appraisal", "actual") + 1, 1)
    changed = BytesIO()
    late.save(changed)
    held = send(small, "late.xlsx", changed.getvalue())
    assert held["state"] == "held"
    _, shown, _ = run(small, "progress", CYCLE)
    assert ("meritbook accept" in shown, "meritbook reject" in shown) == (False, True)
    words = ("accept", str(held["submission"]), "--by", "Li Na", "--reason", "sent late")
    status, _, error = run(small, *words)
    assert (status, f"meritbook reject {held['submission']}" in error) == (2, True)
    assert scores_of(small) == scored
    assert "X001" not in {one["code"] for one in document(small, "findings", CYCLE)["findings"]}


def test_a_workbook_that_was_replaced_leaves_the_outbox(small, run, document):
    """It lies in a folder of its own, byte for byte, and HR is told; a second one takes no other's place."""
    old, outbox = issued(small), small.outbox(CYCLE)
    scheme = sample_scheme()
    by_manager = replace(scheme, settings=replace(scheme.settings, issue_by="manager"))
    write_rules(small, by_manager, sample_roster())
    assert document(small, *NEW)["replaced"] == [f"{CYCLE}-company.xlsx", FILE]
    assert not (outbox / FILE).exists()
    assert (outbox / "replaced" / FILE).read_bytes() == old
    assert document(small, "issue", CYCLE)["replaced"] == []
    (outbox / FILE).write_bytes(b"put there again")
    assert "moved to the folder replaced" in run(small, "issue", CYCLE)[1]
    assert (outbox / "replaced" / FILE).read_bytes() == old
    assert (outbox / "replaced" / f"{CYCLE}-sales (2).xlsx").read_bytes() == b"put there again"


def test_new_rules_are_a_decision(small, run):
    """Without a name and a reason, or without anything new, one line says what is missing."""
    status, _, error = run(small, "issue", CYCLE, "--new-rules")
    assert (status, "--reason" in error) == (2, True)
    assert run(small, "issue", CYCLE, "--by", "Li Na", "--reason", "x")[0] == 2
    status, _, error = run(small, *NEW)
    assert (status, "very rules" in error) == (2, True)


def test_killed_after_the_decision_the_same_command_goes_on(small, run, send):
    """The rules moved on and nothing was issued yet: run again, it issues and changes nothing twice."""
    send(small, FILE, filled(small))
    write_rules(small, new_scheme(), sample_roster())
    with open_archive(small.archive, "en") as archive:
        pinned = archive.pinned(CYCLE)
        assert (
            moved_on(
                archive, pinned, sound_rules(small), NewRules("Li Na", "agreed anew"), small.outbox(CYCLE)
            )
            != pinned
        )
    assert run(small, *NEW)[0] == 0
    assert cell(issued(small), "00123", "SAL-01", "weight") == "50"
    with open_to_look(small) as archive:
        assert sum(one.kind == "rules_changed" for one in archive.events()) == 1
    whole = issued(small)
    (small.outbox(CYCLE) / FILE).unlink()
    assert run(small, *NEW)[0] == 0
    assert issued(small) == whole
    assert run(small, *NEW)[0] == 2


def test_what_waits_for_a_decision_is_named(small, run, send):
    """A held file is not taken over, and the command says so."""
    send(small, FILE, filled(small))
    assert send(small, "held.xlsx", filled(small, other={("00123", "SAL-01"): Typed(actual="")}))
    write_rules(small, new_scheme(), sample_roster())
    assert "held.xlsx" in run(small, *NEW)[1]


@pytest.fixture
def of_layout(tmp_path, monkeypatch):
    """Return a function that unpacks a company whose workbooks were issued in an earlier layout."""

    def unpack(layout):
        monkeypatch.setenv("MERITBOOK_NOW", NOW)
        with zipfile.ZipFile(LAYOUTS / f"{layout}.zip") as packed:
            packed.extractall(tmp_path / "old")
        workspace = open_workspace(tmp_path / "old")
        workspace.inbox.mkdir()
        return workspace

    return unpack


@pytest.mark.parametrize("layout", range(1, LAYOUT))
def test_a_workbook_of_an_earlier_layout_is_read_and_issued_anew(of_layout, layout, run, document, send):
    """Half filled, it is collected without a finding that is not rightly there, and comes again, complete."""
    workspace = of_layout(layout)
    half = (workspace.folder / "half.xlsx").read_bytes()
    assert read_submission(half).stamp.layout == layout
    assert send(workspace, FILE, half)["state"] == "read"
    assert run(workspace, "verify")[0] == 0
    codes = {one["code"] for one in document(workspace, "findings", CYCLE)["findings"]}
    assert codes <= {"V001", "V009", "V007"}
    assert document(workspace, "issue", CYCLE)["left_out"] == []
    fresh = issued(workspace)
    assert read_submission(fresh).stamp.layout == LAYOUT
    assert _typed(fresh) == _typed(half)
    assert send(workspace, "again.xlsx", fresh)["state"] == "read"
    assert run(workspace, "verify")[0] == 0


def _typed(data):
    tables = read_submission(data).tables
    columns = ("actual", "manager_rating", "evidence", "comment", "overall_comment")
    return {
        (key, row.text("employee"), row.text("indicator"), column): row.text(column)
        for key in ("appraisal", "summary")
        for row in tables[key].rows
        for column in columns
        if row.text(column)
    }


def test_a_position_that_is_gone_with_its_people(small, run, send):
    """Where new rules know neither person nor position any more, everything can still be looked at."""
    send(small, FILE, filled(small))
    people, scheme = sample_roster(), sample_scheme()
    gone = people.pop("E-07").position
    positions = {key: one for key, one in scheme.positions.items() if key != gone}
    settings = replace(scheme.settings, modules=("raters", "coefficients"))
    write_rules(small, replace(scheme, positions=positions, settings=settings), people)
    assert run(small, *NEW)[0] == 0
    assert scores_of(small)["E-07"][0] is not None
    for words in (("collect",), ("results", CYCLE), ("export", "board", CYCLE), ("verify",)):
        assert run(small, *words)[0] == 0


def test_a_rating_of_another_scale_is_not_taken_over(small, run, document, send):
    """A 4 of 5 is no 4 of 10: it stays behind, and is told."""
    send(small, FILE, filled(small))
    scheme = sample_scheme()
    *others, teamwork = TEMPLATES["SAL"]
    tens = replace(teamwork, parameters={**RATED, "scale": 10.0, "pass_mark": 8.0})
    write_rules(small, replace(scheme, templates={**TEMPLATES, "SAL": (*others, tens)}), sample_roster())
    told = document(small, *NEW)["left_out"]
    ratings = [one for one in told if one["column"] == "manager_rating"]
    assert {(one["employee"], one["why"]) for one in ratings} >= {("00123", "scale"), ("00124", "scale")}
    assert cell(issued(small), "00123", "SAL-07", "manager_rating") == ""


def test_raters_are_not_joined_with_a_rating_of_another_scale(small, run, document, send):
    """A form that waits for its new copy keeps its score: 4.5 of 5 stays 90, and is not made 45."""
    scheme = sample_scheme()
    settings = replace(scheme.settings, modules=("raters",), self_ratings=False)
    rules = (RaterRule("manager", 80.0), RaterRule("peers", 20.0))
    with_raters = replace(scheme, settings=settings, raters=rules)
    write_rules(small, with_raters, sample_roster())
    assert run(small, *NEW)[0] == 0
    peers = "".join(f"00124,SAL-07,RX-{n},peer,4.5\n" for n in (1, 2, 3))
    (small.folder / "360.csv").write_text("Employee no.,Indicator no.,Rater no.,Relation,Rating\n" + peers)
    assert run(small, "import", "ratings", str(small.folder / "360.csv"), "--cycle", CYCLE)[0] == 0
    send(small, FILE, filled(small))
    before = document(small, "results", CYCLE)["results"]
    *others, teamwork = TEMPLATES["SAL"]
    tens = replace(teamwork, parameters={**RATED, "scale": 10.0, "pass_mark": 8.0})
    later = replace(with_raters, templates={**TEMPLATES, "SAL": (*others, tens)})
    write_rules(small, later, sample_roster())
    assert run(small, *NEW)[0] == 0
    assert [one["score"] for one in document(small, "results", CYCLE)["results"]] == [
        one["score"] for one in before
    ]
