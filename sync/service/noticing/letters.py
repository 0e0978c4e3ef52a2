"""Notices as e-mails: files that any mail program opens, and the very messages that a server is given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import NamedTuple

from addin.scoring.scheme import Person
from sync.process.notice_facts import Notice
from sync.service.noticing.wording import Worded

_ATOM, _LABEL = r"[\w!#$%&'*+/=?^`{|}~-]+", r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+", re.ASCII)
"""An address as people have them; the rarer spellings of the standard are refused by many servers."""

DRAFT = "X-Unsent"
"""The header by which mail programs open a file as a message that is still to be sent."""


class Reader(NamedTuple):
    """Who a notice goes to: the name and the address, blank where none is known."""

    name: str = ""
    address: str = ""

    @property
    def addressed(self) -> Address | None:
        """The address as a mail server takes it; None where it cannot be one."""
        plain = ADDRESS.fullmatch(self.address.strip())
        return Address(" ".join(self.name.split()), addr_spec=plain[0]) if plain else None


class Letter(NamedTuple):
    """A notice in words for one reader, ready to be written as a file or sent."""

    notice: Notice
    words: Worded
    reader: Reader

    @property
    def file(self) -> str:
        """The name of its file, which is the same each time."""
        return f"{self.notice.name}.eml"


def reader_of(person: Person | None) -> Reader:
    """Return somebody of the scheme as a reader."""
    return Reader(person.name, person.email) if person else Reader()


def message(letter: Letter, sender: str, archive: str, at: datetime) -> EmailMessage:
    """Write a notice as an e-mail; told again after a break, it carries the same number as before.

    sender: HR's own address, blank where none is set up; archive: the id of the archive.
    """
    written = EmailMessage(policy=SMTP)
    written["Subject"] = letter.words.subject
    if sender:
        written["From"] = sender
    if (address := letter.reader.addressed) is not None:
        written["To"] = address
    written["Date"] = at
    written["Message-ID"] = _number(letter, sender, archive)
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(letter.words.text + "\n")
    written["Content-Language"] = {"zh": "zh-CN"}.get(letter.notice.language, letter.notice.language)
    return written


def _number(letter: Letter, sender: str, archive: str) -> str:
    told = "\x1f".join((archive, letter.notice.key, letter.notice.mark))
    domain = sender.rpartition("@")[2].rstrip(">") or "meritbook.invalid"
    return f"<{sha256(told.encode()).hexdigest()[:32]}@{domain}>"


def as_file(written: EmailMessage) -> bytes:
    """Return an e-mail as a file that opens as a draft."""
    written[DRAFT] = "1"
    try:
        return written.as_bytes()
    finally:
        del written[DRAFT]


def for_chat(told: Sequence[Worded]) -> bytes:
    """Return what is to be pasted into a chat program, each notice once, its subject above it."""
    each = dict.fromkeys(f"【{one.subject}】\n{one.text}\n" for one in told)
    return "\n".join(each).encode("utf-8")
