"""The workspaces that commands are killed in, each made once and copied for every trial."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from functools import cache
from gzip import decompress
from hashlib import sha256
from io import StringIO
from itertools import count
from pathlib import Path

import pytest

from addin.scoring.scheme import Goal
from sync.cli import main
from sync.settings import Workspace, open_workspace
from templates.books.department.state import Typed
from tests.builders import CYCLE, TYPED, sample_roster
from tests.edits import apply
from tests.packs import answered
from tests.scheme_edits import apply as edited
from tests.sync.service.company import HEAD, NO_RATING, filled, make_company, write_rules
from tests.sync.service.rated import pack, rated_scheme, send
from tests.sync.service.steps.approved import LATER, give_back, give_opinion, make_approved

OLD = Path(__file__).resolve().parents[1] / "sync/archive/versions/0001.db.gz"
MORE = {("00123", "SAL-01"): Typed(actual=100)}
PEOPLE = "Employee no.,Name,Department,Position,Manager no.,Hired on\n" + "".join(
    f"9{number:03},Person {number},sales,SAL,00001,2024-03-01\n" for number in range(40)
)

BONUS = (
    {"table": "settings", "key": ["module.adjustments"], "column": "value", "value": "yes"},
    {
        "do": "add",
        "table": "adjustments",
        "with": {
            "cycle": CYCLE,
            "employee": "00123",
            "kind": "bonus",
            "item": "a patent",
            "amount": 3,
            "reason": "no. 17",
        },
    },
)
"""What HR types into the scheme workbook while the cycle is open."""

DECIDED = ("--by", "Gao Yuan", "--reason", "the newer one")


def quietly(folder: Path, *words: str) -> None:
    """Run a command of the preparation."""
    with redirect_stdout(StringIO()):
        status = main(["-w", str(folder), *words])
    assert status in (0, 1), (words, status)


def nothing(folder: Path) -> None:
    """Leave the folder to the command."""


def company(folder: Path) -> None:
    """Make the small company: its scheme, its people, an archive without a cycle."""
    shutil.copytree(kept("company", lambda place: make_company(place)), folder)


def without_archive(folder: Path) -> None:
    """Make the small company without an archive."""
    company(folder)
    for file in folder.glob("archive.db*"):
        file.unlink()


def with_people(folder: Path) -> None:
    """Make the small company with a file of more people to import."""
    company(folder)
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")


def with_other_rules(folder: Path) -> None:
    """Make the small company with a rule changed in its scheme workbook since it was written."""
    company(folder)
    file = folder / "scheme.xlsx"
    edit = {"table": "templates", "key": ["SAL", "SAL-01"], "column": "cap", "value": 150}
    file.write_bytes(edited(file.read_bytes(), [edit]))


def with_new_rules(folder: Path) -> None:
    """Make the company after a collect, with a rule changed in its scheme workbook since."""
    collected(folder)
    file = folder / "scheme.xlsx"
    edit = {"table": "templates", "key": ["SAL", "SAL-01"], "column": "cap", "value": 150}
    file.write_bytes(edited(file.read_bytes(), [edit]))


def issued(folder: Path) -> None:
    """Make the small company with its cycle issued."""

    def make(place: Path) -> None:
        company(place)
        quietly(place, "issue", CYCLE)

    shutil.copytree(kept("issued", make), folder)


def sent(folder: Path) -> None:
    """Make the company with an inbox of every kind: good, with a mistake, twice, copied, foreign, broken."""

    def make(place: Path) -> None:
        issued(place)
        _send(open_workspace(place))

    shutil.copytree(kept("sent", make), folder)


def _send(workspace: Workspace) -> None:
    mistaken = filled(workspace, other=NO_RATING)
    contents = {
        "a.xlsx": mistaken,
        "b.xlsx": filled(workspace, "company"),
        "c.xlsx": b"not a workbook",
        "d.xlsx": _good_after(workspace, mistaken),
        "e.xlsx": mistaken,
        "more/f.xlsx": apply(mistaken, [{"do": "resave"}]),
        "more/g.xlsx": mistaken[:20_000],
        "more/h.csv": b"Employee no.,Score\n00123,5\n",
        "more/i.xlsx": workspace.scheme.read_bytes(),
    }
    for name, data in contents.items():
        file = workspace.inbox / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)


def _good_after(workspace: Workspace, other: bytes) -> bytes:
    """Return the workbook filled without a mistake, so that a collect comes to it after another one.

    Of two workbooks in one collect their content, with its random stamp, decides which is held; one with
    another remark in it is another content.
    """
    remarks = ({("00123", "SAL-01"): replace(TYPED["00123", "SAL-01"], comment=f"no. {n}")} for n in count())
    made = (filled(workspace, other=remark) for remark in remarks)
    return next(good for good in made if sha256(good).digest() > sha256(other).digest())


def _collect_all_but_the_good_one(place: Path) -> Path:
    """Collect what was sent without the good workbook, and return the place for it in the inbox."""
    sent(place)
    good = place / "inbox" / "d.xlsx"
    good.unlink()
    quietly(place, "collect", "--jobs", "1")
    return good


def collected(folder: Path) -> None:
    """Make the company after a collect; since then corrected copies and a change were sent, a bonus typed."""

    def make(place: Path) -> None:
        good = _collect_all_but_the_good_one(place)
        workspace = open_workspace(place)
        good.write_bytes(filled(workspace))
        copy = (workspace.returned(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()
        changed = {("00001", "SAL-01"): Typed(actual=90)}
        still = {("00124", "SAL-07"): Typed()}
        (workspace.inbox / "j.xlsx").write_bytes(filled(workspace, other=still, into=copy))
        (workspace.inbox / "k.xlsx").write_bytes(filled(workspace, "company", other=changed))
        (workspace.inbox / "l.xlsx").write_bytes(filled(workspace, into=copy))
        workspace.scheme.write_bytes(edited(workspace.scheme.read_bytes(), BONUS))

    shutil.copytree(kept("collected", make), folder)


def old(folder: Path) -> None:
    """Make a workspace whose archive an earlier program wrote."""
    folder.mkdir()
    (folder / "meritbook.toml").write_text('language = "en"\n', encoding="utf-8")
    (folder / "archive.db").write_bytes(decompress(OLD.read_bytes()))


def held(folder: Path) -> None:
    """Make the company after a collect that held its last submission, since it empties a line."""

    def make(place: Path) -> None:
        file = _collect_all_but_the_good_one(place)
        file.write_bytes(filled(open_workspace(place), other={("00124", "SAL-02"): Typed()}))
        quietly(place, "collect", "--jobs", "1")

    shutil.copytree(kept("held", make), folder)


def approved(folder: Path) -> None:
    """Make the company with every result approved, and none published."""
    shutil.copytree(kept("approved", make_approved), folder)


def with_facts(folder: Path) -> None:
    """Make the company with files of past results, of measured values and of ratings to import."""
    issued(folder)
    people = ("00123", "00124", "E-07", "00001")
    past = [f"{person},{year},{60 + year % 37},B" for person in people for year in range(1990, 2026)]
    actuals = [f"{person},{indicator},{90}" for person in people for indicator in ("SAL-01", "SAL-05")]
    ratings = [f"{person},SAL-07,{rater},peer,4" for person in people for rater in ("a", "b", "c")]
    (folder / "ratings.csv").write_text(
        "Employee no.,Indicator no.,Rater,Relation,Rating\n" + "\n".join(ratings) + "\n"
    )
    (folder / "history.csv").write_text("Employee no.,Period,Score,Grade\n" + "\n".join(past) + "\n")
    (folder / "actuals.csv").write_text("Employee no.,Indicator no.,Actual\n" + "\n".join(actuals) + "\n")


def corrected(folder: Path) -> None:
    """Make the company after a collect and an import of values that its workbooks do not hold."""

    def make(place: Path) -> None:
        held(place)
        (place / "actuals.csv").write_text("Employee no.,Indicator no.,Actual\n00123,SAL-01,77\n")
        quietly(
            place, "import", "actuals", str(place / "actuals.csv"), "--source", "finance", "--cycle", CYCLE
        )

    shutil.copytree(kept("corrected", make), folder)


def with_packs(folder: Path) -> None:
    """Make a company of which one department has its workbooks, one small one is back, and goals changed.

    The next issue then writes all that are new, and others anew; one goes out with what was typed in it.
    """

    def make(place: Path) -> None:
        workspace, rules = make_company(place), rated_scheme()
        write_rules(workspace, rules, sample_roster())
        quietly(place, "issue", CYCLE, "--department", "sales")
        back = pack(workspace, "self", "00123")
        send(workspace, answered(back.read_bytes(), 4.5), back.name)
        quietly(place, "collect", "--jobs", "1")
        settings = replace(rules.settings, modules=(*rules.settings.modules, "goals"))
        goals = (Goal(None, None, "SAL-01", 120.0),)
        write_rules(workspace, replace(rules, settings=settings, goals=goals), sample_roster())

    shutil.copytree(kept("packs", make), folder)


def calibrated(folder: Path) -> None:
    """Make the company after a review, with what a committee decided about the forms that passed it."""

    def make(place: Path) -> None:
        collected(place)
        quietly(place, "review", CYCLE, "--by", "Gao Yuan")
        quietly(place, "calibrate", CYCLE, "--to", str(place / "decided.xlsx"))

    shutil.copytree(kept("calibrated", make), folder)


def with_bases(folder: Path) -> None:
    """Make the company with every result approved, and bases of which payroll was told nothing yet."""
    approved(folder)
    (folder / "bases.csv").write_text("Employee no.,Base\n00123,3000\n00124,2500.5\nE-07,4000\n")


def published(folder: Path) -> None:
    """Make the company with every result published, some time ago."""

    def make(place: Path) -> None:
        with_bases(place)
        quietly(place, "import", "pay", str(place / "bases.csv"))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MERITBOOK_NOW", LATER)
            quietly(place, "publish", CYCLE, "--by", "Gao Yuan")

    shutil.copytree(kept("published", make), folder)


def answered_back(folder: Path) -> None:
    """Make the company with all that people hand in after publication: receipts, talks, opinions."""

    def make(place: Path) -> None:
        published(place)
        workspace = open_workspace(place)
        given = place / "given"
        signed = {"opinion": "Fair.", "name": "Li Na", "department": "Sales"}
        give_opinion(workspace, given / "a.xlsx", opinion="Too many meetings.")
        give_opinion(workspace, given / "b.xlsx", **signed)
        for name in ("a.xlsx", "b.xlsx"):
            shutil.copy(given / name, workspace.inbox / f"opinion-{name}")
        (given / "receipts.csv").write_text(
            "Employee no.,Read on,Answer\n00123,2026-10-20,read\n00124,2026-10-21,objection\n"
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MERITBOOK_NOW", LATER)
            quietly(place, "interviews", CYCLE, "--outlines")
        talk = {"held_on": date(2026, 10, 21), "review": "Sales fell.", "cause": "skill", "plan": "Calls."}
        (outlines,) = workspace.outbox(CYCLE).glob(f"published/{HEAD}/*-interviews-*.xlsx")
        give_back(outlines, given / "talks.xlsx", {"00123": talk, "00124": talk})

    shutil.copytree(kept("answered back", make), folder)


def appealed(folder: Path) -> None:
    """Make the company with an appeal against a published result, looked into and not decided yet."""

    def make(place: Path) -> None:
        collected(place)
        for verb in ("review", "approve"):
            quietly(place, verb, CYCLE, "--employee", "00124", "--by", "Gao Yuan")
        quietly(place, "publish", CYCLE, "--employee", "00124", "--by", "Gao Yuan")
        quietly(place, "appeal", "file", CYCLE, "00124", "--grounds", "a figure is wrong")
        quietly(place, "appeal", "accept", "A-0001", *DECIDED)
        quietly(place, "appeal", "investigate", "A-0001", "--by", "Gao Yuan", "--evidence", "it was")

    shutil.copytree(kept("appealed", make), folder)


def backed_up(folder: Path) -> None:
    """Make an empty workspace with nothing but a backup in it."""

    def make(place: Path) -> None:
        held(place)
        quietly(place, "backup", str(place / "company.backup"))
        for one in place.iterdir():
            if one.name != "company.backup":
                shutil.rmtree(one) if one.is_dir() else one.unlink()

    shutil.copytree(kept("backed up", make), folder)


@cache
def _shelf() -> tempfile.TemporaryDirectory[str]:
    """Return the folder in which made workspaces are kept, removed when the program ends."""
    return tempfile.TemporaryDirectory(prefix="meritbook-crash-")


def kept(name: str, make: Callable[[Path], object]) -> Path:
    """Make a workspace once; each use takes a copy."""
    folder = Path(_shelf().name) / name
    if not folder.exists():
        half = folder.with_name(f"{name} half")
        shutil.rmtree(half, ignore_errors=True)  # of a making that failed: its own error is told, once more
        make(half)
        half.rename(folder)
    return folder
