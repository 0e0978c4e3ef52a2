"""`verify` is silent about an archive as it was written, and names whatever was changed behind its back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table

from sync.archive.engine import connect
from sync.archive.events import HOUSE, sources
from sync.archive.opening import open_archive
from sync.archive.rows import Broken
from sync.archive.schema import CHANGING, WRITTEN_ONCE, blob, event, meta, metadata
from sync.archive.store import Archive
from sync.archive.verify import Seal, holds_seal, seal, verify
from tests.sync.archive.material import (
    CYCLE,
    ROSTER,
    copy_of,
    decide_everything,
    opened,
    outcome,
    send,
    take_in_everything,
    url,
    waive_and_compare,
)
from tests.sync.archive.pages import Span, flipped, row_spans

GUARDED = (meta, *WRITTEN_ONCE, *CHANGING)
LYING = tuple(table.name for table in (*GUARDED, event, blob))
COLUMNS = [(table, column.name) for table in GUARDED for column in table.columns]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of an archive in which every table holds something."""
    folder = tmp_path_factory.mktemp("original")
    with opened(folder) as archive:
        receipt = archive.receive(b"filled", "a.xlsx", mark=("/in/a.xlsx", 6, 1))
        archive.record(copy_of(archive, receipt.submission, 2))
        send(archive, b"filled again", "c2", 90)
        waive_and_compare(archive)
        decide_everything(archive)
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


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO alembic_version VALUES ('0001')",
        "INSERT INTO alembic_version VALUES ('zzz')",
        "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'submission'",
        "UPDATE sqlite_sequence SET seq = 0 WHERE name = 'imported'",
        "INSERT INTO sqlite_sequence VALUES ('nothing', 1)",
    ],
)
def test_what_the_database_keeps_for_itself_is_looked_at(used: Archive, statement: str) -> None:
    """A second revision of the tables, and a number other than the one given last, are named."""
    tamper(used, statement)
    with open_archive(used.url, readonly=True) as archive:
        (named,) = verify(archive)
    assert named.what == "structure"
    assert named.detail.startswith(statement.split()[2 if statement.startswith("INSERT") else 1])


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
    assert list(verify(used)) == [Broken("row_unknown", "result", f"{CYCLE} / E1 / 9", "#99", None, "E1")]


def test_changed_score_names_the_person(used: Archive) -> None:
    """A raised score is named by cycle, person and version, and nothing else is."""
    tamper(used, "UPDATE result SET score = 99 WHERE employee = 'E2' AND version = 1")
    (broken,) = verify(used)
    assert (broken.what, broken.table, broken.row) == ("row_changed", "result", f"{CYCLE} / E2 / 1")


def test_changed_file_is_named(used: Archive) -> None:
    """A kept file with one byte changed is named by its SHA-256 and the names it came under."""
    record = used.submissions()[0]
    tamper(used, f"UPDATE blob SET content = CAST('fIlled' AS BLOB) WHERE sha256 = '{record.sha256}'")
    assert list(verify(used)) == [Broken("blob_changed", "blob", record.sha256, "", "a.xlsx")]


def test_missing_file_is_named(used: Archive) -> None:
    """A file that is no longer kept is named by what belonged to it."""
    record = used.submissions()[0]
    tamper(used, f"DELETE FROM blob WHERE sha256 = '{record.sha256}'")
    assert Broken("blob_missing", "blob", record.sha256, "", "a.xlsx") in list(verify(used))


@pytest.mark.parametrize("column", ["text", "previous", "hash"])
def test_changed_event_is_named(used: Archive, column: str) -> None:
    """An event with one sign changed breaks the chain and is named by its number."""
    other = f"iif(substr({column}, 1, 1) = '0', '1', '0') || substr({column}, 2)"
    tamper(used, f"UPDATE event SET {column} = {other} WHERE seq = 4")
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


def test_changed_row_names_workbook_and_person(used: Archive) -> None:
    """A changed row is named with the file name of its workbook and the person it is about."""
    tamper(
        used,
        "UPDATE entry SET actual = 7 WHERE submission = 2 AND employee = 'E2' AND indicator = 'I1'",
        "UPDATE indicator_score SET score = 1 WHERE employee = 'E1' AND version = 2 AND position = 0",
        "UPDATE imported_actual SET value = 7 WHERE line = 2",
        "UPDATE imported_rating SET rating = 1 WHERE line = 2",
        "UPDATE past_result SET score = 99 WHERE line = 2",
        "UPDATE issued SET issued_at = 'x' WHERE revision = 2",
        "UPDATE form SET version = 9 WHERE employee = 'E2'",
    )
    named = {(one.table, one.workbook, one.employee) for one in verify(used)}
    assert named == {
        ("entry", "sales.xlsx", "E2"),
        ("indicator_score", "sales.xlsx", "E1"),
        ("imported_actual", "actuals.csv", "E1"),
        ("imported_rating", "ratings.csv", "E1"),
        ("past_result", "reviews.csv", "E1"),
        ("issued", f"{CYCLE}-sales.xlsx", None),
        ("form", "sales.xlsx", "E2"),
    }


def test_deleted_row_names_the_workbook(used: Archive) -> None:
    """Of a row that is gone, the event that wrote it and its workbook are named."""
    event = used.submission(1).event
    tamper(used, "DELETE FROM finding WHERE submission = 1")
    assert list(verify(used)) == [Broken("row_missing", "finding", "", f"#{event}", "a.xlsx")]


@pytest.mark.parametrize("table", CHANGING, ids=lambda table: table.name)
def test_row_put_back_to_an_earlier_state_is_named(used: Archive, table: Table) -> None:
    """A row as it once was, which an earlier event had recorded, is named: a later one had moved it on."""
    if table.name == "cycle":
        used.change_roster(CYCLE, dict(list(ROSTER.items())[:1]))
    with used.reading() as connection:
        before = connection.exec_driver_sql(f"SELECT * FROM {table.name} ORDER BY 1 LIMIT 1").one()
    assert before
    if table.name == "cycle":
        used.change_roster(CYCLE, ROSTER)
    else:
        receipt = used.receive(b"once more", "a.xlsx")
        with used.reading() as connection:
            of = f"SELECT * FROM {table.name} ORDER BY 1 DESC, 2 LIMIT 1"
            before = connection.exec_driver_sql(of).one()
        used.record(outcome(used, receipt.submission, "c3", 91))
    assert list(verify(used)) == []
    names = before._fields
    keys = " AND ".join(f'"{column.name}" = ?' for column in table.primary_key)
    given = [getattr(before, column.name) for column in table.primary_key]
    with closing(sqlite3.connect(used.url.removeprefix("sqlite:///"))) as connection:
        connection.execute(f"DELETE FROM {table.name} WHERE {keys}", given)
        connection.execute(
            f"INSERT INTO {table.name} VALUES ({', '.join('?' for _ in names)})", tuple(before)
        )
        connection.commit()
    assert table.name in {one.table for one in verify(used) if one.what == "row_changed"}


def test_seal_tells_of_a_log_that_was_cut_off(used: Archive) -> None:
    """The end of the log cut off with all it had written is not seen, but by the seal noted before."""
    noted = seal(used)
    assert noted == Seal(used.events()[-1].seq, noted.hash if noted else "")
    number = used.events()[-1].subject
    tamper(used, "DELETE FROM post_held", f"DELETE FROM imported WHERE id = {number}")
    tamper(used, "DELETE FROM blob WHERE content = CAST('posts' AS BLOB)")
    tamper(used, f"UPDATE sqlite_sequence SET seq = {number} - 1 WHERE name = 'imported'")
    assert holds_seal(used, noted.hash)
    tamper(used, f"DELETE FROM event WHERE seq = {noted.event}")
    assert list(verify(used)) == []
    assert not holds_seal(used, noted.hash)
    assert not holds_seal(used, noted.hash[:16])


def test_earlier_seal_is_still_there(used: Archive) -> None:
    """A seal noted at some time is found in the log however much was written since."""
    noted = seal(used)
    assert noted is not None
    used.receive(b"later", "later.xlsx")
    assert holds_seal(used, noted.hash)
    assert holds_seal(used, noted.hash[:12])
    assert list(verify(used)) == []


@pytest.fixture(scope="module")
def spans(original: Path) -> dict[str, list[Span]]:
    """Return where the rows of the guarded tables, the log and the kept files lie in the database file."""
    return {table: row_spans(original, table) for table in LYING}


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_bit_is_named(
    original: Path, spans: dict[str, list[Span]], tmp_path: Path, data: st.DataObject
) -> None:
    """One bit flipped in any row of any table, right in the database file, is named."""
    table = data.draw(st.sampled_from(LYING))
    start, end = data.draw(st.sampled_from(spans[table]))
    place, bit = data.draw(st.integers(start, end - 1)), data.draw(st.integers(0, 7))
    (tmp_path / "archive.db").write_bytes(flipped(original.read_bytes(), place, bit))
    with Archive(connect(url(tmp_path), "en", mode="ro"), url(tmp_path), "en", 1) as looking:
        named = {broken.table for broken in verify(looking)}
    assert named & {table, "database"}, (table, place, bit)


def test_empty_text_turned_into_empty_bytes_is_named(used: Archive) -> None:
    """An empty text that became an empty run of bytes is no longer what was written."""
    tamper(used, "UPDATE imported_actual SET evidence = X'' WHERE line = 2")
    assert [broken.table for broken in verify(used)] == ["imported_actual"]


def test_severities_and_texts_belong_to_the_program():
    """Two programs whose checks weigh or say something else are two versions, although their code is one."""
    names = {file.relative_to(HOUSE).as_posix() for file in sources()}
    assert names >= {"sync/archive/events.py", "templates/severities.toml", "addin/texts/zh/checks.toml"}
