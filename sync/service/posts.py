"""The posts a person held by date: those imported, and those of the people each cycle was opened with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from addin.scoring.scheme import Person
from sync.archive.handed import PostRow
from sync.archive.importing import Origin
from sync.service.cycles import Rules
from sync.service.looking import Document


@dataclass(slots=True)
class Held:
    """A post: what it was, from which day to which (ISO; None where nobody says), and who tells of it.

    `order` is the day it is sorted by: its first one, or that of the first cycle that found the person there;
    `imported` tells that a file names it.
    """

    department: str
    position: str
    manager: str | None
    starts: str | None
    ends: str | None
    order: str
    imported: bool
    places: list[Document] = field(default_factory=list)

    def is_of(self, person: Person, day: str) -> bool:
        """Tell whether it is the post that a person has on a day."""
        return (self.department, self.position) == (person.department, person.position) and (
            self.order <= day <= (self.ends or day)
        )


def held(imported: Iterable[tuple[PostRow, Origin]], cycles: Iterable[Rules], employee: str) -> list[Held]:
    """Return a person's posts by date, each with the file and line, or the cycles, that tell of it.

    cycles: by their last day, since a post found there is the one held then.
    """
    files = [_imported(row, origin) for row, origin in imported]
    found: list[Held] = []
    for rules in cycles:
        known, last = rules.roster.get(employee), rules.cycle.ends.isoformat()
        if known is None:
            continue
        post = next((one for one in (*found[-1:], *files) if one.is_of(known, last)), _found(known, rules))
        post.manager = post.manager or known.manager
        post.places.append({"cycle": rules.cycle.id})
        found.append(post)
    posts = {id(post): post for post in (*files, *found)}
    return sorted(posts.values(), key=lambda one: one.order)


def _imported(row: PostRow, origin: Origin) -> Held:
    place = {"import": origin.number, "file": origin.name, "line": origin.line}
    return Held(row.department, row.position, row.manager, row.starts, row.ends, row.starts, True, [place])


def _found(person: Person, rules: Rules) -> Held:
    """Return the post a person has in a cycle; it began on a known day at the latest with the cycle."""
    since = person.in_post_since.isoformat() if person.in_post_since else None
    order = since or rules.cycle.starts.isoformat()
    return Held(person.department, person.position, person.manager, since, None, order, False)


def changes(posts: Sequence[Held]) -> Iterator[tuple[str, ...]]:
    """Yield, for each post, what the transfer to it changed: department, position, both or nothing.

    It is compared with the last post that had ended by then; one still held beside it does not count.
    """
    for place, post in enumerate(posts):
        before = next((one for one in reversed(posts[:place]) if _gives_way(one, post)), post)
        kinds = ("department", "position")
        yield tuple(name for name in kinds if getattr(before, name) != getattr(post, name))


def _gives_way(before: Held, post: Held) -> bool:
    """Tell whether a post had ended when another one began.

    An end that nobody tells is an open one only within one file: what a cycle found is newer than that.
    """
    if before.ends is not None:
        return before.ends <= post.order
    return not (before.imported and post.imported)
