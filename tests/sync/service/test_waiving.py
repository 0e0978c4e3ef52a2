"""The life of a finding: new, open, mended, waived; and what a waiver does to forms and results."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sync.service.cycles import open_to_look
from templates.books.department.layout import spot
from templates.books.department.state import Typed
from templates.patch import set_cells
from tests.builders import CYCLE, PEOPLE
from tests.edits import apply
from tests.sync.service.company import HEAD, NO_RATING, filled, plan_of, scores_of, states_of

BY = ("--by", "Zhao Min", "--reason", "agreed on the phone")
LATER = ("--until", "2026-12-31")
CHECKED = dict.fromkeys(PEOPLE, "checked") | {HEAD: "issued"}


def target_of(workspace):
    """Return the sheet and cell of a target that is issued filled in."""
    at = spot(plan_of(workspace, "sales"), "target", "00123", "SAL-01")
    return at.sheet, at.reference


def with_target(workspace, value, into=None):
    """Return the filled workbook with another target."""
    sheet, cell = target_of(workspace)
    return set_cells(filled(workspace, into=into), {sheet: {cell: value}})


@pytest.fixture
def changed(small, send, reached):
    """Return a workspace that received a workbook with a target made easier."""
    return reached(lambda: send(small, "a.xlsx", with_target(small, 80.0)))


def only(found):
    """Return the one finding there is."""
    (one,) = found
    return one


def copy_of(workspace):
    """Return the copy that went back."""
    return (workspace.returned(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()


def test_waived_error_holds_no_form_up(changed, document):
    """A waived error counts no more: its form is checked, its result a new version with the same score."""
    before = scores_of(changed)["00123"]
    found = only(document(changed, "findings", CYCLE)["findings"])
    assert (found["code"], states_of(changed)["00123"]) == ("F003", "returned")
    done = document(changed, "waive", found["id"], *BY, *LATER)
    assert (done["finding"], done["forms"]) == (found, [{"employee": "00123", "state": "checked"}])
    assert states_of(changed) == CHECKED
    assert scores_of(changed)["00123"] == (*before[:2], "checked")
    shown = document(changed, "findings", CYCLE)
    assert (shown["findings"], shown["mended"]) == ([], [])
    assert shown["waived"] == [
        {"finding": found, "reason": "agreed on the phone", "by": "Zhao Min", "until": "2026-12-31"}
    ]
    assert document(changed, "verify")["broken"] == []


def test_check_knows_what_is_waived(changed, document, run):
    """A file that is only checked is not asked for what HR has accepted in that workbook."""
    file = str(changed.inbox / "a.xlsx")
    assert run(changed, "check", file)[0] == 1
    document(changed, "waive", only(document(changed, "findings", CYCLE)["findings"])["id"], *BY, *LATER)
    assert run(changed, "check", file)[0] == 0


def test_waiver_is_archived_with_who_and_why(changed, document):
    """The log tells who waived what, why and until when, and seals the rows that were written."""
    found = only(document(changed, "findings", CYCLE)["findings"])
    document(changed, "waive", found["id"][:4], *BY, *LATER)
    with open_to_look(changed) as archive:
        event = archive.events()[-1]
    assert (event.actor, event.kind, event.subject) == ("Zhao Min", "waived", found["id"])
    assert event.details["until"] == "2026-12-31"
    assert {"waiver", "form", "result", "indicator_score"} <= set(event.details["rows"])


def test_waived_stays_waived_in_the_next_submission(changed, document, send):
    """As long as the same thing stands there, later submissions are not asked for it again."""
    document(changed, "waive", only(document(changed, "findings", CYCLE)["findings"])["id"], *BY, *LATER)
    more = {("00124", "SAL-02"): Typed(actual=0.9)}
    sheet, cell = target_of(changed)
    data = set_cells(filled(changed, other=more, into=copy_of(changed)), {sheet: {cell: 80.0}})
    taken = send(changed, "b.xlsx", data)
    assert (taken["state"], taken["returned"]) == ("read", 0)
    assert states_of(changed) == CHECKED
    assert len(document(changed, "findings", CYCLE)["waived"]) == 1
    assert document(changed, "verify")["broken"] == []


def test_waiver_ends_when_what_it_waived_changes(changed, document, send, run):
    """Another value in the waived cell is asked for again, and the waiver is over for good."""
    document(changed, "waive", only(document(changed, "findings", CYCLE)["findings"])["id"], *BY, *LATER)
    (changed.inbox / "b.xlsx").write_bytes(with_target(changed, 70.0, into=copy_of(changed)))
    said = run(changed, "collect")[1]
    assert (
        "A waiver is over, since something else stands there now: F003 (agreed on the phone; Zhao Min)"
        in said
    )
    shown = document(changed, "findings", CYCLE)
    assert (only(shown["findings"])["code"], shown["waived"]) == ("F003", [])
    assert states_of(changed)["00123"] == "returned"
    send(changed, "c.xlsx", with_target(changed, 80.0, into=copy_of(changed)))
    assert document(changed, "findings", CYCLE)["waived"] == []
    assert document(changed, "verify")["broken"] == []


def test_waiver_ends_when_what_it_waived_is_mended(changed, document, send):
    """What is mended needs no waiver any more, and counts as mended."""
    found = only(document(changed, "findings", CYCLE)["findings"])
    document(changed, "waive", found["id"], *BY, *LATER)
    send(changed, "b.xlsx", filled(changed, into=with_target(changed, 100.0, into=copy_of(changed))))
    shown = document(changed, "findings", CYCLE)
    assert (shown["findings"], shown["waived"], shown["mended"]) == ([], [], [found])


def test_waiver_ends_with_its_day(changed, document, monkeypatch, run):
    """After its last day the finding counts again, and the next collect sends the form back."""
    found = only(document(changed, "findings", CYCLE)["findings"])
    document(changed, "waive", found["id"], *BY, "--until", "2026-10-06")
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-06T15:00:00+08:00")
    assert document(changed, "findings", CYCLE)["findings"] == []
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-07T08:00:00+08:00")
    assert document(changed, "findings", CYCLE)["findings"] == [found]
    assert states_of(changed) == CHECKED
    run(changed, "collect")
    assert states_of(changed) == CHECKED | {"00123": "returned"}
    assert scores_of(changed)["00123"][2] == "returned"
    assert document(changed, "verify")["broken"] == []


def test_waived_again_replaces(changed, document):
    """Waived again, another reason or day counts; the very same changes nothing."""
    found = only(document(changed, "findings", CYCLE)["findings"])
    document(changed, "waive", found["id"], *BY, *LATER)
    document(changed, "waive", found["id"], *BY, *LATER)
    with open_to_look(changed) as archive:
        assert len(archive.waivers(CYCLE)) == 1
    document(changed, "waive", found["id"], *BY, "--until", "2026-11-30")
    shown = document(changed, "findings", CYCLE)["waived"]
    assert [one["until"] for one in shown] == ["2026-11-30"]
    with open_to_look(changed) as archive:
        assert [one.ended is None for one in archive.waivers(CYCLE)] == [False, True]
    assert document(changed, "verify")["broken"] == []


def test_unknown_number_is_told(changed, run):
    """A number that no finding has is told in one line with the next step."""
    status, _, err = run(changed, "waive", "ffffffffffff", *BY, *LATER)
    assert (status, err.count("\n")) == (2, 1)
    assert "No finding that counts now has the number ffffffffffff. meritbook findings" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("", *BY, *LATER), "some text is expected"),
        (("abcd", *BY, "--until", "soon"), "--until: a day such as 2026-12-31 is expected"),
        (("abcd", "--by", "Zhao Min", *LATER), "missing: --reason"),
    ],
)
def test_incomplete_waiver_is_refused(changed, run, capsys, words, said):
    """A waiver without a finding, a day or a reason is refused in one line."""
    with pytest.raises(SystemExit) as stopped:
        run(changed, "waive", *words)
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_day_that_has_passed_is_refused(changed, run, document):
    """A waiver until yesterday would never hold."""
    found = only(document(changed, "findings", CYCLE)["findings"])
    status, _, err = run(changed, "waive", found["id"], *BY, "--until", "2020-01-01")
    assert (status, "2020-01-01 has passed" in err) == (2, True)


def test_what_became_of_findings(small, document, send, run):
    """The second submission shows what was mended, what is still open, and what is new."""
    both = NO_RATING | {("00124", "SAL-02"): Typed()}
    send(small, "a.xlsx", filled(small, other=both))
    first = document(small, "findings", CYCLE)
    assert set(first["states"].values()) == {"new"}
    sheet, cell = target_of(small)
    other = set_cells(filled(small, other=NO_RATING, into=copy_of(small)), {sheet: {cell: 80.0}})
    send(small, "b.xlsx", other)
    second = document(small, "findings", CYCLE)
    states = {one["code"]: second["states"][one["id"]] for one in second["findings"]}
    assert states == {"V001": "open", "F003": "new"}
    assert [(one["code"], one["employee"]) for one in second["mended"]] == [("V001", "00124")]
    assert "1 mended, 1 still open, 1 new" in run(small, "findings", CYCLE)[1]


def test_master_workbook_shows_how_findings_stand(changed, document, run, tmp_path: Path):
    """HR's master workbook lists waived findings with reason, name and day."""
    found = only(document(changed, "findings", CYCLE)["findings"])
    document(changed, "waive", found["id"], *BY, *LATER)
    run(changed, "export", "master", CYCLE, "--to", str(tmp_path / "master.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "master.xlsx")["Findings"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "Waived" in texts
    assert "(agreed on the phone; Zhao Min, until 2026-12-31)" in texts


RATINGS = "Employee no.,Indicator no.,Rater,Relation,Rating\n"


def rated_by(workspace, run, *raters):
    """Let these peers rate a person in another system, import that, and collect."""
    lines = [f"00124,SAL-07,{rater},peer,4\n" for rater in raters]
    (workspace.folder / "ratings.csv").write_text(RATINGS + "".join(lines))
    run(workspace, "import", "ratings", str(workspace.folder / "ratings.csv"), "--cycle", CYCLE)
    run(workspace, "collect")


def test_found_across_workbooks_is_waived(changed, run, document):
    """What was found across workbooks can be accepted, too, until it is mended or its day has passed."""
    rated_by(changed, run, "a")
    shown = document(changed, "findings", CYCLE)
    found = only(one for one in shown["findings"] if one["code"] == "R001")
    assert shown["states"][found["id"]] == "new"
    done = document(changed, "waive", found["id"], *BY, *LATER)
    assert done["forms"] == []
    shown = document(changed, "findings", CYCLE)
    assert [one["finding"] for one in shown["waived"]] == [found]
    assert {one["code"] for one in shown["findings"]} == {"F003"}
    rated_by(changed, run, "a", "b", "c")
    shown = document(changed, "findings", CYCLE)
    assert (shown["waived"], [one["code"] for one in shown["mended"]]) == ([], ["R001"])
    assert document(changed, "verify")["broken"] == []


def test_waiver_across_workbooks_ends_when_what_it_waived_changes(changed, run, document):
    """Two raters instead of one is another thing, and is told again."""
    rated_by(changed, run, "a")
    found = only(one for one in document(changed, "findings", CYCLE)["findings"] if one["code"] == "R001")
    document(changed, "waive", found["id"], *BY, *LATER)
    rated_by(changed, run, "a", "b")
    assert "R001" in {one["code"] for one in document(changed, "findings", CYCLE)["findings"]}
    with open_to_look(changed) as archive:
        assert [one.ended is None for one in archive.waivers(CYCLE)] == [False]


def test_waiver_that_ended_with_its_day_is_told(changed, document, monkeypatch, run):
    """The collect that ends a waiver says what counts again, and that it is an error."""
    found = only(document(changed, "findings", CYCLE)["findings"])
    document(changed, "waive", found["id"], *BY, "--until", "2026-10-06")
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-07T08:00:00+08:00")
    status, said, _ = run(changed, "collect")
    assert status == 1
    assert "The waiver until 2026-10-06 (agreed on the phone; Zhao Min) has ended" in said
    assert "F003" in said


def test_workbook_that_has_not_come_is_waived_until_it_comes(small, document, monkeypatch, send, run):
    """A later day agreed with a department holds from day to day, and ends with its workbook."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-11-20T08:00:00+08:00")
    (found, *_) = [
        one for one in document(small, "findings", CYCLE)["findings"] if one["department"] == "sales"
    ]
    assert found["code"] == "T001"
    document(small, "waive", found["id"], *BY, *LATER)
    monkeypatch.setenv("MERITBOOK_NOW", "2026-11-24T08:00:00+08:00")
    assert [one["finding"]["id"] for one in document(small, "findings", CYCLE)["waived"]] == [found["id"]]
    send(small, "a.xlsx", filled(small))
    run(small, "collect")
    with open_to_look(small) as archive:
        assert [one.ended is None for one in archive.waivers(CYCLE)] == [False]
    assert document(small, "verify")["broken"] == []


def test_comment_waived_for_another_rating_is_asked_for_again(small, document, send):
    """A rating without a word that was accepted is not any rating without a word."""
    best, worst = (
        {("00123", "SAL-07"): Typed(manager_rating=rating, evidence="the ledger")} for rating in (5, 1)
    )
    send(small, "a.xlsx", filled(small, other=best))
    found = only(one for one in document(small, "findings", CYCLE)["findings"] if one["code"] == "V007")
    document(small, "waive", found["id"], *BY, *LATER)
    send(small, "b.xlsx", filled(small, other=worst, into=copy_of_issued(small)))
    shown = document(small, "findings", CYCLE)
    assert "V007" in {one["code"] for one in shown["findings"]}
    assert shown["waived"] == []


def copy_of_issued(workspace):
    """Return the bytes of the workbook as it was issued to a department."""
    return (workspace.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()


def test_row_that_stands_twice_is_waived_as_it_counts(small, document, send):
    """Where two rows of a line differ, another one that counts is another thing: the waiver is over."""

    def twice(first, second):
        typed = filled(small, other={("00123", "SAL-01"): Typed(actual=first)})
        copied = {"do": "copy_row", "employee": "00123", "indicator": "SAL-01", "with": {"actual": second}}
        return apply(typed, [copied])

    send(small, "a.xlsx", twice(95, 99))
    found = only(one for one in document(small, "findings", CYCLE)["findings"] if one["code"] == "P002")
    document(small, "waive", found["id"], *BY, *LATER)
    send(small, "b.xlsx", twice(99, 95))
    shown = document(small, "findings", CYCLE)
    assert (shown["waived"], "P002" in {one["code"] for one in shown["findings"]}) == ([], True)
