"""Where each form must stand: as the submission left it that was accepted last, or as it was issued."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from sync.archive import kept, steps
from sync.archive.rows import Broken, FormRecord, FormRow, SubmissionRecord
from sync.archive.store import Archive
from sync.states import NOT_MOVED, RESTATABLE, may

Form = tuple[str, str]
"""A cycle and whose form it is."""


class Move(NamedTuple):
    """Where an event left a form: its state, by a submission whose workbook has a `name`, or by a person.

    `counts` says that the form has come once more, `was` where it stood when a person decided.
    """

    event: int
    state: str
    submission: int | None = None
    name: str | None = None
    counts: bool = False
    was: str | None = None


class Place(NamedTuple):
    """Where a form must stand: the submission it was accepted from, its state, how often it came."""

    submission: int | None = None
    state: str = "issued"
    version: int = 0
    name: str | None = None


ISSUED = Place()


@dataclass(slots=True)
class Standing:
    """What was worked out of the forms up to an event: every move of each.

    `lost` are submissions that could not be worked out, which are named themselves; `whole` says that all
    were tried. What others accept meanwhile comes after `until` and is left out.
    """

    until: int
    moves: dict[Form, list[Move]] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)
    whole: bool = False


def moved(standing: Standing, record: SubmissionRecord, forms: Sequence[FormRow]) -> None:
    """Note where a submission, which was worked out to its end, left its forms; the log gives the order."""
    standing.lost.discard(record.submission)
    _note(standing, record, record.event, forms, counts=True)


def restated(standing: Standing, record: SubmissionRecord, event: int, forms: Sequence[FormRow]) -> None:
    """Note where a waiver, given or ended, left the forms of the submission that counted."""
    _note(standing, record, event, forms, counts=False)


def _note(
    standing: Standing, record: SubmissionRecord, event: int, forms: Sequence[FormRow], *, counts: bool
) -> None:
    if event > standing.until:
        return
    for row in forms:
        moves = standing.moves.setdefault((record.cycle or "", row.employee), [])
        moves.append(Move(event, row.state, record.submission, record.name, counts))


def out_of_place(archive: Archive, standing: Standing) -> Iterator[Broken]:
    """Yield the forms that do not stand where submissions and people left them."""
    if not standing.whole:
        return
    decided = _decided(archive, standing)
    for form in kept.forms(archive, standing.until):
        key = (form.cycle, form.employee)
        place = _place([*standing.moves.get(key, ()), *decided.get(key, ())])
        if place is None or (form.submission not in standing.lost and not _in_place(standing, form, place)):
            name = None if place is None else place.name
            yield Broken("not_recomputed", "form", f"{form.cycle} / {form.employee}", "", name, form.employee)


def _decided(archive: Archive, standing: Standing) -> dict[Form, list[Move]]:
    """Return the moves that people decided, by form, as the steps tell them."""
    found: dict[Form, list[Move]] = {}
    for cycle in archive.cycles():
        with archive.reading() as connection:
            made = steps.steps(connection, cycle)
        for one in made:
            if one.event <= standing.until:
                moves = found.setdefault((cycle, one.subject), [])
                moves.append(Move(one.event, one.state, was=one.was))
    return found


def _place(moves: Sequence[Move]) -> Place | None:
    """Follow a form through its moves; None where a step begins elsewhere or is none of the allowed ones."""
    place = ISSUED
    for one in sorted(moves, key=attrgetter("event")):
        if one.was is not None:
            if one.was != place.state or not may(place.state, one.state):
                return None
            place = place._replace(state=one.state)
        elif place.state not in NOT_MOVED if one.counts else place.state in RESTATABLE:
            place = Place(one.submission, one.state, place.version + one.counts, one.name)
    return place


def _in_place(standing: Standing, form: FormRecord, place: Place) -> bool:
    counted = bool(standing.lost) or form.version == place.version
    return (form.submission, form.state) == (place.submission, place.state) and counted
