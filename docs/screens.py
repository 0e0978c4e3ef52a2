"""Take pictures of the web pages of the sample company into docs/pictures, in both languages."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from threading import Thread

from waitress.server import create_server

from addin.texts import LANGUAGES
from sync.service.demo.accounts import make_accounts
from sync.service.demo.story import play
from sync.settings import open_workspace
from sync.web.application import make_application
from tests.chromium import MISSING, Page, has_chromium

PICTURES = Path(__file__).resolve().parent / "pictures"
CYCLE = "2026-Q3"
HR = {"web-overview": f"cycles/{CYCLE}", "web-month": "do"}
MANAGER = {"web-department": ""}


def main() -> int:
    """Make a company in each language, open its pages, and name what was written."""
    if not has_chromium():
        print(MISSING)
        return 2
    with tempfile.TemporaryDirectory() as temporary:
        page = Page(Path(temporary) / "profile", Path(temporary))
        try:
            for language in LANGUAGES:
                shoot(page, Path(temporary) / language, language)
        finally:
            page.close()
    return 0


def shoot(page: Page, folder: Path, language: str) -> None:
    """Take the pictures of one language."""
    list(play(folder, 60, 1, language, full=True))
    workspace = open_workspace(folder, language)
    passwords = make_accounts(workspace)
    server = create_server(make_application(workspace), host="127.0.0.1", port=0)
    Thread(target=server.run, daemon=True).start()
    address = f"http://127.0.0.1:{server.effective_port}/"
    for name, shown in (("hr", HR), ("sales", MANAGER)):
        page.driver.delete_all_cookies()
        page.open(f"{address}sign-in?language={language}")
        page.fill(name=name, password=passwords[name])
        page.press(".door button")
        for picture, path in shown.items():
            page.open(address + path)
            page.shoot(PICTURES / language / f"{picture}.png")
            print("written:", f"docs/pictures/{language}/{picture}.png")
    server.close()


if __name__ == "__main__":
    sys.exit(main())
