"""What was typed into Sheets comes in as any workbook does, and the findings go back into the Sheet."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sync.emulator.app import Fault
from sync.service.cycles import open_to_look
from sync.settings import Workspace
from sync.sources.google.client import connected
from tests.builders import CYCLE
from tests.stand_in import fail, sheet_of, shown, type_into
from tests.sync.service.company import HEAD, NO_RATING, Typed, content_of, filled, states_of

HOUSE = Path(__file__).resolve().parents[4]
SALES = f"{CYCLE}-sales-rating"
SAME = ("forms", "results", "findings", "across", "entries", "registers")
FINDINGS = "Findings!A2:H3"


def push(run, company):
    """Hand the Sheets out; return that of the department and the workbook that stands in it."""
    assert run(company, "google", "push", CYCLE)[0] == 0
    return sheet_of(company, SALES), (company.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()


def collected(document, company):
    """Collect the Sheets and return the states of what was taken in."""
    return [one["state"] for one in document(company, "collect", "--google")["submissions"]]


def test_what_was_typed_comes_in_as_from_a_folder(company, document, run, send, tmp_path):
    """Forms, results, entries and findings are those of the same workbook sent as a file; bytes are kept."""
    sheet, before = push(run, company)
    other = Workspace(shutil.copytree(company.folder, tmp_path / "other"))
    full = filled(company, other=NO_RATING)
    type_into(company, sheet, before, full)
    assert collected(document, company) == ["read"]
    send(other, f"{CYCLE}-sales.xlsx", full)
    here, there = content_of(company), content_of(other)
    assert {key: here[key] == there[key] for key in here if key != "submissions"} == dict.fromkeys(SAME, True)
    with open_to_look(company) as archive:
        (sent,) = archive.submissions()
        assert (sent.source, archive.content(sent.sha256)[:2]) == ("google", b"PK")
    assert run(company, "verify")[0] == 0


def test_nothing_typed_is_no_submission(company, document, run, stand_in):
    """A Sheet as it was handed out is not taken in, whatever version Google counts for it."""
    push(run, company)
    store = stand_in.standing.store
    for file in store.files():
        store.change(replace(file, name=f"{file.name} (seen)"))
    assert collected(document, company) == []
    assert set(states_of(company).values()) == {"issued"}
    calls = len(stand_in.standing.calls)
    assert collected(document, company) == []
    assert stand_in.standing.calls[calls:] == ["drive.files.list"]


def test_findings_go_back_and_mended_ones_go(company, document, run):
    """The Sheet lists what is wrong, in the next revision, and no longer once it is mended."""
    sheet, before = push(run, company)
    wrong = filled(company, other=NO_RATING)
    type_into(company, sheet, before, wrong)
    assert run(company, "collect", "--google")[0] == 1
    with connected(company) as google:
        assert shown(google, sheet, FINDINGS)[0][2:5] == ["V001", "Appraisal › M5", "Li Na"]
    assert sheet_of(company, SALES).revision == 2
    assert collected(document, company) == []
    type_into(company, sheet, wrong, filled(company))
    assert collected(document, company) == ["read"]
    with connected(company) as google:
        assert len(shown(google, sheet, FINDINGS)[0]) == 1
    assert states_of(company)["00123"] == "checked"
    with open_to_look(company) as archive:
        assert archive.submissions()[-1].base == 2


def test_findings_that_could_not_go_back_go_with_the_next_collect(company, document, run, stand_in):
    """What was taken in stays where writing back is refused, and the next collect writes it."""
    sheet, before = push(run, company)
    type_into(company, sheet, before, filled(company, other=NO_RATING))
    fail(stand_in, Fault("values:batchUpdate", times=9, status=403))
    status, _, told = run(company, "collect", "--google")
    assert (status, told.count("\n"), "service account" in told) == (2, 1, True)
    assert states_of(company)["00123"] == "returned"
    fail(stand_in)
    assert run(company, "collect", "--google")[0] == 0
    with connected(company) as google:
        assert shown(google, sheet, FINDINGS)[0][2] == "V001"


@pytest.mark.parametrize("status", [400, 404])
def test_a_sheet_that_takes_no_findings_stops_no_other(company, run, stand_in, status):
    """Where one Sheet is protected or gone, the others get their findings, and the command names that one."""
    push(run, company)
    for department, missing in (("company", {(HEAD, "SAL-07"): Typed()}), ("sales", NO_RATING)):
        before = (company.outbox(CYCLE) / f"{CYCLE}-{department}.xlsx").read_bytes()
        sheet = sheet_of(company, f"{CYCLE}-{department}-rating")
        type_into(company, sheet, before, filled(company, department, other=missing))
    first = sheet_of(company, f"{CYCLE}-company-rating")
    fail(stand_in, Fault(f"{first.file}/values:batchUpdate", times=9, status=status))
    status, _, told = run(company, "collect", "--google")
    assert (status, told.count("\n"), f"{CYCLE}-company" in told, f"{CYCLE}-sales" in told) == (
        2,
        1,
        True,
        False,
    )
    with connected(company) as google:
        assert shown(google, sheet, FINDINGS)[0][2] == "V001"
    fail(stand_in)
    assert run(company, "collect", "--google")[0] == 0
    with connected(company) as google:
        assert shown(google, first, FINDINGS)[0][2] == "V001"


def test_typing_while_findings_are_written_is_not_lost(company, document, run):
    """What was typed between fetching and writing back comes with the next collect."""
    sheet, before = push(run, company)
    first = filled(company, other=NO_RATING)
    type_into(company, sheet, before, first)
    run(company, "collect", "--google")
    type_into(company, sheet, first, filled(company))
    assert collected(document, company) == ["read"]


def test_what_was_emptied_again_waits_for_a_person(company, document, run):
    """Who empties all that was taken in already has not sent nothing: it is held, as a file would be."""
    sheet, before = push(run, company)
    type_into(company, sheet, before, filled(company))
    assert collected(document, company) == ["read"]
    type_into(company, sheet, filled(company), before)
    assert collected(document, company) == ["held"]


def test_somebodys_copy_is_told_and_not_taken_in(company, document, run, stand_in):
    """A Sheet in the folder that was never handed out is named, and one that is gone, too."""
    push(run, company)
    store = stand_in.standing.store
    first, second = store.files()
    store.add(replace(first, name="Copy of it", properties={}), store.content(first.id))
    store.change(replace(second, trashed=True))
    found = document(company, "collect", "--google")["findings"]
    assert {one["workbook"] for one in found} == {"Copy of it", f"{second.name}.xlsx"}
    assert all(one["severity"] == "error" for one in found)


def test_a_sheet_too_large_to_be_exported_is_told(company, document, run, monkeypatch):
    """A Sheet that Google does not export is named, and taken in once it is smaller."""
    sheet, before = push(run, company)
    type_into(company, sheet, before, filled(company))
    with monkeypatch.context() as patch:
        patch.setattr("sync.emulator.drive.LARGEST_EXPORT", 1000)
        found = document(company, "collect", "--google")
    assert found["submissions"] == []
    assert "10 MB" in found["findings"][0]["message"]
    assert collected(document, company) == ["read"]


def test_a_sheet_that_changes_while_it_is_fetched_waits(company, document, run, stand_in, monkeypatch):
    """A Sheet in which somebody types all the time is left for the next collect."""
    sheet, before = push(run, company)
    type_into(company, sheet, before, filled(company))
    store = stand_in.standing.store
    export = store.content

    def typing(id_):
        found = export(id_)
        store.change(store.file(id_))
        return found

    monkeypatch.setattr(store, "content", typing)
    found = document(company, "collect", "--google")
    assert (found["submissions"], len(found["findings"])) == ([], 1)
    monkeypatch.undo()
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-05T08:00:00+00:00")
    assert collected(document, company) == ["read"]


def test_google_goes_with_nothing_else(company, run):
    """Files do not go with --google, nor --every without --watch."""
    for words in (("x.xlsx",), ("--every", "5")):
        status, _, told = run(company, "collect", "--google", *words)
        assert (status, told.count("\n")) == (2, 1)


def test_watching_takes_in_what_is_typed(company, run):
    """A watcher looks at the Sheets every so often, takes in what was typed, and ends when asked."""
    sheet, before = push(run, company)
    program = "import sys; from sync.cli import main; sys.exit(main(sys.argv[1:]))"
    words = ["-w", str(company.folder), "collect", "--google", "--watch", "--every", "0.2"]
    command = [sys.executable, "-c", program, *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=HOUSE)
    try:
        assert "Google Sheets" in process.stdout.readline()
        type_into(company, sheet, before, filled(company))
        assert any(f"{CYCLE}-sales.xlsx" in line for line in process.stdout)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.communicate()
    assert states_of(company)["00123"] == "checked"
