"""Checks of what refers to what: unknown names, loops of managers, heads who would rate themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from addin.texts import say
from sync.checks.registry import check
from sync.checks.scheme.subject import SchemeSubject, keys_of
from sync.findings import Problem
from sync.reading.numbers import folded
from templates.tables import TABLES

DEPARTMENTS = "departments"


@check("S005", "scheme")
def unknown_reference(subject: SchemeSubject) -> Iterator[Problem]:
    """Find cells that name something that is in none of the sheets."""
    for table, reading in subject.tables():
        for column in table.columns:
            refers = column.refers
            if refers is None or (
                refers == DEPARTMENTS and DEPARTMENTS not in subject.scheme.settings.modules
            ):
                continue
            known = _names(subject, refers)
            ids = set(known.values())
            for key, row in keys_of(table, reading):
                text = folded(row.text(column.key))
                if text and text not in ids:
                    meant = _meant(text, known)
                    mend = "near" if meant else "add"
                    words = {"refers": subject.title(refers), "meant": meant, "found": text}
                    yield subject.at(
                        table.key,
                        column.key,
                        *key,
                        found=text,
                        expected=meant,
                        row=row,
                        refers=subject.title(refers),
                        mend=say(f"checks.S005.mends.{mend}", subject.language, **words),
                    )


def _names(subject: SchemeSubject, refers: str) -> Mapping[str, str]:
    """Return the ids of a table by the words people use for them: the id, its name."""
    reading = subject.reading.tables.get(refers)
    rows = list(keys_of(TABLES[refers], reading)) if reading else []
    names = {row.text("name").lower(): key[0] for key, row in reversed(rows) if row.text("name")}
    return names | {key[0].lower(): key[0] for key, _ in rows if key[0]}


def _meant(text: str, known: Mapping[str, str]) -> str | None:
    """Return the id that was surely meant: its name, other letters, or lost zeros."""
    if text.lower() in known:
        return known[text.lower()]
    same = {
        key
        for key in known.values()
        if text.isdigit() and key.isdigit() and key.lstrip("0") == text.lstrip("0")
    }
    return same.pop() if len(same) == 1 else None


@check("S017", "scheme")
def loop_of_managers(subject: SchemeSubject) -> Iterator[Problem]:
    """Find people who, over their managers, lead themselves."""
    roster = subject.reading.roster
    above = {person.id: person.manager for person in roster.values() if person.manager in roster}
    for loop in loops(above):
        path = " → ".join((*loop, loop[0]))
        yield subject.at("people", "manager", loop[0], found=path, name=roster[loop[0]].name)


@check("S024", "scheme")
def loop_of_departments(subject: SchemeSubject) -> Iterator[Problem]:
    """Find departments that, over what they belong to, belong to themselves."""
    units = subject.scheme.departments
    above = {unit.id: unit.parent for unit in units.values() if unit.parent in units}
    for loop in loops(above):
        yield subject.at(DEPARTMENTS, "parent", loop[0], found=" → ".join((*loop, loop[0])))


def loops(above: Mapping[str, str | None]) -> Iterator[tuple[str, ...]]:
    """Yield each loop of a chain once, beginning with its smallest id."""
    seen: set[str] = set()
    for start in sorted(above):
        path: list[str] = []
        here: str | None = start
        while here is not None and here not in seen:
            seen.add(here)
            path.append(here)
            here = above.get(here)
        if here in path:
            loop = path[path.index(here) :]
            first = loop.index(min(loop))
            yield (*loop[first:], *loop[:first])


@check("S018", "scheme")
def own_rows(subject: SchemeSubject) -> Iterator[Problem]:
    """Find heads whose manager is in their own department: their rows would stand in their own workbook."""
    roster = subject.reading.roster
    for unit in subject.scheme.departments.values():
        head = roster.get(unit.head or "")
        manager = roster.get(head.manager or "") if head else None
        if head and manager and manager.department == unit.id and manager is not head:
            yield subject.at(
                "people",
                "manager",
                head.id,
                found=manager.id,
                name=head.name,
                unit=unit.name,
                manager=manager.name,
            )
