"""`exempt`: somebody takes no part any more, or takes part again; with the reason, and nothing is lost."""

from __future__ import annotations

from addin.texts import say
from sync.archive.deciding import Decision
from sync.archive.rows import FormRecord
from sync.archive.steps import Move, steps
from sync.archive.store import Archive
from sync.service.cycles import Rules, still_open
from sync.service.deciding import deciding
from sync.service.steps.choosing import Choice, Left, Stepped, chosen, refuse_own, taken
from sync.settings import Workspace, stop
from sync.states import ASIDE, TOLD

EXEMPT = "exempt"


def exempt(workspace: Workspace, cycle: str, employees: tuple[str, ...], by: str, reason: str) -> Stepped:
    """Let people take no part in a cycle any more: without grade, rank and quota; what came is kept.

    Raises CannotGoOn where the result is published already, or it is the decider's own form.
    """
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle)
        return taken(archive, lambda: _exempted(archive, rules, Choice((), employees), by, reason))


def include(workspace: Workspace, cycle: str, employees: tuple[str, ...], by: str, reason: str) -> Stepped:
    """Let people take part again: their forms stand where they stood, before HR had reviewed them."""
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle)
        return taken(archive, lambda: _included(archive, rules, Choice((), employees), by, reason))


def _exempted(
    archive: Archive, rules: Rules, choice: Choice, by: str, reason: str
) -> tuple[Decision, Stepped]:
    meant = chosen(archive, rules, choice)
    forms = [form for form in meant if form.state not in ASIDE]
    refuse_own(rules, by, [form.employee for form in forms], "exempt", archive.language)
    told = next((form for form in forms if form.state in TOLD), None)
    if told is not None:
        raise stop("exempt_too_late", archive.language, subject=told.employee, cycle=rules.cycle.id)
    moves = tuple(Move(form.employee, form.state, EXEMPT, reason) for form in forms)
    left = _unchanged(archive, meant, forms)
    return Decision(rules.cycle.id, "exempted", by, moves), Stepped(rules, moves, left)


def _included(
    archive: Archive, rules: Rules, choice: Choice, by: str, reason: str
) -> tuple[Decision, Stepped]:
    meant = chosen(archive, rules, choice)
    forms = [form for form in meant if form.state == EXEMPT]
    refuse_own(rules, by, [form.employee for form in forms], "exempt", archive.language)
    moves = tuple(Move(form.employee, EXEMPT, _stood(archive, form), reason) for form in forms)
    left = _unchanged(archive, meant, forms)
    return Decision(rules.cycle.id, "included", by, moves), Stepped(rules, moves, left)


def _unchanged(archive: Archive, meant: list[FormRecord], moved: list[FormRecord]) -> tuple[Left, ...]:
    why = say("service.steps.unchanged", archive.language)
    return tuple(Left(form.employee, form.state, why) for form in meant if form not in moved)


def _stood(archive: Archive, form: FormRecord) -> str:
    """Return where a form stood before it was taken out: at most checked, since review begins anew."""
    with archive.reading() as connection:
        made = [one for one in steps(connection, form.cycle, form.employee) if one.state == EXEMPT]
    was = made[-1].was if made else "issued"
    return was if was in ("issued", "returned") else "checked"
