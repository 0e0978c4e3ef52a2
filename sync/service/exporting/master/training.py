"""The sheet of who rates others, and when they were trained in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from addin.scoring.processes import RaterTraining
from addin.texts import listed, say
from sync.process.assignment import assign, superior_of
from sync.process.rating import assigned
from sync.service.exporting.master.gathering import Known, Row
from sync.service.outcomes import adjusting
from templates.books.master import Filled
from templates.tables import TABLES
from templates.tables.scheme import RATER_TRAINING


def trained(known: Known) -> Filled:
    """Return each employee who rates in the cycle with the last training; who had none stands first.

    What counts is what scheme.xlsx says today, as far as `collect` has taken it in. Source: duties.md 5.5.
    """
    scheme = adjusting(known.archive, known.rules)
    if RATER_TRAINING.key not in scheme.settings.modules:
        return Filled(TABLES["trained"], ())
    ordered = sorted(scheme.rater_training, key=lambda one: one.trained_on or date.min)
    last = {one.employee: one for one in ordered}
    rows = [_row(known, rater, roles, last.get(rater)) for rater, roles in _raters(known).items()]
    rows.sort(key=lambda row: (row["trained_on"] is not None, row["department"], row["employee"]))
    return Filled(TABLES["trained"], rows)


def _row(known: Known, rater: str, roles: Mapping[str, set[str]], training: RaterTraining | None) -> Row:
    person = known.rules.roster[rater]
    said = (say(f"patterns.roles.{role}", known.language) for role in roles)
    return {
        "department": known.titles.get(person.department, person.department),
        "employee": rater,
        "name": person.name,
        "role": listed(said, known.language),
        "people": len(set().union(*roles.values())),
        **{key: getattr(training, key, None) for key in ("trained_on", "course", "trainer")},
    }


def _raters(known: Known) -> dict[str, dict[str, set[str]]]:
    """Return whom each employee rates, by role: as the superior, and as a colleague who was asked."""
    rules = known.rules
    found: dict[str, dict[str, set[str]]] = {}
    for members in assign(rules.roster, rules.cycle, rules.scheme).members.values():
        for person in members:
            superior = superior_of(person, rules.roster)
            if superior is not None:
                found.setdefault(superior.id, {}).setdefault("manager", set()).add(person.id)
    for rater, rated in assigned(rules.scheme, rules.roster, rules.cycle).items():
        if rater in rules.roster:
            found.setdefault(rater, {})["rater"] = set(rated)
    return found
