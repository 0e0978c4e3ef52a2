"""The wrong workbook: the one of the last cycle, whatever its file is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from addin.scoring.scheme import Cycle
from sync.service.cycles import open_to_look
from tests.builders import CYCLE, PEOPLE, sample_roster, sample_scheme
from tests.sync.service.company import HEAD, filled, states_of, write_rules

NEXT = "2026-Q4"


def test_last_cycles_workbook_counts_for_last_cycle(small, send, run):
    """Filled anew and named after this cycle, last cycle's workbook changes nothing of it, and is told."""
    scheme = sample_scheme()
    later = Cycle(NEXT, "quarter", date(2026, 10, 1), date(2026, 12, 31))
    write_rules(small, replace(scheme, cycles=scheme.cycles | {NEXT: later}), sample_roster())
    assert run(small, "issue", NEXT)[0] == 0
    taken = send(small, f"{NEXT}-sales.xlsx", filled(small))
    assert (taken["state"], taken["cycle"], taken["department"]) == ("read", CYCLE, "sales")
    with open_to_look(small) as archive:
        assert {form.state for form in archive.forms(NEXT)} == {"issued"}
        assert archive.results(NEXT) == []
        told = [(one.code, one.found, one.expected) for one in archive.findings(CYCLE)]
    assert states_of(small) == dict.fromkeys(PEOPLE, "checked") | {HEAD: "issued"}
    assert told == [("B005", f"{NEXT}-sales", f"{CYCLE}-sales")]
    assert run(small, "verify")[0] == 0
