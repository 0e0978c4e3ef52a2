"""Why a command broke off where it knows no reason: something stored is not as it was written, or a bug."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from addin.texts import of
from sync.archive.verify import verify
from sync.service.cycles import open_to_look
from sync.service.keeping.following import DAMAGE
from sync.service.keeping.verifying import in_words
from sync.settings import CannotGoOn, Workspace, open_workspace, stop


def blame(folder: Path, language: str | None) -> None:
    """Name what in the archive of a workspace is damaged, so that a command could not work with it.

    Structure, kept files, audit log and rows are looked at; what they may hold instead of what was written
    is without bounds, and no command is to foresee it.
    Raises CannotGoOn with the first that does not hold. Where all of it holds, or no archive is there,
    nothing is raised: the command broke off by a bug of ours.
    """
    try:
        _refuse_damaged(open_workspace(folder, language))
    except CannotGoOn as reason:
        if reason.key in DAMAGE:
            raise


def _refuse_damaged(workspace: Workspace) -> None:
    with open_to_look(workspace) as archive:
        for one in in_words(archive, list(islice(verify(archive), 1))):
            told = of(one["place"], one["message"], workspace.language).rstrip(".。")
            raise stop("archive_document", workspace.language, error=told)
