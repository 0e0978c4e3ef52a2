"""Who rates whom in the sample company, and small workbooks filled as careful people would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from addin.scoring.processes import Course, RaterTraining
from addin.scoring.scheme import Person, RaterAssignment
from addin.texts import say
from sync.process.assignment import assign
from sync.service.collecting import collect
from sync.service.cycles import open_to_look, opened
from sync.service.demo.values import as_typed, plausible
from sync.service.issuing.issue import issue
from sync.service.issuing.packs import Material, planned_packs
from sync.service.opening import write_whole
from sync.service.settling import Taken
from sync.settings import Workspace
from templates.books.pack.filling import fill_pack
from templates.books.pack.plan import PackPlan
from templates.lists import word
from templates.tables.packs import READ_KEY

RATED, COLLEAGUES = "sales", 3
"""The department whose staff rate each other, and how many rate each."""


def colleagues(staff: Sequence[Person]) -> tuple[RaterAssignment, ...]:
    """Let the staff of one department rate each other: everybody the next three."""
    group = [one for one in staff if one.department == RATED and one.manager is not None][1:]
    number = min(COLLEAGUES, len(group) - 1)
    return tuple(
        RaterAssignment(rated.id, group[(at + step) % len(group)].id, "peers")
        for at, rated in enumerate(group)
        for step in range(1, number + 1)
    )


def trained(
    staff: Sequence[Person], asked: Sequence[RaterAssignment], course: Course, day: date
) -> tuple[RaterTraining, ...]:
    """Let everybody who rates others have had the same training."""
    raters = {one.rater for one in asked} | {one.manager for one in staff if one.manager}
    return tuple(RaterTraining(rater, day, course.name, course.trainer) for rater in sorted(raters))


def send_packs(workspace: Workspace, cycle: str, seed: int) -> Iterator[str]:
    """Fill all small workbooks, collect them, and issue the department workbooks anew; a line for both."""
    language = workspace.language
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        material = Material(archive, rules, assign(rules.roster, rules.cycle, rules.scheme), language)
        packs = list(planned_packs(material))
    for name, plan in packs:
        issued = (workspace.outbox(cycle) / name).read_bytes()
        chance = Random(f"{seed} {plan.stamp.edition} {plan.lines[0].key}")
        write_whole(workspace.inbox / name, fill_pack(issued, plan, _typed(plan, chance)), language)
    taken: list[Taken] = []
    collect(workspace, tell=taken.append)
    done = issue(workspace, cycle)
    yield say("demo.steps.packs", language, files=len(taken), workbooks=len(done.revised))


def _typed(plan: PackPlan, chance: Random) -> dict[tuple[str, str], dict[str, str | float]]:
    """Return what a careful person types: a plausible value in every line that asks for one."""
    typed: dict[tuple[str, str], dict[str, str | float]] = {}
    for line in plan.lines:
        if plan.asked(line):
            value = plausible(line.line, chance.gauss(0, 0.7), chance)
            typed[line.key] = {plan.value: as_typed(line.line.method, value, plan.language)}
    if plan.value == "actual":
        evidence: str = say("demo.packs.evidence", plan.language)
        return {key: {**row, "evidence": evidence} for key, row in typed.items()}
    return {**typed, READ_KEY: {plan.value: word("flag", "yes", plan.language)}}
