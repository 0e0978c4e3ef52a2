"""Reading many workbooks in worker processes: bounded, in order, one bad file at a time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from threading import Thread
from typing import cast

import pytest

from addin.texts import LANGUAGES
from sync.reading import pool, worker
from sync.reading.cells import Unreadable
from sync.reading.pool import BATCH, read_all
from sync.reading.reasons import reason
from sync.reading.submission import Submission, read_submission
from sync.reading.worker import packed, read_one, unpacked
from tests import packages
from tests.builders import filled_workbook, issued_workbook
from tests.sync.reading import culprits

POSIX = pytest.mark.skipif(os.name != "posix", reason="bounds of a process are set on Linux and Mac")
LINUX = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux bounds and tells memory so"
)


class Deadly(bytes):
    """Bytes that end the process that receives them."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (1,)


def codes(items: list[tuple[int, bytes]], jobs: int = 2, **bounds: float) -> list[tuple[int, str]]:
    """Read workbooks and return the outcome of each by its key."""
    return [
        (key, read.code if isinstance(read, Unreadable) else "read")
        for key, read in read_all(items, jobs, **bounds)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_key_has_its_answer_in_order(jobs: int, tmp_path: Path) -> None:
    """Bytes and paths come back in the order given, each read as it is read alone."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(filled_workbook())
    items = [("bytes", issued_workbook()), ("path", file), ("bad", b"x"), ("gone", tmp_path / "b.xlsx")]
    (one, issued), (two, filled), (three, bad), (four, gone) = read_all(items, jobs)
    assert [one, two, three, four] == ["bytes", "path", "bad", "gone"]
    assert issued == read_submission(issued_workbook())
    assert filled == read_submission(filled_workbook())
    assert isinstance(bad, Unreadable)
    assert isinstance(gone, Unreadable)
    assert (bad.code, gone.code) == ("text", "unavailable")
    assert all("b.xlsx" not in reason(gone, language) for language in LANGUAGES)


def test_in_this_process() -> None:
    """One job need not be isolated."""
    ((key, read),) = read_all([(7, issued_workbook())], jobs=1, isolated=False)
    assert (key, type(read)) == (7, Submission)


def test_a_deadly_file_costs_only_itself() -> None:
    """Files that end their worker are named; all the others are read, before and after them."""
    small = packages.workbook("")
    items = [(number, Deadly(b"x") if number in (5, 17) else small) for number in range(40)]
    assert codes(items) == [(n, "worker_died" if n in (5, 17) else "read") for n in range(40)]


def test_giving_up_in_the_middle_does_not_wait() -> None:
    """Workers ended while they answer with much leave half an answer, for which nobody waits for ever."""
    large = issued_workbook()

    def give_up() -> None:
        for _ in range(5):
            reading = read_all(((number, large) for number in range(40)), jobs=2)
            next(reading)
            cast(Generator[object], reading).close()

    trying = Thread(target=give_up, daemon=True)
    trying.start()
    trying.join(100)
    assert not trying.is_alive()


def large_workbook(size: int) -> bytes:
    """Return a workbook with so many rows of one cell."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="str"><v>{n}</v></c></row>' for n in range(1, size))
    return packages.workbook(rows)


@POSIX
def test_a_bound_on_time_is_a_reason() -> None:
    """A workbook that takes too long is refused, and the next one is read."""
    items = [(1, large_workbook(300_000)), (2, packages.workbook(""))]
    assert codes(items, jobs=1, timeout=0.2) == [(1, "too_slow"), (2, "read")]


@LINUX
def test_a_bound_on_memory_is_a_reason() -> None:
    """A workbook that takes too much memory is refused, whenever it ends, and the next one is read."""
    items = [(1, large_workbook(100_000)), (2, packages.workbook(""))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "read_batch", culprits.measured)
        ((_, told),) = read_all(items[:1])
    assert isinstance(told, Unreadable)
    before, peak = (cast(int, told.values[name]) for name in ("before", "peak"))
    for share in (0.05, 0.35, 0.65):  # early, in the middle, late
        found = codes(items, jobs=1, memory=before + round(share * (peak - before)))
        assert found == [(1, "out_of_memory"), (2, "read")], (before, peak, share)
    assert codes(items, jobs=1, memory=peak + (peak - before)) == [(1, "read"), (2, "read")]


@POSIX
def test_each_way_to_fail_has_its_culprit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that kill, sleep or take all memory are each named for what they did; the others are read."""
    monkeypatch.setattr(worker, "read_batch", culprits.with_culprits)
    small = packages.workbook("")
    items = [small, culprits.KILLING, small, culprits.SLEEPING, small, culprits.GREEDY, small]
    found = ["read", "worker_died", "read", "too_slow", "read", "out_of_memory", "read"]
    assert codes(list(enumerate(items)), timeout=0.5) == list(enumerate(found))


@POSIX
def test_a_culprit_is_found_where_there_is_no_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an alarm, as on Windows, a worker ends itself in time and the slow file is named."""
    monkeypatch.setattr(worker, "read_batch", culprits.without_alarm)
    small = packages.workbook("")
    items = [small, small, culprits.SLEEPING, small, culprits.KILLING]
    found = ["read", "read", "too_slow", "read", "worker_died"]
    assert codes(list(enumerate(items)), timeout=0.5) == list(enumerate(found))


@POSIX
def test_a_worker_that_hears_no_alarm_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that runs in a circle, where no alarm is heard, is ended by the system; its file is named."""
    monkeypatch.setattr(worker, "read_batch", culprits.spinning)
    small = packages.workbook("")
    items = [(1, small), (2, culprits.SLEEPING), (3, small)]
    assert codes(items, timeout=0.4) == [(1, "read"), (2, "too_slow"), (3, "read")]


@POSIX
def test_a_worker_that_stands_still_is_ended_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker whose own clock has stopped is killed by the one that waits for it, and its file is named."""
    monkeypatch.setattr(worker, "read_batch", culprits.stopping)
    monkeypatch.setattr(pool, "GRACE", 1.0)
    items = [(1, culprits.SLEEPING), (2, packages.workbook(""))]
    assert codes(items, jobs=1, timeout=0.4) == [(1, "too_slow"), (2, "read")]


def test_a_bounded_number_is_under_way() -> None:
    """Workbooks are taken from their source only as workers need them."""
    taken = 0

    def source() -> Iterator[tuple[int, bytes]]:
        nonlocal taken
        for taken in range(1, 1001):
            yield taken, packages.workbook("")

    answers = read_all(source(), jobs=2)
    for _ in range(3):
        next(answers)
    assert taken <= 2 * 2 * BATCH
    answers.close()  # type: ignore[attr-defined]


def test_answers_travel_packed() -> None:
    """A submission or a reason is the same after its journey between processes."""
    read = read_one(filled_workbook(), 0)
    assert unpacked(packed(read)) == read
    refused = unpacked(packed(Unreadable("too_many_parts", found=7, limit=3)))
    assert isinstance(refused, Unreadable)
    assert reason(refused, "en") == reason(Unreadable("too_many_parts", found=7, limit=3), "en")


def test_what_should_not_happen_is_still_an_answer() -> None:
    """An unexpected exception while reading is told as a reason, not thrown at the others."""
    found = read_one("neither bytes nor path", 0)  # type: ignore[arg-type]
    assert isinstance(found, Unreadable)
    assert found.code == "failed"


def test_workers_stay_light() -> None:
    """What a worker imports brings neither numpy nor pandas nor SQLAlchemy, nor a writer."""
    program = "import sys, sync.reading.pool; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {"numpy", "pandas", "sqlalchemy", "alembic", "openpyxl", "xlsxwriter", "lxml", "tqdm"}
    assert not heavy & set(done.stdout.split())


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    """When the process that reads is killed, its workers end too and hold nothing open."""
    program = (
        "import sys\n"
        "from sync.reading.pool import read_all\n"
        "for _ in read_all(((n, b'x') for n in iter(int, 1)), jobs=2):\n"
        "    print('read', flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "read\n"
        reader.kill()
        reader.communicate(timeout=30)


def test_workers_run_nothing_of_the_current_folder(tmp_path: Path) -> None:
    """Modules that lie in the folder where a command is given are not run, whatever they are called."""
    for name in ("sync", "addin"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("open('ran', 'w').close()")
    for name in ("socket", "signal", "msgspec"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()")
    program = tmp_path / "program" / "run.py"
    program.parent.mkdir()
    program.write_text(
        "from sync.reading.pool import read_all\n"
        "if __name__ == '__main__':\n"
        "    print([read.code for _, read in read_all([(n, b'x') for n in range(4)], jobs=2)])\n"
    )
    call = [sys.executable, str(program)]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == (f"{['text'] * 4}\n", "")
    assert not (tmp_path / "ran").exists()
