"""The commands about pay, and the one that closes a cycle."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from addin.texts import say
from sync.cli.printing import coloured, show, show_json
from sync.cli.stepping import tell_ways
from sync.cli.where import workspace_of
from sync.settings import stop

if TYPE_CHECKING:
    from sync.settings import Workspace


def export_pay_base(workspace: Workspace, arguments: Namespace, to: Path | None) -> int:
    """Tell payroll what is due for a cycle, or write what it was told before, as a file of its own."""
    from sync.service.exporting.pay_base import export_older, export_pay_base

    if arguments.cycle is None:
        raise stop("no_cycle_given", workspace.language, kind=arguments.kind)
    of, batch = (workspace, arguments.cycle, arguments.department), arguments.batch
    done = export_older(*of, batch, to) if batch else export_pay_base(*of, arguments.by, to)
    language, values = workspace.language, asdict(done)
    show(say(f"payroll.done.{done.told}", language, **values))
    for cycle, number in done.elsewhere.items():
        show(say("payroll.done.elsewhere", language, cycle=cycle, number=number))
    if done.total:
        show(say("payroll.done.total", language, **values))
    show(say("payroll.done.checksum", language, **values))
    if done.without_base:
        show(coloured(say("payroll.done.without_base", language, **values), "warning"))
    return 0


def import_pay(arguments: Namespace) -> int:
    """Take in the bases that performance pay is computed from."""
    from sync.service.importing.pay import import_pay

    workspace = workspace_of(arguments)
    done = import_pay(workspace, Path(arguments.file), arguments.cycle or "", arguments.by)
    if arguments.json:
        show_json(done.document)
        return 0
    for line in done.odd:
        show(coloured(line, "warning"))
    show(say("payroll.noted", workspace.language, number=done.noted, people=done.people))
    return 0


def close(arguments: Namespace) -> int:
    """Close a cycle: what silence confirms is confirmed, every result is filed, payroll's lines are final."""
    from sync.service.steps.close import close, document

    workspace = workspace_of(arguments)
    done = close(workspace, arguments.cycle, arguments.by, arguments.reason or "")
    if arguments.json:
        show_json(document(workspace, done))
        return 0
    tell_ways(workspace.language, done.moved, done.left)
    show(coloured(done.said, "good"))
    for line in done.warnings:
        show(coloured(line, "warning"))
    return 0
