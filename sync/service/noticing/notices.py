"""`notices`: what people are to be told, as files, as texts for a chat, and by mail where that is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from sync.archive.opening import open_archive
from sync.process.digests import DIGEST_HR
from sync.process.notice_facts import Notice, Told
from sync.process.notices import FOR_EVERYBODY, due, untold
from sync.service.cycles import opened
from sync.service.noticing.gathering import facts_of
from sync.service.noticing.known import Known, known
from sync.service.noticing.letters import Letter, Reader, as_file, for_chat, message, reader_of
from sync.service.noticing.memory import SENT, WRITTEN, Noted, note, noted, told_before, words_of
from sync.service.noticing.posting import bare, mail_of
from sync.service.noticing.sending import Post, Sent, send
from sync.service.noticing.wording import texts_of, worded
from sync.service.opening import Watch, locked, sound_rules, unwatched, write_whole
from sync.service.restating import today_of
from sync.settings import Mail, Workspace, now, stop

FOLDER, LOCK = "notices", ".notices.lock"


class Asking(NamedTuple):
    """What is asked for: notices of one step (None: of all), in both languages, by whom; and to send them."""

    step: str | None = None
    both: bool = False
    send: bool = False
    by: str = "meritbook"


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the notices of a cycle: those written now and what was sent, where they lie.

    `waiting` were written before and were not sent; `chat` are the texts to paste.
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
        desk = Desk(workspace, found, asking, workspace.outbox(cycle) / FOLDER)
        report = desk.write()
        return report if mail is None else desk.send(report, *mail, watch)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the notices of a cycle are written and sent from."""

    workspace: Workspace
    known: Known
    asking: Asking
    folder: Path

    def write(self) -> Report:
        """Write what is new as files, note it, and say what was written before and still waits."""
        cycle, today = self.known.rules.cycle.id, self.known.today
        notes = noted(self.workspace, cycle)
        told = told_before(notes)
        every = [one for one in due(facts_of(self.known)) if self.asking.step in (None, one.step)]
        new = untold(every, told, today)
        waits = [one for one in every if one.key in told and _waits(one, told[one.key])]
        letters, waiting = self._letters(new), self._letters(waits)
        for one in (*letters, *(waiting if self.asking.send else ())):
            write_whole(self.folder / one.file, as_file(self._message(one)), self.workspace.language)
        chat = tuple(self._chat(letters, notes))
        if letters:
            note(self.workspace, cycle, letters, WRITTEN, today)
        return Report(self.folder, letters, waiting, chat)

    def send(self, report: Report, mail: Mail, password: str, watch: Watch) -> Report:
        """Send what was written now and what waits."""
        cycle, today = self.known.rules.cycle.id, self.known.today
        post = Post(mail, password, self._message)
        sent = send(
            self.workspace,
            self.folder,
            [*report.waiting, *report.letters],
            post,
            lambda letter: note(self.workspace, cycle, [letter], SENT, today),
            watch,
        )
        return replace(report, sent=sent)

    def _letters(self, notices: Sequence[Notice]) -> tuple[Letter, ...]:
        """Put notices into words, each with the address of who reads it."""
        scheme = self.known.scheme
        texts, company, raters = texts_of(scheme), scheme.settings.company, self.known.raters()
        return tuple(
            Letter(one, worded(one, texts, company, both=self.asking.both), self._reader(one, raters))
            for one in notices
        )

    def _reader(self, notice: Notice, raters: Mapping[str, tuple[Reader, int]]) -> Reader:
        if notice.to in raters:
            return raters[notice.to][0]
        if notice.kind == DIGEST_HR and not notice.to and self.workspace.mail:
            return Reader("", bare(self.workspace.mail.sender))
        return reader_of(self.known.person(notice.to))

    def _message(self, letter: Letter) -> EmailMessage:
        sender = self.workspace.mail.sender if self.workspace.mail else ""
        return message(letter, sender, self.known.archive.id, now())

    def _chat(self, letters: Sequence[Letter], notes: Noted) -> Iterator[Path]:
        """Write for each department with news what its chat may read: all that was written today."""
        today = self.known.today.isoformat()
        fresh = [one for one in letters if one.notice.kind in FOR_EVERYBODY and one.notice.department]
        for department in dict.fromkeys(one.notice.department for one in fresh):
            before = [
                words_of(one)
                for one in notes.values()
                if (one["department"], one["day"]) == (department, today) and one["kind"] in FOR_EVERYBODY
            ]
            told = [*before, *(one.words for one in fresh if one.notice.department == department)]
            file = self.folder / f"{self.known.rules.cycle.id}-chat-{department}.txt"
            write_whole(file, for_chat(told), self.workspace.language)
            yield file


def _waits(notice: Notice, told: Told) -> bool:
    """Tell whether a notice was written as it stands and not sent."""
    return told.mark == notice.mark and not told.sent
