"""Files that are given for a process: kept byte for byte, once, and missed where they are gone."""

from __future__ import annotations

from sqlalchemy import delete

from sync.archive.keeping import keep_file
from sync.archive.schema import blob
from sync.archive.verify import verify
from tests.builders import CYCLE


def test_a_file_is_kept_once(archive) -> None:
    """The bytes come back as they were given; the same file again writes nothing."""
    keys = [keep_file(archive, CYCLE, b"as given", "a.xlsx", "Zhao Min") for _ in range(2)]
    assert keys[0] == keys[1]
    assert archive.content(keys[0]) == b"as given"
    assert [event.kind for event in archive.events()].count("kept") == 1
    assert list(verify(archive)) == []


def test_a_file_that_is_gone_is_named(archive) -> None:
    """Where the bytes of such a file are gone, verify names the file."""
    keep_file(archive, CYCLE, b"as given", "a.xlsx", "Zhao Min")
    with archive.writing() as writing:
        writing.connection.execute(delete(blob).where(blob.c.content == b"as given"))
    assert [(one.what, one.workbook) for one in verify(archive)] == [("blob_missing", "a.xlsx")]
