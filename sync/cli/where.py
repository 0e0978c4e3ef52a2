"""Which workspace and which language a command works with."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from sync.cli import wish
from sync.settings import Workspace, open_workspace


def workspace_of(arguments: Namespace) -> Workspace:
    """Open the workspace named on the command line (this folder by default)."""
    return open_workspace(Path(arguments.workspace), arguments.language)


def language_of(arguments: Namespace) -> str:
    """Return the language for a command without a workspace: as asked, else the system's, else English."""
    chosen: str | None = arguments.language
    return chosen or wish() or "en"
