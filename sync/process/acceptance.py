"""Whether a submission that was read counts: accepted, held for a person, or ignored as a repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sync.archive.rows import EntryRow, History, filled


@dataclass(frozen=True, slots=True)
class Incoming:
    """A submission that was just read: the revision it was built on, its content, the lines it answers."""

    base: int
    content_digest: str
    filled: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a submission; `reason` is the key of a text and `values` fill it."""

    state: Literal["read", "held", "ignored"]
    reason: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


READ = Decision("read")


def incoming(base: int, content_digest: str, entries: Iterable[EntryRow]) -> Incoming:
    """Sum up a submission for the decision."""
    return Incoming(base, content_digest, filled(entries))


def decide(new: Incoming, known: History, *, review_begun: bool = False, at_once: bool = False) -> Decision:
    """Decide whether a submission is read, held or ignored, by what was received of its workbook before.

    The same typed content as any earlier submission is a repeat, unless it stands in a newer copy: whoever
    takes a change back in the copy they were sent means it. Held are an older base than the accepted one's,
    lines left empty that the accepted one had answered, the second of two different files that came at once
    (only their names would tell which is newer), and anything new after HR review has begun: nothing is
    replaced silently. Otherwise it is read and counts from now on. Neither a clock nor a file name plays a
    part; the order is that in which the archive received the files.

    Source: decisions.md, Accepting.
    """
    earlier = known.contents.get(new.content_digest)
    if earlier is not None and new.base <= known.bases.get(new.content_digest, new.base):
        return Decision("ignored", "archive.reasons.repeat", {"earlier": earlier})
    if review_begun:
        return Decision("held", "archive.reasons.review_begun")
    if known.accepted is None:
        return READ
    if at_once and new.base == known.base:
        return Decision("held", "archive.reasons.at_once", {"accepted": known.accepted})
    if new.base < known.base:
        values = {"base": new.base, "accepted": known.accepted, "accepted_base": known.base}
        return Decision("held", "archive.reasons.older_base", values)
    return _unless_emptied(sorted(known.filled - new.filled), known.accepted)


def _unless_emptied(emptied: list[tuple[str, str]], accepted: int) -> Decision:
    if not emptied:
        return READ
    employee, indicator = emptied[0]
    values = {"accepted": accepted, "count": len(emptied), "employee": employee, "indicator": indicator}
    return Decision("held", "archive.reasons.emptied", values)
