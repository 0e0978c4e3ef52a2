"""The life of a finding in the sample company: sent back, mended, overlooked, made anew, waived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from addin.texts import say
from sync.findings import Life
from sync.service.demo.filling import Slip, filled
from sync.service.demo.mistakes import MENDS, MENDS_PARTLY, WAIVED
from sync.service.demo.ways import Way
from sync.service.settling import Taken
from sync.service.standing import found_in
from sync.service.waiving import waive
from sync.settings import Workspace
from templates.books.department.plan import DepartmentPlan

HOLDS = timedelta(days=120)
"""So long after the period the waiver holds: longer than anybody looks at the sample company."""


def lives(workspace: Workspace, way: Way, plans: Mapping[str, DepartmentPlan], seed: int) -> Iterator[str]:
    """Let one department mend everything, another a part of it, and HR accept a point; a line for each."""
    language = workspace.language
    partly, slips = MENDS_PARTLY
    for department, again in ((MENDS, ()), (partly, slips)):
        became = _sent_again(workspace, way, plans[department], seed, again)
        yield _told("mended", language, department=plans[department].department.name, **_counts(became))
    department, code = WAIVED
    yield _waived(workspace, plans[department], code)
    cycle = plans[MENDS].cycle.id
    found = found_in(workspace, cycle)
    facts = {**_counts(found.since), "open": len(found.open), "waived": len(found.waived)}
    yield _told("stands", language, **facts)


def _told(step: str, language: str, **values: object) -> str:
    return "✓ " + say(f"demo.steps.{step}", language, **values)


def _counts(life: Life) -> dict[str, int]:
    states = list(life.states.values())
    return {"mended": len(life.mended), "open": states.count("open"), "new": states.count("new")}


def _sent_again(
    workspace: Workspace, way: Way, plan: DepartmentPlan, seed: int, slips: tuple[Slip, ...]
) -> Life:
    """Let a department correct its returned copy and send it again, under a name of its own."""
    name = f"{plan.cycle.id}-{plan.department.id}"
    copy = (workspace.returned(plan.cycle.id) / f"{name}.xlsx").read_bytes()
    way.send(f"{name} (1).xlsx", copy, filled(copy, plan, seed, slips))
    taken: list[Taken] = []
    way.collect(taken.append)
    return taken[-1].life


def _waived(workspace: Workspace, plan: DepartmentPlan, code: str) -> str:
    """Let HR accept a point of a department as it is."""
    language, unit = workspace.language, plan.department
    found = next(
        one
        for one in found_in(workspace, plan.cycle.id).open
        if (one.department, one.code) == (unit.id, code)
    )
    reason, by = (say(f"demo.waiver.{key}", language) for key in ("reason", "by"))
    until = plan.cycle.ends + HOLDS
    waive(workspace, found.id, reason, by, until)
    return _told("waived", language, department=unit.name, code=found.code, reason=reason, by=by, until=until)
