"""Keeping a file that is no workbook of a department byte for byte, before anything reads it."""

from __future__ import annotations

from sync.archive import records
from sync.archive.naming import FILE
from sync.archive.rows import printable
from sync.archive.store import Archive
from sync.archive.writing import finish, keep

CALIBRATION = "calibration"
"""The kind of those that tell what came of a committee's workbook, under the key of its file."""


def keep_file(archive: Archive, cycle: str, purpose: str, name: str, content: bytes, by: str) -> str:
    """Keep a file as somebody gave it for a process of a cycle, with its event; returns its SHA-256.

    The very same file again is kept already, and nothing is written.
    """
    with archive.writing() as writing:
        sha256, document = keep(writing.connection, content), {"name": printable(name), "purpose": purpose}
        known = records.records(writing.connection, FILE, cycle, sha256)
        if known and known[-1].document == document:
            return sha256
        records.note(writing, FILE, cycle, [(sha256, document)], by)
        finish(writing, by, "file_kept", cycle, {"blob": sha256, **document})
        return sha256
