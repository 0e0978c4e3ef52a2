"""What must hold after a kill, and after the same command was run again to its end."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from sync.archive.schema import REVISIONS
from sync.service.keeping.packing import check
from sync.service.keeping.verifying import verify
from sync.settings import CannotGoOn, Workspace

ARCHIVE = "archive.db"
BACKUP = ".backup"
PASSING = ("event", "mtime_ns", "path")
"""Columns that differ from run to run, or from folder to folder."""

NAMED_BY_CHANCE = ("meta", "blob", "event", "alembic_version", "sqlite_sequence")
"""Tables whose rows are compared in a way of their own."""

TEMPORARY = (".half", ".waiting", ".running", ".restoring", ".lock")
"""How the hidden names end that a killed run may leave."""

STAYS = (".lock",)
"""How the hidden names end that any run leaves: a lock is the open file, not its name."""

SETTLED = ("read", "held", "ignored", "quarantined")
"""The states, and kinds of event, of a submission that was decided."""


class Picture(NamedTuple):
    """What a workspace holds: rows of the archive by table, events by kind and subject, files by name."""

    rows: Mapping[str, list[str]]
    events: Counter[str]
    files: Mapping[str, str]
    hidden: frozenset[str]


def picture(folder: Path) -> Picture:
    """Describe a workspace so that two that were worked on in the same way are equal."""
    rows, events = _archive(folder / ARCHIVE)
    return Picture(rows, events, dict(_files(folder)), frozenset(_hidden(folder)))


def _archive(file: Path) -> tuple[dict[str, list[str]], Counter[str]]:
    """Return the rows by table and the events by kind; nothing where no archive was made yet."""
    if not file.exists():
        return {}, Counter()
    with closing(_connected(file)) as database:
        names = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = {name for (name,) in database.execute(names)} - set(NAMED_BY_CHANCE)
        if not tables:
            return {}, Counter()
        rows = {name: sorted(_rows(database, name)) for name in sorted(tables)}
        rows["blob"] = sorted(sha for (sha,) in database.execute("SELECT sha256 FROM blob"))
        texts = [json.loads(text) for (text,) in database.execute("SELECT text FROM event")]
    return rows, Counter(f"{text['kind']} {text['subject']}" for text in texts)


def _connected(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)


def _rows(database: sqlite3.Connection, table: str) -> Iterator[str]:
    cursor = database.execute(f'SELECT * FROM "{table}"')
    titles = [column[0] for column in cursor.description]
    for row in cursor:
        yield repr([value for title, value in zip(titles, row, strict=True) if title not in PASSING])


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every file a person sees with its SHA-256; the archive is looked at row by row."""
    for file in _below(folder):
        if not _is_hidden(folder, file) and not file.name.startswith(ARCHIVE):
            yield file.relative_to(folder).as_posix(), _digest(file)


def _digest(file: Path) -> str:
    """Return the SHA-256 of a file; a backup is packed anew each time, and is whole or not."""
    if file.suffix != BACKUP:
        return sha256(file.read_bytes()).hexdigest()
    try:
        check(file, "en")
    except CannotGoOn as stopped:
        return str(stopped)
    return "a whole backup"


def _hidden(folder: Path) -> Iterator[str]:
    for file in _below(folder):
        if _is_hidden(folder, file):
            yield file.relative_to(folder).as_posix()


def _below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _is_hidden(folder: Path, file: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def after_kill(
    folder: Path, committed: Mapping[int, str], before: Picture, expected: Picture
) -> Iterator[str]:
    """Say what does not hold in a workspace whose command was killed; `committed` are events by number."""
    known: set[str] = set()
    try:
        rows, events = _archive(folder / ARCHIVE)
        known = set(rows.get("blob", ()))
        if events:
            yield from _whole(folder, committed)
        elif committed or before.events:
            yield "the archive is gone"
    except (sqlite3.Error, OSError) as error:
        yield f"the archive does not open: {error}"
    yield from _nothing_half_written(folder, known, before, expected)


def _nothing_half_written(folder: Path, known: set[str], before: Picture, expected: Picture) -> Iterator[str]:
    """Look whether each file is as before, as it is to be, or one the archive knows.

    One that goes away in the end may have gone; had it gone too early, its rows would be missing in the end.
    """
    found = dict(_files(folder))
    for name, digest in found.items():
        if digest not in known | {before.files.get(name), expected.files.get(name)}:
            yield f"{name} is neither as it was nor as it is to be"
    yield from (f"{name} is gone" for name in (before.files.keys() & expected.files.keys()) - found.keys())
    for name in _hidden(folder):
        if not any(part.startswith(".") and part.endswith(TEMPORARY) for part in Path(name).parts):
            yield f"{name} was left"


def _whole(folder: Path, committed: Mapping[int, str]) -> Iterator[str]:
    yield from _sound(folder)
    yield from _log_is_whole(folder / ARCHIVE, committed)
    yield from _nothing_half(folder / ARCHIVE)


def _sound(folder: Path) -> Iterator[str]:
    """Let `verify` look; an archive not migrated yet must be whole as it was."""
    try:
        broken = verify(Workspace(folder)).broken
        yield from (f"verify: {one['table']} {one['row']} {one['message']}" for one in broken)
    except CannotGoOn as stopped:
        with closing(_connected(folder / ARCHIVE)) as database:
            (revision,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
            ((checked,),) = database.execute("PRAGMA integrity_check")
        if revision == REVISIONS[-1] or checked != "ok":
            yield f"the archive does not open: {stopped}"


def _log_is_whole(archive: Path, committed: Mapping[int, str]) -> Iterator[str]:
    """Look whether the log has no gap, and everything that was committed before the kill."""
    with closing(_connected(archive)) as database:
        events = dict(database.execute("SELECT seq, hash FROM event ORDER BY seq"))
        texts = [json.loads(text) for (text,) in database.execute("SELECT text FROM event")]
    if list(events) != list(range(1, len(events) + 1)):
        yield f"the log has a gap: {list(events)}"
    for number, digest in committed.items():
        if events.get(number) != digest:
            yield f"event {number} was committed and is lost"
    once = Counter((text["kind"] in SETTLED or text["kind"], text["subject"]) for text in texts)
    for (kind, subject), times in once.items():
        if times > 1 and (kind is True or kind == "received"):
            yield f"submission {subject} was recorded {times} times"


def _nothing_half(archive: Path) -> Iterator[str]:
    """Look whether each submission came once, and has its content if and only if it was decided."""
    with closing(_connected(archive)) as database:
        twice = "SELECT name, blob FROM submission GROUP BY name, blob, source HAVING count(*) > 1"
        yield from (f"{name} was taken in twice" for name, _ in database.execute(twice))
        for table in ("entry", "register", "finding", "result"):
            early = (
                f"SELECT DISTINCT s.id FROM submission s JOIN {table} t ON t.submission = s.id "
                "WHERE s.state = 'received'"
            )
            yield from (f"submission {one} has {table} rows too early" for (one,) in database.execute(early))
        empty = (
            "SELECT id FROM submission s WHERE state = 'read' "
            "AND NOT EXISTS (SELECT 1 FROM entry WHERE submission = s.id)"
        )
        yield from (f"submission {one} is read and empty" for (one,) in database.execute(empty))


def counted(whole: Picture) -> Picture:
    """Reduce a picture to numbers: an archive that is made anew has a name and a key of its own."""
    rows = {table: [f"{len(lines)} rows"] for table, lines in whole.rows.items()}
    kinds = Counter(event.split()[0] for event in whole.events.elements())
    return whole._replace(rows=rows, events=kinds, files=dict.fromkeys(whole.files, "there"))


def at_end(found: Picture, expected: Picture) -> Iterator[str]:
    """Say in what a workspace differs from one in which the command was never disturbed."""
    for table in sorted(found.rows.keys() | expected.rows.keys()):
        yield from _differing(table, found.rows.get(table, []), expected.rows.get(table, []))
    yield from _differing("event", _listed(found.events), _listed(expected.events))
    yield from _differing("file", _listed(found.files), _listed(expected.files))
    left = {name for name in found.hidden - expected.hidden if not name.endswith(STAYS)}
    yield from (f"{name} was left for good" for name in sorted(left))


def _listed(facts: Mapping[str, object]) -> list[str]:
    return [f"{name}: {value}" for name, value in facts.items()]


def _differing(what: str, found: list[str], expected: list[str]) -> Iterator[str]:
    more, less = Counter(found) - Counter(expected), Counter(expected) - Counter(found)
    yield from (f"{what} too much: {row[:200]}" for row in more.elements())
    yield from (f"{what} missing: {row[:200]}" for row in less.elements())
