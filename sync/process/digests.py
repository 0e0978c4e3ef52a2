"""Digests: where a department stands for its manager, and where all stand for HR."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from sync.process.notice_facts import Facts, Notice, Standing

DIGEST, DIGEST_HR = "digest", "digest_hr"
DIGESTS = (DIGEST, DIGEST_HR)


def digests(facts: Facts) -> Iterator[Notice]:
    """Yield where each department stands for its manager, and all for HR, once there is anything to tell.

    A manager whose people are all checked, or whose workbook waits for a decision, is left alone.
    """
    news = [one for one in facts.departments if one.begun or one.late(facts.today)]
    for one in news:
        if one.waits and not one.held:
            yield _of_department(facts, one)
    for reader in facts.hr if news else ():
        yield _of_all(facts, reader)


def _of_department(facts: Facts, one: Standing) -> Notice:
    """Tell a manager what is open, late and returned, the first points to mend, and the next day."""
    step, last = one.next
    values = {
        "cycle": facts.cycle,
        "department": one.title,
        "p": one.forms,
        "checked": one.checked,
        "returned": one.returned,
        "open": one.open,
        "points": one.points,
        "next": (step, last, "late" if one.late(facts.today) else "next"),
    }
    name = f"{facts.cycle}-{DIGEST}-{one.department}"
    about, mark = one.department, _mark(list(values.values()))
    return Notice(DIGEST, "progress", one.head, one.department, about, name, one.language, mark, values)


def _of_all(facts: Facts, reader: str) -> Notice:
    """Tell HR how far the cycle is: all forms, then each department that is not done, the late ones first."""
    waiting = [one for one in facts.departments if one.waits]
    waiting.sort(key=lambda one: (not one.late(facts.today), one.department))
    values = {
        "cycle": facts.cycle,
        "p": sum(one.forms for one in facts.departments),
        "checked": sum(one.checked for one in facts.departments),
        "returned": sum(one.returned for one in waiting),
        "open": sum(one.open for one in waiting),
        "waiting": [(one.title, one.forms, one.open, one.returned, one.late(facts.today)) for one in waiting],
        "small": tuple(facts.small),
        "held": facts.held,
        "talks": sum(one.talks.open for one in facts.asked if one.talks),
        "next": _next_step(facts),
    }
    name = f"{facts.cycle}-{DIGEST_HR}" + (f"-{reader}" if reader else "")
    mark = _mark(list(values.values()))
    return Notice(DIGEST_HR, "progress", reader, "", "hr", name, facts.language, mark, values)


def _mark(told: Sequence[object]) -> str:
    return sha256(repr(told).encode()).hexdigest()[:12]


def _next_step(facts: Facts) -> tuple[str, date, str]:
    """Return the step of the cycle that ends next and its day, or the last one where all have passed."""
    listed = sorted(facts.dates.items(), key=lambda one: one[1])
    step, last = next((one for one in listed if one[1] >= facts.today), listed[-1])
    return step, last, "past" if last < facts.today else "next"
