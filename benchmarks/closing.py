"""Closing a cycle of many people, against writing the same rows to a bare SQLite file by executemany."""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NamedTuple

from ratios import Row, machine, table
from sqlalchemy import func, select, update
from workbooks import CYCLE, LANGUAGE, PEOPLE, rules, unit

from sync.archive import finals, records, steps
from sync.archive.finals import Final
from sync.archive.opening import create, open_archive
from sync.archive.rows import IssuedWorkbook
from sync.archive.schema import final, form, pay_line, record, result, step
from sync.archive.steps import Move
from sync.archive.store import Archive
from sync.archive.writing import Writing, add, finish
from sync.cli import main as command
from sync.process.deciding import coefficient_of
from sync.service.consolidating import consolidate
from sync.service.paying import ALWAYS, BASE
from sync.settings import Workspace
from templates.stamp import Stamp, sign

LIMIT, FLAT, SMALL = 8, 1.25, 2
"""How many times executemany closing may take; how many times the memory of fewer people many may take, and
how much more [MiB]: their scores, eight bytes each, and a scheme with more departments."""

BEFORE, AFTER = "2026-10-20T08:00:00+00:00", "2026-12-01T08:00:00+00:00"
"""The day of publication, and one on which nobody may appeal any more."""

WRITTEN = (step, final, pay_line, record)
"""The tables into which closing writes rows."""

RESULTS = ("final", "pay_line")
"""Those of them that hold results: score, grade and rank as filed, and what is to be paid by them."""


def main(words: list[str] | None = None) -> None:
    """Make an archive of so many published results, close its cycle, and write the same rows barely."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--fewer", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args(words)
    gc.set_threshold(500_000, 20, 50)  # as the command line sets it
    print(machine())
    best: dict[str, Taken] = {}
    for _ in range(chosen.rounds):
        with tempfile.TemporaryDirectory() as place:
            for name, people in (("fewer", chosen.fewer), ("close", chosen.people)):
                folder = Path(place) / name
                published(folder, max(1, people // PEOPLE))
                keep(best, name, apart(folder))
            rows = closed_rows(folder)
            keep(best, "results", bare(Path(place), {name: rows[name] for name in RESULTS}))
            keep(best, "all", bare(Path(place), rows))
    report(best, chosen.people, chosen.fewer, sum(map(len, rows.values())))


class Taken(NamedTuple):
    """What something took: by the clock and of the processor [s], memory above its start and in all [MiB]."""

    seconds: float
    processor: float
    memory: float = 0
    peak: float = 0


def report(best: dict[str, Taken], people: int, fewer: int, count: int) -> None:
    """Print what closing takes."""
    title = f"Closing a cycle of {people} people, {count} rows written"
    for name in ("seconds", "processor"):
        results, everything, close = (getattr(best[one], name) for one in ("results", "all", "close"))
        table(
            f"{title}, {'by the clock' if name == 'seconds' else 'processor time'}",
            Row("executemany of results and pay alone", results),
            Row("executemany of all rows closing writes", everything, 1),
            Row("close, everything", close, close / everything, LIMIT),
            Row("the same, against results and pay alone", close, close / results),
        )
    more, less = best["close"].memory, best["fewer"].memory
    limit = FLAT * less + SMALL
    print(f"\nPeak memory of the command (VmHWM): {best['close'].peak:.0f} MiB; above its start")
    print(f"{more:.1f} MiB for {people} people, {less:.1f} for {fewer}: {more / less:.2f} times, ", end="")
    print(f"limit {FLAT:g} times and {SMALL} MiB ({limit:.1f}), {Row('', 0, more, limit).verdict}")


def keep(best: dict[str, Taken], name: str, taken: Taken) -> None:
    """Keep the least of each."""
    best[name] = Taken(*map(min, taken, best.get(name, taken)))


def apart(folder: Path) -> Taken:
    """Close the cycle in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(timed, (folder,))


def timed(folder: Path) -> Taken:
    """Close the cycle by its command."""
    os.environ["MERITBOOK_NOW"] = AFTER
    before, started, worked = peak(), perf_counter(), process_time()
    with redirect_stdout(StringIO()):
        assert command(["-w", str(folder), "close", CYCLE, "--by", "Li Hua"]) == 0
    return Taken(perf_counter() - started, process_time() - worked, peak() - before, peak())


def peak() -> float:
    """Return the peak memory of this process [MiB]."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("this benchmark needs /proc")


def published(folder: Path, units: int) -> None:
    """Make a workspace whose archive holds so many departments with every result published."""
    os.environ["MERITBOOK_NOW"] = BEFORE
    folder.mkdir()
    (folder / "meritbook.toml").write_text(f'language = "{LANGUAGE}"\n')
    workspace, (scheme, roster) = Workspace(folder), rules(units)
    create(workspace.archive).close()
    people = [f"{unit(number)}-{at:02d}" for number in range(units) for at in range(1, PEOPLE + 1)]
    with open_archive(workspace.archive, LANGUAGE) as archive:
        archive.pin_cycle(CYCLE, scheme, roster, b"")
        for number in range(units):
            issued(archive, unit(number), people[number * PEOPLE : (number + 1) * PEOPLE])
        with archive.writing() as writing:
            decided(writing, people, [grade_of(at) for at in range(len(people))], scheme)
            finish(writing, "Li Hua", "published", CYCLE, {})
        consolidate(archive)  # as every command before has left it


def issued(archive: Archive, department: str, people: Sequence[str]) -> None:
    """Issue the workbook of a department."""
    pinned = archive.pinned(CYCLE)
    assert pinned is not None
    name = f"w-{department}"
    stamp = Stamp(archive.id, name, CYCLE, department, "rating", LANGUAGE, pinned.scheme, 1, 1, {})
    book = IssuedWorkbook(
        sign(stamp, archive.key), f"{name}.xlsx", name.encode(), pinned.roster, b"{}", tuple(people)
    )
    archive.record_issue([book])


def grade_of(at: int) -> tuple[float, str]:
    """Make up a score and its grade."""
    score = 60 + at * 7919 % 4001 / 100
    return score, "A" if score >= 90 else "B" if score >= 70 else "C"


def decided(
    writing: Writing, people: Sequence[str], scores: Sequence[tuple[float, str]], scheme: Any
) -> None:
    """Write results, decisions, bases and publication of all straight into the archive."""
    scored = list(zip(people, scores, strict=True))
    at = writing.at
    add(
        writing,
        result,
        ((CYCLE, who, 1, who[:9], None, score, grade, "checked", at) for who, (score, grade) in scored),
    )
    made = (
        Final(who, 1, "calibrated", score, grade, 1, coefficient_of(scheme, grade), score)
        for who, (score, grade) in scored
    )
    finals.decide(writing, CYCLE, made, "Li Hua")
    records.note(writing, BASE, ALWAYS, ((who, {"base": "3000.00"}) for who in people), "Li Hua")
    steps.note(writing, CYCLE, (Move(who, "approved", "published") for who in people), "Li Hua")
    writing.connection.execute(update(form).values(state="published", event=writing.seq))


def closed_rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows that closing wrote."""
    url = Workspace(folder).archive
    with open_archive(url, LANGUAGE, readonly=True) as archive, archive.reading() as connection:
        first = connection.scalar(select(func.min(final.c.event)).where(final.c.kind == "closed"))
        return {
            one.name: [tuple(row) for row in connection.execute(select(one).where(one.c.event >= first))]
            for one in WRITTEN
        }


def bare(place: Path, rows: dict[str, list[tuple[Any, ...]]]) -> Taken:
    """Write rows to a bare SQLite file with the same keys, durably."""
    file = place / "bare.db"
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        for one in WRITTEN:
            names = ", ".join(f'"{column.name}"' for column in one.columns)
            keys = ", ".join(f'"{column.name}"' for column in one.columns if column.primary_key)
            connection.execute(f"CREATE TABLE {one.name} ({names}, PRIMARY KEY ({keys})) WITHOUT ROWID")
        started, worked = perf_counter(), process_time()
        for name, own in rows.items():
            places = ", ".join("?" * len(own[0]))
            connection.executemany(f"INSERT INTO {name} VALUES ({places})", own)
        connection.commit()
        return Taken(perf_counter() - started, process_time() - worked)


if __name__ == "__main__":
    main()
