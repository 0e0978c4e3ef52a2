"""A Sheet for each department: made once, renewed where the workbook is, never over what somebody typed."""

from __future__ import annotations

from dataclasses import replace

from sync.emulator.app import Fault
from sync.service.cycles import open_to_look
from sync.service.google.sheets import sheets_of
from tests.builders import CYCLE
from tests.stand_in import fail, sheet_of, type_into
from tests.sync.service.company import filled

SALES = f"{CYCLE}-sales-rating"


def issued(workspace, department="sales"):
    """Return a department's workbook as it was handed out."""
    return (workspace.outbox(CYCLE) / f"{CYCLE}-{department}.xlsx").read_bytes()


def how(document, company, *words):
    """Push and return what became of each department."""
    return {
        one["department"]: one["how"] for one in document(company, "google", "push", CYCLE, *words)["sheets"]
    }


def import_actual(run, company):
    """Let Finance say what one person sold, so that the next issue writes that workbook anew."""
    file = company.folder / "sold.csv"
    file.write_text("Employee no.,Indicator no.,Actual\n00123,SAL-01,90\n")
    asked = ("import", "actuals", str(file), "--source", "Finance", "--cycle", CYCLE)
    assert [run(company, *words)[0] for words in (asked, ("issue", CYCLE))] == [0, 0]


def test_each_department_gets_a_sheet_once(company, document, stand_in):
    """Pushed twice, each department has one Sheet named as its workbook, and nothing is sent again."""
    assert how(document, company) == {"company": "new", "sales": "new"}
    calls = len(stand_in.standing.calls)
    assert how(document, company) == {"company": "unchanged", "sales": "unchanged"}
    assert stand_in.standing.calls[calls:] == ["drive.files.list"]
    assert sorted(one.name for one in stand_in.standing.store.files()) == [
        f"{CYCLE}-company",
        f"{CYCLE}-sales",
    ]


def test_one_department_alone(company, document, run):
    """A department may be pushed alone, and one that has no workbook is refused by name."""
    assert how(document, company, "--department", "sales") == {"sales": "new"}
    status, _, told = run(company, "google", "push", CYCLE, "--department", "nowhere")
    assert (status, "nowhere" in told, told.count("\n")) == (2, True, 1)


def test_a_workbook_issued_anew_keeps_its_link(company, document, run):
    """Issued with newer values, the workbook replaces what stands in its Sheet, and the link stays."""
    how(document, company)
    link = sheet_of(company, SALES).link
    import_actual(run, company)
    assert how(document, company) == {"company": "unchanged", "sales": "replaced"}
    assert sheet_of(company, SALES).link == link


def test_what_somebody_typed_is_never_pushed_over(company, document, run, stand_in):
    """A Sheet in which somebody typed since the last collect stays as it is until that was collected."""
    how(document, company)
    type_into(company, sheet_of(company, SALES), issued(company), filled(company))
    import_actual(run, company)
    assert how(document, company)["sales"] == "waiting"
    run(company, "collect", "--google")
    run(company, "issue", CYCLE)
    assert how(document, company)["sales"] == "replaced"
    calls = len(stand_in.standing.calls)
    run(company, "collect", "--google")
    assert stand_in.standing.calls[calls:] == ["drive.files.list"], (
        "what was found before belongs to what is gone"
    )


def test_an_answer_that_was_lost_makes_no_second_sheet(company, document, run, stand_in):
    """Where Google had made the Sheet and its answer broke off, the next push finds it by its mark."""
    fail(stand_in, Fault("upload", cut=True, after=True))
    status, _, told = run(company, "google", "push", CYCLE)
    assert (status, told.count("\n")) == (2, 1)
    assert how(document, company) == {"company": "new", "sales": "new"}
    assert len(stand_in.standing.store.files()) == 2
    with open_to_look(company) as archive:
        assert len(sheets_of(archive, CYCLE)) == 2


def test_a_sheet_that_was_deleted_is_made_anew(company, document, stand_in):
    """A Sheet that is no longer in the folder is made again."""
    how(document, company)
    store = stand_in.standing.store
    file = next(one for one in store.files() if one.name.endswith("sales"))
    store.change(replace(file, trashed=True))
    assert how(document, company) == {"company": "unchanged", "sales": "new"}


def test_a_cycle_that_was_not_issued_is_refused(company, run, stand_in):
    """Nothing is pushed of a cycle without workbooks."""
    status, _, told = run(company, "google", "push", "2026-Q4")
    assert (status, "meritbook issue 2026-Q4" in told) == (2, True)
    assert not stand_in.standing.store.files()
