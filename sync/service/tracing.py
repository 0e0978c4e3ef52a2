"""`why`: each step of one person's score, with the workbook, sheet and cell of every input."""

from __future__ import annotations

from addin.scoring.explain import steps
from addin.scoring.form import Step
from sync.checks.context import Context, FormReading
from sync.reading.submission import read_submission
from sync.service.cycles import open_to_look, opened
from sync.service.judging import Judge, cells
from sync.service.looking import Document
from sync.settings import Workspace, stop
from templates.sentences import standard


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
