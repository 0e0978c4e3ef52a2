"""Appeals from filing to the second review: the result changes by the rules, and by nobody's own hand."""

from __future__ import annotations

import json
import shutil
from io import BytesIO

import pytest
from openpyxl import load_workbook

from sync.cli import main
from sync.service.exporting.slips import slips
from sync.settings import open_workspace
from tests.builders import CYCLE
from tests.sync.service.company import states_of
from tests.sync.service.steps.approved import BY, LATER, make_approved, run

WHO = "00123"
LAST, AFTER = "2026-10-30T15:30:00+00:00", "2026-10-30T16:30:00+00:00"
"""The last half hour in which an appeal may be filed where the company is, and the one after midnight."""


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """Return the folder of the small company with every result published."""
    folder = make_approved(tmp_path_factory.mktemp("appeals") / "company")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", LATER)
        run(open_workspace(folder), "publish", CYCLE, *BY)
    return folder


@pytest.fixture
def company(original, tmp_path, monkeypatch):
    """Return a workspace of one's own in which results are published."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    shutil.copytree(original, tmp_path / "company")
    return open_workspace(tmp_path / "company")


@pytest.fixture
def told(company, capsys):
    """Return a function that runs a command and returns its JSON."""

    def tell(*words):
        capsys.readouterr()
        assert main(["-w", str(company.folder), *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return tell


@pytest.fixture
def refused(company, capsys):
    """Return a function that runs a command which is refused, and returns the line it says."""

    def refuse(*words):
        capsys.readouterr()
        assert main(["-w", str(company.folder), *words]) == 2
        said = capsys.readouterr().err.strip()
        assert "\n" not in said
        return said

    return refuse


def looked_into(company, number="A-0001"):
    """Bring an appeal as far as its decision."""
    run(company, "appeal", "file", CYCLE, WHO, "--grounds", "figures of September are missing")
    run(company, "appeal", "accept", number, *BY, "--reason", "in time")
    run(company, "appeal", "investigate", number, "--by", "Chen Jie", "--evidence", "CRM shows them")


def result_of(told, employee=WHO):
    """Return the result of somebody."""
    return next(one for one in told("results", CYCLE)["results"] if one["employee"] == employee)


def test_an_upheld_appeal_scores_the_right_value_by_the_rules(company, told):
    """The line, the total, the grade and the version follow; the old result is told beside the new one."""
    before = result_of(told)
    others = {one["employee"]: one for one in told("results", CYCLE)["results"] if one["employee"] != WHO}
    looked_into(company)
    words = ("--outcome", "upheld", "--actual", "SAL-01=120", "--by", "Li", "--reason", "booked late")
    decided = told("appeal", "decide", "A-0001", *words)["decision"]
    after = result_of(told)
    (line,) = (one for one in after["indicators"] if one["indicator"] == "SAL-01")
    assert (line["actual"], line["score"]) == (120, 120)
    assert after["score"] > before["score"]
    assert after["version"] == before["version"] + 1
    assert (decided["before"]["score"], decided["after"]["score"]) == (before["score"], after["score"])
    assert decided["changes"] == [{"indicator": "SAL-01", "column": "actual", "old": 96, "new": 120}]
    same = {one["employee"]: one for one in told("results", CYCLE)["results"] if one["employee"] != WHO}
    assert {who: (one["score"], one["grade"]) for who, one in same.items()} == {
        who: (one["score"], one["grade"]) for who, one in others.items()
    }
    moved = sum(same[who]["rank"] != one["rank"] for who, one in others.items())
    assert decided["ranks_moved"] == moved
    assert states_of(company)[WHO] == "decided"
    assert main(["-w", str(company.folder), "verify"]) == 0


def test_why_tells_what_an_appeal_put_right(company, told):
    """Old and new value, who decided, when and why."""
    looked_into(company)
    words = ("--outcome", "partly", "--rating", "SAL-07=5", "--by", "Li", "--reason", "two incidents noted")
    run(company, "appeal", "decide", "A-0001", *words)
    steps = [one for one in told("why", CYCLE, WHO)["steps"] if "two incidents noted" in one["rule"]]
    assert [one["value"] for one in steps] == ["SAL-07 Teamwork: 4 → 5", result_of(told)["grade"], 97.12]
    assert all("Li on 2026-10-21" in one["rule"] for one in steps)


def test_the_slip_tells_the_result_after_the_appeal(company):
    """Who receives a new slip finds the value put right, and the score that follows from it."""
    looked_into(company)
    words = ("--outcome", "upheld", "--actual", "SAL-01=120", "--by", "Li", "--reason", "booked late")
    run(company, "appeal", "decide", "A-0001", *words)
    slips(company, CYCLE, company.folder / "slips", pdf=False)
    book = load_workbook(company.folder / "slips" / f"{CYCLE}-slip-{WHO}.xlsx")
    texts = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value}
    assert {"120.00", "102.72"} <= texts


def test_a_rejected_appeal_leaves_the_result(company, told):
    """The form is decided, and no version of the result is added."""
    before = result_of(told)
    looked_into(company)
    run(company, "appeal", "decide", "A-0001", "--outcome", "rejected", "--by", "Li", "--reason", "right")
    after = result_of(told)
    assert {**after, "state": before["state"]} == before
    assert after["state"] == "decided"


def test_a_grade_of_the_committee_stays_unless_another_one_is_given(company, told):
    """A score of its own and a grade of its own are taken as they are said."""
    looked_into(company)
    words = ("--outcome", "upheld", "--score", "99.5", "--grade", "A", "--by", "Li", "--reason", "as agreed")
    run(company, "appeal", "decide", "A-0001", *words)
    after = result_of(told)
    assert (after["score"], after["grade"]) == (99.5, "A")
    run(company, "appeal", "review", "A-0001", "--grounds", "teamwork, too")
    words = ("--outcome", "upheld", "--score", "98", "--by", "Wu", "--reason", "checked again")
    run(company, "appeal", "decide", "A-0001", *words)
    after = result_of(told)
    assert (after["score"], after["grade"]) == (98, "A")


def test_a_second_review_builds_on_the_first_decision(company, told, refused):
    """It is done by others, within its days, and what the first one put right stays right."""
    looked_into(company)
    words = ("--outcome", "upheld", "--actual", "SAL-01=120", "--by", "Li", "--reason", "booked late")
    run(company, "appeal", "decide", "A-0001", *words)
    first = result_of(told)["score"]
    run(company, "appeal", "review", "A-0001", "--grounds", "teamwork, too")
    assert states_of(company)[WHO] == "appealed"
    again = ("--outcome", "upheld", "--rating", "SAL-07=5", "--reason", "seen")
    assert "other people" in refused("appeal", "decide", "A-0001", *again, "--by", "Li")
    assert "other people" in refused("appeal", "decide", "A-0001", *again, "--by", "E-07")
    run(company, "appeal", "decide", "A-0001", *again, "--by", "Wu")
    assert result_of(told)["score"] > first
    assert told("appeals", CYCLE)["appeals"][0]["state"] == "closed"
    assert "nothing may follow" in refused("appeal", "review", "A-0001", "--grounds", "more")


def test_an_appeal_may_be_filed_until_local_midnight_of_its_last_day(company, refused, monkeypatch):
    """A minute past, it is refused with the day and what HR can do."""
    words = ("appeal", "file", CYCLE, WHO, "--grounds", "a figure is wrong")
    monkeypatch.setenv("MERITBOOK_NOW", AFTER)
    said = refused(*words)
    assert "2026-10-30" in said
    assert f"meritbook extend {CYCLE} appeals" in said
    monkeypatch.setenv("MERITBOOK_NOW", LAST)
    run(company, *words)


def test_a_second_review_is_refused_after_its_last_day(company, refused, monkeypatch):
    """Five working days after the answer it is over."""
    run(company, "appeal", "file", CYCLE, WHO, "--grounds", "a figure is wrong")
    run(company, "appeal", "refuse", "A-0001", *BY, "--reason", "not about this result")
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-28T16:30:00+00:00")
    assert "2026-10-28" in refused("appeal", "review", "A-0001", "--grounds", "it is")
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-28T15:30:00+00:00")
    run(company, "appeal", "review", "A-0001", "--grounds", "it is")


@pytest.mark.parametrize("by", [WHO, "Li Na", "00001", "Zhao Min"])
def test_nobody_decides_on_what_is_their_own_or_what_they_rated(company, refused, by):
    """Neither the person nor the manager who rated accepts, looks into or decides it."""
    run(company, "appeal", "file", CYCLE, WHO, "--grounds", "a figure is wrong")
    for words in (
        ("accept", "--reason", "x"),
        ("refuse", "--reason", "x"),
        ("investigate", "--evidence", "x"),
    ):
        assert "somebody else" in refused("appeal", words[0], "A-0001", "--by", by, *words[1:]).lower()
    words = ("--outcome", "rejected", "--reason", "x", "--by", by)
    assert "somebody else" in refused("appeal", "decide", "A-0001", *words).lower()


def test_no_step_is_jumped(company, refused):
    """What is not accepted is not looked into, what is not looked into not decided; the next step is said."""
    run(company, "appeal", "file", CYCLE, WHO, "--grounds", "a figure is wrong")
    decide = ("appeal", "decide", "A-0001", "--outcome", "rejected", "--by", "Li", "--reason", "x")
    assert "appeal accept A-0001" in refused(*decide)
    assert "appeal accept A-0001" in refused("appeal", "investigate", "A-0001", *BY, "--evidence", "x")
    run(company, "appeal", "accept", "A-0001", *BY, "--reason", "x")
    assert "appeal investigate A-0001" in refused(*decide)
    assert "A-0001" in refused("appeal", "file", CYCLE, WHO, "--grounds", "again")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--outcome", "rejected", "--score", "90"), "changes nothing"),
        (("--outcome", "upheld"), "Say what is put right"),
        (("--outcome", "upheld", "--score", "90", "--actual", "SAL-01=5"), "leave one of the two out"),
        (("--outcome", "upheld", "--score", "500"), "from 0"),
        (("--outcome", "upheld", "--score", "90.123"), "2 decimals"),
        (("--outcome", "upheld", "--grade", "Z"), "S, A, B, C"),
        (("--outcome", "upheld", "--rating", "SAL-01=4"), "--actual"),
        (("--outcome", "upheld", "--rating", "SAL-07=9"), "cannot take"),
        (("--outcome", "upheld", "--actual", "SAL-01=many"), "no value"),
        (("--outcome", "upheld", "--actual", "XXX-01=4"), "no line"),
    ],
)
def test_a_verdict_that_does_not_go_together_is_refused(company, refused, words, said):
    """In one line, with what to do; nothing is written."""
    looked_into(company)
    assert said in refused("appeal", "decide", "A-0001", *words, "--by", "Li", "--reason", "x")
    assert states_of(company)[WHO] == "appealed"


def test_a_withdrawn_appeal_leaves_the_result_and_may_be_filed_again(company, told):
    """The form is decided as it was; within its days another appeal is possible."""
    looked_into(company)
    run(company, "appeal", "withdraw", "A-0001", *BY, "--reason", "settled in a talk")
    assert states_of(company)[WHO] == "decided"
    run(company, "appeal", "file", CYCLE, WHO, "--grounds", "not settled after all")
    assert [one["appeal"] for one in told("appeals", CYCLE)["appeals"]] == ["A-0002", "A-0001"]


def test_the_list_says_who_is_next_and_what_is_late(company, told, monkeypatch):
    """After the last day of a step the appeal is late, until somebody acts."""
    run(company, "appeal", "file", CYCLE, WHO, "--grounds", "a figure is wrong", "--kind", "process")
    (one,) = told("appeals", CYCLE)["appeals"]
    assert (one["next"], one["due"], one["late"]) == ("hr", "2026-10-26", False)
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-26T16:30:00+00:00")
    (one,) = told("appeals", CYCLE)["appeals"]
    assert (one["state"], one["late"]) == ("filed", True)


def test_the_committee_finds_data_and_decision_on_one_sheet_for_each_appeal(company):
    """The agenda, then grounds, the cells the values stood in, what was found out, and who may not decide."""
    looked_into(company)
    file = company.folder / "agenda.xlsx"
    run(company, "appeals", CYCLE, "--to", str(file))
    book = load_workbook(file)
    assert book.sheetnames == ["Agenda", "A-0001 Li Na"]
    texts = {str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row if cell.value}
    assert "sales.xlsx › Appraisal › K2" in texts
    assert "figures of September are missing" in texts
    assert any("CRM shows them" in text for text in texts)
    assert any("Zhao Min" in text and "Li Na" in text for text in texts)


def test_hr_finds_appeals_in_the_master_workbook_and_directors_do_not(company):
    """With the score before and after; the workbook for directors has no such sheet."""
    looked_into(company)
    words = ("--outcome", "upheld", "--actual", "SAL-01=120", "--by", "Li", "--reason", "booked late")
    run(company, "appeal", "decide", "A-0001", *words)
    for kind, there in (("master", True), ("board", False)):
        file = company.folder / f"{kind}.xlsx"
        run(company, "export", kind, CYCLE, "--to", str(file))
        book = load_workbook(file)
        assert ("Appeals" in book.sheetnames) is there
        if there:
            cells = [cell.value for row in book["Appeals"].iter_rows() for cell in row]
            assert {"A-0001", 93.12, 102.72, "booked late"} <= set(cells)


def fill(company, **answers):
    """Return the path of an appeal form as its person fills it in, saved by another program."""
    issued = company.outbox(CYCLE) / "published" / WHO / f"{CYCLE}-appeal-{WHO}.xlsx"
    book = load_workbook(BytesIO(issued.read_bytes()))
    rows = {row[4].value: row[2] for row in book.worksheets[0].iter_rows() if row[4].value}
    for key, value in answers.items():
        rows[key].value = value
    file = company.folder / "appeal.xlsx"
    book.save(file)
    return str(file)


def test_a_form_given_back_is_an_appeal(company, told):
    """Its words, its line and its ground are taken over, its bytes are kept, and open cells are named."""
    file = fill(company, indicator="Sales amount", ground="a figure is wrong or missing", facts="two missing")
    done = told("appeal", "file", CYCLE, "--from", file, "--by", "Zhang Wei")
    assert (done["employee"], done["indicator"], done["ground"]) == (WHO, "SAL-01", "figures")
    assert done["grounds"] == "two missing"
    assert done["file"]["name"] == "appeal.xlsx"
    assert len(done["notes"]) == 3
    assert all(note[0] == "C" for note in done["notes"])
    assert main(["-w", str(company.folder), "verify"]) == 0


def test_a_form_without_a_word_of_what_happened_is_refused(company, refused):
    """The cell is named, and the file is kept all the same."""
    said = refused("appeal", "file", CYCLE, "--from", fill(company, ground="a figure"), "--by", "Zhang Wei")
    assert "cell C" in said
