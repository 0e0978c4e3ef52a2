"""The pages as people use them, in a real browser against a real server on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from sync.cli import main
from sync.service.accounts import add_account
from sync.service.cycles import open_to_look
from sync.settings import Workspace, open_workspace
from tests.builders import CYCLE
from tests.chromium import Page
from tests.sync.conftest import NOW
from tests.sync.service.company import NO_RATING, filled, make_company

pytestmark = pytest.mark.chromium

SERVE = "import sys; from sync.cli import main; sys.exit(main())"
PHONE = 390


class Served(NamedTuple):
    """A company on the web: its workspace, the address, and the password of HR and of a manager."""

    workspace: Workspace
    address: str
    hr: str
    sales: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the small company by the command itself, on a free port, until the tests are through."""
    folder = tmp_path_factory.mktemp("served") / "company"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        patch.setenv("NO_COLOR", "1")
        make_company(folder)
        assert main(["-w", str(folder), "issue", CYCLE]) == 0
        workspace = open_workspace(folder)
        hr = add_account(workspace, "hr", "hr", (), "00099", "tests")
        sales = add_account(workspace, "sales", "manager", ("sales",), "00001", "tests")
        words = ["--language", "en", "-w", str(folder), "serve", "--port", "0"]
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, *words], stdout=subprocess.PIPE, text=True, env=os.environ.copy()
        )
        assert server.stdout is not None
        found = re.search(r"http://\S+/", server.stdout.readline())
        assert found
        yield Served(workspace, found[0], hr, sales)
        server.terminate()
        server.wait(20)
        server.stdout.close()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return a browser with a profile of its own."""
    folder = tmp_path_factory.mktemp("browser")
    found = Page(folder / "profile", folder)
    yield found
    found.close()
    shutil.rmtree(folder / "profile", ignore_errors=True)


def sign_in(page: Page, served: Served, name: str, password: str) -> None:
    """Sign in as people do."""
    page.driver.delete_all_cookies()
    page.open(f"{served.address}sign-in")
    page.fill(name=name, password=password)
    page.press(".door button")


def test_a_manager_sends_a_workbook_and_hr_goes_on(served: Served, page: Page, tmp_path: Path) -> None:
    """A manager sends the workbook and reads what is open; HR reviews what is checked by a button."""
    sign_in(page, served, "sales", served.sales)
    assert "Nothing was received yet." in page.text
    file = tmp_path / f"{CYCLE}-sales.xlsx"
    file.write_bytes(filled(served.workspace, other=NO_RATING))
    page.fill(file=str(file))
    page.press(".send button")
    assert "the manager rating is still empty" in page.text
    sign_in(page, served, "hr", served.hr)
    page.open(f"{served.address}cycles/{CYCLE}")
    assert "What HR can do now" in page.text
    page.press(".next a.button")
    page.press(".do button")
    assert "reviewed by HR" in page.text
    with open_to_look(served.workspace) as archive:
        assert {one.actor for one in archive.events() if one.kind == "reviewed"} == {"00099"}
    assert not page.complaints()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_fits(served: Served, page: Page, language: str, tmp_path: Path) -> None:
    """No page has to be moved sideways, on a desk or on a phone, and the browser complains of none."""
    sign_in(page, served, "hr", served.hr)
    paths = ("", f"cycles/{CYCLE}", f"cycles/{CYCLE}/departments/sales", f"cycles/{CYCLE}/results", "do")
    wide = []
    for width in (1180, PHONE):
        page.resize(width)
        for path in (*paths, f"cycles/{CYCLE}/findings", "do/approve", "account"):
            page.open(f"{served.address}{path}?language={language}")
            wide += [(path, width)] if page.is_too_wide() else []
    page.resize(1180)
    page.shoot(tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size > 10_000
    assert not wide
    assert not page.complaints()
