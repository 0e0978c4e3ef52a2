"""`extend`: a step may take longer, for everybody or one department, with the reason; and when steps end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from addin.scoring.calendar import deadlines
from addin.texts import listed
from sync.archive.deciding import Decision, enact
from sync.archive.store import Archive
from sync.archive.windows import EXTENSION, extended, extensions
from sync.service.cycles import Rules, still_open
from sync.service.deciding import deciding
from sync.service.looking import Document
from sync.settings import Workspace, stop

EVERYBODY = ""


def extend(
    workspace: Workspace,
    cycle: str,
    step: str,
    until: date,
    departments: tuple[str, ...],
    by: str,
    reason: str,
) -> Document:
    """Let a step end later: for some departments, or (none named) for everybody.

    Raises CannotGoOn for an unknown step or department, and for a day that is not later than the one it has.
    """
    with deciding(workspace) as archive:
        rules = still_open(archive, cycle)
        _known(rules, step, departments, archive.language)
        for unit in departments or (EVERYBODY,):
            due = windows(archive, rules, unit or None)[step]
            if until <= due:
                values = {"step": step, "due": due.isoformat(), "until": until.isoformat()}
                raise stop("not_later", archive.language, **values)
        document = {"step": step, "until": until.isoformat(), "reason": reason}
        notes = tuple(
            (EXTENSION, f"{step}/{unit}", {**document, "department": unit or None})
            for unit in departments or (EVERYBODY,)
        )
        titles = [rules.scheme.departments[unit].name for unit in departments]
        enact(archive, Decision(cycle, "extended", by, notes=notes, details={"reason": reason}))
        return {"cycle": cycle, **document, "departments": list(departments), "titles": titles}


def windows(archive: Archive, rules: Rules, department: str | None = None) -> dict[str, date]:
    """Return the last day of each step of a cycle, as extended for everybody or for a department."""
    with archive.reading() as connection:
        given = extensions(connection, rules.cycle.id)
    return extended(deadlines(rules.cycle, rules.scheme.settings), given, department)


def windows_of(archive: Archive, rules: Rules, departments: Iterable[str]) -> dict[str, dict[str, date]]:
    """Return the last day of each step of a cycle for each of some departments."""
    with archive.reading() as connection:
        given = extensions(connection, rules.cycle.id)
    ends = deadlines(rules.cycle, rules.scheme.settings)
    return {unit: extended(ends, given, unit) for unit in departments}


def _known(rules: Rules, step: str, departments: tuple[str, ...], language: str) -> None:
    steps = deadlines(rules.cycle, rules.scheme.settings)
    if step not in steps:
        raise stop("unknown_step", language, step=step, known=listed(steps, language))
    units = rules.scheme.departments
    unknown = next((one for one in departments if one not in units), None)
    if unknown is not None:
        raise stop("unknown_department", language, department=unknown, known=listed(sorted(units), language))
