"""What people think of a cycle, for HR: counted by theme and department, and in their own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from addin.texts import words
from sync.archive.records import records
from sync.archive.rows import of_department
from sync.archive.store import Archive
from sync.process.opinions import told_departments
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.looking import Document
from sync.service.steps.choosing import name_of
from sync.service.steps.opinion import KIND
from sync.settings import Workspace

Said = Mapping[str, Any]


def opinions(workspace: Workspace, cycle: str) -> Document:
    """Return the opinions on a cycle: how many by theme and by department, and each in its words.

    A department of fewer than three anonymous opinions is not told. Their order says nothing of who gave
    them when.
    """
    with open_to_look(workspace) as archive:
        return opinions_of(archive, opened(archive, cycle))


def opinions_of(archive: Archive, rules: Rules) -> Document:
    """Return the opinions of an open archive."""
    cycle = rules.cycle.id
    with archive.reading() as connection:
        found: list[Said] = [one.document for one in records(connection, KIND, cycle)]
    told = told_departments(one["department"] for one in found if one["name"] is None)
    rows = sorted((_row(rules, one, told) for one in found), key=_in_order)
    themes = Counter(one["theme"] for one in rows)
    units = Counter(one["department"] for one in rows if one["department"])
    order = list(words("choices", archive.language)["theme"])
    return {
        "cycle": cycle,
        "opinions": rows,
        "themes": [{"theme": one, "number": themes[one]} for one in order if themes[one]],
        "departments": [
            {"department": one, "title": _title(rules, one), "number": units[one]} for one in sorted(units)
        ],
    }


def _row(rules: Rules, one: Said, told: frozenset[str]) -> Document:
    shown = one["name"] is not None or one["department"] in told
    named = {key: one[key] for key in ("name", "answer", "dated_on")}
    return {
        "theme": one["theme"],
        "department": one["department"] if shown else None,
        "title": _title(rules, one["department"]) if shown else None,
        "opinion": one["opinion"],
        "proposal": one["proposal"],
        **named,
    }


def _title(rules: Rules, unit: str | None) -> str | None:
    return name_of(rules, of_department(unit)) if unit else None


def _in_order(row: Document) -> list[str]:
    return [str(row[key] or "") for key in ("theme", "opinion", "proposal", "name")]
