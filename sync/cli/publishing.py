"""The commands by which people learn results and answer: publish, confirm, interviews, opinions."""

from __future__ import annotations

from argparse import Namespace

from addin.texts import say
from sync.cli.printing import show, show_json
from sync.cli.stepping import choice_of, tell
from sync.cli.where import workspace_of


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
