"""Every verb after the check, given what nobody should give it: one line, status 2, nothing changed."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from sync.cli import main
from tests.builders import CYCLE
from tests.sync.service.steps.approved import BY, LATER, copied, run

LONG = "x" * 5_000
ODD = ("", " ", "../../etc/passwd", "'; DROP TABLE form; --", "\x1b[2J", "a\nb", "\udcff", "\x00", "完", LONG)
HOSTILE = {
    "CYCLE": (*ODD, "2026-Q9", "2026-q3", f"{CYCLE}-opinion", "-1"),
    "WHO": (*ODD, "0123", "00123,00124", "*", "@sales"),
    "UNIT": (*ODD, "nowhere", "Sales,company"),
    "STEP": (*ODD, "never", "Approval"),
    "APPEAL": (*ODD, "A-9999", "A-1", "0", "1"),
    "DAY": (*ODD, "2026-02-30", "31.12.2026", "yesterday", "2026-10-21T08:00", "1000000-01-01", "0000-00-00"),
    "BY": ("", " ", "\x1b[2J", "\udcff", "\x00", LONG),
    "WHY": ("", " ", "\udcff", "\x00"),
    "GRADE": (*ODD, "E", "a"),
    "SCORE": (*ODD, "nan", "inf", "1e400", "-1", "9" * 400),
    "PAIR": (*ODD, "SAL-01", "=", "SAL-01=", "=4", "NO-99=4", "SAL-01=nan", "SAL-01=1e999"),
}
"""What each kind of word may not be."""

TURNS = 1 if os.environ.get("MERITBOOK_EVERY") else 4
"""Each verb is given every fourth word, by turns; with MERITBOOK_EVERY set, all of them."""

UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]|Traceback")

PERSON, UNIT, NAMED = ("--employee", "WHO"), ("--department", "UNIT"), ("--by", "BY", "--reason", "WHY")
VERBS = (
    ("steps", "CYCLE", "WHO"),
    ("review", "CYCLE", *PERSON, *NAMED),
    ("review", "CYCLE", *UNIT, "--return", *NAMED),
    ("calibrate", "CYCLE", *PERSON, "--as-scored", "--by", "BY"),
    ("calibrate", "CYCLE", *UNIT, "--to", "{folder}/committee.xlsx"),
    ("approve", "CYCLE", *PERSON, "--by", "BY"),
    ("approve", "CYCLE", *UNIT, "--take-back", *NAMED),
    ("publish", "CYCLE", *PERSON, *UNIT, "--by", "BY"),
    ("confirm", "CYCLE", *PERSON, "--by", "BY"),
    ("confirm", "CYCLE", *UNIT, "--silent", "--by", "BY"),
    ("interviews", "CYCLE", *PERSON, "--outlines"),
    ("opinions", "CYCLE"),
    ("exempt", "CYCLE", "WHO", *NAMED),
    ("extend", "CYCLE", "STEP", "--until", "DAY", *UNIT, *NAMED),
    ("close", "CYCLE", "--by", "BY", "--reason", "WHY"),
    ("appeal", "file", "CYCLE", "WHO", "--grounds", "WHY", "--by", "BY"),
    ("appeal", "accept", "APPEAL", *NAMED),
    ("appeal", "refuse", "APPEAL", *NAMED),
    ("appeal", "investigate", "APPEAL", "--by", "BY", "--evidence", "WHY"),
    ("appeal", "decide", "APPEAL", "--outcome", "upheld", "--score", "SCORE", *NAMED),
    ("appeal", "decide", "APPEAL", "--outcome", "upheld", "--grade", "GRADE", *NAMED),
    ("appeal", "decide", "APPEAL", "--outcome", "partly", "--actual", "PAIR", "--rating", "PAIR", *NAMED),
    ("appeal", "review", "APPEAL", "--grounds", "WHY", "--by", "BY"),
    ("appeal", "withdraw", "APPEAL", *NAMED),
    ("appeal", "show", "APPEAL"),
    ("appeals", "CYCLE"),
    ("import", "pay", "{folder}/bases.csv", "--cycle", "CYCLE"),
    ("export", "pay-base", "CYCLE", *UNIT),
    ("notices", "CYCLE", "--step", "STEP"),
    ("patterns", "CYCLE"),
    ("health", "CYCLE"),
)
RIGHT = {
    "CYCLE": CYCLE,
    "WHO": "00123",
    "UNIT": "sales",
    "STEP": "appeals",
    "APPEAL": "A-0001",
    "DAY": "2026-12-31",
    "BY": "Zhang Wei",
    "WHY": "a figure is wrong",
    "GRADE": "A",
    "SCORE": "90",
    "PAIR": "SAL-01=95",
}
FILES = (
    ("confirm", CYCLE, "FILE", *BY),
    ("interviews", CYCLE, "FILE", *BY),
    ("opinions", CYCLE, "FILE", *BY),
    ("calibrate", CYCLE, "--from", "FILE", *BY),
    ("appeal", "file", CYCLE, "--from", "FILE", *BY),
    ("import", "pay", "FILE", "--cycle", CYCLE),
)


@pytest.fixture(scope="module")
def disputed(published, tmp_path_factory):
    """Return the folder of the small company with every result published, and an appeal filed."""
    workspace = copied(published, tmp_path_factory.mktemp("disputed") / "company")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", LATER)
        run(workspace, "appeal", "file", CYCLE, "00124", "--grounds", "a figure is wrong")
    (workspace.folder / "bases.csv").write_text("Employee no.,Base\n00123,3000\n")
    return workspace.folder


@pytest.fixture
def company(disputed, tmp_path, monkeypatch):
    """Return a workspace of one's own with that appeal."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    return copied(disputed, tmp_path / "company")


ROWS = [f"SELECT * FROM {table}" for table in ("step", "final", "pay_line", "form", "result", "submission")]
NOTED = "SELECT kind FROM record WHERE kind NOT IN ('file', 'calibration')"


def seen(workspace):
    """Return the rows that say something, and the files; not which files were kept, and why refused."""
    with closing(sqlite3.connect(workspace.folder / "archive.db")) as archive:
        rows = [sorted(map(repr, archive.execute(query))) for query in (*ROWS, NOTED)]
    files = sorted(str(path.relative_to(workspace.folder)) for path in workspace.folder.rglob("*"))
    return rows, [name for name in files if not name.startswith(("archive.db-", "."))]


def tried(workspace, capsys, words) -> str:
    """Run a command, and say in what its answer breaks the promise: status 2, no output, one plain line.

    A committee's workbook that cannot be read is a finding, and its status is 1.
    """
    capsys.readouterr()
    try:
        status = main(["-w", str(workspace.folder), *words])
    except SystemExit as left:
        status = left.code
    told = capsys.readouterr()
    if (status, told.err) == (1, "") and "Nothing was changed" in told.out:
        return ""
    if (status, told.out, told.err.count("\n")) != (2, "", 1):
        return f"{status} {told.out[:300]!r} {told.err[:300]!r}"
    return f"unprintable: {told.err!r}" if UNPRINTABLE.search(told.err) else ""


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_no_hostile_word_does_anything(verb, company, capsys):
    """Whatever stands in place of a cycle, person, name, day or number is refused, and nothing is done."""
    before, right = seen(company), [RIGHT.get(one, one).format(folder=company.folder) for one in verb]
    told = {
        (at, word): tried(company, capsys, [*right[:at], word, *right[at + 1 :]])
        for at, kind in enumerate(verb)
        for word in HOSTILE.get(kind, ())[VERBS.index(verb) % TURNS :: TURNS]
    }
    assert {place: why for place, why in told.items() if why} == {}
    assert seen(company) == before


def bomb(file: Path) -> None:
    """Pack a workbook part that unpacks to more than anybody reads."""
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", b" " * (300 << 20))


FORMS = ("opinion", "appeal")


def hostile_files(workspace, folder: Path) -> list[Path]:
    """Make files that nobody should give, and return where they are."""
    folder.mkdir()
    opinion, appeal = (next(workspace.outbox(CYCLE).glob(f"published/00123/*-{one}*.xlsx")) for one in FORMS)
    contents = {
        "empty.csv": b"",
        "nothing.xlsx": b"PK\x05\x06" + bytes(18),
        "noise.xlsx": Random(1).randbytes(20_000),
        "noise.csv": Random(2).randbytes(2_000),
        "zeros.csv": bytes(5_000),
        "half.xlsx": appeal.read_bytes()[:9_000],
        "titles.csv": b"Employee no.,Read on,Answer,Base\n",
        "nobody.csv": b"Employee no.,Read on,Answer,Base\nx,2026-10-20,read,1e999\n\x1b[2J,,,=1+1\n",
        "scheme.xlsx": workspace.scheme.read_bytes(),
        "a\nb.xlsx": b"\x1b[2J",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "loop.xlsx").symlink_to(folder / "loop.xlsx")
    (folder / "folder.xlsx").mkdir()
    bomb(folder / "bomb.xlsx")
    shutil.copy(opinion, folder / "blank.xlsx")
    return [*sorted(folder.iterdir()), folder / "nowhere.xlsx"]


@pytest.mark.parametrize("words", FILES, ids=" ".join)
def test_no_hostile_file_does_anything(words, company, capsys):
    """Whatever file is given, it is refused in one line; it may be kept, and nothing else is written."""
    files = hostile_files(company, company.folder.parent / "hostile")
    before = seen(company)
    told = {
        file.name: tried(company, capsys, [str(file) if word == "FILE" else word for word in words])
        for file in files
    }
    assert {name: why for name, why in told.items() if why} == {}
    assert seen(company) == before
