"""`person`: the file of one person over the years, each fact with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from addin.scoring.finishing import Finish
from addin.scoring.rounding import round_half_away
from addin.scoring.scheme import Person, Scheme
from addin.texts import say
from sync.archive.handed import PastRow
from sync.archive.importing import Origin
from sync.archive.store import Archive
from sync.reading.scheme import SchemeReading
from sync.service.cycles import Rules, open_to_look, opened
from sync.service.excused import forms_of
from sync.service.importing.meanings import Known
from sync.service.looking import Document
from sync.service.opening import read_rules
from sync.service.outcomes import final_of
from sync.service.posts import Held, changes, held
from sync.settings import CannotGoOn, Workspace, stop

DAYS = ("hired", "in_post_since", "left_on")
BARS = "▁▂▃▄▅▆▇█"


class Names(NamedTuple):
    """What departments and positions are called, by their ids."""

    departments: Mapping[str, str]
    positions: Mapping[str, str]

    def of(self, department: str | None, position: str | None) -> Document:
        """Return a department and a position with their names; unknown ones are called what they are."""
        return {
            "department": department,
            "department_title": self.departments.get(department or "", department),
            "position": position,
            "position_title": self.positions.get(position or "", position),
        }


def person(workspace: Workspace, employee: str) -> Document:
    """Return a person's posts by date, past results, and the latest result of every cycle.

    Raises CannotGoOn for somebody whom neither the People sheet, nor a cycle, nor an import knows.
    """
    today = _today(workspace)
    with open_to_look(workspace) as archive:
        cycles = sorted((opened(archive, one) for one in archive.cycles()), key=lambda one: one.cycle.ends)
        posts = held(archive.posts_held(employee), cycles, employee)
        past = [_past(*found) for found in archive.past_results(employee)]
        results = past + [one for rules in cycles for one in _results(archive, rules, employee)]
    rosters = [*(rules.roster for rules in cycles), today.roster if today else {}]
    known = [roster[employee] for roster in rosters if employee in roster]
    if not (known or posts or results):
        if today is None:
            read_rules(workspace)
        raise _unknown(workspace, employee, rosters)
    names = _names([*(rules.scheme for rules in cycles), *([today.scheme] if today else [])])
    return {
        "person": _who(employee, known[-1] if known else None, today, names),
        "posts": [_post(*one, names) for one in zip(posts, changes(posts), strict=True)],
        "results": [result for _, result in sorted(results, key=lambda one: one[0])],
    }


def _today(workspace: Workspace) -> SchemeReading | None:
    """Return the rules and people of today; None where scheme.xlsx cannot be read at this moment."""
    try:
        return read_rules(workspace).reading
    except CannotGoOn:
        return None


def _unknown(workspace: Workspace, employee: str, rosters: Iterable[Mapping[str, Person]]) -> CannotGoOn:
    """Say that nobody is known by a number, and which number may have been meant."""
    meant = Known(set[str]().union(*rosters)).meaning(employee)
    near = say("service.person.near", workspace.language, meant=meant) if meant else ""
    return stop("unknown_person", workspace.language, employee=employee, near=near)


def _names(schemes: Iterable[Scheme]) -> Names:
    """Return what everything is called; the newest rules have the last word."""
    departments: dict[str, str] = {}
    positions: dict[str, str] = {}
    for scheme in schemes:
        departments |= {unit.id: unit.name for unit in scheme.departments.values()}
        positions |= {post.id: post.name for post in scheme.positions.values()}
    return Names(departments, positions)


def _who(employee: str, known: Person | None, today: SchemeReading | None, names: Names) -> Document:
    """Return who a person is, as People or the last cycle tells.

    `listed` tells whether People has them; None where that cannot be read now.
    """
    days = {name: getattr(known, name, None) for name in DAYS}
    return {
        "employee": employee,
        "name": known.name if known else None,
        "listed": employee in today.roster if today else None,
        **names.of(*((known.department, known.position) if known else (None, None))),
        "manager": known.manager or None if known else None,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "other_posts": list(_other_posts(known, today)) if known and today else [],
    }


def _other_posts(known: Person, today: SchemeReading) -> Iterator[str]:
    """Yield the numbers that `import people` gave to other posts of the same person (7-2)."""
    for one in today.roster.values():
        start, _, number = one.id.rpartition("-")
        if start == known.id and number.isdecimal() and one.name == known.name:
            yield one.id


def _post(post: Held, changed: Sequence[str], names: Names) -> Document:
    return {
        "starts": post.starts,
        "ends": post.ends,
        **names.of(post.department, post.position),
        "manager": post.manager,
        "transfer": bool(changed),
        "changed": list(changed),
        "from": post.places,
    }


def _past(row: PastRow, origin: Origin) -> tuple[str, Document]:
    """Return a result from before this archive, with what it is sorted by."""
    return row.period, {
        "period": row.period,
        "score": row.score,
        "grade": row.grade,
        "state": None,
        "from": {"import": origin.number, "file": origin.name, "line": origin.line},
    }


def _results(archive: Archive, rules: Rules, employee: str) -> Iterator[tuple[str, Document]]:
    """Yield the final score of a cycle, with the day it is sorted by; a form without any has version 0."""
    cycle, decimals = rules.cycle.id, rules.scheme.settings.decimals
    for form in forms_of(archive, rules, (employee,)):
        found = next(iter(archive.results(cycle, employee)), None)
        submission = archive.submission(found.submission) if found and found.submission else None
        final = final_of(archive, rules, found) if found else Finish(None)
        yield (
            rules.cycle.ends.isoformat(),
            {
                "period": cycle,
                "score": None if final.score is None else float(round_half_away(final.score, decimals)),
                "grade": final.grade,
                "state": form.state,
                "from": {
                    "cycle": cycle,
                    "version": found.version if found else 0,
                    "workbook": submission.name if submission else None,
                },
            },
        )


def trend(scores: Sequence[float]) -> str:
    """Draw scores as a row of bars, the lowest as the lowest bar and the highest as the highest.

    Computed in fractions: between the largest or the smallest numbers there are, plain ones overflow.
    """
    exact = [Fraction(score) for score in scores]
    low, high = min(exact), max(exact)
    step = (high - low) / (len(BARS) - 1) or 1
    return "".join(BARS[int((score - low) / step + Fraction(1, 2))] for score in exact)
