"""The commands that work on workbooks: issue, check, collect."""

from __future__ import annotations

from argparse import Namespace
from functools import partial
from pathlib import Path

from addin.texts import say
from sync.cli.printing import coloured, progress, show, show_json
from sync.cli.showing import show_findings, summary
from sync.cli.where import workspace_of
from sync.findings import has_errors


def issue(arguments: Namespace) -> int:
    """Write the department workbooks of a cycle; who stands in none is named with the reason."""
    from sync.service.issuing import issue

    workspace = workspace_of(arguments)
    language = workspace.language
    bar = partial(progress, label=say("service.issue.label", language))
    done = issue(workspace, arguments.cycle, arguments.department, bar)
    texts = {"workbooks": len(done.files), "people": done.people, "folder": workspace.outbox(arguments.cycle)}
    show(say("service.issue.done", language, **texts))
    if done.again:
        show(say("service.issue.again", language, number=len(done.again)))
    if done.changed:
        show(coloured(say("service.issue.changed", language, cycle=arguments.cycle), "warning"))
    for employee, reason in done.exempt.items():
        name = done.names[employee]
        show(say(f"service.exempt.{reason}", language, employee=employee, name=name))
    for person in done.without_lines:
        show(
            coloured(say("service.issue.no_lines", language, employee=person.id, name=person.name), "warning")
        )
    return 0


def check(arguments: Namespace) -> int:
    """Check workbooks without archiving anything; status 1 where there are errors."""
    from sync.service.checking import check_files

    workspace = workspace_of(arguments)
    language = workspace.language
    files = [Path(name) for name in arguments.file]
    findings = []
    for checked in check_files(workspace, files, arguments.jobs):
        findings += checked.findings
        if not arguments.json:
            show(coloured(f"{checked.name}", "strong"))
            show_findings(checked.findings, language)
    if arguments.json:
        show_json({"findings": [found.document() for found in findings]})
    return int(has_errors(findings))


def collect(arguments: Namespace) -> int:
    """Take in workbooks and return their findings; status 1 where there are errors."""
    from sync.service.collecting import collect
    from sync.service.looking import submission_document

    workspace = workspace_of(arguments)
    language = workspace.language
    bar = partial(progress, label=say("service.collect.label", language))
    done = collect(workspace, [Path(name) for name in arguments.path], arguments.jobs, bar)
    if arguments.json:
        show_json(
            {
                "submissions": [submission_document(taken.record, language) for taken in done.taken],
                "findings": [found.document() for found in done.findings],
            }
        )
        return int(has_errors(done.findings))
    for taken in done.taken:
        state = say(f"choices.submission.{taken.record.state}", language)
        reason = submission_document(taken.record, language)["reason"]
        about = reason or summary(taken.findings, language)
        show(f"{coloured(state, 'strong')}  {taken.record.name}: {about}")
        if taken.copy:
            show("  " + say("service.collect.copy", language, file=taken.copy))
    for found in done.unread:
        show(coloured(str(found), "error"))
    show(say("service.collect.done", language, taken=len(done.taken), unchanged=done.unchanged))
    return int(has_errors(done.findings))
