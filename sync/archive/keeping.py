"""Files that people give back beside the workbooks that are collected: kept before anything reads them."""

from __future__ import annotations

from sync.archive import records
from sync.archive.naming import FILE
from sync.archive.rows import printable
from sync.archive.store import Archive
from sync.archive.writing import finish, keep


def keep_file(archive: Archive, cycle: str, content: bytes, name: str, by: str) -> str:
    """Keep a file byte for byte under the name people know it by, and return its SHA-256.

    The same file again is known already, and nothing is written.
    """
    with archive.writing() as writing:
        digest, told = keep(writing.connection, content), {"name": printable(name)}
        if not records.records(writing.connection, FILE, cycle, digest):
            records.note(writing, FILE, cycle, [(digest, told)], by)
            finish(writing, by, "kept", cycle, {"blob": digest, **told})
        return digest
