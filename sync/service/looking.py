"""What the archive says of a cycle, as the JSON documents of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from addin.scoring.calendar import due_dates
from addin.scoring.explain import steps
from addin.scoring.form import Step
from addin.scoring.grading import ranks
from addin.scoring.rounding import round_half_away
from addin.texts import say
from sync.archive.rows import DepartmentProgress, FormRecord, LineRow, Result, SubmissionRecord
from sync.archive.store import Archive, open_archive
from sync.checks.context import Context, FormReading
from sync.findings import Finding, worst_first
from sync.process.assignment import assign
from sync.reading.submission import read_submission
from sync.service.issuing import Rules, pinned_rules
from sync.service.judging import Judge, cells
from sync.settings import Workspace, now, stop
from templates.sentences import standard

Document = dict[str, Any]


def open_to_look(workspace: Workspace) -> Archive:
    """Open the archive of a workspace without the possibility to change it."""
    return open_archive(workspace.archive, workspace.language, readonly=True)


def opened(archive: Archive, cycle: str) -> Rules:
    """Return the rules of a cycle that was issued; raises CannotGoOn where it was not."""
    pinned = archive.pinned(cycle)
    if pinned is None:
        raise stop("not_issued", archive.language, cycle=cycle)
    return pinned_rules(archive, pinned)


def progress(workspace: Workspace, cycle: str) -> list[Document]:
    """Return where each department stands: forms by state, what step it is at, whether it is late."""
    with open_to_look(workspace) as archive:
        return progress_of(archive, opened(archive, cycle))


def progress_of(archive: Archive, rules: Rules) -> list[Document]:
    """Return the progress of an open archive."""
    return [_progress(rules, row) for row in archive.progress(rules.cycle.id)]


def _progress(rules: Rules, row: DepartmentProgress) -> Document:
    settings = rules.scheme.settings
    due = due_dates(rules.cycle, settings)["submission_due"]
    today = now().astimezone(ZoneInfo(settings.timezone)).date()
    unit = rules.scheme.departments.get(row.department)
    return {
        "department": row.department,
        "title": unit.name if unit else row.department,
        "step": _step(row),
        "forms": row.forms,
        "open": row.open,
        "returned": row.returned,
        "checked": row.checked,
        "late": row.checked < row.forms and today > due,
        "due": due.isoformat(),
    }


def _step(row: DepartmentProgress) -> str:
    """Return where the department stands as a whole: the step of its slowest form."""
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


def results(workspace: Workspace, cycle: str) -> Document:
    """Return each person's score, grade, rank and lines, and who is exempt and why."""
    with open_to_look(workspace) as archive:
        return results_of(archive, cycle)


def results_of(archive: Archive, cycle: str) -> Document:
    """Return the results of an open archive."""
    rules = opened(archive, cycle)
    scored = {result.employee: result for result in archive.results(cycle)}
    forms = archive.forms(cycle)
    places = ranks([scored[form.employee].score if form.employee in scored else None for form in forms])
    exempt = assign(rules.roster, rules.cycle).exempt
    return {
        "results": [
            _result(rules, form, scored.get(form.employee), rank)
            for form, rank in zip(forms, places, strict=True)
        ],
        "exempt": [
            {"employee": employee, "name": rules.roster[employee].name, "reason": reason}
            for employee, reason in exempt.items()
        ],
    }


def _result(rules: Rules, form: FormRecord, result: Result | None, rank: int | None) -> Document:
    person = rules.roster[form.employee]
    decimals = rules.scheme.settings.decimals
    return {
        "cycle": form.cycle,
        "department": person.department,
        "employee": person.id,
        "name": person.name,
        "position": rules.scheme.positions[person.position].name,
        "score": result.score if result else None,
        "grade": result.grade if result else None,
        "rank": rank,
        "state": form.state,
        "version": result.version if result else 0,
        "indicators": [_indicator(line, decimals) for line in (result.lines if result else ())],
    }


def _indicator(line: LineRow, decimals: int) -> Document:
    score = None if line.score is None else float(round_half_away(line.score, decimals))
    return {**line._asdict(), "score": score}


def why(workspace: Workspace, cycle: str, employee: str) -> list[Document]:
    """Return each step of one person's score, from the kept workbook, with the cell of every input."""
    with open_to_look(workspace) as archive:
        opened(archive, cycle)
        found = archive.results(cycle, employee)
        if not found or found[0].submission is None:
            raise stop("unknown_employee", workspace.language, employee=employee, cycle=cycle)
        record = archive.submission(found[0].submission)
        judge = Judge(archive, workspace.language)
        submission = read_submission(archive.content(record.sha256))
        issue = judge.issued_to(submission)
        return _steps(judge.context(submission, issue), employee, record.name, workspace.language)


def _steps(context: Context, employee: str, workbook: str, language: str) -> list[Document]:
    form = next(form for form in context.forms if form.employee == employee)
    settings = context.scheme.settings
    standards = {
        one.indicator.id: standard(one.line, one.indicator, settings, language) for one in form.lines
    }
    made = steps(context.scores[employee], settings, context.scheme.grades, language, standards)
    return [_explained(context, form, step, workbook) for step in made]


def _explained(context: Context, form: FormReading, step: Step, workbook: str) -> Document:
    table = context.submission.tables.get("appraisal")
    line = next((one for one in form.lines if one.indicator.id == step.indicator), None)
    cell = cells(context, line).get(step.column) if line and step.column else None
    return {
        "step": f"{line.indicator.id} {line.indicator.name} · {step.step}" if line else step.step,
        "value": step.value,
        "rule": step.rule,
        "workbook": workbook if cell else None,
        "sheet": table.sheet if table and cell else None,
        "cell": cell,
    }


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


def reason(key: str | None, values: Mapping[str, object], language: str) -> str | None:
    """Put the reason of a submission's state into words."""
    return say(key, language).format(**values) if key else None
