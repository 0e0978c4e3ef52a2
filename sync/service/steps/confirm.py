"""`confirm`: people have read their results; silence after the last day is no objection raised."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from addin.texts import say
from sync.archive.deciding import Decision
from sync.archive.keeping import keep_file
from sync.archive.records import records
from sync.archive.rows import FormRecord, printable
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.service.cycles import Rules, opened, refuse_closed, still_open
from sync.service.deciding import deciding
from sync.service.importing.mapping import read_bytes
from sync.service.importing.report import LONGEST_SHOWN
from sync.service.looking import Document
from sync.service.steps.choosing import Choice, Left, Stepped, chosen, taken, today
from sync.service.steps.receipts import OBJECTION, READ, SILENT, Receipt, Receipts, read_receipts
from sync.service.steps.signed import read_slip, stamped
from sync.service.steps.told import answers_due
from sync.settings import Workspace, stop
from sync.states import TOLD

RECEIPT = "receipt"
CONFIRMED, DECIDED, ARCHIVED = "confirmed", "decided", "archived"
CLOSED = "confirm_closed"
OPEN = ("published", "interviewed")
"""Forms of people who may confirm."""

Note = tuple[str, str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What receipts came to: the forms that moved, how many answers were noted, lines that were odd."""

    stepped: Stepped
    noted: int
    odd: tuple[str, ...] = ()

    @property
    def document(self) -> Document:
        """It as the JSON object that scripts read."""
        return {**self.stepped.document, "receipts": self.noted, "notes": list(self.odd)}


def confirm(workspace: Workspace, cycle: str, choice: Choice, answer: str, by: str) -> Answered:
    """Note that some people have read their results, today.

    answer: read, or objection. Raises CannotGoOn for somebody without a form, or whose result is not
    published yet. After the close only those answer whose forms an appeal keeps open.
    """
    with deciding(workspace) as archive:
        rules = opened(archive, cycle)
        day, forms = today(rules).isoformat(), chosen(archive, rules, choice)
        if any(form.state == ARCHIVED for form in forms):
            refuse_closed(archive, cycle, CLOSED)
        rows = [Receipt(form.employee, answer, day) for form in forms]
        return _taken_in(archive, rules, rows, by)


def confirm_files(workspace: Workspace, cycle: str, files: Sequence[Path], by: str) -> Answered:
    """Take in receipts, from lists (CSV or xlsx) and from slips that came back; every file is kept.

    What cannot be used is named and left out. Raises CannotGoOn where that is all there is.
    """
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle, CLOSED)
        found = [_read(archive, rules, file, by) for file in files]
        rows = [one for read in found for one in read.rows]
        odd = tuple(line for read in found for line in read.odd)
        if not rows:
            raise stop("no_receipt_read", archive.language, first=odd[0])
        return _taken_in(archive, rules, rows, by, odd)


def _read(archive: Archive, rules: Rules, file: Path, by: str) -> Receipts:
    """Keep a file and return the receipts in it; each says where it stood."""
    content, day, language = read_bytes(file, archive.language), today(rules), archive.language
    digest = keep_file(archive, rules.cycle.id, content, file.name, by)
    slip, forms = stamped(content, file.name), {form.employee for form in archive.forms(rules.cycle.id)}
    if slip is None:
        found = read_receipts(content, file, rules, forms, day, language)
    else:
        found = read_slip(slip, archive, rules, forms, day)
    return replace(found, rows=tuple(replace(one, where={"file": digest, **one.where}) for one in found.rows))


def confirm_silent(workspace: Workspace, cycle: str, choice: Choice, by: str) -> Answered:
    """Deem results read by those who have not answered by their last day: no objection raised.

    Raises CannotGoOn where the last day of nobody who is meant has passed.
    """
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle, CLOSED)
        done = taken(archive, lambda: _silent(archive, rules, choice, by))
        return Answered(done, len(done.moves))


def answers(
    archive: Archive, cycle: str, among: Collection[str] | None = None
) -> dict[str, Mapping[str, Any]]:
    """Return the last answer of each person of a cycle, or of some: answer, day, file and line."""
    with archive.reading() as connection:
        return {one.key: one.document for one in records(connection, RECEIPT, cycle, among=among)}


def _taken_in(
    archive: Archive,
    rules: Rules,
    rows: Sequence[Receipt],
    by: str,
    odd: tuple[str, ...] = (),
) -> Answered:
    noted = 0

    def decision() -> tuple[Decision, Stepped]:
        nonlocal noted
        meant = {one.employee for one in rows}
        forms = {form.employee: form for form in archive.forms(rules.cycle.id, meant)}
        early = [one.employee for one in rows if forms[one.employee].state not in TOLD]
        if early and not all(one.where for one in rows):
            raise stop("not_published", archive.language, subject=early[0], cycle=rules.cycle.id)
        known = answers(archive, rules.cycle.id, meant)
        notes = [_note(one) for one in rows if one.employee not in early and _is_new(one, known)]
        moves = tuple(_moves(rows, forms))
        moved = {one.subject for one in moves}
        stay = {one.employee: one for one in rows if one.employee not in moved}
        left = tuple(_left(forms[one.employee], one, archive.language) for one in stay.values())
        noted = len(notes)
        made = Decision(rules.cycle.id, CONFIRMED, by, moves, notes=tuple(notes))
        return made, Stepped(rules, moves, left)

    return Answered(taken(archive, decision), noted, odd)


def _is_new(one: Receipt, known: Mapping[str, Mapping[str, Any]]) -> bool:
    last = known.get(one.employee)
    return last is None or (last["answer"], last["day"]) != (one.answer, one.day)


def _note(one: Receipt) -> Note:
    return RECEIPT, one.employee, {"answer": one.answer, "day": one.day, **one.where}


def _moves(rows: Sequence[Receipt], forms: Mapping[str, FormRecord]) -> Iterator[Move]:
    """Yield the forms whose people have read and do not object; of several answers the last counts."""
    for employee, one in {one.employee: one for one in rows}.items():
        if one.answer == READ and forms[employee].state in OPEN:
            yield Move(employee, forms[employee].state, CONFIRMED)


def _left(form: FormRecord, one: Receipt, language: str) -> Left:
    early = form.state not in TOLD
    key = "early" if early else "objects" if one.answer == OBJECTION and form.state in OPEN else "past"
    key = f"decided_{one.answer}" if form.state == DECIDED else key
    why = say(f"publication.left.{key}", language, state=say(f"choices.state.{form.state}", language))
    if "remark" in one.where:
        remark = " ".join(str(one.where["remark"]).split())
        why = say("publication.left.remarked", language, why=why, remark=printable(remark[:LONGEST_SHOWN]))
    return Left(form.employee, form.state, why)


def _silent(archive: Archive, rules: Rules, choice: Choice, by: str) -> tuple[Decision, Stepped]:
    meant = chosen(archive, rules, choice)
    if not any(form.state in TOLD for form in meant):
        raise stop("silent_unpublished", archive.language, cycle=rules.cycle.id)
    forms = [form for form in meant if form.state in OPEN]
    due, day, language = answers_due(archive, rules, forms), today(rules), archive.language
    over = [form for form in forms if due[form.employee] < day]
    if not over:
        raise _too_early(rules, [due[form.employee] for form in forms], language)
    object_to = {who for who, one in answers(archive, rules.cycle.id).items() if one["answer"] == OBJECTION}
    silent = [form for form in over if form.employee not in object_to]
    why = say("choices.receipt.silent", language)
    moves = tuple(Move(form.employee, form.state, CONFIRMED, why) for form in silent)
    said = {"answer": SILENT, "day": day.isoformat()}
    notes = tuple((RECEIPT, form.employee, said) for form in silent)
    left = tuple(
        _waits(form, due[form.employee], object_to, language) for form in forms if form not in silent
    )
    return Decision(rules.cycle.id, CONFIRMED, by, moves, notes=notes), Stepped(rules, moves, left)


def _waits(form: FormRecord, due: date, object_to: Collection[str], language: str) -> Left:
    key = "objects" if form.employee in object_to else "until"
    return Left(form.employee, form.state, say(f"publication.left.{key}", language, date=due.isoformat()))


def _too_early(rules: Rules, due: Collection[date], language: str) -> Exception:
    """Say when silence may be taken for no objection, or that nobody is left to answer."""
    if not due:
        return stop("nobody_silent", language, cycle=rules.cycle.id)
    return stop("silent_too_early", language, cycle=rules.cycle.id, date=min(due).isoformat())
