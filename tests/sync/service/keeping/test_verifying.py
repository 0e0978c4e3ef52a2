"""Verifying: whatever was changed in the archive behind its back is named; what was not is never named."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from addin.texts import LANGUAGES, say
from sync.archive.documents import decode_scheme, digest, pack, unpack
from sync.archive.events import START, chained, row_digest
from sync.archive.opening import open_archive
from sync.archive.verify import seal
from sync.archive.verify import verify as verify_archive
from sync.cli import main
from sync.reading import pool
from sync.reading.cells import Unreadable
from sync.reading.pool import read_all
from sync.service.keeping.following import to_its_end
from sync.service.keeping.verifying import verify
from sync.settings import CannotGoOn, open_workspace, stop
from tests.builders import CYCLE
from tests.sync.archive.pages import damage_last_event, flipped, row_spans
from tests.sync.service.company import NO_RATING, filled, on_server

CHANGED_BYTE = (
    "UPDATE blob SET content = CAST(substr(content, 1, 2000) || "
    "CASE substr(content, 2001, 1) WHEN x'00' THEN x'01' ELSE x'00' END || substr(content, 2002) AS BLOB) "
    "WHERE sha256 = (SELECT blob FROM {table} ORDER BY rowid LIMIT 1)"
)
TAMPERED = {
    "a byte of a kept workbook": (CHANGED_BYTE.format(table="submission"), "blob", "a.xlsx"),
    "a byte of an issued workbook": (
        CHANGED_BYTE.format(table="issued"),
        "blob",
        f"{CYCLE}-company.xlsx",
    ),
    "a byte of the scheme workbook": (CHANGED_BYTE.format(table="scheme_version"), "blob", "scheme.xlsx"),
    "a score": ("UPDATE result SET score = score + 1 WHERE employee = '00124'", "result", "00124"),
    "a grade": ("UPDATE result SET grade = 'S' WHERE employee = '00124'", "result", "00124"),
    "the score of a line": (
        "UPDATE indicator_score SET score = score + 1 WHERE employee = '00124' AND indicator = 'SAL-01'",
        "indicator_score",
        "00124",
    ),
    "an entry": (
        "UPDATE entry SET actual = 99 WHERE employee = '00124' AND indicator = 'SAL-01' AND submission = 1",
        "entry",
        "00124",
    ),
    "a finding": (
        "DELETE FROM finding WHERE code = 'V001' AND submission = 1",
        "finding",
        "a.xlsx",
    ),
    "a form": ("UPDATE form SET state = 'checked' WHERE employee = '00001'", "form", "00001"),
    "an issued workbook": ("UPDATE issued SET department = 'x' WHERE revision = 2", "issued", "sales"),
    "the rules": (
        "UPDATE scheme_version SET document = CAST(substr(document, 1, 40) || x'00' || "
        "substr(document, 42) AS BLOB)",
        "scheme_version",
        "",
    ),
    "the people": ("UPDATE roster_version SET document = x'00'", "roster_version", ""),
    "the wording of an event": ("UPDATE event SET text = replace(text, 'meritbook', 'nobody')", "event", ""),
}


@pytest.fixture(scope="module")
def used(original, tmp_path_factory):
    """Return the folder of a company that sent a workbook, got it back and mended it."""
    folder = tmp_path_factory.mktemp("used") / "company"
    shutil.copytree(original, folder)
    workspace = open_workspace(folder)
    (workspace.inbox / "a.xlsx").write_bytes(filled(workspace, other=NO_RATING))
    assert main(["-w", str(folder), "collect"]) == 1
    copy = workspace.returned(CYCLE) / f"{CYCLE}-sales.xlsx"
    (workspace.inbox / "b.xlsx").write_bytes(filled(workspace, into=copy.read_bytes()))
    assert main(["-w", str(folder), "collect"]) == 0
    return folder


@pytest.fixture
def company(used, tmp_path):
    """Return a copy of that company's workspace, to be changed behind its back."""
    shutil.copytree(used, tmp_path / "company")
    return open_workspace(tmp_path / "company")


def tamper(workspace, statement):
    """Change the archive's database behind its back."""
    with closing(sqlite3.connect(workspace.folder / "archive.db")) as connection:
        assert connection.execute(statement).rowcount > 0
        connection.commit()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_untouched_archive_is_clean(company, run, language):
    """Nothing is named in an archive that nobody touched, and it is counted what was looked at."""
    status, shown, told = run(company, "verify", "--json", "--language", language)
    document = json.loads(shown)
    assert (status, told, document["broken"]) == (0, "", [])
    assert document["counts"]["results"] == 5
    assert document["counts"]["files"] >= 6


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_changed_is_named(company, run, what):
    """One thing changed anywhere is named by table and row with status 1, in both forms of output."""
    statement, table, row = TAMPERED[what]
    tamper(company, statement)
    status, shown, told = run(company, "verify", "--json")
    assert (status, told) == (1, "")
    named = [one for one in json.loads(shown)["broken"] if one["table"] == table]
    assert any(row in f"{one['row']} {one['workbook']}" for one in named)
    assert all(one["message"] and "archive." not in one["message"] for one in named)
    status, shown, told = run(company, "verify")
    assert (status, told) == (1, "")
    assert say(f"archive.tables.{table}", "en") in shown


def test_changed_rules_give_other_results(company, document):
    """Rules that were rewritten whole are named themselves, and so are the results they no longer give."""
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        ((stored,),) = connection.execute("SELECT document FROM scheme_version").fetchall()
        rules = unpack(stored)
        easier = rules.replace(b'"scale":5', b'"scale":4')
        assert easier != rules
        connection.execute("UPDATE scheme_version SET document = ?", [pack(easier)])
        connection.commit()
    found = document(company, "verify")["broken"]
    assert {(one["what"], one["table"]) for one in found} >= {
        ("row_changed", "scheme_version"),
        ("not_recomputed", "result"),
    }


@pytest.mark.parametrize("table", ["scheme_version", "roster_version"])
def test_rules_that_are_none_any_more_are_named(company, document, table):
    """Rules or people replaced by something else entirely are named, and nothing breaks off."""
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        connection.execute(f"UPDATE {table} SET document = ?", [pack(b'{"settings": 7}')])
        connection.commit()
    assert ("row_changed", table) in {
        (one["what"], one["table"]) for one in document(company, "verify")["broken"]
    }


def test_a_changed_score_does_not_follow_from_the_workbook(company, document):
    """A raised score is named twice: it is not what was written, and not what the kept workbook gives."""
    tamper(company, TAMPERED["a score"][0])
    found = [one for one in document(company, "verify")["broken"] if "00124" in one["row"]]
    assert {one["what"] for one in found} == {"row_changed", "not_recomputed"}
    assert {one["table"] for one in found} == {"result"}


def test_only_what_was_changed_is_named(company, document):
    """A changed score of one person casts no doubt on anybody else."""
    tamper(company, TAMPERED["a score"][0])
    assert all("00124" in one["row"] for one in document(company, "verify")["broken"])


def test_any_deleted_event_is_noticed(used, tmp_path, run):
    """Whichever event is deleted from the audit log, the first, the last or any other, verify says so."""
    with closing(sqlite3.connect(used / "archive.db")) as connection:
        numbers = [row[0] for row in connection.execute("SELECT seq FROM event")]
    assert len(numbers) >= 6
    silent = []
    for number in numbers:
        shutil.copytree(used, tmp_path / str(number))
        workspace = open_workspace(tmp_path / str(number))
        tamper(workspace, f"DELETE FROM event WHERE seq = {number}")
        status, shown, _ = run(workspace, "verify", "--json")
        if status != 1 or not json.loads(shown)["broken"]:
            silent.append(number)
    assert not silent


@pytest.mark.parametrize(
    ("language", "places"),
    [
        (
            "en",
            {
                "results › a.xlsx › 00124 Wang Wei › cycle 2026-Q3, version 1",
                "entries › b.xlsx › 00123 Li Na › submission 2, indicator SAL-01",
                "issued workbooks › 2026-Q3-sales.xlsx › 2026-Q3-sales-rating, copy 2",
            },
        ),
        ("zh", {"考核结果 › a.xlsx › 00124 Wang Wei › 考核周期2026-Q3、第1个版本"}),
    ],
)
def test_what_does_not_hold_is_said_in_words(company, run, language, places):
    """Table, workbook, person and row are said as people say them, in both languages."""
    tamper(company, "UPDATE result SET score = 1 WHERE employee = '00124' AND version = 1")
    of = "submission = 2 AND employee = '00123' AND indicator = 'SAL-01'"
    tamper(company, f"UPDATE entry SET comment = 'x' WHERE {of}")
    tamper(company, "UPDATE issued SET name = '2026-Q3-sales.xlsx', issued_at = 'x' WHERE revision = 2")
    status, shown, told = run(company, "verify", "--language", language)
    assert (status, told) == (1, "")
    assert places <= {re.split(": |：", line)[0] for line in shown.splitlines()}
    found = json.loads(run(company, "verify", "--json")[1])["broken"]
    assert {(one["workbook"], one["employee"]) for one in found} == {
        ("a.xlsx", "00124"),
        ("b.xlsx", "00123"),
        ("2026-Q3-sales.xlsx", None),
    }


def forge(workspace, table, statement):
    """Change rows of a table together with the audit log, as one could who knows how it is made."""
    with closing(sqlite3.connect(workspace.folder / "archive.db")) as connection:
        before = connection.execute(f"SELECT * FROM {table}").fetchall()
        assert connection.execute(statement).rowcount > 0
        after = connection.execute(f"SELECT * FROM {table}").fetchall()
        digests = {row_digest(old): row_digest(new) for old, new in zip(before, after, strict=True)}
        previous = START
        for seq, text in connection.execute("SELECT seq, text FROM event ORDER BY seq").fetchall():
            for old, new in digests.items():
                text = text.replace(old, new)
            connection.execute(
                "UPDATE event SET text = ?, previous = ?, hash = ? WHERE seq = ?",
                (text, previous, chained(previous, text), seq),
            )
            previous = chained(previous, text)
        connection.commit()


FORGED = {
    "a score": ("result", "UPDATE result SET score = 120 WHERE employee = '00124' AND version = 1", "result"),
    "an earlier score": ("result", "UPDATE result SET score = 1 WHERE version = 1", "result"),
    "a state": ("result", "UPDATE result SET state = 'returned' WHERE employee = '00124'", "result"),
    "a grade": ("result", "UPDATE result SET grade = 'S' WHERE employee = '00124'", "result"),
    "a result without a workbook": (
        "result",
        "UPDATE result SET submission = NULL WHERE employee = '00124'",
        "result",
    ),
    "the score of a line": (
        "indicator_score",
        "UPDATE indicator_score SET score = 1 WHERE employee = '00124' AND indicator = 'SAL-01'",
        "result",
    ),
    "the cell of a line": (
        "indicator_score",
        "UPDATE indicator_score SET cell = 'K99' WHERE employee = '00124' AND indicator = 'SAL-01'",
        "result",
    ),
    "an entry": (
        "entry",
        "UPDATE entry SET actual = 120 WHERE employee = '00124' AND indicator = 'SAL-01'",
        "entry",
    ),
    "the cells of an entry": (
        "entry",
        "UPDATE entry SET cells = replace(cells, 'actual', 'target') WHERE employee = '00124'",
        "entry",
    ),
    "a remark": ("register", "UPDATE register SET document = '{}' WHERE key = '00124'", "register"),
    "a finding": ("finding", "UPDATE finding SET employee = '00124' WHERE code = 'V001'", "finding"),
    "the words of a finding": ("finding", "UPDATE finding SET message = 'x' WHERE code = 'V001'", "finding"),
    "how to mend a finding": ("finding", "UPDATE finding SET fix = 'x' WHERE code = 'V001'", "finding"),
    "what was found": ("finding", "UPDATE finding SET found = 'x' WHERE code = 'V001'", "finding"),
    "the id of a finding": ("finding", "UPDATE finding SET id = 'x' WHERE code = 'V001'", "finding"),
    "the severity of a finding": (
        "finding",
        "UPDATE finding SET severity = 'note' WHERE code = 'V001'",
        "finding",
    ),
    "the content of a submission": (
        "submission",
        "UPDATE submission SET content_digest = 'x' WHERE id = 1",
        "submission",
    ),
    "the copy a submission was built on": (
        "submission",
        "UPDATE submission SET base = 1 WHERE id = 2",
        "submission",
    ),
    "the state of a form": (
        "form",
        "UPDATE form SET state = 'returned' WHERE employee = '00124'",
        "form",
    ),
    "a form set back": (
        "form",
        "UPDATE form SET state = 'issued', submission = NULL, version = 0 WHERE employee = '00124'",
        "form",
    ),
    "a form that never came": ("form", "UPDATE form SET state = 'checked' WHERE employee = '00001'", "form"),
    "how often a form came": ("form", "UPDATE form SET version = 1 WHERE employee = '00124'", "form"),
    "the submission of a form": ("form", "UPDATE form SET submission = 1 WHERE employee = '00124'", "form"),
    "how many forms came": ("submission", "UPDATE submission SET forms = 1 WHERE id = 2", "submission"),
    "how many went back": ("submission", "UPDATE submission SET returned = 0 WHERE id = 1", "submission"),
    "a stamp": ("issued", "UPDATE issued SET stamp = replace(stamp, 'sales', 'salez')", "issued"),
    "a column of a stamp": ("issued", "UPDATE issued SET edition = 'goals' WHERE revision = 2", "issued"),
}


@pytest.mark.parametrize("what", FORGED)
def test_what_does_not_follow_from_the_kept_workbooks_is_named(company, document, what):
    """Rows changed together with their events do not follow from the kept bytes, and the seal is gone."""
    table, statement, named = FORGED[what]
    noted = document(company, "verify")["seal"]["hash"]
    forge(company, table, statement)
    with open_archive(company.archive, readonly=True) as archive:
        assert list(verify_archive(archive)) == []
    found = document(company, "verify")["broken"]
    assert named in {one["table"] for one in found}
    assert document(company, "verify", "--seal", noted)["broken"][0]["what"] == "seal_missing"


def test_a_forged_reading_of_an_issued_workbook_is_named(company, document):
    """The reading of an issued workbook, by which submissions are judged, must follow from its bytes."""
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        find = "SELECT reading FROM issued WHERE workbook LIKE '%sales%' AND revision = 1"
        ((stored,),) = connection.execute(find).fetchall()
    easier = unpack(stored).replace(b'"target":[', b'"target":[9')
    assert easier != unpack(stored)
    hexed = pack(easier).hex()
    forge(company, "issued", f"UPDATE issued SET reading = x'{hexed}' WHERE reading = x'{stored.hex()}'")
    found = document(company, "verify")["broken"]
    assert {(one["what"], one["workbook"]) for one in found} >= {
        ("reading_differs", f"{CYCLE}-sales.xlsx"),
    }


@pytest.mark.parametrize(
    ("table", "before", "after"),
    [
        ("scheme_version", b'"scale":5', b'"scale":4'),
        ("roster_version", b'"name":"Li Na"', b'"name":"Li Nb"'),
    ],
)
def test_forged_rules_and_people_are_named(company, document, table, before, after):
    """Rules and people are those of the scheme workbook that was kept."""
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        ((stored,),) = connection.execute(f"SELECT document FROM {table}").fetchall()
    other = unpack(stored).replace(before, after)
    assert other != unpack(stored)
    forge(company, table, f"UPDATE {table} SET document = x'{pack(other).hex()}'")
    assert ("not_recomputed", table) in {
        (one["what"], one["table"]) for one in document(company, "verify")["broken"]
    }


def test_a_forged_version_of_the_rules_is_named(company, document):
    """Rules exchanged for others, name and all, are not those of the kept scheme workbook."""
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        ((stored, name),) = connection.execute("SELECT document, digest FROM scheme_version").fetchall()
        other = unpack(stored).replace(b'"scale":5', b'"scale":4')
        forged = digest(decode_scheme(other))
    assert forged != name
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        for table in ("cycle", "issued"):
            connection.execute(f"UPDATE {table} SET scheme = ?", [forged])
        of = (forged, pack(other))
        connection.execute("UPDATE scheme_version SET digest = ?, document = ?", of)
        connection.commit()
    found = document(company, "verify")["broken"]
    assert ("not_recomputed", "scheme_version") in {(one["what"], one["table"]) for one in found}


def test_an_actual_that_the_file_does_not_say_is_named(company, run, document):
    """Imported values must follow from the kept file, read as it was read then."""
    file = company.folder / "actuals.csv"
    file.write_text("Employee no.,Indicator no.,Actual\n00123,SAL-01,95\n00124,SAL-01,96\n", "utf-8")
    status, _, told = run(company, "import", "actuals", str(file), "--source", "finance", "--cycle", CYCLE)
    assert (status, told) == (0, "")
    assert document(company, "verify")["broken"] == []
    forge(company, "imported_actual", "UPDATE imported_actual SET value = 120 WHERE subject = '00124'")
    (found,) = document(company, "verify")["broken"]
    assert (found["what"], found["table"]) == ("not_recomputed", "imported_actual")
    assert (found["workbook"], found["employee"], found["row"]) == ("actuals.csv", "00124", "1 / 3")


def test_a_rating_that_the_file_does_not_say_is_named(company, run, document):
    """Imported ratings must follow from the kept file, too; who rated is not told."""
    file = company.folder / "ratings.csv"
    titles = "Employee no.,Indicator no.,Rater,Relation,Rating\n"
    file.write_text(titles + "00123,SAL-07,RX-1,peer,4\n00124,SAL-07,RX-2,peer,4\n", "utf-8")
    assert run(company, "import", "ratings", str(file), "--cycle", CYCLE)[0] == 0
    assert document(company, "verify")["broken"] == []
    forge(company, "imported_rating", "UPDATE imported_rating SET rating = 5 WHERE subject = '00124'")
    (found,) = document(company, "verify")["broken"]
    assert (found["what"], found["table"]) == ("not_recomputed", "imported_rating")
    assert (found["workbook"], found["employee"], found["row"]) == ("ratings.csv", "00124", "1 / 3")
    assert "RX-" not in str(found)


@pytest.mark.parametrize("table", ["blob", "event"])
def test_any_flipped_bit_is_named_by_the_command(used, tmp_path_factory, capsys, table):
    """One bit flipped in a kept file or an event gives status 1."""
    folder = tmp_path_factory.mktemp("flipped") / "company"
    shutil.copytree(used, folder)
    spans = row_spans(folder / "archive.db", table)
    whole = (folder / "archive.db").read_bytes()

    @settings(max_examples=4, database=None)
    @given(data=st.data())
    def flip(data):
        start, end = data.draw(st.sampled_from(spans))
        place, bit = data.draw(st.integers(start, end - 1)), data.draw(st.integers(0, 7))
        (folder / "archive.db").write_bytes(flipped(whole, place, bit))
        status = main(["-w", str(folder), "verify", "--json"])
        shown, told = capsys.readouterr()
        assert (status, told) == (1, "")
        found = json.loads(shown)["broken"]
        assert {one["table"] for one in found} & {table, "database"}
        assert all(one["place"] and one["message"] for one in found)

    flip()


def test_a_log_whose_end_was_cut_off_is_found_by_its_seal(company, run, document):
    """Events cut off together with all they had written leave no gap; the seal noted before tells."""
    noted = document(company, "verify")["seal"]
    with open_archive(company.archive) as archive:
        archive.receive(b"to be forgotten", "x.xlsx")
    later = document(company, "verify", "--seal", noted["hash"])
    assert (later["broken"], later["seal"]["event"]) == ([], noted["event"] + 1)
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        connection.execute("DELETE FROM submission WHERE name = 'x.xlsx'")
        connection.execute("UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'submission'")
        connection.execute("DELETE FROM event WHERE seq = ?", [later["seal"]["event"]])
        connection.execute("DELETE FROM blob WHERE content = ?", [b"to be forgotten"])
        connection.commit()
    assert document(company, "verify")["broken"] == []
    assert document(company, "verify", "--seal", noted["hash"][:32])["broken"] == []
    status, shown, _ = run(company, "verify", "--seal", later["seal"]["hash"])
    assert status == 1
    assert say("archive.broken.seal_missing", "en") in shown


@pytest.mark.postgresql
def test_an_auditor_needs_to_read_only(small_on_server, document):
    """An account on the server that may read, and nothing else, can verify an archive and look at it."""
    server, auditor = create_engine(small_on_server.archive), f"auditor_{uuid4().hex}"
    before = document(small_on_server, "verify"), document(small_on_server, "progress", CYCLE)
    given = (
        f"CREATE ROLE {auditor} LOGIN PASSWORD 'auditor'",
        f"GRANT USAGE ON SCHEMA public TO {auditor}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {auditor}",
    )
    taken = (f"DROP OWNED BY {auditor}", f"DROP ROLE {auditor}")
    _each(server, given)
    reading = make_url(small_on_server.archive).set(username=auditor, password="auditor")
    on_server(small_on_server, reading.render_as_string(hide_password=False))
    after = document(small_on_server, "verify"), document(small_on_server, "progress", CYCLE)
    _each(server, taken)
    assert after == before


def _each(server, statements):
    with server.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    server.dispose()


def test_a_seal_that_is_too_short_is_refused(company, run):
    """A few digits could be those of any event; the command asks for more."""
    status, shown, told = run(company, "verify", "--seal", "3f9c0a51d2be")
    assert (status, shown) == (2, "")
    assert "3f9c0a51d2be" in told


@pytest.mark.parametrize("sealed", [False, True], ids=["without a seal", "with a seal"])
def test_a_damaged_last_event_is_named(company, run, document, sealed):
    """Where not even the end of the log can be read any more, that is named, and no seal is printed."""
    words = ["--seal", document(company, "verify")["seal"]["hash"]] if sealed else []
    damage_last_event(company.folder / "archive.db")
    status, shown, told = run(company, "verify", "--json", *words)
    found = json.loads(shown)
    assert (status, told, found["seal"]) == (1, "", None)
    assert {one["table"] for one in found["broken"]} & {"event", "database"}
    status, shown, told = run(company, "verify", *words)
    assert (status, told) == (1, "")


def test_the_seal_is_of_what_was_looked_at(company):
    """What others add while verify is at work is not covered by the seal and the counts it prints."""

    def meanwhile(files, total):
        with open_archive(company.archive) as archive:
            archive.receive(b"sent meanwhile", "x.xlsx")
        return files

    with open_archive(company.archive, readonly=True) as archive:
        end = seal(archive)
    found = verify(company, watch=meanwhile)
    assert (found.broken, found.seal, found.counts.events) == ([], end, end.event)
    assert verify(company).seal.event == end.event + 1


def test_what_is_accepted_meanwhile_is_not_named(company):
    """Forms that another collect moves on while verify is at work are not taken for forged ones."""

    def meanwhile(files, total):
        (company.inbox / "c.xlsx").write_bytes(filled(company, "company"))
        assert main(["-w", str(company.folder), "collect"]) == 0
        return files

    assert verify(company, watch=meanwhile).broken == []


@pytest.mark.parametrize("code", ["worker_died", "out_of_memory", "too_slow", "unavailable"])
def test_a_busy_machine_is_no_damage(company, code):
    """Where the machine could not read a kept workbook again, verify stops instead of naming damage."""

    def busy(files, total):
        return ((key, Unreadable(code, limit=60, error="no")) for key, _ in files)

    with pytest.raises(CannotGoOn) as stopped:
        verify(company, watch=busy)
    assert stopped.value.key == "cannot_verify"
    assert ".xlsx" in str(stopped.value)


@pytest.mark.parametrize(
    ("memory", "reason"),
    [(1 << 20, "not enough time or memory"), (None, "No worker process can be started")],
    ids=["without memory", "that never begin"],
)
def test_workers_that_cannot_work_are_no_damage(company, run, monkeypatch, memory, reason):
    """Workers that cannot work on this machine are a reason to stop: nothing is said about the archive."""
    monkeypatch.setattr(pool, "read_all", partial(read_all, memory=memory))
    status, shown, told = run(company, "verify", "--jobs", "2")
    if status == 0 and memory is not None:  # what the worker held before it was bounded may be enough
        return
    assert (status, shown) == (2, "")
    assert reason in told


def test_workers_read_the_same(company, document):
    """With several jobs the kept workbooks are read in worker processes, and the same is named."""
    tamper(company, TAMPERED["a score"][0])
    assert document(company, "verify", "--jobs", "2") == document(company, "verify")


def test_an_archive_that_has_lost_its_name_cannot_be_opened(company, run):
    """Where the archive's own key is damaged, the command says so instead of breaking off."""
    tamper(company, "UPDATE meta SET value = 'no key' WHERE name = 'key'")
    status, shown, told = run(company, "verify")
    assert (status, shown) == (2, "")
    assert "archive.db" in told


def test_an_archive_that_has_lost_a_table_is_looked_at_to_its_end(company, run):
    """Where a table is gone, that is named, and whatever is still there is looked at."""
    with closing(sqlite3.connect(company.folder / "archive.db")) as connection:
        connection.execute("DROP TABLE past_result")
    status, shown, told = run(company, "verify")
    assert (status, told) == (1, "")
    assert "past_result" in shown


@pytest.mark.parametrize(
    ("key", "damage"), [("archive_full", False), ("archive_document", True), ("archive_unfit", True)]
)
def test_only_damage_is_named(key, damage):
    """A full disk stops verify instead of being reported as damage to everything kept."""

    def found():
        raise stop(key, "en", archive="archive.db", error="no room")
        yield

    if damage:
        assert [one.what for one in to_its_end(found())] == ["structure"]
    else:
        with pytest.raises(CannotGoOn):
            list(to_its_end(found()))
