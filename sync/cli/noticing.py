"""The command that tells people where a cycle stands: notices."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from addin.texts import listed, say
from sync.cli.printing import coloured, progress, show, show_json
from sync.cli.where import workspace_of

if TYPE_CHECKING:
    from sync.service.noticing.letters import Letter
    from sync.service.noticing.notices import Report
    from sync.service.noticing.sending import Sent

NAMED = 10
"""So many people without an address are named."""


def notices(arguments: Namespace) -> int:
    """Write what people are to be told and, where asked, send it."""
    from sync.service.noticing.notices import Asking, notices

    workspace = workspace_of(arguments)
    language = workspace.language
    asking = Asking(arguments.step, arguments.both, arguments.send, arguments.by)
    bar = partial(progress, label=say("notices.done.label", language))
    done = notices(workspace, arguments.cycle, asking, bar)
    if arguments.json:
        show_json(_document(done))
    else:
        _show(done, arguments.cycle, language)
    return 0


def _document(done: Report) -> dict[str, Any]:
    """Return what was written and sent as a JSON object."""
    return {
        "notices": [_notice(done, one) for one in (*done.waiting, *done.letters)],
        "folder": str(done.folder),
        "chat": [file.name for file in done.chat],
    }


def _notice(done: Report, one: Letter) -> dict[str, Any]:
    refused = {letter.file: str(reply) for letter, reply in done.sent.refused} if done.sent else {}
    sent = done.sent is not None and one in done.sent.letters
    return {
        "notice": one.notice.kind,
        "step": one.notice.step,
        "to": one.notice.to or None,
        "department": one.notice.department or None,
        "file": one.file,
        "subject": one.words.subject,
        "new": one in done.letters,
        "state": "sent" if sent else "refused" if one.file in refused else "written",
        "reply": refused.get(one.file),
    }


def _show(done: Report, cycle: str, language: str) -> None:
    """Say how many notices were written and sent, and what is to be done about the others."""
    if done.letters:
        counts = Counter(say(f"choices.notice.{one.notice.kind}", language) for one in done.letters)
        show(say("notices.done.written", language, n=len(done.letters)))
        for kind, number in counts.items():
            show(f"  {number:>4}  {kind}")
        show(say("notices.done.where", language, folder=done.folder))
    elif not (done.sent and done.sent.letters):
        show(coloured(say("notices.done.nothing", language), "good"))
    if done.chat:
        files = listed((file.name for file in done.chat), language)
        show(say("notices.done.chat", language, files=files))
    _show_troubles(done, language)
    if done.sent is not None:
        _show_sent(done.sent, language)
    else:
        _show_unsent(done, cycle, language)


def _show_unsent(done: Report, cycle: str, language: str) -> None:
    if done.letters:
        show(say("notices.done.send", language, cycle=cycle))
    if done.waiting:
        show(say("notices.done.waiting", language, n=len(done.waiting), cycle=cycle))


def _show_sent(sent: Sent, language: str) -> None:
    show(coloured(say("notices.done.sent", language, n=len(sent.letters)), "good"))
    for letter, reply in sent.refused:
        name = _who(letter)
        show(coloured(say("notices.done.refused", language, name=name, reply=reply), "warning"))
    for letter in sent.twice:
        show(coloured(say("notices.done.maybe_twice", language, name=_who(letter)), "warning"))


def _show_troubles(done: Report, language: str) -> None:
    """Name who cannot be reached by mail, and what has nobody to read it."""
    lost = [one for one in (*done.waiting, *done.letters) if not one.reader.addressed]
    nobody = [one.file for one in lost if not one.notice.to and one.notice.department]
    named = dict.fromkeys(_who(one) for one in lost if one.notice.to and not one.reader.address)
    for key, names in (("nobody", nobody), ("no_address", list(named))):
        if names:
            told = listed(names[:NAMED], language) + (" …" if len(names) > NAMED else "")
            show(coloured(say(f"notices.done.{key}", language, names=told), "warning"))
    for one in lost:
        if one.reader.address:
            values = {"found": one.reader.address, "name": _who(one)}
            show(coloured(say("notices.done.bad_address", language, **values), "warning"))


def _who(letter: Letter) -> str:
    """Return whom a letter is for, as HR knows them."""
    return letter.reader.name or letter.notice.to or letter.file
