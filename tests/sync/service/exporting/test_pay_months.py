"""Pay bases of two months: what changed in one comes with the next payment, once, under its own cycle."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from addin.scoring.scheme import Cycle
from sync.archive import pay
from sync.service.cycles import open_to_look
from tests.builders import sample_roster, sample_scheme
from tests.sync.service.company import HEAD, filled, make_company, write_rules
from tests.sync.service.exporting.test_pay_base import uphold
from tests.sync.service.steps.approved import BY, copied
from tests.sync.service.steps.approved import run as succeed

FIRST, NEXT = "2026-09", "2026-10"
OCTOBER, NOVEMBER = "2026-10-21T08:00:00+00:00", "2026-11-13T08:00:00+00:00"

GONE, BARE, ADMIN = "E-07", "00124", "1234567890123456"
"""Who left at the end of the first month, and of whom the pay system told no base in it."""

BASES = {HEAD: "3000.01", "00123": "3000.01", GONE: "4000", ADMIN: "3000.01"}


def months():
    """Return the sample scheme with two months as cycles."""
    ends = {FIRST: date(2026, 9, 30), NEXT: date(2026, 10, 31)}
    cycles = {name: Cycle(name, "month", last.replace(day=1), last) for name, last in ends.items()}
    return replace(sample_scheme(), cycles=cycles)


def rate(workspace, cycle):
    """Let the workbooks of a cycle be filled, collected, reviewed and approved."""
    succeed(workspace, "issue", cycle)
    for department in ("company", "sales"):
        file = workspace.inbox / f"{cycle}-{department}.xlsx"
        file.write_bytes(filled(workspace, department, cycle=cycle))
    succeed(workspace, "collect")
    succeed(workspace, "review", cycle, *BY)
    succeed(workspace, "approve", cycle, *BY)


def import_bases(workspace, bases, *words):
    """Take in what the pay system tells."""
    lines = "".join(f"{who},{base}\n" for who, base in bases.items())
    (workspace.folder / "bases.csv").write_text(f"Employee no.,Base\n{lines}")
    succeed(workspace, "import", "pay", str(workspace.folder / "bases.csv"), *BY, *words)


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """Return a company whose first month is paid and published, and whose next month is approved."""
    folder = tmp_path_factory.mktemp("months") / "company"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", OCTOBER)
        workspace = make_company(folder)
        roster = sample_roster()
        write_rules(workspace, months(), roster)
        rate(workspace, FIRST)
        import_bases(workspace, BASES)
        succeed(workspace, "export", "pay-base", FIRST, "--to", str(folder / "P-1.csv"), *BY)
        succeed(workspace, "publish", FIRST, *BY)
        patch.setenv("MERITBOOK_NOW", NOVEMBER)
        gone = {GONE: replace(roster[GONE], left_on=date(2026, 9, 30))}
        write_rules(workspace, months(), roster | gone)
        rate(workspace, NEXT)
        import_bases(workspace, {BARE: "5000"}, "--cycle", NEXT)
    return folder


@pytest.fixture
def company(original, tmp_path, monkeypatch):
    """Return a workspace of one's own, on the day of the second payment."""
    monkeypatch.setenv("MERITBOOK_NOW", NOVEMBER)
    return copied(original, tmp_path / "company")


@pytest.fixture
def exported(run):
    """Return a function that exports a pay base as CSV and returns its rows by cycle and employee."""

    def call(workspace, cycle, *words):
        file = workspace.folder / "pay.csv"
        status, _, error = run(workspace, "export", "pay-base", cycle, "--to", str(file), *words)
        assert status == 0, error
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return {(row["Cycle"], row["Employee no."]): row for row in csv.DictReader(lines)}

    return call


def paid(rows):
    """Return what is told of each person in each cycle: amount and difference."""
    return {key: (row["Amount"], row["Difference to pay"]) for key, row in rows.items()}


def told(workspace):
    """Return every line payroll was told."""
    with open_to_look(workspace) as archive, archive.reading() as connection:
        return pay.told(connection)


OF_OCTOBER = {
    (NEXT, HEAD): ("3000.01", "3000.01"),
    (NEXT, "00123"): ("3000.01", "3000.01"),
    (NEXT, BARE): ("5000.00", "5000.00"),
    (NEXT, ADMIN): ("3000.01", "3000.01"),
}
"""The second month: everybody has grade B, coefficient 1, and served all its days."""


def test_the_next_payment_holds_the_differences_of_the_month_before(company, exported, run):
    """3000.01 x 1.15 = 3450.01, told 3000.01; 4000 x 1.3 = 5200 of somebody who left: under their month."""
    uphold(company, "00123", "A", 1.15, FIRST)
    uphold(company, GONE, "S", 1.3, FIRST)
    rows = exported(company, NEXT)
    september = {(FIRST, "00123"): ("3450.01", "450.00"), (FIRST, GONE): ("5200.00", "1200.00")}
    assert paid(rows) == OF_OCTOBER | september
    assert list(rows)[-2:] == list(september)
    assert {row["Batch"] for row in rows.values()} == {"P-2"}
    assert [rows[key]["Standing"] for key in september] == ["final", "final"]
    assert rows[FIRST, GONE]["Name"] == "Chen Jie"
    assert run(company, "verify")[0] == 0


def test_a_difference_is_told_once_whichever_cycle_is_asked_for(company, exported):
    """The same again, of either cycle, is the same batch to the byte, and the archive has no more lines."""
    uphold(company, "00123", "A", 1.15, FIRST)
    rows, lines = exported(company, NEXT), told(company)
    written = (company.folder / "pay.csv").read_bytes()
    for cycle in (NEXT, FIRST, NEXT):
        assert exported(company, cycle) == rows
        assert (company.folder / "pay.csv").read_bytes() == written
    assert told(company) == lines


def test_a_second_change_comes_with_the_payment_after_that(company, exported, run):
    """A second review raises 3450.01 to 3900.01: one line, its 450.00, though nothing else is due."""
    uphold(company, "00123", "A", 1.15, FIRST)
    exported(company, NEXT)
    uphold(company, "00123", "S", 1.3, FIRST, was="decided")
    rows = exported(company, NEXT)
    assert paid(rows) == {(FIRST, "00123"): ("3900.01", "450.00")}
    assert rows[FIRST, "00123"]["Batch"] == "P-3"
    assert exported(company, NEXT) == rows
    sums: Counter[tuple[str, str]] = Counter()
    for line in told(company):
        sums[line.cycle, line.subject] += line.difference or 0
    assert sums[FIRST, "00123"] == 390001
    assert sums == {(line.cycle, line.subject): line.amount or 0 for line in told(company)}
    assert run(company, "verify")[0] == 0


def test_the_month_before_may_be_asked_for_first(company, exported):
    """Whoever tells payroll of the first month again before the next one has nothing of it told twice."""
    uphold(company, "00123", "A", 1.15, FIRST)
    assert paid(exported(company, FIRST)) == {(FIRST, "00123"): ("3450.01", "450.00")}
    assert paid(exported(company, NEXT)) == OF_OCTOBER


def test_a_later_month_comes_with_an_earlier_one_too(company, exported, run):
    """What changed in the second month is told with whatever payment is next, be it of the first month."""
    exported(company, NEXT)
    run(company, "publish", NEXT, *BY)
    uphold(company, BARE, "A", 1.15, NEXT)
    rows = exported(company, FIRST)
    assert paid(rows) == {(NEXT, BARE): ("5750.00", "750.00")}
    assert exported(company, FIRST) == rows


def test_whoever_was_told_without_a_base_is_not_paid_a_whole_month_again(company, exported):
    """The coefficient was the basis of the first month; a later base adds nothing, its own base does."""
    import_bases(company, {BARE: "5000"})
    assert paid(exported(company, NEXT)) == OF_OCTOBER
    uphold(company, BARE, "A", 1.15, FIRST)
    rows = exported(company, NEXT)
    assert paid(rows) == {(FIRST, BARE): ("", "")}
    assert (rows[FIRST, BARE]["Grade"], rows[FIRST, BARE]["Coefficient"]) == ("A", "1.15")
    import_bases(company, {BARE: "4000"}, "--cycle", FIRST)
    assert paid(exported(company, NEXT)) == {(FIRST, BARE): ("4600.00", "4600.00")}


def test_a_department_takes_its_own_differences_along(company, exported):
    """With one department named, what changed for others stays for their own payment."""
    uphold(company, HEAD, "A", 1.15, FIRST)
    uphold(company, "00123", "A", 1.15, FIRST)
    sales = exported(company, NEXT, "--department", "sales")
    assert {key for key in sales if key[0] == FIRST} == {(FIRST, "00123")}
    assert exported(company, NEXT, "--department", "sales") == sales
    assert set(exported(company, NEXT)) == {(NEXT, HEAD), (FIRST, HEAD)}


def test_an_older_batch_is_written_again_as_it_was(company, exported, run):
    """By its number or its name, from either cycle it tells of, to the byte; payroll is told nothing new."""
    first = (company.folder / "P-1.csv").read_bytes()
    uphold(company, "00123", "A", 1.15, FIRST)
    exported(company, NEXT)
    second = (company.folder / "pay.csv").read_bytes()
    uphold(company, "00123", "S", 1.3, FIRST, was="decided")
    lines = told(company)
    for cycle, number, wanted in ((FIRST, "1", first), (FIRST, "p-2", second), (NEXT, "P-2", second)):
        exported(company, cycle, "--batch", number)
        assert (company.folder / "pay.csv").read_bytes() == wanted
    assert run(company, "export", "pay-base", NEXT, "--batch", "2")[0] == 0
    assert (company.reports(NEXT) / "pay-base-P-2.xlsx").is_file()
    assert told(company) == lines


@pytest.mark.parametrize("number", ["1", "7", "0", "P-", "x"])
def test_a_batch_that_is_none_is_refused_with_those_there_are(company, exported, run, number):
    """P-1 tells of the first month alone: one line that names P-2, and no file is written."""
    exported(company, NEXT)
    (company.folder / "pay.csv").unlink()
    asked = ("export", "pay-base", NEXT, "--batch", number, "--to", str(company.folder / "pay.csv"))
    status, _, error = run(company, *asked)
    assert (status, error.count("\n"), "P-2" in error, "P-1" in error.split(";")[1]) == (2, 1, True, False)
    assert not (company.folder / "pay.csv").exists()


COINS = {HEAD: 300001, "00123": 300001, GONE: 400000, ADMIN: 300001}


@pytest.mark.parametrize("seed", range(2))
def test_whatever_changes_and_whatever_is_told_first_the_sums_are_right(company, exported, run, seed):
    """Appeals in both months, pay bases of either, whole or of a department: told in all is what is due."""
    chance = Random(seed)
    run(company, "publish", NEXT, *BY)
    later = {who: coins for who, coins in COINS.items() if who != GONE} | {BARE: 500000}
    bases = {
        (cycle, who): coins for cycle, of in ((FIRST, COINS), (NEXT, later)) for who, coins in of.items()
    }
    due, stands = dict.fromkeys(bases, "1"), dict.fromkeys(bases, "published")
    for _ in range(12):
        if chance.random() < 0.5:
            key = chance.choice(sorted(bases))
            grade, due[key] = chance.choice((("S", "1.3"), ("A", "1.15"), ("C", "0.8")))
            uphold(company, key[1], grade, float(due[key]), key[0], stands[key])
            stands[key] = "decided"
        else:
            words = chance.choice(((), ("--department", "sales")))
            exported(company, chance.choice((FIRST, NEXT)), *words)
    for cycle in (FIRST, NEXT):
        exported(company, cycle)
    sums: Counter[tuple[str, str]] = Counter()
    for line in told(company):
        sums[line.cycle, line.subject] += line.difference or 0
    wanted = {key: (coins * Decimal(due[key])).quantize(0, ROUND_HALF_UP) for key, coins in bases.items()}
    assert {key: sums[key] for key in bases} == wanted
