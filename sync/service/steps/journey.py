"""`steps`: the way of one form so far; where it stood, since when, who let it go on, and why."""

from __future__ import annotations

from sync.archive.journeys import journey as passed
from sync.service.cycles import open_to_look, opened
from sync.service.looking import Document
from sync.service.steps.choosing import Choice, chosen
from sync.settings import Workspace


def journey(workspace: Workspace, cycle: str, employee: str) -> list[Document]:
    """Return each state a form came to: when, by whom, from which workbook, and why.

    Raises CannotGoOn where nobody of that number has a form in the cycle.
    """
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        (form,) = chosen(archive, rules, Choice(employees=(employee,)))
        with archive.reading() as connection:
            found = passed(connection, cycle, form.employee)
    keys = ("state", "at", "by", "why", "workbook")
    return [{key: getattr(one, key) or None for key in keys} for one in found]
