"""When a cycle may be closed, and what each result becomes then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from addin.scoring.grading import ranks
from sync.archive.finals import Final
from sync.archive.rows import department_of
from sync.archive.steps import Move
from sync.states import ASIDE, TOLD

CLOSED = "closed"
ARCHIVED, CONFIRMED, APPEALED = "archived", "confirmed", "appealed"
UNANSWERED = ("published", "interviewed")
"""Forms of people who have neither confirmed nor appealed."""


def unpublished(stands: Mapping[str, str]) -> list[str]:
    """Return whose results are not published yet, although they take part."""
    return [subject for subject, state in stands.items() if state not in (*TOLD, *ASIDE)]


def within_time(stands: Mapping[str, str], due: Mapping[str, date], day: date) -> list[str]:
    """Return who may still answer to their result or appeal against it on a day."""
    return [one for one, state in stands.items() if state in (*UNANSWERED, CONFIRMED) and due[one] >= day]


def ways(
    stands: Mapping[str, str],
    silent: str,
    objects: str,
    objecting: Collection[str],
    reviewable: Collection[str] = (),
) -> Iterator[Move]:
    """Yield how each form goes to the archive: past confirmed, where its person has not answered in time.

    silent, objects: why the form of somebody who kept silent, or who objected without an appeal, is
    confirmed. A form under appeal stays where it is, and so does one whose appeal may go on (reviewable).
    """
    for subject, state in stands.items():
        if subject in reviewable:
            continue
        if state in UNANSWERED:
            yield Move(subject, state, CONFIRMED, objects if subject in objecting else silent)
        if state in (*UNANSWERED, CONFIRMED, "decided"):
            yield Move(subject, "decided" if state == "decided" else CONFIRMED, ARCHIVED)


def closed_finals(decided: Mapping[str, Final], filed: Iterable[str]) -> Iterator[Final]:
    """Yield the results that are filed as they were decided, each with its rank among all of the cycle.

    People are ranked among people, departments among departments; who is under appeal counts as decided so
    far.
    """
    places = placed(decided)
    for subject in filed:
        if subject in decided:
            yield decided[subject]._replace(kind=CLOSED, rank=places[subject], reason="")


def placed(decided: Mapping[str, Final]) -> dict[str, int | None]:
    """Return the rank of each decided result of a cycle."""
    found: dict[str, int | None] = {}
    for units in (False, True):
        group = [one for one in decided if (department_of(one) is not None) is units]
        found |= dict(zip(group, ranks([decided[one].score for one in group]), strict=True))
    return found
