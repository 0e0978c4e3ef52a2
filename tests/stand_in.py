"""The stand-in for Google in tests, empty for each of them, and a person who types into a Sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sync.emulator.app import PER_MINUTE, Fault
from sync.emulator.serving import Running
from sync.emulator.sign_in import LASTS
from sync.emulator.store import Store
from sync.reading.xlsx import read_book
from sync.service.cycles import open_to_look
from sync.service.google.differences import differences
from sync.service.google.sheets import Sheet, sheets_of
from sync.service.google.standing_in import set_up, standing_in_for
from sync.settings import Workspace, open_workspace
from sync.sources.google.client import Google, connected
from sync.sources.google.writing import write


@contextmanager
def started(folder: Path) -> Iterator[tuple[Running, Path]]:
    """Run a stand-in for several tests."""
    with standing_in_for(folder, 0, "en") as found:
        yield found


def emptied(running: Running, credentials: Path, place: Path) -> None:
    """Let the stand-in forget everything but its account."""
    standing = running.standing
    email = json.loads(credentials.read_text())["client_email"]
    key = standing.store.public_key(email)
    standing.store, standing.per_minute, standing.lasts = Store(place), PER_MINUTE, LASTS
    standing.store.enrol(email, str(key))
    standing.calls.clear()
    standing.faults.clear()


def used_by(workspace: Workspace, running: Running, credentials: Path) -> Workspace:
    """Let a workspace use the stand-in as its Google."""
    set_up(workspace.folder, running, credentials, workspace.language)
    return open_workspace(workspace.folder)


def fail(running: Running, *faults: Fault) -> None:
    """Let the next calls go wrong."""
    running.standing.faults[:] = faults


def sheet_of(workspace: Workspace, workbook: str) -> Sheet:
    """Return the Sheet of a workbook."""
    with open_to_look(workspace) as archive:
        return sheets_of(archive)[workbook]


def type_into(workspace: Workspace, sheet: Sheet, before: bytes, after: bytes) -> None:
    """Type into a Sheet what makes one workbook out of another."""
    with connected(workspace) as google:
        write(google, sheet.file, differences(read_book(before), read_book(after)).values)


def shown(google: Google, sheet: Sheet, place: str) -> list[list[Any]]:
    """Return what stands in a range of a Sheet."""
    asked = {"valueRenderOption": "UNFORMATTED_VALUE"}
    return google.http.values_get(sheet.file, place, asked).get("values", [])
