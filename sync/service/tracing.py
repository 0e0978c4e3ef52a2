"""`why`: each step of one person's score, with the workbook, sheet and cell of every input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from addin.scoring.explain import steps
from addin.scoring.explain_finish import finishing_steps, proposed_step
from addin.scoring.finishing import VETO, Finish
from addin.scoring.form import Step
from addin.scoring.goals import by_subject, department_of, goal_for, lineage
from addin.scoring.parameters import show
from addin.scoring.rounding import round_half_away
from addin.scoring.scheme import Adjustment, Scheme
from addin.texts import listed, say
from sync.archive.documents import digest
from sync.archive.handed import Actual
from sync.archive.rows import IssuedRecord, of_department
from sync.archive.store import Archive
from sync.checks.context import Context, FormReading
from sync.checks.forms import fixed
from sync.findings import place
from sync.process.outcomes import outcomes
from sync.reading.numbers import as_number
from sync.reading.scheme import SchemeReading, key_of, read_scheme
from sync.reading.submission import read_submission
from sync.service.agreeing import agreed_targets
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.decided import decided_steps
from sync.service.excused import excused
from sync.service.hearing import heard_steps
from sync.service.issuing.planning import source_of
from sync.service.judging import Judge
from sync.service.looking import Document
from sync.service.outcomes import ADJUSTMENTS, adjusting, evidence_of, proposed_of
from sync.settings import Workspace, stop
from templates.sentences import standard
from templates.tables import TABLES

SCHEME = "scheme.xlsx"


class Explained(NamedTuple):
    """One step: the JSON object of the contract, and its value as people read it (95%)."""

    document: Document
    shown: str


def why(workspace: Workspace, cycle: str, employee: str, version: int | None = None) -> list[Explained]:
    """Return each step of one score, from the kept workbook, with the cell of every input.

    employee: the employee number, or a department that is judged itself (as `sales` or `@sales`); version:
    which version of the result, from the workbook it came from; None is the one that counts now.
    Raises CannotGoOn for a person without a form in the cycle, or whose workbook has not been received, and
    for a version there is none of.
    """
    with open_to_look(workspace) as archive:
        opened(archive, cycle)
        subject = _subject(archive, cycle, employee)
        record = archive.submission(_came_from(archive, cycle, subject, version))
        judge = Judge(archive, workspace.language)
        submission = read_submission(archive.content(record.sha256))
        issue = judge.issued_to(submission)
        context = judge.context(submission, issue)
        origins = {
            ("actual", indicator): _origin(actual, context)
            for indicator, actual in _measured(archive, context, issue, subject).items()
        }
        origins |= _aimed(judge.rules(issue), context, subject) | _agreed(archive, context, subject)
        found = _steps(context, subject, record.name, origins, workspace.language)
        rules = opened(archive, cycle)
        kept = version is not None or bool(excused(rules, (subject,)))
        return found if kept else [*found, *finishing(archive, rules, subject)]


def _subject(archive: Archive, cycle: str, named: str) -> str:
    """Return whose form is meant: the person with that number, or else the department itself."""
    unit = of_department(named)
    subjects = {form.employee for form in archive.forms(cycle, (named, unit))}
    return unit if named not in subjects and unit in subjects else named


def _measured(archive: Archive, context: Context, issue: IssuedRecord, subject: str) -> dict[str, Actual]:
    """Return, by indicator, where an actual came from that stood in the workbook when it was issued."""
    form = next(form for form in context.forms if form.employee == subject)
    filled = [line for line in form.lines if fixed(line.issued, "actual")]
    if not filled:
        return {}
    found = archive.actuals(issue.cycle, issue.issue_event)
    named = {line.indicator.id: found.get((subject, line.indicator.id)) for line in filled}
    return {indicator: actual for indicator, actual in named.items() if actual is not None}


def _origin(actual: Actual, context: Context) -> str:
    """Say which system, file and line, or which department's cell, an actual came from."""
    source = source_of(actual, context.scheme.departments)
    if actual.sheet is None:
        values = {"source": source, "name": actual.name, "line": actual.line}
        return say("service.why.measured", context.language, **values)
    cell = place(actual.name, actual.sheet, actual.cell)
    return say("service.why.provided", context.language, source=source, place=cell)


def _aimed(rules: Rules, context: Context, subject: str) -> dict[tuple[str, str], str]:
    """Say, by indicator, whose goal a target is that was set in Goals, and for which cycle."""
    units, goals, language = rules.scheme.departments, by_subject(rules.scheme.goals), context.language
    who = rules.roster.get(subject) or units.get(department_of(subject) or "")
    form = next(form for form in context.forms if form.employee == subject)
    found: dict[tuple[str, str], str] = {}
    for line in form.lines if who else ():
        assert who is not None
        key = goal_for(goals, lineage(who, units), line.indicator.id, rules.cycle.id)
        if key is not None and goals[key] == line.line.target:
            whose = key[0] or say("service.why.company", language)
            cycle = key[2] or say("service.why.every_cycle", language)
            goal = say("service.why.goal", language, whose=whose, cycle=cycle)
            found["target", line.indicator.id] = goal
    return found


def _agreed(archive: Archive, context: Context, subject: str) -> dict[tuple[str, str], str]:
    """Say, by indicator, when a target was agreed with the person, and in which cell."""
    agreed, language = agreed_targets(archive, context.cycle.id), context.language
    form = next(form for form in context.forms if form.employee == subject)
    found: dict[tuple[str, str], str] = {}
    for line in form.lines:
        one = agreed.get((subject, line.indicator.id))
        if one is not None and one.target == line.line.target:
            where = place(one.workbook, one.sheet, one.cell)
            key = "agreed_on" if one.day else "agreed"
            found["target", line.indicator.id] = say(f"service.why.{key}", language, day=one.day, place=where)
    return found


def _came_from(archive: Archive, cycle: str, employee: str, version: int | None) -> int:
    """Return the submission that a version of a person's result came from."""
    found = {one.version: one.submission for one in archive.results(cycle, employee, every=True)}
    if not found:
        key = "nothing_received" if archive.forms(cycle, (employee,)) else "unknown_employee"
        raise stop(key, archive.language, employee=employee, cycle=cycle)
    wanted = found.get(max(found) if version is None else version)
    if wanted is None:
        known = listed(found, archive.language)
        raise stop("unknown_version", archive.language, employee=employee, version=version, known=known)
    return wanted


def _steps(
    context: Context, employee: str, workbook: str, origins: Mapping[tuple[str, str], str], language: str
) -> list[Explained]:
    form = next(form for form in context.forms if form.employee == employee)
    settings = context.scheme.settings
    standards = {
        one.indicator.id: standard(one.line, one.indicator, settings, language) for one in form.lines
    }
    percent = {one.indicator.id for one in form.lines if one.indicator.percent}
    made = steps(context.scores[employee], settings, context.scheme.grades, language, standards, percent)
    return [_explained(context, form, _with_origin(step, origins), workbook) for step in made]


def finishing(archive: Archive, rules: Rules, subject: str) -> Iterator[Explained]:
    """Yield the steps that lead on to the final score: with department, bonus, deduction and veto."""
    evidence = evidence_of(archive, rules)
    own = [one for one in evidence.adjustments if one.employee == subject]
    scheme, language = rules.scheme, archive.language
    file = read_scheme(archive.scheme_file(digest(adjusting(archive, rules)))) if own else None
    finishes = outcomes(evidence)
    if subject not in finishes:
        return
    finish = _with_names(finishes[subject], scheme)
    heard = {key[1]: one for key, one in evidence.together.items() if key[0] == subject}
    yield from map(_finish, heard_steps(heard, finish, scheme, language))
    for told in finishing_steps(finish, own, scheme.settings, scheme.grades, language, bool(heard)):
        place = _adjusted_in(file, told.adjustment) if file and told.adjustment else (None, None)
        yield _finish(told.step, *place)
    proposal = proposed_of(archive, rules, evidence, finishes).get(subject)
    if proposal is not None:
        pool = _name(scheme, proposal.pool)
        yield _finish(proposed_step(replace(proposal, pool=pool), language))
    for one in decided_steps(archive, rules, subject):
        yield _finish(one.step, one.sheet, one.cell, one.workbook)


def _with_names(finish: Finish, scheme: Scheme) -> Finish:
    """Return a final score whose departments are called as people know them."""
    units = (replace(unit, department=_name(scheme, unit.department)) for unit in finish.units)
    return replace(finish, units=tuple(units))


def _name(scheme: Scheme, department: str) -> str:
    known = scheme.departments.get(department)
    return known.name if known else department


def _finish(
    step: Step, sheet: str | None = None, cell: str | None = None, workbook: str | None = SCHEME
) -> Explained:
    """Return a step that no department's workbook shows; one typed elsewhere names its cell there."""
    document = {
        "step": step.step,
        "value": step.value,
        "rule": step.rule,
        "workbook": workbook if cell else None,
        "sheet": sheet if cell else None,
        "cell": cell,
    }
    return Explained(document, _shown(step.value))


def _adjusted_in(file: SchemeReading, one: Adjustment) -> tuple[str | None, str | None]:
    """Return sheet and cell of what an adjustment takes or gives."""
    table, declared = file.tables[ADJUSTMENTS], TABLES[ADJUSTMENTS]
    column, key = "effect" if one.kind == VETO else "amount", (one.cycle, one.employee, one.kind, one.item)
    rows = [row for row in table.rows if key_of(declared, row) == key]
    row = next((row for row in rows if as_number(row.cell("amount"), percent=False) == one.amount), rows[0])
    return table.sheet, table.place(row, column)


def _with_origin(step: Step, origins: Mapping[tuple[str, str], str]) -> Step:
    """Let an imported actual, and a target from Goals, say where it came from."""
    origin = origins.get((step.column or "", step.indicator or ""))
    return step if origin is None else replace(step, rule=origin)


def _explained(context: Context, form: FormReading, step: Step, workbook: str) -> Explained:
    table = context.submission.tables.get(form.table)
    line = next((one for one in form.lines if one.indicator.id == step.indicator), None)
    row = line.row if line else None
    column = line.input if line and step.column == line.line.input else step.column
    cell = table.place(row, column) if table and row and column else None
    document = {
        "step": f"{line.indicator.id} {line.indicator.name} · {step.step}" if line else step.step,
        "value": step.value,
        "rule": step.rule,
        "workbook": workbook if cell else None,
        "sheet": table.sheet if table and cell else None,
        "cell": cell,
    }
    in_percent = line is not None and line.indicator.percent and step.column in ("actual", "target")
    return Explained(document, _shown(step.value, in_percent))


def _shown(value: float | str | None, percent: bool = False) -> str:
    """Write the value of a step as people read it."""
    if isinstance(value, float):
        return show(round_half_away(value, 4), percent)
    return "" if value is None else str(value)
