"""Appeals as they stand, for those who made them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from addin.scoring.calendar import working_day_after
from addin.scoring.parameters import told
from addin.texts import say
from sync.archive.records import records
from sync.archive.rows import department_of
from sync.process.notice_facts import Appeal, Asked
from sync.service.noticing.known import Known
from sync.service.outcomes import outcomes_of

KIND = "appeal"
"""The kind of record in which an appeal is kept, each version with all that was done so far (`acts`)."""

STATES: Mapping[str, str] = {
    "filed": "received",
    "accepted": "accepted",
    "investigating": "accepted",
    "refused": "refused",
    "decided": "decided",
    "closed": "closed",
}
"""What an appeal in each state is told as; while it is looked at again, or withdrawn, there is no news."""

Document = Mapping[str, Any]


def of_appeals(known: Known, asked: Sequence[Asked]) -> Iterator[Appeal]:
    """Yield the appeals of a cycle that there is news of; a department's are told to its head."""
    with known.archive.reading() as connection:
        found = [one.document for one in records(connection, KIND, known.rules.cycle.id)]
    forms = {form.employee: form for mine in known.forms.values() for form in mine}
    languages = {one.workbook: one.language for one in asked}
    outcomes = outcomes_of(known.archive, known.rules) if found else {}
    for one in found:
        form = forms.get(one["subject"])
        if one["state"] in STATES and form is not None:
            language = languages.get(form.workbook, known.archive.language)
            stands = outcomes[form.employee].finish.score if form.employee in outcomes else None
            yield _appeal(known, one, form.department, language, stands)


def _appeal(known: Known, one: Document, department: str, language: str, stands: float | None) -> Appeal:
    filed, acts = date.fromisoformat(one["filed_on"]), one["acts"]
    last: Document = acts[-1] if acts else {}
    settings, outcome = known.rules.scheme.settings, last.get("outcome")

    def after(day: date, days: int) -> date:
        return working_day_after(day, days, settings.holidays, settings.make_up_days)

    answered = next((act for act in acts if act["state"] in ("refused", "decided")), None)
    return Appeal(
        one["id"],
        known.head(department) if department_of(one["subject"]) else one["subject"],
        department,
        language,
        STATES[one["state"]],
        filed,
        last.get("by") or say("notices.signature_alone", language),
        after(filed, settings.appeal_acceptance_days),
        after(filed, settings.appeal_decision_days),
        say(f"notices.outcome.{outcome}", language) if outcome else "",
        last.get("text", ""),
        *_scores(last, stands),
        review_by=after(date.fromisoformat(answered["on"]), settings.review_days) if answered else None,
    )


def _scores(act: Document, stands: float | None) -> tuple[str, str]:
    """Return the score after a decision and the one before; without another one, the result as it stands."""
    before = (act.get("before") or {}).get("score", stands)
    after = (act.get("after") or {}).get("score", before)
    new, old = ("–" if one is None else told(one) for one in (after, before))
    return new, old
