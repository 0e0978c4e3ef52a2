"""Bringing an archive to the tables this program knows; Alembic is loaded only when needed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from sync.archive.schema import REVISIONS

FOLDER = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str | None:
    """Return the revision of an archive, of several this program's; None where there is no archive."""
    found = _revisions(connection) if inspect(connection).has_table("alembic_version") else []
    return REVISIONS[-1] if REVISIONS[-1] in found else next(iter(found), None)


def _revisions(connection: Connection) -> list[str]:
    return list(connection.scalars(text("SELECT version_num FROM alembic_version ORDER BY version_num")))


def self_check(connection: Connection) -> Iterator[str]:
    """Yield the revisions of an archive where it says more than one: it has one at a time."""
    found = _revisions(connection)
    if len(found) > 1:
        yield f"alembic_version: {' / '.join(map(str, found))}"


def is_empty(connection: Connection) -> bool:
    """Tell whether a database holds no table at all."""
    return not inspect(connection).get_table_names()


def upgrade(connection: Connection, target: str = REVISIONS[-1]) -> None:
    """Make or change the tables up to a revision (this program's), within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)
