"""One cycle, each department by a front of its own: the archive is as if all had used the folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from addin.functions import call
from sync.cli import main
from sync.service.accounts import give_token
from sync.service.collecting import collect
from sync.service.cycles import open_to_look
from sync.service.demo import story
from sync.service.demo.accounts import make_accounts
from sync.service.demo.ways import ByInbox, way_of
from sync.settings import Workspace, open_workspace
from sync.web.application import make_application
from templates.macros import with_macros
from tests.sync.web.conftest import Browser

CYCLE, NOW = "2026-Q3", "2026-10-12T08:00:00+00:00"
UPLOADS, SHARES, SHEET, FUNCTIONS = "sales", "service", "rnd", "production"
"""The department that uploads, the one that shares a folder, that fills a Sheet, that uses functions."""

SENT_AGAIN = " (1)"


class EachItsOwn:
    """The ways of the departments: by web page, shared folder, Sheet, workbook with macros, and the inbox."""

    def __init__(self, workspace: Workspace, sheets, folder: Path) -> None:
        self.workspace, self.sheets, self.folder = workspace, sheets, folder
        self.inbox = ByInbox(workspace)
        folder.mkdir()

    def hand_out(self, cycle):
        """Make the Sheets; who uploads or uses functions has an account."""
        yield from self.sheets.hand_out(cycle)
        passwords = make_accounts(self.workspace)
        app = make_application(self.workspace, quick=True)
        self.browser = Browser(app.test_client(), app)
        data = {"name": UPLOADS, "password": passwords[UPLOADS]}
        assert self.browser.post("/sign-in", data, on="/sign-in").status_code == 302
        self.token = {"Authorization": f"Bearer {give_token(self.workspace, FUNCTIONS, 'add-in', 'hr')}"}

    def send(self, name, had, filled):
        """Send a workbook the way its department does."""
        department = name.partition(f"{CYCLE}-")[2].partition(".")[0].removesuffix(SENT_AGAIN)
        if department == SHEET:
            self.sheets.send(name, had, filled)
        elif department == SHARES:
            (self.folder / name).write_bytes(filled)
        elif department == UPLOADS:
            done = self.browser.post("/send", {"file": (BytesIO(filled), name)})
            assert self.browser.get(done.location).status_code == 200
        elif department == FUNCTIONS:
            self._by_program(name.replace(".xlsx", ".xlsm"), with_macros(filled))
        else:
            self.inbox.send(name, had, filled)

    def _by_program(self, name, content):
        """Compute with functions as cells do, then hand the workbook in as its macro does."""
        client, asked = self.browser.app.test_client(), ["ratio", 0.93, 1]
        calls = {"calls": [{"function": "score", "arguments": asked}]}
        answer = client.post("/api/v1/functions", json=calls, headers=self.token).json
        assert answer == {"results": [{"value": pytest.approx(call("score", asked), abs=1e-9)}]}
        file = {"file": (BytesIO(content), name)}
        done = client.post("/api/v1/submissions", data=file, headers=self.token)
        assert done.json["submissions"][0]["state"] == "read", done.json

    def collect(self, tell):
        """Take in the inbox and the shared folder, and what was typed into Sheets."""
        self.sheets.collect(tell)
        collect(self.workspace, [self.folder], tell=tell)

    def afterwards(self) -> Iterator[str]:
        """Say nothing."""
        yield from ()


@pytest.fixture(scope="module")
def companies(tmp_path_factory):
    """Return the sample company twice: all used the inbox, and each department a front of its own."""
    folder = tmp_path_factory.mktemp("fronts")

    @contextmanager
    def each(workspace, google):
        with way_of(workspace, True) as sheets:
            yield EachItsOwn(open_workspace(workspace.folder), sheets, folder / "shared")

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        assert main(["demo", str(folder / "files"), "--people", "16"]) == 0
        patch.setattr(story, "way_of", each)
        assert main(["demo", str(folder / "fronts"), "--people", "16"]) == 0
        yield folder / "files", folder / "fronts"


def archived(folder):
    """Return what the archive holds of each submission and form, whatever way it came."""
    with open_to_look(open_workspace(folder)) as archive:
        came = archive.submissions(CYCLE)
        keys = {one.submission: (one.workbook, one.base, one.content_digest) for one in came} | {None: None}
        return {
            "submissions": sorted(
                (*keys[one.submission], one.state, one.forms, one.returned) for one in came
            ),
            "entries": sorted((keys[one.submission], archive.entries(one.submission)) for one in came),
            "forms": [(one.employee, one.state, keys[one.submission]) for one in archive.forms(CYCLE)],
            "results": [
                (one.employee, one.version, one.score, one.grade, one.state, one.lines)
                for one in sorted(archive.results(CYCLE, every=True), key=lambda r: (r.employee, r.version))
            ],
            "findings": sorted(one.id for one in archive.findings(CYCLE)),
        }


def test_the_archive_is_the_same(companies):
    """What was received, typed, checked and scored does not depend on the fronts the departments used."""
    by_files, by_fronts = (archived(folder) for folder in companies)
    assert by_fronts == by_files


def test_each_front_was_used(companies):
    """Every department came by its own front, and the archive holds and verifies."""
    with open_to_look(open_workspace(companies[1])) as archive:
        ways = {one.department: one.source.partition(":")[0] for one in archive.submissions(CYCLE)}
    assert ways[UPLOADS] == ways[FUNCTIONS] == "web"
    assert (ways[SHARES], ways[SHEET], ways["office"]) == ("folder", "google", "folder")
    assert main(["-w", str(companies[1]), "verify"]) == 0
