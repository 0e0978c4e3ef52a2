"""The journal of a collect: what came at once is known after a crash, whatever is left of its last line."""

from __future__ import annotations

import pytest

from sync.service.journal import JOURNAL, Journal
from sync.settings import Workspace


@pytest.mark.parametrize("torn", [b"\n2026-Q3-rnd-rating 1", b"\n2026-Q3-rnd", b"\0\0\0", b"\xff\n"])
def test_a_torn_last_line_counts_for_nothing(torn, tmp_path):
    """A line that broke off names no submission, and the next one is not written into it."""
    workspace = Workspace(tmp_path)
    Journal(workspace).note("2026-Q3-sales-rating", 7)
    with (tmp_path / JOURNAL).open("ab") as journal:
        journal.write(torn)
    again = Journal(workspace)
    assert again.workbooks() == ("2026-Q3-sales-rating",)
    assert not again.came_before("2026-Q3-rnd-rating", 12)
    again.note("2026-Q3-rnd-rating", 12)
    third = Journal(workspace)
    assert third.came_before("2026-Q3-rnd-rating", 13)
    assert not third.came_before("2026-Q3-sales-rating", 7)
