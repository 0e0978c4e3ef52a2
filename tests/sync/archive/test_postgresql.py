"""An archive on a server gives back what one in a file does, and tells what the server cannot do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import delete, select
from sqlalchemy.engine import make_url

from sync.archive import engine
from sync.archive.opening import create, open_archive, open_or_create
from sync.archive.postgresql import FEW, reason
from sync.archive.rows import Broken, RegisterRow
from sync.archive.schema import blob, entry, event, metadata, past_result, submission
from sync.archive.store import Archive
from sync.archive.verify import as_far_as_possible, looking, structure, verify
from sync.archive.writing import add, finish
from sync.settings import CannotGoOn
from tests.postgresql import Server, run
from tests.sync.archive.material import CYCLE, entries, finding, opened_at, outcome, send, workbook

HOUSE = Path(__file__).parents[3]
IDS = ("E10", "E9", "Z", "a", "e1", "Ä", "é", "张", "李", "ｅ", "😀", "-1", "_", " x")
FIGURES = (0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, -1e-300, 100.0, 1e22, 0.0)

NO_DRIVER = """
import sys
sys.modules["psycopg"] = None
from sync.archive.opening import open_archive
from sync.settings import CannotGoOn
try:
    open_archive("postgresql://hr:secret@localhost/archive")
except CannotGoOn as stopped:
    print(stopped)
"""


def test_lists_come_in_the_order_of_signs(archive: Archive) -> None:
    """Employees are listed sign by sign, whatever language the database sorts in."""
    archive.record_issue([replace(workbook(archive, 2), employees=IDS)])
    assert [form.employee for form in archive.forms(CYCLE)] == sorted((*IDS, "E1", "E2"))
    typed = tuple(entries()[0]._replace(employee=who) for who in IDS)
    receipt = archive.receive(b"filled", "a.xlsx")
    archive.record(replace(outcome(archive, receipt.submission), entries=typed))
    assert [row.employee for row in archive.entries(receipt.submission)] == sorted(IDS)


def test_findings_of_nobody_come_first(archive: Archive) -> None:
    """Findings without a department come before those of a department, and each in the order it was found."""
    found = [
        replace(finding(), department=name, id=str(number))
        for number, name in enumerate(("b", None, "B", "a"))
    ]
    receipt = archive.receive(b"filled", "a.xlsx")
    archive.record(replace(outcome(archive, receipt.submission), findings=tuple(found)))
    assert [one.department for one in archive.findings(CYCLE)] == [None, "B", "a", "b"]
    assert archive.findings_of(receipt.submission) == found


def test_registers_come_by_their_keys(archive: Archive) -> None:
    """Rows of the other tables come by table and key, in whatever order they were read."""
    rows = tuple(
        RegisterRow(kind, key, {}, None, {}) for kind in ("summary", "plans") for key in ("b", "B", "a")
    )
    receipt = archive.receive(b"filled", "a.xlsx")
    archive.record(replace(outcome(archive, receipt.submission), registers=rows))
    told = [(row.kind, row.key) for row in archive.registers(receipt.submission)]
    assert told == sorted((row.kind, row.key) for row in rows)


@pytest.mark.parametrize("number", [FEW, FEW + 1, 1000])
def test_rows_come_back(archive: Archive, number: int) -> None:
    """Few rows and many come back as they were: every figure to the last bit, text, blanks and nothing."""
    rows = [
        (line, f"E{line}", "张\n\t\\N 'x' €😀" if line % 2 else "", FIGURES[line % len(FIGURES)], None)
        for line in range(number)
    ]
    _import(archive, rows)
    with archive.reading() as connection:
        found = connection.execute(select(past_result).order_by(past_result.c.line)).all()
    assert [tuple(row)[1:-1] for row in found] == rows
    assert [[repr(part) for part in row[1:-1]] for row in found] == [
        [repr(part) for part in row] for row in rows
    ]
    assert list(verify(archive)) == []


def _import(archive: Archive, rows: list[tuple[object, ...]]) -> None:
    """Write rows of past results below an import made for them."""
    archive.take_in("history", "old", "old.csv", b"old", {"a": ["b"]}, [])
    with archive.writing() as writing:
        add(writing, past_result, ((1, *row) for row in rows))
        finish(writing, "test", "imported", "1", {})


@pytest.mark.parametrize("number", [1, FEW + 1])
def test_signs_that_are_no_text(archive: Archive, number: int) -> None:
    """What no database can keep becomes the replacement sign in rows and log, and verify finds both whole."""
    rows = [(line, "a\0b", "\ud800c\ud83d\ude00", None, "\udcff") for line in range(number)]
    archive.take_in("history", "old", "old.csv", b"old", {"a": ["b"]}, [])
    with archive.writing() as writing:
        add(writing, past_result, ((1, *row) for row in rows))
        finish(writing, "\udcff", "imported", "\0", {"what": ["\ud800"]})
    with archive.reading() as connection:
        found = connection.execute(select(past_result)).all()
    assert {tuple(row)[2:-1] for row in found} == {("a�b", "�c😀", None, "�")}
    assert (archive.events()[-1].actor, archive.events()[-1].subject) == ("�", "�")
    assert list(verify(archive)) == []


def test_bytes_and_large_numbers_come_back(archive: Archive) -> None:
    """Files of any bytes and times in nanoseconds come back as they were."""
    content = bytes(range(256)) * 4096
    receipt = archive.receive(content, "a.xlsx", mark=("/in/a.xlsx", 1 << 40, (1 << 62) + 1))
    assert archive.content(receipt.sha256) == content
    assert archive.seen() == {("/in/a.xlsx", 1 << 40, (1 << 62) + 1)}


def test_upper_and_lower_case_are_two(archive: Archive) -> None:
    """Numbers that differ in case only are two people."""
    archive.record_issue([replace(workbook(archive, 2), employees=("ab", "AB", "Ab"))])
    assert {form.employee for form in archive.forms(CYCLE)} == {"E1", "E2", "ab", "AB", "Ab"}


def test_events_have_no_gaps(archive: Archive) -> None:
    """A transaction that was given up leaves no gap in the numbers of events and none that are used twice."""
    with archive.writing() as writing:
        finish(writing, "test", "tried", "", {})
        writing.connection.rollback()
    send(archive, b"filled", "c1")
    assert [one.seq for one in archive.events()] == list(range(1, len(archive.events()) + 1))


@pytest.fixture
def served(new_database: Callable[[], str]) -> Iterator[Archive]:
    """Return an archive on a server."""
    with opened_at(new_database()) as made:
        yield made


def own(postgresql: Server) -> Server:
    """Pass on a server that the tests started; with another one nothing is changed but databases."""
    if postgresql.keeper is None:
        pytest.skip("changes users of the server")
    return postgresql


def refused(place: str, language: str = "en") -> str:
    """Return why an archive cannot be opened or made."""
    with pytest.raises(CannotGoOn) as stopped:
        open_or_create(place, language, wait=0.2).close()
    return str(stopped.value)


def by_port(server: Server, place: str, user: str, password: str) -> str:
    """Return an URL that reaches a database by the port, where the server asks for a password."""
    made = make_url(place).set(username=user, password=password, host="127.0.0.1", query={})
    return made.set(port=int(str(server.url.query["port"]))).render_as_string(hide_password=False)


@pytest.fixture
def guest(postgresql: Server) -> Iterator[str]:
    """Return a user of the server who may log in and nothing else; the password is "open sesame"."""
    run(own(postgresql), "CREATE ROLE guest LOGIN PASSWORD 'open sesame'")
    yield "guest"
    run(postgresql, "DROP ROLE guest")


@pytest.mark.postgresql
@pytest.mark.parametrize("language", ["en", "zh"])
def test_wrong_password(
    postgresql: Server, guest: str, new_database: Callable[[], str], language: str
) -> None:
    """A wrong password is told as one, with the line to correct, and is itself never shown."""
    told = refused(by_port(postgresql, new_database(), guest, "hush hush"), language)
    assert "password authentication failed" in told
    assert "meritbook.toml" in told
    assert "hush" not in told
    assert "guest:***@127.0.0.1" in told


@pytest.mark.postgresql
def test_no_rights(postgresql: Server, guest: str, new_database: Callable[[], str]) -> None:
    """A user who may not make tables is told to ask for that right, and nothing is left half made."""
    place = new_database()
    run(postgresql, "REVOKE ALL ON SCHEMA public FROM PUBLIC")
    told = refused(by_port(postgresql, place, guest, "open sesame"))
    assert "may not do this" in told
    assert "sesame" not in told
    with pytest.raises(CannotGoOn, match="no archive"):
        open_archive(place)


@pytest.mark.postgresql
def test_no_database(postgresql: Server) -> None:
    """A database that is not there is named, and who creates it."""
    place = postgresql.url.set(database="nowhere").render_as_string(hide_password=False)
    assert "no such database" in refused(place)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "place", ["postgresql://hr:secret@127.0.0.1:1/x", "postgres://hr:secret@nowhere.invalid/x"]
)
def test_no_server(place: str) -> None:
    """A server that does not answer, or is not known, is told with the line to correct."""
    told = refused(place)
    assert "cannot be reached" in told
    assert "secret" not in told


@pytest.mark.postgresql
def test_nothing_there_yet(new_database: Callable[[], str]) -> None:
    """An empty database is told like a missing file to who looks, and is made an archive by who works."""
    place = new_database()
    with pytest.raises(CannotGoOn, match="no archive"):
        open_archive(place, readonly=True)
    open_or_create(place).close()
    open_archive(place, readonly=True).close()


@pytest.mark.postgresql
def test_other_encoding(postgresql: Server, new_database: Callable[[], str]) -> None:
    """A database that cannot hold every name is refused before anything is written."""
    name = make_url(new_database()).database or ""
    run(
        postgresql,
        "CREATE DATABASE {} ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0",
        name + "l",
    )
    place = postgresql.url.set(database=name + "l").render_as_string(hide_password=False)
    assert "LATIN1" in refused(place)
    run(postgresql, "DROP DATABASE {}", name + "l")


@pytest.mark.postgresql
def test_read_only_server(postgresql: Server, served: Archive) -> None:
    """On a server that only lets read, looking works and writing says why it does not."""
    run(
        postgresql,
        "ALTER DATABASE {} SET default_transaction_read_only = on",
        make_url(served.url).database or "",
    )
    with open_archive(served.url) as later:
        assert later.cycles() == [CYCLE]
        with pytest.raises(CannotGoOn, match="read-only"):
            later.receive(b"x", "x.xlsx")


@pytest.mark.postgresql
def test_server_breaks_off(postgresql: Server, served: Archive) -> None:
    """When the server ends a connection in the middle, nothing is half written and the next try works."""

    def break_off() -> None:
        with served.writing() as writing:
            writing.connection.execute(delete(event))
            session = writing.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            run(postgresql, f"SELECT pg_terminate_backend({session})")
            finish(writing, "test", "tried", "", {})

    with pytest.raises(CannotGoOn, match="broke off"):
        break_off()
    assert served.events()[-1].kind == "issued"
    assert send(served, b"filled", "c1") == 1


@pytest.mark.postgresql
def test_verify_stops_where_the_server_breaks_off(postgresql: Server, served: Archive) -> None:
    """A connection lost while everything is looked at is a reason to stop, not damage of the archive."""

    def look() -> list[Broken]:
        with looking(served) as connection:
            session = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            run(postgresql, f"SELECT pg_terminate_backend({session})")
            return list(as_far_as_possible(structure(connection)))

    with pytest.raises(CannotGoOn):
        look()


@pytest.mark.postgresql
def test_an_error_of_ours_is_no_reason(served: Archive) -> None:
    """A statement that is wrong is a bug and is not told as a trouble of the server."""
    with pytest.raises(Exception, match="nonsense") as found, served.reading() as connection:
        connection.exec_driver_sql("SELECT nonsense")
    assert not isinstance(found.value, CannotGoOn)


@pytest.mark.parametrize(
    ("code", "key"),
    [("53100", "archive_full"), ("XX001", "archive_damaged"), ("42P07", "archive_unfit"), ("23505", None)],
)
def test_reasons_by_code(code: str, key: str | None) -> None:
    """A full disk and a damaged table are told by their code, in whatever language the server speaks."""
    assert reason(psycopg.errors.lookup(code)("!")) == key


@pytest.mark.postgresql
def test_orphans_are_named(served: Archive) -> None:
    """A row whose parent was taken away behind the server's back is named."""
    send(served, b"filled", "c1")
    with served.writing() as writing:
        writing.connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        writing.connection.execute(delete(submission))
    assert "entry (4): submission" in {broken.detail for broken in verify(served)}


@pytest.mark.postgresql
def test_a_looker_sees_one_state(served: Archive) -> None:
    """Who looks sees the same state throughout, even when another one has finished writing meanwhile."""
    with served.reading() as connection:
        before = connection.execute(select(blob.c.sha256)).all()
        with open_archive(served.url) as other:
            send(other, b"filled", "c1")
        assert connection.execute(select(blob.c.sha256)).all() == before
        assert connection.execute(select(entry)).all() == []
    assert len(served.files()) == len(before) + 1


@pytest.mark.postgresql
def test_every_text_compares_sign_by_sign(served: Archive) -> None:
    """Every column of text is kept in the order of signs, not of a language."""
    with served.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE data_type = 'text' AND collation_name IS DISTINCT FROM 'C' AND table_schema = 'public'"
        ).all()
    assert found == []
    assert metadata.tables


def test_missing_driver() -> None:
    """Where the package for PostgreSQL is missing, the command that installs it is told."""
    done = subprocess.run(
        [sys.executable, "-c", NO_DRIVER], capture_output=True, encoding="utf-8", cwd=HOUSE, check=True
    )
    assert 'pip install "meritbook[postgresql]"' in done.stdout
    assert "secret" not in done.stdout


def test_passwords_are_never_shown() -> None:
    """A password in an URL is masked, also one that is not written as it should be."""
    for bad in (
        "postgresql://hr:pa@ss:wo/rd?@host:5432/db",
        "postgresql://host/db?user=hr&password=pa@ss&x=1",
    ):
        assert "ss" not in engine.shown(bad).removeprefix("postgresql").replace("password", "")
    assert engine.shown("postgresql://hr@host/db") == "postgresql://hr@host/db"


def test_a_server_is_no_file(tmp_path: Path) -> None:
    """Only an archive in a file has a path."""
    assert engine.path_of("postgresql://host/db") is None
    assert engine.path_of(f"sqlite:///{tmp_path}/a.db") == tmp_path / "a.db"
    with pytest.raises(CannotGoOn):
        create("mysql://host/db")
