"""A company with two cycles, an imported one before them, quotas, an adjustment, and a result in versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
import pytest

from addin.scoring.scheme import Adjustment, Cycle, Quota
from sync.cli import main
from sync.service.cycles import open_to_look
from sync.service.exporting.master import board, master
from sync.settings import Workspace
from templates.books.department.state import Typed
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.sync.service.company import NO_RATING, filled, make_company, write_rules
from tests.sync.service.conftest import NOW

BEFORE = "2026-Q2"
PATENT = Adjustment(CYCLE, "00123", "bonus", "a patent", 3.0, reason="list no. 17", approver="Gao Yuan")
QUOTAS = (Quota("S", 0.25, at_most=True), Quota("A", 0.5, at_most=True))
PAST = "Employee no.,Period,Score,Grade\n00123,2026-Q1,80,C\n00124,2026-Q1,90,B\n00124,2025,99,A\n"


def rules():
    """Return the scheme with a cycle before, quotas, and a bonus in a later one."""
    scheme = sample_scheme()
    modules = ("adjustments", "quotas")
    earlier = Cycle(BEFORE, "quarter", date(2026, 4, 1), date(2026, 6, 30))
    return replace(
        scheme,
        settings=replace(scheme.settings, modules=modules),
        cycles={BEFORE: earlier, **scheme.cycles},
        quotas=QUOTAS,
        adjustments=(PATENT,),
    )


def play(folder, language) -> Workspace:
    """Let the company issue, return, go on, import and collect; one department sends nothing."""

    def run(*words: str) -> None:
        main(["-w", str(folder), *words])

    workspace = make_company(folder, language)
    write_rules(workspace, rules(), sample_roster())
    run("issue", BEFORE)
    run("issue", CYCLE)
    (workspace.inbox / "a.xlsx").write_bytes(filled(workspace, other=NO_RATING))
    run("collect")
    copy = (workspace.returned(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()
    other = {("00124", "SAL-07"): Typed(), ("00123", "SAL-01"): Typed(actual=100)}
    (workspace.inbox / "b.xlsx").write_bytes(filled(workspace, into=copy, other=other))
    run("collect")
    (workspace.inbox / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 no workbook")
    run("collect")
    past = folder / "past.csv"
    past.write_text(PAST)
    run("import", "history", str(past))
    return workspace


@pytest.fixture(scope="package")
def company(tmp_path_factory):
    """Return the company in English; nobody changes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        yield play(tmp_path_factory.mktemp("master") / "company", "en")


def rendered(workspace, report, cycle=CYCLE):
    """Return the bytes of a report of a workspace."""
    with open_to_look(workspace) as archive:
        return report(archive, cycle)


@pytest.fixture(scope="package")
def book(company):
    """Return the master workbook of the company, read back with the values its cells show."""
    return openpyxl.load_workbook(BytesIO(rendered(company, master)), data_only=True)


@pytest.fixture(scope="package")
def for_directors(company):
    """Return the bytes of what directors are given."""
    return rendered(company, board)
