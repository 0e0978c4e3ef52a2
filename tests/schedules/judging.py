"""What must hold however a schedule went: one archive, equal to that of the files sent in good order.

For each workbook the same content counts, with the same forms, results (lines, numbers and cells) and
findings (ids, codes, cells and words); the same files are kept, the same are quarantined and for the same
reason, and each is settled once. Whatever came, `verify` is clean.

What by decision depends on the order is judged by what is allowed, not compared:
- of two different files in the same copy the later one replaces the other, or is held where they came at
  once: either may count, and the outcome must be that of the one that counts;
- of files with the same content one is read or held and the others are ignored, whichever came first; in a
  newer copy the same content is read again;
- a file in an older copy is read when it comes before the newer one and held when it comes after it, unless
  its content is known; it never counts in the end;
- how often a person's result changed on the way, and with it the numbers of submissions, versions, returned
  copies and events. Names of files stand in findings only as that of the file that was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import select

from sync.archive.across.standing import stands
from sync.archive.rows import FormRecord, Result, SubmissionRecord
from sync.archive.schema import claim, issued
from sync.archive.store import Archive
from sync.service.consolidating import compared
from sync.service.cycles import open_to_look
from sync.service.journal import JOURNAL
from sync.service.keeping.verifying import verify
from sync.settings import Workspace
from tests.builders import CYCLE
from tests.schedules.material import DISPUTED, Material

SETTLED = ("read", "held", "ignored", "quarantined")
PASSING_IN: Mapping[type, Mapping[str, Any]] = {
    FormRecord: {"submission": None, "version": 0},
    Result: {"submission": None, "version": 0, "recorded_at": ""},
}
"""What of a form or a result depends on the way that led to it."""

PASSING = (".half", ".waiting", JOURNAL)
"""How the hidden names end that only a killed collect leaves, and the next one takes away."""


class Seen(NamedTuple):
    """What an archive says in the end.

    `files`: for each name the content's hash, its digest, the department, the copy, and why it is
    quarantined; `states`: by the same name; `counts`: for each department the digest that counts, and what
    follows from it.
    """

    files: Mapping[str, tuple[Any, ...]]
    states: Mapping[str, str]
    counts: Mapping[str, tuple[str, Any]]


def seen(archive: Archive) -> Seen:
    """Describe an archive so that two that received the same files in another order can be compared."""
    sent = archive.submissions()
    read = sorted((one for one in sent if one.state == "read"), key=lambda one: one.event)
    accepted = {str(one.department): one for one in read}
    forms, results = _by_department(archive.forms(CYCLE)), _by_department(archive.results(CYCLE))
    counts = {
        unit: (str(one.content_digest), (forms[unit], results[unit], _told(archive, one.submission)))
        for unit, one in accepted.items()
    }
    return Seen({one.name: _file(one) for one in sent}, {one.name: one.state for one in sent}, counts)


def _by_department(rows: Iterable[FormRecord | Result]) -> Mapping[str, list[str]]:
    """Return forms or results by department, without what depends on the way that led to them."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.department, []).append(repr(replace(row, **PASSING_IN[type(row)])))
    return {unit: sorted(texts) for unit, texts in found.items()}


def _told(archive: Archive, number: int) -> list[str]:
    """Return the findings of a submission; they name the file as it was called."""
    return sorted(repr(replace(found, workbook=None)) for found in archive.findings_of(number))


def _file(one: SubmissionRecord) -> tuple[Any, ...]:
    reason = (one.reason, dict(one.values)) if one.state == "quarantined" else None
    return one.sha256, one.content_digest, one.department, one.base, reason


class Reference(NamedTuple):
    """The outcomes of a good order: the files as they were taken in, and what may count by department."""

    seen: Seen
    outcomes: Mapping[str, Mapping[str, Any]]


def reference(first: Seen, second: Seen) -> Reference:
    """Put two good orders together: in the second one, the other file of two for one copy came last."""
    outcomes = {unit: dict([first.counts[unit], second.counts[unit]]) for unit in first.counts}
    assert {unit for unit, ways in outcomes.items() if len(ways) > 1} == set(DISPUTED)
    return Reference(first, outcomes)


def wrong(material: Material, machines: Sequence[Workspace], expected: Reference) -> Iterator[str]:
    """Say what does not hold after a schedule."""
    with open_to_look(machines[0]) as archive:
        found = seen(archive)
        yield from _compared(found, expected)
        yield from _states(material, found)
        yield from _log(archive)
        yield from _kept(archive)
        yield from _handed_out(archive, machines)
        yield from _across(archive)
    broken = verify(machines[0]).broken
    yield from (f"verify: {one['table']} {one['row']} {one['message']}" for one in broken)
    hidden = (file for machine in machines for file in machine.folder.rglob(".*"))
    yield from (f"{file.name} was left" for file in hidden if file.name.endswith(PASSING))


def _compared(found: Seen, expected: Reference) -> Iterator[str]:
    known = expected.seen.files
    yield from (f"{name} is lost" for name in known.keys() - found.files.keys())
    for name, file in found.files.items():
        if file != known.get(name):
            yield f"{name} is {file}, not {known.get(name)}"
    for unit, ways in expected.outcomes.items():
        digest, follows = found.counts[unit]
        if digest not in ways:
            yield f"{unit}: another content counts, {digest}"
        elif follows != ways[digest]:
            yield f"{unit}: what follows is {follows}, not {ways[digest]}"


def _states(material: Material, found: Seen) -> Iterator[str]:
    """Look whether each content is read or held once in its newest copy, and never two at once."""
    groups: dict[tuple[Any, ...], list[str]] = {}
    for name, (_, digest, unit, base, _) in found.files.items():
        if digest is not None:
            groups.setdefault((unit, digest, base), []).append(found.states[name])
    newest = {key[:2]: max(base for *other, base in groups if tuple(other) == key[:2]) for key in groups}
    for (unit, digest, base), states in groups.items():
        taken = len(states) - states.count("ignored")
        if taken > 1 or (not taken and newest[unit, digest] == base):
            yield f"{unit}: one content in copy {base} is {states}"
    held = {one.name for one in material.sent if one.newest and one.unit not in DISPUTED}
    yield from (f"{name} is held" for name in held if found.states[name] == "held")


def _log(archive: Archive) -> Iterator[str]:
    """Look whether everything received was settled once, and no older copy was read after a newer one."""
    events = archive.events()
    if [one.seq for one in events] != list(range(1, len(events) + 1)):
        yield "the log has a gap"
    settled = Counter(one.subject for one in events if one.kind in SETTLED)
    for one in archive.submissions():
        if settled[str(one.submission)] != 1:
            yield f"{one.name} was settled {settled[str(one.submission)]} times and is {one.state}"
    bases: dict[str, int] = {}
    for one in sorted(archive.submissions(state="read"), key=lambda one: one.event):
        if (one.base or 0) < bases.get(str(one.workbook), 0):
            yield f"{one.name} was read after a newer copy"
        bases[str(one.workbook)] = one.base or 0
    with archive.reading() as connection:
        if connection.execute(select(claim)).all():
            yield "somebody still works on something"


def _kept(archive: Archive) -> Iterator[str]:
    """Look whether just what was received and handed out is kept, byte for byte."""
    with archive.reading() as connection:
        handed_out = set(connection.scalars(select(issued.c.blob)))
    received, kept = {one.sha256 for one in archive.submissions()}, set(archive.files())
    if kept != received | handed_out:
        yield f"kept and not known: {kept - received - handed_out}, lost: {(received | handed_out) - kept}"
    for one in received & kept:
        if sha256(archive.content(one)).hexdigest() != one:
            yield f"{one} is kept otherwise than it came"


def _across(archive: Archive) -> Iterator[str]:
    """Look whether what stands across the workbooks is what comparing all of them finds."""
    stored = {one.id: one for one in stands(archive, CYCLE).found}
    fresh = {one.id: one for _, one in compared(archive, CYCLE, anew=True).found}
    if not fresh or stored != fresh:
        yield f"across the workbooks stands {stored}, not {fresh}"


def _handed_out(archive: Archive, machines: Sequence[Workspace]) -> Iterator[str]:
    """Look whether the last copy of each workbook lies where it was handed out."""
    for workbook in archive.workbooks(CYCLE):
        last = archive.issued(workbook)
        assert last is not None
        places = [machine.returned(CYCLE) / last.name for machine in machines]
        if not any(sha256(place.read_bytes()).hexdigest() == last.sha256 for place in places):
            yield f"copy {last.revision} of {last.name} was not handed out"
