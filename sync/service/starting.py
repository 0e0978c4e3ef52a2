"""`init`: an empty workspace with a starter scheme workbook."""

from __future__ import annotations

from pathlib import Path

from sync.service.opening import open_or_make_archive, write_whole
from sync.service.placing import make_folder
from sync.settings import SETTINGS_FILE, Workspace, now, open_workspace, stop
from templates.books.scheme import starter, write_scheme

CONTENT = """\
# Settings of this Meritbook workspace.
language = "{language}"        # en or zh: language of workbooks and messages
# archive = "sqlite:///archive.db"   # any SQLAlchemy URL; archive.db in this folder unless set

# [mail]                             # for meritbook notices CYCLE --send; without it nothing is ever sent
# host = "mail.example.com"
# sender = "hr@example.com"          # HR's own address: people answer to it
# port = 587
# tls = "starttls"                   # starttls, ssl or none
# user = "hr"                        # the password: environment variable MERITBOOK_MAIL_PASSWORD

# [google]                           # for meritbook google push CYCLE and collect --google (docs/google.md)
# credentials = "google.json"        # the file of a service account
# folder = "1AbC..."                 # a folder of a shared drive, from its address
"""

BEGUN = ".init.running"
"""The hidden file that lies in a workspace until it is whole."""


def make_workspace(folder: Path, language: str) -> Workspace:
    """Make an empty workspace: settings, starter scheme, archive, inbox.

    One that was broken off is finished; its hidden mark tells it from a folder of somebody else.
    Raises CannotGoOn where the folder holds anything already or cannot be written.
    """
    begun = folder / BEGUN
    if not begun.exists():
        if (folder / SETTINGS_FILE).exists():
            raise stop("has_workspace", language, folder=folder)
        refuse_filled(folder, language)
        _begin(begun, language)
    workspace = Workspace(folder, language)
    if not workspace.scheme.exists():
        write_whole(workspace.scheme, write_scheme(starter(language, now().date()), language), language)
    workspace.inbox.mkdir(exist_ok=True)
    open_or_make_archive(workspace).close()
    write_whole(folder / SETTINGS_FILE, CONTENT.format(language=language).encode(), language)
    begun.unlink()
    return open_workspace(folder, language)


def _begin(begun: Path, language: str) -> None:
    try:
        make_folder(begun.parent)
        begun.touch()
    except OSError as error:
        raise stop("cannot_write", language, file=begun.parent, error=error.strerror) from error


def refuse_filled(folder: Path, language: str) -> None:
    """Refuse a folder that holds anything already, or a file in its place."""
    try:
        filled = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as error:
        raise stop("cannot_read", language, file=folder, error=error.strerror) from error
    if filled:
        raise stop("folder_not_empty", language, folder=folder)
