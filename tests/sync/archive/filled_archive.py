"""Writes a small filled archive of this program's revision, to be migrated by every later program.

    python -m tests.sync.archive.filled_archive

makes tests/sync/archive/versions/<revision>.db.gz through the real commands: once, with the last change of a
revision. A file that a released program has written is never made again.
"""

from __future__ import annotations

import gzip
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from addin.scoring.scheme import Adjustment, RaterRule, Scheme
from sync.archive.deciding import Decision, enact
from sync.archive.opening import open_archive
from sync.archive.pay import PayLine
from sync.archive.schema import REVISIONS
from sync.cli import main
from sync.service.cycles import open_to_look
from sync.settings import Workspace
from templates.books.department.state import Typed
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.packs import answered
from tests.sync.service.company import NO_RATING, filled, make_company, write_rules

VERSIONS = Path(__file__).parent / "versions"
NOW = "2026-10-05T08:00:00+00:00"
DECIDED = ("--by", "Zhao Min", "--reason", "sent by phone")

PAST = "Employee no.,Period,Score,Grade\n00123,2024,88.5,B\n00124,2024,,C\n"
POSTS = "Employee no.,Effective from,Effective to,Department,Position\n00123,2020-01-01,,sales,sales_rep\n"
RATINGS = "Employee no.,Indicator no.,Rater,Relation,Rating\n00123,SAL-07,a,peer,4\n00123,SAL-07,,self,5\n"
VALUES = "Employee no.,Indicator no.,Actual,Evidence\n00123,SAL-01,96,ledger 7\n"


def fill(folder: Path) -> None:
    """Fill an archive with something in every table, in every state a submission can have."""
    workspace = make_company(folder)
    write_rules(workspace, rated(sample_scheme()), sample_roster())
    for name, text in (("past", PAST), ("posts", POSTS), ("values", VALUES), ("ratings", RATINGS)):
        (folder / f"{name}.csv").write_text(text)
    run(workspace, "import", "history", str(folder / "past.csv"))
    run(workspace, "import", "history", str(folder / "posts.csv"))
    run(workspace, "import", "actuals", str(folder / "values.csv"), "--source", "finance", "--cycle", CYCLE)
    run(workspace, "import", "ratings", str(folder / "ratings.csv"), "--cycle", CYCLE)
    run(workspace, "issue", CYCLE)
    own = workspace.outbox(CYCLE) / f"{CYCLE}-self-00123.xlsx"
    send(workspace, own.name, answered(own.read_bytes()))
    run(workspace, "issue", CYCLE)
    send(workspace, "sales.xlsx", filled(workspace, other=NO_RATING))
    first = (workspace.inbox / "sales.xlsx").read_bytes()
    returned = (workspace.returned(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()
    send(workspace, "mended.xlsx", filled(workspace, into=returned))
    send(workspace, "a copy.xlsx", first)
    send(workspace, "older.xlsx", filled(workspace, other={("00123", "SAL-01"): Typed(actual=100)}))
    run(workspace, "accept", "5", *DECIDED)
    send(workspace, "emptied.xlsx", filled(workspace, other={("E-07", "RND-03"): Typed()}))
    send(workspace, "notes.xlsx", b"no workbook")
    waive(workspace)
    adjust(workspace)
    run(workspace, "collect")
    for verb in ("review", "approve"):
        run(workspace, verb, CYCLE, "--by", "Li Hua")
    tell_payroll(workspace)
    run(workspace, "verify")


def tell_payroll(workspace: Workspace) -> None:
    """Note a receipt, and tell payroll of a person."""
    line = PayLine(CYCLE, "00124", "P-1", "provisional", "B", 1.0, 500000, 500000, 92, 92, 500000)
    note = ("receipt", "00124", {"answer": "read"})
    with open_archive(workspace.archive, workspace.language) as archive:
        assert enact(archive, Decision(CYCLE, "told", "Li Hua", notes=(note,), pay=(line,)))


def rated(scheme: Scheme) -> Scheme:
    """Return a scheme that asks people to rate themselves."""
    settings = replace(scheme.settings, modules=(*scheme.settings.modules, "raters"))
    return replace(scheme, settings=settings, raters=(RaterRule("manager", 70.0), RaterRule("peers", 30.0)))


def adjust(workspace: Workspace) -> None:
    """Let HR type a bonus into the scheme workbook."""
    scheme, bonus = (
        rated(sample_scheme()),
        Adjustment(CYCLE, "00123", "bonus", "a patent", 3.0, reason="no. 17"),
    )
    modules = replace(scheme.settings, modules=(*scheme.settings.modules, "adjustments"))
    write_rules(workspace, replace(scheme, settings=modules, adjustments=(bonus,)), sample_roster())


def waive(workspace: Workspace) -> None:
    """Accept a finding as it is, first for a reason and then for another."""
    with open_to_look(workspace) as archive:
        (number, *_) = (found.id for found in archive.findings(CYCLE))
    for reason in ("agreed on the phone", "agreed in writing"):
        run(workspace, "waive", number, "--by", "Zhao Min", "--reason", reason, "--until", "2026-12-31")


def run(workspace: Workspace, *words: str) -> None:
    """Run a command; it may have findings and must not stop."""
    assert main(["-w", str(workspace.folder), *words]) in (0, 1), words


def send(workspace: Workspace, name: str, data: bytes) -> None:
    """Let a file arrive and collect it."""
    (workspace.inbox / name).write_bytes(data)
    run(workspace, "collect")


def packed(archive: Path) -> bytes:
    """Return an archive's file without its free pages and its log, compressed."""
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    return gzip.compress(archive.read_bytes(), 9, mtime=0)


def write(target: Path) -> None:
    """Make the filled archive and write it."""
    os.environ["MERITBOOK_NOW"] = NOW
    with TemporaryDirectory() as folder:
        fill(Path(folder) / "company")
        target.write_bytes(packed(Path(folder) / "company" / "archive.db"))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else VERSIONS / f"{REVISIONS[-1]}.db.gz")
