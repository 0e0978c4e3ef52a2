"""Telling an opinion form from every other file by its stamp, wherever somebody gives it in."""

from __future__ import annotations

from sync.reading.cells import Unreadable
from sync.reading.gate.opinion import may_be_opinion, says_opinion
from sync.reading.submission import Submission, read_submission

EDITION = "opinion"


def is_opinion_form(data: bytes, read: Submission | Unreadable | None = None) -> bool:
    """Tell whether a file is an opinion form, of which nothing may be kept before its name is looked for.

    One that we cannot read (another format, a zip of forms, a broken stamp) is one by what its stamp says.

    read: what was read from the file, where that was done already.
    """
    if not may_be_opinion(data):
        return False
    try:
        read = read_submission(data) if read is None else read
    except Unreadable as unreadable:
        read = unreadable
    stamp = None if isinstance(read, Unreadable) else read.stamp
    return says_opinion(data) if stamp is None else stamp.edition == EDITION
