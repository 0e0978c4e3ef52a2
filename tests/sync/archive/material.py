"""Small true material for the archive's tests: a cycle, its workbook, and a submission of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from addin.scoring.scheme import (
    Cycle,
    Department,
    Grade,
    Indicator,
    Line,
    Person,
    Position,
    Roster,
    Scheme,
    Settings,
)
from sync.archive.across.standing import Comparison, looked, record
from sync.archive.deciding import Decision, enact
from sync.archive.finals import Final
from sync.archive.handed import ActualRow, PastRow, PostRow
from sync.archive.opening import create
from sync.archive.pay import PayLine
from sync.archive.rated import RatingRow
from sync.archive.restating import Restated, restate
from sync.archive.rows import (
    EntryRow,
    FormRow,
    GivenRow,
    IssuedWorkbook,
    LineRow,
    Outcome,
    RegisterRow,
    ResultRow,
)
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.archive.waivers import Ended
from sync.findings import Finding, Waiver
from templates.stamp import LAYOUT, Stamp, sign

CYCLE = "2026-Q3"
WORKBOOK = "2026-Q3-sales-rating"
PEOPLE = ("E1", "E2")
INDICATORS = ("I1", "I2")

ROSTER: Roster = {name: Person(name, f"员工{name}", "sales", "clerk", "E9") for name in PEOPLE}

SCHEME = Scheme(
    settings=Settings(company="示例公司", holidays=(date(2026, 10, 1),)),
    departments={"sales": Department("sales", "Sales", head="E9")},
    positions={"clerk": Position("clerk", "Clerk", "T1", reviewed_on=date(2026, 1, 1))},
    indicators={name: Indicator(name, f"Indicator {name}", "kpi", "%") for name in INDICATORS},
    templates={
        "T1": (
            Line("T1", "I1", 60, "linear", None, {"points": ((0.8, 0.0), (0.95, 100.0)), "strict": True}),
            Line(
                "T1", "I2", 40, "tiers", 0.9, {"bands": ((None, 0.6, 0.0), (0.6, None, 80.0)), "cap": 120.0}
            ),
        )
    },
    grades=(Grade("A", "Very good", 90, None, 1.2), Grade("B", "Good", None, 90, 1.0)),
    cycles={CYCLE: Cycle(CYCLE, "quarter", date(2026, 7, 1), date(2026, 9, 30))},
)


def url(folder: Path) -> str:
    """Return the URL of an archive in a folder."""
    return f"sqlite:///{folder / 'archive.db'}"


def opened(folder: Path) -> Archive:
    """Make an archive in a file of a folder, with the cycle opened and its one workbook issued."""
    return opened_at(url(folder))


def opened_at(place: str) -> Archive:
    """Make an archive at an URL, with the cycle opened and its one workbook issued."""
    archive = create(place)
    archive.pin_cycle(CYCLE, SCHEME, ROSTER, b"scheme.xlsx")
    archive.record_issue([workbook(archive)])
    return archive


def stamp(archive: Archive, revision: int = 1, name: str = WORKBOOK) -> Stamp:
    """Return a signed stamp of the cycle."""
    pinned = archive.pinned(CYCLE)
    assert pinned is not None
    bare = Stamp(
        archive.id,
        name,
        CYCLE,
        "sales",
        "rating",
        "en",
        pinned.scheme,
        LAYOUT,
        revision,
        {"appraisal": ("a", "b")},
    )
    return sign(bare, archive.key)


def workbook(archive: Archive, revision: int = 1, content: bytes = b"issued bytes") -> IssuedWorkbook:
    """Return the workbook as issued to the department."""
    pinned = archive.pinned(CYCLE)
    assert pinned is not None
    name = f"{CYCLE}-sales.xlsx"
    return IssuedWorkbook(stamp(archive, revision), name, content, pinned.roster, b'{"read":1}', PEOPLE)


def entries(actual: float | None = 0.9) -> tuple[EntryRow, ...]:
    """Return what was typed for everybody, the same value in every line."""
    return tuple(
        EntryRow(
            who, what, actual, None, None, True, "", "很好", "考核评分", {"actual": "K5", "comment": "P5"}
        )
        for who in PEOPLE
        for what in INDICATORS
    )


def results(score: float | None = 88.5, state: str = "checked") -> tuple[ResultRow, ...]:
    """Return everybody's result."""
    lines = tuple(LineRow(what, 50, "ratio", 1, 0.9, score, "考核评分", "K5") for what in INDICATORS)
    return tuple(ResultRow(who, score, "B", state, lines) for who in PEOPLE)


def finding(code: str = "V001") -> Finding:
    """Return one finding."""
    return Finding(
        "f1", code, "error", "a.xlsx", "考核评分", "K5", None, "0..1", "Fix.", "Empty.", "sales", "E1", "I1"
    )


def outcome(archive: Archive, submission: int, content_digest: str = "c1", score: float = 88.5) -> Outcome:
    """Return what becomes of a filled workbook that is read: one form returned, one checked."""
    return Outcome(
        submission,
        "read",
        stamp=stamp(archive),
        content_digest=content_digest,
        accepted=archive.history(WORKBOOK).accepted,
        entries=entries(),
        registers=(RegisterRow("summary", "E1", {"strengths": "稳"}, "绩效汇总", {"strengths": "F5"}),),
        given=(GivenRow("E1", "I1", "r1", "peers", 4.0, "稳", "评价", "H9"),),
        forms=(FormRow("E1", "returned"), FormRow("E2", "checked")),
        results=results(score),
        findings=(finding(),),
        waivers=archive.history(WORKBOOK).waivers,
    )


def send(archive: Archive, content: bytes, digest: str, score: float = 88.5) -> int:
    """Receive a file and record it as read; returns its submission."""
    receipt = archive.receive(content, "sales.xlsx")
    assert archive.record(outcome(archive, receipt.submission, digest, score)) == "written"
    return receipt.submission


def copy_of(archive: Archive, submission: int, revision: int) -> Outcome:
    """Return the outcome with a returned copy of this revision."""
    copy = replace(workbook(archive, revision, b"returned"), reading=None, employees=())
    return replace(outcome(archive, submission), returned=copy)


def take_in_everything(archive: Archive) -> None:
    """Import one file of each kind, and take in adjustments."""
    archive.adjust(CYCLE, SCHEME, b"scheme with a bonus")
    actuals = [ActualRow(2, CYCLE, "E1", "I1", 0.9), ActualRow(3, CYCLE, "@sales", "I2", 0.5, "ledger")]
    archive.take_in("actuals", "finance", "actuals.csv", b"actuals", {"subject": ["no"]}, actuals)
    ratings = [RatingRow(2, CYCLE, "E1", "I1", "r1", "peers", 4.0)]
    archive.take_in("ratings", "survey", "ratings.csv", b"ratings", {"rater": ["by"]}, ratings)
    past = [PastRow(2, "E1", "2015", 88.0, "B"), PastRow(3, "E1", "2016", None, "C")]
    archive.take_in("history", "history", "reviews.csv", b"reviews", {"period": ["year"]}, past)
    posts = [PostRow(2, "E1", "2015-01-01", "2016-01-01", "sales", "clerk", "E9")]
    archive.take_in("posts", "posts", "posts.csv", b"posts", {"starts": ["from"]}, posts)


def decide_everything(archive: Archive) -> None:
    """Let a form go its way to approval, with a decided result, a note and what payroll is told."""
    way = (
        Move("E2", "checked", "reviewed_by_hr"),
        Move("E2", "reviewed_by_hr", "calibrated", "as scored"),
        Move("E2", "calibrated", "approved"),
    )
    added = {"provisional": 88.5, "bonus": 1.0, "deduction": 0.5, "veto": "ceiling", "proposed": "B"}
    final = Final("E2", 1, "calibrated", 89.0, "B", 1, 1.0, **added, reason="committee")
    line = PayLine(CYCLE, "E2", "P-1", "provisional", "B", 1.0, 500000, 500000, 92, 92, 500000)
    note = ("receipt", "E2", {"answer": "read"})
    assert enact(archive, Decision(CYCLE, "approved", "Li Hua", way, (final,), (note,), (line,)))


def waive_and_compare(archive: Archive) -> None:
    """Waive a finding of the submission that counts, once more for another reason; compare the workbooks."""
    counted = archive.history(WORKBOOK).accepted
    for reason in ("agreed on the phone", "agreed in writing"):
        stood = archive.history(WORKBOOK).waivers
        what = (CYCLE, WORKBOOK, "f1", "V001", finding().mark, reason, "Zhao Min", "2026-12-31", "")
        given = Waiver(0, *what, submission=counted, event=0)
        ended: tuple[Ended, ...] = tuple((one.number, "replaced") for one in stood)
        new = Restated("sales.xlsx", WORKBOOK, "sales", counted, stood, given, ended, CYCLE)
        assert restate(archive, new) == "written"
    with archive.reading() as connection:
        _, last = looked(connection, CYCLE)
    record(archive, Comparison(CYCLE, last, None, None, (("sales", finding("X001")),)))
