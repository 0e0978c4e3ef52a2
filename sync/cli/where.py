"""Which workspace and which language a command works with."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from sync.cli import wish
from sync.settings import CannotGoOn, Workspace, open_workspace


def workspace_of(arguments: Namespace) -> Workspace:
    """Open the workspace named on the command line (this folder by default)."""
    return open_workspace(Path(arguments.workspace), arguments.language)


def language_of(arguments: Namespace) -> str:
    """Return the language for a command that needs no workspace.

    As asked, else that of the workspace it is run for, else the system's, else English.
    """
    chosen: str | None = arguments.language
    return chosen or _of_workspace(arguments) or wish() or "en"


def _of_workspace(arguments: Namespace) -> str | None:
    """Return the language of a workspace, None where there is none that can be read."""
    try:
        return open_workspace(Path(arguments.workspace)).language
    except CannotGoOn:
        return None
