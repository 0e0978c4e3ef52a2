"""The files that people receive once results are published: each folder is for one person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from addin.scoring.rounding import round_half_away
from addin.texts import say
from sync.archive.rows import FormRecord, department_of, of_department
from sync.archive.store import Archive
from sync.process.assignment import superior_of
from sync.process.publication import above, teams
from sync.service.cycles import Rules
from sync.service.exporting.explained import Material, content_of, material_of
from sync.service.exporting.slips import OPINION, has_result, of_person, opinion_of, write_book
from sync.service.steps.extend import windows
from sync.service.steps.told import reader_of, results_before
from sync.settings import Workspace
from sync.states import TOLD
from templates.books.slip import Explained
from templates.books.team import Member, TeamContent, UnitResult, write_team

FOLDER = "published"
TEAM = "team"


def hand_down(workspace: Workspace, archive: Archive, rules: Rules, subjects: Collection[str]) -> list[Path]:
    """Write what the people below receive, and what those above them do, as results stand now.

    Each person has a folder of their own: slip, appeal form and opinion form; a head finds there those of the
    department, too, and whoever has people below a workbook with the results of exactly those. Returns the
    files.
    """
    material = material_of(archive, rules)
    told = {form.employee: form for form in archive.forms(rules.cycle.id) if _is_told(form, material)}
    forms = {one: form for one, form in told.items() if department_of(one) is None}
    people = [one for one in subjects if one in forms]
    written = [file for one in people for file in _own_files(workspace, archive, material, forms[one])]
    units = [told[one] for one in subjects if one in told and one not in forms]
    written += [file for form in units for file in _unit_files(workspace, archive, material, form)]
    last = results_before(archive, rules)
    member = cache(partial(_member, material, last=last))
    above_them = {one.id for employee in people for one in above(rules.roster[employee], rules.roster)}
    for manager, below in teams(rules.roster, forms).items():
        if manager in above_them:
            content = _team(archive, material, manager, [member(one) for one in below])
            name = f"{rules.cycle.id}-{TEAM}-{manager}"
            folder = folder_of(workspace, rules.cycle.id, manager)
            written.append(write_book(workspace, folder, name, write_team(content)))
    return written


def folder_of(workspace: Workspace, cycle: str, employee: str) -> Path:
    """Return the folder of what one person receives when results are published."""
    return workspace.outbox(cycle) / FOLDER / employee


def _is_told(form: FormRecord, material: Material) -> bool:
    return form.state in TOLD and has_result(form, material)


def _own_files(workspace: Workspace, archive: Archive, material: Material, form: FormRecord) -> list[Path]:
    rules, folder = material.rules, folder_of(workspace, material.rules.cycle.id, form.employee)
    opinion = opinion_of(archive, rules)
    files = _result_files(workspace, archive, material, form, form.employee)
    return [*files, write_book(workspace, folder, f"{rules.cycle.id}-{OPINION}", opinion)]


def _unit_files(workspace: Workspace, archive: Archive, material: Material, form: FormRecord) -> list[Path]:
    """Write the slip and appeal form of a department for its head, or who is above; nothing for nobody."""
    reader = reader_of(material.rules, form.employee)
    return _result_files(workspace, archive, material, form, reader.id) if reader else []


def _result_files(
    workspace: Workspace, archive: Archive, material: Material, form: FormRecord, reader: str
) -> list[Path]:
    rules, content = material.rules, content_of(material, form.employee)
    write = partial(write_book, workspace, folder_of(workspace, rules.cycle.id, reader))
    return [write(name, data) for name, data in of_person(archive, rules, form, content)]


def _team(
    archive: Archive,
    material: Material,
    manager: str,
    below: Sequence[Member],
) -> TeamContent:
    rules = material.rules
    members = [replace(one, direct=rules.roster[one.employee].manager == manager) for one in below]
    talks_by = windows(archive, rules, rules.roster[manager].department)["opinions"]
    return TeamContent(
        settings=rules.scheme.settings,
        cycle=rules.cycle,
        manager=rules.roster[manager].name,
        members=sorted(members, key=lambda one: (one.department, not one.direct, -one.score, one.employee)),
        grades=[one.id for one in rules.scheme.grades],
        units=_units(archive, material, {one.employee for one in below}),
        talks_by=talks_by,
        overview=not all(one.direct for one in members),
        language=material.language,
    )


def _member(material: Material, employee: str, last: Mapping[str, tuple[float, str | None]]) -> Member:
    content, roster = content_of(material, employee), material.rules.roster
    superior = superior_of(roster[employee], roster)
    before = last.get(employee, (None, None))
    return Member(
        employee=employee,
        name=content.subject.name,
        position=content.position,
        department=content.department,
        manager=superior.name if superior else "",
        direct=False,
        score=content.score,
        grade=content.finish.grade,
        last_score=before[0],
        last_grade=before[1],
        strengths=_named(material, content.went_well),
        to_improve=_named(material, content.with_room),
    )


def _named(material: Material, lines: Collection[Explained]) -> str:
    """Name indicators with their scores, one below the other."""
    decimals, language = material.rules.scheme.settings.decimals, material.language
    scored = ((one.indicator, one.score) for one in lines if one.score is not None)
    told = ((name, f"{round_half_away(score, decimals):.{decimals}f}") for name, score in scored)
    return "\n".join(say("slip.page.point", language, indicator=name, score=score) for name, score in told)


def _units(archive: Archive, material: Material, below: Collection[str]) -> dict[str, UnitResult]:
    """Return the own results of departments whose heads are below somebody: nobody receives their own."""
    rules, found = material.rules, {}
    states = {form.employee: form.state for form in archive.forms(rules.cycle.id)}
    for unit in rules.scheme.departments.values():
        subject = of_department(unit.id)
        finish = material.finishes.get(subject)
        if unit.head in below and finish is not None and states.get(subject) in TOLD:
            found[unit.name] = UnitResult(finish.score, finish.grade)
    return found
