"""`addin build`: the add-ins of LibreOffice and Excel as files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sync.service.placing import make_folder
from sync.settings import stop


@dataclass(frozen=True, slots=True)
class Built:
    """The files written, and whether those of Excel are among them."""

    files: tuple[Path, ...]
    excel: bool


def build(folder: Path, language: str) -> Built:
    """Write the add-ins into a folder; those of Excel only where what they are made of is installed.

    Raises CannotGoOn where the folder cannot be written.
    """
    from addin import calc, vba

    excel = vba.can_build()
    try:
        make_folder(folder)
        files = [calc.build(folder), *(vba.build(folder) if excel else ())]
    except OSError as error:
        raise stop("cannot_write", language, file=folder, error=error.strerror) from error
    return Built(tuple(files), excel)
