"""What is particular to an archive on a PostgreSQL server: sessions, turns, bulk rows, reasons.

Loads psycopg, so it is imported only where an archive's URL names a server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    Float,
    Integer,
    LargeBinary,
    Table,
    Text,
    create_engine,
    event,
    exists,
    func,
    select,
)
from sqlalchemy.engine import URL
from sqlalchemy.ext.compiler import compiles

from sync.archive.schema import metadata
from sync.settings import stop

WRITERS = 0x4D45524954
"""The advisory lock of whoever writes: one after the other, so that events are numbered without gaps."""

FEW = 8
"""So many rows and fewer are written by statements; with more COPY is faster, fourfold from a thousand on."""

REACHING = {"connect_timeout": 10, "keepalives_idle": 60, "keepalives_interval": 10, "keepalives_count": 3}
"""How soon a server that does not answer is given up [seconds, and tries]."""

SESSION = {"tcp_keepalives_idle": "60", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}
"""How soon the server gives up a machine that does not answer, and with it the machine's turn and claims."""

KINDS: tuple[tuple[type[Any], str], ...] = (
    (BigInteger, "int8"),
    (Integer, "int4"),
    (Float, "float8"),
    (LargeBinary, "bytea"),
    (Text, "text"),
)

STOPS = {
    "55P03": "archive_busy",
    "53300": "server_unreachable",
    "57P03": "server_unreachable",
    "53": "archive_full",
    "25006": "server_unwritable",
    "42501": "server_forbidden",
    "3F000": "server_forbidden",
    "42P01": "archive_unfit",
    "42P07": "archive_unfit",
    "XX001": "archive_damaged",
    "XX002": "archive_damaged",
    "58": "archive_damaged",
    "57": "server_lost",
    "40": "server_lost",
    "08": "server_lost",
    "28": "server_refused",
    "3D000": "server_no_database",
}
"""The reasons of errors by how their SQLSTATE begins; the first that fits counts."""

UNTOLD = (
    (r'database ".*" does not exist', "server_no_database"),
    (r"starting up|shutting down|recovery mode|too many|remaining connection", "server_unreachable"),
    (r"FATAL|致命错误|password|authentication", "server_refused"),
    (r"^(connection failed|connection is bad|connection timeout|failed to resolve)", "server_unreachable"),
)
"""The reasons of errors without a SQLSTATE, as all are while connecting; the first that fits counts."""


@compiles(Text, "postgresql")
def _text(_kind: Text, _compiler: object, **_options: object) -> str:
    """Compare text as SQLite does, sign by sign, so that every list comes in the same order."""
    return 'TEXT COLLATE "C"'


@lru_cache(maxsize=8)
def make_engine(url: URL, language: str, shown: str, mode: str, wait: float) -> Engine:
    """Make the engine of an archive on a server; with mode "ro" the server refuses every change."""
    given = {name: value for name, value in REACHING.items() if name not in url.query}
    engine = create_engine(url, connect_args=given | {"client_encoding": "UTF8"})
    settings = SESSION | {"lock_timeout": f"{wait * 1000:.0f}"}
    if mode == "ro":
        settings["default_transaction_read_only"] = "on"

    def connected(connection: psycopg.Connection[Any], _record: object) -> None:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise stop("server_encoding", language, archive=shown, encoding=encoding)
        _prepare(connection, settings)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: psycopg.Connection[Any], settings: dict[str, str]) -> None:
    """Set up a session; what is committed is on the server's disk, whatever the server was told."""
    pairs = ", ".join("set_config(%s, %s, false)" for _ in settings)
    connection.execute(f"SELECT {pairs}", [part for pair in settings.items() for part in pair])
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )
    connection.commit()


def _begin(connection: Connection) -> None:
    """Let a reader see one state throughout; let a writer wait its turn before it looks at anything.

    A writer sees what is committed at each statement: a snapshot taken while it waited would be out of date.
    """
    if connection.get_execution_options().get("reading", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    else:
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (WRITERS,))


def reason(error: BaseException) -> str | None:
    """Return the key of the reason for what the server, or the way to it, cannot do; None for a bug."""
    if not isinstance(error, psycopg.Error):
        return None
    if error.sqlstate is not None:
        return next((key for begins, key in STOPS.items() if error.sqlstate.startswith(begins)), None)
    if not isinstance(error, psycopg.OperationalError):
        return None
    return next((key for told, key in UNTOLD if re.search(told, str(error))), "server_lost")


def insert_many(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows by COPY, a few of them by statements."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    if len(rows) <= FEW:
        marks = ", ".join("%s" for _ in table.columns)
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', list(rows))
        return
    driver: Any = connection.connection.driver_connection
    command = f'COPY "{table.name}" ({names}) FROM STDIN (FORMAT BINARY)'
    with driver.cursor() as cursor, cursor.copy(command) as copy:
        copy.set_types([_kind(column.type) for column in table.columns])
        for row in rows:
            copy.write_row(row)


def _kind(declared: object) -> str:
    return next(name for kind, name in KINDS if isinstance(declared, kind))


def self_check(connection: Connection) -> Iterator[str]:
    """Name the rows whose parent row is gone, which only somebody behind the server's back can achieve."""
    for table in metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            parent = key.referred_table.alias("parent")
            pairs = [(part.parent, parent.c[part.column.name]) for part in key.elements]
            found = exists().where(*(child == there for child, there in pairs))
            lost = select(func.count()).select_from(table).where(~found)
            number = connection.scalar(lost.where(*(child.is_not(None) for child, _ in pairs)))
            if number:
                yield f"{table.name} ({number}): {key.referred_table.name}"


@contextmanager
def present(engine: Engine, collector: str) -> Iterator[None]:
    """Show that a collector lives: its lock goes with this session, however its process or machine ends."""
    pooled = engine.raw_connection()
    session: Any = pooled.driver_connection
    pooled.detach()
    try:
        session.autocommit = True
        session.execute("SELECT pg_advisory_lock(%s)", (_lock(collector),))
        yield
    finally:
        session.close()


def lives(connection: Connection, collector: str) -> bool:
    """Tell whether a collector is at work; asked within a writer's turn."""
    free = select(func.pg_try_advisory_xact_lock(_lock(collector)))
    return not connection.scalar(free)


def _lock(collector: str) -> int:
    """Return the number of a collector's lock: its id as a signed 64-bit number."""
    return int.from_bytes(bytes.fromhex(collector), "big", signed=True)
