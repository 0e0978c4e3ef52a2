"""Where each form must stand: as the submission left it that was accepted last, or as it was issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sync.archive import kept
from sync.archive.rows import Broken, FormRecord, FormRow, SubmissionRecord
from sync.archive.store import Archive

Form = tuple[str, str]
"""A cycle and whose form it is."""


class Move(NamedTuple):
    """Where an event left a form: the submission it was accepted from, its state, its workbook's name."""

    event: int
    submission: int | None
    state: str
    name: str | None


ISSUED = Move(0, None, "issued", None)


@dataclass(slots=True)
class Standing:
    """What was worked out of the forms up to an event: the last move of each, and how many there were.

    `lost` are submissions that could not be worked out, which are named themselves; `whole` says that all
    were tried. What others accept meanwhile comes after `until` and is left out.
    """

    until: int
    last: dict[Form, Move] = field(default_factory=dict)
    moves: Counter[Form] = field(default_factory=Counter)
    lost: set[int] = field(default_factory=set)
    whole: bool = False


def moved(standing: Standing, record: SubmissionRecord, forms: Sequence[FormRow]) -> None:
    """Note where a submission, which was worked out to its end, left its forms; the log gives the order."""
    standing.lost.discard(record.submission)
    if record.event > standing.until:
        return
    for row in forms:
        form = (record.cycle or "", row.employee)
        standing.moves[form] += 1
        if standing.last.get(form, ISSUED).event < record.event:
            standing.last[form] = Move(record.event, record.submission, row.state, record.name)


def restated(standing: Standing, record: SubmissionRecord, event: int, forms: Sequence[FormRow]) -> None:
    """Note where a waiver, given or ended, left the forms of the submission that counted."""
    if event <= standing.until:
        for row in forms:
            form = (record.cycle or "", row.employee)
            if standing.last.get(form, ISSUED).event < event:
                standing.last[form] = Move(event, record.submission, row.state, record.name)


def out_of_place(archive: Archive, standing: Standing) -> Iterator[Broken]:
    """Yield the forms that do not stand where the submissions left them."""
    if not standing.whole:
        return
    for form in kept.forms(archive, standing.until):
        move = standing.last.get((form.cycle, form.employee), ISSUED)
        if form.submission not in standing.lost and not _in_place(standing, form, move):
            row = f"{form.cycle} / {form.employee}"
            yield Broken("not_recomputed", "form", row, "", move.name, form.employee)


def _in_place(standing: Standing, form: FormRecord, move: Move) -> bool:
    counted = bool(standing.lost) or form.version == standing.moves[form.cycle, form.employee]
    return (form.submission, form.state) == (move.submission, move.state) and counted
