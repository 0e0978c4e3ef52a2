"""The small workbooks of the sample company: a self-appraisal, a rater's workbook, a department's figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from addin.scoring.scheme import Scheme
from sync.reading.submission import read_submission
from sync.reading.tables import ReadRow, TableReading
from templates.books.department.plan import PlannedLine
from templates.books.pack.filling import fill_pack
from templates.books.pack.plan import PackPlan
from templates.books.pack.write import write_pack
from templates.patch import set_cells
from templates.stamp import sign
from templates.tables.packs import PACKS, READ, READ_KEY
from tests.builders import CYCLE, KEY, sample_plan, sample_scheme, sample_stamp

ANCHORS = (
    "Makes others succeed, starts cooperation unasked",
    "Keeps promises, shares in time, helps when asked",
    "Cooperates, sometimes late or incomplete",
    "Must be reminded often",
    "Blocks or withholds",
)
PROVIDED = ("SAL-02", "RND-03", "RND-08")
"""The indicators whose actuals a department provides."""

ACTUALS: Mapping[str, float | str] = {"SAL-02": 0.96, "RND-03": 4, "RND-08": "yes"}


def anchored(scheme: Scheme, provider: str | None = None) -> Scheme:
    """Return a scheme whose judged indicators say what each rating means, and some are provided."""
    judged = {line.indicator for lines in scheme.templates.values() for line in lines if line.judged}
    indicators = {
        key: replace(
            one,
            anchors=ANCHORS if key in judged else one.anchors,
            provider=provider if key in PROVIDED else None,
        )
        for key, one in scheme.indicators.items()
    }
    return replace(scheme, indicators=indicators)


def pack_plan(edition: str, language: str = "en") -> PackPlan:
    """Return the plan of a small workbook of the sample company."""
    stamp = replace(
        sample_stamp(language=language),
        workbook=f"{CYCLE}-it-{edition}",
        department="sales" if edition != "rater" else "",
        edition=edition,
        columns={edition: tuple(column.key for column in PACKS[edition].columns)},
    )
    scheme = sample_scheme()
    return PackPlan(
        sign(stamp, KEY),
        scheme.cycles[CYCLE],
        scheme.settings,
        date(2026, 10, 12),
        "Li Na · Sales clerk · Sales and Service",
        _lines(edition, language),
        language,
        {"00124": "peers", "E-07": "customers"} if edition == "rater" else {},
    )


def _lines(edition: str, language: str) -> tuple[PlannedLine, ...]:
    indicators = anchored(sample_scheme()).indicators
    lines = [replace(line, indicator=indicators[line.indicator.id]) for line in sample_plan(language).lines]
    if edition == "self":
        return tuple(line for line in lines if line.key[0] == "00123")
    if edition == "rater":
        return tuple(line for line in lines if line.key[0] in ("00124", "E-07") and line.line.judged)
    return tuple(sorted((line for line in lines if line.key[1] in PROVIDED), key=lambda line: line.key[1]))


def typed_pack(plan: PackPlan, rating: float = 4.0) -> dict[tuple[str, str], dict[str, str | float]]:
    """Return a filling of a small workbook without an open point."""
    yes = "yes" if plan.language == "en" else "是"
    found: dict[tuple[str, str], dict[str, str | float]] = {}
    for line in plan.lines:
        if plan.value == "actual":
            actual = ACTUALS[line.key[1]]
            found[line.key] = {"actual": yes if actual == "yes" else actual, "evidence": "ledger 7"}
        elif plan.asked(line):
            found[line.key] = {"manager_rating": rating, "comment": "as agreed in July"}
    return found if plan.value == "actual" else {**found, READ_KEY: {"manager_rating": yes}}


def pack_workbook(edition: str, filled: bool = True, language: str = "en") -> bytes:
    """Return a small workbook, as issued or filled without an open point."""
    plan = pack_plan(edition, language)
    issued = write_pack(plan)
    return fill_pack(issued, plan, typed_pack(plan)) if filled else issued


def answered(
    issued: bytes, rating: float | str | Mapping[str, float | str] = 4.0, comment: str = "as agreed in July"
) -> bytes:
    """Return a small workbook that was really issued, filled; rating: one for all lines, or by person."""
    submission = read_submission(issued)
    ((edition, table),) = submission.tables.items()
    assert submission.stamp is not None, "a workbook without a stamp"
    yes = "yes" if submission.stamp.language == "en" else "是"
    cells: dict[str, str | float | None] = {}
    for row in table.rows:
        who, what = row.text("employee"), row.text("indicator")
        value: str | float | None = None
        if edition == "data":
            value = ACTUALS[what]
        elif who == READ:
            value = yes
        elif row.text("scale"):
            value = rating.get(who) if isinstance(rating, Mapping) else rating
        if value is not None:
            words = "evidence" if edition == "data" else "comment"
            cells |= {_cell(table, row, "actual" if edition == "data" else "manager_rating"): value}
            cells |= {_cell(table, row, words): "ledger 7" if edition == "data" else comment}
    return set_cells(issued, {table.sheet: cells})


def _cell(table: TableReading, row: ReadRow, column: str) -> str:
    place = table.place(row, column)
    assert place is not None, column
    return place
