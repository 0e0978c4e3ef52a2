"""Notices as files in the outbox: a mail each, and for each department a text for its chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from sync.process.digests import DIGEST_HR
from sync.process.notice_facts import Notice
from sync.process.notices import FOR_EVERYBODY
from sync.service.noticing.known import Known, Rater
from sync.service.noticing.letters import Letter, Reader, as_file, for_chat, message, reader_of
from sync.service.noticing.memory import Noted, words_of
from sync.service.noticing.posting import bare
from sync.service.noticing.wording import texts_of, worded
from sync.service.opening import write_whole
from sync.settings import Workspace, now

FOLDER = "notices"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the notices of a cycle are written: what is known of it, and HR's own address, if any."""

    workspace: Workspace
    known: Known

    @property
    def folder(self) -> Path:
        """The folder in which they lie."""
        return self.workspace.outbox(self.known.rules.cycle.id) / FOLDER

    @property
    def sender(self) -> str:
        """HR's own address; blank where no mail server is set up."""
        return self.workspace.mail.sender if self.workspace.mail else ""


def letters_of(desk: Desk, notices: Sequence[Notice], *, both: bool) -> tuple[Letter, ...]:
    """Put notices into words, each with the address of who reads it."""
    scheme = desk.known.scheme
    texts, company, raters = texts_of(scheme), scheme.settings.company, desk.known.raters()
    return tuple(
        Letter(one, worded(one, texts, company, both=both), _reader(desk, one, raters)) for one in notices
    )


def _reader(desk: Desk, notice: Notice, raters: Mapping[str, Rater]) -> Reader:
    """Return who reads a notice; where HR named nobody, HR's own address receives what is for HR."""
    if notice.to in raters:
        return raters[notice.to].reader
    if notice.kind == DIGEST_HR and not notice.to:
        return Reader("", bare(desk.sender))
    return reader_of(desk.known.person(notice.to))


def as_message(desk: Desk, letter: Letter) -> EmailMessage:
    """Write a letter as the e-mail it is sent as."""
    return message(letter, desk.sender, desk.known.archive.id, now())


def write_mails(desk: Desk, letters: Iterable[Letter]) -> None:
    """Write letters as files that open in a mail program as drafts."""
    for one in letters:
        write_whole(desk.folder / one.file, as_file(as_message(desk, one)), desk.workspace.language)


def write_chats(desk: Desk, letters: Sequence[Letter], notes: Noted) -> Iterator[Path]:
    """Write for each department with news what its chat may read: all that was written today.

    notes: what was noted of notices before.
    """
    today = desk.known.today.isoformat()
    fresh = [one for one in letters if one.notice.kind in FOR_EVERYBODY and one.notice.department]
    earlier = [one for one in notes.values() if one["day"] == today and one["kind"] in FOR_EVERYBODY]
    for department in dict.fromkeys(one.notice.department for one in fresh):
        told = [words_of(one) for one in earlier if one["department"] == department]
        told += [one.words for one in fresh if one.notice.department == department]
        file = desk.folder / f"{desk.known.rules.cycle.id}-chat-{department}.txt"
        write_whole(file, for_chat(told), desk.workspace.language)
        yield file
