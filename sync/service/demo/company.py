"""The people of the sample company: made up, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from addin.scoring.scheme import Department, Person
from addin.texts import say, words

SHARES = {"sales": 0.22, "rnd": 0.2, "service": 0.2, "production": 0.22, "support": 0.16}
"""How the staff is spread over the departments below the general office."""

POSTS = {
    "sales": ("SALES-REP",),
    "rnd": ("RND-ENG",),
    "service": ("CS-AGENT",),
    "production": ("PRD-OP",),
    "support": ("FIN-ACC", "HR-SPEC", "ADM-OFF"),
}
"""The positions of the starter scheme that each department's staff holds, in turn."""

CHIEF_POST, HEAD_POST = "GM", "MGR"
FIRST_NUMBER = 11

LEAST, MOST = 16, 500
"""People of a sample company."""


def sample_company(
    people: int, seed: int, language: str, today: date
) -> tuple[list[Person], list[Department]]:
    """Make up a company of so many people [LEAST to MOST]: a general manager, five heads, their staff."""
    chance = Random(seed)
    names = _names(chance, language)
    numbers = (f"{number:05d}" for number in range(FIRST_NUMBER, 10**5))

    def person(department: str, position: str, manager: str | None) -> Person:
        hired = today - timedelta(days=chance.randrange(400, 4000))
        return Person(next(numbers), next(names), department, position, manager, hired=hired)

    chief = person("office", CHIEF_POST, None)
    heads = {name: person(name, HEAD_POST, chief.id) for name in SHARES}
    staff = [
        person(name, POSTS[name][i % len(POSTS[name])], heads[name].id)
        for name, count in _spread(max(people - 1 - len(heads), len(SHARES))).items()
        for i in range(count)
    ]
    departments = [Department("office", say("demo.departments.office", language), None, chief.id)]
    departments += [
        Department(name, say(f"demo.departments.{name}", language), "office", head.id)
        for name, head in heads.items()
    ]
    return [chief, *heads.values(), *staff], departments


def _spread(staff: int) -> dict[str, int]:
    counts = {name: int(staff * share) for name, share in SHARES.items()}
    for name in list(counts)[: staff - sum(counts.values())]:
        counts[name] += 1
    return counts


def _names(chance: Random, language: str) -> Iterator[str]:
    texts = words("demo", language)
    pairs = [(given, family) for given in texts["given"].split() for family in texts["family"].split()]
    chance.shuffle(pairs)
    return (texts["name"].format(given=given, family=family) for given, family in pairs)


def last_quarter(today: date) -> date:
    """Return the last day of the quarter before this one."""
    return date(today.year, (today.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
