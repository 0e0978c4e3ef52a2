"""`confirm`: receipts from slips and lists, by name, and by silence after the last day, never before."""

from __future__ import annotations

import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sync.service.cycles import open_to_look
from sync.service.steps.confirm import answers
from sync.settings import open_workspace
from tests.builders import CYCLE, PEOPLE
from tests.sync.service.company import HEAD, states_of
from tests.sync.service.steps.approved import BY, LATER

LAST, AFTER = "2026-10-30T15:30:00+00:00", "2026-10-31T00:30:00+00:00"
"""Within the last day to answer, seven working days after publication, and the day after it."""


@pytest.fixture
def company(published, tmp_path, monkeypatch):
    """Return a workspace of one's own in which every result is published."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    shutil.copytree(published, tmp_path / "company")
    return open_workspace(tmp_path / "company")


@pytest.fixture
def receipts(company):
    """Return a function that writes a list of receipts and returns its path."""

    def write(*lines: str, name: str = "receipts.csv") -> str:
        file = company.folder / name
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(file)

    return write


def answered(company):
    """Return the last answer of each person."""
    with open_to_look(company) as archive:
        return {who: one["answer"] for who, one in answers(archive, CYCLE).items()}


def test_a_file_of_receipts_confirms_those_who_do_not_object(company, receipts, document):
    """Who has read is confirmed; who objects stays, and what that means is said; each answer is kept."""
    file = receipts(
        "Employee no.,Read on,Answer",
        '00123,2026-10-21,"read, no objection"',
        '00124,,"read, with an objection"',
        "E-07,2026/10/20,read",
    )
    done = document(company, "confirm", CYCLE, file, *BY)
    assert done["receipts"] == 3
    assert {one["employee"] for one in done["moved"]} == {"00123", "E-07"}
    (left,) = done["left"]
    assert left["employee"] == "00124"
    assert "objection" in left["why"]
    assert answered(company) == {"00123": "read", "00124": "objection", "E-07": "read"}
    assert document(company, "verify")["broken"] == []
    again = document(company, "confirm", CYCLE, file, *BY)
    assert (again["receipts"], again["moved"]) == (0, [])


def test_columns_may_be_titled_in_chinese(company, receipts, document):
    """A list with Chinese titles and answers is read as well, and lost zeros are found."""
    file = receipts("工号,阅知日期,阅知意见", "123,2026年10月21日,已阅知，无异议")
    done = document(company, "confirm", CYCLE, file, *BY)
    assert [one["employee"] for one in done["moved"]] == ["00123"]


def test_an_xlsx_is_read_like_a_csv(company, document):
    """The same list as a workbook, with the number as a number."""
    book = Workbook()
    book.active.append(["Employee no.", "Read on", "Answer"])
    book.active.append([123, "2026-10-21", "read, no objection"])
    stream = BytesIO()
    book.save(stream)
    (company.folder / "list.xlsx").write_bytes(stream.getvalue())
    done = document(company, "confirm", CYCLE, str(company.folder / "list.xlsx"), *BY)
    assert [one["employee"] for one in done["moved"]] == ["00123"]


def test_lines_that_cannot_be_used_are_named(company, receipts, run):
    """Strangers, other answers, days to come are left out, line by line; of those alone a file is refused."""
    file = receipts(
        "Employee no.,Read on,Answer",
        "99999,2026-10-21,read",
        "00123,2026-10-21,perhaps",
        "00124,2027-01-01,read",
        "E-07,2026-10-21,read",
    )
    status, said, _ = run(company, "confirm", CYCLE, file, *BY)
    assert status == 0
    assert [line.split(" was")[0] for line in said.splitlines()[:3]] == ["Line 2", "Line 3", "Line 4"]
    assert states_of(company)["E-07"] == "confirmed"
    status, _, error = run(company, "confirm", CYCLE, receipts("Employee no.,Answer", "9,read"), *BY)
    assert (status, error.count("\n")) == (2, 1)
    status, _, error = run(company, "confirm", CYCLE, receipts("Employee no.,Day", "9,1"), *BY)
    assert (status, "Answer" in error) == (2, True)


def test_people_confirm_by_name_and_may_object(company, run):
    """One person is confirmed by number; an objection moves nothing, and a later answer takes it back."""
    assert run(company, "confirm", CYCLE, "--employee", "00123", *BY)[0] == 0
    assert run(company, "confirm", CYCLE, "--employee", "00124", "--objection", *BY)[0] == 0
    assert (states_of(company)["00123"], states_of(company)["00124"]) == ("confirmed", "published")
    assert run(company, "confirm", CYCLE, "--employee", "00124", *BY)[0] == 0
    assert states_of(company)["00124"] == "confirmed"


def test_silence_says_nothing_before_the_last_day_has_passed(company, run, monkeypatch, document):
    """Within the window it is refused with the day; after local midnight it is no objection raised."""
    run(company, "confirm", CYCLE, "--employee", "00124", "--objection", *BY)
    monkeypatch.setenv("MERITBOOK_NOW", LAST)
    status, _, error = run(company, "confirm", CYCLE, "--silent", *BY)
    assert (status, "2026-10-30" in error) == (2, True)
    monkeypatch.setenv("MERITBOOK_NOW", AFTER)
    done = document(company, "confirm", CYCLE, "--silent", *BY)
    assert {one["employee"] for one in done["moved"]} == {HEAD, *PEOPLE} - {"00124"}
    assert [one["employee"] for one in done["left"]] == ["00124"]
    assert {one["reason"] for one in done["moved"]} == {
        "no answer by the last day: deemed read, no objection raised"
    }
    assert answered(company)["00123"] == "silent"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "--silent"),
        (("receipts.csv", "--silent"), "--silent"),
        (("--employee", "nobody"), "nobody"),
        (("nowhere.csv",), "nowhere.csv"),
    ],
)
def test_what_is_not_clear_is_refused(company, run, words, told):
    """One way at a time, people who have a form, a file that is there: else one line, and nothing is done."""
    status, _, error = run(company, "confirm", CYCLE, *words, *BY)
    assert (status, error.count("\n")) == (2, 1)
    assert told in error
    assert set(states_of(company).values()) == {"published"}


def test_nobody_has_read_what_was_not_published(approved, tmp_path, run, monkeypatch):
    """A result that is approved only cannot be confirmed."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    shutil.copytree(approved, tmp_path / "fresh")
    words = ("confirm", CYCLE, "--employee", "00123", *BY)
    status, _, error = run(open_workspace(tmp_path / "fresh"), *words)
    assert (status, "meritbook publish" in error) == (2, True)


@pytest.fixture
def signed(company):
    """Return a function that fills the receipt of a slip, saves it again, and returns its path."""

    def fill(employee="00123", called="", **answers) -> str:
        name = f"{CYCLE}-slip-{employee}.xlsx"
        book = load_workbook(company.outbox(CYCLE) / "published" / employee / name)
        rows = {row[8].value: row[2] for row in book.worksheets[0].iter_rows() if row[8].value}
        for key, value in answers.items():
            rows[key].value = value
        file = company.folder.parent / (called or name)
        book.save(file)
        return str(file)

    return fill


def test_slips_that_came_back_confirm_and_object(company, signed, receipts, document):
    """The receipt at the end of a slip counts like a line of a list; name, remark and cell are kept."""
    read = signed(answer="read, no objection", name="li na", dated_on=date(2026, 10, 20))
    objecting = signed("00124", answer="已阅知，有异议", name="Wang Wei", remark="five customers,\nnot four")
    listed = receipts("Employee no.,Answer", "E-07,read")
    done = document(company, "confirm", CYCLE, read, objecting, listed, *BY)
    assert (done["receipts"], done["notes"]) == (3, [])
    assert {one["employee"] for one in done["moved"]} == {"00123", "E-07"}
    (left,) = done["left"]
    assert left["why"].endswith("by name. The remark says: five customers, not four")
    with open_to_look(company) as archive:
        kept = answers(archive, CYCLE)
        assert archive.content(kept["00124"]["file"]) == Path(objecting).read_bytes()
    assert {key: kept["00123"][key] for key in ("answer", "day", "name")} == {
        "answer": "read",
        "day": "2026-10-20",
        "name": "li na",
    }
    assert document(company, "confirm", CYCLE, read, *BY)["receipts"] == 0
    assert document(company, "verify")["broken"] == []


def test_what_a_slip_lacks_is_named_with_its_cell(company, signed, run):
    """An open cell, another answer, a day to come, no slip: left out; alone, they are refused in one line."""
    full = {"answer": "read, no objection", "name": "Li Na"}
    wrong = {
        signed(called="a.xlsx"): "cell C35 of its receipt is still empty",
        signed(called="b.xlsx", answer=full["answer"]): "cell C36 of its receipt is still empty",
        signed(called="c.xlsx", **full | {"answer": "perhaps"}): 'cell C35 holds "perhaps"',
        signed(called="d.xlsx", **full, dated_on="2027-01-01"): 'cell C37 holds "2027-01-01"',
        str(company.outbox(CYCLE) / f"{CYCLE}-sales.xlsx"): "another workbook",
    }
    for file, told in wrong.items():
        status, _, error = run(company, "confirm", CYCLE, file, *BY)
        assert (status, error.count("\n")) == (2, 1)
        assert told in error
    by_another = signed(**full | {"name": "Zhang Wei"})
    status, said, _ = run(company, "confirm", CYCLE, *wrong, by_another, *BY)
    assert status == 0
    assert said.count("was left out") == len(wrong)
    assert "counts for Li Na, and is signed by Zhang Wei" in said
    assert states_of(company)["00123"] == "confirmed"


def test_a_slip_of_before_is_told_to_have_no_receipt(company, signed, run):
    """A slip written before there were receipts is left out, with the way that is left."""
    book = load_workbook(signed())
    book.worksheets[0].delete_cols(9)
    book.save(company.folder / "old.xlsx")
    status, _, error = run(company, "confirm", CYCLE, str(company.folder / "old.xlsx"), *BY)
    assert (status, "--employee 00123" in error) == (2, True)
