"""The forms of a workbook: as issued, with what was typed; blank, odd and not applicable are told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from addin.scoring.arithmetic import LARGEST, SMALLEST
from addin.scoring.combine import score_forms
from addin.scoring.form import Entry
from addin.scoring.goals import department_of
from addin.scoring.methods import METHODS
from addin.scoring.scheme import Cycle, Indicator, Line, Scheme
from sync.checks.context import Context, FormReading, LineReading, edition_of
from sync.checks.matching import Matching, match_lines, match_people, subject_column
from sync.checks.staff import NOBODY, Staff
from sync.reading.cells import Cell
from sync.reading.numbers import NOT_APPLICABLE, Odd, as_number, as_yes_no
from sync.reading.submission import Submission
from sync.reading.tables import ReadRow
from templates.books.department.goals import wanted
from templates.books.department.plan import GOALS
from templates.tables.packs import PACKS, READ

REVIEWED = "reviewed_rating"

GRIDS = ("appraisal", "unit", *PACKS)
"""The tables with one row per line."""

BELOW_ONE = 1 - 1e-9
"""Up to this a number without a percent sign is a fraction: 0.95; a lone 1 may be 1% or 100%."""


def build_context(
    submission: Submission,
    issued: Submission,
    scheme: Scheme,
    cycle: Cycle,
    language: str,
    staff: Staff = NOBODY,
) -> Context:
    """Put together what the checks look at: what was sent, what was issued, the forms, and our own scores.

    submission: as read; issued: the reading of the bytes that were issued; scheme: the version in
    the stamp; staff: everybody whom registers may name.
    """
    matchings = {
        table: match_lines(submission.tables.get(table), issued.tables[table])
        for table in GRIDS
        if table in issued.tables
    }
    forms = read_forms(submission, issued, scheme, cycle, matchings)
    entries = [
        ([line.line for line in form.lines], {line.entry.indicator: line.entry for line in form.lines})
        for form in forms
    ]
    scores = score_forms(entries, scheme.settings, scheme.grades)
    return Context(
        submission=submission,
        issued=issued,
        scheme=scheme,
        cycle=cycle,
        forms=forms,
        scores={form.employee: score for form, score in zip(forms, scores, strict=True)},
        language=language,
        matchings=matchings,
        staff=staff,
    )


def read_forms(
    submission: Submission,
    issued: Submission,
    scheme: Scheme,
    cycle: Cycle,
    matchings: Mapping[str, Matching],
) -> tuple[FormReading, ...]:
    """Read every issued form: fixed values as issued, typed values from the row with the same numbers."""
    forms: list[FormReading] = []
    as_issued, rules, goals = _AsIssued(), _Rules(scheme, cycle), edition_of(issued) == GOALS
    for table, matching in matchings.items():
        subjects: dict[str, list[ReadRow]] = {}
        for row in issued.tables[table].rows:
            subjects.setdefault(row.text(subject_column(table)), []).append(row)
        subjects.pop(READ, None)
        summary = match_people(submission.tables.get("summary"), subjects)
        for subject, rows in subjects.items():
            lines = _lines(subject, rows, rules, matching, as_issued, submission.date1904)
            if goals:
                lines = tuple(as_goal(line, submission.date1904) for line in lines)
            name, position = _named(subject, rows[0], scheme), rows[0].text("position")
            forms.append(FormReading(subject, name, position, lines, summary.get(subject), table))
    return tuple(forms)


def _named(subject: str, issued: ReadRow, scheme: Scheme) -> str:
    """Return the name of a person as issued, or of a department."""
    unit = scheme.departments.get(department_of(subject) or "")
    return issued.text("name") if unit is None else unit.name


def _lines(
    subject: str,
    issued: Sequence[ReadRow],
    rules: _Rules,
    matching: Matching,
    as_issued: _AsIssued,
    date1904: bool,
) -> tuple[LineReading, ...]:
    by_indicator = {row.text("indicator"): row for row in issued}
    return tuple(
        _line(
            as_issued.of(rule, rules.scheme.indicators[rule.indicator], by_indicator[rule.indicator]),
            rules.scheme.indicators[rule.indicator],
            by_indicator[rule.indicator],
            matching.row((subject, rule.indicator)),
            date1904,
        )
        for rule in rules[department_of(subject), issued[0].text("position"), frozenset(by_indicator)]
        if rule.indicator in by_indicator
    )


class _Rules(dict[tuple[str | None, str, frozenset[str]], tuple[Line, ...]]):
    """The template lines of issued rows, by department where one is judged, by position and indicators.

    What was issued decides, not the post a person holds today.
    """

    def __init__(self, scheme: Scheme, cycle: Cycle) -> None:
        self.scheme, self.cycle = scheme, cycle

    def __missing__(self, issued: tuple[str | None, str, frozenset[str]]) -> tuple[Line, ...]:
        department, position, wanted = issued
        unit = self.scheme.departments.get(department or "")
        posts = (post for post in self.scheme.positions.values() if position in (post.id, post.name))
        named = [post.template for post in posts] if unit is None else [unit.template]
        for template in (*named, *self.scheme.templates):
            lines = self.scheme.templates.get(template or "", ())
            found = tuple(line for line in lines if line.applies(self.cycle.kind))
            if wanted <= {line.indicator for line in found}:
                self[issued] = found
                return found
        raise AssertionError(f"no template has the issued lines {sorted(wanted)}")


def fixed(issued: ReadRow, column: str) -> bool:
    """Tell whether a value was issued filled in (an imported actual, a self rating)."""
    return column in issued.cells and bool(issued.text(column))


class _AsIssued:
    """The rules of a workbook with target and weight as issued: mostly the very rules, the same for many."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, Cell | None, Cell | None], Line] = {}

    def of(self, rule: Line, indicator: Indicator, issued: ReadRow) -> Line:
        """Return a rule as it was issued in a row."""
        target, weight = issued.cell("target"), issued.cell("weight")
        key = id(rule), target, weight
        if key not in self.known:
            self.known[key] = _with(rule, as_number(target, indicator.percent), as_number(weight, False))
        return self.known[key]


def _with(rule: Line, target: object, weight: object) -> Line:
    """Return a rule with another target and weight, where these are numbers."""
    target = target if isinstance(target, float) else rule.target
    weight = weight if isinstance(weight, float) else rule.weight
    as_ruled = repr((target, weight)) == repr((rule.target, rule.weight))
    return rule if as_ruled else replace(rule, target=target, weight=weight)


def _line(
    line: Line, indicator: Indicator, issued: ReadRow, row: ReadRow | None, date1904: bool
) -> LineReading:
    column = _counting(line, issued, row)
    value = understood(issued if fixed(issued, column) else row, column, line, indicator, date1904)
    odd = {column: value} if isinstance(value, Odd) else {}
    return LineReading(line, indicator, issued, row, _entry(line, indicator, issued, row, value), odd, column)


def _counting(line: Line, issued: ReadRow, row: ReadRow | None) -> str:
    """Return the column a line is scored by: the rating of whoever reviews, where there is one, comes first.

    So it is only where the issued formula looks at it.
    """
    if line.judged and row is not None and row.text(REVIEWED):
        score = issued.cell("score")
        if score is not None and score.formula and REVIEWED in score.formula:
            return REVIEWED
    column: str = line.input
    return column


def as_goal(line: LineReading, date1904: bool) -> LineReading:
    """Return a line of the goals edition: its target is what was typed, and nothing is scored yet."""
    value = understood(line.row, "target", line.line, line.indicator, date1904)
    if isinstance(value, str):
        value = Odd("not_a_number", value)
    number = value if isinstance(value, float) else None
    odd = {"target": value} if isinstance(value, Odd) and not _may_be_blank(value, line.line) else {}
    return replace(line, odd=odd, input="target", target=number, entry=Entry(line.line.indicator))


def _may_be_blank(odd: Odd, line: Line) -> bool:
    return odd.code == "missing" and not wanted(line)


def understood(
    row: ReadRow | None, column: str, line: Line, indicator: Indicator, date1904: bool = False
) -> float | Odd | str:
    """Return what stands in an input cell as a number, as NOT_APPLICABLE, or why it is neither."""
    cell = row.cell(column) if row else None
    if column == "actual" and METHODS[line.method].value == "yes_no":
        answer = as_yes_no(cell, date1904)
        return float(answer) if isinstance(answer, bool) else answer
    if cell is not None and isinstance(cell.value, float) and beyond_cells(cell.value):
        return Odd("not_a_number", f"{cell.value:.4G}")
    if column in ("actual", "target"):
        return as_number(cell, indicator.percent, indicator.unit, BELOW_ONE, date1904)
    return as_number(cell, percent=False, date1904=date1904)


def beyond_cells(number: float) -> bool:
    """Tell whether a number is too large, or too close to 0, for any cell: it is none, as everywhere else."""
    return number != 0 and not SMALLEST <= abs(number) <= LARGEST


def _entry(
    line: Line, indicator: Indicator, issued: ReadRow, row: ReadRow | None, value: float | Odd | str
) -> Entry:
    """Make the entry of a line; a value that is odd counts as none, and its finding holds the form back."""
    number = value if isinstance(value, float) else None
    rated = issued.cells.get("self_rating") or (row.cells.get("self_rating") if row else None)
    own = as_number(rated, percent=False) if rated else None
    return Entry(
        indicator=indicator.id,
        actual=None if line.judged else number,
        self_rating=own if isinstance(own, float) else None,
        manager_rating=number if line.judged else None,
        applicable=value != NOT_APPLICABLE,
    )
