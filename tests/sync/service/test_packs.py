"""Self-appraisals, rater and data workbooks: issued, sent back, fixed in the department's, in the results.

One company (`rated.py`) is played once for most tests.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from addin.scoring.scheme import RaterAssignment, Scheme
from sync.archive.rated import heard, self_ratings
from sync.process.rating import code_of
from sync.reading.submission import read_submission
from sync.service.cycles import open_to_look, opened
from sync.service.exporting.master import master
from sync.service.outdated import said
from sync.settings import Workspace, open_workspace
from templates.patch import set_cells
from templates.tables.packs import READ
from tests.builders import CYCLE, RATED, TEMPLATES, sample_roster
from tests.packs import answered
from tests.sync.service.company import write_rules
from tests.sync.service.conftest import NOW
from tests.sync.service.rated import (
    OUTSIDE,
    OUTSIDER,
    PEERS,
    RATINGS,
    SAID,
    command,
    issued_company,
    pack,
    play,
    rated_scheme,
    send,
)
from tests.templates.books.master.material import records


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    """Return the folder of a company whose small workbooks were issued."""
    folder = tmp_path_factory.mktemp("packs") / "company"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        issued_company(folder)
    return folder


@pytest.fixture
def company(issued, tmp_path, monkeypatch):
    """Return a workspace of one's own, with everything issued and nothing collected."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    shutil.copytree(issued, tmp_path / "company")
    return open_workspace(tmp_path / "company")


@pytest.fixture(scope="module")
def played(issued, tmp_path_factory):
    """Return the workspace in which everything came back and was scored."""
    return play(issued, tmp_path_factory.mktemp("played") / "company", RATINGS)


def result(played: Workspace, capsys: Any, employee: str) -> Mapping[str, Any]:
    """Return the result of a person as the command tells it."""
    capsys.readouterr()
    command(played, "results", CYCLE, "--json")
    found = json.loads(capsys.readouterr().out)["results"]
    return next(one for one in found if one["employee"] == employee)


def test_each_person_rater_and_provider_has_one_workbook(issued):
    """A self-appraisal per person, a workbook per rater under a code, one per department with figures."""
    names = {file.name for file in (issued / "outbox" / CYCLE).iterdir()}
    workspace = open_workspace(issued)
    people = ("00001", "00123", "00124", "E-07", "1234567890123456")
    wanted = {f"{CYCLE}-{unit}.xlsx" for unit in ("sales", "company")} | {f"{CYCLE}-data-company.xlsx"}
    wanted |= {f"{CYCLE}-self-{person}.xlsx" for person in people}
    wanted |= {pack(workspace, "rater", rater).name for rater in (*PEERS, OUTSIDE, "00123")}
    assert names == wanted


def test_issued_again_they_are_the_same(company, run):
    """Issued again the small workbooks are the very same files; one department has those of its own only."""
    outbox = company.outbox(CYCLE)
    before = {file.name: file.read_bytes() for file in outbox.iterdir()}
    assert run(company, "issue", CYCLE)[0] == 0
    assert {file.name: file.read_bytes() for file in outbox.iterdir()} == before
    shutil.rmtree(outbox)
    assert run(company, "issue", CYCLE, "--department", "company")[0] == 0
    assert {file.name for file in outbox.iterdir()} == {
        f"{CYCLE}-company.xlsx",
        f"{CYCLE}-self-00001.xlsx",
        f"{CYCLE}-data-company.xlsx",
    }


def test_a_new_rater_is_asked_while_the_cycle_is_open(company, run):
    """Whom HR assigns later receives a workbook; whose people are others now receives theirs anew."""
    scheme = rated_scheme()
    client = RaterAssignment("E-07", "C-2", "customers", name="A client")
    more = (RaterAssignment("E-07", "00124", "peers"), client)
    file = pack(company, "rater", "00124")
    send(company, answered(file.read_bytes(), 3.5), file.name)
    assert run(company, "collect")[0] == 0
    write_rules(company, replace(scheme, assignments=(*scheme.assignments, *more)), sample_roster())
    status, said, _ = run(company, "issue", CYCLE)
    assert (status, "6 for raters" in said) == (0, True)
    table = read_submission(file.read_bytes()).tables["rater"]
    ratings = {row.text("employee"): row.text("manager_rating") for row in table.rows}
    assert ratings == {"00123": "3.5", "E-07": "", "@read": "yes"}


def test_own_views_and_figures_stand_fixed_in_the_department_workbook(played):
    """A self rating and a provided actual stand where the manager may not type, with source and evidence."""
    read = read_submission((played.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes())
    rows = {(row.text("employee"), row.text("indicator")): row for row in read.tables["appraisal"].rows}
    own, provided = rows["00123", "SAL-07"], rows["00123", "SAL-02"]
    assert own.text("self_rating") == "4.5"
    assert [provided.text(column) for column in ("actual", "source", "evidence")] == [
        "0.96",
        "Sample Company",
        "ledger 7",
    ]
    assert rows["E-07", "RND-06"].text("self_rating") == ""


def test_all_raters_make_the_final_score(played, capsys):
    """Judged lines hold what all groups say by their weights; the workbook's score is provisional."""
    rated = result(played, capsys, "00123")
    teamwork = next(one for one in rated["indicators"] if one["indicator"] == "SAL-07")
    assert teamwork["actual"] == pytest.approx((60 * 4 + 30 * 3.5) / 90)
    assert rated["score"] == pytest.approx(
        rated["provisional"] + 0.2 * 20 * (teamwork["actual"] - 4), abs=0.01
    )
    assert rated["score"] < rated["provisional"]


def test_a_group_too_small_counts_for_nothing(played, capsys):
    """Two colleagues are too few: neither their ratings nor their mean bear on anything."""
    rated = result(played, capsys, "00124")
    assert rated["score"] == rated["provisional"]
    capsys.readouterr()
    command(played, "why", CYCLE, "00124", "--json")
    steps = [one for one in json.loads(capsys.readouterr().out)["steps"] if "peers" in one["step"]]
    assert [one["value"] for one in steps] == [None]


def test_nobody_is_named_and_no_single_rating_is_shown(played, capsys):
    """Nothing that rated people, managers or directors can receive tells who rated, or what one said."""
    with open_to_look(played) as archive:
        codes = [code_of(rater, CYCLE, archive.key) for rater in (*PEERS, OUTSIDE, "00123")]
    secrets = [*codes, OUTSIDE, OUTSIDER, SAID]
    for folder in (played.outbox(CYCLE), played.returned(CYCLE)):
        for file in folder.iterdir():
            if "-rater-" not in file.name:
                assert not [one for one in secrets if one in _everything(file.read_bytes())], file.name
    for words in (("results", CYCLE, "--json"), ("why", CYCLE, "00123", "--json"), ("progress", CYCLE)):
        capsys.readouterr()
        command(played, *words)
        said = capsys.readouterr().out
        assert not [one for one in secrets if one in said], words
        assert '"value": 1.5' not in said, words


def _everything(content: bytes) -> str:
    """Return all that a workbook holds, every part of it."""
    with ZipFile(BytesIO(content)) as file:
        return "\n".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())


def test_a_rater_workbook_does_not_say_whose_it_is(played):
    """A rater's workbook names those to be rated and no rater; another's rating is not in it."""
    for rater in (*PEERS, OUTSIDE):
        text = _everything(pack(played, "rater", rater).read_bytes())
        assert OUTSIDER not in text
        assert rater == "00124" or sample_roster().get(rater, sample_roster()["00000"]).name not in text


def test_the_master_workbook_shows_no_small_workbook_as_a_register(played):
    """That somebody confirmed to have read the standards is no row of a register, nor a rating."""
    with open_to_look(played) as archive:
        book = openpyxl.load_workbook(BytesIO(master(archive, CYCLE)), read_only=True)
    assert not {"Self-appraisal", "Ratings", "Data"} & set(book.sheetnames)
    texts = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "@read" not in texts


def test_why_leads_to_the_cell_of_the_data_workbook(played, capsys):
    """The explanation of a provided actual names department, file, sheet and cell."""
    capsys.readouterr()
    command(played, "why", CYCLE, "00123", "--json")
    rules = [one["rule"] for one in json.loads(capsys.readouterr().out)["steps"]]
    assert f"as Sample Company provided it: {CYCLE}-data-company.xlsx › Data › H12" in rules
    assert "mean of 3 raters; counts 33.3 % of the rating" in rules


def test_everything_follows_from_the_kept_files(played, capsys):
    """What small workbooks gave is worked out again from their bytes, and a forged rating is named."""
    capsys.readouterr()
    command(played, "verify", "--json")
    assert json.loads(capsys.readouterr().out)["broken"] == []


def test_small_workbooks_are_no_forms(played, run):
    """The forms of departments stay the count of progress; small workbooks are counted beside them."""
    status, said, _ = run(played, "progress", CYCLE, "--json")
    rows = {row["department"]: row["forms"] for row in json.loads(said)["departments"]}
    assert (status, rows) == (0, {"company": 1, "sales": 4})
    assert [tuple(row.values()) for row in json.loads(said)["packs"]] == [
        ("self", 5, 2, 2),
        ("rater", 5, 5, 5),
        ("data", 1, 1, None),
    ]
    said = run(played, "progress", CYCLE)[1]
    assert "Self-appraisals: 2 of 5 received, 2 confirmed to have read the standards." in said


def test_hr_sees_who_has_read_the_standards(played):
    """Whoever has not confirmed stands on top; no file leads from a rater's name to what they rated."""
    with open_to_look(played) as archive:
        book = openpyxl.load_workbook(BytesIO(master(archive, CYCLE)))
    rows = records(book["Acknowledgements"])
    shown = [(row["Employee no."], row["Workbook"], row["State"]) for row in rows]
    assert shown[:4] == [
        ("00001", "self-appraisal", "not received"),
        ("1234567890123456", "self-appraisal", "not received"),
        ("E-07", "self-appraisal", "not received"),
        (OUTSIDE, "rater", "confirmed"),
    ]
    assert {row["Name"] for row in rows if row["Employee no."] == OUTSIDE} == {OUTSIDER}
    assert {bool(row["File"]) for row in rows if row["Workbook"] == "rater"} == {False}
    assert {row["Department"] for row in rows} == {None, "Sales and Service"}


BAD: Mapping[str, tuple[Any, set[str]]] = {
    "off the scale": (lambda data: answered(data, 7.0), {"V003"}),
    "a word": (lambda data: answered(data, "good"), {"V002"}),
    "empty": (lambda data: data, {"V001"}),
    "not confirmed": (lambda data: _typed(answered(data), "@read", "manager_rating", None), {"R008"}),
    "another name": (lambda data: _typed(answered(data), "00123", "name", "Somebody"), {"F006"}),
    "somebody else": (lambda data: _typed(answered(data), "00123", "employee", "E-99"), {"P001", "P003"}),
    "a row of one's own": (lambda data: _extra(answered(data)), {"P006"}),
}
"""What goes wrong with a rater's workbook, and the checks that say so."""


def _typed(data: bytes, who: str, column: str, value: object) -> bytes:
    table = read_submission(data).tables["rater"]
    row = next(row for row in table.rows if row.text("employee") == who)
    return set_cells(data, {table.sheet: {table.place(row, column) or "": value}})  # type: ignore[dict-item]


def _extra(data: bytes) -> bytes:
    table = read_submission(data).tables["rater"]
    row = replace(table.rows[-1], number=table.rows[-1].number + 1)
    cells = {"employee": "00123", "indicator": "SAL-01", "manager_rating": 5.0}
    return set_cells(
        data, {table.sheet: {table.place(row, key) or "": value for key, value in cells.items()}}
    )


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_named_in_its_place(issued, what, run, monkeypatch):
    """What is wrong with a rater's workbook is found there and in no other words than everywhere."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    workspace = open_workspace(issued)
    change, codes = BAD[what]
    file = workspace.folder / "bad.xlsx"
    file.write_bytes(change(pack(workspace, "rater", "E-07").read_bytes()))
    _, said, _ = run(workspace, "check", str(file), "--json")
    findings = json.loads(said)["findings"]
    assert {one["code"] for one in findings} == codes
    assert all(one["sheet"] == "Ratings" for one in findings)


def test_what_is_wrong_goes_back_and_does_not_count(company, run):
    """A rating off the scale does not count; the copy that goes back says so, and the mended one counts."""
    file = pack(company, "self", "00123")
    send(company, answered(file.read_bytes(), 7.0), file.name)
    assert run(company, "collect")[0] == 1
    with open_to_look(company) as archive:
        assert self_ratings(archive, CYCLE) == {}
    returned = company.returned(CYCLE) / file.name
    assert "V003 I12 · Li Na: Out of range" in _everything(returned.read_bytes())
    send(company, answered(returned.read_bytes(), 4.0), f"mended-{file.name}")
    assert run(company, "collect")[0] == 0
    with open_to_look(company) as archive:
        assert self_ratings(archive, CYCLE) == {("00123", "SAL-07"): 4.0}


def test_the_later_figure_counts(company, run):
    """Of a value that was imported and one that was provided, the later one counts."""
    (company.folder / "values.csv").write_text("Employee no.,Indicator no.,Actual\n00123,SAL-02,91%\n")
    data = pack(company, "data", "company")
    send(company, answered(data.read_bytes()), data.name)
    assert run(company, "collect")[0] == 0
    words = ("import", "actuals", str(company.folder / "values.csv"), "--source", "finance", "--cycle", CYCLE)
    assert run(company, *words)[0] == 0
    with open_to_look(company) as archive:
        found = archive.actuals(CYCLE)
    assert (found["00123", "SAL-02"].value, found["00123", "SAL-02"].source) == (0.91, "finance")
    assert (found["00124", "SAL-02"].value, found["00124", "SAL-02"].cell) == (0.96, "H13")


def test_a_typed_over_own_view_is_an_error(played, run, tmp_path):
    """A self rating is corrected by the person, not by the manager."""
    data = (played.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()
    table = read_submission(data).tables["appraisal"]
    row = next(row for row in table.rows if row.text("self_rating") == "4.5")
    changed = set_cells(data, {table.sheet: {table.place(row, "self_rating") or "": 2.0}})
    (tmp_path / "changed.xlsx").write_bytes(changed)
    status, said, _ = run(played, "check", str(tmp_path / "changed.xlsx"), "--json")
    assert "F010" in {one["code"] for one in json.loads(said)["findings"]}
    assert status == 1


def test_of_two_at_once_a_person_decides(company, run):
    """Two different workbooks of one rater that come together: the second waits, and counts once accepted."""
    file = pack(company, "rater", "00123")
    for rating in (3.0, 5.0):
        send(company, answered(file.read_bytes(), rating), f"{rating} {file.name}")
    assert run(company, "collect")[0] == 0
    status, said, _ = run(company, "progress", CYCLE, "--json")
    (held,) = json.loads(said)["held"]
    (one,) = held["differences"]
    assert (status, one["table"], one["employee"], one["indicator"]) == (0, "rater", "00124", "SAL-07")
    shown = run(company, "progress", CYCLE)[1]
    assert "Your rating: (not shown) [" in shown
    assert not {"3 [", "5 ["} & {shown[at - 2 : at + 1] for at in range(len(shown)) if shown[at] == "["}
    words = ("accept", str(held["submission"]), "--by", "Gao Yuan", "--reason", "said so on the phone")
    assert run(company, *words)[0] in (0, 1)
    with open_to_look(company) as archive:
        (group,) = heard(archive, CYCLE)
    assert {str(rating) for rating in group.ratings["SAL-07"]} == {one["held"] + ".0"}
    assert run(company, "verify")[0] == 0


def test_what_waits_of_a_rater_is_told_in_words(company, run):
    """Its title names no department, and the last row goes by what stands in it."""
    content = answered(pack(company, "rater", "00124").read_bytes())
    send(company, content, "one.xlsx")
    send(company, _typed(content, READ, "manager_rating", None), "other.xlsx")
    run(company, "collect")
    said = run(company, "progress", CYCLE)[1]
    assert "(submission 2)\n" in said
    assert "    Acknowledgement, Ratings, Your rating: " in said


NEW = ("issue", CYCLE, "--new-rules", "--by", "Gao Yuan", "--reason", "agreed anew")


def in_tens(scheme: Scheme) -> Scheme:
    """Return a scheme whose sales people are rated from 1 to 10."""
    *others, teamwork = TEMPLATES["SAL"]
    tens = replace(teamwork, parameters={**RATED, "scale": 10.0, "pass_mark": 8.0})
    return replace(scheme, templates={**scheme.templates, "SAL": (*others, tens)})


def test_another_scale_is_asked_for_anew(company, run):
    """A 4.5 of 5 stands fixed no more, counts no more and is told; the workbooks come again, without it."""
    for edition, name in (("self", "00123"), ("rater", "00123")):
        file = pack(company, edition, name)
        send(company, answered(file.read_bytes(), 4.5), file.name)
    assert run(company, "collect")[0] == 0
    write_rules(company, in_tens(rated_scheme()), sample_roster())
    status, said, _ = run(company, *NEW, "--json")
    told = [(one["column"], one["value"], one["why"]) for one in json.loads(said)["left_out"]]
    assert (status, sorted(told)) == (0, [("rating", None, "scale"), ("self_rating", "4.5", "scale")])
    for edition in ("self", "rater"):
        table = read_submission(pack(company, edition, "00123").read_bytes()).tables[edition]
        (row,) = [row for row in table.rows if row.text("indicator") == "SAL-07"]
        kept = [row.text(key) for key in ("scale", "manager_rating", "comment")]
        assert kept == ["10", "", "as agreed in July"]
    read = read_submission((company.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes())
    assert {row.text("self_rating") for row in read.tables["appraisal"].rows} == {""}
    again = pack(company, "self", "00123")
    send(company, answered(again.read_bytes(), 9.0), f"again-{again.name}")
    assert run(company, "collect")[0] == 0
    assert run(company, "issue", CYCLE)[0] == 0
    read = read_submission((company.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes())
    assert {row.text("self_rating") for row in read.tables["appraisal"].rows} == {"", "9"}
    assert run(company, "verify")[0] == 0


def test_a_rater_who_was_taken_away_is_heard_no_more(played, tmp_path, run, monkeypatch):
    """Two of three colleagues are left; HR is told that a rating was left out, not what it was."""
    monkeypatch.setenv("MERITBOOK_NOW", NOW)
    shutil.copytree(played.folder, tmp_path / "company")
    company, scheme = open_workspace(tmp_path / "company"), rated_scheme()
    kept = tuple(one for one in scheme.assignments if (one.employee, one.rater) != ("00123", "E-07"))
    write_rules(company, replace(scheme, assignments=kept), sample_roster())
    assert run(company, "issue", CYCLE)[0] == 0
    assert len(said_of(company, "00123", "peers")) == 3
    status, told, _ = run(company, *NEW, "--json")
    assert status == 0
    assert [one["why"] for one in json.loads(told)["left_out"]] == ["assignment"]
    assert "4.5" not in told
    assert said_of(company, "00123", "peers") == [2.5, 3.5]
    assert run(company, "verify")[0] == 0


def said_of(workspace: Workspace, employee: str, group: str) -> list[float]:
    """Return what counts of a group's ratings of a person's teamwork."""
    with open_to_look(workspace) as archive:
        found = said(archive, opened(archive, CYCLE))
    (one,) = [one for one in found if (one.subject, one.relation) == (employee, group)]
    return list(one.ratings["SAL-07"])
