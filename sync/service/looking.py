"""What the archive says of a cycle, as the JSON documents of the contract."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from addin.scoring.calendar import due_dates
from addin.scoring.grading import ranks
from addin.scoring.rounding import round_half_away
from addin.texts import listed, say
from sync.archive.rows import (
    REJECTED,
    DepartmentProgress,
    FormRecord,
    LineRow,
    Result,
    SubmissionRecord,
    department_of,
)
from sync.archive.store import Archive
from sync.findings import Finding, worst_first
from sync.process.assignment import assign
from sync.service.cycles import Rules, open_to_look, opened
from sync.settings import Workspace, now

Document = dict[str, Any]


def progress(workspace: Workspace, cycle: str) -> list[Document]:
    """Return where each department stands: forms by state, what step it is at, whether it is late."""
    with open_to_look(workspace) as archive:
        return progress_of(archive, opened(archive, cycle))


def progress_of(archive: Archive, rules: Rules) -> list[Document]:
    """Return the progress of an open archive."""
    return [_progress(rules, row) for row in archive.progress(rules.cycle.id)]


def _progress(rules: Rules, row: DepartmentProgress) -> Document:
    due = due_dates(rules.cycle, rules.scheme.settings)["submission_due"]
    unit = rules.scheme.departments.get(row.department)
    return {
        "department": row.department,
        "title": unit.name if unit else row.department,
        "step": _step(row),
        "forms": row.forms,
        "open": row.open,
        "returned": row.returned,
        "checked": row.checked,
        "late": _late(rules, row, due),
        "due": due.isoformat(),
    }


def _late(rules: Rules, row: DepartmentProgress, due: date) -> bool:
    """Tell whether a department is, or was, late; a day ends at midnight where the company is."""
    done = row.read_at if row.checked == row.forms else None
    moment = now() if done is None else datetime.fromisoformat(done)
    return moment.astimezone(ZoneInfo(rules.scheme.settings.timezone)).date() > due


def _step(row: DepartmentProgress) -> str:
    """Return where the department stands: held while a person has to decide, else at its slowest form."""
    if row.held:
        return "held"
    if row.open:
        return "issued"
    return "returned" if row.returned else "checked"


def findings(workspace: Workspace, cycle: str) -> list[Finding]:
    """Return what is wrong in the accepted workbooks of a cycle, the worst first."""
    with open_to_look(workspace) as archive:
        opened(archive, cycle)
        return worst_first(archive.findings(cycle))


def beside(workspace: Workspace, cycle: str) -> list[str]:
    """Say in words what no finding of a cycle tells: files set aside, workbooks not received or replaced."""
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        submissions = archive.submissions()
        rows = progress_of(archive, rules)
        newer = _newer_out(archive, rules)
    told = {
        "set_aside": [one.name for one in submissions if one.state == "quarantined"],
        "not_received": [row["title"] for row in rows if row["open"] == row["forms"]],
        "newer_out": newer,
    }
    return _told(told, workspace.language)


def newer_out(workspace: Workspace, cycle: str) -> list[str]:
    """Say in words from which departments the copy that was issued again has not come back."""
    with open_to_look(workspace) as archive:
        return _told({"newer_out": _newer_out(archive, opened(archive, cycle))}, workspace.language)


def _newer_out(archive: Archive, rules: Rules) -> list[str]:
    newer, units = archive.newer_out(rules.cycle.id), rules.scheme.departments
    return [
        units[row.department].name if row.department in units else row.department
        for row in archive.progress(rules.cycle.id)
        if row.workbook in newer
    ]


def _told(names: Mapping[str, list[str]], language: str) -> list[str]:
    return [
        say(f"service.beside.{key}", language, number=len(found), names=listed(found, language))
        for key, found in names.items()
        if found
    ]


def results(workspace: Workspace, cycle: str) -> Document:
    """Return each person's score, grade, rank and lines, and who is exempt and why."""
    with open_to_look(workspace) as archive:
        return results_of(archive, cycle)


def results_of(archive: Archive, cycle: str) -> Document:
    """Return the results of an open archive."""
    rules = opened(archive, cycle)
    scored = {result.employee: result for result in archive.results(cycle)}
    forms = archive.forms(cycle)
    places = _places(forms, scored)
    exempt = assign(rules.roster, rules.cycle).exempt
    return {
        "results": [_result(rules, form, scored.get(form.employee), places[form.employee]) for form in forms],
        "exempt": [
            {"employee": employee, "name": rules.roster[employee].name, "reason": reason}
            for employee, reason in exempt.items()
        ],
    }


def in_blocks(results: list[Document]) -> list[Document]:
    """Return results as people read them: people by rank, then departments by rank; the unranked last."""
    return sorted(results, key=lambda row: (row["employee"] is None, row["rank"] is None, row["rank"] or 0))


def every_version(workspace: Workspace, cycle: str) -> list[Document]:
    """Return every version of each result, the oldest first, with the submission it came from and when.

    State and rank of a person's last version are those of today; an earlier one has the state it had then.
    """
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        found = archive.results(cycle, every=True)
        forms = {form.employee: form for form in archive.forms(cycle)}
    last = {result.employee: result for result in found}
    places = _places(forms.values(), last)
    return [
        _version(rules, forms[one.employee], one, last[one.employee] is one, places[one.employee])
        for one in found
    ]


def _version(rules: Rules, form: FormRecord, found: Result, last: bool, rank: int | None) -> Document:
    document = _result(rules, form, found, rank if last else None)
    state = document["state"] if last else found.state
    return document | {
        "state": state,
        "submission": found.submission,
        "recorded_at": found.recorded_at,
    }


def _places(forms: Collection[FormRecord], scored: Mapping[str, Result]) -> dict[str, int | None]:
    """Return each form's rank: people among people, departments among departments."""
    found: dict[str, int | None] = {}
    for units in (False, True):
        group = [form for form in forms if (department_of(form.employee) is not None) is units]
        counted = ranks([_counts(form, scored.get(form.employee)) for form in group])
        found |= {form.employee: rank for form, rank in zip(group, counted, strict=True)}
    return found


def _counts(form: FormRecord, result: Result | None) -> float | None:
    """Return the score a person is ranked by; a form that went back has no rank until it is mended."""
    return None if result is None or form.state == "returned" else result.score


def _result(rules: Rules, form: FormRecord, result: Result | None, rank: int | None) -> Document:
    decimals = rules.scheme.settings.decimals
    return {
        "cycle": form.cycle,
        **_subject(rules, form.employee),
        "score": result.score if result else None,
        "grade": result.grade if result else None,
        "rank": rank,
        "state": form.state,
        "version": result.version if result else 0,
        "indicators": [_indicator(line, decimals) for line in (result.lines if result else ())],
    }


def _subject(rules: Rules, subject: str) -> Document:
    """Return who a form is about: a person, or a department itself, which holds no position."""
    unit = department_of(subject)
    if unit is not None:
        name = rules.scheme.departments[unit].name
        return {"department": unit, "employee": None, "name": name, "position": None}
    person = rules.roster[subject]
    return {
        "department": person.department,
        "employee": person.id,
        "name": person.name,
        "position": rules.scheme.positions[person.position].name,
    }


def _indicator(line: LineRow, decimals: int) -> Document:
    score = None if line.score is None else float(round_half_away(line.score, decimals))
    return {**line._asdict(), "score": score}


def submission_document(record: SubmissionRecord, language: str) -> Document:
    """Return a submission as the JSON object of the contract; the reason in words."""
    return {
        "submission": record.submission,
        "workbook": record.name,
        "department": record.department,
        "cycle": record.cycle,
        "edition": record.edition,
        "state": record.state,
        "forms": record.forms,
        "returned": record.returned,
        "reason": reason(record.reason, record.values, language),
    }


def standing(record: SubmissionRecord) -> str:
    """Return the state of a submission as people are told it: what a person left out is no mere repeat."""
    return "rejected" if record.reason == REJECTED else record.state


def reason(key: str | None, values: Mapping[str, object], language: str) -> str | None:
    """Put the reason of a submission's state into words."""
    return say(key, language).format(**values) if key else None
