"""Issuing full department workbooks, against the time XlsxWriter takes to write the same ones cell by cell.

Writing and issuing are timed in this process, by its processor's time. Jobs: the command itself from start
to end, by the clock and by the time of all its processors (sampled), in turn, the best round of each.
Memory: the peak of the command and of its largest worker, for some of the departments and for all.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple
from unittest.mock import patch

from collecting import MEBIBYTES, family, noting, peak
from ratios import Row, in_turn, machine, table
from workbooks import CYCLE, LANGUAGE, parts, plan_of, rules, unit

from sync.archive.opening import open_archive
from sync.service.cycles import pinned_rules
from sync.service.issuing.issue import issue
from sync.service.starting import make_workspace
from sync.settings import Workspace, open_workspace
from templates import writer
from templates.books.department.plan import DepartmentPlan, PlannedLine
from templates.books.department.write import write_department
from templates.books.scheme import SchemeContent, write_scheme
from tests.templates.plain_rows import PlainRows


def main(words: list[str] | None = None) -> None:
    """Write and issue the workbooks in turn, and print time and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=60, help="how many workbooks")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is timed; the best counts")
    chosen = parser.parse_args(words)
    gc.set_threshold(500_000, 20, 50)  # as the command line sets it
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_workspace(Path(folder) / "company", LANGUAGE)
        workspace.scheme.write_bytes(write_scheme(SchemeContent(*rules(chosen.files)), LANGUAGE))
        print(machine())
        writing(workspace, chosen.files, chosen.rounds)
        command(workspace, chosen.files, chosen.rounds)


def writing(workspace: Workspace, files: int, rounds: int) -> None:
    """Print what writing and issuing take, per workbook and as multiples of XlsxWriter's cell by cell."""
    plans = planned(workspace, files)
    assert parts(write_department(plans[0])) == parts(cell_by_cell(plans[0])), "another workbook"
    processor: dict[str, float] = {}
    work: dict[str, Callable[[], object]] = {
        "cell by cell": lambda: [cell_by_cell(plan) for plan in plans],
        "written": lambda: [write_department(plan) for plan in plans],
        "issued": lambda: issued(workspace),
    }
    in_turn({name: noting(processor, name, do) for name, do in work.items()}, rounds)
    bare, written, whole = (processor[name] / files for name in work)
    table(
        f"Issuing {files} workbooks of 25 people with 8 indicators, processor time per workbook",
        Row("XlsxWriter, cell by cell", bare, 1),
        Row("written as they are issued", written, written / bare, 0.35),
        Row("planned, written, read back, archived", whole, whole / bare, 0.35),
    )


def planned(workspace: Workspace, files: int) -> list[DepartmentPlan]:
    """Plan the workbook of each department."""
    with fresh(workspace) as copy, open_archive(copy.archive, LANGUAGE) as archive:
        opened = pinned_rules(archive, archive.pin_cycle(CYCLE, *rules(files), b""))
        return [plan_of(archive, opened, number) for number in range(files)]


def cell_by_cell(plan: DepartmentPlan) -> bytes:
    """Write a workbook by XlsxWriter alone: its own rows, none of them like another."""
    with patch.object(writer, "Rows", PlainRows), patch.object(PlannedLine, "kind", PlannedLine.key):
        return write_department(plan)


def issued(workspace: Workspace) -> None:
    """Issue all workbooks into a fresh archive, in this process."""
    with fresh(workspace) as copy:
        assert issue(copy, CYCLE, jobs=1).files


@contextmanager
def fresh(workspace: Workspace) -> Iterator[Workspace]:
    """Yield a copy of the workspace in which nothing was issued."""
    copy = workspace.folder.with_name("copy")
    shutil.copytree(workspace.folder, copy)
    try:
        yield open_workspace(copy)
    finally:
        shutil.rmtree(copy)


class Run(NamedTuple):
    """What a command took: by the clock and the processors [s], and at most of memory [MiB]."""

    clock: float
    processors: float
    own: float
    worker: float


def command(workspace: Workspace, files: int, rounds: int) -> None:
    """Print what the command takes with one job and with two, and its memory for some workbooks and all."""
    some = [unit(number) for number in range(max(1, files // 10))]
    runs: dict[str, list[Run]] = {"one": [], "two": []}
    for _ in range(rounds):
        for name, jobs in zip(runs, (1, 2), strict=True):
            runs[name].append(run(workspace, jobs))
    one, two = (min(found) for found in runs.values())
    table(
        f"The command for {files} workbooks, per workbook",
        Row("issue --jobs 1, by the clock", one.clock / files, 1),
        Row("issue --jobs 2, by the clock", two.clock / files, two.clock / one.clock, 0.5),
        Row("the same, time of all processors", two.processors / files, two.processors / one.processors),
    )
    print(f"\nPeak memory of `issue --jobs 2` (VmHWM, limit {MEBIBYTES} MiB each)\n")
    print(f"{'':<20}{'command':>10}{'worker':>10}  MiB")
    for number, found in ((len(some), run(workspace, 2, some)), (files, two)):
        verdict = "met" if max(found.own, found.worker) <= MEBIBYTES else "missed"
        print(f"{number:>8} workbooks  {found.own:>10.0f}{found.worker:>10.0f}  {verdict}")


def run(workspace: Workspace, jobs: int, departments: Sequence[str] = ()) -> Run:
    """Issue by the real command in a fresh workspace, looking at its processes all the time."""
    program = "import sys; from sync.cli import main; sys.exit(main())"
    named = [word for name in departments for word in ("--department", name)]
    with fresh(workspace) as copy:
        words = [sys.executable, "-c", program, "-w", str(copy.folder), "issue", CYCLE, *named]
        started = perf_counter()
        process = subprocess.Popen([*words, "--jobs", str(jobs)], stdout=subprocess.DEVNULL)
        memory: dict[int, int] = {}
        processors: dict[int, float] = {}
        while process.poll() is None:
            for one in family(process.pid):
                memory[one] = max(memory.get(one, 0), peak(one))
                processors[one] = max(processors.get(one, 0), busy(one))
            sleep(0.02)
        clock = perf_counter() - started
    assert process.returncode == 0, process.returncode
    own = memory.pop(process.pid) / 1024
    return Run(clock, sum(processors.values()), own, max(memory.values(), default=0) / 1024)


def busy(process: int) -> float:
    """Return how long a process has kept a processor busy [s]; 0 where it is gone."""
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0


if __name__ == "__main__":
    main()
