"""The audit log: every change is an event whose exact text is chained to the one before it by its hash."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, desc, insert, select

from sync.archive.rows import Broken, Event
from sync.archive.schema import event
from sync.archive.storable import gate

START = "0" * 64
"""What the first event is chained to."""

HOUSE = Path(__file__).resolve().parents[2]
PROGRAM = ("addin", "templates", "sync")
"""The packages that decide what is read, found and computed."""

ROW_DIGEST = 6
"""Bytes of a row's digest within an event."""

LAST = select(event.c.seq, event.c.hash).order_by(desc(event.c.seq)).limit(1)
APPENDED = insert(event)


def chained(previous: str, text: str) -> str:
    """Return the hash of an event: of the hash before it and its own text."""
    return sha256(f"{previous}\n{text}".encode()).hexdigest()


def next_event(connection: Connection) -> tuple[int, str]:
    """Return the next event's number and the hash it is chained to; the caller holds the write lock."""
    last = connection.execute(LAST).first()
    return (last.seq + 1, last.hash) if last else (1, START)


def append(
    connection: Connection,
    link: tuple[int, str],
    at: str,
    actor: str,
    kind: str,
    subject: str,
    details: Mapping[str, Any],
) -> None:
    """Write an event; `details` says what was decided and holds the digests of the rows written.

    link: its number and the hash it is chained to, as `next_event` told them in the same transaction.
    """
    seq, previous = link
    document = {"seq": seq, "at": at, "actor": actor, "kind": kind, "subject": subject, "details": details}
    document["program"] = program()
    text = gate(document)[1].decode()
    link_to = {"previous": previous, "hash": chained(previous, text)}
    connection.execute(APPENDED, {"seq": seq, "text": text, **link_to})


def sources() -> Iterator[Path]:
    """Yield the files that decide: the program itself, and the severities and texts it finds with."""
    for package in PROGRAM:
        files = (file for file in (HOUSE / package).rglob("*") if file.suffix in (".py", ".toml"))
        yield from sorted(files)


@cache
def program() -> str:
    """Return the version of this program with a digest of its sources and texts: who wrote what.

    Programs with the same one read, check and score alike.
    """
    from importlib.metadata import version  # takes long to load, and who only looks does without

    digest = blake2b(digest_size=4)
    for file in sources():
        digest.update(f"{file.relative_to(HOUSE).as_posix()}\n".encode() + file.read_bytes())
    return f"{version('meritbook')}+{digest.hexdigest()}"


def parsed(text: str) -> Event:
    """Read an event's text. Raises msgspec.DecodeError where it is not one."""
    return msgspec.json.decode(text, type=Event)


def walk(connection: Connection) -> Iterator[tuple[Event | None, Broken | None]]:
    """Walk the chain from the first event; each comes with what does not hold about it, if anything."""
    number, before = 0, START
    everything = select(event).order_by(event.c.seq)
    for seq, text, previous, digest in connection.execute(everything.execution_options(yield_per=1000)):
        number += 1
        found = _legible(text)
        yield found, _break(found, seq, number, (previous, before), digest, chained(previous, text))
        number, before = seq, digest


def _legible(text: str) -> Event | None:
    try:
        return parsed(text)
    except (msgspec.DecodeError, TypeError):
        return None


def _break(
    found: Event | None, seq: int, number: int, links: tuple[str, str], digest: str, expected: str
) -> Broken | None:
    if digest != expected or found is None or found.seq != seq:
        return Broken("event_changed", "event", str(seq))
    if seq != number or links[0] != links[1]:
        return Broken("event_missing", "event", str(number))
    return None


def row_digest(row: tuple[Any, ...]) -> str:
    """Return the digest of a row as stored [12 hexadecimal digits]."""
    return digest_of(msgspec.json.encode(row))


def digest_of(encoded: bytes) -> str:
    """Return the digest of a row written as JSON [12 hexadecimal digits]."""
    return blake2b(encoded, digest_size=ROW_DIGEST).hexdigest()


def row_digests(rows: list[tuple[Any, ...]]) -> str:
    """Return the digests of rows, one after the other."""
    return "".join(map(row_digest, rows))


def split_digests(text: str) -> list[str]:
    """Take the digests of several rows apart again."""
    return [text[start : start + 2 * ROW_DIGEST] for start in range(0, len(text), 2 * ROW_DIGEST)]
