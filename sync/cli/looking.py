"""The commands that show: progress, findings, explain, results, why, export, schema."""

from __future__ import annotations

from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.texts import listed, of, say, words
from sync.cli.printing import coloured, show, show_json, show_table
from sync.cli.printing import progress as progress_bar
from sync.cli.showing import show_findings, show_life, show_waived, told_exempt
from sync.cli.where import language_of, workspace_of

if TYPE_CHECKING:
    from sync.service.standing import Found
    from sync.settings import Workspace

NAMED = 5
"""So many files of an earlier export are named."""


def progress(arguments: Namespace) -> int:
    """Show where each department stands, and what waits for a decision."""
    from sync.service.asking import asked_in
    from sync.service.goals import goals_in
    from sync.service.looking import newer_out, packs, progress
    from sync.service.steps.needs import needs
    from sync.service.waiting import held

    workspace = workspace_of(arguments)
    departments = progress(workspace, arguments.cycle)
    waiting, told = held(workspace, arguments.cycle)
    small = packs(workspace, arguments.cycle)
    goals, asked = goals_in(workspace, arguments.cycle), asked_in(workspace, arguments.cycle)
    now = needs(workspace, arguments.cycle)
    if arguments.json:
        found = {"departments": departments, "packs": small, "goals": goals, "ratings": asked}
        show_json({**found, "held": waiting, "needs": now})
        return 0
    newer = newer_out(workspace, arguments.cycle)
    if departments or not goals:
        _table("progress", departments, workspace.language)
    for row in small:
        show(say(f"service.packs.{row['edition']}", workspace.language, **row))
    for kind, rows in {"goals": goals, "asked": asked}.items():
        if rows:
            show()
            _table(kind, rows, workspace.language)
    for line in newer:
        show(coloured(line, "warning"))
    _waiting(told)
    _needed(now, workspace.language)
    return 0


def _needed(now: list[dict[str, Any]], language: str) -> None:
    """Say what HR can do now, what is late in another colour."""
    for one in now:
        shown = say(f"service.needs.{'late' if one['late'] else 'due'}", language, **one)
        show(coloured(shown, "warning" if one["late"] else "strong"))


def findings(arguments: Namespace) -> int:
    """Show what is wrong in the workbooks of a cycle; status 1 where there are errors."""
    from sync.findings import has_errors
    from sync.service.looking import beside
    from sync.service.standing import found_in
    from sync.service.waiting import held

    workspace = workspace_of(arguments)
    found = found_in(workspace, arguments.cycle)
    waiting, told = held(workspace, arguments.cycle)
    if arguments.json:
        show_json({**_document(found), "held": waiting})
    else:
        others = beside(workspace, arguments.cycle)
        show_findings(found.open, workspace.language, each=arguments.all)
        show_life(found.since, workspace.language, each=arguments.all)
        show_waived(found.waived, workspace.language, each=arguments.all)
        _waiting(told)
        for line in others:
            show(coloured(line, "warning"))
    return int(has_errors(found.open))


def _document(found: Found) -> dict[str, Any]:
    """Return how findings stand: those that count, by id whether new or open, what was mended or waived."""
    told = ("reason", "by", "until")
    return {
        "findings": [one.document() for one in found.open],
        "states": dict(found.life.states),
        "mended": [one.document() for one in found.life.mended],
        "waived": [
            {"finding": one.document(), **{key: getattr(waiver, key) for key in told}}
            for one, waiver in found.waived
        ],
    }


def _waiting(told: list[str]) -> None:
    """Print what waits for a decision; the lines about one submission stand below its title."""
    for line in told:
        show(line if line.startswith(" ") else "\n" + coloured(line, "warning"))


def explain(arguments: Namespace) -> int:
    """Say what a check code means and how to mend it."""
    from sync.service.explaining import explained

    show(explained(arguments.code.upper(), language_of(arguments)))
    return 0


def results(arguments: Namespace) -> int:
    """Show each person's score, grade and rank, and who is exempt; or every version of each result."""
    from sync.service.results import every_version, in_blocks, results

    workspace = workspace_of(arguments)
    language = workspace.language
    document = results(workspace, arguments.cycle)
    if arguments.all:
        document["results"] = every_version(workspace, arguments.cycle)
    if arguments.json:
        show_json(document)
        return 0
    rows = document["results"] if arguments.all else in_blocks(document["results"])
    _table("every_version" if arguments.all else "results", rows, language)
    for one in document["exempt"]:
        show(told_exempt(one["employee"], one["name"], one["reason"], one["because"], language))
    return 0


def why(arguments: Namespace) -> int:
    """Show each step of one person's score with the cell of every input."""
    from sync.findings import place
    from sync.service.tracing import why

    workspace = workspace_of(arguments)
    found = why(workspace, arguments.cycle, arguments.employee, arguments.version)
    if arguments.json:
        show_json({"steps": [one.document for one in found]})
        return 0
    where = ("workbook", "sheet", "cell")
    rows = [
        {**document, "value": value, "place": place(*(document[key] for key in where))}
        for document, value in found
    ]
    _table("why", rows, workspace.language)
    return 0


def export(arguments: Namespace) -> int:
    """Write a report, or list the reports there are."""
    if arguments.list or not arguments.kind:
        for kind, about in words("service", language_of(arguments))["reports"].items():
            show(f"{kind:12}  {about}")
        return 0
    from sync.cli.paying import export_pay_base
    from sync.service.exporting.export import FOLDERS, TOLD_TO_PAYROLL, export

    workspace = workspace_of(arguments)
    to = Path(arguments.to) if arguments.to else None
    if arguments.kind == TOLD_TO_PAYROLL:
        return export_pay_base(workspace, arguments, to)
    if arguments.kind in FOLDERS:
        return _export_slips(workspace, arguments.kind, arguments.cycle, to)
    file = export(workspace, arguments.kind, arguments.cycle, to)
    show(say("service.export.done", workspace.language, file=file))
    return 0


def _export_slips(workspace: Workspace, kind: str, cycle: str | None, to: Path | None) -> int:
    """Write the slips of a cycle; say for how many people, whether as PDF, and which older ones lie there."""
    from sync.service.exporting.export import export_folder

    language = workspace.language
    bar = partial(progress_bar, label=say("service.export.label", language))
    done = export_folder(workspace, kind, cycle, to, bar)
    written = len(done.files)
    show(say("service.export.slips", language, number=written, people=done.people, folder=done.folder))
    if done.printed is None:
        show(say("service.export.no_office", language))
    else:
        show(say("service.export.printed", language, number=done.printed))
        if done.printed < written:
            missing = say("service.export.unprinted", language, number=written - done.printed)
            show(coloured(missing, "warning"))
    if done.older:
        names = listed([file.name for file in done.older[:NAMED]], language)
        show(coloured(say("service.export.older", language, number=len(done.older), names=names), "warning"))
    return 0


def schema(arguments: Namespace) -> int:
    """Print the data dictionary: every sheet with its columns."""
    from sync.service.dictionary import schema

    document = schema()
    if arguments.json:
        show_json(document)
        return 0
    language = language_of(arguments)
    for sheet in document["sheets"]:
        key = of(sheet["workbook"], sheet["key"], language)
        show(coloured(f"{sheet['title'][language]}  ({key})", "strong"))
        for column in sheet["columns"]:
            facts = [column["key"], column["kind"], column["unit"], column["filled_by"]]
            told = listed((fact for fact in facts if fact), language)
            show("  " + of(column["title"][language], told, language))
    return 0


def _table(kind: str, rows: list[dict[str, Any]], language: str) -> None:
    """Print rows under the headings of texts/service.toml [columns.<kind>], in that order."""
    known: dict[str, str] = words("service", language)["columns"][kind]
    headings = {key: title for key, title in known.items() if not rows or key in rows[0]}
    show_table(list(headings.values()), [[_cell(row[key], language) for key in headings] for row in rows])


def _cell(value: object, language: str) -> object:
    if isinstance(value, bool):
        return say(f"choices.flag.{'yes' if value else 'no'}", language)
    if value == "held":
        return say("choices.submission.held", language)
    states = words("choices", language)["state"] | words("ranking", language)["reasons"]
    return states.get(value, value) if isinstance(value, str) else value
