"""Giving and ending waivers: nothing is written twice, whoever else does the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.archive.restating import Restated, restate
from sync.archive.store import Archive
from sync.findings import Waiver
from tests.sync.archive.material import CYCLE, WORKBOOK, finding, send

WHAT = ("f1", "V001", finding().mark, "agreed on the phone", "Zhao Min", "2026-12-31", "")


@pytest.mark.parametrize("workbook", [WORKBOOK, None], ids=["of a workbook", "across them"])
def test_two_who_end_the_same_waiver(archive: Archive, workbook: str | None) -> None:
    """Of two who end the same waiver at once the second is told that it was overtaken, and writes nothing."""
    counted = send(archive, b"filled", "c1") if workbook else None
    given = Waiver(0, CYCLE, workbook, *WHAT, submission=counted, event=0)
    new = Restated("sales.xlsx", workbook, "sales", counted, (), given, cycle=CYCLE)
    assert restate(archive, new) == "written"
    assert restate(archive, new) == "overtaken"
    stood = archive.waivers(CYCLE, ended=False)
    over = replace(new, given=None, stood=stood, ended=((stood[0].number, "expired"),))
    assert [restate(archive, over) for _ in range(2)] == ["written", "overtaken"]
    assert archive.waivers(CYCLE, ended=False) == ()
