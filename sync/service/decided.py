"""How `why` tells what people decided of a result: who, when and why, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from addin.scoring.form import Step
from addin.texts import say
from sync.archive import finals
from sync.archive.finals import Decided
from sync.archive.store import Archive
from sync.service.cycles import Rules


def decided_steps(archive: Archive, rules: Rules, subject: str) -> Iterator[Step]:
    """Yield what was decided of one result: the grade, and the score where the decision set another one."""
    with archive.reading() as connection:
        found = finals.every(connection, rules.cycle.id, subject)
    before: float | None = None
    for number, one in enumerate(found):
        rule = _rule(one, rules.scheme.settings.timezone, archive.language)
        step = say(f"service.decided.{one.final.kind}", archive.language)
        yield Step(step, one.final.grade, rule)
        if number and one.final.score != before:
            yield Step(say("service.decided.score", archive.language), one.final.score, rule)
        before = one.final.score


def _rule(one: Decided, timezone: str, language: str) -> str:
    moment = datetime.fromisoformat(one.at).astimezone(ZoneInfo(timezone))
    values = {"by": one.by, "day": moment.date().isoformat(), "reason": one.final.reason}
    return say(f"service.decided.{'because' if one.final.reason else 'by'}", language, **values)
