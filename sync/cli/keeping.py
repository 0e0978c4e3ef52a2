"""The commands that keep the archive safe: verify, backup, restore."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from addin.texts import of, say
from sync.cli.printing import coloured, progress, show, show_json
from sync.cli.where import language_of, workspace_of


def verify(arguments: Namespace) -> int:
    """Re-hash, walk and recompute; status 1 where something does not hold."""
    from sync.service.keeping.verifying import verify

    workspace = workspace_of(arguments)
    language = workspace.language
    bar = partial(progress, label=say("service.verify.label", language))
    found = verify(workspace, arguments.seal, arguments.jobs, bar)
    if arguments.json:
        show_json(found.document())
        return int(bool(found.broken))
    _show_broken(found.broken, language)
    outcome, colour = ("broken", "error") if found.broken else ("clean", "good")
    counts = asdict(found.counts)
    show(coloured(say(f"service.verify.{outcome}", language, number=len(found.broken), **counts), colour))
    if found.seal is not None:
        show(say("service.verify.seal", language, **asdict(found.seal)))
    return int(bool(found.broken))


def _show_broken(broken: list[dict[str, Any]], language: str) -> None:
    for one in broken:
        show(of(coloured(one["place"], "error"), one["message"], language))


def backup(arguments: Namespace) -> int:
    """Write everything into one file; status 1 where the archive holds something that is not right."""
    from sync.service.keeping.backing_up import back_up

    workspace = workspace_of(arguments)
    language = workspace.language
    done = back_up(workspace, Path(arguments.file))
    if arguments.json:
        show_json({"backup": done.document()})
        return int(bool(done.broken))
    _show_broken(done.broken, language)
    counts = asdict(done.manifest.counts)
    show(say("service.backup.done", language, file=done.file, size=f"{done.size / 1e6:,.1f}", **counts))
    show(say("service.verify.seal", language, **asdict(done.manifest.seal)))
    if done.broken:
        show(coloured(say("service.backup.broken", language, number=len(done.broken)), "error"))
    return int(bool(done.broken))


def restore(arguments: Namespace) -> int:
    """Bring back a workspace from a backup; status 1 where something in it does not hold."""
    from sync.service.keeping.restoring import restore

    language = language_of(arguments)
    bar = partial(progress, label=say("service.verify.label", language))
    folder = Path(arguments.workspace)
    done = restore(folder, Path(arguments.file), arguments.language, arguments.anyway, arguments.jobs, bar)
    if arguments.json:
        show_json({"restored": done.document()})
        return int(bool(done.broken))
    _show_broken(done.broken, language)
    counts = asdict(done.manifest.counts)
    show(say("service.restore.done", language, folder=folder, at=done.manifest.made_at, **counts))
    if done.broken:
        show(coloured(say("service.restore.broken", language, number=len(done.broken)), "error"))
    show(say("service.verify.seal", language, **asdict(done.manifest.seal)))
    for file in done.beside:
        show(coloured(say("service.restore.beside", language, file=file), "warning"))
    return int(bool(done.broken))
