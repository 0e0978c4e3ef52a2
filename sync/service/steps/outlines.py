"""Writing the outlines of talks: for each manager a workbook with those who report to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import fsum
from pathlib import Path

from addin.scoring.parameters import told
from addin.texts import say
from sync.archive.rows import department_of
from sync.archive.store import Archive
from sync.process.outcomes import rules_of
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.exporting.explained import Material, content_of, material_of
from sync.service.exporting.slips import stamp_of, write_book
from sync.service.outcomes import last_before, outcomes_of
from sync.service.steps.choosing import Choice
from sync.service.steps.handing import folder_of
from sync.service.steps.talking import REGISTER, Due, due_talks
from sync.service.steps.told import results_before
from sync.settings import Workspace, stop
from sync.states import TOLD
from templates.books.department.demands import scale
from templates.books.interview import Against, Outline, OutlineBook, Period, write_outlines
from templates.tables.registers import REGISTERS

BEFORE = 4
"""So many results of before stand in the trend."""

FEWEST = 3
"""With so many others in the department a result is compared; fewer would tell a single score."""

Results = Mapping[str, tuple[float, str | None]]


@dataclass(frozen=True, slots=True)
class Past:
    """The cycles of the same kind before, the last one first, each with everybody's score and grade."""

    cycles: Sequence[tuple[str, Results]]


def write_all(workspace: Workspace, cycle: str, choice: Choice, to: Path | None = None) -> list[Path]:
    """Write a workbook of outlines for each manager whose people have published results; returns the files.

    to: one folder for all; without it each lies among what its manager receives. Raises CannotGoOn where no
    result that is meant is published.
    """
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        due = due_talks(archive, rules, choice, everybody=True)
        if not due:
            raise stop("no_outlines", archive.language, cycle=cycle)
        material, past = material_of(archive, rules), Past(list(islice(_past(archive, rules), BEFORE)))
        scores = _scores(archive, rules)
        written = []
        for manager in sorted({one.manager for one in due}):
            talks = [one for one in due if one.manager == manager]
            book = _book(archive, material, manager, talks, past, scores)
            name = f"{cycle}-{REGISTER}-{manager}"
            columns = {REGISTER: tuple(one.key for one in REGISTERS[REGISTER].table.columns)}
            department = rules.roster[manager].department
            stamp = stamp_of(archive, rules, name, REGISTER, department, columns)
            folder = to or folder_of(workspace, cycle, manager)
            written.append(write_book(workspace, folder, name, write_outlines(book, stamp)))
        return written


def _book(
    archive: Archive, material: Material, manager: str, talks: Sequence[Due], past: Past, scores: Results
) -> OutlineBook:
    rules = material.rules
    before = results_before(archive, rules)
    return OutlineBook(
        company=rules.scheme.settings.company,
        cycle=rules.cycle.id,
        manager=rules.roster[manager].name,
        outlines=[_outline(archive, material, one, past, scores, before) for one in talks],
        talks_by=max(one.until for one in talks),
        language=material.language,
        protected=rules.scheme.settings.protection == "sheet",
    )


def _outline(
    archive: Archive, material: Material, due: Due, past: Past, scores: Results, before: Results
) -> Outline:
    content = content_of(material, due.employee)
    now = Period(material.rules.cycle.id, content.score, content.finish.grade)
    return Outline(
        content=content,
        reasons=due.reasons,
        trend=[*_trend(archive, due.employee, past), now],
        against=_against(material.rules, due.employee, scores, before),
        gaps=list(_gaps(material, due.employee)),
    )


def _past(archive: Archive, rules: Rules) -> Iterator[tuple[str, Results]]:
    """Yield the cycles of the same kind before, the last one first."""
    now = rules
    while (name := last_before(archive, now.scheme, now.cycle)) is not None:
        now = opened(archive, name)
        finishes = {who: one.finish for who, one in outcomes_of(archive, now).items()}
        yield name, {who: (one.score, one.grade) for who, one in finishes.items() if one.score is not None}


def _trend(archive: Archive, employee: str, past: Past) -> list[Period]:
    """Return a person's last results, the oldest first: those of before this archive, then of its cycles."""
    imported = [Period(row.period, row.score, row.grade) for row, _ in archive.past_results(employee)]
    own = [Period(name, *results[employee]) for name, results in reversed(past.cycles) if employee in results]
    names = {one.name for one in own}
    return [*(one for one in imported if one.name not in names), *own][-BEFORE:]


def _scores(archive: Archive, rules: Rules) -> Results:
    """Return the published results of a cycle."""
    told_of = {form.employee for form in archive.forms(rules.cycle.id) if form.state in TOLD}
    finishes = {who: one.finish for who, one in outcomes_of(archive, rules).items() if who in told_of}
    return {
        who: (one.score, one.grade)
        for who, one in finishes.items()
        if one.score is not None and department_of(who) is None
    }


def _against(rules: Rules, employee: str, scores: Results, before: Results) -> Against | None:
    """Compare a person with the others of the department; None where those are too few."""
    unit = rules.roster[employee].department
    others = [who for who in scores if who != employee and rules.roster[who].department == unit]
    if len(others) < FEWEST:
        return None
    known = [who for who in others if who in before]
    moved = _mean([scores[who][0] - before[who][0] for who in known]) if len(known) >= FEWEST else None
    return Against(len(others), _mean([scores[who][0] for who in others]), moved)


def _mean(values: Collection[float]) -> float:
    return fsum(values) / len(values)


def _gaps(material: Material, employee: str) -> Iterator[str]:
    """Yield in words the lines that the person and the manager rated far apart: information, no error."""
    rules, evidence = material.rules, material.evidence
    lines = rules_of(evidence.scheme, evidence.roster, evidence.cycle, employee)
    for line in evidence.results[employee].lines:
        entry, rule = material.entries.get((employee, line.indicator)), lines.get(line.indicator)
        if entry is None or rule is None or not rule.judged:
            continue
        own, manager = entry.self_rating, entry.manager_rating
        if own is None or manager is None:
            continue
        if abs(own - manager) / scale(rule) >= rules.scheme.settings.gap_self_manager:
            name = rules.scheme.indicators[line.indicator].name
            values = {"indicator": name, "own": told(own), "manager": told(manager)}
            yield say("interview.page.gap", material.language, **values)
