"""Collecting many department workbooks into a fresh archive, against a bare calamine read of the same files.

One process: everything happens in this one, the reading too. Jobs: as `collect --jobs N` does it, with
workers of their own for the reading. Memory: of the real command, its peak and that of each worker. The quick
pass: how many files, and how many of their sheets, never needed the conforming one.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import process_time, sleep
from unittest.mock import patch

from python_calamine import CalamineWorkbook
from ratios import Row, in_turn, machine, table
from workbooks import Company, make_company

from sync.reading import worksheet
from sync.reading.gathering import Gathering
from sync.reading.pool import Read, read_all
from sync.reading.quick import quick_rows
from sync.reading.xlsx import read_book
from sync.service import collecting
from sync.settings import open_workspace

MEBIBYTES = 150
"""What each process may take."""


def main(words: list[str] | None = None) -> None:
    """Make the workbooks, read and collect them in turn, and print time and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100, help="how many workbooks")
    parser.add_argument("--rounds", type=int, default=2, help="how often each is timed; the best counts")
    chosen = parser.parse_args(words)
    gc.set_threshold(500_000, 20, 50)  # as the command line sets it
    with tempfile.TemporaryDirectory() as folder:
        company = make_company(Path(folder), chosen.files)
        print(machine())
        quickly(company)
        times(company, chosen.rounds)
        memory(company)


def quickly(company: Company) -> None:
    """Print how many files, and how many of their sheets, took the quick pass alone."""
    sheets = [passes(file.read_bytes()) for file in sorted(company.filled.iterdir())]
    each = [went for book in sheets for went in book]
    print(f"\nTook the quick pass: {sum(map(all, sheets))} of {len(sheets)} files, ", end="")
    print(f"{sum(each)} of {len(each)} sheets")


def passes(data: bytes) -> list[bool]:
    """Tell for each sheet of a workbook whether the quick pass read it."""
    went: list[bool] = []

    def noted(body: str, head: bytes, gathered: Gathering) -> bool:
        went.append(quick_rows(body, head, gathered))
        return went[-1]

    with patch.object(worksheet, "quick_rows", noted):
        sheets = read_book(data).sheets
    return went + [False] * (len(sheets) - len(went))


def times(company: Company, rounds: int) -> None:
    """Print what collecting takes, per workbook and as multiples of calamine."""
    processor: dict[str, float] = {}
    work: dict[str, Callable[[], None]] = {
        "calamine": lambda: calamine(company.filled),
        "alone": lambda: collected(company, 1, alone=True),
        "one": lambda: collected(company, 1),
        "two": lambda: collected(company, 2),
    }
    best = in_turn({name: noting(processor, name, do) for name, do in work.items()}, rounds)
    bare, alone, busy = best["calamine"], best["alone"], processor["alone"] / processor["calamine"]
    each = {name: seconds / company.files for name, seconds in best.items()}
    table(
        f"Collecting {company.files} workbooks, per workbook",
        Row("python-calamine, every sheet to lists", each["calamine"], 1),
        Row("collect, one process (times calamine)", each["alone"], alone / bare, 3),
        Row("the same, processor time only", processor["alone"] / company.files, busy),
        Row("collect --jobs 1 (times one process)", each["one"], best["one"] / alone, 1.15),
        Row("collect --jobs 2 (times one process)", each["two"], best["two"] / alone, 0.6),
    )


def noting(best: dict[str, float], name: str, do: Callable[[], object]) -> Callable[[], None]:
    """Return the same work, noting the least processor time it takes in this process [s]."""

    def done() -> None:
        started = process_time()
        do()
        best[name] = min(best.get(name, float("inf")), process_time() - started)

    return done


def calamine(folder: Path) -> None:
    """Read every sheet of every workbook to lists."""
    for file in sorted(folder.iterdir()):
        book = CalamineWorkbook.from_path(str(file))
        for sheet in book.sheet_names:
            book.get_sheet_by_name(sheet).to_python()


@contextmanager
def fresh(company: Company) -> Iterator[Path]:
    """Yield a copy of the workspace in which everything was issued and nothing collected."""
    copy = company.workspace.folder.with_name("copy")
    shutil.copytree(company.workspace.folder, copy)
    try:
        yield copy
    finally:
        shutil.rmtree(copy)


def collected(company: Company, jobs: int, *, alone: bool = False) -> None:
    """Collect all workbooks into a fresh archive; `alone` without any other process."""
    reading = here if alone else collecting.read_workbooks  # type: ignore[attr-defined]
    with fresh(company) as copy, patch.object(collecting, "read_workbooks", reading):
        done = collecting.collect(open_workspace(copy), [company.filled], jobs)
    assert done.taken == company.files, done


def here(items: Iterable[tuple[int, bytes]], _jobs: int, _language: str) -> Iterator[tuple[int, Read]]:
    """Read workbooks in this very process."""
    return read_all(items, isolated=False)


def memory(company: Company) -> None:
    """Print the peak memory of the command and of its largest worker, for some of the files and for all."""
    print(f"\nPeak memory of `collect --jobs 2` (VmHWM, limit {MEBIBYTES} MiB each)\n")
    print(f"{'':<20}{'command':>10}{'worker':>10}  MiB")
    for files in (max(1, company.files // 10), company.files):
        own, worker = peaks(company, files)
        verdict = "met" if max(own, worker) <= MEBIBYTES else "missed"
        print(f"{files:>8} workbooks  {own:>10.0f}{worker:>10.0f}  {verdict}")


def peaks(company: Company, files: int) -> tuple[float, float]:
    """Run the real command on so many files; return its peak and its largest child's [MiB]."""
    with fresh(company) as copy:
        some = [str(file) for file in sorted(company.filled.iterdir())[:files]]
        program = "import sys; from sync.cli import main; sys.exit(main())"
        words = [sys.executable, "-c", program, "-w", str(copy), "collect", *some, "--jobs", "2"]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        found: dict[int, int] = {}
        while process.poll() is None:
            found |= {one: max(found.get(one, 0), size) for one in family(process.pid) if (size := peak(one))}
            sleep(0.02)
    assert process.returncode in (0, 1), process.returncode
    own = found.pop(process.pid)
    return own / 1024, max(found.values(), default=0) / 1024


def family(process: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield process
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def peak(process: int) -> int:
    """Return the most memory a process ever held [KiB]; 0 where it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
