"""How far the agreeing on goals is, by department: workbooks issued and received, people who agreed."""

from __future__ import annotations

from collections import Counter

from sync.archive.given import issued_from
from sync.archive.store import Archive
from sync.process.assignment import assign
from sync.service.agreeing import agreed_targets
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.looking import Document
from sync.service.steps.choosing import today
from sync.service.steps.extend import windows
from sync.settings import Workspace
from templates.books.department.plan import GOALS


def goals_in(workspace: Workspace, cycle: str) -> list[Document]:
    """Return, by department, how many people agreed on their goals, and until when they were to."""
    with open_to_look(workspace) as archive:
        return goals_of(archive, opened(archive, cycle))


def goals_of(archive: Archive, rules: Rules) -> list[Document]:
    """Return the goals of an open archive; nothing where none were issued.

    `agreed` are people with a day of agreeing in a workbook that counts; late is a department in which
    somebody has none once the day has passed.
    """
    cycle = rules.cycle.id
    with archive.reading() as connection:
        issued = Counter(issued_from(connection, cycle, GOALS).values())
    if not issued:
        return []
    records = archive.submissions(cycle, "read")
    back = {(one.department, one.workbook) for one in records if one.edition == GOALS}
    came = Counter(department for department, _ in back)
    agreed = {subject for (subject, _), one in agreed_targets(archive, cycle).items() if one.day}
    members = assign(rules.roster, rules.cycle, rules.scheme).members
    return [
        _department(archive, rules, unit, (issued[unit], came[unit]), [one.id in agreed for one in people])
        for unit, people in members.items()
        if issued[unit]
    ]


def _department(
    archive: Archive, rules: Rules, unit: str, workbooks: tuple[int, int], agreed: list[bool]
) -> Document:
    known = rules.scheme.departments.get(unit)
    due = windows(archive, rules, unit)["goals"]
    return {
        "department": unit,
        "title": known.name if known else unit,
        "issued": workbooks[0],
        "received": workbooks[1],
        "people": len(agreed),
        "agreed": sum(agreed),
        "late": not all(agreed) and today(rules) > due,
        "due": due.isoformat(),
    }
