"""The commands that work on workbooks: issue, check, collect."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from addin.texts import listed, say
from sync.cli.printing import coloured, progress, show, show_json
from sync.cli.showing import show_findings, told_exempt
from sync.cli.where import workspace_of
from sync.findings import has_errors
from sync.settings import stop

if TYPE_CHECKING:
    from sync.service.collecting import Collected
    from sync.service.issuing.issue import IssueReport
    from sync.service.issuing.moving import NewRules

NAMED = 10
"""So many lines without a usable target are named when workbooks are issued."""


def issue(arguments: Namespace) -> int:
    """Write the department workbooks of a cycle; who stands in none is named with the reason."""
    from sync.service.issuing.issue import issue

    workspace = workspace_of(arguments)
    language = workspace.language
    bar = partial(progress, label=say("service.issue.label", language))
    decided, asked = _decided(arguments, language), (arguments.edition, arguments.jobs)
    done = issue(workspace, arguments.cycle, arguments.department, bar, *asked, decided, arguments.macros)
    if arguments.json:
        show_json(_issued(done, language))
        return 0
    _show_written(done, workspace.outbox(arguments.cycle), language)
    _show_edition(done, arguments.cycle, language)
    _show_moved(done, language)
    _show_packs(done, language)
    _show_left_out(done, language)
    if done.changed:
        show(coloured(say("service.issue.changed", language, cycle=arguments.cycle), "warning"))
    _show_people(done, language)
    return 0


def _show_written(done: IssueReport, folder: Path, language: str) -> None:
    """Say how many workbooks lie where, how many of them are as they were, and the copies with macros."""
    from sync.service.issuing.twins import FOLDER

    texts = {"workbooks": len(done.files), "people": done.people, "folder": folder}
    show(say(f"service.issue.{'done_units' if done.units else 'done'}", language, units=done.units, **texts))
    if done.again:
        show(say("service.issue.again", language, number=len(done.again)))
    if done.macros:
        show(say("service.issue.macros", language, number=done.macros, folder=folder / FOLDER))


def _show_people(done: IssueReport, language: str) -> None:
    """Name who stands in no workbook, with the reason, and who stands in one without a line."""
    for employee, reason in done.exempt.items():
        because = done.because.get(employee)
        show(told_exempt(employee, done.names[employee], reason, because, language))
    for person in done.without_lines:
        told = say("service.issue.no_lines", language, employee=person.id, name=person.name)
        show(coloured(told, "warning"))


def _show_edition(done: IssueReport, cycle: str, language: str) -> None:
    """Say that these are the workbooks of goals, or that those of ratings come before the period is over."""
    if done.edition == "goals" or done.early:
        key = "early" if done.early else "goals"
        show(say(f"service.issue.{key}", language, cycle=cycle))


def _show_packs(done: IssueReport, language: str) -> None:
    """Say how many small workbooks there are, of each kind, and how many of them were issued anew."""
    kinds = [(edition, done.packs.get(edition, 0)) for edition in ("self", "rater", "data")]
    told = [say(f"service.issue.packs.{edition}", language, number=n) for edition, n in kinds if n]
    if told:
        show(say("service.issue.packs.done", language, packs=listed(told, language)))
    anew = sum(done.packs.get(how, 0) for how in ("revised", "refilled"))
    if anew:
        show(say("service.issue.packs.anew", language, number=anew))


def _decided(arguments: Namespace, language: str) -> NewRules | None:
    """Return who decided on new rules, and why; both are asked for with --new-rules, and only then."""
    from sync.service.issuing.moving import NewRules

    named = arguments.by, arguments.reason
    if bool(arguments.new_rules) != all(named) or any(named) != all(named):
        raise stop("new_rules_by", language)
    return NewRules(*named) if arguments.new_rules else None


def _issued(done: IssueReport, language: str) -> dict[str, object]:
    """Return what was issued as a JSON object."""
    return {
        "edition": done.edition,
        "workbooks": [file.name for file in done.files],
        "refilled": sorted(done.refilled),
        "left_out": [one.document(language) for one in (*done.left_out, *done.gone)],
        "held": list(done.held),
        "replaced": list(done.replaced),
    }


def _show_left_out(done: IssueReport, language: str) -> None:
    """Say what was typed before and has no cell any more, and what waits and was not looked at."""
    found = [*done.left_out, *done.gone]
    if found:
        show(coloured(say("service.fitting.told", language, number=len(found)), "warning"))
        for one in found[:NAMED]:
            show(f"  {one.message(language)}")
        if len(found) > NAMED:
            show(f"  {say('service.fitting.more', language, number=len(found) - NAMED)}")
    if done.held:
        names = listed(done.held, language)
        show(coloured(say("service.fitting.held", language, number=len(done.held), names=names), "warning"))


def _show_moved(done: IssueReport, language: str) -> None:
    """Say which workbooks were issued anew, left or set aside, and which lines have no usable target."""
    if done.replaced:
        names = listed(done.replaced[:NAMED], language) + (" …" if len(done.replaced) > NAMED else "")
        told = say("service.issue.replaced", language, number=len(done.replaced), names=names)
        show(coloured(told, "warning"))
    for key in ("revised", "refilled", "late"):
        departments = getattr(done, key)
        if departments:
            names = listed(sorted(departments), language)
            show(say(f"service.issue.{key}", language, number=len(departments), names=names))
    lines = [f"{subject} {indicator}" for subject, indicator in (line.key for line in done.untargeted)]
    if lines:
        names = listed(lines[:NAMED], language) + (" …" if len(lines) > NAMED else "")
        show(coloured(say("service.issue.targets", language, number=len(lines), names=names), "warning"))


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
    """Take in workbooks and return their findings; status 1 on errors and on refused adjustments."""
    from sync.cli.collected import AsJson, AsText
    from sync.service.collecting import collect

    workspace = workspace_of(arguments)
    language = workspace.language
    if arguments.google:
        from sync.cli.google import collect_sheets

        return collect_sheets(arguments, workspace)
    if arguments.watch:
        from sync.cli.watching import watch

        return watch(arguments, workspace)
    if arguments.every is not None:
        raise stop("every_alone", language)
    bar = partial(progress, label=say("service.collect.label", language))
    with closing((AsJson if arguments.json else AsText)(language)) as told:
        done = collect(workspace, [Path(name) for name in arguments.path], arguments.jobs, bar, told.take)
        told.end(done)
        return int(told.errors or failed(done))


def failed(done: Collected) -> bool:
    """Tell whether a collect met errors beside those in the workbooks it took in."""
    others = (*done.unread, *done.adjusted.errors, *done.across.new)
    return bool(done.adjusted.refused) or has_errors(others)
