"""The commands that begin: demo, init, import people, scheme check."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from addin.texts import listed, say
from sync.cli.printing import coloured, show, show_json
from sync.cli.showing import show_findings
from sync.cli.where import language_of, workspace_of


def demo(arguments: Namespace) -> int:
    """Make the sample company and tell what happened and what to open."""
    from sync.service.demo.story import play

    language = language_of(arguments)
    for line in play(Path(arguments.dir), arguments.people, arguments.seed, language):
        show(line.replace("✓", coloured("✓", "good")))
    return 0


def init(arguments: Namespace) -> int:
    """Make an empty workspace with a starter scheme workbook."""
    from sync.service.starting import make_workspace

    language = language_of(arguments)
    workspace = make_workspace(Path(arguments.dir), language)
    show(say("service.init.made", language, folder=workspace.folder, scheme=workspace.scheme))
    return 0


def import_people(arguments: Namespace) -> int:
    """Bring people into the scheme workbook and say what was added and what is odd."""
    from sync.service.people import import_people

    workspace = workspace_of(arguments)
    language = workspace.language
    done = import_people(workspace, Path(arguments.file))
    for note in done.notes:
        show(coloured(note, "warning"))
    numbers = {"total": done.total, "new": done.new, "updated": done.people - done.new}
    show(say("service.people.done", language, scheme=workspace.scheme, **numbers))
    if done.departments:
        names = listed((unit.name for unit in done.departments[:8]), language)
        show(say("service.people.departments", language, number=len(done.departments), names=names))
    if done.positions:
        names = listed((post.name for post in done.positions), language)
        show(say("service.people.positions", language, number=len(done.positions), names=names))
    show(say("service.people.previous", language, file=done.previous))
    return 0


def scheme_check(arguments: Namespace) -> int:
    """Check the scheme workbook; status 1 where it has errors."""
    from sync.findings import has_errors
    from sync.service.opening import check_rules

    workspace = workspace_of(arguments)
    findings = check_rules(workspace)
    if arguments.json:
        show_json({"findings": [found.document() for found in findings]})
    else:
        show_findings(findings, workspace.language)
    return int(has_errors(findings))
