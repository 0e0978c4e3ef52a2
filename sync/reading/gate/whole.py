"""Is a file finished? A zip is whole to its last byte; what is still being copied is not yet one."""

from __future__ import annotations

from sync.reading.cells import Unreadable
from sync.reading.gate.zipped import directory, inflate, places
from sync.reading.limits import MEBIBYTE, Limits

USUAL = Limits(part=8 * MEBIBYTE, total=32 * MEBIBYTE)
"""No more is unpacked to find out: of anything larger nobody says that it is whole before it is read."""


def is_whole(data: bytes, limits: Limits = USUAL) -> bool:
    """Tell whether a file is a zip that somebody finished: its directory leads to every part, each as packed.

    A file that is being copied ends too early, in blanks that are still to be filled, or in what lay there
    before; then the directory is not at its place, or a part does not have its checksum.
    """
    left = limits.total
    try:
        entries, directory_at = directory(data, limits)
        for entry, begin in zip(entries, places(data, entries, directory_at), strict=True):
            left -= len(inflate(data, entry, begin, min(limits.part, left)))
    except Unreadable:
        return False
    return bool(entries)
