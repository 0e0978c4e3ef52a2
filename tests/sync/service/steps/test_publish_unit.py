"""The result of a department: its head receives it, may answer to it, and is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl import load_workbook

from addin.texts import say
from tests.builders import CYCLE, DEPARTMENT, sample_roster
from tests.organisations import INDICATORS, UNIT, organisation_scheme
from tests.sync.service.company import HEAD, make_company, states_of, write_rules
from tests.sync.service.conftest import NOW
from tests.sync.service.steps.approved import BY, LATER, approve_all, cells_of, copied, run
from tests.sync.service.test_organisations import filled

DIRECTOR = "00000"
LED_BY_TWO = {"00123": {"manager": DIRECTOR}, "E-07": {"manager": "00123"}}
"""Where two people lead in a department, neither is its head unless HR names one."""

SLIP, APPEAL = (f"{CYCLE}-{edition}-{UNIT}.xlsx" for edition in ("slip", "appeal"))


def made(folder, heads, led):
    """Make the small company whose department sales is judged itself, with every result approved.

    heads, led: other heads of departments and managers of people than the sample has.
    """
    scheme = organisation_scheme()
    roster = {key: replace(one, **led.get(key, {})) for key, one in sample_roster().items()}
    units = {key: replace(one, head=heads.get(key, one.head)) for key, one in scheme.departments.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        workspace = make_company(folder)
        write_rules(workspace, replace(scheme, departments=units), roster)
        run(workspace, "issue", CYCLE)
        approve_all(workspace, filled(workspace))
    return folder


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Return the folder of the company whose departments have heads."""
    return made(tmp_path_factory.mktemp("judged") / "company", {}, {})


@pytest.fixture
def company(judged, tmp_path, monkeypatch):
    """Return a workspace of one's own, on the day of publication."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    return copied(judged, tmp_path / "company")


def received(workspace, name):
    """Return in whose folders a file lies."""
    folder = workspace.outbox(CYCLE) / "published"
    return [file.parent.name for file in folder.rglob("*.xlsx") if file.name == name]


def test_a_head_receives_the_slip_of_the_department(company, run, document):
    """Slip and appeal form lie beside the head's own, and nowhere else; the score is that of `results`."""
    status, said, _ = run(company, "publish", CYCLE, *BY)
    assert (status, "has no head" in said) == (0, False)
    assert received(company, SLIP) == received(company, APPEAL) == [HEAD]
    cells = cells_of(company.outbox(CYCLE) / "published" / HEAD / SLIP)
    (own,) = [one for one in document(company, "results", CYCLE)["results"] if one["employee"] is None]
    assert f"The result of Sales and Service for {CYCLE} is {own['score']:.2f}" in " ".join(cells)
    assert {one.name for one in INDICATORS} <= set(cells)
    assert "Headed by Zhao Min" in " ".join(cells)
    others = [one.name for one in sample_roster().values() if one.id != HEAD]
    assert not [name for name in others if name in " ".join(cells)]


def test_what_the_head_answers_is_taken_in(company, run, document):
    """The slip that came back, signed by the head, confirms the department's form and no other."""
    run(company, "publish", CYCLE, *BY)
    book = load_workbook(company.outbox(CYCLE) / "published" / HEAD / SLIP)
    rows = {row[8].value: row[2] for row in book.worksheets[0].iter_rows() if row[8].value}
    rows["answer"].value, rows["name"].value = say("choices.receipt.read", "en"), "Zhao Min"
    book.save(company.folder / SLIP)
    done = document(company, "confirm", CYCLE, str(company.folder / SLIP), *BY)
    assert (done["receipts"], done["notes"]) == (1, [])
    states = states_of(company)
    assert [one for one, state in states.items() if state == "confirmed"] == [UNIT]


def test_an_appeal_form_of_a_department_is_the_departments(company, run, document):
    """What the head writes into the department's appeal form is filed against its result."""
    run(company, "publish", CYCLE, *BY)
    book = load_workbook(company.outbox(CYCLE) / "published" / HEAD / APPEAL)
    rows = {row[4].value: row[2] for row in book.worksheets[0].iter_rows() if row[4].value}
    rows["facts"].value = "the ledger was closed late"
    book.save(company.folder / APPEAL)
    words = ("appeal", "file", CYCLE, "--from", str(company.folder / APPEAL), "--by", "Zhao Min")
    found = document(company, *words)
    assert (found["department"], found["employee"]) == (DEPARTMENT, None)
    assert states_of(company)[UNIT] == "appealed"


def test_a_head_is_told_of_the_result(company, run, document):
    """The notice goes to the head, names the department, and comes once."""
    run(company, "publish", CYCLE, *BY)
    words = ("notices", CYCLE, "--step", "publication")
    told = [document(company, *words)["notices"] for _ in range(2)]
    (own,) = [one for one in told[0] if one["notice"] == "result_unit"]
    assert (own["to"], own["subject"]) == (HEAD, f"Result of Sales and Service for {CYCLE}")
    assert not [one for one in told[1] if one["new"]]


@pytest.mark.parametrize(
    ("heads", "reader", "told"),
    [
        ({DEPARTMENT: None}, [DIRECTOR], "its result lies with Gao Yuan"),
        ({DEPARTMENT: None, "company": None}, [], "nobody receives its result"),
    ],
)
def test_without_a_head_it_goes_to_who_is_above(tmp_path, monkeypatch, run, heads, reader, told):
    """The head of the department above receives it, and whoever publishes is told; or that nobody did."""
    workspace = copied(made(tmp_path / "made", heads, LED_BY_TWO), tmp_path / "company")
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    status, said, _ = run(workspace, "publish", CYCLE, *BY)
    assert status == 0
    assert told in said
    assert received(workspace, SLIP) == reader
