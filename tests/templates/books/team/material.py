"""A manager's list of results for the tests: three levels, two departments, one of them judged itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from templates.books.team import Member, TeamContent, UnitResult
from templates.tables import TABLES
from tests.builders import CYCLE, sample_scheme

ROOM = "Sales amount: 88.00\nTeamwork: 72.50"
MEMBERS = (
    Member("00001", "Zhao Min", "Head", "Sales", "Gao Yuan", True, 101.25, "A", 96.5, "B", "Sales: 112.00"),
    Member("00123", "Li Na", "Sales clerk", "Sales", "Zhao Min", False, 95.0, "B", 99.0, "B", "", ROOM),
    Member("00124", "Wang Wei", "Sales clerk", "Sales", "Zhao Min", False, 69.994, "D"),
    Member("E-07", "Chen Jie", "Engineer", "Research", "Zhao Min", False, 106.0, "S", 106.0, "S", ROOM),
)

BARE = (replace(MEMBERS[1], direct=True, last_score=None, last_grade=None), replace(MEMBERS[2], direct=True))
"""Two people who report directly, in their first period."""


def sample_team(language: str = "en", **changes: Any) -> TeamContent:
    """Return the list of Gao Yuan, with other fields where they are given."""
    scheme = sample_scheme()
    content = TeamContent(
        settings=scheme.settings,
        cycle=scheme.cycles[CYCLE],
        manager="Gao Yuan",
        members=MEMBERS,
        grades=[grade.id for grade in scheme.grades],
        units={"Sales": UnitResult(97.5, "B")},
        talks_by=scheme.cycles[CYCLE].ends.replace(month=10, day=28),
        overview=True,
        language=language,
    )
    return replace(content, **changes)


def titles(language: str) -> tuple[str, str]:
    """Return the titles of the two sheets."""
    return TABLES["team"].title(language), TABLES["team_units"].title(language)
