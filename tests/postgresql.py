"""A PostgreSQL server for a test run: started by the tests where it is installed, or named by an URL."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

CHILD = Path(__file__).with_name("postgresql_child.py")
NAMED = "MERITBOOK_TEST_POSTGRESQL"
"""The environment variable with the URL of a server whose user may create databases."""

USERS = ("postgres", "nobody")
"""Whom the server runs as where the tests run as root."""

MISSING = f"PostgreSQL is not installed and {NAMED} names no server"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: the URL of its first database, and the process that keeps it, if it is our own."""

    url: URL
    keeper: subprocess.Popen[str] | None = None

    @property
    def folder(self) -> Path:
        """Where our own server keeps its files and its socket."""
        return Path(str(self.url.query["host"]))


@cache
def programs() -> Path | None:
    """Return the folder of the server's programs; Debian keeps them off the path."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda file: int(file.parts[-3])
    )
    return versions[-1].parent if versions else None


def has_postgresql() -> bool:
    """Tell whether tests that need a PostgreSQL server can run here."""
    return bool(os.environ.get(NAMED)) or programs() is not None


def start() -> Server:
    """Start a server of our own with files of its own, or take the one that is named."""
    named = os.environ.get(NAMED)
    if named:
        return Server(make_url(named).set(drivername="postgresql+psycopg"))
    user = next(name for name in USERS if _known(name)) if os.geteuid() == 0 else ""
    folder = Path(tempfile.mkdtemp(prefix="meritbook-"))
    folder.chmod(0o755)  # the socket in it is reached by whoever a test runs as
    if user:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(CHILD), str(folder), str(port), user, str(programs())]
    keeper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert keeper.stdout is not None
    assert keeper.stdout.readline().strip() == "ready", "PostgreSQL does not start"
    place = {"host": str(folder), "port": str(port)}
    return Server(URL.create("postgresql+psycopg", "meritbook", database="postgres", query=place), keeper)


def _known(user: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def stop(server: Server) -> None:
    """End the server we started, by its process; a named one stays."""
    if server.keeper is not None:
        server.keeper.communicate()


def run(server: Server, command: str, *names: str) -> None:
    """Run a statement on the server's first database; `names` are quoted into it."""
    told = server.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(told, autocommit=True) as connection:
        connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def make_database(server: Server, template: str = "template0") -> str:
    """Make an empty database, or a copy of another one that nobody uses; returns its URL."""
    name = f"meritbook_test_{uuid4().hex}"
    run(server, "CREATE DATABASE {} TEMPLATE {}", name, template)
    return server.url.set(database=name).render_as_string(hide_password=False)


def copy_database(server: Server, url: str) -> str:
    """Make a copy of a database that nobody uses; returns its URL."""
    name = make_url(url).database
    assert name is not None
    return make_database(server, name)


def replace_database(server: Server, url: str, by: str) -> None:
    """Put a copy of another database, which nobody uses, in the place of one."""
    name, other = make_url(url).database, make_url(by).database
    assert name is not None
    assert other is not None
    drop_database(server, url)
    run(server, "CREATE DATABASE {} TEMPLATE {}", name, other)


def drop_database(server: Server, url: str) -> None:
    """Delete a database, whoever still uses it."""
    name = make_url(url).database
    assert name is not None
    run(server, "DROP DATABASE {} WITH (FORCE)", name)
