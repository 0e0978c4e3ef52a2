"""`appeal decide`: what was found wrong is put right and scored by the same rules; the old result is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from addin.scoring.grading import ranks
from addin.scoring.parameters import told
from addin.scoring.rounding import round_half_away
from addin.scoring.scheme import Line
from addin.texts import listed
from sync.archive.finals import Decided, Final
from sync.archive.rows import LineRow, Result, department_of
from sync.archive.store import Archive
from sync.process.appeals import CLOSED, DECIDED, REJECTED, REVIEWING, Act, Appeal, Change, Standing, may
from sync.process.deciding import allowed_grades
from sync.process.outcomes import rules_of
from sync.process.rescoring import decided_on_appeal, score_of
from sync.reading.cells import TEXT, Cell
from sync.reading.numbers import as_number
from sync.service.appealing.acting import Acted, Done, act_on, form_of, wrong_state
from sync.service.appealing.changed import not_applicable
from sync.service.appealing.filing import line_of
from sync.service.appealing.who import DECIDING
from sync.service.cycles import Rules
from sync.service.outcomes import computed_of, counting_in, decided_in, outcomes_of
from sync.service.paying import difference_after
from sync.service.steps.choosing import today
from sync.settings import Workspace, stop

RATING, ACTUAL = "manager_rating", "actual"
FLAGS = {RATING: "--rating", ACTUAL: "--actual"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the deciders say: the outcome, and values to be put right, as (line, value) in words.

    Or a score or grade of its own, where no value of a line says it.
    """

    outcome: str
    ratings: tuple[tuple[str, str], ...] = ()
    actuals: tuple[tuple[str, str], ...] = ()
    score: float | None = None
    grade: str | None = None

    @property
    def changes(self) -> bool:
        """Whether anything of the result is to change."""
        return bool(self.ratings or self.actuals or self.score is not None or self.grade)


def decide(workspace: Workspace, number: str, verdict: Verdict, by: str, reason: str) -> Acted:
    """Decide an appeal, once it was looked into; a second review ends it.

    Values put right are scored by the rules of the cycle; the result gets a new version, and nobody else's
    score or grade changes. Raises CannotGoOn where the decider had a part in the result, is not of the
    committee, or the verdict does not go together.
    """

    def work(archive: Archive, rules: Rules, appeal: Appeal) -> Done:
        state = CLOSED if appeal.state == REVIEWING else DECIDED
        if not may(appeal, state):
            raise wrong_state(archive, appeal)
        _refuse_contrary(archive, appeal, verdict)
        return _decided(archive, rules, appeal, verdict, Act(state, by, today(rules).isoformat(), reason))

    return act_on(workspace, number, by, work, DECIDING)


def _refuse_contrary(archive: Archive, appeal: Appeal, verdict: Verdict) -> None:
    """Refuse a verdict that says one thing and does another."""
    rejected, result = verdict.outcome == REJECTED, appeal.kind == "result"
    key = "rejected" if rejected and verdict.changes else ""
    key = "nothing" if not rejected and result and not verdict.changes else key
    key = "twice" if verdict.score is not None and (verdict.ratings or verdict.actuals) else key
    if key:
        raise stop(f"appeal_verdict_{key}", archive.language, number=appeal.id)


def _decided(archive: Archive, rules: Rules, appeal: Appeal, verdict: Verdict, act: Act) -> Done:
    subject, before = appeal.subject, decided_in(archive, rules.cycle.id)[appeal.subject]
    old = {one: outcome.finish.score for one, outcome in outcomes_of(archive, rules).items()}
    if not verdict.changes:
        same = _standing(before.final, old, subject)
        return Done(_with(act, verdict, (), same, same, None, 0))
    changes = _changes(archive, rules, appeal, verdict)
    final = _final(archive, rules, before, changes, verdict, act.text)
    new = old | {subject: final.score}
    after = _standing(final, new, subject)
    moved = _moved(old, new, subject)
    difference = difference_after(archive, rules, final)
    whole = _with(act, verdict, changes, _standing(before.final, old, subject), after, difference, moved)
    return Done(whole, (final._replace(rank=after.rank),))


def _with(
    act: Act,
    verdict: Verdict,
    changes: tuple[Change, ...],
    before: Standing,
    after: Standing,
    difference: int | None,
    moved: int,
) -> Act:
    return Act(
        act.state, act.by, act.on, act.text, verdict.outcome, changes, before, after, difference, moved
    )


def _final(
    archive: Archive,
    rules: Rules,
    before: Decided,
    changes: tuple[Change, ...],
    verdict: Verdict,
    reason: str,
) -> Final:
    """Return the new result: by the rules from what counts now, or as the deciders say."""
    scheme, subject = rules.scheme, before.final.subject
    further = {subject: changes}
    finish = computed_of(archive, rules, further)[subject].finish
    form = counting_in(archive, rules, further)[subject].score
    score = verdict.score if verdict.score is not None else None if changes else before.final.score
    if score is None and finish.score is None:
        raise stop("appeal_no_total", archive.language, subject=subject)
    _refuse_beyond(archive, rules, verdict, finish.ceiling)
    return decided_on_appeal(scheme, before.final, finish, form, score, verdict.grade, reason)


def _refuse_beyond(archive: Archive, rules: Rules, verdict: Verdict, ceiling: str | None) -> None:
    """Refuse a score outside the limits of a total, and a grade the scheme or a veto does not allow."""
    settings, score = rules.scheme.settings, verdict.score
    low, high = settings.total_floor, settings.total_cap
    if score is not None and not (low <= score <= high and _rounded(score, settings.decimals)):
        values = {"score": score, "low": low, "high": high, "decimals": settings.decimals}
        raise stop("appeal_score", archive.language, **values)
    allowed = allowed_grades(rules.scheme, ceiling)
    if verdict.grade is not None and verdict.grade not in allowed:
        known = listed(allowed, archive.language)
        raise stop("appeal_grade", archive.language, grade=verdict.grade, known=known)


def _rounded(score: float, decimals: int) -> bool:
    return float(round_half_away(score, decimals)) == score


def _changes(archive: Archive, rules: Rules, appeal: Appeal, verdict: Verdict) -> tuple[Change, ...]:
    """Return the values that are put right, each understood and within what its line takes."""
    result = counting_in(archive, rules)[appeal.subject]
    lines = rules_of(rules.scheme, rules.roster, rules.cycle, appeal.subject)
    form, found = form_of(archive, rules.cycle.id, appeal.subject), {}
    for column, pairs in ((RATING, verdict.ratings), (ACTUAL, verdict.actuals)):
        for named, word in pairs:
            indicator = line_of(archive, rules, form, named)
            row = next(line for line in result.lines if line.indicator == indicator)
            found[indicator] = _change(archive, rules, lines.get(indicator), row, column, word)
    _refuse_unscored(archive, rules, result, lines, found)
    return tuple(found.values())


def _change(
    archive: Archive, rules: Rules, line: Line | None, row: LineRow, column: str, word: str
) -> Change:
    language, indicator = archive.language, rules.scheme.indicators.get(row.indicator)
    if line is None or indicator is None:
        raise stop("appeal_other_rules", language, indicator=row.indicator)
    if line.input != column:
        values = {"indicator": row.indicator, "flag": FLAGS[line.input], "wrong": FLAGS[column]}
        raise stop("appeal_other_column", language, **values)
    percent = column == ACTUAL and indicator.percent
    value = as_number(Cell(TEXT, word), percent=percent, unit=indicator.unit, largest_plain=1.0)
    if not isinstance(value, float):
        example = "85%" if percent else "85"
        raise stop("appeal_number", language, indicator=row.indicator, found=word, example=example)
    if value == row.actual:
        raise stop("appeal_same", language, indicator=row.indicator, found=word)
    return Change(row.indicator, column, row.actual, value)


def _refuse_unscored(
    archive: Archive,
    rules: Rules,
    result: Result,
    lines: Mapping[str, Line],
    found: Mapping[str, Change],
) -> None:
    """Refuse a value that its line's method does not take, such as a rating beyond the scale."""
    new = {indicator: change.new for indicator, change in found.items()}
    scored = score_of(rules.scheme, lines, result, not_applicable(archive, result), new)
    for one in scored.lines:
        if one.line.indicator in new and one.score is None:
            values = {"indicator": one.line.indicator, "found": told(new[one.line.indicator])}
            raise stop("appeal_value", archive.language, **values)


def _standing(final: Final, scores: Mapping[str, float | None], subject: str) -> Standing:
    return Standing(final.score, final.grade, final.coefficient, _places(scores, subject)[subject])


def _places(scores: Mapping[str, float | None], subject: str) -> dict[str, int | None]:
    """Return the ranking that a subject is in: people among people, departments among departments."""
    unit = department_of(subject) is not None
    group = [one for one in scores if (department_of(one) is not None) is unit]
    return dict(zip(group, ranks([scores[one] for one in group]), strict=True))


def _moved(old: Mapping[str, float | None], new: Mapping[str, float | None], subject: str) -> int:
    """Count whose place in the ranking changes by a decision about somebody else."""
    before, after = _places(old, subject), _places(new, subject)
    return sum(before[one] != after[one] for one in before if one != subject)
