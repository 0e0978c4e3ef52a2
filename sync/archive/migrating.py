"""Bringing an archive to the tables this program knows; Alembic is loaded only when needed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from sync.archive.schema import REVISIONS

FOLDER = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str | None:
    """Return the revision of an archive; None where the database holds no archive."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


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
