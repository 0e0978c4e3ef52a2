"""The final scores of a cycle, from what the archive holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from addin.scoring.finishing import Finish
from addin.scoring.raters.rules import RATERS
from addin.scoring.scheme import Adjustment, Cycle, Person, Scheme
from sync.archive import finals, queries
from sync.archive.among import Among
from sync.archive.finals import Decided
from sync.archive.handed import PostRow
from sync.archive.rows import Result
from sync.archive.store import Archive
from sync.process.hearing import Together, together, with_raters
from sync.process.outcomes import COEFFICIENTS, QUOTAS, Evidence, outcomes
from sync.service.appealing.changed import Changes, put_right
from sync.service.cycles import Rules, opened
from sync.service.excused import excused, forms_of
from sync.service.outdated import said
from sync.states import ASIDE, DECIDED, STATES

if TYPE_CHECKING:
    from addin.scoring.ranking.distribution import Proposal

ADJUSTMENTS = "adjustments"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a result outside its workbook: the final score, and what the quotas propose, if any.

    `decided` is the decision that counts where one was made; the final score is what was decided then.
    """

    finish: Finish
    proposal: Proposal | None = None
    decided: Decided | None = None


def outcomes_of(archive: Archive, rules: Rules) -> dict[str, Outcome]:
    """Return the outcome of every subject of a cycle that has a result: as decided, or else as computed.

    Where everything is decided nothing is computed.
    """
    decided = decided_in(archive, rules.cycle.id)
    with archive.reading() as connection:
        all_decided = queries.standing(connection, rules.cycle.id, STATES) <= decided.keys()
    computed = {} if all_decided else computed_of(archive, rules)
    return computed | {subject: as_decided(one) for subject, one in decided.items()}


def computed_of(archive: Archive, rules: Rules, further: Changes | None = None) -> dict[str, Outcome]:
    """Return the outcome of every subject as it follows from what came in, whatever was decided since.

    Where nothing outside the workbooks bears on them, the results are final as they are.

    further: values that an appeal is about to put right.
    """
    results = counting_in(archive, rules, further)
    if not is_extended(rules, adjustments_of(archive, rules)):
        return {one: Outcome(as_it_is(result)) for one, result in results.items()}
    evidence = evidence_of(archive, rules, results)
    finishes = outcomes(evidence)
    proposed = proposed_of(archive, rules, evidence, finishes)
    return {subject: Outcome(finish, proposed.get(subject)) for subject, finish in finishes.items()}


def decided_in(archive: Archive, cycle: str, among: Among = None) -> dict[str, Decided]:
    """Return what was decided of the results of a cycle and still holds: no form was taken back since.

    among: only of these people.
    """
    with archive.reading() as connection:
        held = queries.standing(connection, cycle, DECIDED, among)
        found = finals.decided(connection, cycle, among)
        return {subject: one for subject, one in found.items() if subject in held}


def as_decided(decided: Decided) -> Outcome:
    """Return a decided result as an outcome."""
    one = decided.final
    finish = Finish(
        None, bonus=one.bonus or 0.0, deduction=one.deduction or 0.0, score=one.score, grade=one.grade
    )
    return Outcome(finish, None, decided)


def counting_in(archive: Archive, rules: Rules, further: Changes | None = None) -> dict[str, Result]:
    """Return the results of a cycle by subject, without those of people who take no part any more.

    They hold the values that appeals have put right; further: those one is about to put right, too.
    """
    aside = {form.employee for form in forms_of(archive, rules) if form.state in ASIDE}
    found = {one.employee: one for one in archive.results(rules.cycle.id) if one.employee not in aside}
    return put_right(archive, rules, found, further)


def proposed_of(
    archive: Archive, rules: Rules, evidence: Evidence, finishes: Mapping[str, Finish]
) -> Mapping[str, Proposal]:
    """Return what the quotas propose; their arithmetic is loaded only where they are used."""
    if QUOTAS not in rules.scheme.settings.modules:
        return {}
    from sync.process.quotas import proposals

    return proposals(evidence, finishes, _before(archive, rules))


def as_it_is(result: Result) -> Finish:
    """Return a result as a final score that nothing was added to."""
    return Finish(None, score=result.score, grade=result.grade)


def final_of(archive: Archive, rules: Rules, result: Result) -> Finish:
    """Return the final score of one subject: as decided, or else as computed; none who takes no part."""
    decided = decided_in(archive, rules.cycle.id, (result.employee,)).get(result.employee)
    if decided is not None:
        return as_decided(decided).finish
    if excused(rules, (result.employee,)):
        return Finish(None)
    if not is_extended(rules, adjustments_of(archive, rules)):
        return as_it_is(result)
    return outcomes(evidence_of(archive, rules)).get(result.employee, as_it_is(result))


def is_extended(rules: Rules, adjustments: Collection[Adjustment]) -> bool:
    """Tell whether anything outside the workbooks bears on the results of a cycle."""
    return bool(adjustments) or bool({COEFFICIENTS, QUOTAS, RATERS} & set(rules.scheme.settings.modules))


def evidence_of(archive: Archive, rules: Rules, results: Mapping[str, Result] | None = None) -> Evidence:
    """Gather what the final scores of a cycle follow from: from the results that count, or from others."""
    cycle = rules.cycle
    results = counting_in(archive, rules) if results is None else results
    found = together_of(archive, rules, results)
    with_units = COEFFICIENTS in rules.scheme.settings.modules
    return Evidence(
        rules.scheme,
        rules.roster,
        cycle,
        with_raters(results, found),
        frozenset(_left_out(archive, results)),
        adjustments_of(archive, rules),
        _days(archive, rules, results) if with_units else {},
        found,
    )


def together_of(
    archive: Archive, rules: Rules, results: Mapping[str, Result]
) -> dict[tuple[str, str], Together]:
    """Return what the raters of a cycle make of judged lines; nothing while the module is off."""
    if RATERS not in rules.scheme.settings.modules:
        return {}
    return together(rules.scheme, rules.roster, rules.cycle, results, said(archive, rules))


def adjustments_of(archive: Archive, rules: Rules) -> tuple[Adjustment, ...]:
    """Return the bonuses, deductions and vetoes that hold in a cycle; none while the module is off."""
    return adjustments_in(adjusting(archive, rules), rules.cycle.id)


def adjusting(archive: Archive, rules: Rules) -> Scheme:
    """Return the version of the scheme whose adjustments hold in a cycle."""
    taken = archive.adjusting(rules.cycle.id)
    scheme = rules.scheme if taken is None else archive.scheme(taken)
    assert scheme is not None, taken
    return scheme


def adjustments_in(scheme: Scheme, cycle: str) -> tuple[Adjustment, ...]:
    """Return what a version of the scheme says of a cycle; nothing while the module is off."""
    if ADJUSTMENTS not in scheme.settings.modules:
        return ()
    return tuple(one for one in scheme.adjustments if one.cycle == cycle)


def _left_out(archive: Archive, results: Mapping[str, Result]) -> Iterable[tuple[str, str]]:
    """Yield the lines that are not applicable, as the submission behind a result says.

    Asked for only where a line has no score.
    """
    open_lines = [one for one in results.values() if any(line.score is None for line in one.lines)]
    for number in sorted({one.submission for one in open_lines if one.submission is not None}):
        for row in archive.entries(number):
            own = results.get(row.employee)
            if not row.applicable and own is not None and own.submission == number:
                yield row.employee, row.indicator


def _days(archive: Archive, rules: Rules, results: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return, for people whose posts were imported, how long they belonged to each department."""
    found = {}
    for employee in results:
        person = rules.roster.get(employee)
        posts = [row for row, _ in archive.posts_held(employee)] if person else []
        if person and posts:
            found[employee] = days_of(person, posts, rules.cycle)
    return found


def days_of(person: Person, posts: Iterable[PostRow], cycle: Cycle) -> dict[str, float]:
    """Return how long a person belonged to each department in a cycle [days].

    A day that no post tells of belongs to the department the person is in now; one on which two posts were
    held counts for the one that began last.
    """
    period = range(cycle.starts.toordinal(), cycle.ends.toordinal() + 1)
    held = dict.fromkeys(period, person.department)
    for post in sorted(posts, key=lambda one: one.starts):
        first = date.fromisoformat(post.starts).toordinal()
        last = date.fromisoformat(post.ends).toordinal() if post.ends else period[-1]
        held |= dict.fromkeys(range(max(first, period[0]), min(last, period[-1]) + 1), post.department)
    days: dict[str, float] = {}
    for department in held.values():
        days[department] = days.get(department, 0.0) + 1
    return days


def last_before(archive: Archive, scheme: Scheme, cycle: Cycle) -> str | None:
    """Return the opened cycle of the same kind that ended last before one; None where there is none."""
    known = (scheme.cycles.get(name) for name in archive.cycles())
    earlier = [one for one in known if one and one.kind == cycle.kind and one.ends < cycle.starts]
    return max(earlier, key=lambda one: one.ends).id if earlier else None


def _before(archive: Archive, rules: Rules) -> dict[str, float]:
    """Return the final scores of the cycle of the same kind that ended last before this one."""
    name = last_before(archive, rules.scheme, rules.cycle)
    if name is None:
        return {}
    last = opened(archive, name)
    finishes = outcomes(evidence_of(archive, last))
    finishes |= {who: as_decided(one).finish for who, one in decided_in(archive, name).items()}
    return {subject: finish.score for subject, finish in finishes.items() if finish.score is not None}
