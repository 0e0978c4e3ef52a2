"""How `why` tells what people decided of a result: who, when and why, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import convert

from addin.scoring.form import Step
from addin.texts import say
from sync.archive import finals
from sync.archive.finals import Decided
from sync.archive.records import records
from sync.archive.store import Archive
from sync.process.appeals import Change
from sync.service.appealing.kept import KIND as APPEAL
from sync.service.appealing.saying import in_words
from sync.service.cycles import Rules

CALIBRATION = "calibration"
"""The kind of the records that tell what came of a committee's workbook, under the key of its file."""


class Told(NamedTuple):
    """A decision as a step, and the workbook, sheet and cell in which it was typed, if any."""

    step: Step
    workbook: str | None = None
    sheet: str | None = None
    cell: str | None = None


def decided_steps(archive: Archive, rules: Rules, subject: str) -> Iterator[Told]:
    """Yield what was decided of one result: the grade, and the score where the decision set another one."""
    with archive.reading() as connection:
        found = finals.every(connection, rules.cycle.id, subject)
        noted = records(connection, CALIBRATION, rules.cycle.id, every=True) if found else []
        appealed = records(connection, APPEAL, rules.cycle.id, every=True) if found else []
    typed = {one.event: one.document for one in noted}
    changed = {one.event: one.document["acts"][-1]["changes"] for one in appealed if one.document["acts"]}
    before: float | None = None
    for number, one in enumerate(found):
        rule = _rule(one, rules.scheme.settings.timezone, archive.language)
        for told in in_words(rules, convert(changed.get(one.event, []), list[Change]), archive.language):
            yield Told(Step(say("service.decided.changed", archive.language), told, rule))
        step = Step(say(f"service.decided.{one.final.kind}", archive.language), one.final.grade, rule)
        yield Told(step, *_typed(typed.get(one.event, {}), subject))
        if number and one.final.score != before:
            yield Told(Step(say("service.decided.score", archive.language), one.final.score, rule))
        before = one.final.score


def _typed(document: Mapping[str, Any], subject: str) -> tuple[str | None, str | None, str | None]:
    """Return workbook, sheet and cell in which a committee typed a grade."""
    cell = document.get("cells", {}).get(subject)
    return (document["name"], document["sheet"], cell) if cell else (None, None, None)


def _rule(one: Decided, timezone: str, language: str) -> str:
    moment = datetime.fromisoformat(one.at).astimezone(ZoneInfo(timezone))
    values = {"by": one.by, "day": moment.date().isoformat(), "reason": one.final.reason}
    told = say(f"service.decided.{'because' if one.final.reason else 'by'}", language, **values)
    if one.final.proposed in (None, one.final.grade):
        return told
    return say("service.decided.proposed", language, told=told, grade=one.final.proposed)
