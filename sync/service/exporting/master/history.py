"""The audit log of a cycle, as people read it: when, who, what, to what."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from addin.texts import knows, listed, say
from sync.archive import telling
from sync.archive.rows import SubmissionRecord
from sync.archive.telling import Logged
from sync.service.exporting.master.gathering import Known, Row
from templates.books.master import Filled
from templates.tables import TABLES

OF_SUBMISSIONS = ("received", "read", "held", "ignored", "quarantined", "accepted", "rejected")
"""Events whose subject is the number of a submission."""

NAMED = 3
"""So many files are named where more were issued at once."""


def audit_log(known: Known) -> Filled:
    """Return the events that bear on a cycle, in their order; those of other cycles alone are left out."""
    return Filled(TABLES["audit_log"], _events(known))


def _events(known: Known) -> Iterator[Row]:
    cycle = known.rules.cycle.id
    files = {str(one.submission): one for one in known.archive.submissions()}
    others = set(known.archive.cycles()) - {cycle}
    waived = {one.event for one in known.archive.waivers(cycle)}
    with known.archive.reading() as connection:
        for one in telling.log(connection):
            if _concerns(one, cycle, files, others, waived):
                yield {
                    "event": one.seq,
                    "at": known.local(one.at),
                    "actor": one.actor,
                    "kind": _kind(one, known.language),
                    "about": _about(one, files, known.language),
                }


def _concerns(
    one: Logged,
    cycle: str,
    files: Mapping[str, SubmissionRecord],
    others: Container[str],
    waived: Container[int],
) -> bool:
    """Tell whether an event bears on a cycle: its own, or of no cycle at all."""
    if one.kind in OF_SUBMISSIONS:
        return one.subject not in files or files[one.subject].cycle in (cycle, None)
    if one.kind == "waived":
        return one.seq in waived
    return one.subject not in others


def _kind(one: Logged, language: str) -> str:
    key = f"master.events.{one.kind}"
    return say(key, language) if knows(key) else one.kind.replace("_", " ")


def _about(one: Logged, files: Mapping[str, SubmissionRecord], language: str) -> str:
    """Say what an event is about: the files, the finding, or the name of its subject."""
    if one.kind in OF_SUBMISSIONS and one.subject in files:
        return f"{one.subject} · {files[one.subject].name}"
    if one.kind == "issued" and one.details.workbooks:
        names = [str(row[-1]) for row in one.details.workbooks]
        told = listed(names[:NAMED], language)
        return told if len(names) <= NAMED else say("master.more", language, told=told, n=len(names) - NAMED)
    parts = (one.details.code, one.details.name) if one.kind == "waived" else (one.details.name,)
    return " · ".join(part for part in parts if part) or one.subject
