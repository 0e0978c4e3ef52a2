"""What a committee decides on, read from the archive once: forms, scores, groups, what was decided before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from addin.scoring.finishing import Finish
from addin.scoring.grading import best_first
from addin.scoring.ranking.distribution import Proposal
from addin.texts import say
from sync.archive.finals import Decided
from sync.archive.rows import FormRecord, Result, department_of, of_department
from sync.archive.store import Archive
from sync.process.calibration import UNITS, Ranked, ranked
from sync.process.deciding import places
from sync.service.cycles import Rules, opened
from sync.service.outcomes import computed_of, counting_in, decided_in, last_before, outcomes_of
from templates.books.calibration import Facts, facts_of, mark_of

REVIEWED, CALIBRATED = "reviewed_by_hr", "calibrated"
OPEN = (REVIEWED, CALIBRATED)
"""Forms whose grade can be decided."""


@dataclass(frozen=True, slots=True)
class Material:
    """A cycle as a committee looks at it; everything by subject but the groups, each with its title.

    `finishes` and `proposed` follow from what came in; `decided` is what was decided and holds; `ranks` are
    those by the final score.
    """

    archive: Archive
    rules: Rules
    forms: Mapping[str, FormRecord]
    results: Mapping[str, Result]
    finishes: Mapping[str, Finish]
    proposed: Mapping[str, Proposal]
    decided: Mapping[str, Decided]
    ranks: Mapping[str, int | None]
    groups: Mapping[str, Ranked]

    @property
    def language(self) -> str:
        """The language of the archive."""
        return self.archive.language

    @property
    def grades(self) -> list[str]:
        """The grades there are, the best first."""
        return [grade.id for grade in best_first(self.rules.scheme.grades)]

    def finish(self, subject: str) -> Finish:
        """Return the final score of a form; an empty one where it has no result."""
        return self.finishes.get(subject, Finish(None))

    def proposed_grade(self, subject: str) -> str | None:
        """Return the grade that the quotas propose, or that of the score where they say nothing."""
        found = self.proposed.get(subject)
        return found.proposed if found else self.finish(subject).grade

    def grade_now(self, subject: str) -> str | None:
        """Return the grade a form has by now: as decided, or else as proposed."""
        found = self.decided.get(subject)
        return found.final.grade if found else self.proposed_grade(subject)

    def facts(self, subject: str) -> Facts:
        """Return score, grade of the score and veto ceiling as a row says them."""
        finish = self.finish(subject)
        return facts_of(finish.score, finish.grade, finish.ceiling)

    def mark(self, subject: str, facts: Facts, proposed: str) -> str:
        """Sign what a row says of a form."""
        return mark_of(self.archive.key, self.rules.cycle.id, subject, facts, proposed)


def gather(archive: Archive, rules: Rules) -> Material:
    """Read what a committee decides on."""
    outcomes = computed_of(archive, rules)
    finishes = {subject: one.finish for subject, one in outcomes.items()}
    proposed = {subject: one.proposal for subject, one in outcomes.items() if one.proposal is not None}
    groups = ranked(rules.scheme, rules.roster, finishes, proposed)
    return Material(
        archive,
        rules,
        {form.employee: form for form in archive.forms(rules.cycle.id)},
        counting_in(archive, rules),
        finishes,
        proposed,
        decided_in(archive, rules.cycle.id),
        places(finishes),
        _titled(rules, groups, finishes, archive.language),
    )


def _titled(
    rules: Rules, groups: list[Ranked], finishes: Mapping[str, Finish], language: str
) -> dict[str, Ranked]:
    """Return the groups by what they are called; two of one name say which unit is meant."""
    found: dict[str, Ranked] = {}
    for group in groups:
        title = _title(rules, group, finishes, language)
        found[title if title not in found else f"{title} ({group.limited or group.unit})"] = group
    return found


def _title(rules: Rules, group: Ranked, finishes: Mapping[str, Finish], language: str) -> str:
    if group.unit == UNITS:
        return say("calibration.group.units", language)
    unit = rules.scheme.departments.get(group.limited or group.unit)
    name = unit.name if unit else group.unit or rules.scheme.settings.company
    if not group.limited:
        return name or say("calibration.group.all", language)
    grade = finishes[of_department(group.limited)].grade
    return say("calibration.group.limited", language, unit=name, grade=grade)


def last_grades(archive: Archive, rules: Rules) -> dict[str, str | None]:
    """Return everybody's grade in the cycle of the same kind that ended last."""
    name = last_before(archive, rules.scheme, rules.cycle)
    if name is None:
        return {}
    return {subject: one.finish.grade for subject, one in outcomes_of(archive, opened(archive, name)).items()}


def department_name(rules: Rules, subject: str) -> str:
    """Return what the department of a form's subject is called."""
    unit = department_of(subject) or rules.roster[subject].department
    known = rules.scheme.departments.get(unit)
    return known.name if known else unit
