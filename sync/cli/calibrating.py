"""The command by which a committee decides the grades: its workbook written, and taken in."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from addin.texts import say
from sync.cli.printing import coloured, show, show_json
from sync.cli.showing import show_findings
from sync.cli.stepping import choice_of, tell
from sync.cli.where import workspace_of
from sync.findings import has_errors
from sync.settings import stop

if TYPE_CHECKING:
    from sync.service.calibrating.taking import Decided
    from sync.settings import Workspace


def calibrate(arguments: Namespace) -> int:
    """Write the committee's workbook, or take in what was decided; status 1 where there are errors."""
    workspace = workspace_of(arguments)
    deciding = bool(arguments.source) != arguments.as_scored
    if bool(arguments.by) != deciding or (arguments.source and arguments.as_scored):
        raise stop("calibrate_by", workspace.language)
    if deciding:
        return _told(workspace, arguments, _decided(workspace, arguments))
    from sync.service.calibrating.writing import write_for_committee

    to = Path(arguments.to) if arguments.to else None
    file = write_for_committee(workspace, arguments.cycle, choice_of(arguments), to)
    if arguments.json:
        show_json({"cycle": arguments.cycle, "file": str(file)})
    else:
        show(coloured(say("service.calibrate.written", workspace.language, file=file), "good"))
    return 0


def _decided(workspace: Workspace, arguments: Namespace) -> Decided:
    from sync.service.calibrating.taking import calibrate_as_scored, calibrate_from

    cycle, choice, by = arguments.cycle, choice_of(arguments), arguments.by
    if arguments.as_scored:
        return calibrate_as_scored(workspace, cycle, choice, by)
    return calibrate_from(workspace, cycle, Path(arguments.source), choice, by)


def _told(workspace: Workspace, arguments: Namespace, done: Decided) -> int:
    if arguments.json:
        show_json(done.document)
        return int(has_errors(done.findings))
    if done.findings:
        show_findings(done.findings, workspace.language)
    if has_errors(done.findings):
        told = say("service.calibrate.refused", workspace.language, file=arguments.source)
        show(coloured(told, "warning"))
        return 1
    return tell(workspace, arguments, done.stepped)
