"""Who is to be told what on a day: it follows from where workbooks and forms stand, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from addin.scoring.calendar import working_day_after
from addin.scoring.scheme import Settings
from sync.process.digests import DIGESTS, digests
from sync.process.notice_facts import Appeal, Asked, Came, Facts, Notice, Published, Told, Values

STEPS = (
    "goals",
    "inputs",
    "ratings",
    "submission",
    "resubmission",
    "publication",
    "opinions",
    "appeals",
    "progress",
)
"""The steps of a cycle that notices are of, in their order; `progress` are the digests."""

OWN, SMALL = ("step_opens", "reminder", "overdue"), ("pack_reminder", "pack_overdue")
STAGES: Mapping[str, tuple[str, str, str]] = {
    "goals": OWN,
    "rating": OWN,
    "self": ("self_rating", *SMALL),
    "rater": ("rater", *SMALL),
    "data": ("data", *SMALL),
}
"""By edition what its reader is told: that it is asked for, that its day is near, that its day has passed."""

TALKS = ("step_opens", "interview_reminder", "interview_overdue")
"""What a manager is told of interviews; opinions are asked for with them, and nobody has to give any."""

OPENING = tuple({stages[0]: None for stages in STAGES.values()})
REMINDING = ("reminder", "pack_reminder", "interview_reminder")

STEP_OF = {"goals": "goals", "self": "inputs", "data": "inputs", "rater": "ratings", "rating": "submission"}
"""The step in which each edition is asked for."""

FOR_EVERYBODY = ("step_opens", "reminder", "overdue", "self_rating")
"""What a department's chat may read, too: it names nobody, and says nothing of anybody's result."""


def due(facts: Facts) -> list[Notice]:
    """Return everything that people are to be told as things stand, whether they were told already or not.

    Of each workbook its reader is told the latest only; a reminder comes with what it reminds of.
    """
    found: list[Notice] = []
    for one in facts.asked:
        found += [*_of_workbook(facts, one), *_interviews(facts, one)]
    found += (_result(facts, one) for one in facts.results)
    found += (_appeal(facts, one) for one in facts.appeals)
    return [*found, *digests(facts)]


def untold(notices: Iterable[Notice], told: Mapping[str, Told], today: date) -> list[Notice]:
    """Return what nobody was told yet.

    A reminder comes a day after what it reminds of at the earliest; a digest comes once a day, and not beside
    other news.
    """
    new = [one for one in notices if one.key not in told or told[one.key].mark != one.mark]
    todays: list[Notice | Told] = [*new, *(one for one in told.values() if one.day == today)]
    opened = {(one.to, one.about, one.step) for one in todays if one.kind in OPENING}
    busy = {(one.to, one.department) for one in todays if one.kind not in DIGESTS}

    def is_quiet(one: Notice) -> bool:
        if one.kind in DIGESTS:
            once_today = one.key in told and told[one.key].day == today
            return once_today or (one.to, one.department) in busy
        return one.kind in REMINDING and (one.to, one.about, one.step) in opened

    return [one for one in new if not is_quiet(one)]


def unsent(notices: Iterable[Notice], told: Mapping[str, Told], new: Iterable[Notice]) -> list[Notice]:
    """Return what was written before as it stands and not sent, unless a reminder of it goes out."""
    waits = [one for one in notices if one.key in told and told[one.key][:2] == (one.mark, False)]
    reminded = {(one.to, one.about, one.step) for one in (*waits, *new) if one.kind in REMINDING}
    return [one for one in waits if one.kind not in OPENING or (one.to, one.about, one.step) not in reminded]


def _of_workbook(facts: Facts, one: Asked) -> list[Notice]:
    if one.held or not one.forms:
        return []
    if one.came is None or one.open:
        return _asked_for(facts, one)
    if one.returned:
        return [_returned(facts, one, one.came)]
    return [_received(one, one.came)] if one.forms == one.checked else []


def _asked_for(facts: Facts, one: Asked) -> list[Notice]:
    """Tell that a workbook is asked for, then that its day is near; or that it has passed."""
    step = STEP_OF[one.edition]
    last = one.dates[step]
    values: dict[str, object] = {"step": step, "n": _waiting(one), "p": one.people}
    found = []
    for kind in _stages(facts, last, STAGES[one.edition]):
        more = {} if kind in FOR_EVERYBODY else {"file": one.file, "what": one.edition}
        mark = "" if kind in OPENING else last.isoformat()
        found.append(_about(one, kind, step, mark, {**_of_cycle(facts, last), **values, **more}))
    return found


def _stages(facts: Facts, day: date, stages: tuple[str, str, str]) -> tuple[str, ...]:
    """Return what is told of a day that is far, near, or has passed."""
    settings = facts.settings
    near = working_day_after(day, -settings.reminder_days, settings.holidays, settings.make_up_days)
    return stages[2:] if facts.today > day else stages[: 2 if facts.today >= near else 1]


def _returned(facts: Facts, one: Asked, came: Came) -> Notice:
    """Tell that a workbook went back; on its last day once more, and when that has passed."""
    last = again_by(one, facts.settings, facts.dates)
    values: dict[str, object] = {"n": _waiting(one), "p": one.people}
    if facts.today > last or (facts.today == last and _since(one) < last):
        kind = "overdue" if facts.today > last else "reminder"
        return _about(one, kind, "resubmission", last.isoformat(), {**_of_cycle(facts, last), **values})
    if one.back:
        values |= {"n": one.back.people, "reason": one.back.reason}
        mark = str(one.back.event)
        return _about(one, "sent_back", "resubmission", mark, {**_of_cycle(facts, last), **values})
    values |= {"n": came.errors, "file": came.copy}
    return _about(one, "returned", "resubmission", str(came.submission), {**_of_cycle(facts, last), **values})


def _waiting(one: Asked) -> int:
    """Return of how many people something is open; a department's own form makes them no more."""
    return min(one.open + one.returned, one.people)


def again_by(one: Asked, settings: Settings, dates: Mapping[str, date]) -> date:
    """Return until when what went back is asked for again: who was late has as long as the others.

    dates: the days of the cycle, nobody's extension counted.
    """
    off = settings.holidays, settings.make_up_days
    day, last = dates["submission"], _since(one)
    while day < dates["resubmission"]:
        day, last = (working_day_after(each, 1, *off) for each in (day, last))
    return max(one.dates["resubmission"], last)


def _since(one: Asked) -> date:
    """Return the day on which a workbook went back last."""
    assert one.came is not None, one.workbook
    return one.back.day if one.back else one.came.day


def _received(one: Asked, came: Came) -> Notice:
    """Say that a workbook arrived and nothing in it has to be mended."""
    kind = "received_points" if came.look else "received"
    values = {"time": came.at, "p": one.people, "k": came.lines, "n": came.look, "file": came.copy}
    return _about(one, kind, "submission", str(came.submission), values)


def _interviews(facts: Facts, one: Asked) -> list[Notice]:
    """Tell a manager that results of their people are published; then of talks that are still to be held.

    How many have to be held may tell who has which grade, so that no chat reads it.
    """
    opinions = one.dates["opinions"]
    found = []
    if one.published and facts.today <= opinions:
        values = {**_of_cycle(facts, opinions), "step": "opinions"}
        found.append(_about(one, TALKS[0], "opinions", "", values))
    if one.talks:
        last = one.talks.until
        values = {**_of_cycle(facts, last), "n": one.talks.open, "p": one.talks.due}
        kinds = _stages(facts, last, TALKS)
        found += (
            _about(one, kind, "opinions", last.isoformat(), values) for kind in kinds if kind != TALKS[0]
        )
    return found


def _of_cycle(facts: Facts, day: date) -> dict[str, object]:
    return {"cycle": facts.cycle, "date": day}


def _about(one: Asked, kind: str, step: str, mark: str, values: Values) -> Notice:
    name = f"{one.stem}-{step}-{kind}"
    told = {"department": one.title, **values}
    return Notice(kind, step, one.reader, one.department, one.workbook, name, one.language, mark, told)


def _result(facts: Facts, one: Published) -> Notice:
    """Tell somebody their own result, or that of their department, once for each version of it."""
    values = {"name": one.name, "score": one.score, "grade": one.grade}
    values |= {"department": one.unit} if one.unit else {}
    return Notice(
        "result_unit" if one.unit else "result",
        "publication",
        one.to or one.employee,
        one.department,
        one.employee,
        f"{facts.cycle}-result-{one.employee}",
        one.language,
        str(one.version),
        {**_of_cycle(facts, one.appeal_by), **values},
    )


def _appeal(facts: Facts, one: Appeal) -> Notice:
    """Tell who appealed how it stands: that it arrived, who looks into it, or what was decided and why."""
    kind = f"appeal_{one.state}"
    values: Values = {
        "cycle": facts.cycle,
        "no": one.number,
        "date": one.review_by or one.filed,
        "person": one.person,
        "date2": one.accept_by,
        "date3": one.decide_by,
        "decision": one.decision,
        "reason": one.reason,
        "score": one.score,
        "old": one.old,
    }
    name, mark = f"{facts.cycle}-{one.number}-{kind}", f"{one.decision} {one.score}".strip()
    to, unit = one.employee, one.department
    return Notice(kind, "appeals", to, unit, one.number, name, one.language, mark, values)
