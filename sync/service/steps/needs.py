"""What a cycle needs from HR now: how many forms wait at which step, what is to be done, and by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from addin.texts import say
from sync.process.outcomes import QUOTAS
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.excused import forms_of
from sync.service.looking import Document
from sync.service.steps.choosing import today
from sync.service.steps.extend import windows
from sync.service.steps.reviewable import reviewable
from sync.settings import Workspace

STEPS: Mapping[str, str] = {
    "checked": "review",
    "under_review": "review",
    "reviewed_by_hr": "approval",
    "calibrated": "approval",
    "approved": "publication",
    "published": "opinions",
    "confirmed": "close",
    "decided": "close",
}
"""The states at which a form waits for HR, and the step by whose last day it goes on."""


def needs(workspace: Workspace, cycle: str) -> list[Document]:
    """Return what HR can do now, in the order of the steps: forms, the step and its last day, the command.

    A step is late once its day has passed. Published forms wait for their people, and are told when that day
    is over; so do those that may still go to a second review.
    """
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        forms = forms_of(archive, rules)
        waiting = reviewable(archive, rules)
        counted = Counter(form.state for form in forms if form.employee not in waiting)
        due, day = windows(archive, rules), today(rules)
    return list(_needed(rules, counted, due, day, workspace.language))


def _needed(
    rules: Rules, counted: Mapping[str, int], due: Mapping[str, date], day: date, language: str
) -> Iterator[Document]:
    for state, step in STEPS.items():
        late = day > due[step]
        if not counted[state] or (state == "published" and not late):
            continue
        key = "reviewed_as_scored" if _as_scored(rules, state) else state
        values = {"cycle": rules.cycle.id, "number": counted[state]}
        yield {
            "state": state,
            "forms": counted[state],
            "step": step,
            "due": due[step].isoformat(),
            "late": late,
            "next": say(f"service.needs.{key}", language, **values),
        }


def _as_scored(rules: Rules, state: str) -> bool:
    return state == "reviewed_by_hr" and QUOTAS not in rules.scheme.settings.modules
