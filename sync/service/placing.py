"""Putting files into their places, so that they are still there after the power has failed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

UNABLE = (errno.EINVAL, errno.ENOTSUP, errno.EACCES)
"""What a file system answers that cannot flush a folder, or a folder that may only be written."""


def put(ready: Path, file: Path) -> Path:
    """Move a finished file into its place, over one that lies there; returns the place."""
    ready.replace(file)
    flush_names(file.parent)
    return file


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where they are missing. Raises OSError where that cannot be."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        flush_names(folder.parent)


def flush_names(folder: Path) -> None:
    """Flush the names in a folder to the disk: flushing a file does not yet keep its name.

    Windows and some network drives cannot do this, and see to it in their own way.
    """
    if os.name == "nt":
        return
    try:
        names = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(names)
        finally:
            os.close(names)
    except OSError as error:
        if error.errno not in UNABLE:
            raise
