"""`notices`: what people are to be told, as files, as texts for a chat, and by mail where that is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sync.archive.opening import open_archive
from sync.process.notices import due, unsent, untold
from sync.service.cycles import opened
from sync.service.noticing.gathering import facts_of
from sync.service.noticing.known import known
from sync.service.noticing.letters import Letter
from sync.service.noticing.memory import SENT, WRITTEN, note, noted, told_before
from sync.service.noticing.posting import mail_of
from sync.service.noticing.sending import Post, Sent, send
from sync.service.noticing.writing import Desk, as_message, letters_of, write_chats, write_mails
from sync.service.opening import Watch, locked, sound_rules, unwatched
from sync.service.restating import today_of
from sync.settings import Mail, Workspace, stop

LOCK = ".notices.lock"
"""The file by which the runs of a workspace that tell people take turns."""


class Asking(NamedTuple):
    """What is asked for: notices of one step (None: of all), in both languages, by whom; and to send them."""

    step: str | None = None
    both: bool = False
    send: bool = False
    by: str = "meritbook"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the notices of a cycle: those written now, and where they lie.

    `waiting` were written before and not sent then; `chat` are the texts to paste; `sent` is what became of
    sending them all, None where that was not asked for.
    """

    folder: Path
    letters: tuple[Letter, ...] = ()
    waiting: tuple[Letter, ...] = ()
    chat: tuple[Path, ...] = ()
    sent: Sent | None = None


def notices(workspace: Workspace, cycle: str, asking: Asking, watch: Watch = unwatched) -> Report:
    """Write what people are to be told and were not told yet; with `send`, also send what waits.

    What is written is noted as one, what is sent one by one, as soon as the server has answered.
    Raises CannotGoOn where the cycle was not issued, the scheme has errors, or mail cannot be sent.
    """
    mail = mail_of(workspace) if asking.send else None
    reading = sound_rules(workspace).reading
    refusal = stop("at_work", workspace.language, folder=workspace.folder)
    with (
        locked(workspace.folder / LOCK, 0, refusal),
        open_archive(workspace.archive, workspace.language) as archive,
    ):
        rules = opened(archive, cycle)
        found = known(archive, rules, reading.scheme, reading.roster, today_of(archive, cycle))
        desk = Desk(workspace, found)
        report = _written(desk, asking)
        return report if mail is None else _sent(desk, asking, report, mail, watch)


def _written(desk: Desk, asking: Asking) -> Report:
    """Write what is new as files, then note it; the files come first, so that a killed run loses nothing."""
    cycle, today = desk.known.rules.cycle.id, desk.known.today
    notes = noted(desk.known.archive, cycle)
    told = told_before(notes)
    every = [one for one in due(facts_of(desk.known)) if asking.step in (None, one.step)]
    new = untold(every, told, today)
    letters = letters_of(desk, new, both=asking.both)
    waiting = letters_of(desk, unsent(every, told, new), both=asking.both)
    write_mails(desk, (*letters, *(waiting if asking.send else ())))
    chat = tuple(write_chats(desk, letters, notes))
    note(desk.known.archive, cycle, letters, WRITTEN, today, asking.by)
    return Report(desk.folder, letters, waiting, chat)


def _sent(desk: Desk, asking: Asking, report: Report, mail: tuple[Mail, str], watch: Watch) -> Report:
    """Send what was written now and what waits."""
    cycle, today = desk.known.rules.cycle.id, desk.known.today
    post = Post(*mail, partial(as_message, desk))
    letters = (*report.waiting, *report.letters)

    def taken(letter: Letter) -> None:
        note(desk.known.archive, cycle, [letter], SENT, today, asking.by)

    return replace(report, sent=send(desk.workspace, desk.folder, letters, post, taken, watch))
