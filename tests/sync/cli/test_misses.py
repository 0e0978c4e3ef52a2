"""No check misses what it is for: each fail case, in a real workbook, is found by the command in its cell."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import update

from addin.scoring.scheme import Scheme
from addin.texts import LANGUAGES
from sync.archive.rows import IssuedWorkbook
from sync.archive.schema import meta
from sync.archive.store import Archive
from sync.cli import main
from sync.reading.stored import store
from sync.reading.submission import read_submission
from sync.service.opening import open_or_make_archive
from sync.service.starting import make_workspace
from sync.settings import SETTINGS_FILE, Workspace, open_workspace
from templates.books.scheme import starter, write_scheme
from templates.tables import TABLES
from tests import scheme_edits
from tests.builders import CYCLE, KEY, issued_workbook, sample_roster, sample_scheme
from tests.edits import apply
from tests.judged import judged_scheme, judged_workbook
from tests.registers import register_workbook
from tests.sync.checks.test_cases import FILES, OURS, expected, told
from tests.sync.checks.test_scheme import OURS as RULES
from tests.sync.checks.test_scheme import TODAY
from tests.writers.samples import filled

HOUSE = Path(__file__).resolve().parents[3]
SAMPLES = [("", "en"), ("", "zh"), ("judged", "en"), ("registers", "zh")]
COMMAND = "import sys; from sync.cli import main; sys.exit(main(sys.argv[1:]))"
Places = list[tuple[str | None, str | None]]


def in_language(case: Any, language: str) -> Any:
    """Return a case with the sheets as they are called in a language."""
    if isinstance(case, list):
        return [in_language(one, language) for one in case]
    if not isinstance(case, Mapping):
        return case
    return {
        key: _sheet(value, language) if key in ("sheet", "cell") else in_language(value, language)
        for key, value in case.items()
    }


def _sheet(name: str, language: str) -> str:
    """Return a sheet, or a cell with its sheet, as it is called in a language."""
    tables = [table for table in TABLES.values() if table.workbook != "master"]
    titles = {table.title("en"): table.title(language) for table in tables}
    begins = max((title for title in titles if name.startswith(title)), key=len, default="")
    return titles.get(begins, "") + name[len(begins) :]


class Case(NamedTuple):
    """One fail case done to a workbook: the file that is sent, what was issued, where it is found."""

    code: str
    name: str
    sent: bytes
    issued: bytes
    places: Places | None


def done(code: str, at: int, case: Mapping[str, Any], language: str) -> Case:
    """Do what a case says to the sample workbook; None as places: anywhere."""
    sample, before = case.get("sample", ""), case.get("issued", ())
    issued, sent = (apply(book(sample, full, language), before) for full in (False, True))
    sent = apply(sent, case.get("edits", ()))
    places = None if case["expect"] == "some" else expected(sent, case["expect"])
    if before:
        other = [{"do": "restamp", "field": "workbook", "value": f"w-{code}-{at}".lower()}]
        issued, sent = apply(issued, other), apply(sent, other)
    return Case(code, case.get("name", f"{code}-{at}.xlsx"), sent, issued, places)


def book(sample: str, full: bool, language: str) -> bytes:
    """Return a sample workbook, as issued or filled."""
    if sample == "registers":
        return register_workbook(full, language=language)
    if sample == "judged":
        return judged_workbook(full)
    return filled(language) if full else issued_workbook(language)


def cases(sample: str, language: str) -> Iterator[Case]:
    """Yield the fail cases of a sample workbook that can be done to it in a language."""
    for code in OURS:
        for at, case in enumerate(told(code)["fail"]):
            if case.get("sample", "") == sample and case.get("language", language) == language:
                yield done(code, at, in_language(case, language), language)


def remember(archive: Archive, scheme: Scheme, contents: Iterable[bytes]) -> None:
    """Let the archive be the one whose stamps workbooks bear, and know them as issued."""
    rules = archive.pin_cycle(CYCLE, scheme, sample_roster(), b"the scheme workbook")
    with archive.writing() as writing:
        for name, value in (("id", "tests"), ("key", KEY.hex())):
            writing.connection.execute(update(meta).where(meta.c.name == name).values(value=value))
    books = {}
    for content in contents:
        reading = read_submission(content)
        assert reading.stamp is not None
        stamp = replace(reading.stamp, scheme=rules.scheme)
        books[stamp.workbook] = IssuedWorkbook(stamp, "sales.xlsx", content, rules.roster, store(reading))
    archive.record_issue(list(books.values()))


def unusable(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Yield a file for each check of files, but for those that tell of a file still being copied."""
    for code in FILES:
        case = told(code)["fail"][0]
        if not case.get("arriving"):
            yield code, workspace.scheme.read_bytes() if case["readable"] else b"no workbook"


def checked(workspace: Workspace) -> list[dict[str, Any]]:
    """Run `meritbook check` on everything in the inbox, as a command of its own, and return its findings."""
    words = ["-w", str(workspace.folder), "check", str(workspace.inbox), "--json"]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *words], cwd=HOUSE, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, b"")
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


@pytest.mark.parametrize(("sample", "language"), SAMPLES)
def test_check_misses_nothing(sample: str, language: str, tmp_path: Path) -> None:
    """The command finds each fail case of each check of workbooks, in its cell and no other one."""
    workspace = make_workspace(tmp_path / "company", language)
    wanted = list(cases(sample, language))
    with open_or_make_archive(workspace) as archive:
        scheme = judged_scheme() if sample == "judged" else sample_scheme()
        remember(archive, scheme, [case.issued for case in wanted])
    refused = dict(unusable(workspace))
    sent = {case.name: case.sent for case in wanted} | {f"{code}.xlsx": refused[code] for code in refused}
    assert len(sent) == len(wanted) + len(refused)
    for name, data in sent.items():
        (workspace.inbox / name).write_bytes(data)
    places: dict[tuple[str, str], list[str]] = {}
    for one in checked(workspace):
        places.setdefault((one["code"], one["workbook"]), []).append(str((one["sheet"], one["cell"])))
    for case in wanted:
        found = places.get((case.code, case.name), [])
        right = sorted(found) if case.places is None else sorted(map(str, case.places))
        assert (case.name, sorted(found), bool(found)) == (case.name, right, True)
    assert all((code, f"{code}.xlsx") in places for code in refused)


@cache
def starter_book(language: str) -> bytes:
    """Return the starter in a language, written once."""
    return write_scheme(starter(language, TODAY), language)


def rule_cases(code: str, language: str) -> Iterator[Mapping[str, Any]]:
    """Yield the fail cases of a check of the scheme that can be done to the starter in a language."""
    for case in told(code)["fail"]:
        if case.get("language", language) == language:
            yield in_language(case, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", RULES)
def test_scheme_check_misses_nothing(
    code: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command finds each fail case of each check of the scheme workbook, in its cell and no other one."""
    (tmp_path / SETTINGS_FILE).write_text("")
    workspace = open_workspace(tmp_path)
    for at, case in enumerate(rule_cases(code, language)):
        workspace.scheme.write_bytes(scheme_edits.apply(starter_book(language), case["edits"]))
        assert main(["-w", str(tmp_path), "scheme", "check", "--json"]) in (0, 1)
        found = json.loads(capsys.readouterr().out)["findings"]
        places = [str((one["sheet"], one["cell"])) for one in found if one["code"] == code]
        wanted = [str((one.get("sheet"), scheme_edits.cell_of(one))) for one in case["expect"]]
        assert (at, sorted(places)) == (at, sorted(wanted))
