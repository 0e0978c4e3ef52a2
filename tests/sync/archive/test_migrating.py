"""The tables in the database are those the program declares, whatever way they came about."""

from __future__ import annotations

from gzip import decompress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from sync.archive import migrating, store
from sync.archive.schema import CHANGING, REVISIONS, WRITTEN_ONCE, metadata
from sync.archive.store import Archive, open_archive
from sync.archive.verify import verify
from sync.service.verifying import recompute
from sync.settings import CannotGoOn
from tests.sync.archive.material import opened, url

OLD = Path(__file__).parent / "versions"
"""A small filled archive of each earlier revision, as its own program wrote it."""


def test_migrations_make_the_declared_tables(archive: Archive) -> None:
    """After all migrations nothing differs from the declared tables."""
    with archive.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert differences == []


def test_revisions_are_known() -> None:
    """The revisions the program knows are those it can migrate through, in order, with one head."""
    config = Config()
    config.set_main_option("script_location", str(migrating.FOLDER))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS


def test_every_table_is_guarded() -> None:
    """The events guard every table but the log, the kept files, the archive's name, files seen and claims."""
    guarded = {table.name for table in (*WRITTEN_ONCE, *CHANGING)}
    assert set(metadata.tables) - guarded == {"event", "blob", "meta", "seen", "claim"}
    assert all(tuple(table.columns)[-1].name == "event" for table in WRITTEN_ONCE)


def test_older_archive_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of an earlier program is migrated when opened, which the log tells; looking refuses."""
    opened(tmp_path).close()
    later = ("0000", *REVISIONS)
    with (
        store.Archive(store.connect(url(tmp_path), "en"), url(tmp_path), "en", 1) as made,
        made.writing() as writing,
    ):
        writing.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    steps: list[str] = []

    def step(connection: object) -> None:
        steps.append("upgrade")
        assert hasattr(connection, "exec_driver_sql")
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{REVISIONS[-1]}'")

    monkeypatch.setattr(store, "REVISIONS", later)
    monkeypatch.setattr(migrating, "upgrade", step)
    with pytest.raises(CannotGoOn, match="after an update"):
        open_archive(url(tmp_path), readonly=True)
    with open_archive(url(tmp_path)) as again:
        assert steps == ["upgrade"]
        assert again.events()[-1].kind == "migrated"
        assert list(verify(again)) == []


@pytest.mark.parametrize("old", sorted(path.name for path in OLD.glob("*.db.gz")))
def test_filled_archive_of_an_earlier_program(tmp_path: Path, old: str) -> None:
    """An archive filled by an earlier program is migrated with all it holds, and verify finds it whole."""
    (tmp_path / "archive.db").write_bytes(decompress((OLD / old).read_bytes()))
    with open_archive(url(tmp_path)) as archive:
        assert archive.events()[-1].kind == "migrated"
        assert [*verify(archive), *recompute(archive)] == []
        assert len(archive.results("2026-Q3")) == 5
        assert {one.state for one in archive.submissions()} == {"read", "held", "ignored", "quarantined"}
