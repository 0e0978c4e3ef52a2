"""Taking in what a committee decided: bytes kept first, everything checked, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addin.texts import say
from sync.archive.deciding import Decision, enact
from sync.archive.finals import Final
from sync.archive.keeping import keep_file
from sync.archive.records import records
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.checks.calibration import Calibrated, DecidedRow, run_calibration
from sync.findings import Finding, has_errors
from sync.process.deciding import as_scored
from sync.process.outcomes import QUOTAS
from sync.reading.cells import Unreadable
from sync.reading.submission import Submission
from sync.reading.tables import TableReading
from sync.reading.worker import TIMEOUT, read_one
from sync.service.calibrating.material import CALIBRATED, REVIEWED, Material, gather
from sync.service.calibrating.reading import beside, cell_of, members
from sync.service.calibrating.writing import ROLE, scope_of
from sync.service.cycles import Rules, still_open
from sync.service.decided import CALIBRATION as KIND
from sync.service.deciding import deciding
from sync.service.importing.mapping import read_bytes
from sync.service.judging import Stranger, foreign, turned_away, unreadable
from sync.service.looking import Document
from sync.service.steps.choosing import (
    Choice,
    Left,
    Stepped,
    chosen,
    refuse_own,
    refuse_without_role,
    taken,
)
from sync.service.steps.scored import finals_as_scored
from sync.settings import Workspace, stop
from templates.tables.calibration import CALIBRATION, EDITION

ADVISE = "advise"
SAID = ("version", "score", "grade", "reason")
"""What makes a decision another one; ranks move with other people's scores."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a committee's workbook came to: the forms that moved, and what was found; with an error, none."""

    stepped: Stepped
    findings: tuple[Finding, ...] = ()

    @property
    def document(self) -> Document:
        """It as the JSON object that scripts read."""
        return {**self.stepped.document, "findings": [one.document() for one in self.findings]}


def calibrate_as_scored(workspace: Workspace, cycle: str, choice: Choice, by: str) -> Decided:
    """Give reviewed forms the grades of their scores, in one go.

    Raises CannotGoOn where quotas bind, a form is the decider's own, or nothing that is meant is reviewed.
    """
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle)
        refuse_without_role(archive, rules, by, (ROLE,), choice.departments)
        settings = rules.scheme.settings
        if QUOTAS in settings.modules and settings.quota_mode != ADVISE:
            raise stop("quotas_bind", archive.language, cycle=cycle)
        return Decided(taken(archive, lambda: _as_scored(archive, rules, choice, by)))


def _as_scored(archive: Archive, rules: Rules, choice: Choice, by: str) -> tuple[Decision, Stepped]:
    forms, cycle = chosen(archive, rules, choice), rules.cycle.id
    ready = [form for form in forms if form.state == REVIEWED]
    refuse_own(rules, by, [form.employee for form in ready], "calibrate --as-scored", archive.language)
    if not ready:
        raise stop("review_first", archive.language, cycle=cycle)
    moves = tuple(Move(form.employee, REVIEWED, CALIBRATED) for form in ready)
    left = tuple(
        _left(form.employee, form.state, "not_reviewed", archive) for form in forms if form not in ready
    )
    finals = tuple(finals_as_scored(archive, rules, ready))
    return Decision(cycle, CALIBRATED, by, moves, finals), Stepped(rules, moves, left)


def calibrate_from(workspace: Workspace, cycle: str, file: Path, choice: Choice, by: str) -> Decided:
    """Take in what a committee decided in its workbook; with an error in it nothing is changed.

    Raises CannotGoOn where it is of another cycle, or a row is the decider's own.
    """
    content = read_bytes(file, workspace.language)
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle)
        refuse_without_role(archive, rules, by, (ROLE,), choice.departments)
        key = keep_file(archive, cycle, content, file.name, by)
        sent = read_one(content, TIMEOUT)
        refused = _refused(archive, sent, file)
        if refused or isinstance(sent, Unreadable):
            return _nothing(archive, rules, key, refused, by)
        if sent.stamp is not None and sent.stamp.cycle != cycle:
            raise stop(
                "calibrated_cycle", archive.language, file=file.name, found=sent.stamp.cycle, cycle=cycle
            )
        return _taken_in(archive, rules, _Sent(file, key, sent, choice, by))


@dataclass(frozen=True, slots=True)
class _Sent:
    """A committee's workbook as it came: file and key, what was read, whose rows are meant, who decides."""

    file: Path
    key: str
    read: Submission
    choice: Choice
    by: str


def _refused(archive: Archive, sent: Submission | Unreadable, file: Path) -> tuple[Finding, ...]:
    """Return why a file is no workbook of a committee of ours."""
    if isinstance(sent, Unreadable):
        return tuple(unreadable(sent, file.name, archive.language))
    found = foreign(sent.stamp, archive)
    if found is None and sent.stamp is not None:
        ours = sent.stamp.edition == EDITION and CALIBRATION.key in sent.tables
        found = None if ours else Stranger("not_calibration", {"workbook": sent.stamp.workbook})
    return tuple(turned_away(found, file.name, archive.language)) if found else ()


def _nothing(archive: Archive, rules: Rules, key: str, found: Sequence[Finding], by: str) -> Decided:
    """Note that a workbook was refused, with the codes of what was found."""
    codes = sorted({one.code for one in found if one.severity == "error"})
    cycle, told = rules.cycle.id, {"taken": False, "codes": codes}
    with archive.reading() as connection:
        known = records(connection, KIND, cycle, key)
    if not known or known[-1].document != told:
        enact(archive, Decision(cycle, "calibration_refused", by, notes=((KIND, key, told),)))
    return Decided(Stepped(rules, ()), tuple(found))


def _taken_in(archive: Archive, rules: Rules, sent: _Sent) -> Decided:
    """Check what was decided and write it, worked out anew where a form moves meanwhile."""
    found: list[Finding] = []

    def worked_out() -> tuple[Decision, Stepped]:
        material = gather(archive, rules)
        calibrated = _beside(material, sent)
        own = [one.subject for one in calibrated.rows]
        refuse_own(rules, sent.by, own, f"calibrate --from {sent.file.name}", archive.language)
        found[:] = run_calibration(calibrated, sent.file.name, f"{rules.cycle.id}-{EDITION}")
        if has_errors(found):
            return Decision(rules.cycle.id, CALIBRATED, sent.by), Stepped(rules, ())
        return _decision(material, calibrated, sent)

    stepped = taken(archive, worked_out)
    if has_errors(found):
        return _nothing(archive, rules, sent.key, found, sent.by)
    return Decided(stepped, tuple(found))


def _beside(material: Material, sent: _Sent) -> Calibrated:
    """Put the rows that are meant beside what stands today."""
    archive, rules = material.archive, material.rules
    left: set[str] = set()
    if sent.choice != Choice():
        left = material.forms.keys() - {form.employee for form in chosen(archive, rules, sent.choice)}
    stamp = sent.read.stamp
    assert stamp is not None
    meant = [form.employee for form in chosen(archive, rules, scope_of(stamp.columns))]
    return beside(material, sent.read.tables[CALIBRATION.key], sent.read, left, meant)


def _decision(material: Material, calibrated: Calibrated, sent: _Sent) -> tuple[Decision, Stepped]:
    """Return what the rows decide: a result each and its move; what stands already is left as it is."""
    rules, table = material.rules, calibrated.table
    finals = {one.subject: _final(material, one) for one in calibrated.rows}
    news = [one for one in calibrated.rows if _is_new(material, finals[one.subject])]
    moves = tuple(_move(material, one) for one in news)
    left = tuple(
        _left(one.subject, CALIBRATED, "same", material.archive) for one in calibrated.rows if one not in news
    )
    note = (KIND, sent.key, _told(table, news, sent)) if news else None
    decision = Decision(
        rules.cycle.id,
        CALIBRATED,
        sent.by,
        moves,
        tuple(finals[one.subject] for one in news),
        notes=(note,) if note else (),
        details={"file": sent.file.name, "blob": sent.key},
    )
    return decision, Stepped(rules, moves, left)


def _final(material: Material, one: DecidedRow) -> Final:
    subject, scheme = one.subject, material.rules.scheme
    proposal, rank = material.proposed.get(subject), material.ranks[subject]
    finish, result = material.finish(subject), material.results[subject]
    return as_scored(scheme, result, finish, proposal, rank, one.grade, one.reason)


def _is_new(material: Material, final: Final) -> bool:
    """Tell whether a decision says something else than the one that holds."""
    before = material.decided.get(final.subject)
    return before is None or any(getattr(before.final, key) != getattr(final, key) for key in SAID)


def _move(material: Material, one: DecidedRow) -> Move:
    """Return the move of a form: to be calibrated, or calibrated anew, which needs a word."""
    was = material.forms[one.subject].state
    reason = one.reason or (say("service.calibrate.again", material.language) if was == CALIBRATED else "")
    return Move(one.subject, was, CALIBRATED, reason)


def _told(table: TableReading, rows: Sequence[DecidedRow], sent: _Sent) -> dict[str, Any]:
    """Return what is noted of a workbook that was taken in: where each grade stood, and who decided."""
    return {
        "taken": True,
        "name": sent.file.name,
        "sheet": table.sheet,
        "cells": dict(_cells(table, rows)),
        "committee": members(sent.read),
    }


def _cells(table: TableReading, rows: Sequence[DecidedRow]) -> Iterator[tuple[str, str]]:
    for one in rows:
        cell = cell_of(table, one.row)
        if cell is not None:
            yield one.subject, cell


def _left(subject: str, state: str, why: str, archive: Archive) -> Left:
    return Left(subject, state, say(f"service.calibrate.{why}", archive.language))
