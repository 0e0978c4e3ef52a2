"""Files that people give back beside the workbooks that are collected: kept before anything reads them."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import bindparam, select

from sync.archive.rows import printable
from sync.archive.schema import blob
from sync.archive.store import Archive
from sync.archive.writing import finish, keep

KEPT = select(blob.c.sha256).where(blob.c.sha256 == bindparam("name"))


def keep_file(archive: Archive, cycle: str, content: bytes, name: str, by: str) -> str:
    """Keep a file byte for byte under the name people know it by, and return its SHA-256.

    The same file again is known already, and nothing is written.
    """
    digest = sha256(content).hexdigest()
    with archive.reading() as connection:
        if connection.scalar(KEPT, {"name": digest}) is not None:
            return digest
    with archive.writing() as writing:
        keep(writing.connection, content)
        finish(writing, by, "kept", cycle, {"blob": digest, "name": printable(name)})
    return digest
