"""Every command says and writes the same whether the archive is a file or on a server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from sync.settings import Workspace
from templates.books.department.state import Typed
from tests.builders import CYCLE
from tests.sync.service.company import NO_RATING, content_of, filled

pytestmark = pytest.mark.postgresql

LOOKS = (
    ("progress", CYCLE),
    ("findings", CYCLE),
    ("results", CYCLE),
    ("why", CYCLE, "00123"),
    ("why", CYCLE, "E-07"),
)
"""What is asked of both archives, each also with --json."""

OWN = re.compile(r"[0-9a-f]{16,}")
"""What names an archive, its files and its events differs from one archive to the other."""


@pytest.fixture
def both(small: Workspace, small_on_server: Workspace) -> tuple[Workspace, Workspace]:
    """Return the same company twice: with its archive in a file, and on a server."""
    return small, small_on_server


def files_of(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Yield what arrives: a fault, a department, a copy, no workbook, a correction, an emptied line."""
    yield "1.xlsx", filled(workspace, other=NO_RATING)
    yield "2.xlsx", filled(workspace, "company")
    yield "2 copy.xlsx", (workspace.inbox / "2.xlsx").read_bytes()
    yield "notes.xlsx", b"no workbook"
    copy = (workspace.returned(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()
    yield "3.xlsx", filled(workspace, into=copy)
    yield "4.xlsx", filled(workspace, other={("E-07", "RND-03"): Typed()}, into=copy)


def test_all_commands(both: tuple[Workspace, Workspace], run) -> None:
    """From the first workbook to the master workbook both archives answer alike, and verify holds."""
    for workspace in both:
        for name, data in files_of(workspace):
            (workspace.inbox / name).write_bytes(data)
            assert run(workspace, "collect")[0] in (0, 1)
    for words in LOOKS:
        for more in ((), ("--json",)):
            in_file, on_server = (run(workspace, *words, *more) for workspace in both)
            assert _without_own(in_file) == _without_own(on_server)
    for workspace in both:
        status, told, trouble = run(workspace, "verify")
        assert (status, trouble) == (0, ""), told
    in_file, on_server = map(content_of, both)
    assert {key: in_file[key] for key in ("forms", "results", "findings", "entries", "registers")} == {
        key: on_server[key] for key in ("forms", "results", "findings", "entries", "registers")
    }
    masters = [_master(workspace, run) for workspace in both]
    assert masters[0] == masters[1]


def _without_own(answer: tuple[int, str, str]) -> tuple[int, str, str]:
    return answer[0], OWN.sub("…", answer[1]), answer[2]


def _master(workspace: Workspace, run) -> dict[str, list[tuple[object, ...]]]:
    """Return the cells of an exported master workbook, without what names the archive."""
    target = workspace.folder / "master.xlsx"
    assert run(workspace, "export", "master", CYCLE, "--to", str(target))[0] == 0
    book = openpyxl.load_workbook(target)
    return {
        sheet.title: [
            tuple(OWN.sub("…", cell) if isinstance(cell, str) else cell for cell in row)
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book
    }


def test_results_are_listed_alike(both: tuple[Workspace, Workspace], document) -> None:
    """Numbers of employees in figures and letters come in the same order from both archives."""
    for workspace in both:
        (workspace.inbox / "1.xlsx").write_bytes(filled(workspace))
        document(workspace, "collect")
    in_file, on_server = (document(workspace, "results", CYCLE) for workspace in both)
    assert in_file["results"]
    assert json.dumps(in_file) == json.dumps(on_server)


def test_a_server_that_is_away(small_on_server: Workspace, run, tmp_path: Path) -> None:
    """When the server is away every command ends with 2 and one line that says so, without the password."""
    settings = small_on_server.folder / "meritbook.toml"
    settings.write_text("archive = 'postgresql://hr:secret@127.0.0.1:1/archive'\n")
    away = Workspace(small_on_server.folder, "en", "postgresql://hr:secret@127.0.0.1:1/archive")
    for words in (("collect",), ("results", CYCLE), ("issue", CYCLE), ("verify",)):
        status, told, trouble = run(away, *words)
        assert (status, told) == (2, "")
        assert trouble.count("\n") == 1
        assert "cannot be reached" in trouble
        assert "secret" not in trouble
