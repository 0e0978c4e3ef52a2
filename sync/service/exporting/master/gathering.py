"""What all sheets of a master workbook are made from, read from the archive once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sync.archive.rows import FormRecord
from sync.archive.store import Archive
from sync.service.cycles import Rules, opened
from sync.service.excused import EXEMPT, forms_of
from sync.service.health import Process, process_of
from sync.service.outcomes import last_before, outcomes_of
from sync.service.results import versions_of
from sync.service.standing import Found, found_of

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """A cycle as it stands: `current` are the results that count, one a form, `earlier` those before them.

    `titles` are the names of departments, `forms` stand by subject; `errors_in` and `errors_of` count what is
    still to be mended in a department and of a person; `before` holds the final scores of the last cycle by
    department, `process` how the cycle went.
    """

    archive: Archive
    rules: Rules
    titles: Mapping[str, str]
    forms: Mapping[str, FormRecord]
    current: Sequence[Row]
    earlier: Sequence[Row]
    found: Found
    errors_in: Mapping[str | None, int]
    errors_of: Mapping[str | None, int]
    before: Mapping[str, Sequence[float]]
    process: Process

    @property
    def people(self) -> list[Row]:
        """The results of people that count; those of departments are left out."""
        return [row for row in self.current if row["employee"] is not None]

    @property
    def language(self) -> str:
        """The language of the archive."""
        return self.archive.language

    def local(self, moment: str | None) -> str | None:
        """Return a moment of the archive as people where the company is write it."""
        zone = ZoneInfo(self.rules.scheme.settings.timezone)
        return f"{datetime.fromisoformat(moment).astimezone(zone):%Y-%m-%d %H:%M}" if moment else None


def gather(archive: Archive, cycle: str) -> Known:
    """Read what is known of a cycle; raises CannotGoOn where it was not issued."""
    rules = opened(archive, cycle)
    versions = versions_of(archive, rules, unscored=True)
    last = {_subject(row): row for row in versions}
    found = found_of(archive, cycle)
    errors = [one for one in found.open if one.severity == "error"]
    return Known(
        archive,
        rules,
        {unit.id: unit.name for unit in rules.scheme.departments.values()},
        {form.employee: form for form in forms_of(archive, rules)},
        [row for row in versions if last[_subject(row)] is row and row["state"] != EXEMPT],
        [row for row in versions if last[_subject(row)] is not row and row["employee"] is not None],
        found,
        Counter(one.department for one in errors),
        Counter(one.employee for one in errors),
        _before(archive, rules),
        process_of(archive, rules),
    )


def _subject(row: Row) -> tuple[str | None, str | None]:
    return (row["department"] if row["employee"] is None else None, row["employee"])


def _before(archive: Archive, rules: Rules) -> dict[str, list[float]]:
    """Return the final scores of people in the last cycle of this kind, by the department they were in."""
    name = last_before(archive, rules.scheme, rules.cycle)
    found: dict[str, list[float]] = {}
    if name is not None:
        then = opened(archive, name)
        for subject, outcome in outcomes_of(archive, then).items():
            if subject in then.roster and outcome.finish.score is not None:
                found.setdefault(then.roster[subject].department, []).append(outcome.finish.score)
    return found
