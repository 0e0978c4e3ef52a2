"""Keeping a file that is no workbook of a department byte for byte, before anything reads it."""

from __future__ import annotations

from sync.archive import records
from sync.archive.rows import printable
from sync.archive.store import Archive
from sync.archive.writing import finish, keep

FILE = "file"
"""The kind of the records that tell of such files; their key is the SHA-256 of the bytes."""

CALIBRATION = "calibration"
"""The kind of those that tell what came of a committee's workbook, under the key of its file."""


def keep_file(archive: Archive, cycle: str, purpose: str, name: str, content: bytes, by: str) -> str:
    """Keep a file as somebody gave it for a process of a cycle, with its event; returns its SHA-256."""
    with archive.writing() as writing:
        sha256 = keep(writing.connection, content)
        document = {"name": printable(name), "purpose": purpose}
        records.note(writing, FILE, cycle, [(sha256, document)], by)
        finish(writing, by, "file_kept", cycle, {"blob": sha256, **document})
        return sha256
