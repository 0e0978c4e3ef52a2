"""The journal of a collect: what came at once is known after a crash, whatever is left of its lines."""

from __future__ import annotations

import pytest

from sync.service.journal import JOURNAL, Journal
from sync.settings import Workspace

SALES, RND = "2026-Q3-sales-rating", "2026-Q3-rnd-rating"
FIRST, SECOND, THIRD, LATER = (digit * 64 for digit in "abcd")


def begun(workspace, left=(), fresh=()):
    """Return the journal of a run that was left some files and found others."""
    journal = Journal(workspace)
    journal.begin(left, fresh)
    return journal


def test_what_one_run_found_came_at_once(tmp_path):
    """The second file of a workbook that the same run found came at once with the first."""
    journal = begun(Workspace(tmp_path), fresh=[FIRST, SECOND])
    assert not journal.came_before(SALES, 7, FIRST)
    journal.note(SALES, 7, FIRST)
    assert journal.came_before(SALES, 8, SECOND)
    assert not journal.came_before(SALES, 7, FIRST)
    assert not journal.came_before(RND, 8, SECOND)


def test_what_a_killed_run_found_came_at_once(tmp_path):
    """After a kill, what the killed run had found came at once; what was found since then did not."""
    workspace = Workspace(tmp_path)
    begun(workspace, fresh=[FIRST, SECOND]).note(SALES, 7, FIRST)
    again = begun(workspace, fresh=[LATER, SECOND])
    assert again.workbooks() == (SALES,)
    assert again.came_before(SALES, 8, SECOND)
    assert not again.came_before(SALES, 9, LATER)
    assert again.run_of(SECOND) < again.run_of(LATER)
    again.note(SALES, 9, LATER)
    third = begun(workspace, fresh=[THIRD])
    assert third.came_before(SALES, 8, SECOND)
    assert not third.came_before(SALES, 10, THIRD)


def test_what_another_run_left_is_older_than_what_is_found(tmp_path):
    """Files that a run without a journal left behind came at once with each other, before the new ones."""
    journal = begun(Workspace(tmp_path), left=[FIRST, SECOND], fresh=[LATER])
    journal.note(SALES, 1, FIRST)
    assert journal.came_before(SALES, 2, SECOND)
    assert not journal.came_before(SALES, 3, LATER)


def test_a_file_that_is_not_noted_came_with_this_run(tmp_path):
    """A file that changed after it was found counts as found by the run that receives it."""
    workspace = Workspace(tmp_path)
    begun(workspace, fresh=[FIRST]).note(SALES, 1, FIRST)
    journal = begun(workspace, fresh=[SECOND])
    assert not journal.came_before(SALES, 2, THIRD)
    journal.note(SALES, 2, THIRD)
    assert journal.came_before(SALES, 3, SECOND)


ODD = (
    b"read 1 2026-Q3-rnd-rating 1",
    b"read 1 2026-Q3-rnd",
    b"\0\0\0",
    b"\xff\n",
    b"a b\tc\n",
    b"w " + b"9" * 5000 + b"\n",
    b"read 1 w " + b"9" * 5000 + b"\n",
    b"found " + b"9" * 5000 + b" " + b"a" * 64 + b"\n",
    b"found x\nread\n\n",
)


@pytest.mark.parametrize("odd", ODD)
def test_what_cannot_be_read_counts_for_nothing(odd, tmp_path):
    """A line that broke off or says nothing is passed over, and the next run writes the journal anew."""
    workspace = Workspace(tmp_path)
    begun(workspace, fresh=[FIRST, SECOND]).note(SALES, 7, FIRST)
    with (tmp_path / JOURNAL).open("ab") as journal:
        journal.write(odd)
    again = begun(workspace, fresh=[SECOND])
    assert again.workbooks() == (SALES,)
    assert again.came_before(SALES, 8, SECOND)
    again.note(RND, 12, SECOND)
    assert odd not in (tmp_path / JOURNAL).read_bytes()
    assert Journal(workspace).came_before(RND, 13, FIRST)


@pytest.mark.parametrize("odd", ODD)
def test_a_journal_that_cannot_be_read_is_none(odd, tmp_path):
    """A journal of which nothing can be read is none."""
    (tmp_path / JOURNAL).write_bytes(odd)
    journal = begun(Workspace(tmp_path), fresh=[FIRST])
    assert journal.workbooks() == ()
    assert not journal.came_before(SALES, 1, FIRST)


def test_where_nothing_is_found_nothing_is_noted(tmp_path):
    """A run that finds nothing writes no journal, and one that ends leaves none."""
    journal = begun(Workspace(tmp_path))
    assert list(tmp_path.iterdir()) == []
    journal.end()
    begun(Workspace(tmp_path), fresh=[FIRST]).end()
    assert list(tmp_path.iterdir()) == []
