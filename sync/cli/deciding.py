"""The commands by which a person decides: accept and reject a held submission, waive a finding."""

from __future__ import annotations

from argparse import Namespace

from addin.texts import of, say
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
    show(f"{coloured(state, 'strong')}  {of(taken.record.name, document['reason'], language)}")
    if accepted:
        show("  " + summary(taken.findings, language))
    if taken.copy:
        show("  " + say("service.collect.copy", language, file=taken.copy))
    return 0


def waive(arguments: Namespace) -> int:
    """Accept a finding as it is, until a day."""
    from sync.service.waiving import waive

    workspace = workspace_of(arguments)
    language = workspace.language
    done = waive(workspace, arguments.finding, arguments.reason, arguments.by, arguments.until)
    until = done.waiver.until
    if arguments.json:
        told = {"reason": done.waiver.reason, "by": done.waiver.by, "until": until}
        forms = [form._asdict() for form in done.forms]
        show_json({"finding": done.finding.document(), **told, "forms": forms})
        return 0
    show(coloured(say("service.waived.done", language, until=until, finding=done.finding), "good"))
    for form in done.forms:
        state = say(f"choices.state.{form.state}", language)
        key = "form_without" if form.employee in done.without else "form"
        show("  " + say(f"service.waived.{key}", language, employee=form.employee, state=state))
    show("  " + say("service.waived.ends", language))
    return 0
