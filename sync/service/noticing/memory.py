"""What was written and sent so far, as the archive notes it, so that nobody is told the same twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sync.archive.deciding import Decision, enact
from sync.archive.records import records
from sync.archive.store import Archive
from sync.process.notice_facts import Told
from sync.service.noticing.letters import Letter
from sync.service.noticing.wording import Worded

NOTICE = "notice"
"""The kind of record in which a notice is noted."""

WRITTEN, SENT = "notices_written", "notices_sent"
"""How the audit log names what was done."""

Noted = Mapping[str, Mapping[str, Any]]
"""What was noted of each notice last, by its key."""


def noted(archive: Archive, cycle: str) -> Noted:
    """Return what was noted of the notices of a cycle."""
    with archive.reading() as connection:
        return {one.key: one.document for one in records(connection, NOTICE, cycle)}


def told_before(notes: Noted) -> dict[str, Told]:
    """Return when and how each thing was told last."""
    return {
        key: Told(
            one["mark"],
            one["sent"],
            date.fromisoformat(one["day"]),
            *(one[name] for name in Told._fields[3:]),
        )
        for key, one in notes.items()
    }


def words_of(note: Mapping[str, Any]) -> Worded:
    """Return the words of a notice as they were written."""
    return Worded(note["subject"], note["text"])


def note(archive: Archive, cycle: str, letters: Iterable[Letter], event: str, day: date, by: str) -> None:
    """Note notices as written, or as sent; all of them or none."""
    notes = tuple((NOTICE, one.notice.key, _document(one, event == SENT, day)) for one in letters)
    if notes:
        done = enact(archive, Decision(cycle, event, by, notes=notes))
        assert done, "no form is moved"


def _document(letter: Letter, sent: bool, day: date) -> dict[str, object]:
    """Return a notice as it is noted: what it says, to whom (a rater by a code), and since when."""
    notice, words = letter.notice, letter.words
    return {
        **{name: getattr(notice, name) for name in ("kind", "step", "to", "department", "about", "mark")},
        "sent": sent,
        "day": day.isoformat(),
        "file": letter.file,
        "subject": words.subject,
        "text": words.text,
    }
