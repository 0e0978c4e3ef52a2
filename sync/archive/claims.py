"""Who works on what: a run of collect claims what it receives, and takes over what a dead run left behind."""

from __future__ import annotations

from socket import gethostname

from sqlalchemy import Connection, and_, bindparam, select

from sync.archive.engine import insert_many, lives
from sync.archive.rows import Mark, printable
from sync.archive.schema import claim, seen, submission

RELEASED = claim.delete().where(claim.c.submission == bindparam("number"))


def take(connection: Connection, number: int, collector: str) -> None:
    """Note that a collector works on a submission."""
    insert_many(connection, claim, [(number, collector)])


def release(connection: Connection, number: int) -> None:
    """Forget who worked on a submission that is settled."""
    connection.execute(RELEASED, {"number": number})


def take_over(connection: Connection, collector: str) -> list[int]:
    """Claim what was received and not settled by anybody who still lives; returns it in its order."""
    waiting = select(submission.c.id, claim.c.collector).join_from(submission, claim, isouter=True)
    rows = connection.execute(waiting.where(submission.c.state == "received").order_by(submission.c.id)).all()
    others = {row.collector for row in rows} - {None}
    alive = {other for other in others if lives(connection, other)}
    left = [row.id for row in rows if row.collector not in alive]
    for number in left:
        release(connection, number)
        take(connection, number, collector)
    return left


def machine(on_server: bool) -> str:
    """Return what the paths of this machine begin with in an archive that several machines share."""
    return f"{printable(gethostname())}:" if on_server else ""


def marked(mark: Mark, place: str) -> Mark:
    """Return a file's mark as the archive notes it."""
    path, size, changed = mark
    return printable(place + path), size, changed


def is_seen(connection: Connection, mark: Mark) -> bool:
    """Tell whether a file was noted with this very mark."""
    path, size, changed = mark
    same = and_(seen.c.path == path, seen.c.size == size, seen.c.mtime_ns == changed)
    return connection.execute(select(seen.c.path).where(same)).first() is not None


def seen_at(connection: Connection, place: str) -> frozenset[Mark]:
    """Return the files of this machine taken in so far, as they were then."""
    rows = connection.execute(select(seen.c.path, seen.c.size, seen.c.mtime_ns)).cursor.fetchall()
    if not place:
        return frozenset(rows)
    return frozenset((path.removeprefix(place), *rest) for path, *rest in rows if path.startswith(place))
