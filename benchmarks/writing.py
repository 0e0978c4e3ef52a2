"""Writing rows into the archive, against sqlite3's own executemany of the same rows into the same table."""

from __future__ import annotations

import argparse
import gc
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import msgspec
from ratios import Row, in_turn, table

from sync.archive.engine import insert_many
from sync.archive.opening import create, open_archive
from sync.archive.schema import entry
from sync.archive.store import Archive
from sync.archive.writing import add, finish
from templates.references import reference

LINES, COLUMNS, BATCH = 200, 43, 10
"""A full workbook has so many lines of so many cells; rows are written for so many workbooks at a time."""


def main(words: list[str] | None = None) -> None:
    """Write the same rows in three ways, each into an archive of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args(words).rounds
    gc.set_threshold(500_000, 20, 50)  # as the command line sets it
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{name}.db" for name in ("raw", "plain", "sealed")]
        for file in files:
            create(f"sqlite:///{file}").close()
        raw = sqlite3.connect(files[0], isolation_level=None)
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")
        with open_archive(f"sqlite:///{files[1]}") as plain, open_archive(f"sqlite:///{files[2]}") as sealed:
            report(raw, plain, sealed, rounds)
        raw.close()


def report(raw: sqlite3.Connection, plain: Archive, sealed: Archive, rounds: int) -> None:
    """Print what writing takes; each round writes the lines of new submissions."""
    for archive in (plain, sealed):
        received(archive, rounds * BATCH)
    with_submissions(raw, rounds * BATCH)
    steps = {name: iter(range(rounds)) for name in ("raw", "plain", "sealed")}
    batches = [rows(number) for number in range(rounds)]
    best = in_turn(
        {
            "raw": lambda: executemany(raw, batches[next(steps["raw"])]),
            "plain": lambda: inserted(plain, batches[next(steps["plain"])]),
            "sealed": lambda: added(sealed, batches[next(steps["sealed"])]),
        },
        rounds,
    )
    table(
        f"Writing {LINES * BATCH} entry rows in one transaction (speed against raw)",
        Row("sqlite3 executemany", best["raw"], 1),
        Row("archive, rows alone", best["plain"], best["raw"] / best["plain"], 0.7, least=True),
        Row(
            "archive, with the digest of each row and event",
            best["sealed"],
            best["raw"] / best["sealed"],
            0.7,
            True,
        ),
    )


def received(archive: Archive, count: int) -> None:
    """Receive so many files, so that the rows have submissions to belong to."""
    for number in range(count):
        archive.receive(str(number).encode(), f"{number}.xlsx")


def with_submissions(raw: sqlite3.Connection, count: int) -> None:
    """Make submissions without the archive's help."""
    raw.execute("INSERT INTO blob VALUES ('0', 1, x'00')")
    columns = "blob, name, source, received_at, state, forms, returned, event"
    rows_ = [("0", f"{number}.xlsx", "folder", "", "received", 0, 0, 1) for number in range(count)]
    raw.executemany(f"INSERT INTO submission ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows_)


def rows(batch: int) -> list[tuple[Any, ...]]:
    """Return the entry rows of some workbooks, without their event."""
    found = []
    for number in range(batch * BATCH + 1, (batch + 1) * BATCH + 1):
        for line in range(LINES):
            cells = {f"column{at}": reference(line + 2, at + 1) for at in range(COLUMNS)}
            places = msgspec.json.encode(cells).decode()
            figures = (line * 1.5, None, None, 1)
            found.append(
                (number, f"P{line // 8:04d}", f"A{line % 8}", *figures, "", "fine", "Appraisal", places)
            )
    return found


def executemany(raw: sqlite3.Connection, batch: list[tuple[Any, ...]]) -> None:
    """Write rows as plainly as Python can."""
    marks = ", ".join("?" for _ in entry.columns)
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(f"INSERT INTO entry VALUES ({marks})", [(*row, 1) for row in batch])
    raw.execute("COMMIT")


def inserted(archive: Archive, batch: list[tuple[Any, ...]]) -> None:
    """Write rows through the archive's connection, without their digests."""
    with archive.writing() as writing:
        insert_many(writing.connection, entry, [(*row, 1) for row in batch])


def added(archive: Archive, batch: list[tuple[Any, ...]]) -> None:
    """Write rows as the archive does, sealed by an event."""
    with archive.writing() as writing:
        add(writing, entry, batch)
        finish(writing, "benchmark", "read", "0", {})


if __name__ == "__main__":
    main()
