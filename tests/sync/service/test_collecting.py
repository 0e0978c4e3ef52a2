"""Collecting: what becomes of each file, form by form, whatever happens to it on the way."""

from __future__ import annotations

import datetime
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest
from filelock import FileLock

from sync.service import opening
from sync.service.collecting import collect
from sync.service.cycles import open_to_look
from sync.settings import open_workspace
from templates.books.department.layout import spot
from templates.books.department.state import Typed
from templates.patch import set_cells
from tests.builders import CYCLE, PEOPLE
from tests.edits import apply
from tests.libreoffice import recalculate
from tests.sync.service.company import (
    HEAD,
    NO_RATING,
    content_of,
    filled,
    plan_of,
    scores_of,
    states_of,
)

HOUSE = Path(__file__).resolve().parents[3]
CHECKED = dict.fromkeys(PEOPLE, "checked") | {HEAD: "issued"}
MORE = {("00123", "SAL-01"): Typed(actual=100)}

BROKEN_OFF = """
import os, signal, sys
from sync.archive.store import Archive
from sync.cli import main
done = Archive.{method}
def killed(*arguments, **options):
    {first}
    os.kill(os.getpid(), signal.SIGKILL)
Archive.{method} = killed
main(sys.argv[1:])
"""
"""A collect that is killed right after the archive has done one thing."""

HARMLESS = {
    "rows sorted": [
        {"do": "sort", "table": "appraisal", "by": "indicator_name"},
        {"do": "sort", "table": "summary", "by": "name"},
    ],
    "a sheet renamed": [{"do": "rename_sheet", "sheet": "Appraisal", "value": "Our people"}],
    "a column moved": [{"do": "move_column", "table": "appraisal", "column": "actual", "to": "todo"}],
}


def returned_copy(workspace, department="sales"):
    """Return the bytes of the copy that went back to a department."""
    return (workspace.returned(CYCLE) / f"{CYCLE}-{department}.xlsx").read_bytes()


def versions(workspace, employee):
    """Return the score of every version of one person's result, the oldest first."""
    with open_to_look(workspace) as archive:
        return [(one.version, one.score) for one in archive.results(CYCLE, employee, every=True)]


def test_a_whole_department_is_checked_at_once(small, document):
    """A workbook without open points is read, all its forms are checked, and nothing goes back."""
    (small.inbox / "a.xlsx").write_bytes(filled(small))
    found = document(small, "collect")
    (taken,) = found["submissions"]
    assert (taken["state"], taken["department"], taken["forms"], taken["returned"]) == ("read", "sales", 4, 0)
    assert found["findings"] == []
    assert states_of(small) == CHECKED
    assert not small.returned(CYCLE).exists()


def test_the_same_file_under_another_name_is_ignored(small, send):
    """The same bytes under another name are kept, ignored with a note, and change nothing."""
    first = send(small, "a.xlsx", filled(small))
    before = scores_of(small), states_of(small)
    again = send(small, "a copy.xlsx", filled(small))
    assert again["state"] == "ignored"
    assert str(first["submission"]) in again["reason"]
    assert (scores_of(small), states_of(small)) == before


def test_the_same_content_saved_anew_is_ignored(small, send):
    """A file that was only saved by another program holds nothing new and is ignored."""
    send(small, "a.xlsx", filled(small))
    saved = apply(filled(small), [{"do": "resave"}])
    assert saved != filled(small)
    assert send(small, "b.xlsx", saved)["state"] == "ignored"


def test_a_sixteenth_digit_is_no_news(small, send):
    """Programs keep 15 digits of a number: saved again with less, the same content is a repeat."""
    value = 4.3100000000000005
    assert float(f"{value:.16g}") != value
    sent = filled(small, other={("00123", "SAL-05"): Typed(actual=value)})
    send(small, "a.xlsx", sent)
    assert send(small, "b.xlsx", apply(sent, [{"do": "resave"}]))["state"] == "ignored"


def test_an_older_copy_is_held(small, send):
    """Once somebody went on in the returned copy, the workbook issued first is held for a person."""
    send(small, "a.xlsx", filled(small, other=NO_RATING))
    mended = send(small, "b.xlsx", filled(small, into=returned_copy(small)))
    assert mended["state"] == "read"
    before = content_of(small)
    older = send(small, "c.xlsx", filled(small, other=MORE))
    assert older["state"] == "held"
    assert older["reason"]
    assert content_of(small)["results"] == before["results"]
    assert content_of(small)["forms"] == before["forms"]


def test_a_workbook_that_empties_what_was_accepted_is_held(small, send):
    """A workbook in which an answered line is empty again replaces nothing and names the line."""
    send(small, "a.xlsx", filled(small))
    before = scores_of(small)
    emptied = send(small, "b.xlsx", filled(small, other={("E-07", "RND-03"): Typed()}))
    assert emptied["state"] == "held"
    assert "E-07" in emptied["reason"]
    assert "RND-03" in emptied["reason"]
    assert (scores_of(small), states_of(small)) == (before, CHECKED)


def test_a_resubmission_is_a_new_version(small, send):
    """A corrected workbook replaces the first; the old result stays, and who did not change keeps theirs."""
    send(small, "a.xlsx", filled(small))
    first = scores_of(small)["00123"][0]
    assert send(small, "b.xlsx", filled(small, other=MORE))["state"] == "read"
    second = scores_of(small)["00123"][0]
    assert second > first
    assert versions(small, "00123") == [(1, first), (2, second)]
    assert [version for version, _ in versions(small, "00124")] == [1]


def test_a_mended_copy_is_checked(small, send):
    """Going on in the returned copy closes the form that had gone back; its old version is kept."""
    send(small, "a.xlsx", filled(small, other=NO_RATING))
    assert versions(small, "00123") == [(1, None)]
    mended = send(small, "b.xlsx", filled(small, into=returned_copy(small)))
    assert (mended["state"], mended["returned"]) == ("read", 0)
    assert states_of(small) == CHECKED
    assert versions(small, "00123") == [(1, None), (2, scores_of(small)["00123"][0])]


def test_one_error_holds_up_nobody_else(small, send):
    """Only the form with the error is returned; the other forms of the workbook are checked and scored."""
    taken = send(small, "a.xlsx", filled(small, other=NO_RATING))
    assert (taken["forms"], taken["returned"]) == (4, 1)
    assert states_of(small) == CHECKED | {"00123": "returned"}
    scores = scores_of(small)
    assert scores["00123"] == (None, None, "returned")
    assert all(scores[employee][0] is not None for employee in PEOPLE[1:])


def test_without_the_appraisal_sheet_all_forms_go_back(small, send):
    """A workbook without its Appraisal sheet returns every form, and the finding is in the copy."""
    damaged = apply(filled(small), [{"do": "delete_sheet", "sheet": "Appraisal"}])
    taken = send(small, "a.xlsx", damaged)
    assert (taken["state"], taken["returned"]) == ("read", 4)
    assert states_of(small) == dict.fromkeys(PEOPLE, "returned") | {HEAD: "issued"}
    with open_to_look(small) as archive:
        assert "B004" in {found.code for found in archive.findings(CYCLE)}
    assert returned_copy(small)[:2] == b"PK"


def test_the_stamp_says_whose_workbook_it_is(small, send):
    """A workbook under the file name of another department goes to the department in its stamp."""
    taken = send(small, f"{CYCLE}-sales.xlsx", filled(small, "company"))
    assert (taken["state"], taken["department"]) == ("read", "company")
    assert states_of(small) == dict.fromkeys(PEOPLE, "issued") | {HEAD: "checked"}


@pytest.mark.parametrize("what", HARMLESS)
def test_harmless_work_changes_nothing(what, small, document):
    """Sorted rows, a renamed sheet, a moved column: the same results, and no finding."""
    plain = as_filled(small)
    (small.inbox / "a.xlsx").write_bytes(apply(filled(small), HARMLESS[what]))
    assert document(small, "collect")["findings"] == []
    assert scores_of(small) == scores_of(plain)
    assert states_of(small) == CHECKED


@pytest.mark.libreoffice
def test_saved_by_libreoffice(small, document, libreoffice, tmp_path):
    """A workbook that LibreOffice saved, in its own way throughout, gives the same results and no finding."""
    plain = as_filled(small)
    (tmp_path / "a.xlsx").write_bytes(filled(small))
    (saved,) = recalculate(libreoffice, [tmp_path / "a.xlsx"], tmp_path / "saved")
    shutil.copy(saved, small.inbox)
    assert document(small, "collect")["findings"] == []
    assert scores_of(small) == scores_of(plain)
    assert states_of(small) == CHECKED


def as_filled(workspace):
    """Return a copy of a workspace in which the workbook was collected as it was filled."""
    file = workspace.folder.with_name("plain.xlsx")
    file.write_bytes(filled(workspace))
    return collected(workspace, "plain", files=[file])


def test_the_number_of_workers_does_not_show(small):
    """One worker, two workers or as many as there are processors: the archive holds the same."""
    put_all(small)
    found = [content_of(collected(small, f"jobs {jobs}", jobs=jobs)) for jobs in (1, 2, 0)]
    assert found[0] == found[1] == found[2]
    assert len(found[0]["submissions"]) == 4


def test_the_order_of_files_does_not_show(small):
    """Collected in any order, the same workbooks give the same results, findings and forms."""
    files = put_all(small)[:3]
    found = []
    for order in permutations(files):
        workspace = collected(small, " ".join(file.stem for file in order), files=order)
        found.append(content_of(workspace))
    assert len(found[0]["results"]) == 5
    assert all(one == found[0] for one in found)


def put_all(workspace):
    """Put two departments' workbooks, a file that is none and a second one into the inbox."""
    contents = {
        "a.xlsx": filled(workspace, other=NO_RATING),
        "b.xlsx": filled(workspace, "company"),
        "c.xlsx": b"not a workbook",
        "d.xlsx": filled(workspace),
    }
    for name, data in contents.items():
        (workspace.inbox / name).write_bytes(data)
    return [workspace.inbox / name for name in contents]


def collected(workspace, name, files=(), jobs=1):
    """Return a copy of a workspace in which these files (or all) were collected."""
    shutil.copytree(workspace.folder, workspace.folder.with_name(name))
    copy = open_workspace(workspace.folder.with_name(name))
    collect(copy, files, jobs)
    return copy


def without_rights():
    """Return words before a command that take root's right to read any file, or None where there are none."""
    if os.geteuid() != 0:
        return []
    words = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    try:
        done = subprocess.run([*words, "true"], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return words if done.returncode == 0 else None


def python(*words, before=()):
    """Run Python in a process of its own."""
    return subprocess.run(
        [*before, sys.executable, *words], capture_output=True, check=False, encoding="utf-8", cwd=HOUSE
    )


@pytest.mark.skipif(without_rights() is None, reason="root's rights cannot be taken away here")
def test_a_file_that_may_not_be_read_is_told(small):
    """A file or folder without the right to read it is named in words, and the others are taken in."""
    (small.inbox / "a.xlsx").write_bytes(filled(small))
    (small.inbox / "locked.xlsx").write_bytes(filled(small, "company"))
    (small.inbox / "locked.xlsx").chmod(0)
    (small.inbox / "closed").mkdir(mode=0)
    program = "import sys; from sync.cli import main; sys.exit(main(sys.argv[1:]))"
    done = python("-c", program, "-w", str(small.folder), "collect", before=without_rights())
    assert done.returncode == 1, done.stderr
    (told,) = [line for line in done.stdout.splitlines() if "locked.xlsx" in line]
    assert "archive.source" not in told
    assert "ermission" in told
    assert any("ermission" in line for line in done.stdout.splitlines() if "closed" in line)
    assert "Traceback" not in done.stderr
    assert states_of(small) == CHECKED


def test_a_file_that_vanishes_is_told(small):
    """A file that is gone between listing and reading is named in words, and the others are taken in."""
    (small.inbox / "a.xlsx").write_bytes(filled(small, "company"))
    (small.inbox / "b.xlsx").write_bytes(filled(small))

    def tidied(items, total):
        (small.inbox / "a.xlsx").unlink()
        return items

    taken = []
    done = collect(small, watch=tidied, tell=taken.append)
    assert [one.record.name for one in taken] == ["b.xlsx"]
    (told,) = done.unread
    assert "a.xlsx" in str(told)
    assert "archive.source" not in str(told)
    assert states_of(small) == CHECKED


def killed_after(method, workspace, first="done(*arguments, **options)"):
    """Collect in a process that is killed right after one thing; what it leaves running is ended too."""
    program = BROKEN_OFF.format(method=method, first=first)
    words = [sys.executable, "-c", program, "-w", str(workspace.folder), "collect"]
    process = subprocess.Popen(words, cwd=HOUSE, stdout=subprocess.DEVNULL, start_new_session=True)
    assert process.wait(timeout=120) == -signal.SIGKILL
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("method", ["receive_all", "record"])
def test_what_a_killed_run_left_is_finished(method, small, document):
    """A process killed right after it kept or settled a file leaves nothing half done to the next collect."""
    (small.inbox / "a.xlsx").write_bytes(filled(small, other=NO_RATING))
    (small.inbox / "b.xlsx").write_bytes(filled(small, "company"))
    killed_after(method, small)
    with open_to_look(small) as archive:
        states = [one.state for one in archive.submissions()]
    assert states[0] == {"receive_all": "received", "record": "read"}[method]
    document(small, "collect")
    assert states_of(small) == CHECKED | {"00123": "returned", HEAD: "checked"}
    assert document(small, "verify")["broken"] == []


def test_a_copy_that_a_killed_run_left_unwritten_is_written(small, document):
    """A returned copy that the archive counts as handed out lies in the folder after the next collect."""
    (small.inbox / "a.xlsx").write_bytes(filled(small, other=NO_RATING))
    killed_after("record", small)
    document(small, "collect")
    assert (small.returned(CYCLE) / f"{CYCLE}-sales.xlsx").exists()


def test_a_file_taken_in_is_not_read_again(small, send, document):
    """What did not change since the last time is not taken in again; what changed is."""
    send(small, "a.xlsx", filled(small))
    assert document(small, "collect") == {"submissions": [], "findings": []}
    assert send(small, "a.xlsx", filled(small, other=MORE))["state"] == "read"


def test_taking_a_change_back_in_the_returned_copy_counts(small, send):
    """Who restores in the returned copy what was sent first is read, although that content came before."""
    send(small, "a.xlsx", filled(small))
    at = spot(plan_of(small, "sales"), "target", "00123", "SAL-01")
    send(small, "b.xlsx", set_cells(filled(small), {at.sheet: {at.reference: 80.0}}))
    assert states_of(small) == CHECKED | {"00123": "returned"}
    restored = set_cells(returned_copy(small), {at.sheet: {at.reference: 100.0}})
    assert send(small, "c.xlsx", restored)["state"] == "read"
    assert states_of(small) == CHECKED


def test_a_number_format_put_right_counts(small, send):
    """Who mends by a number format alone, as the finding asked, is read, although nothing else was typed."""
    odd = {"do": "percent_format", "employee": "00123", "indicator": "SAL-01", "column": "actual"}
    sent = apply(filled(small), [odd | {"value": True}])
    assert send(small, "a.xlsx", sent)["state"] == "read"
    assert states_of(small) == CHECKED | {"00123": "returned"}
    assert send(small, "b.xlsx", apply(sent, [{"do": "resave"}]))["state"] == "ignored"
    assert send(small, "c.xlsx", apply(sent, [odd | {"value": False}]))["state"] == "read"
    assert states_of(small) == CHECKED


def test_unhiding_rows_counts(small, document, send):
    """Who shows hidden rows again, and changes nothing else, gets rid of the warning."""
    hidden = [{"do": "hide_row", "employee": "00123", "indicator": "SAL-01"}]
    send(small, "a.xlsx", apply(filled(small), hidden))
    assert "F004" in {found["code"] for found in document(small, "findings", CYCLE)["findings"]}
    assert send(small, "b.xlsx", filled(small))["state"] == "read"
    assert "F004" not in {found["code"] for found in document(small, "findings", CYCLE)["findings"]}


def test_two_different_files_at_once_are_for_a_person(small, document):
    """Of two different files for one workbook that come at once the second is held: only names could tell."""
    (small.inbox / "x (1).xlsx").write_bytes(filled(small, other=MORE))
    (small.inbox / "x.xlsx").write_bytes(filled(small))
    assert [one["state"] for one in document(small, "collect")["submissions"]] == ["read", "held"]


def test_no_name_decides_which_of_two_files_counts(original, document, tmp_path, monkeypatch):
    """Of two different files at once the same one counts, whatever the two are called."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-05T08:00:00+00:00")
    one, other = (open_workspace(shutil.copytree(original, tmp_path / name)) for name in ("one", "other"))
    contents = filled(one, other=MORE), filled(one)
    for workspace, order in ((one, contents), (other, contents[::-1])):
        for name, content in zip(("1.xlsx", "2.xlsx"), order, strict=True):
            (workspace.inbox / name).write_bytes(content)
        sent = document(workspace, "collect")["submissions"]
        assert sorted(found["state"] for found in sent) == ["held", "read"]
    assert scores_of(one) == scores_of(other)


def test_a_killed_run_does_not_forget_what_came_at_once(small, document):
    """Of two files that came at once the second is held also where the run was killed between them."""
    (small.inbox / "a.xlsx").write_bytes(filled(small, other=MORE))
    (small.inbox / "b.xlsx").write_bytes(filled(small))
    killed_after("record", small)
    assert [one["state"] for one in document(small, "collect")["submissions"]] == ["held"]
    assert not list(small.folder.glob(".collect.running"))


@pytest.mark.parametrize("method", ["receive_all", "record"])
@pytest.mark.parametrize("first", ["pass", "done(*arguments, **options)"], ids=["before", "after"])
def test_what_comes_after_a_killed_run_did_not_come_at_once(method, first, small, document):
    """A correction that came after a collect was killed, wherever that was, replaces what came before it."""
    (small.inbox / "a.xlsx").write_bytes(filled(small, other=MORE))
    (small.inbox / "b.xlsx").write_bytes(filled(small, "company"))
    killed_after(method, small, first)
    (small.inbox / "c.xlsx").write_bytes(filled(small))
    document(small, "collect")
    with open_to_look(small) as archive:
        sent = {one.name: one for one in archive.submissions()}
        counts = archive.history(f"{CYCLE}-sales-rating").accepted
    assert {one.state for one in sent.values()} == {"read"}
    assert counts == sent["c.xlsx"].submission == 3
    assert document(small, "verify")["broken"] == []


@pytest.mark.parametrize("odd", [b"a b\tc\n", b"w " + b"9" * 5000 + b"\n", b"\xff\0"])
def test_a_journal_that_cannot_be_read_stops_nobody(odd, small, send):
    """Whatever stands in the journal of a killed collect, the next one does its work and leaves none."""
    (small.folder / ".collect.running").write_bytes(odd)
    assert send(small, "a.xlsx", filled(small))["state"] == "read"
    assert not (small.folder / ".collect.running").exists()


def test_a_resubmission_killed_before_it_was_recorded_is_read(small, send, document):
    """A corrected workbook whose collect was killed at the last moment is no second file for the next one."""
    send(small, "a.xlsx", filled(small))
    (small.inbox / "b.xlsx").write_bytes(filled(small, other=MORE))
    killed_after("record", small, first="pass")
    assert (small.folder / ".collect.running").exists()
    assert [one["state"] for one in document(small, "collect")["submissions"]] == ["read"]


def test_what_is_held_waits_although_a_newer_workbook_was_read(small, send, document, run):
    """A department is held until a person decides, although a later workbook of it was read."""
    send(small, "a.xlsx", filled(small))
    send(small, "b.xlsx", filled(small, other={("E-07", "RND-03"): Typed()}))
    assert steps_of(document(small, "progress", CYCLE))["sales"] == "held"
    assert send(small, "c.xlsx", filled(small, other=MORE))["state"] == "read"
    assert steps_of(document(small, "progress", CYCLE))["sales"] == "held"
    assert run(small, "reject", "2", "--by", "Zhao Min", "--reason", "the later one counts")[0] == 0
    assert steps_of(document(small, "progress", CYCLE))["sales"] == "checked"


def steps_of(progress):
    """Return the step of each department."""
    return {one["department"]: one["step"] for one in progress["departments"]}


def test_one_collect_works_at_a_time(small, run, monkeypatch):
    """A second collect waits for the first; where that takes too long it stops in one line, nothing done."""
    monkeypatch.setattr(opening, "WAIT", 0.1)
    (small.inbox / "a.xlsx").write_bytes(filled(small))
    with FileLock(small.folder / ".collect.lock"):
        status, shown, told = run(small, "collect")
    assert (status, shown, told.count("\n")) == (2, "", 1)
    assert run(small, "collect")[0] == 0


def test_a_date_is_no_number(small, document):
    """A date typed where a count belongs is named, never scored by its serial number."""
    at = spot(plan_of(small, "sales"), "actual", "E-07", "RND-03")
    data = openpyxl.load_workbook(BytesIO(filled(small)))
    data[at.sheet][at.reference] = datetime.date(2026, 1, 2)
    target = BytesIO()
    data.save(target)
    (small.inbox / "a.xlsx").write_bytes(target.getvalue())
    findings = document(small, "collect")["findings"]
    assert [(one["code"], one["cell"]) for one in findings if one["severity"] == "error"] == [
        ("V002", at.reference)
    ]


def test_an_archive_that_is_gone_is_not_begun_anew(small, run):
    """Where workbooks were handed out, a missing archive stops collect and issue: it is not made again."""
    if not (small.folder / "archive.db").exists():
        pytest.skip("the archive lies on a server")
    (small.folder / "archive.db").rename(small.folder / "away.db")
    for words in (("collect",), ("issue", CYCLE)):
        status, out, err = run(small, *words)
        assert (status, out) == (2, "")
        assert "meritbook restore" in err
    assert not (small.folder / "archive.db").exists()
