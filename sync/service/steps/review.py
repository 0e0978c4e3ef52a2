"""`review`: HR looks over checked forms; those with a cause wait until somebody says why they may go on."""

from __future__ import annotations

from collections.abc import Iterator

from addin.texts import say
from sync.archive.deciding import Decision
from sync.archive.rows import FormRecord
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.service.cycles import Rules, still_open
from sync.service.deciding import deciding
from sync.service.steps.causes import causes_of, in_words
from sync.service.steps.choosing import Choice, Left, Stepped, chosen, refuse_own, taken
from sync.settings import Workspace, stop
from sync.states import NOT_YET, TOLD

REVIEWED, WAITING = "reviewed_by_hr", "under_review"
BACK = ("checked", "under_review", "reviewed_by_hr")
"""Forms that HR may send back to the department."""


def review(workspace: Workspace, cycle: str, choice: Choice, by: str, reason: str = "") -> Stepped:
    """Let checked forms pass the review; forms with a cause wait, and pass once a reason is given.

    reason: why forms under review may go on; only those named one by one, or a department's, are let through.
    Raises CannotGoOn where a form is the reviewer's own, or no form that is meant can be reviewed.
    """
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle)
        if reason and not choice.employees and not choice.departments:
            raise stop("reason_for_whom", archive.language, cycle=cycle)
        return taken(archive, lambda: _reviewed(archive, rules, choice, by, reason))


def send_back(workspace: Workspace, cycle: str, choice: Choice, by: str, reason: str) -> Stepped:
    """Send forms back to the department to be filled in again, with the reason.

    Raises CannotGoOn where a form is decided already: decisions are taken back first.
    """
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle)
        return taken(archive, lambda: _sent_back(archive, rules, choice, by, reason))


def _reviewed(
    archive: Archive, rules: Rules, choice: Choice, by: str, reason: str
) -> tuple[Decision, Stepped]:
    forms = chosen(archive, rules, choice)
    causes = causes_of(archive, rules)
    moves: list[Move] = []
    left: list[Left] = []
    for form in forms:
        why = in_words(causes.get(form.employee, ()), rules, archive.language)
        ways = list(_ways(form, why, reason))
        moves += ways
        if not ways:
            left.append(Left(form.employee, form.state, _why_left(form, why, archive.language)))
    passed = [one.subject for one in moves if one.state == REVIEWED]
    refuse_own(rules, by, passed, "review", archive.language)
    if not moves and all(one.state != WAITING for one in left):
        raise _nothing(rules, forms, archive.language)
    return Decision(rules.cycle.id, "reviewed", by, tuple(moves)), Stepped(rules, tuple(moves), tuple(left))


def _ways(form: FormRecord, causes: str, reason: str) -> Iterator[Move]:
    """Yield how a form goes on: past the review, or into it, and out of it again where a reason is given."""
    if form.state == "checked":
        yield Move(form.employee, "checked", WAITING if causes else REVIEWED, causes)
    if reason and (form.state == WAITING or (form.state == "checked" and causes)):
        yield Move(form.employee, WAITING, REVIEWED, reason)


def _why_left(form: FormRecord, causes: str, language: str) -> str:
    key = "waits" if form.state == WAITING else "not_checked" if form.state in NOT_YET else "past"
    return say(f"service.review.{key}", language, causes=causes)


def _nothing(rules: Rules, forms: list[FormRecord], language: str) -> Exception:
    waiting = sum(form.state in NOT_YET for form in forms)
    key = "nothing_checked" if waiting else "all_reviewed"
    return stop(key, language, cycle=rules.cycle.id, number=waiting)


def _sent_back(
    archive: Archive, rules: Rules, choice: Choice, by: str, reason: str
) -> tuple[Decision, Stepped]:
    forms = chosen(archive, rules, choice)
    refuse_own(
        rules, by, [form.employee for form in forms], "review --return --reason TEXT", archive.language
    )
    further = next((form for form in forms if form.state not in BACK), None)
    if further is not None and further.state in TOLD:
        raise stop("told_already", archive.language, subject=further.employee, cycle=rules.cycle.id)
    if further is not None:
        state = say(f"choices.state.{further.state}", archive.language)
        raise stop("not_to_send_back", archive.language, subject=further.employee, state=state)
    moves = tuple(Move(form.employee, form.state, "returned", reason) for form in forms)
    return Decision(rules.cycle.id, "sent_back", by, moves), Stepped(rules, moves)
