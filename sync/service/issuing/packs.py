"""The small workbooks of a cycle: one per person to rate themself, per rater, per department with data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice
from typing import NamedTuple

from addin.scoring.calendar import due_dates, inputs_due
from addin.scoring.raters.rules import rules_for
from addin.scoring.scheme import Person
from addin.texts import say
from sync.archive.rated import Given
from sync.archive.rows import IssuedWorkbook
from sync.archive.store import Archive
from sync.process.assignment import Assignment, books
from sync.process.rating import SELF, assigned, code_of, giver_of, pack_id, self_rated
from sync.reading.cells import TEXT, Cell
from sync.reading.stored import restore
from sync.reading.submission import Submission
from sync.reading.typed import chosen
from sync.service.cycles import Rules
from sync.service.issuing.issuer import Book, How, last_issue
from sync.service.issuing.planning import department_plan, known_values
from sync.service.issuing.writing import Written, jobs_for, write_all, written
from templates.books.department.plan import Key, Known, PlannedLine, PlannedPerson
from templates.books.pack.filling import fill_pack
from templates.books.pack.plan import PackPlan, records
from templates.books.pack.write import write_pack
from templates.stamp import LAYOUT, Stamp, sign
from templates.tables.packs import PACKS, READ, READ_KEY

TOGETHER = 50
"""So many small workbooks are remembered at once; flushing the disk is what takes long."""

TOLD_APART = ("employee", "indicator", "target", "relation", "scale", "half_steps")
"""What makes a small workbook another one, so that it is issued anew."""


WORDS: Mapping[str, str] = {"relation": "group", "half_steps": "flag"}
"""Of these what holds words of the workbook's language."""


class Pack(NamedTuple):
    """What a small workbook is planned from: its edition, whose it is (an id or a code), and its lines."""

    edition: str
    name: str
    department: str
    receiver: str
    due: date
    lines: tuple[PlannedLine, ...]
    relations: Mapping[str, str]
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """What the small workbooks of a cycle are made from: rules as they hold, and everybody's lines.

    `unfit` are the ratings that fit into these rules no more, and into no new workbook.
    """

    archive: Archive
    rules: Rules
    assignment: Assignment
    language: str
    unfit: frozenset[Given] = frozenset()

    def planned(self, departments: Collection[str]) -> dict[str, dict[str, PlannedPerson]]:
        """Return everybody who is appraised by department and number, departments themselves included."""
        agreed = Known(targets=known_values(self.archive, self.rules).targets)
        return {
            department: {
                one.lines[0].key[0]: one
                for one in department_plan(
                    self.rules, self.assignment, department, self.archive, self.language, agreed
                ).subjects
            }
            for department in departments
        }


def pack_books(
    material: Material, everywhere: Collection[str], chosen: Collection[str], jobs: int = 0
) -> Iterator[tuple[str, Book]]:
    """Yield the small workbooks of a cycle with their edition, as issued before or issued now.

    everywhere: the departments that receive a workbook; chosen: those that workbooks are written for now;
    jobs: so many are written at once (0: by their number).
    """
    packs = tuple(_packs(material, everywhere, chosen))
    due = ((pack, _due(material, pack)) for pack in packs)
    plans = ((one, one[1].plan if isinstance(one[1], _Due) else None) for one in due)
    made = (
        (pack.edition, *(_issued(material, pack, one, found) if isinstance(one, _Due) else (one, ())))
        for (pack, one), found in write_all(plans, jobs_for(len(packs), jobs))
    )
    while batch := list(islice(made, TOGETHER)):
        material.archive.record_issue([one for _, _, new in batch for one in new])
        yield from ((edition, book) for edition, book, _ in batch)


def planned_packs(material: Material) -> Iterator[tuple[str, PackPlan]]:
    """Yield the file name and the plan of every small workbook of a cycle, as it is issued first."""
    rules = material.rules
    everywhere = books(material.assignment, rules.scheme, rules.cycle)
    for pack in _packs(material, everywhere, everywhere):
        yield _name(rules.cycle.id, pack.edition, pack.name), _plan(material, pack)


def _packs(material: Material, everywhere: Collection[str], chosen: Collection[str]) -> Iterator[Pack]:
    scheme = material.rules.scheme
    providing = {one.provider for one in scheme.indicators.values() if one.provider}
    raters = assigned(scheme, material.rules.roster, material.rules.cycle)
    if not (providing or raters or self_rated(scheme)):
        return
    planned = material.planned(everywhere)
    every = set(chosen) == set(everywhere)
    if self_rated(scheme):
        yield from _selves(material, planned, chosen)
    yield from _raters(material, planned, None if every else chosen)
    yield from _data(material, planned, providing if every else providing & set(chosen))


def handing_out(material: Material) -> list[tuple[str, str, str, str]]:
    """Return whom HR hands each rater workbook to: file name, number, name, address; for HR only."""
    rules, key = material.rules, material.archive.key
    found = []
    for rater, rated in assigned(rules.scheme, rules.roster, rules.cycle).items():
        person, one = rules.roster.get(rater), next(iter(rated.values()))
        name, email = (person.name, person.email) if person else (one.name, one.email)
        file = _name(rules.cycle.id, "rater", code_of(rater, rules.cycle.id, key))
        found.append((file, rater, name, email))
    return found


def _name(cycle: str, edition: str, name: str) -> str:
    return f"{cycle}-{edition}-{name}.xlsx"


def _selves(
    material: Material, planned: Mapping[str, Mapping[str, PlannedPerson]], chosen: Collection[str]
) -> Iterator[Pack]:
    """Yield the self-appraisals of people who have a judged line."""
    scheme, cycle = material.rules.scheme, material.rules.cycle
    for department in chosen:
        for one in planned[department].values():
            person = one.person
            if not isinstance(person, Person) or not any(line.line.judged for line in one.lines):
                continue
            words = {"name": person.name, "position": one.position, "department": one.department}
            receiver = say("pack.self.receiver", material.language, **words)
            template = scheme.positions[person.position].template
            counts = any(r.group == SELF and r.weight for r in rules_for(scheme, template, cycle.kind))
            due = inputs_due(cycle, scheme.settings)
            yield Pack("self", person.id, department, receiver, due, one.lines, {}, counts)


def _raters(
    material: Material,
    planned: Mapping[str, Mapping[str, PlannedPerson]],
    chosen: Collection[str] | None,
) -> Iterator[Pack]:
    """Yield the workbook of each rater with somebody to rate; chosen: the raters' departments, None: all."""
    rules, language = material.rules, material.language
    people = {subject: one for found in planned.values() for subject, one in found.items()}
    due = due_dates(rules.cycle, rules.scheme.settings)["ratings_due"]
    for rater, rated in assigned(rules.scheme, rules.roster, rules.cycle).items():
        at_home = rules.roster.get(rater)
        if chosen is not None and (at_home is None or at_home.department not in chosen):
            continue
        asked = [people[one] for one in sorted(rated) if one in people]
        lines = tuple(line for one in asked for line in one.lines if line.line.judged)
        if not lines:
            continue
        code = code_of(rater, rules.cycle.id, material.archive.key)
        number = len({line.key[0] for line in lines})
        receiver = say(f"pack.rater.receiver{'_one' * (number == 1)}", language, n=number, pack=code)
        relations = {employee: one.group for employee, one in rated.items()}
        yield Pack("rater", code, "", receiver, due, lines, relations)


def _data(
    material: Material, planned: Mapping[str, Mapping[str, PlannedPerson]], providing: Collection[str]
) -> Iterator[Pack]:
    """Yield the workbook of each department that provides figures, indicator by indicator."""
    rules = material.rules
    due = inputs_due(rules.cycle, rules.scheme.settings)
    every = [line for found in planned.values() for one in found.values() for line in one.lines]
    for department in sorted(providing):
        lines = [line for line in every if line.indicator.provider == department and not line.line.judged]
        if lines:
            ordered = sorted(lines, key=lambda line: (line.key[1], line.key[0]))
            unit = rules.scheme.departments.get(department)
            receiver = say(
                "pack.data.receiver", material.language, department=unit.name if unit else department
            )
            yield Pack("data", department, department, receiver, due, tuple(ordered), {})


class _Due(NamedTuple):
    """A small workbook to be issued now: how, and the submission whose typed cells go into it."""

    plan: PackPlan
    how: How
    accepted: int | None = None


def _due(material: Material, pack: Pack) -> Book | _Due:
    """Return a small workbook as issued before, or what is to be written where its rows are others now."""
    archive, plan = material.archive, _plan(material, pack)
    record = last_issue(archive, plan.stamp.workbook)
    if record is None:
        return _Due(plan, "new")
    if _asks(restore(record.reading)) == _planned(plan):
        return Book(record.name, archive.content(record.sha256), "again")
    plan = _revision(archive, plan, archive.next_revision(record.workbook))
    accepted = archive.history(record.workbook).accepted
    return _Due(plan, "revised" if accepted is None else "refilled", accepted)


def _revision(archive: Archive, plan: PackPlan, revision: int) -> PackPlan:
    return replace(plan, stamp=sign(replace(plan.stamp, revision=revision), archive.key))


Made = tuple[Book, tuple[IssuedWorkbook, ...]]
"""A workbook as it is handed out, and what is to be remembered of it."""


def _issued(material: Material, pack: Pack, due: _Due, found: Written | None) -> Made:
    """Return a small workbook as it was written."""
    content, reading = found or written(due.plan)
    name, roster = _name(due.plan.cycle.id, pack.edition, pack.name), material.rules.pinned.roster
    book = IssuedWorkbook(due.plan.stamp, name, content, roster, reading)
    if due.accepted is not None:
        return _filled(material, due.plan, book, due.accepted)
    return Book(name, content, due.how), (book,)


def _filled(material: Material, plan: PackPlan, blank: IssuedWorkbook, number: int) -> Made:
    """Issue a small workbook anew and hand out a copy that holds what was typed in the one that counts."""
    archive = material.archive
    copy = _revision(archive, plan, plan.stamp.revision + 1)
    content = fill_pack(write_pack(copy), copy, dict(_typed(material, plan, number)))
    filled = IssuedWorkbook(copy.stamp, blank.name, content, blank.roster, accepted=number)
    return Book(blank.name, content, "refilled"), (blank, filled)


def _typed(material: Material, plan: PackPlan, number: int) -> Iterator[tuple[Key, dict[str, str | float]]]:
    """Yield what stands typed in a submission, in the rows that are still there; odd values stay behind."""
    archive, unfit = material.archive, {(giver, *key) for *key, giver, _ in material.unfit}
    giver = giver_of(plan.stamp)
    away = say("choices.not_applicable", plan.language)
    texts = "evidence" if plan.value == "actual" else "comment"
    for row in archive.entries(number):
        key = row.employee, row.indicator
        value = getattr(row, plan.value) if row.applicable else away
        value = None if (giver, *key) in unfit else value
        typed = {plan.value: value, texts: getattr(row, texts)}
        if key in plan.keys:
            yield key, {column: said for column, said in typed.items() if said not in (None, "")}
    for read in archive.registers(number):
        if read.key == READ and read.values["manager_rating"]:
            yield READ_KEY, {"manager_rating": str(read.values["manager_rating"])}


def _plan(material: Material, pack: Pack) -> PackPlan:
    rules, archive = material.rules, material.archive
    stamp = Stamp(
        archive=archive.id,
        workbook=pack_id(rules.cycle.id, pack.name, pack.edition),
        cycle=rules.cycle.id,
        department=pack.department,
        edition=pack.edition,
        language=material.language,
        scheme=rules.pinned.scheme,
        layout=LAYOUT,
        revision=1,
        columns={pack.edition: tuple(column.key for column in PACKS[pack.edition].columns)},
    )
    return PackPlan(
        sign(stamp, archive.key),
        rules.cycle,
        rules.scheme.settings,
        pack.due,
        pack.receiver,
        pack.lines,
        material.language,
        pack.relations,
        pack.counts,
    )


def _asks(issued: Submission) -> set[tuple[object, ...]]:
    """Return the rows a workbook was issued with, as far as they tell it from another one."""
    (table,) = issued.tables.values()
    return {
        _apart({column: cell.value for column in TOLD_APART if (cell := row.cell(column))})
        for row in table.rows
        if row.text("employee") != READ
    }


def _planned(plan: PackPlan) -> set[tuple[object, ...]]:
    there = {column.key for column in plan.table.columns}
    return {
        _apart({column: row.get(column) for column in TOLD_APART if column in there})
        for row in records(plan)
        if row["employee"] != READ
    }


def _apart(row: Mapping[str, object]) -> tuple[object, ...]:
    """Return what tells a row from another one, in no language."""
    return tuple(
        _choice(WORDS[column], value)
        if column in WORDS and isinstance(value := row.get(column), str)
        else row.get(column)
        for column in TOLD_APART
    )


@cache
def _choice(table: str, written: str) -> object:
    return chosen(Cell(TEXT, written), table)
