"""Whatever call goes wrong, the same commands run again come to what an undisturbed run comes to."""

from __future__ import annotations

import pytest

from sync.emulator.app import Fault
from sync.service.cycles import open_to_look
from sync.sources.google.client import connected
from tests.builders import CYCLE
from tests.stand_in import fail, sheet_of, shown, type_into
from tests.sync.service.company import NO_RATING, filled, states_of

SALES = f"{CYCLE}-sales-rating"
PUSH, COLLECT = ("google", "push", CYCLE), ("collect", "--google")
LISTED, LOOKED = r"/drive/v3/files$", r"/drive/v3/files/[^/]+$"


def again(run, company, stand_in, fault, words):
    """Run a command that one call goes wrong for, then again without; the first ends in one line or well."""
    fail(stand_in, fault)
    status, _, told = run(company, *words)
    assert (status in (0, 1)) or (status == 2 and told.count("\n") == 1), told
    fail(stand_in)
    assert run(company, *words)[0] in (0, 1)


@pytest.mark.parametrize("lost", [False, True], ids=["refused", "answer lost"])
@pytest.mark.parametrize(
    ("push", "collect"),
    [(LISTED, LISTED), ("upload", "export"), ("upload", LOOKED), (LISTED, "values:batchUpdate")],
)
def test_a_call_that_goes_wrong(company, run, stand_in, push, collect, lost):
    """One Sheet a department, one submission, its findings in the Sheet: refused or its answer lost."""
    wrong = {"cut": True, "after": True, "times": 9} if lost else {"status": 403, "times": 9}
    again(run, company, stand_in, Fault(push, **wrong), PUSH)
    sheet = sheet_of(company, SALES)
    before = (company.outbox(CYCLE) / f"{CYCLE}-sales.xlsx").read_bytes()
    type_into(company, sheet, before, filled(company, other=NO_RATING))
    again(run, company, stand_in, Fault(collect, **wrong), COLLECT)
    assert len(stand_in.standing.store.files()) == 2
    with open_to_look(company) as archive:
        assert [one.state for one in archive.submissions()] == ["read"]
    assert states_of(company)["00123"] == "returned"
    with connected(company) as google:
        assert shown(google, sheet, "Findings!C2:C3") == [["V001"]]
