"""When a cycle may be closed, and what each result becomes then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.archive.finals import Final
from sync.archive.rows import department_of
from sync.archive.steps import Move

CLOSED = "closed"
ARCHIVED, CONFIRMED, APPEALED, DECIDED = "archived", "confirmed", "appealed", "decided"
UNANSWERED = ("published", "interviewed")
"""Forms of people who have neither confirmed nor appealed."""


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
        if state in (*UNANSWERED, CONFIRMED, DECIDED):
            yield Move(subject, DECIDED if state == DECIDED else CONFIRMED, ARCHIVED)


@dataclass(frozen=True, slots=True)
class Places:
    """The scores of everybody in a cycle, the lowest first: of people, and of departments."""

    people: Sequence[float]
    units: Sequence[float]

    def of(self, one: Final) -> int | None:
        """Return the rank of a result among its like: one more than how many are better; equals share it."""
        scores = self.people if department_of(one.subject) is None else self.units
        return None if one.score is None else len(scores) - bisect_right(scores, one.score) + 1


def closed_finals(decided: Mapping[str, Final], filed: Iterable[str], places: Places) -> Iterator[Final]:
    """Yield the results that are filed as they were decided, each with its rank among all of the cycle.

    People are ranked among people, departments among departments; who is under appeal counts as decided so
    far.
    """
    for subject in filed:
        if subject in decided:
            one = decided[subject]
            yield one._replace(kind=CLOSED, rank=places.of(one), reason="")
