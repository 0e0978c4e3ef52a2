"""Department workbooks with macros: a copy of each beside the plain ones, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sync.service.opening import write_whole
from templates.macros import SUFFIX, with_macros

FOLDER = "with-macros"


def twin(file: Path) -> Path:
    """Return where the copy with macros of a workbook in the outbox lies."""
    return file.parent / FOLDER / f"{file.stem}{SUFFIX}"


def write_twins(files: Iterable[Path], wanted: bool, language: str) -> int:
    """Write the copies with macros of workbooks, or only those that were wanted before; return how many.

    What is remembered as issued is the plain workbook: a copy holds the same cells and the same stamp, so
    that either may come back. Raises CannotGoOn where one cannot be written.
    """
    asked = [file for file in files if wanted or twin(file).exists()]
    for file in asked:
        write_whole(twin(file), with_macros(file.read_bytes()), language)
    return len(asked)
