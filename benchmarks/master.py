"""The master workbook of a large cycle, against a bare XlsxWriter dump of the same cells, and its memory."""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from ratios import Row, in_turn, machine, table
from workbooks import CYCLE, LANGUAGE, LINES, PEOPLE, rules, unit

from sync.archive.opening import create, open_archive
from sync.archive.rows import EntryRow, FormRow, IssuedWorkbook, LineRow, Outcome, ResultRow
from sync.archive.store import Archive
from sync.service.exporting.master import master
from templates.stamp import Stamp, sign

ROWS = 40_000
MEGABYTES = 400
Cells = dict[str, list[tuple[int, int, Any]]]


def main(words: list[str] | None = None) -> None:
    """Make an archive of so many score rows and render its master workbook."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args(words)
    gc.set_threshold(500_000, 20, 50)  # as the command line sets it
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'archive.db'}"
        filled(url, chosen.rows // (len(LINES) * PEOPLE))
        memory = apart(url)
        with open_archive(url, LANGUAGE) as archive:
            report(archive, chosen.rounds, memory)


def report(archive: Archive, rounds: int, memory: float) -> None:
    """Print what rendering takes, and the peak memory of a process that does nothing else."""
    same = cells(master(archive, CYCLE))
    gc.collect()
    gc.freeze()  # the cells to compare with are nobody's burden while the two are timed
    best = in_turn({"bare": lambda: dump(same), "master": lambda: master(archive, CYCLE)}, rounds)
    count = sum(map(len, same.values()))
    table(
        f"A master workbook of {len(same['Indicator scores']) // 14} score rows, {count} cells in all",
        Row("bare XlsxWriter dump of the same cells", best["bare"], 1),
        Row("export master, archive read and all", best["master"], best["master"] / best["bare"], 1.3),
    )
    print(f"peak memory of its process: {memory:.0f} MiB (limit {MEGABYTES})")


def apart(url: str) -> float:
    """Render the workbook in a process of its own and return its peak memory [MiB]."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(peak, (url,))


def peak(url: str) -> float:
    """Render the workbook and return the peak memory of this process [MiB]."""
    gc.set_threshold(500_000, 20, 50)
    with open_archive(url, LANGUAGE) as archive:
        master(archive, CYCLE)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 / (1024 if sys.platform == "darwin" else 1)


def cells(content: bytes) -> Cells:
    """Return every cell of a workbook, those that are blank but formatted, too."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return {
        sheet.title: [
            (row, column, cell.value)
            for row, line in enumerate(sheet.iter_rows())
            for column, cell in enumerate(line)
            if cell.has_style
        ]
        for sheet in book
    }


def dump(same: Cells) -> None:
    """Write the same cells as plainly as XlsxWriter can."""
    book = xlsxwriter.Workbook(BytesIO(), {"in_memory": True})
    look = book.add_format({"bottom": 1})
    for title, found in same.items():
        sheet = book.add_worksheet(title)
        for row, column, value in found:
            sheet.write(row, column, value, look)
    book.close()


def filled(url: str, units: int) -> None:
    """Make an archive in which every department of a company sent its workbook, read and scored."""
    scheme, roster = rules(units)
    create(url).close()
    with open_archive(url, LANGUAGE) as archive:
        archive.pin_cycle(CYCLE, scheme, roster, b"")
        for number in range(units):
            people = [f"{unit(number)}-{at:02d}" for at in range(1, PEOPLE + 1)]
            sent(archive, unit(number), people)


def sent(archive: Archive, department: str, people: Sequence[str]) -> None:
    """Issue the workbook of a department and take it in."""
    pinned = archive.pinned(CYCLE)
    assert pinned is not None
    stamp = sign(
        Stamp(archive.id, f"w-{department}", CYCLE, department, "rating", LANGUAGE, pinned.scheme, 1, 1, {}),
        archive.key,
    )
    name = f"{CYCLE}-{department}.xlsx"
    archive.record_issue(
        [IssuedWorkbook(stamp, name, department.encode(), pinned.roster, b"{}", tuple(people))]
    )
    receipt = archive.receive(f"{department} filled".encode(), name)
    results = tuple(result(employee, at) for at, employee in enumerate(people))
    outcome = Outcome(
        receipt.submission,
        "read",
        stamp=stamp,
        content_digest=department,
        entries=tuple(entries(people)),
        forms=tuple(FormRow(employee, "checked") for employee in people),
        results=results,
    )
    assert archive.record(outcome) == "written"


def entries(people: Sequence[str]) -> Iterator[EntryRow]:
    """Yield what was typed for some people."""
    for at, employee in enumerate(people):
        for place, line in enumerate(LINES):
            value, rating = (None, 3.0 + at % 5 / 2) if line.judged else (80.0 + at, None)
            spot = {"actual": f"K{at * 8 + place + 2}"}
            yield EntryRow(employee, line.indicator, value, None, rating, True, "", "fine", "Appraisal", spot)


def result(employee: str, at: int) -> ResultRow:
    """Return a result with all its lines."""
    score = 80 + at + at / 7
    lines = tuple(
        LineRow(
            line.indicator, line.weight, line.method, line.target, 80.0 + at, score, "Appraisal", f"K{at}"
        )
        for line in LINES
    )
    grade = "A" if score >= 90 else "B"
    return ResultRow(employee, round(score, 2), grade, "checked", lines)


if __name__ == "__main__":
    main()
