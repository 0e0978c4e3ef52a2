"""The commands for Google Sheets: push, and the stand-in for tries without Google."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from addin.texts import listed, say
from sync.cli.printing import coloured, progress, show, show_json, show_table
from sync.cli.where import language_of, workspace_of
from sync.settings import stop

if TYPE_CHECKING:
    from sync.service.collecting import Collected, Tell
    from sync.service.google.push import Pushed
    from sync.settings import Workspace
    from sync.sources.copying import Doubts

PORT = 8753
"""Where the stand-in listens unless somebody says otherwise."""

LOOK = 0.2
"""So often the stand-in looks whether it is to end [seconds]."""


def push(arguments: Namespace) -> int:
    """Make or renew the Sheet of each department and say where they are."""
    from sync.service.google.push import push

    workspace = workspace_of(arguments)
    language = workspace.language
    bar = partial(progress, label=say("google.push.label", language))
    asked = (arguments.department, arguments.by, bar, arguments.edition)
    done = push(workspace, arguments.cycle, *asked)
    if arguments.json:
        show_json({"sheets": [{name: getattr(one, name) for name in one.__slots__} for one in done]})
        return 0
    _show_pushed(done, language)
    return 0


def collect_sheets(arguments: Namespace, workspace: Workspace) -> int:
    """Take in what was typed into Sheets and write the findings back; status 1 on errors."""
    from sync.cli.collected import AsJson, AsText
    from sync.cli.working import failed
    from sync.service.google.taking_in import take_in

    language = workspace.language
    if arguments.path or (arguments.every is not None and not arguments.watch):
        raise stop("google_alone" if arguments.path else "every_alone", language)
    if arguments.watch:
        from sync.cli.watching import watch

        def once(*, tell: Tell, doubts: Doubts) -> Collected:  # noqa: ARG001 - Google hands out what is whole
            return take_in(workspace, arguments.jobs, tell=tell)[0]

        return watch(arguments, workspace, once)
    bar = partial(progress, label=say("service.collect.label", language))
    with closing((AsJson if arguments.json else AsText)(language)) as told:
        done, answered = take_in(workspace, arguments.jobs, bar, told.take)
        told.end(done)
        if answered and not arguments.json:
            show(say("google.collect.answered", language, number=answered))
        return int(told.errors or failed(done))


def _show_pushed(done: list[Pushed], language: str) -> None:
    headings = [say(f"google.push.{key}", language) for key in ("workbook", "what", "link")]
    rows = [(Path(one.name).stem, say(f"google.push.how.{one.how}", language), one.link) for one in done]
    show_table(headings, rows)
    counted = Counter(one.how for one in done)
    show(
        say("google.push.done", language, sheets=len(done), made=counted["new"], renewed=counted["replaced"])
    )
    if counted["waiting"]:
        show(coloured(say("google.push.waiting", language, number=counted["waiting"]), "warning"))


def script(arguments: Namespace) -> int:
    """Write the Apps Script project of a Sheet."""
    from sync.service.google.script import write_script

    language, folder = language_of(arguments), Path(arguments.dir)
    made = write_script(folder, language)
    names = listed((file.name for file in made), language)
    show(say("google.script_done", language, folder=folder, files=names))
    return 0


def emulate(arguments: Namespace) -> int:
    """Stand in for Google on this machine until somebody ends it; nothing leaves the machine."""
    from sync.cli.watching import Asked
    from sync.service.google.standing_in import standing_in_for

    language, asked = language_of(arguments), Asked()
    started = standing_in_for(Path(arguments.dir), arguments.port or PORT, language)
    with started as (running, credentials), asked.by_signals():
        values = {"address": running.address, "folder": running.folder, "credentials": credentials}
        show(say("google.emulate.begun", language, **values))
        sys.stdout.flush()
        while not asked.is_set():
            sleep(LOOK)
    show(say("google.emulate.ended", language))
    return 0
