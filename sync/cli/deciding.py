"""The commands by which a person decides on a held submission: accept, reject."""

from __future__ import annotations

from argparse import Namespace

from addin.texts import say
from sync.cli.printing import coloured, show, show_json
from sync.cli.showing import summary
from sync.cli.where import workspace_of


def accept(arguments: Namespace) -> int:
    """Let a held submission count."""
    return _decide(arguments, accepted=True)


def reject(arguments: Namespace) -> int:
    """Leave a held submission out."""
    return _decide(arguments, accepted=False)


def _decide(arguments: Namespace, accepted: bool) -> int:
    from sync.service.deciding import accept, reject
    from sync.service.looking import standing, submission_document

    workspace = workspace_of(arguments)
    language = workspace.language
    decide = accept if accepted else reject
    taken = decide(workspace, arguments.submission, arguments.by, arguments.reason)
    document = submission_document(taken.record, language)
    if arguments.json:
        show_json(document)
        return 0
    state = say(f"choices.submission.{standing(taken.record)}", language)
    show(f"{coloured(state, 'strong')}  {taken.record.name}: {document['reason']}")
    if accepted:
        show("  " + summary(taken.findings, language))
    if taken.copy:
        show("  " + say("service.collect.copy", language, file=taken.copy))
    return 0
