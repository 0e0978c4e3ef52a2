"""How many self ratings and ratings of others are in, department by department; never who has rated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, cast

from addin.scoring.raters.functions.combining import FEWEST_RATERS
from addin.scoring.raters.rules import ALONE, RATERS, rules_for
from sync.archive.given import SELF_RATING, counting, issued_to
from sync.archive.store import Archive
from sync.process.assignment import assign
from sync.process.outcomes import rules_of
from sync.process.rating import assigned, code_of
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.steps.choosing import today
from sync.service.steps.extend import windows
from sync.settings import Workspace

Document = dict[str, Any]


def asked_in(workspace: Workspace, cycle: str) -> list[Document]:
    """Return, by department, what raters were asked for and what is in; nothing where nobody was asked."""
    with open_to_look(workspace) as archive:
        rules = opened(archive, cycle)
        return asked_of(archive, rules) if RATERS in rules.scheme.settings.modules else []


def asked_of(archive: Archive, rules: Rules) -> list[Document]:
    """Return the ratings asked for in an open archive.

    `selves` are people to rate themselves, `ratings` pairs of a rater and a person; `short` are groups of a
    person that have fewer raters yet than they need to be shown; `missing` is what is not in after its day.
    """
    cycle = rules.cycle.id
    with archive.reading() as connection:
        selves = issued_to(connection, cycle, SELF_RATING)
        rated = {(one.row.giver, one.row.subject) for one in counting(connection, cycle, rated=True)}
    pairs = {
        (code_of(rater, cycle, archive.key), person): one.group
        for rater, people in assigned(rules.scheme, rules.roster, rules.cycle).items()
        for person, one in people.items()
        if _judged(rules, person)
    }
    found = [
        _department(archive, rules, unit, [one.id for one in members], selves, pairs, rated)
        for unit, members in assign(rules.roster, rules.cycle, rules.scheme).members.items()
    ]
    return [one for one in found if one["selves"] or one["ratings"]]


Pairs = Mapping[tuple[str, str], str]


def _department(
    archive: Archive,
    rules: Rules,
    unit: str,
    people: list[str],
    selves: Mapping[str, bool],
    pairs: Pairs,
    rated: set[tuple[str, str]],
) -> Document:
    mine = frozenset(people)
    own = [selves[one] for one in people if one in selves]
    others = {pair: group for pair, group in pairs.items() if pair[1] in mine}
    known, ends, day = rules.scheme.departments.get(unit), windows(archive, rules, unit), today(rules)
    counts = {
        "selves": len(own),
        "selves_in": sum(own),
        "ratings": len(others),
        "ratings_in": len(others.keys() & rated),
    }
    late = (("selves", "inputs"), ("ratings", "ratings"))
    return {
        "department": unit,
        "title": known.name if known else unit,
        **counts,
        "short": _short(rules, others, rated),
        "missing": sum(counts[key] - counts[f"{key}_in"] for key, end in late if day > ends[end]),
        "selves_due": ends["inputs"].isoformat(),
        "ratings_due": ends["ratings"].isoformat(),
    }


def _judged(rules: Rules, person: str) -> bool:
    """Tell whether there is anything to rate in a person's form."""
    return any(line.judged for line in rules_of(rules.scheme, rules.roster, rules.cycle, person).values())


def _short(rules: Rules, pairs: Pairs, rated: set[tuple[str, str]]) -> int:
    """Count the groups that have fewer raters yet than they need to be shown."""
    there: Counter[tuple[str, str]] = Counter()
    for (code, person), group in pairs.items():
        there[person, group] += (code, person) in rated
    return sum(
        number < _fewest(rules, person, group)
        for (person, group), number in there.items()
        if group not in ALONE
    )


def _fewest(rules: Rules, person: str, group: str) -> float:
    post = rules.scheme.positions.get(rules.roster[person].position)
    found = rules_for(rules.scheme, post.template if post else None, rules.cycle.kind)
    return next((rule.fewest for rule in found if rule.group == group), cast(int, FEWEST_RATERS.default))
