"""Looking for new workbooks where nothing is new, against scandir with stat of the same folders."""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
from pathlib import Path

from ratios import Row, in_turn, table

from sync.archive.engine import insert_many
from sync.archive.opening import create, open_archive
from sync.archive.schema import seen
from sync.archive.store import Archive
from sync.service.collecting import look
from sync.sources import Candidate
from sync.sources.folder import FolderSource

IN_A_FOLDER = 100


def main(words: list[str] | None = None) -> None:
    """Make the files, note them as seen, and look again and again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    files = parser.parse_args(words).files
    gc.set_threshold(500_000, 20, 50)  # as the command line sets it
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder) / "inbox"
        for number in range(files):
            file = inbox / f"{number // IN_A_FOLDER:04d}" / f"2026-Q3-unit{number:05d}.xlsx"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"a workbook")
        url = f"sqlite:///{Path(folder) / 'archive.db'}"
        create(url).close()
        with open_archive(url) as archive:
            report(archive, inbox, files)


def report(archive: Archive, inbox: Path, files: int) -> None:
    """Print what looking takes."""
    source = FolderSource([inbox])
    with archive.writing() as writing:
        marks = [one.mark for one in source.candidates() if isinstance(one, Candidate)]
        insert_many(writing.connection, seen, [(*mark, "") for mark in marks])
    assert look(source, archive) == ([], [], files)
    work = {"bare": lambda: bare(inbox), "look": lambda: look(source, archive)}
    best = in_turn(work, 15)
    table(
        f"Looking for what is new among {files} known files",
        Row("scandir with stat", best["bare"], 1),
        Row("collect's own look", best["look"], best["look"] / best["bare"], 1.5),
    )


def bare(folder: Path) -> int:
    """Take the facts of every file below a folder, and nothing else."""
    waiting, count = [str(folder)], 0
    while waiting:
        with os.scandir(waiting.pop()) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    entry.stat()
                    count += 1
    return count


if __name__ == "__main__":
    main()
