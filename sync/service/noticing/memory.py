"""What was written and sent so far, so that nobody is told the same twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from sync.process.notice_facts import Told
from sync.service.noticing.letters import Letter
from sync.service.noticing.wording import Worded
from sync.service.opening import write_whole
from sync.settings import Workspace

FILE = ".told.json"
WRITTEN, SENT = "written", "sent"

Noted = Mapping[str, Mapping[str, Any]]
"""What was noted of each notice last, by its key."""


def noted(workspace: Workspace, cycle: str) -> Noted:
    """Return what was noted of the notices of a cycle."""
    file = workspace.outbox(cycle) / "notices" / FILE
    found: Noted = msgspec.json.decode(file.read_bytes()) if file.exists() else {}
    return found


def told_before(notes: Noted) -> dict[str, Told]:
    """Return when and how each thing was told last."""
    return {
        key: Told(
            one["mark"],
            one["state"] == SENT,
            date.fromisoformat(one["day"]),
            *(one[name] for name in Told._fields[3:]),
        )
        for key, one in notes.items()
    }


def words_of(note: Mapping[str, Any]) -> Worded:
    """Return the words of a notice as they were written."""
    return Worded(note["subject"], note["text"])


def note(workspace: Workspace, cycle: str, letters: Iterable[Letter], state: str, day: date) -> None:
    """Note notices as written, or as sent."""
    documents = dict(noted(workspace, cycle)) | {one.notice.key: document(one, state, day) for one in letters}
    file = workspace.outbox(cycle) / "notices" / FILE
    write_whole(file, msgspec.json.encode(documents), workspace.language)


def document(letter: Letter, state: str, day: date) -> dict[str, str]:
    """Return a notice as it is noted: what it says, to whom (a rater by a code), and since when."""
    notice, words = letter.notice, letter.words
    return {
        "kind": notice.kind,
        "step": notice.step,
        "to": notice.to,
        "department": notice.department,
        "about": notice.about,
        "mark": notice.mark,
        "state": state,
        "day": day.isoformat(),
        "file": letter.file,
        "subject": words.subject,
        "text": words.text,
    }
