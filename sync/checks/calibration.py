"""K: what a committee decided: grades that are none, above a veto, without a reason, outdated, too many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from addin.scoring.scheme import Scheme
from addin.texts import listed
from sync.checks.matching import resolve
from sync.checks.registry import check, switched_on
from sync.findings import Finding, Problem, finding, told_apart, worst_first
from sync.reading.tables import ReadRow, TableReading
from templates.books.calibration import Facts
from templates.tables.calibration import CALIBRATION, COMMITTEE

NAMED = 5
"""So many of those who are missing are named."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a form stands today: its name, score, grade of the score, the best grade a veto leaves.

    `open`: whether its grade can be decided now; `state` is where it stands, in words.
    """

    name: str
    score: float | None
    grade: str | None
    ceiling: str | None
    open: bool
    state: str


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A row that came back: whose it is, the grade given (None: none, or no grade), and why.

    `genuine`: whether it is as it was written but for what the committee types; `current`: whether that is
    what stands today.
    """

    subject: str
    row: ReadRow
    grade: str | None
    reason: str
    genuine: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A grade, with those that share its places, that more people of a group get than there are places."""

    group: str
    grades: str
    have: int
    most: int
    binding: bool


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A committee's workbook beside what stands today: what the checks look at.

    `missing` are reviewed forms of its departments that have no row in it; `members` counts who decided.
    """

    table: TableReading
    rows: Sequence[DecidedRow]
    standing: Mapping[str, Standing]
    grades: Sequence[str]
    scheme: Scheme
    language: str
    missing: Collection[str] = ()
    exceeded: Iterable[Exceeded] = ()
    members: int = 0

    def at(self, one: DecidedRow, column: str, found: object = None, expected: object = None) -> Problem:
        """Make the problem of a row's cell."""
        standing = self.standing.get(one.subject)
        name = standing.name if standing else one.row.text("name") or one.subject
        values: dict[str, object] = {"name": name, "cell": self.table.place(one.row, column)}
        return Problem(
            sheet=self.table.sheet,
            cell=self.table.place(one.row, column),
            found=found,
            expected=expected,
            table=CALIBRATION.key,
            column=column,
            employee=one.subject,
            values=values,
        )


def decided_rows(
    table: TableReading,
    subjects: Iterable[str],
    grades: Sequence[str],
    mark: Callable[[str, Facts, str], str],
    facts: Callable[[str], Facts],
) -> Iterator[DecidedRow]:
    """Yield the rows of a committee's workbook, each with whose it is and whether it still stands.

    The proposal may move with other people's scores: a row is not outdated by that.

    mark: signs what a row says of a form; facts: what it would say today.
    """
    known = tuple(subjects)
    for row in table.rows:
        subject = resolve(row.cell("employee"), known) or row.text("employee")
        said = (row.text("score"), row.text("grade"), row.text("ceiling"))
        genuine = row.text("mark") == mark(subject, said, row.text("proposed"))
        grade = next((one for one in grades if one.casefold() == row.text("decided").casefold()), None)
        reason = " ".join(row.text("reason").split())
        current = genuine and subject in known and said == facts(subject)
        yield DecidedRow(subject, row, grade, reason, genuine, current)


def run_calibration(calibrated: Calibrated, workbook: str, scope: str) -> list[Finding]:
    """Run the checks on what a committee decided, and return what was found, worst first."""
    found = (
        finding(one.code, severity, problem, workbook, scope, calibrated.language)
        for one, severity in switched_on("calibration", calibrated.scheme)
        for problem in one.run(calibrated)
    )
    return worst_first(told_apart(found))


def _standing(calibrated: Calibrated) -> Iterator[tuple[DecidedRow, Standing]]:
    """Yield the rows whose grade can be decided, with how their forms stand."""
    for one in calibrated.rows:
        standing = calibrated.standing.get(one.subject)
        if standing is not None and standing.open and one.genuine and one.current:
            yield one, standing


@check("K001", "calibration")
def no_such_grade(calibrated: Calibrated) -> Iterator[Problem]:
    """Find grades that the scheme does not have, and those given without a score."""
    for one, standing in _standing(calibrated):
        said = one.row.text("decided")
        if said and (one.grade is None or standing.score is None):
            known = listed(calibrated.grades, calibrated.language)
            yield calibrated.at(one, "decided", said, known)


@check("K002", "calibration")
def no_grade(calibrated: Calibrated) -> Iterator[Problem]:
    """Find people with a score for whom no grade was chosen."""
    for one, standing in _standing(calibrated):
        if standing.score is not None and not one.row.text("decided"):
            yield calibrated.at(one, "decided", None, standing.grade)


@check("K003", "calibration")
def above_ceiling(calibrated: Calibrated) -> Iterator[Problem]:
    """Find grades above what a veto leaves."""
    order = list(calibrated.grades)
    for one, standing in _standing(calibrated):
        limited = one.grade is not None and standing.ceiling in order
        if limited and order.index(one.grade or "") < order.index(standing.ceiling or ""):
            yield calibrated.at(one, "decided", one.grade, standing.ceiling)


@check("K004", "calibration")
def no_reason(calibrated: Calibrated) -> Iterator[Problem]:
    """Find grades that differ from that of the score, without a word why."""
    for one, standing in _standing(calibrated):
        differs = one.grade is not None and standing.score is not None and one.grade != standing.grade
        if differs and not one.reason:
            yield calibrated.at(one, "reason", one.grade, standing.grade)


@check("K005", "calibration")
def row_changed(calibrated: Calibrated) -> Iterator[Problem]:
    """Find rows whose score, grade, veto or proposal is not what was written."""
    for one in calibrated.rows:
        if one.subject in calibrated.standing and not one.genuine:
            yield calibrated.at(one, "score", one.row.text("score"))


@check("K006", "calibration")
def row_added(calibrated: Calibrated) -> Iterator[Problem]:
    """Find rows of somebody who has no form in the cycle."""
    for one in calibrated.rows:
        if one.subject not in calibrated.standing:
            yield calibrated.at(one, "employee", one.subject)


@check("K007", "calibration")
def row_twice(calibrated: Calibrated) -> Iterator[Problem]:
    """Find people who stand in the workbook twice."""
    number = Counter(one.subject for one in calibrated.rows)
    seen: set[str] = set()
    for one in calibrated.rows:
        if number[one.subject] > 1 and one.subject in seen:
            yield calibrated.at(one, "employee", one.subject)
        seen.add(one.subject)


@check("K008", "calibration")
def outdated(calibrated: Calibrated) -> Iterator[Problem]:
    """Find rows whose score or veto has changed since the workbook was written."""
    for one in calibrated.rows:
        standing = calibrated.standing.get(one.subject)
        if standing is not None and one.genuine and not one.current:
            yield calibrated.at(one, "score", one.row.text("score"), standing.score)


@check("K009", "calibration")
def not_to_decide(calibrated: Calibrated) -> Iterator[Problem]:
    """Find forms that are not reviewed yet, or whose grade somebody has put their name under."""
    for one in calibrated.rows:
        standing = calibrated.standing.get(one.subject)
        if standing is not None and not standing.open:
            yield calibrated.at(one, "employee", standing.state)


@check("K010", "calibration", whole=True)
def too_many(calibrated: Calibrated) -> Iterator[Problem]:
    """Find groups in which the grades given are not those that binding quotas leave places for."""
    yield from (_exceeded(calibrated, one) for one in calibrated.exceeded if one.binding)


@check("K011", "calibration", whole=True)
def more_than_advised(calibrated: Calibrated) -> Iterator[Problem]:
    """Find groups in which more people get a grade than quotas advise."""
    yield from (_exceeded(calibrated, one) for one in calibrated.exceeded if not one.binding)


def _exceeded(calibrated: Calibrated, one: Exceeded) -> Problem:
    values = {"group": one.group, "grades": one.grades, "have": one.have, "most": one.most}
    column = f"{one.group} {one.grades}"
    return Problem(
        sheet=calibrated.table.sheet, found=one.have, expected=one.most, column=column, values=values
    )


@check("K012", "calibration", whole=True)
def rows_missing(calibrated: Calibrated) -> Iterator[Problem]:
    """Find reviewed forms that have no row in the workbook: their grades stay open."""
    names = [calibrated.standing[one].name for one in sorted(calibrated.missing)]
    if names:
        shown = listed((*names[:NAMED], *("…" for _ in names[NAMED : NAMED + 1])), calibrated.language)
        yield Problem(sheet=calibrated.table.sheet, found=shown, values={"n": len(names), "names": shown})


@check("K013", "calibration", whole=True)
def nobody_named(calibrated: Calibrated) -> Iterator[Problem]:
    """Find a workbook in which nobody of the committee is named."""
    if not calibrated.members:
        yield Problem(sheet=COMMITTEE.title(calibrated.language), table=COMMITTEE.key, column="member")
