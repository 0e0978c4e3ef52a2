"""`appeals`: which appeals there are in a cycle, where each stands, until when, and who is next."""

from __future__ import annotations

from datetime import date
from typing import Any

from sync.archive.rows import of_department
from sync.archive.store import Archive
from sync.process import appeals
from sync.process.appeals import Act, Appeal, Standing
from sync.service.appealing.acting import appeal_of
from sync.service.appealing.kept import appeals_in
from sync.service.appealing.saying import in_words
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.looking import Document
from sync.service.steps.choosing import name_of, named, today
from sync.settings import Workspace


def appeals_of_cycle(workspace: Workspace, cycle: str) -> Document:
    """Return the appeals of a cycle, those that are still open first by the day they are due."""
    with open_to_look(workspace) as archive:
        return {"cycle": cycle, "appeals": listed_appeals(archive, opened(archive, cycle))}


def listed_appeals(archive: Archive, rules: Rules) -> list[Document]:
    """Return the appeals of an open archive as scripts read them."""
    day = today(rules)
    known = appeals_in(archive, rules.cycle.id)
    known.sort(key=lambda one: (one.state not in appeals.OPEN, _due(one, rules)))
    return [document_of(rules, one, day) for one in known]


def _due(appeal: Appeal, rules: Rules) -> date:
    return appeals.due(appeal, rules.scheme.settings) or date.max


def show_appeal(workspace: Workspace, number: str) -> Document:
    """Return one appeal with everything that was done in it."""
    with open_to_look(workspace) as archive:
        appeal = appeal_of(archive, number)
        rules = opened(archive, appeal.cycle)
        history = [_act(rules, act, archive.language) for act in appeal.acts]
        filed = {"state": appeals.FILED, "by": appeal.filed_by, "on": appeal.filed_on, "text": appeal.grounds}
        return {**document_of(rules, appeal, today(rules)), "history": [filed, *history]}


def document_of(rules: Rules, appeal: Appeal, day: date) -> Document:
    """Return one appeal as scripts read it: where it stands, its days, and what was decided."""
    settings, decision = rules.scheme.settings, appeal.decision
    until = appeals.due(appeal, settings)
    state = appeals.standing(appeal, settings, day)
    return {
        "appeal": appeal.id,
        "cycle": appeal.cycle,
        **named(rules, appeal.subject),
        "title": _home(rules, appeal.subject),
        "name": name_of(rules, appeal.subject),
        "kind": appeal.kind,
        "indicator": appeal.indicator,
        "ground": appeal.ground,
        "grounds": appeal.grounds,
        "filed_by": appeal.filed_by,
        "filed_on": appeal.filed_on,
        "state": state,
        "second_review": appeal.second,
        "due": until.isoformat() if until and state != appeals.CLOSED else None,
        "next": appeals.next_one(appeal, settings, day),
        "late": appeals.late(appeal, settings, day),
        "dates": {step: last.isoformat() for step, last in appeals.dates(appeal, settings).items()},
        "decision": _decision(decision) if decision else None,
        "file": appeal.file,
    }


def _home(rules: Rules, subject: str) -> str | None:
    """Return the name of the department that somebody belongs to, or that is judged itself."""
    unit = named(rules, subject)["department"]
    return name_of(rules, of_department(unit)) if unit else None


def _act(rules: Rules, act: Act, language: str) -> Document:
    told: Document = {"state": act.state, "by": act.by, "on": act.on, "text": act.text}
    if act.outcome:
        told |= {**_decision(act), "changed": in_words(rules, act.changes, language)}
    return told


def _decision(act: Act) -> Document:
    before, after = act.before, act.after
    return {
        "outcome": act.outcome,
        "by": act.by,
        "on": act.on,
        "reason": act.text,
        "changes": [
            {"indicator": one.indicator, "column": one.column, "old": one.old, "new": one.new}
            for one in act.changes
        ],
        "before": _told(before),
        "after": _told(after),
        "pay_difference": act.difference,
        "ranks_moved": act.moved,
    }


def _told(one: Standing | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"score": one.score, "grade": one.grade, "coefficient": one.coefficient, "rank": one.rank}
