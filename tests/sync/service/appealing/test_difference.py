"""The pay difference an appeal lists is the one that payroll is told next, to the coin."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.archive import finals, pay
from sync.archive.deciding import Decision, enact
from sync.archive.opening import open_archive
from sync.cli import main
from sync.process.pay import in_currency
from sync.service.cycles import opened
from sync.service.paying import BASE, difference_after, whole_due
from tests.builders import CYCLE
from tests.sync.service.steps.approved import BY, LATER, copied, make_approved, run

WHO = "00123"

COEFFICIENTS = st.one_of(st.none(), st.integers(0, 3000).map(lambda one: one / 1000))
BASES = st.one_of(st.none(), st.integers(0, 10**9))


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """Return the folder of the small company with every result approved."""
    return make_approved(tmp_path_factory.mktemp("difference") / "company")


@pytest.fixture
def company(original, tmp_path, monkeypatch):
    """Return a workspace of one's own, on the day results were approved."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    return copied(original, tmp_path / "company")


def line_told(archive, rules, state):
    """Tell payroll of the person, if there is anything to tell; return the line."""
    with archive.reading() as connection:
        batch = pay.next_batch(connection)
    found = whole_due(archive, rules, {WHO: state}, batch)
    enact(archive, Decision(CYCLE, "pay_told", "Zhang Wei", pay=tuple(found)))
    return found[0] if found else None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    decimals=st.integers(0, 4),
    base=BASES,
    before=COEFFICIENTS,
    after=COEFFICIENTS,
    absent=st.integers(0, 60),
)
def test_what_an_appeal_lists_is_what_payroll_is_told(company, decimals, base, before, after, absent):
    """Whatever the currency rounds to, the base, the coefficients and the days served."""
    with open_archive(company.archive, "en") as archive:
        rules = opened(archive, CYCLE)
        person = replace(rules.roster[WHO], hired=rules.cycle.starts + timedelta(absent))
        scheme = replace(rules.scheme, settings=replace(rules.scheme.settings, currency_decimals=decimals))
        rules = replace(rules, scheme=scheme, roster={**rules.roster, WHO: person})
        with archive.reading() as connection:
            known = finals.decided(connection, CYCLE)[WHO].final
        first, second = (known._replace(grade=None, coefficient=one) for one in (before, after))
        notes = () if base is None else ((BASE, WHO, {"base": in_currency(base, decimals)}),)
        enact(archive, Decision(CYCLE, "based", "Zhang Wei", finals=(first,), notes=notes))
        line_told(archive, rules, "published")
        listed = difference_after(archive, rules, second)
        enact(archive, Decision(CYCLE, "appeal_decided", "Li", finals=(second,)))
        line = line_told(archive, rules, "decided")
        assert listed == (line.difference if line else 0 if _told(archive) is not None else None)
        if listed is not None:
            assert _paid(archive) == (_told(archive) or 0)


def _lines(archive):
    with archive.reading() as connection:
        return [one for one in pay.told(connection, CYCLE) if one.subject == WHO]


def _told(archive):
    return _lines(archive)[-1].amount


def _paid(archive):
    return sum(one.difference or 0 for one in _lines(archive))


def test_the_commands_say_the_same(company, capsys):
    """From the decision, which gives another grade, to the file that payroll receives."""
    (company.folder / "bases.csv").write_text(f"Employee no.,Base\n{WHO},1234.55\n")
    run(company, "import", "pay", str(company.folder / "bases.csv"), *BY)
    run(company, "export", "pay-base", CYCLE, *BY)
    run(company, "publish", CYCLE, *BY)
    run(company, "appeal", "file", CYCLE, WHO, "--grounds", "figures of September are missing")
    run(company, "appeal", "accept", "A-0001", *BY, "--reason", "in time")
    run(company, "appeal", "investigate", "A-0001", "--by", "Chen Jie", "--evidence", "CRM shows them")
    words = ("--outcome", "upheld", "--grade", "S", "--by", "Li", "--reason", "booked late", "--json")
    capsys.readouterr()
    assert main(["-w", str(company.folder), "appeal", "decide", "A-0001", *words]) == 0
    listed = json.loads(capsys.readouterr().out)["decision"]["pay_difference"]
    file = company.folder / "pay.csv"
    run(company, "export", "pay-base", CYCLE, "--to", str(file), *BY)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        (row,) = [one for one in csv.DictReader(lines) if one["Employee no."] == WHO]
    assert row["Difference to pay"] == in_currency(listed, 2)
    assert listed != 0
