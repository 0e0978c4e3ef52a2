"""Writing side by side: the same workbooks in the same order, whatever becomes of the workers."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from addin.scoring.scheme import Goal
from sync.service.issuing import writing
from sync.service.issuing.issue import issue
from sync.service.issuing.writing import FEW, Written, jobs_for, write_all, written
from sync.settings import Workspace, open_workspace
from templates.books.department.plan import DepartmentPlan
from templates.writer import SafeWorkbook
from tests.builders import CYCLE, PEOPLE, sample_plan, sample_roster, sample_scheme
from tests.sync.service.company import make_company, write_rules


def plans() -> list[tuple[str, DepartmentPlan | None]]:
    """Return some plans, and between them one of a workbook that is there already."""
    return [(one, sample_plan(people=[one])) for one in PEOPLE] + [("there", None), ("all", sample_plan())]


def dying(plan: DepartmentPlan) -> Written:
    """Write a workbook, but end the process instead where it is a worker."""
    if multiprocessing.parent_process() is not None:
        os._exit(9)
    return written(plan)


def failing(plan: DepartmentPlan) -> Written:
    """Write no workbook."""
    raise ValueError(plan.language)


def test_several_write_the_same_in_the_same_order() -> None:
    """Two workers give what one process gives, each workbook under its key, in the order of the plans."""
    writing.get_ready()
    assert list(write_all(plans(), jobs=2)) == list(write_all(plans()))


def test_what_a_dead_worker_left_is_written_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every worker dies, all workbooks are there nevertheless."""
    alone = list(write_all(plans()))
    monkeypatch.setattr(writing, "written", dying)
    assert list(write_all(plans(), jobs=2)) == alone


def test_a_failure_comes_out_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong while a workbook is written is no death of a worker: it is told."""
    monkeypatch.setattr(writing, "written", failing)
    with pytest.raises(ValueError, match="zh"):
        list(write_all([("one", sample_plan("zh"))], jobs=2))


def test_a_bounded_number_is_under_way() -> None:
    """Workbooks are planned only as workers need them, so that any number takes no more memory."""
    plan, taken = sample_plan(people=PEOPLE[:1]), 0

    def source() -> Iterator[tuple[int, DepartmentPlan]]:
        nonlocal taken
        for taken in range(1, 16):
            yield taken, plan

    for number, _ in write_all(source(), jobs=2):
        assert taken <= number + 2 * writing.AHEAD


def test_a_written_workbook_leaves_nothing_in_memory() -> None:
    """What a workbook was made of is gone when it is written, however many follow."""
    gc.collect()
    before = alive()
    written(sample_plan(people=PEOPLE[:1]))
    assert alive() == before


def alive() -> int:
    """Return how many workbooks being written lie in memory."""
    return sum(type(one) is SafeWorkbook for one in gc.get_objects())


def test_workers_load_no_arithmetic_and_no_database() -> None:
    """What a worker does needs neither numpy nor pandas, SQLAlchemy or openpyxl."""
    program = (
        "import sys\n"
        "from sync.service.issuing.writing import written\n"
        "from tests.builders import sample_plan\n"
        "written(sample_plan())\n"
        "print({'numpy', 'pandas', 'sqlalchemy', 'openpyxl'} & set(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_few_workbooks_start_no_worker() -> None:
    """A handful is written here; for more there are as many workers as processors, or as somebody said."""
    assert (jobs_for(FEW), jobs_for(FEW + 1), jobs_for(1, 3)) == (1, writing.PROCESSORS, 3)


@pytest.fixture
def twins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Workspace, Workspace]:
    """Return a workspace with some workbooks to be issued and some to be issued anew, and a copy of it."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-05T08:00:00+00:00")
    one, scheme, roster = make_company(tmp_path / "one"), sample_scheme(), sample_roster()
    settings = replace(scheme.settings, modules=("goals", "raters"), self_ratings=True)
    write_rules(one, replace(scheme, settings=settings), roster)
    issue(one, CYCLE, ["sales"])
    goals = (Goal(None, None, "SAL-01", 120.0),)
    write_rules(one, replace(scheme, settings=settings, goals=goals), roster)
    shutil.copytree(one.folder, tmp_path / "two")
    return one, open_workspace(tmp_path / "two")


def rows(workspace: Workspace) -> list[str]:
    """Return everything the archive of a workspace holds."""
    with closing(sqlite3.connect(workspace.folder / "archive.db")) as connection:
        return list(connection.iterdump())


def files(workspace: Workspace) -> dict[str, bytes]:
    """Return what lies in the outbox of the cycle."""
    return {file.name: file.read_bytes() for file in workspace.outbox(CYCLE).iterdir()}


def test_the_archive_is_the_same_with_any_number_of_jobs(twins: tuple[Workspace, Workspace]) -> None:
    """Bytes, rows, events and the report do not tell whether workers wrote the workbooks."""
    reports = [issue(workspace, CYCLE, jobs=jobs) for workspace, jobs in zip(twins, (1, 2), strict=True)]
    assert rows(twins[0]) == rows(twins[1])
    assert files(twins[0]) == files(twins[1])
    assert [report.revised for report in reports] == [{"sales"}] * 2
    assert [file.name for file in reports[0].files] == [file.name for file in reports[1].files]
    assert reports[0].packs == reports[1].packs
    assert reports[0].packs["self"] == len(PEOPLE) + 1
