"""The commands that begin: demo, init, import, scheme check."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from addin.texts import listed, say
from sync.cli.printing import coloured, show, show_json
from sync.cli.showing import show_findings
from sync.cli.where import language_of, workspace_of

if TYPE_CHECKING:
    from sync.service.importing.by_cycle import ByCycle
    from sync.service.importing.report import TakenIn


def demo(arguments: Namespace) -> int:
    """Make the sample company and tell what happened and what to open."""
    from sync.service.demo.story import play

    language, folder = language_of(arguments), Path(arguments.dir)
    asked = arguments.people, arguments.seed, language, arguments.full
    for line in play(folder, *asked, monthly=arguments.month, google=arguments.google):
        show(line.replace("✓", coloured("✓", "good")))
    status = _month(folder, arguments.seed, language) if arguments.month else 0
    return _serve(folder, language) if arguments.serve else status


def _month(folder: Path, seed: int, language: str) -> int:
    """Play the month after the check, in the cycle that was issued first."""
    from sync.cli.month import play
    from sync.service.cycles import open_to_look
    from sync.settings import open_workspace

    workspace = open_workspace(folder, language)
    with open_to_look(workspace) as archive:
        cycle = archive.cycles()[0]
    return play(workspace, cycle, seed)


def _serve(folder: Path, language: str) -> int:
    """Serve the sample company on the web, with an account for HR and one for the head of each department."""
    from sync.service.demo.accounts import make_accounts
    from sync.settings import open_workspace
    from sync.web.serving import PORT, listen

    workspace = open_workspace(folder, language)
    show(coloured(say("service.account.demo", language), "strong"))
    for name, password in make_accounts(workspace).items():
        show(f"  {name:12}  {password}")
    return listen(workspace, "127.0.0.1", PORT)


def init(arguments: Namespace) -> int:
    """Make an empty workspace with a starter scheme workbook."""
    from sync.service.starting import make_workspace

    language = language_of(arguments)
    workspace = make_workspace(Path(arguments.dir), language)
    show(say("service.init.made", language, folder=workspace.folder, scheme=workspace.scheme))
    return 0


def import_people(arguments: Namespace) -> int:
    """Bring people into the scheme workbook and say what was added and what is odd."""
    from sync.service.importing.people import import_people

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


def import_history(arguments: Namespace) -> int:
    """Bring in past results or posts held, and say what is odd about the file."""
    from sync.service.importing.facts import import_history

    workspace = workspace_of(arguments)
    done = import_history(workspace, Path(arguments.file), arguments.by)
    return _told(done, "history", arguments.json, workspace.language)


def import_actuals(arguments: Namespace) -> int:
    """Bring in values that another system measured, and say what is odd about the file."""
    return _import_by_cycle("actuals", arguments)


def import_ratings(arguments: Namespace) -> int:
    """Bring in what raters said in another system, and say what is odd about the file."""
    return _import_by_cycle("ratings", arguments)


def _import_by_cycle(kind: ByCycle, arguments: Namespace) -> int:
    from sync.service.importing.by_cycle import import_by_cycle

    workspace = workspace_of(arguments)
    file, source = Path(arguments.file), arguments.source
    done = import_by_cycle(kind, workspace, file, source, arguments.cycle or "", arguments.by)
    return _told(done, source, arguments.json, workspace.language)


def _told(done: TakenIn, source: str, as_json: bool, language: str) -> int:
    """Say what an import brought: what is odd first, kind by kind, then what was taken in."""
    from sync.service.importing.report import NAMED, document, notes_by_code, summary

    if as_json:
        show_json(document(done, language))
        return 0
    for messages in notes_by_code(done, language):
        for message in messages[:NAMED]:
            show(coloured(message, "warning"))
        if len(messages) > NAMED:
            show(say("service.imports.more", language, number=len(messages) - NAMED))
    for line in summary(done, source, language):
        show(line)
    return 0


def scheme_check(arguments: Namespace) -> int:
    """Check the scheme workbook; status 1 where it has errors."""
    from sync.findings import has_errors
    from sync.service.opening import check_rules

    workspace = workspace_of(arguments)
    done = check_rules(workspace)
    if arguments.json:
        show_json({"findings": [found.document() for found in done.findings]})
    else:
        show_findings(done.findings, workspace.language)
        if done.step is not None:
            key = "open" if done.ready else "next"
            show(say(f"service.scheme_check.{key}", workspace.language, step=done.step))
        elif not done.ready and not has_errors(done.findings):
            show(say("stops.no_people", workspace.language))
    return int(has_errors(done.findings))
