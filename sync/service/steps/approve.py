"""`approve`: a named person puts their name under the results; nobody under their own."""

from __future__ import annotations

from addin.texts import say
from sync.archive.deciding import Decision
from sync.archive.rows import FormRecord
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.process.outcomes import QUOTAS
from sync.service.cycles import Rules, still_open
from sync.service.deciding import deciding
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
from sync.states import further

ROLE, COMMITTEE = "hr_manager", "committee"
REVIEWED = "reviewed_by_hr"


def approve(workspace: Workspace, cycle: str, choice: Choice, by: str) -> Stepped:
    """Approve calibrated results; where no distribution is asked for, reviewed ones as they are scored.

    Raises CannotGoOn where a form is the approver's own, the role is somebody else's, or nothing can be
    approved.
    """
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle)
        refuse_without_role(archive, rules, by, (ROLE,), choice.departments)
        return taken(archive, lambda: _approved(archive, rules, choice, by))


def take_back(workspace: Workspace, cycle: str, choice: Choice, by: str, reason: str) -> Stepped:
    """Take decisions on results back before they are published: the forms are as HR had reviewed them.

    Raises CannotGoOn where a form is their own, the role is somebody else's, or a form is not that far.
    """
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle)
        refuse_without_role(archive, rules, by, (ROLE, COMMITTEE), choice.departments)
        return taken(archive, lambda: _taken_back(archive, rules, choice, by, reason))


def _approved(archive: Archive, rules: Rules, choice: Choice, by: str) -> tuple[Decision, Stepped]:
    forms = chosen(archive, rules, choice)
    passing = ("calibrated",) if QUOTAS in rules.scheme.settings.modules else ("calibrated", REVIEWED)
    ready = [form for form in forms if form.state in passing]
    refuse_own(rules, by, [form.employee for form in ready], "approve", archive.language)
    if not ready and (why_not := _nothing(rules, forms, archive.language)):
        raise why_not
    scored = [form for form in ready if form.state == REVIEWED]
    finals = tuple(finals_as_scored(archive, rules, scored))
    why = say("service.approve.as_scored", archive.language)
    moves = [Move(form.employee, REVIEWED, "calibrated", why) for form in scored]
    moves += [Move(form.employee, "calibrated", "approved") for form in ready]
    left = tuple(_left(form, archive.language) for form in forms if form not in ready)
    cycle = rules.cycle.id
    return Decision(cycle, "approved", by, tuple(moves), finals), Stepped(rules, tuple(moves), left)


def _left(form: FormRecord, language: str) -> Left:
    key = "later" if further(form.state, "approved") else "waits"
    return Left(form.employee, form.state, say(f"service.approve.{key}", language))


def _nothing(rules: Rules, forms: list[FormRecord], language: str) -> Exception | None:
    """Return why nothing can be approved; None where some are approved and the others are not as far yet."""
    passed = [further(form.state, "approved") for form in forms]
    if any(form.state == REVIEWED for form in forms):
        key = "calibrate_first"
    elif all(passed):
        key = "all_approved"
    elif any(passed):
        return None
    else:
        key = "review_first"
    return stop(key, language, cycle=rules.cycle.id)


def _taken_back(
    archive: Archive, rules: Rules, choice: Choice, by: str, reason: str
) -> tuple[Decision, Stepped]:
    forms = chosen(archive, rules, choice)
    refuse_own(
        rules, by, [form.employee for form in forms], "approve --take-back --reason TEXT", archive.language
    )
    further = next((form for form in forms if form.state not in ("calibrated", "approved")), None)
    if further is not None or not forms:
        state = say(f"choices.state.{further.state}", archive.language) if further else ""
        subject = further.employee if further else ""
        raise stop("not_to_take_back", archive.language, subject=subject, state=state)
    moves = tuple(Move(form.employee, form.state, REVIEWED, reason) for form in forms)
    cycle = rules.cycle.id
    return Decision(cycle, "taken_back", by, moves), Stepped(rules, moves)
