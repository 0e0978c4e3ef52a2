"""What the schedules begin with: a company of ten departments, and fifty files that people send for it.

Before a schedule begins, every workbook was sent twice with a mistake in it, so that its copies 1, 2 and 3
are handed out and the second file, filled into copy 1, counts. Two people may be one: that is found across
the workbooks.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from addin.scoring.scheme import Department, Person
from sync.cli import main
from sync.process.assignment import assign
from sync.service.collecting import collect
from sync.service.cycles import open_to_look, opened
from sync.service.demo.mistakes import changed_target, typed_total
from sync.service.issuing.planning import department_plan
from sync.service.starting import make_workspace
from sync.settings import Workspace, open_workspace
from templates.books.department.filling import fill_department
from templates.books.department.plan import DepartmentPlan, Key
from templates.books.department.state import Typed, TypedSummary
from tests.builders import CYCLE, ENOUGH, TYPED, filled_workbook, sample_scheme
from tests.edits import apply
from tests.sync.service.company import write_rules

NOW = "2026-10-05T08:00:00+00:00"
UNITS = tuple(f"unit-{number}" for number in range(10))
POSTS = ("clerk", "engineer", "assistant")
VALUES = {indicator: typed for (_, indicator), typed in TYPED.items()}

DISPUTED = UNITS[:2]
"""The departments that send two different files in their newest copy."""

SAME = ("unit-3", "unit-8")
"""The departments that send the content of their newest copy in the second one, too."""

COPIES = (1, 2, 3)


class Sent(NamedTuple):
    """A file as it is sent: its name, whose workbook it is, and which copy of it (0: no workbook)."""

    name: str
    data: bytes
    unit: str = ""
    base: int = 0

    @property
    def newest(self) -> bool:
        """Whether it was filled into the newest copy."""
        return self.base == COPIES[-1]


class Material(NamedTuple):
    """The folder in which everything lies, and what is sent."""

    folder: Path
    sent: tuple[Sent, ...]

    @property
    def company(self) -> Path:
        """The workspace with which each schedule begins; its inbox is empty."""
        return self.folder / "company"

    @property
    def inbox(self) -> Path:
        """The files that are sent."""
        return self.folder / "sent"


def make(folder: Path) -> Material:
    """Make the company and the files."""
    os.environ["MERITBOOK_NOW"] = NOW
    workspace = _company(folder / "company")
    books = {unit: _Book(workspace, unit) for unit in UNITS}
    early = [*_with_mistake(workspace, books, 0), *_with_mistake(workspace, books, 1)]
    sent = tuple(_sent(books, early, workspace.scheme.read_bytes()))
    shutil.rmtree(workspace.inbox)
    (folder / "sent").mkdir()
    for one in sent:
        (folder / "sent" / one.name).write_bytes(one.data)
    return Material(folder, sent)


def _company(folder: Path) -> Workspace:
    """Make the workspace and issue its workbooks; the heads have no superior and are exempt."""
    workspace = make_workspace(folder, "en")
    staff = [
        Person(f"{unit}-{at}", f"Li {unit} {at}", unit, POSTS[(number + at) % len(POSTS)], f"head-{unit}")
        for number, unit in enumerate(UNITS)
        for at in (1, 2)
    ]
    staff[1:3] = (replace(one, name="Wang Fang", hired=date(2024, 3, 1)) for one in staff[1:3])
    heads = [Person(f"head-{unit}", f"Head of {unit}", unit, "clerk") for unit in UNITS]
    units = {unit: Department(unit, f"Unit {unit}", None, f"head-{unit}") for unit in UNITS}
    roster = {person.id: person for person in (*heads, *staff)}
    write_rules(workspace, replace(sample_scheme(), departments=units), roster)
    with redirect_stdout(StringIO()):
        assert main(["-w", str(folder), "issue", CYCLE]) == 0
    return open_workspace(folder)


class _Book:
    """A department's workbook: its plan, its copies by their number, and how it is filled."""

    def __init__(self, workspace: Workspace, unit: str) -> None:
        self.unit = unit
        with open_to_look(workspace) as archive:
            rules = opened(archive, CYCLE)
            self.plan: DepartmentPlan = department_plan(
                rules, assign(rules.roster, rules.cycle, rules.scheme), unit, archive, workspace.language
            )
        self.copies = {1: (workspace.outbox(CYCLE) / f"{CYCLE}-{unit}.xlsx").read_bytes()}

    def filled(self, base: int, salt: int, other: Mapping[Key, Typed] | None = None) -> bytes:
        """Fill a copy; another `salt` is another content that answers the same."""
        typed = {line.key: VALUES[line.indicator.id] for line in self.plan.lines}
        first = self.plan.lines[0].key
        actual = float(str(typed[first].actual)) * (1 + salt / 1000)
        typed[first] = replace(typed[first], actual=actual, comment=f"As agreed, no. {salt}.")
        people = (person.person for person in self.plan.people)
        remarks = {one.id: TypedSummary(overall_comment=f"{one.name}. {ENOUGH}") for one in people}
        return fill_department(self.copies[base], self.plan, typed | (other or {}), remarks)

    def without_rating(self, salt: int) -> bytes:
        """Fill the first copy, and leave a rating empty by mistake."""
        line = next(line for line in self.plan.lines if line.line.judged)
        return self.filled(1, salt, {line.key: Typed()})


def _with_mistake(workspace: Workspace, books: Mapping[str, _Book], at: int) -> Iterator[Sent]:
    """Collect every workbook with a mistake, and take up the copies that come back."""
    sent = [
        Sent(f"early-{at}-{unit}.xlsx", book.without_rating(900 + at), unit, 1)
        for unit, book in books.items()
    ]
    for one in sent:
        (workspace.inbox / one.name).write_bytes(one.data)
    assert collect(workspace).taken == len(UNITS)
    for unit, book in books.items():
        book.copies[2 + at] = (workspace.returned(CYCLE) / f"{CYCLE}-{unit}.xlsx").read_bytes()
    yield from sent


def _sent(books: Mapping[str, _Book], early: list[Sent], scheme: bytes) -> Iterator[Sent]:
    """Yield the fifty files."""
    newest = [Sent(f"{unit}.xlsx", _newest(books[unit], at), unit, 3) for at, unit in enumerate(UNITS)]
    yield from newest
    for one in newest[::3]:
        yield one._replace(name=f"{one.unit} (1).xlsx")
        yield _saved_again(one)
    yield from _other_contents(books)
    yield from (one._replace(name=f"again {one.name}") for one in early[::4])
    yield from map(_saved_again, early[1::8])
    yield from _unusable(newest[0].data, scheme)


def _saved_again(one: Sent) -> Sent:
    """Return a file as another program saves it."""
    data = apply(one.data, [{"do": "resave"}])
    return one._replace(name=f"saved again {one.name}", data=data)


def _other_contents(books: Mapping[str, _Book]) -> Iterator[Sent]:
    """Yield what was filled into older copies, and the second of two files in the newest one."""
    contents = [
        *((unit, "first copy", 1, 30) for unit in UNITS[2:6]),
        *((unit, "second copy", 2, 20) for unit in UNITS[:6]),
        *((unit, "second copy, another", 2, 40) for unit in UNITS[4:6]),
        *((unit, "the same in the second copy", 2, UNITS.index(unit)) for unit in SAME),
        *((unit, "another", 3, 50) for unit in DISPUTED),
    ]
    for unit, what, base, salt in contents:
        yield Sent(f"{unit} {what}.xlsx", books[unit].filled(base, salt), unit, base)


def _newest(book: _Book, number: int) -> bytes:
    """Fill the newest copy of a workbook; some of them still have something in them to be found."""
    data = book.filled(3, number)
    return (lambda data, _: data, typed_total, changed_target)[number % 4 % 3](data, book.plan)


def _unusable(data: bytes, scheme: bytes) -> Iterator[Sent]:
    """Yield what is no workbook, cannot be read, or was issued by somebody else."""
    yield Sent("half.xlsx", data[:20_000])
    yield Sent("cut off.xlsx", data[:-300])
    yield Sent("notes.xlsx", b"not a workbook")
    yield Sent("list.csv", b"Employee no.,Score\n00123,5\n")
    yield Sent("rules.xlsx", scheme)
    yield Sent("another company.xlsx", filled_workbook())
    yield Sent("forged.xlsx", apply(data, [{"do": "stamp", "field": "department", "value": "unit-1"}]))
    yield Sent("without stamp.xlsx", apply(data, [{"do": "stamp", "field": "workbook", "value": ""}]))
