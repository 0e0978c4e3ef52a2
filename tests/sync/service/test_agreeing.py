"""Goals are agreed before the period: issued, collected, and fixed in the rating edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from addin.scoring.scheme import Goal
from sync.process.assignment import assign, bundles
from sync.reading.submission import read_submission
from sync.service.agreeing import agreed_targets
from sync.service.cycles import open_to_look, opened
from sync.service.issuing.planning import bundle_plan
from templates.books.department.filling import fill_department
from templates.books.department.plan import GOALS
from templates.books.department.state import Typed, TypedSummary
from templates.patch import set_cells
from tests.builders import CYCLE, PEOPLE, sample_roster, sample_scheme
from tests.sync.service.company import filled, make_company, write_rules

BEFORE = "2026-06-22T08:00:00+00:00"
AGREED = {employee: TypedSummary(agreed_on=date(2026, 6, 29)) for employee in PEOPLE}
FILE = f"{CYCLE}-sales-goals.xlsx"


@pytest.fixture
def company(tmp_path, monkeypatch, run):
    """Return the small company before its period, with its goals edition issued."""
    monkeypatch.setenv("MERITBOOK_NOW", BEFORE)
    workspace = make_company(tmp_path / "company")
    assert run(workspace, "issue", CYCLE)[0] == 0
    return workspace


def goals(workspace, typed, people=AGREED, into=None):
    """Return the goals edition of sales as its manager sends it."""
    with open_to_look(workspace) as archive:
        rules = opened(archive, CYCLE)
        (bundle,) = bundles(
            assign(rules.roster, rules.cycle, rules.scheme), rules.scheme, rules.cycle, rules.roster, "sales"
        )
        plan = bundle_plan(rules, bundle, archive, workspace.language, edition=GOALS)
    data = into or (workspace.outbox(CYCLE) / FILE).read_bytes()
    return fill_department(data, plan, typed, people)


def targets(workspace, name=f"{CYCLE}-sales.xlsx"):
    """Return the targets of an issued workbook."""
    rows = read_submission((workspace.outbox(CYCLE) / name).read_bytes()).tables["appraisal"].rows
    return {(row.text("employee"), row.text("indicator")): row.text("target") for row in rows}


def test_agreed_targets_are_fixed_in_the_rating_edition(company, run, document, send):
    """What was agreed stands there, is scored by, and says when and where it was agreed; all verifies."""
    sent = send(company, FILE, goals(company, {("00123", "SAL-01"): Typed(target=80.0)}))
    assert (sent["state"], sent["edition"], sent["forms"]) == ("read", "goals", 0)
    assert run(company, "issue", CYCLE, "--edition", "rating")[0] == 0
    assert targets(company)["00123", "SAL-01"] == "80"
    assert send(company, "rating.xlsx", filled(company))["forms"] == 4
    steps = document(company, "why", CYCLE, "00123")["steps"]
    (rule,) = [step["rule"] for step in steps if step["step"].startswith("SAL-01") and step["value"] == 80.0]
    assert rule.startswith(f"agreed on 2026-06-29 in the goals edition: {FILE} › Appraisal › J")
    assert run(company, "verify")[0] == 0


def test_a_target_agreed_with_a_person_beats_the_goals_of_the_scheme(company, run, send):
    """Goals set in the scheme afterwards do not undo what was agreed; where nothing was, they hold."""
    send(company, FILE, goals(company, {("00123", "SAL-01"): Typed(target=80.0)}))
    scheme = sample_scheme()

    more = replace(
        scheme,
        settings=replace(scheme.settings, modules=("departments", "goals")),
        goals=(Goal(None, None, "SAL-01", 90.0), Goal(CYCLE, "00123", "SAL-01", 70.0)),
    )
    write_rules(company, more, sample_roster())
    assert run(company, "issue", CYCLE, "--edition", "rating")[0] == 0
    assert targets(company)["00123", "SAL-01"] == "80"
    assert targets(company, f"{CYCLE}-company.xlsx")["00001", "SAL-01"] == "90"


def test_goals_agreed_late_bring_a_new_revision_of_the_rating_edition(company, run, send):
    """Received after the rating edition went out, they are issued again with the new target."""
    assert run(company, "issue", CYCLE, "--edition", "rating")[0] == 0
    assert targets(company)["00123", "SAL-01"] == "100"
    send(company, FILE, goals(company, {("00123", "SAL-01"): Typed(target=80.0)}))
    status, told, _ = run(company, "issue", CYCLE, "--edition", "rating")
    assert (status, targets(company)["00123", "SAL-01"]) == (0, "80")
    assert "sales" in told


@pytest.mark.parametrize(
    ("typed", "code", "column"),
    [
        (Typed(target=""), "V001", "J"),
        (Typed(target="as before"), "V002", "J"),
        (Typed(target=0.0), "V003", "J"),
    ],
)
def test_targets_that_cannot_be_used_are_named(company, document, typed, code, column):
    """Missing, no number, impossible for the method: an error in its cell; it is not taken over."""
    (company.inbox / FILE).write_bytes(goals(company, {("00123", "SAL-01"): typed}))
    found = document(company, "collect")["findings"]
    assert [(one["code"], one["cell"], one["employee"]) for one in found] == [(code, f"{column}2", "00123")]
    with open_to_look(company) as archive:
        assert ("00123", "SAL-01") not in agreed_targets(archive, CYCLE)
        assert agreed_targets(archive, CYCLE)["00124", "SAL-01"].target == 100


def test_whoever_has_not_agreed_is_named(company, document):
    """Without the day, a warning; the returned copy asks for it, and the targets count all the same."""
    people = {who: said for who, said in AGREED.items() if who != "E-07"}
    (company.inbox / FILE).write_bytes(goals(company, {}, people))
    found = document(company, "collect")["findings"]
    assert [(one["code"], one["sheet"], one["employee"]) for one in found] == [("V020", "People", "E-07")]
    assert (company.returned(CYCLE) / FILE).exists()


def test_fixed_values_are_looked_after_in_this_edition_too(company, document):
    """A changed weight is an error; a changed target is what the edition is for."""

    data = set_cells(goals(company, {("00123", "SAL-01"): Typed(target=80.0)}), {"Appraisal": {"H2": 41}})
    (company.inbox / FILE).write_bytes(data)
    assert [one["code"] for one in document(company, "collect")["findings"]] == ["F003"]


def test_an_emptied_target_is_asked_about(company, send):
    """Nothing that counts is replaced by a blank in silence."""
    send(company, FILE, goals(company, {("00123", "SAL-01"): Typed(target=80.0)}))
    sent = send(company, FILE, goals(company, {("00123", "SAL-01"): Typed(target="")}))
    assert sent["state"] == "held"


def test_issued_again_goals_keep_what_was_typed(company, run, send):
    """New goals of the scheme arrive in the goals edition, but not where the manager typed something else."""
    send(company, FILE, goals(company, {("00123", "SAL-01"): Typed(target=80.0, comment="new market")}))
    scheme = sample_scheme()

    more = replace(
        scheme,
        settings=replace(scheme.settings, modules=("departments", "goals")),
        goals=(Goal(None, None, "SAL-01", 90.0),),
    )
    write_rules(company, more, sample_roster())
    assert run(company, "issue", CYCLE, "--edition", "goals")[0] == 0
    found = targets(company, FILE)
    assert (found["00123", "SAL-01"], found["00124", "SAL-01"]) == ("80", "90")
    reading = read_submission((company.outbox(CYCLE) / FILE).read_bytes())
    assert reading.tables["appraisal"].rows[0].text("comment") == "new market"
    assert all(row.text("agreed_on") for row in reading.tables["members"].rows)
    assert run(company, "verify")[0] == 0


def test_progress_counts_the_workbooks_of_goals(company, document, send):
    """How many were issued and how many came back stands beside the departments, which have no forms yet."""
    issued = document(company, "progress", CYCLE)["packs"]
    assert [one["edition"] for one in issued] == ["goals"]
    assert issued[0]["received"] == 0
    send(company, FILE, goals(company, {("00123", "SAL-01"): Typed(target=80.0)}))
    assert document(company, "progress", CYCLE)["packs"][0]["received"] == 1


def test_progress_tells_who_agreed(company, run, document, send, monkeypatch):
    """By department: people whose day of agreeing is in a workbook that counts, and whether that is late."""
    (before,) = (one for one in document(company, "progress", CYCLE)["goals"] if one["department"] == "sales")
    assert (before["people"], before["agreed"], before["late"]) == (4, 0, False)
    some = {employee: AGREED[employee] for employee in list(AGREED)[:3]}
    send(company, FILE, goals(company, {("00123", "SAL-01"): Typed(target=80.0)}, some))
    monkeypatch.setenv("MERITBOOK_NOW", "2026-07-06T08:00:00+00:00")
    found = {one["department"]: one for one in document(company, "progress", CYCLE)["goals"]}
    assert {**before, "received": 1, "agreed": 3, "late": True} == found["sales"]
    assert "Agreed" in run(company, "progress", CYCLE, "--language", "en")[1]


def test_the_day_says_which_edition_is_due(company, run, document, monkeypatch):
    """Before the period goals are issued, from its first day ratings, and these again once they are out."""
    assert document(company, "issue", CYCLE)["edition"] == "goals"
    assert "for agreeing on goals" in run(company, "issue", CYCLE)[1]
    monkeypatch.setenv("MERITBOOK_NOW", "2026-07-01T08:00:00+00:00")
    assert "the period is not over" in run(company, "issue", CYCLE)[1]
    monkeypatch.setenv("MERITBOOK_NOW", BEFORE)
    assert document(company, "issue", CYCLE)["edition"] == "rating"
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-01T08:00:00+00:00")
    said = run(company, "issue", CYCLE)[1]
    assert "period is not over" not in said
    assert "agreeing on goals" not in said
