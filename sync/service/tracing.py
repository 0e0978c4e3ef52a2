"""`why`: each step of one person's score, with the workbook, sheet and cell of every input."""

from __future__ import annotations

from typing import NamedTuple

from addin.scoring.explain import steps
from addin.scoring.form import Step
from addin.scoring.parameters import show
from addin.scoring.rounding import round_half_away
from sync.archive.store import Archive
from sync.checks.context import Context, FormReading
from sync.reading.submission import read_submission
from sync.service.cycles import open_to_look, opened
from sync.service.judging import Judge, cells
from sync.service.looking import Document
from sync.settings import Workspace, stop
from templates.sentences import standard


class Explained(NamedTuple):
    """One step: the JSON object of the contract, and its value as people read it (95%)."""

    document: Document
    shown: str


def why(workspace: Workspace, cycle: str, employee: str) -> list[Explained]:
    """Return each step of one person's score, from the kept workbook, with the cell of every input.

    Raises CannotGoOn for a person without a form in the cycle, or whose workbook has not been received.
    """
    with open_to_look(workspace) as archive:
        opened(archive, cycle)
        result = _result(archive, cycle, employee)
        record = archive.submission(result)
        judge = Judge(archive, workspace.language)
        submission = read_submission(archive.content(record.sha256))
        issue = judge.issued_to(submission)
        return _steps(judge.context(submission, issue), employee, record.name, workspace.language)


def _result(archive: Archive, cycle: str, employee: str) -> int:
    """Return the submission that a person's current result came from."""
    found = archive.results(cycle, employee)
    if found and found[0].submission is not None:
        return found[0].submission
    issued = any(form.employee == employee for form in archive.forms(cycle))
    key = "nothing_received" if issued else "unknown_employee"
    raise stop(key, archive.language, employee=employee, cycle=cycle)


def _steps(context: Context, employee: str, workbook: str, language: str) -> list[Explained]:
    form = next(form for form in context.forms if form.employee == employee)
    settings = context.scheme.settings
    standards = {
        one.indicator.id: standard(one.line, one.indicator, settings, language) for one in form.lines
    }
    made = steps(context.scores[employee], settings, context.scheme.grades, language, standards)
    return [_explained(context, form, step, workbook) for step in made]


def _explained(context: Context, form: FormReading, step: Step, workbook: str) -> Explained:
    table = context.submission.tables.get("appraisal")
    line = next((one for one in form.lines if one.indicator.id == step.indicator), None)
    cell = cells(context, line).get(step.column) if line and step.column else None
    document = {
        "step": f"{line.indicator.id} {line.indicator.name} · {step.step}" if line else step.step,
        "value": step.value,
        "rule": step.rule,
        "workbook": workbook if cell else None,
        "sheet": table.sheet if table and cell else None,
        "cell": cell,
    }
    in_percent = line is not None and line.indicator.percent and step.column in ("actual", "target")
    value = show(round_half_away(step.value, 4), in_percent) if isinstance(step.value, float) else step.value
    return Explained(document, "" if value is None else str(value))
