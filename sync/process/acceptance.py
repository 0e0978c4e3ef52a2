"""Whether a submission that was read counts: accepted, held for a person, or ignored as a repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from sync.archive.answers import filled, kept, remarks
from sync.archive.rows import FOREIGN, EntryRow, History, RegisterRow


@dataclass(frozen=True, slots=True)
class Incoming:
    """A submission that was just read: the revision it was built on, its content, what it answers.

    `filled` are the lines with an answer, `remarks` the texts that somebody wrote, `kept` the rows of its
    registers.
    """

    base: int
    content_digest: str
    filled: frozenset[tuple[str, str]]
    remarks: frozenset[tuple[str, str]] = frozenset()
    kept: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a submission; `reason` is the key of a text and `values` fill it."""

    state: Literal["read", "held", "ignored"]
    reason: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


READ = Decision("read")
STRANGE = Decision("held", FOREIGN)
"""What becomes of a workbook that is no repeat and came from somebody with no part in it."""


def incoming(
    base: int, content_digest: str, entries: Iterable[EntryRow], registers: Iterable[RegisterRow] = ()
) -> Incoming:
    """Sum up a submission for the decision."""
    rows, others = tuple(entries), tuple(registers)
    return Incoming(base, content_digest, filled(rows), remarks(rows, others), kept(others))


def without_content(known: History, digest: str) -> History:
    """Return what was received before as if this content had never come: it is read otherwise now."""
    contents, bases, rejected = (
        {key: value for key, value in one.items() if key != digest}
        for one in (known.contents, known.bases, known.rejected)
    )
    return replace(known, contents=contents, bases=bases, rejected=rejected)


def decide(new: Incoming, known: History, *, at_once: bool = False) -> Decision:
    """Decide whether a submission is read, held or ignored, by what was received of its workbook before.

    The same typed content as any earlier submission is a repeat, unless it stands in a newer copy: whoever
    takes a change back in the copy they were sent means it. Held for a person is everything new after HR
    review has begun, content that a person rejected before, the second of two different files that came at
    once (nothing in them tells which is newer), a copy from before the workbook was issued again with other
    targets or actuals, a workbook whose people all stand in others by now, a base older than the accepted
    one's, and what leaves empty that the accepted one had answered or remarked: nothing is replaced silently.
    Otherwise it is read and counts from now on.
    Neither a clock nor a file name plays a part; the order is that in which the archive received the files.

    Where a person accepted a submission, all other copies handed out until then count as older: whoever
    goes on in one of them does not know what was decided.

    Source: decisions.md, Accepting.
    """
    digest = new.content_digest
    earlier = known.contents.get(digest)
    if earlier is not None and new.base <= known.bases.get(digest, new.base):
        return Decision("ignored", "archive.reasons.repeat", {"earlier": earlier})
    if known.review_begun or known.retired:
        return _held("review_begun" if known.review_begun else "retired")
    if digest in known.rejected:
        return _held("rejected_before", rejected=known.rejected[digest])
    if new.base < known.issued_at:
        return _held("issued_again", base=new.base, issued=known.issued_at)
    if known.accepted is None:
        return READ
    if at_once and new.base == known.base:
        return _held("at_once", accepted=known.accepted)
    if new.base < known.base or known.base < new.base <= known.decided_at:
        values = {"base": new.base, "accepted": known.accepted, "accepted_base": known.base}
        return _held("older_base" if new.base < known.base else "other_copy", **values)
    return _unless_emptied(new, known, known.accepted)


def _unless_emptied(new: Incoming, known: History, accepted: int) -> Decision:
    lines, texts = sorted(known.filled - new.filled), sorted(known.remarks - new.remarks)
    if lines:
        employee, indicator = lines[0]
        return _held("emptied", accepted=accepted, count=len(lines), employee=employee, indicator=indicator)
    if texts:
        return _held("remarks_emptied", accepted=accepted, count=len(texts), employee=texts[0][0])
    if known.kept - new.kept:
        return _held("rows_taken_out", accepted=accepted, count=len(known.kept - new.kept))
    return READ


def _held(reason: str, **values: object) -> Decision:
    return Decision("held", f"archive.reasons.{reason}", values)
