"""The stand-in for Google beside a workspace: its memory and its credentials lie in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sync.service.opening import write_whole
from sync.service.placing import make_folder
from sync.settings import SETTINGS_FILE, stop

if TYPE_CHECKING:
    from sync.emulator.serving import Running

MEMORY, CREDENTIALS = "google.db", "google.json"

SECTION = """
[google]
credentials = '{credentials}'
folder = '{folder}'
endpoint = '{address}'
"""


@contextmanager
def standing_in_for(folder: Path, port: int, language: str) -> Iterator[tuple[Running, Path]]:
    """Run the stand-in with what it remembers in a folder, and lay new credentials there. Port 0: a free one.

    Raises CannotGoOn where a package is missing, or the port or the folder cannot be used.
    """
    try:
        from sync.emulator.serving import standing_in
    except ImportError as error:
        raise stop("google_package", language, error=error) from error
    make_folder(folder)
    try:
        started = standing_in(folder / MEMORY, port)
        running = started.__enter__()
    except OSError as error:
        raise stop("port_in_use", language, port=port, error=error.strerror) from error
    try:
        write_whole(folder / CREDENTIALS, running.credentials(), language)
        yield running, (folder / CREDENTIALS).resolve()
    finally:
        started.__exit__(None, None, None)


def set_up(workspace: Path, running: Running, credentials: Path, language: str) -> None:
    """Let a workspace use the stand-in as its Google."""
    file = workspace / SETTINGS_FILE
    inside = credentials.is_relative_to(workspace.resolve())
    named = credentials.relative_to(workspace.resolve()) if inside else credentials
    section = SECTION.format(credentials=named.as_posix(), folder=running.folder, address=running.address)
    before = file.read_text(encoding="utf-8-sig").partition("\n[google]")[0]
    write_whole(file, (before.rstrip() + "\n" + section).encode(), language)
