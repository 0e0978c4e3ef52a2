"""`init`: an empty workspace with a starter scheme workbook."""

from __future__ import annotations

from pathlib import Path

from sync.archive.store import create
from sync.service.opening import write_whole
from sync.settings import SETTINGS_FILE, Workspace, now, open_workspace, stop
from templates.books.scheme import starter, write_scheme

CONTENT = """\
# Settings of this Meritbook workspace.
language = "{language}"        # en or zh: language of workbooks and messages
# archive = "sqlite:///archive.db"   # any SQLAlchemy URL; archive.db in this folder unless set
"""


def make_workspace(folder: Path, language: str) -> Workspace:
    """Make an empty workspace: settings, starter scheme, archive, inbox.

    Raises CannotGoOn where the folder holds anything already or cannot be written.
    """
    if (folder / SETTINGS_FILE).exists():
        raise stop("has_workspace", language, folder=folder)
    refuse_filled(folder, language)
    content = write_scheme(starter(language, now().date()), language)
    write_whole(folder / "scheme.xlsx", content, language)
    (folder / "inbox").mkdir(exist_ok=True)
    write_whole(folder / SETTINGS_FILE, CONTENT.format(language=language).encode(), language)
    workspace = open_workspace(folder, language)
    create(workspace.archive, language).close()
    return workspace


def refuse_filled(folder: Path, language: str) -> None:
    """Refuse a folder that holds anything already, or a file in its place."""
    try:
        filled = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise stop("cannot_read", language, file=folder, error=error.strerror) from error
    if filled:
        raise stop("folder_not_empty", language, folder=folder)
