"""The commands by which people learn results and answer: publish, confirm, interviews, opinions."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from addin.texts import say
from sync.cli.printing import coloured, show, show_json
from sync.cli.stepping import choice_of, tell
from sync.cli.where import workspace_of
from sync.settings import stop


def publish(arguments: Namespace) -> int:
    """Publish approved results down the reporting line."""
    from sync.service.steps.publish import publish

    workspace = workspace_of(arguments)
    done = publish(workspace, arguments.cycle, choice_of(arguments), arguments.by)
    if arguments.json:
        show_json(done.document)
        return 0
    tell(workspace, arguments, done.stepped)
    show(say("publication.files", workspace.language, number=len(done.files), folder=done.folder))
    return 0


def confirm(arguments: Namespace) -> int:
    """Note who has read their result: from a file, by name, or by silence after the last day."""
    from sync.service.steps.confirm import confirm, confirm_file, confirm_silent

    workspace, choice, by = workspace_of(arguments), choice_of(arguments), arguments.by
    named = bool(choice.employees or choice.departments)
    ways = (arguments.file is not None, arguments.silent, named and not arguments.silent)
    if sum(ways) != 1:
        raise stop("confirm_whom", workspace.language, cycle=arguments.cycle)
    if arguments.file is not None:
        done = confirm_file(workspace, arguments.cycle, Path(arguments.file), by)
    elif arguments.silent:
        done = confirm_silent(workspace, arguments.cycle, choice, by)
    else:
        answer = "objection" if arguments.objection else "read"
        done = confirm(workspace, arguments.cycle, choice, answer, by)
    if arguments.json:
        show_json(done.document)
        return 0
    for line in done.odd:
        show(coloured(line, "warning"))
    show(say("publication.noted", workspace.language, number=done.noted))
    return tell(workspace, arguments, done.stepped)
