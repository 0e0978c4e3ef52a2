"""Until when somebody may still go on with an appeal that was answered: a second review, or a new appeal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sync.archive.records import Record, records
from sync.archive.store import Archive
from sync.process.appeals import ANSWERED, WITHDRAWN, Appeal, dates
from sync.service.appealing.kept import KIND, appeals_in
from sync.service.cycles import Rules
from sync.service.steps.choosing import today
from sync.service.steps.confirm import RECEIPT
from sync.service.steps.receipts import READ
from sync.service.steps.told import answers_due

DECIDED = "decided"


def reviewable(archive: Archive, rules: Rules) -> Mapping[str, date]:
    """Return, by subject, the last day to ask for a second review, or to appeal anew after a withdrawal.

    Only of decided forms whose day has not passed; whoever has confirmed the answer has had the last word.
    """
    known = {one.subject: one for one in appeals_in(archive, rules.cycle.id)}
    forms = archive.forms(rules.cycle.id, known.keys())
    decided = {form.employee: form for form in forms if form.state == DECIDED}
    last = {subject: known[subject] for subject in decided}
    due = answers_due(archive, rules, decided.values())
    until = {who: _until(one, due[who], rules) for who, one in last.items()}
    return {
        who: day
        for who, day in until.items()
        if day is not None and day >= today(rules) and not _confirmed(archive, last[who])
    }


def _until(appeal: Appeal, due: date, rules: Rules) -> date | None:
    if appeal.state in ANSWERED:
        return dates(appeal, rules.scheme.settings)["review"]
    return due if appeal.state == WITHDRAWN else None


def _confirmed(archive: Archive, appeal: Appeal) -> bool:
    """Tell whether somebody has read the answer to their appeal and does not object."""
    answer, receipt = _last(archive, KIND, appeal, appeal.id), _last(archive, RECEIPT, appeal, appeal.subject)
    if answer is None or receipt is None or receipt.document["answer"] != READ:
        return False
    return receipt.event > answer.event and receipt.document["day"] >= appeal.acts[-1].on


def _last(archive: Archive, kind: str, appeal: Appeal, key: str) -> Record | None:
    with archive.reading() as connection:
        return next(iter(records(connection, kind, appeal.cycle, key)), None)
