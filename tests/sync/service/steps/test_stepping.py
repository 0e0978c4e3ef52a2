"""From a checked form to an approved result: review, approval, exemption, extension, as commands."""

from __future__ import annotations

import pytest

from sync.service.cycles import open_to_look, opened
from sync.service.steps.extend import windows
from tests.builders import CYCLE, PEOPLE
from tests.sync.service.company import HEAD, NO_RATING, filled, states_of

HR = ("--by", "Zhao Min")
BOSS = ("--by", "Li Hua")
WHY = ("--reason", "the figures changed")


@pytest.fixture
def checked(small, send):
    """Return the small company with the workbook of sales checked; that of its head has not come."""
    send(small, "sales.xlsx", filled(small))
    return small


def test_review_and_approval(checked, run, document):
    """Checked forms pass the review and are approved by name; each step says who, and verify holds."""
    done = document(checked, "review", CYCLE, *HR)
    assert {one["employee"] for one in done["moved"]} == set(PEOPLE)
    assert [(one["employee"], one["state"]) for one in done["left"]] == [(HEAD, "issued")]
    document(checked, "approve", CYCLE, *BOSS)
    assert states_of(checked) == dict.fromkeys(PEOPLE, "approved") | {HEAD: "issued"}
    way = document(checked, "steps", CYCLE, "00123")["states"]
    assert [(one["state"], one["by"]) for one in way[-3:]] == [
        ("reviewed_by_hr", "Zhao Min"),
        ("calibrated", "Li Hua"),
        ("approved", "Li Hua"),
    ]
    told = document(checked, "why", CYCLE, "00123")["steps"][-1]
    assert "Li Hua" in told["rule"]
    assert document(checked, "verify")["broken"] == []
    assert run(checked, "export", "master", CYCLE)[0] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("approve", CYCLE, *BOSS), "meritbook review"),
        (("review", CYCLE, "--by", "Li Na"), "--except 00123"),
        (("review", CYCLE, "--by", "00123"), "--except 00123"),
        (("review", CYCLE, *HR, *WHY), "--employee"),
        (("review", CYCLE, "--return", *HR), "--reason"),
        (("review", CYCLE, "--department", "nowhere", *HR), "nowhere"),
        (("approve", CYCLE, "--take-back", *BOSS, *WHY), "00001"),
        (("exempt", CYCLE, "nobody", *HR, *WHY), "nobody"),
        (("exempt", CYCLE, "00123", "--by", "Li Na", *WHY), f"exempt {CYCLE} 00123"),
        (("confirm", CYCLE, "--silent", *HR), f"meritbook publish {CYCLE}"),
        (("extend", CYCLE, "lunch", "--until", "2026-12-01", *HR, *WHY), "submission"),
        (("extend", CYCLE, "submission", "--until", "2026-10-01", *HR, *WHY), "2026-10-"),
    ],
)
def test_a_step_out_of_order_is_refused(checked, run, words, told):
    """What may not be is refused in one line with the next step, and nothing is half done."""
    with open_to_look(checked) as archive:
        before = archive.events()
    status, out, error = run(checked, *words)
    assert (status, out, error.count("\n")) == (2, "", 1)
    assert told in error
    with open_to_look(checked) as archive:
        assert archive.events() == before


def test_a_form_that_was_not_checked_stays(small, send, document):
    """Forms with a mistake, and those that did not come, stay in the department; the others go on."""
    send(small, "sales.xlsx", filled(small, other=NO_RATING))
    done = document(small, "review", CYCLE, *HR)
    assert {one["employee"] for one in done["left"]} == {"00123", HEAD}
    assert states_of(small)["00123"] == "returned"


def test_nothing_to_review_says_what_is_missing(small, run):
    """While every form is still in the departments, review says so and where to look."""
    status, _, error = run(small, "review", CYCLE, *HR)
    assert (status, "meritbook progress" in error) == (2, True)


def test_a_form_sent_back_comes_again(checked, send, document):
    """A reviewed form goes back with a reason; its workbook is then held, and accepted by a person."""
    document(checked, "review", CYCLE, *HR)
    document(checked, "approve", CYCLE, *BOSS, "--except", "00123")
    back = ("--employee", "00123", "--return", *HR, "--reason", "evidence is missing")
    document(checked, "review", CYCLE, *back)
    again = send(checked, "again.xlsx", filled(checked, other=NO_RATING))
    assert again["state"] == "held"
    document(checked, "accept", str(again["submission"]), *HR, "--reason", "as asked")
    states = states_of(checked)
    assert states["00123"] == "returned"
    assert {states[one] for one in PEOPLE if one != "00123"} == {"approved"}
    assert document(checked, "verify")["broken"] == []


def test_what_was_approved_is_not_changed_by_a_later_workbook(checked, send, run, document):
    """A workbook that says something else of an approved form is refused, whoever wants to accept it."""
    document(checked, "review", CYCLE, *HR)
    document(checked, "approve", CYCLE, *BOSS)
    held = send(checked, "other.xlsx", filled(checked, other=NO_RATING))
    status, _, error = run(checked, "accept", str(held["submission"]), *HR, "--reason", "late")
    assert (status, "00123" in error) == (2, True)
    assert states_of(checked)["00123"] == "approved"


def test_a_decision_is_taken_back_before_publication(checked, document):
    """Approval and calibration are taken back with a reason; the result then follows from what came in."""
    document(checked, "review", CYCLE, *HR)
    document(checked, "approve", CYCLE, *BOSS)
    document(checked, "approve", CYCLE, "--take-back", "--employee", "E-07", *BOSS, *WHY)
    assert states_of(checked)["E-07"] == "reviewed_by_hr"
    assert document(checked, "verify")["broken"] == []


def test_nobody_takes_back_a_decision_on_their_own(checked, run, document):
    """Who was appraised takes no decision on their own result back either; it stays approved."""
    document(checked, "review", CYCLE, *HR)
    document(checked, "approve", CYCLE, *BOSS)
    own = ("approve", CYCLE, "--take-back", "--employee", "00123", "--by", "Li Na", *WHY)
    status, _, error = run(checked, *own)
    assert (status, "00123" in error, len(error.splitlines())) == (2, True, 1)
    assert states_of(checked)["00123"] == "approved"


def test_who_is_exempt_has_no_rank(checked, document):
    """Somebody who is let off keeps their form and what came, without rank; and may be taken in again."""
    ranks = {one["employee"]: one["rank"] for one in document(checked, "results", CYCLE)["results"]}
    first = next(one for one, rank in ranks.items() if rank == 1)
    document(checked, "exempt", CYCLE, first, *HR, "--reason", "on leave")
    again = document(checked, "exempt", CYCLE, first, *HR, "--reason", "on leave")
    assert [(one["employee"], one["state"]) for one in again["left"]] == [(first, "exempt")]
    after = {one["employee"]: one for one in document(checked, "results", CYCLE)["results"]}
    assert (after[first]["state"], after[first]["rank"]) == ("exempt", None)
    assert sorted(one["rank"] for one in after.values() if one["rank"]) == [1, 2, 3]
    (unit,) = [one for one in document(checked, "progress", CYCLE)["departments"] if one["checked"]]
    assert unit["forms"] == len(PEOPLE) - 1
    document(checked, "exempt", CYCLE, first, "--back", *HR, "--reason", "is here after all")
    assert states_of(checked)[first] == "checked"
    assert document(checked, "verify")["broken"] == []


def test_a_step_may_end_later(checked, document):
    """An extension holds for everybody or for its departments only, and the later day counts."""
    document(checked, "extend", CYCLE, "submission", "--until", "2026-10-30", *HR, *WHY)
    more = ("extend", CYCLE, "submission", "--until", "2026-11-30", "--department", "sales")
    document(checked, *more, *HR, *WHY)
    with open_to_look(checked) as archive:
        rules = opened(archive, CYCLE)
        assert windows(archive, rules)["submission"].isoformat() == "2026-10-30"
        assert windows(archive, rules, "sales")["submission"].isoformat() == "2026-11-30"
    dues = {one["department"]: one["due"] for one in document(checked, "progress", CYCLE)["departments"]}
    assert dues["sales"] == "2026-11-30"


def test_what_comes_after_an_exemption_is_no_step_of_the_form(checked, send, document):
    """A workbook accepted for the others leaves who is exempt where they are, on their way, too."""
    document(checked, "exempt", CYCLE, "E-07", *HR, "--reason", "on leave")
    other = send(checked, "other.xlsx", filled(checked, other=NO_RATING))
    if other["state"] == "held":
        document(checked, "accept", str(other["submission"]), *HR, "--reason", "as asked")
    assert states_of(checked)["E-07"] == "exempt"
    assert document(checked, "steps", CYCLE, "E-07")["states"][-1]["state"] == "exempt"
    assert document(checked, "steps", CYCLE, "00123")["states"][-1]["state"] == states_of(checked)["00123"]


def test_progress_says_what_hr_is_to_do_now(checked, run, document):
    """The next step is named with its command and last day, by state."""
    assert [one["state"] for one in document(checked, "progress", CYCLE)["needs"]] == ["checked"]
    document(checked, "review", CYCLE, *HR)
    (now,) = document(checked, "progress", CYCLE)["needs"]
    assert (now["state"], now["forms"], now["step"]) == ("reviewed_by_hr", len(PEOPLE), "approval")
    assert f"meritbook approve {CYCLE}" in now["next"]
    assert now["next"] in run(checked, "progress", CYCLE)[1]


def test_what_is_further_on_is_no_news_to_approve(checked, run, document):
    """Approved again, forms that are approved or further on are told as such, the others as not there yet."""
    document(checked, "review", CYCLE, *HR)
    document(checked, "approve", CYCLE, *BOSS)
    document(checked, "publish", CYCLE, *HR)
    document(checked, "confirm", CYCLE, "--employee", "E-07", *HR)
    again = document(checked, "approve", CYCLE, *BOSS)
    assert again["moved"] == []
    told = {one["employee"]: (one["state"], one["why"]) for one in again["left"]}
    assert told["E-07"] == ("confirmed", "approved already")
    assert told["00123"] == ("published", "approved already")
    assert told[HEAD] == ("issued", "not calibrated yet")
    status, _, error = run(checked, "approve", CYCLE, "--employee", "E-07", *BOSS)
    assert (status, "meritbook publish" in error) == (2, True)
