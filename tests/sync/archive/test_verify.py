"""`verify` is silent about an archive as it was written, and names whatever was changed behind its back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import Table

from sync.archive.rows import Broken, Kept
from sync.archive.schema import CHANGING, WRITTEN_ONCE, meta, metadata
from sync.archive.store import Archive, open_archive
from sync.archive.verify import kept, verify
from tests.sync.archive.material import (
    CYCLE,
    SCHEME,
    copy_of,
    entries,
    opened,
    results,
    send,
    take_in_everything,
    url,
)

GUARDED = (meta, *WRITTEN_ONCE, *CHANGING)
COLUMNS = [(table, column.name) for table in GUARDED for column in table.columns]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of an archive in which every table holds something."""
    folder = tmp_path_factory.mktemp("original")
    with opened(folder) as archive:
        receipt = archive.receive(b"filled", "a.xlsx", mark=("/in/a.xlsx", 6, 1))
        archive.record(copy_of(archive, receipt.submission, 2))
        send(archive, b"filled again", "c2", 90)
        take_in_everything(archive)
    return folder / "archive.db"


@pytest.fixture
def used(original: Path, tmp_path: Path) -> Iterator[Archive]:
    """Return a copy of that archive, to be changed behind its back."""
    copy(original, tmp_path)
    with open_archive(url(tmp_path)) as archive:
        yield archive


def tamper(archive: Archive, *statements: str) -> None:
    """Change an archive's database behind its back."""
    with closing(sqlite3.connect(archive.url.removeprefix("sqlite:///"))) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount == 1, statement
        connection.commit()


def row_of(table: Table) -> str:
    """Return the condition that picks one row of a table."""
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    return f'WHERE ({keys}) IN (SELECT {keys} FROM "{table.name}" ORDER BY {keys} LIMIT 1)'


def test_untouched_archive_is_clean(used: Archive) -> None:
    """Nothing is named in an archive that nobody touched, opened to write or to look."""
    assert {table.name for table in metadata.sorted_tables if not _count(used, table)} == {"claim"}
    assert list(verify(used)) == []
    with open_archive(used.url, readonly=True) as looking:
        assert list(verify(looking)) == []


def _count(archive: Archive, table: Table) -> int:
    with archive.reading() as connection:
        return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table.name}"').scalar() or 0)


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda part: getattr(part, "name", part))
def test_changed_value_is_named(used: Archive, table: Table, column: str) -> None:
    """A single value changed in any row of any table is named with its table."""
    changed = (
        f'CASE typeof("{column}") WHEN \'integer\' THEN "{column}" + 7 WHEN \'real\' THEN "{column}" + 0.001'
    )
    changed += (
        f" WHEN 'blob' THEN CAST(\"{column}\" || 'x' AS BLOB) ELSE coalesce(\"{column}\", '') || 'x' END"
    )
    tamper(used, f'UPDATE "{table.name}" SET "{column}" = {changed} {row_of(table)}')
    assert table.name in {broken.table for broken in verify(used)}


@pytest.mark.parametrize("table", GUARDED, ids=lambda table: table.name)
def test_deleted_row_is_named(used: Archive, table: Table) -> None:
    """A single row deleted from any table is named with its table."""
    tamper(used, f'DELETE FROM "{table.name}" {row_of(table)}')
    assert ("row_missing", table.name) in {(broken.what, broken.table) for broken in verify(used)}


def test_invented_row_is_named(used: Archive) -> None:
    """A result that no event ever wrote is named by cycle, person and version."""
    tamper(
        used, f"INSERT INTO result VALUES ('{CYCLE}', 'E1', 9, 'sales', NULL, 120, 'A', 'checked', 'now', 99)"
    )
    assert list(verify(used)) == [Broken("row_unknown", "result", f"{CYCLE} / E1 / 9", "#99")]


def test_changed_score_names_the_person(used: Archive) -> None:
    """A raised score is named by cycle, person and version, and nothing else is."""
    tamper(used, "UPDATE result SET score = 99 WHERE employee = 'E2' AND version = 1")
    (broken,) = verify(used)
    assert (broken.what, broken.table, broken.row) == ("row_changed", "result", f"{CYCLE} / E2 / 1")


def test_changed_file_is_named(used: Archive) -> None:
    """A kept file with one byte changed is named by its SHA-256 and the names it came under."""
    record = used.submissions()[0]
    tamper(used, f"UPDATE blob SET content = CAST('fIlled' AS BLOB) WHERE sha256 = '{record.sha256}'")
    assert list(verify(used)) == [Broken("blob_changed", "blob", record.sha256, "a.xlsx")]


def test_missing_file_is_named(used: Archive) -> None:
    """A file that is no longer kept is named by what belonged to it."""
    record = used.submissions()[0]
    tamper(used, f"DELETE FROM blob WHERE sha256 = '{record.sha256}'")
    assert Broken("blob_missing", "blob", record.sha256, "a.xlsx") in list(verify(used))


@pytest.mark.parametrize("column", ["text", "previous", "hash"])
def test_changed_event_is_named(used: Archive, column: str) -> None:
    """An event with one sign changed breaks the chain and is named by its number."""
    tamper(used, f"UPDATE event SET {column} = replace({column}, 'e', 'f') WHERE seq = 4")
    named = [broken for broken in verify(used) if broken.table == "event"]
    assert named
    assert {broken.row for broken in named} <= {"4", "5"}


def test_missing_event_is_named(used: Archive) -> None:
    """An event taken out of the log leaves a gap that is named, and so are the rows it had sealed."""
    tamper(used, "DELETE FROM event WHERE seq = 5")
    named = {(broken.what, broken.table) for broken in verify(used)}
    assert ("event_missing", "event") in named
    assert ("row_unknown", "entry") in named


def test_dropped_end_is_named(used: Archive) -> None:
    """The last event cut off the log is noticed by the rows it had sealed."""
    last = used.events()[-1].seq
    tamper(used, f"DELETE FROM event WHERE seq = {last}")
    assert {"imported", "post_held"} == {broken.table for broken in verify(used)}


@pytest.mark.parametrize("byte", [b"\xff", b"\x00"])
def test_broken_text_is_named(used: Archive, byte: bytes) -> None:
    """Bytes that are no text any more are named instead of breaking the check off."""
    hexed = byte.hex()
    tamper(
        used,
        f"UPDATE event SET text = CAST(x'{hexed}' || text AS TEXT) WHERE seq = 3",
        f"UPDATE finding SET message = CAST(x'{hexed}' || message AS TEXT) WHERE submission = 1",
    )
    assert {"event", "finding"} <= {broken.table for broken in verify(used)}


def test_every_flipped_byte_of_the_contents_is_named(used: Archive) -> None:
    """One bit flipped anywhere in a stored text or file, right in the database file, is named."""
    used.close()
    file = Path(used.url.removeprefix("sqlite:///"))
    whole = file.read_bytes()
    for marked in (b"filled again", b"issued bytes", "稳".encode(), b"event", b'"kind":"read"', b"checked"):
        place = whole.rindex(marked)
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with open_archive(used.url, readonly=True) as looking:
            assert list(verify(looking)), marked
    file.write_bytes(whole)
    with open_archive(used.url, readonly=True) as looking:
        assert list(verify(looking)) == []


def test_kept_material_is_whole(used: Archive) -> None:
    """Each read submission comes with its bytes, its issue, and the results that counted right after it."""
    first, second = kept(used)
    assert isinstance(first, Kept)
    assert isinstance(second, Kept)
    assert (first.content, second.content) == (b"filled", b"filled again")
    assert first.issued.reading == b'{"read":1}'
    assert first.entries == entries()
    assert [result.score for result in first.results] == [row.score for row in results(88.5)]
    assert [result.score for result in second.results] == [90, 90]
    assert used.scheme(first.issued.scheme) == SCHEME


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE issued SET stamp = 'x' WHERE revision = 1",
        "UPDATE issued SET reading = x'00' WHERE revision = 1",
        "UPDATE submission SET base = 9 WHERE id = 1",
        "UPDATE entry SET cells = 'x' WHERE submission = 1 AND employee = 'E1' AND indicator = 'I1'",
        "DELETE FROM blob WHERE sha256 = (SELECT blob FROM submission WHERE id = 1)",
    ],
)
def test_unusable_material_is_named(used: Archive, damage: str) -> None:
    """A submission whose material is damaged is named, and the other ones are still handed over."""
    tamper(used, damage)
    found = list(kept(used))
    assert Broken("unusable", "submission", "1", "a.xlsx") in found
    assert len(found) == 2
