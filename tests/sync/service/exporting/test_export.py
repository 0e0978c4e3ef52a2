"""Reports: which there are, and where they may be written."""

from __future__ import annotations

import pytest

from addin.texts import LANGUAGES, words
from sync.service.exporting.export import FOLDERS, REPORTS, TOLD_TO_PAYROLL
from tests.builders import CYCLE


def test_every_report_is_listed_with_what_it_is():
    """`export --list` names each report there is, in both languages, and no other."""
    for language in LANGUAGES:
        assert set(words("service", language)["reports"]) == {*REPORTS, *FOLDERS, TOLD_TO_PAYROLL}


def test_a_report_that_is_not_there_names_those_that_are(small, run):
    """An unknown report is refused with the names of all."""
    status, _, said = run(small, "export", "nothing", CYCLE)
    assert status == 2
    assert all(kind in said for kind in (*REPORTS, *FOLDERS))


@pytest.mark.parametrize("kind", ["master", "slips"])
def test_a_report_of_a_cycle_asks_for_the_cycle(small, run, kind):
    """Without a cycle, or with one that was not issued, the command says what to type."""
    status, _, said = run(small, "export", kind)
    assert (status, f"meritbook export {kind} CYCLE" in said) == (2, True)
    status, _, said = run(small, "export", kind, "1999-Q1")
    assert (status, "meritbook issue 1999-Q1" in said) == (2, True)


@pytest.mark.parametrize("folder", ["inbox", "outbox", "returned/slips"])
def test_slips_are_not_written_where_workbooks_travel(small, run, folder):
    """A slip in the inbox would be collected; the folder is refused, and nothing is written."""
    before = sorted(small.folder.rglob("*"))
    status, _, said = run(small, "export", "slips", CYCLE, "--to", str(small.folder / folder))
    assert (status, folder in said) == (2, True)
    assert sorted(small.folder.rglob("*")) == before


def test_rules_are_not_written_into_the_inbox(small, run):
    """The one file of a report may stand in none of these folders either."""
    assert run(small, "export", "rules", CYCLE, "--to", str(small.inbox / "rules.docx"))[0] == 2
    assert not list(small.inbox.iterdir())
