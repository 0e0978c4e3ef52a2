"""What the stand-in remembers: accounts with their public keys, tokens, files in versions, calls."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import time

TABLES = """
create table if not exists account (email text primary key, public text not null);
create table if not exists token (token text primary key, email text not null, expires real not null);
create table if not exists file (id text primary key, name text, mime text, parent text, version integer,
    created text, modified text, trashed integer, properties text, content blob);
create table if not exists call (at real, email text, kind text);
"""

COLUMNS = "id, name, mime, parent, version, created, modified, trashed, properties"

FOLDER = "application/vnd.google-apps.folder"
SHEET = "application/vnd.google-apps.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

DRIVE, SHARED = "0ADemoSharedDrive", "1DemoFolderForSheets"
"""The one shared drive there is, and the one folder in it."""

MINUTE = 60
"""What quotas count by [seconds]."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the drive; `parent` is the folder it lies in, `properties` those of the program."""

    id: str
    name: str
    mime: str
    parent: str
    version: int = 1
    created: str = ""
    modified: str = ""
    trashed: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)


class Store:
    """The memory of the stand-in, in a file, so that it outlives the process."""

    def __init__(self, place: Path) -> None:
        self._place = place
        with self._open() as database:
            database.executescript(TABLES)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._place, timeout=30)) as database, database:
            yield database

    def enrol(self, email: str, public: str) -> None:
        """Let an account in whose requests are signed with the private half of this key."""
        with self._open() as database:
            database.execute("insert or replace into account values (?, ?)", (email, public))

    def public_key(self, email: str) -> str | None:
        """Return the public key of an account; None where there is none."""
        with self._open() as database:
            found = database.execute("select public from account where email = ?", (email,)).fetchone()
        return found and str(found[0])

    def admit(self, email: str, seconds: float) -> str:
        """Make a token that holds for so long."""
        token = f"ya29.{secrets.token_urlsafe(24)}"
        with self._open() as database:
            database.execute("insert into token values (?, ?, ?)", (token, email, time() + seconds))
        return token

    def expire(self) -> None:
        """Let every token end now."""
        with self._open() as database:
            database.execute("update token set expires = 0")

    def whose(self, token: str) -> str | None:
        """Return the account a token was made for; None where it does not hold any more."""
        with self._open() as database:
            found = database.execute(
                "select email from token where token = ? and expires > ?", (token, time())
            ).fetchone()
        return found and str(found[0])

    def count(self, email: str, kind: str) -> int:
        """Count a call and return how many of its kind the account made within a minute."""
        now = time()
        with self._open() as database:
            database.execute("delete from call where at < ?", (now - MINUTE,))
            database.execute("insert into call values (?, ?, ?)", (now, email, kind))
            of = "select count(*) from call where email = ? and kind = ?"
            return int(database.execute(of, (email, kind)).fetchone()[0])

    def files(self) -> list[File]:
        """Return every file, in the order of ids."""
        with self._open() as database:
            return [_file(row) for row in database.execute(f"select {COLUMNS} from file order by id")]

    def file(self, id_: str) -> File | None:
        """Return one file; None where there is none."""
        return next((one for one in self.files() if one.id == id_), None)

    def content(self, id_: str) -> bytes:
        """Return the workbook that a file holds."""
        with self._open() as database:
            return bytes(database.execute("select content from file where id = ?", (id_,)).fetchone()[0])

    def add(self, file: File, content: bytes) -> File:
        """Keep a new file under a new id."""
        now = _now()
        made = replace(file, id=f"1{secrets.token_urlsafe(32)}", created=now, modified=now)
        with self._open() as database:
            database.execute("insert into file values (?,?,?,?,?,?,?,?,?,?)", (*_row(made), content))
        return made

    def change(self, file: File, content: bytes | None = None) -> File:
        """Keep a file as it is now, as its next version; None leaves the content."""
        now, columns = _now(), "name=?, mime=?, parent=?, created=?, trashed=?, properties=?"
        values = _row(file)
        with self._open() as database:
            database.execute(
                f"update file set version = version + 1, modified = ?, {columns} where id = ?",
                (now, *values[1:4], values[5], *values[7:], file.id),
            )
            if content is not None:
                database.execute("update file set content = ? where id = ?", (content, file.id))
        changed = self.file(file.id)
        assert changed is not None
        return changed


def _row(file: File) -> tuple[object, ...]:
    plain = (file.id, file.name, file.mime, file.parent, file.version, file.created, file.modified)
    return (*plain, int(file.trashed), json.dumps(dict(file.properties)))


def _file(row: tuple[str, str, str, str, int, str, str, int, str]) -> File:
    return File(*row[:7], bool(row[7]), json.loads(row[8]))


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
