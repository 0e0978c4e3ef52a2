"""Workbooks that nobody is to fill in any more: out of the outbox, into a folder of their own beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from sync.archive import issuing
from sync.archive.store import Archive
from sync.service.issuing.twins import twin
from sync.service.placing import make_folder, put
from sync.settings import Workspace, stop
from templates.books.department.plan import GOALS, RATING
from templates.tables.packs import PACKS

FOLDER = "replaced"
WITH = {GOALS: (GOALS,), RATING: (RATING, *PACKS)}
"""The editions that are issued together, by the one that is asked for."""


def set_aside(
    workspace: Workspace, archive: Archive, cycle: str, edition: str, current: Collection[str]
) -> list[str]:
    """Move the workbooks of a cycle that were issued and are handed out no more; return their names.

    Their people stand in others, are exempt or are rated by somebody else; what lies in the outbox would be
    sent on and filled in for nothing. current: the names of those that are handed out. Nothing is deleted.
    Raises CannotGoOn where a file cannot be moved.
    """
    with archive.reading() as connection:
        known = issuing.file_names(connection, cycle, WITH[edition])
    outbox = workspace.outbox(cycle)
    old = [name for name in sorted(known - set(current)) if (outbox / name).exists()]
    for file in (one for name in old for one in (outbox / name, twin(outbox / name)) if one.exists()):
        try:
            make_folder(outbox / FOLDER)
            put(file, next(_free(outbox / FOLDER / file.name)))
        except OSError as error:
            raise stop("cannot_write", workspace.language, file=file, error=error.strerror) from error
    return old


def _free(file: Path) -> Iterator[Path]:
    """Yield names that nothing has yet: the file's own, or one with a number."""
    named = (file.with_stem(f"{file.stem} ({number})") for number in range(2, 10_000))
    yield from (one for one in (file, *named) if not one.exists())
