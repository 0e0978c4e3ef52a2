"""A company whose workbooks are laid side by side: several departments of people with the same few lines.

Each person has one measured line, M-1, and four judged ones, J-1 to J-4; department `d` is judged itself by
M-1, too. The heads (a00, b00 ...) stand in the workbook of the company.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from addin.scoring.goals import of_department
from addin.scoring.scheme import (
    Cycle,
    Department,
    Indicator,
    Line,
    Person,
    Position,
    Roster,
    Scheme,
    Settings,
)
from sync.process.assignment import assign
from sync.service.cycles import open_to_look, opened
from sync.service.issuing.planning import department_plan
from sync.service.starting import make_workspace
from sync.settings import Workspace
from templates.books.department.filling import fill_department
from templates.books.department.state import Typed, TypedSummary
from tests.builders import CYCLE, GRADES, RATED
from tests.sync.service.company import write_rules

BEFORE = "2026-Q2"
DEPARTMENTS = ("a", "b", "c", "d")
JUDGED = ("J-1", "J-2", "J-3", "J-4")
SIZE = 8
POSITIONS = (Position("clerk", "Clerk", "ONE"), Position("guest", "Guest", "MONTHLY"))


class Filled(NamedTuple):
    """What is typed for a person: the measured value, the four ratings, the overall comment, its evidence."""

    actual: float = 90.0
    ratings: Sequence[float] = (4.0, 4.0, 4.0, 4.0)
    words: str = ""
    evidence: str | None = None


def scheme(**settings: Any) -> Scheme:
    """Return the rules; the four lines of ratings weigh as little as lines may."""
    lines = (
        Line("ONE", "M-1", 40.0, "ratio", 100.0, {"floor": 0.0, "cap": 120.0}),
        *(Line("ONE", indicator, 15.0, "rating", 4.0, RATED) for indicator in JUDGED),
    )
    kinds = (Indicator("M-1", "Orders", "kpi", "orders", source="Finance system"),)
    judged = (Indicator(one, f"Ability {one}", "ability", "1-5", source="Manager") for one in JUDGED)
    units = [Department(one, f"Department {one}", "company", f"{one}00") for one in DEPARTMENTS]
    units[-1] = replace(units[-1], template="UNIT")
    monthly = (replace(lines[0], template="MONTHLY", weight=100.0, cycles=("month",)),)
    unit = (Line("UNIT", "M-1", 100.0, "ratio", SIZE * 100.0, {"floor": 0.0}),)
    return Scheme(
        settings=replace(Settings(company="Sample Company", modules=("departments",)), **settings),
        departments={one.id: one for one in (Department("company", "Sample Company", None, "00000"), *units)},
        positions={one.id: one for one in POSITIONS},
        indicators={one.id: one for one in (*kinds, *judged)},
        templates={"ONE": lines, "MONTHLY": monthly, "UNIT": unit},
        grades=GRADES,
        cycles={
            BEFORE: Cycle(BEFORE, "quarter", date(2026, 4, 1), date(2026, 6, 30)),
            CYCLE: Cycle(CYCLE, "quarter", date(2026, 7, 1), date(2026, 9, 30)),
        },
    )


def roster(*more: Person) -> Roster:
    """Return the people: the head of the company, the heads of departments, those they rate, and others."""
    heads = [Person(f"{one}00", f"Head of {one}", one, "clerk", "00000") for one in DEPARTMENTS]
    people = [
        Person(f"{one}{n:02}", f"Person {one}{n:02}", one, "clerk", f"{one}00")
        for one in DEPARTMENTS
        for n in range(1, SIZE + 1)
    ]
    top = Person("00000", "Gao Yuan", "company", "guest")
    return {person.id: person for person in (top, *heads, *people, *more)}


def make(folder: Path, rules: Scheme, people: Roster, language: str = "en") -> Workspace:
    """Make a workspace with these rules and people."""
    workspace = make_workspace(folder, language)
    write_rules(workspace, rules, people)
    return workspace


def sent(
    workspace: Workspace, department: str, typed: Mapping[str, Filled], cycle: str = CYCLE, total: float = 0.0
) -> bytes:
    """Return a department's workbook filled: `typed` by employee, `total` for the department itself."""
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        assignment = assign(rules.roster, rules.cycle, rules.scheme)
        plan = department_plan(rules, assignment, department, archive, workspace.language)
    people = [one.person.id for one in plan.people]
    given = {one: typed.get(one, Filled(words=f"{one} kept every promise.")) for one in people}
    lines = {
        (who, indicator): Typed(manager_rating=rating, evidence=one.evidence)
        for who, one in given.items()
        for indicator, rating in zip(JUDGED, one.ratings, strict=True)
    }
    lines |= {(who, "M-1"): Typed(actual=one.actual) for who, one in given.items()}
    lines |= {(of_department(department), "M-1"): Typed(actual=total)} if plan.unit else {}
    words = {
        who: TypedSummary(overall_comment=one.words or None, strengths=one.evidence)
        for who, one in given.items()
    }
    issued = (workspace.outbox(cycle) / f"{cycle}-{department}.xlsx").read_bytes()
    return fill_department(issued, plan, lines, words)
