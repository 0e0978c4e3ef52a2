"""Writing the workbook for the committee: all about the forms that are reviewed, to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from addin.scoring.grading import best_first
from addin.scoring.parameters import told
from addin.texts import listed, say
from sync.analysis.groups import Guide, guides
from sync.archive.rows import FormRecord, department_of
from sync.archive.store import Archive
from sync.process.calibration import COMMITTEE, UNITS, Ranked, Tie, counts_of, ties
from sync.process.deciders import holders
from sync.service.calibrating.material import (
    OPEN,
    Material,
    department_name,
    gather,
    last_grades,
)
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.exporting.export import refuse_place
from sync.service.opening import write_whole
from sync.service.steps.choosing import Choice, chosen, name_of, today
from sync.service.steps.extend import windows
from sync.settings import Workspace, stop
from templates.books.calibration import CalibrationContent, Candidate, Group, GuideLine, write_calibration
from templates.stamp import LAYOUT, Stamp, sign
from templates.tables.calibration import EDITION

NOBODY = "-"
"""The department of a workbook that is of several."""

ROLE = "committee"
SCOPE = ("departments", "employees", "without")
"""What the stamp says of the forms that were meant, as `scope.<name>`."""

SAID = {(True, True): "most_n", (True, False): "most", (False, True): "exact_n", (False, False): "exact"}


def write_for_committee(workspace: Workspace, cycle: str, choice: Choice, to: Path | None = None) -> Path:
    """Write the workbook in which the committee decides the grades of reviewed forms; returns its file.

    Raises CannotGoOn where no form that is meant is reviewed, or the file cannot be written.
    """
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        forms = [form for form in chosen(archive, rules, choice) if form.state in OPEN]
        if not forms:
            raise stop("review_first", archive.language, cycle=cycle)
        content = content_of(gather(archive, rules), forms, choice)
    only = f"-{choice.departments[0]}" if len(choice.departments) == 1 else ""
    file = to or workspace.reports(cycle) / f"calibration{only}.xlsx"
    refuse_place(workspace, file, ".xlsx")
    write_whole(file, write_calibration(content), workspace.language)
    return file


def content_of(material: Material, forms: Sequence[FormRecord], choice: Choice) -> CalibrationContent:
    """Put together what the committee's workbook holds."""
    rules, meant = material.rules, {form.employee for form in forms}
    last, scheme = last_grades(material.archive, rules), rules.scheme
    rows = [
        _row(material, title, group, subject, tie.get(subject), last.get(subject))
        for title, group in material.groups.items()
        for tie in (ties(scheme, group, material.finishes, material.proposed),)
        for subject in _in_order(material, group)
        if subject in meant
    ]
    shown = {row.group for row in rows}
    groups = [_group(material, title, one, meant) for title, one in material.groups.items() if title in shown]
    return CalibrationContent(
        _stamp(material.archive, rules, choice),
        scheme.settings,
        rules.cycle.id,
        windows(material.archive, rules)["approval"],
        best_first(scheme.grades),
        tuple(groups),
        tuple(rows),
        tuple(_committee(rules)),
        material.language,
    )


def _in_order(material: Material, group: Ranked) -> list[str]:
    """Return a group's people by their score, the best first; equals by place, then by name."""

    def order(subject: str) -> tuple[float, int, str]:
        score, proposal = material.finish(subject).score, material.proposed.get(subject)
        place = proposal.place if proposal and proposal.place is not None else 0
        return (-score if score is not None else 1.0, place, name_of(material.rules, subject))

    return sorted(group.subjects, key=order)


def _row(
    material: Material, title: str, group: Ranked, subject: str, tie: Tie | None, last: str | None
) -> Candidate:
    rules, finish, proposal = material.rules, material.finish(subject), material.proposed.get(subject)
    person, language = rules.roster.get(subject), material.language
    post = rules.scheme.positions.get(person.position) if person else None
    proposed = proposal.proposed if proposal else None
    decided, reason = _beforehand(material, group, subject)
    return Candidate(
        subject,
        title,
        department_name(rules, subject),
        name_of(rules, subject),
        post.name if post else person.position if person else "",
        finish.score,
        finish.grade,
        proposal.place if proposal else None,
        last,
        finish.ceiling,
        proposed,
        say(f"ranking.reasons.{proposal.reason}", language) if proposal else "",
        _tie(tie, language) if tie else "",
        decided,
        reason,
        subject in group.counted and finish.score is not None,
        material.mark(subject, material.facts(subject), proposed or ""),
    )


def _beforehand(material: Material, group: Ranked, subject: str) -> tuple[str | None, str]:
    """Return the grade and the reason that stand in a row from the beginning.

    What was decided before; else the grade proposed where quotas bind, with what binds as its reason unless
    equals are to be decided on; else the grade of the score.
    """
    found, finish = material.decided.get(subject), material.finish(subject)
    if found is not None:
        return found.final.grade, found.final.reason
    proposal = material.proposed.get(subject)
    if proposal is None or not proposal.binding or proposal.proposed is None:
        return finish.grade, ""
    if proposal.proposed == finish.grade or proposal.reason == COMMITTEE:
        return proposal.proposed, ""
    why = say(f"ranking.reasons.{proposal.reason}", material.language)
    values = {"why": why, "place": proposal.place, "people": len(group.counted)}
    return proposal.proposed, say("calibration.because", material.language, **values)


def _tie(tie: Tie, language: str) -> str:
    key = f"calibration.tie.{tie.kind}"
    return say(key, language, n=tie.people, better=tie.better, worse=tie.worse).strip()


def _group(material: Material, title: str, group: Ranked, meant: set[str]) -> Group:
    """Return a group with what the quotas say of it; who is not in the workbook counts as they stand."""
    scheme = material.rules.scheme
    finishes = material.finishes
    scored = counts_of(scheme, group, {one: finishes[one].grade for one in group.counted})
    proposed = counts_of(scheme, group, {one: material.proposed_grade(one) for one in group.counted})
    outside = {one: material.grade_now(one) for one in group.counted if one not in meant}
    others, guide = counts_of(scheme, group, outside), guides(group.quotas, scored)
    lines: list[GuideLine] = []
    for grade in best_first(scheme.grades):
        better = max((one.most or 0 for one in lines if one.with_better), default=0)
        known = (scored[grade.id], proposed[grade.id], others[grade.id])
        lines.append(GuideLine(grade, *_guided(material, group, guide.get(grade.id), better), *known))
    people = sum(material.finish(one).score is not None for one in group.counted)
    return Group(title, people, _note(material, group, people, len(outside)), tuple(lines))


def _guided(
    material: Material, group: Ranked, guide: Guide | None, better: int
) -> tuple[str, int | None, int | None, bool]:
    """Return the guide of a grade in words, its own places, those up to which it is filled, and how.

    better [people]: the places that the better grades share.
    """
    if guide is None:
        return "", None, None, False
    said = _guide(guide, material.language, group)
    if group.small:
        return said, None, None, False
    return said, guide.people - better if guide.at_most else guide.people, guide.people, guide.at_most


def _guide(guide: Guide, language: str, group: Ranked) -> str:
    """Say how many there should be: exactly, or at most together with all better grades."""
    key = f"department.cover.guide_{SAID[guide.at_most, not group.small]}"
    share = f"{told(guide.share * 100)}%"
    return say(key, language, grades="+".join(guide.grades), share=share, n=guide.people)


def _note(material: Material, group: Ranked, people: int, outside: int) -> str:
    """Say who is in a group, and how its quotas bind."""
    scheme, language = material.rules.scheme, material.language
    key = "units" if group.unit == UNITS else "none" if not group.quotas else "small" if group.small else ""
    least = scheme.settings.quota_minimum
    note = say(f"calibration.note.{key or scheme.settings.quota_mode}", language, people=people, least=least)
    units = {department_name(material.rules, one) for one in group.subjects if department_of(one) is None}
    if group.unit and len(units) > 1:
        note = say("calibration.note.joined", language, note=note, units=listed(sorted(units), language))
    return say("calibration.note.outside", language, note=note, number=outside) if outside else note


def _stamp(archive: Archive, rules: Rules, choice: Choice) -> Stamp:
    """Return the signed stamp, which says whose forms were meant."""
    only = choice.departments[0] if len(choice.departments) == 1 else NOBODY
    stamp = Stamp(
        archive=archive.id,
        workbook=f"{rules.cycle.id}-{EDITION}",
        cycle=rules.cycle.id,
        department=only,
        edition=EDITION,
        language=archive.language,
        scheme=rules.pinned.scheme,
        layout=LAYOUT,
        revision=1,
        columns={f"scope.{name}": getattr(choice, name) for name in SCOPE},
    )
    return sign(stamp, archive.key)


def scope_of(columns: Mapping[str, tuple[str, ...]]) -> Choice:
    """Return whose forms were meant when a workbook was written."""
    return Choice(*(columns.get(f"scope.{name}", ()) for name in SCOPE))


def _committee(rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield name and post of those who hold the role."""
    for subject in sorted(holders(rules.scheme, ROLE, today(rules))):
        if subject in rules.roster:
            person = rules.roster[subject]
            post = rules.scheme.positions.get(person.position)
            title = post.name if post else person.position
            yield person.name, f"{department_name(rules, subject)} · {title}"
