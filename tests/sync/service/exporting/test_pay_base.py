"""`export pay-base`: told in batches, nothing twice, differences of what changed; exact to the coin."""

from __future__ import annotations

import csv
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sync.archive import finals, pay
from sync.archive.deciding import Decision, enact
from sync.archive.opening import open_archive
from sync.archive.steps import Move
from sync.process.pay import FINAL, PROVISIONAL, Due, coins_of, in_currency, line_of
from sync.service.cycles import open_to_look
from templates.tables.pay import PAY_BASE, SUMMED
from tests.builders import CYCLE, PEOPLE
from tests.sync.service.company import HEAD
from tests.sync.service.steps.approved import BY, LATER, copied, make_approved

EVERYBODY = {HEAD, *PEOPLE}


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """Return the folder of the small company with every result approved."""
    return make_approved(tmp_path_factory.mktemp("pay") / "company")


@pytest.fixture
def company(original, tmp_path, monkeypatch):
    """Return a workspace of one's own, on the day results were approved."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    return copied(original, tmp_path / "company")


@pytest.fixture
def paid(company, run):
    """Return the company with a base for everybody: 3000.01 each."""
    lines = "".join(f"{one},3000.01\n" for one in sorted(EVERYBODY))
    (company.folder / "bases.csv").write_text(f"Employee no.,Base\n{lines}")
    assert run(company, "import", "pay", str(company.folder / "bases.csv"), *BY)[0] == 0
    return company


@pytest.fixture
def exported(run):
    """Return a function that exports the pay base as CSV and returns its rows by employee."""

    def call(workspace, *words):
        file = workspace.folder / "pay.csv"
        status, _, error = run(workspace, "export", "pay-base", CYCLE, "--to", str(file), *BY, *words)
        assert status == 0, error
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return {row["Employee no."]: row for row in csv.DictReader(lines)}

    return call


def uphold(workspace, subject, grade, coefficient, cycle=CYCLE, was="published"):
    """Let a person whose form stands at `was` appeal and be right."""
    with open_archive(workspace.archive, "en") as archive:
        with archive.reading() as connection:
            last = finals.decided(connection, cycle, (subject,))[subject].final
        better = last._replace(kind="appeal", grade=grade, coefficient=coefficient, score=last.score + 5)
        way = (Move(subject, was, "appealed", "appeals"), Move(subject, "appealed", "decided"))
        assert enact(archive, Decision(cycle, "appealed", "Committee", way, (better,)))


def told(workspace):
    """Return every line payroll was told of the cycle."""
    with open_to_look(workspace) as archive, archive.reading() as connection:
        return pay.told(connection, CYCLE)


def test_the_first_batch_is_provisional_and_exact(paid, exported):
    """Base times coefficient times days, to the coin; the difference is the whole amount."""
    rows = exported(paid)
    assert set(rows) == EVERYBODY
    for row in rows.values():
        assert (row["Batch"], row["Standing"], row["Base"]) == ("P-1", "provisional", "3000.01")
        assert row["Amount"] == row["Difference to pay"]
    coefficients = {row["Coefficient"]: row["Amount"] for row in rows.values()}
    known = {"1.3": "3900.01", "1.15": "3450.01", "1": "3000.01", "0.8": "2400.01", "0.5": "1500.01"}
    assert coefficients.items() <= known.items()


def test_the_same_export_again_is_the_same_batch_to_the_byte(paid, exported, run):
    """Nothing is told twice: the second time writes the very same file, and the archive has no more lines."""
    exported(paid)
    first, lines = (paid.folder / "pay.csv").read_bytes(), told(paid)
    exported(paid)
    assert (paid.folder / "pay.csv").read_bytes() == first
    assert told(paid) == lines
    assert run(paid, "verify")[0] == 0


def test_two_payments_with_an_upheld_appeal_between(paid, exported, run):
    """The second batch holds one line: the new amount, and only what it adds; told amounts add up to it."""
    before = exported(paid)["00124"]
    run(paid, "publish", CYCLE, *BY)
    uphold(paid, "00124", "S", 1.3)
    rows = exported(paid)
    assert set(rows) == {"00124"}
    row = rows["00124"]
    assert (row["Batch"], row["Standing"], row["Grade"], row["Amount"]) == ("P-2", "final", "S", "3900.01")
    assert int(row["Version"]) == int(before["Version"]) + 1
    paid_out = [one.difference for one in told(paid) if one.subject == "00124"]
    assert sum(paid_out) == 390001


def test_somebody_exempt_after_the_first_payment_gives_back_what_was_told(paid, exported, run):
    """The line of who takes no part any more is nought, and takes the told amount back."""
    before = exported(paid)["E-07"]
    run(paid, "exempt", CYCLE, "E-07", *BY, "--reason", "was on leave all along")
    rows = exported(paid)
    assert {who: row["Difference to pay"] for who, row in rows.items()} == {"E-07": f"-{before['Amount']}"}
    assert exported(paid) == rows


def test_lines_become_final_once_without_any_difference(paid, exported, run):
    """After everybody has confirmed, the next batch says so with nought to pay."""
    exported(paid)
    run(paid, "publish", CYCLE, *BY)
    run(paid, "confirm", CYCLE, *(word for one in sorted(EVERYBODY) for word in ("--employee", one)), *BY)
    rows = exported(paid)
    assert {(row["Standing"], row["Difference to pay"]) for row in rows.values()} == {("final", "0.00")}
    assert exported(paid) == rows


def test_without_bases_the_coefficient_is_the_basis(company, exported, run):
    """There is no amount, and the command says what to do; a base that comes later makes the next batch."""
    rows = exported(company)
    assert {(row["Amount"], row["Difference to pay"]) for row in rows.values()} == {("", "")}
    (company.folder / "bases.csv").write_text("工号,计发基数\n00123,1000\n")
    assert run(company, "import", "pay", str(company.folder / "bases.csv"), *BY)[0] == 0
    assert {who: row["Batch"] for who, row in exported(company).items()} == {"00123": "P-2"}


def test_a_new_usual_base_changes_nothing_that_was_told(paid, exported, document):
    """A rise counts from the next cycle on; a base of the cycle itself makes a difference."""
    first = exported(paid)
    (paid.folder / "rise.csv").write_text("Employee no.,Base\n00123,9000\n")
    assert document(paid, "import", "pay", str(paid.folder / "rise.csv"), *BY)["bases"] == 1
    assert exported(paid) == first
    document(paid, "import", "pay", str(paid.folder / "rise.csv"), "--cycle", CYCLE, *BY)
    assert set(exported(paid)) == {"00123"}


def test_open_forms_are_refused_whole_and_a_department_alone_is_told(paid, exported, run):
    """One line with how many, whose and the next step, nothing told; an approved department goes alone."""
    run(paid, "approve", CYCLE, "--take-back", "--employee", HEAD, *BY, "--reason", "figures")
    status, _, error = run(paid, "export", "pay-base", CYCLE, *BY)
    assert (status, error.count("\n")) == (2, 1)
    assert HEAD in error
    assert "--department" in error
    assert told(paid) == []
    assert set(exported(paid, "--department", "sales")) == set(PEOPLE)
    run(paid, "approve", CYCLE, *BY)
    assert {who: row["Batch"] for who, row in exported(paid).items()} == {HEAD: "P-2"}


def test_payroll_can_check_each_line_and_the_file(paid, exported):
    """The checksums are SHA-256 of what the file says, so that any tool can take them again."""
    rows = exported(paid).values()
    titles = [PAY_BASE.heading(key, "en") for key in SUMMED]
    for row in rows:
        text = "|".join(row[title] for title in titles)
        assert row["Checksum"] == sha256(text.encode()).hexdigest()[:16]
    whole = sha256("".join(f"{row['Checksum']}\n" for row in rows).encode()).hexdigest()
    assert {row["Checksum of the file"] for row in rows} == {whole}


def test_the_workbook_tells_what_the_csv_tells(paid, exported, run):
    """The same batch as xlsx, in the reports folder under the batch's name, with the same checksums."""
    rows = exported(paid)
    assert run(paid, "export", "pay-base", CYCLE, *BY)[0] == 0
    file = paid.reports(CYCLE) / "pay-base-P-1.xlsx"
    (sheet,) = load_workbook(BytesIO(file.read_bytes()))
    cells = [row for row in sheet.iter_rows(values_only=True) if row[0] in EVERYBODY]
    assert {row[0]: row[-1] for row in cells} == {who: row["Checksum"] for who, row in rows.items()}
    assert {row[0]: f"{row[-3]:.2f}" for row in cells} == {who: row["Amount"] for who, row in rows.items()}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("Employee no.,Amount\n00123,5\n", "Base"),
        ("Employee no.,Base\n99999,5\n", "99999"),
        ("Employee no.,Base\n00123,-5\n", "-5"),
        ("Employee no.,Base\n00123,5.001\n", "5.001"),
        ("Employee no.,Base\n00123,=1+1\n", "=1+1"),
    ],
)
def test_bases_that_cannot_be_used_are_refused_by_name(company, run, content, named):
    """No such column or person, less than nothing, less than a coin, a formula: one line, nothing noted."""
    (company.folder / "bases.csv").write_text(content)
    status, _, error = run(company, "import", "pay", str(company.folder / "bases.csv"), *BY)
    assert (status, error.count("\n"), named in error) == (2, 1, True)


DUES = st.builds(
    Due,
    st.sampled_from([PROVISIONAL, FINAL]),
    st.sampled_from([None, "A", "B"]),
    st.sampled_from([None, 1.15, 1.0, 0.8]),
    st.one_of(st.none(), st.integers(0, 10**9)),
    st.integers(0, 31),
    st.just(31),
)


@given(st.lists(DUES, max_size=8))
def test_what_was_told_adds_up_to_the_last_amount(dues):
    """Whatever changes in whatever order, the differences told add up, and the same is never told twice."""
    last, paid = None, 0
    for number, due in enumerate(dues):
        line = line_of(CYCLE, "1", f"P-{number}", due, last)
        if line is not None:
            paid += line.difference or 0
            last = line
        assert line_of(CYCLE, "1", "P-", due, last) is None
        assert paid == ((last.amount or 0) if last else 0)


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_money_is_written_and_read_without_loss(coins, decimals):
    """An amount as text is the amount, to the last coin."""
    assert coins_of(in_currency(coins, decimals), decimals) == coins
