"""Who may act on an appeal: with roles given, without them, and where a department itself appeals."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from addin.scoring.processes import Role
from addin.scoring.scheme import Person
from sync.archive.rows import of_department
from sync.cli import main
from sync.service.appealing.who import beneath, involved
from sync.service.cycles import open_to_look, opened
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.organisations import organisation_scheme
from tests.sync.service.company import make_company, states_of, write_rules
from tests.sync.service.conftest import NOW
from tests.sync.service.steps.approved import BY, LATER, approve_all, copied, run
from tests.sync.service.test_organisations import filled as filled_with_unit

WHO, UNIT = "00123", of_department("sales")
OTHERS = {
    who: Person(who, name, "company", "assistant")
    for who, name in (
        ("H-1", "He Lin"),
        ("H-2", "Hu Jia"),
        ("C-1", "Cai Yun"),
        ("C-2", "Cui Bo"),
        ("A-1", "An Qi"),
    )
}
"""People who report to nobody: HR, the committee, an auditor."""

ROLES = (
    Role("H-1", "hr_specialist"),
    Role("H-2", "hr_manager"),
    Role("C-1", "committee"),
    Role("C-2", "committee", "sales"),
    Role("A-1", "auditor"),
)


def made(folder, roles=()):
    """Make the small company, whose department sales is judged itself, with every result published.

    roles: as they come into the sheet Roles once the cycle has begun.
    """
    scheme, roster = organisation_scheme(), sample_roster() | OTHERS
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", NOW)
        workspace = make_company(folder)
        write_rules(workspace, scheme, roster)
        run(workspace, "issue", CYCLE)
        approve_all(workspace, filled_with_unit(workspace))
        patch.setenv("MERITBOOK_NOW", LATER)
        run(workspace, "publish", CYCLE, *BY)
        if roles:
            modules = (*scheme.settings.modules, "roles")
            given = replace(scheme, settings=replace(scheme.settings, modules=modules), roles=roles)
            write_rules(workspace, given, roster)
            run(workspace, "collect")
    return folder


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Return the folder of the company in which nobody was given a role."""
    return made(tmp_path_factory.mktemp("plain") / "company")


@pytest.fixture(scope="module")
def governed(tmp_path_factory):
    """Return the folder of the company in which roles were given."""
    return made(tmp_path_factory.mktemp("governed") / "company", ROLES)


@pytest.fixture
def company(request, tmp_path, monkeypatch):
    """Return a workspace of one's own, with roles or without."""
    monkeypatch.setenv("MERITBOOK_NOW", LATER)
    return copied(request.getfixturevalue(request.param), tmp_path / "company")


@pytest.fixture
def refused(company, capsys):
    """Return a function that runs a command which is refused, and returns the line it says."""

    def refuse(*words):
        capsys.readouterr()
        assert main(["-w", str(company.folder), "appeal", *words]) == 2, words
        said = capsys.readouterr().err.strip()
        assert "\n" not in said
        return said

    return refuse


def act(workspace, *words):
    """Do something in an appeal that is allowed."""
    run(workspace, "appeal", *words)


FILE = ("file", CYCLE, WHO, "--grounds", "a figure is wrong")
ACCEPT = ("accept", "A-0001", "--reason", "in time")
REFUSE = ("refuse", "A-0001", "--reason", "not about this")
LOOK = ("investigate", "A-0001", "--evidence", "the ledger")
DECIDE = ("decide", "A-0001", "--outcome", "rejected", "--reason", "it is right")
AGAIN = ("review", "A-0001", "--grounds", "an order is missing")
BACK = ("withdraw", "A-0001", "--reason", "settled in a talk")


@pytest.mark.parametrize("company", ["governed"], indirect=True)
def test_where_roles_were_given_each_act_is_their_holders(company, refused):
    """HR takes appeals in, HR and the committee look into them, the committee decides; others are refused."""
    way = (
        (FILE, ("A-1", "Wang Wei", "C-1"), "Li Na"),
        (ACCEPT, ("A-1", "C-1", "C-2", "Wang Wei"), "Hu Jia"),
        (LOOK, ("A-1", "Wang Wei"), "C-2"),
        (LOOK, ("A-1",), "He Lin"),
        (DECIDE, ("A-1", "H-1", "He Lin", "somebody from outside"), "Cai Yun"),
        (AGAIN, ("A-1", "C-1"), "He Lin"),
        (DECIDE, ("H-2",), ""),
    )
    for words, others, holder in way:
        for other in others:
            said = refused(*words, "--by", other)
            assert "does not hold the role" in said
        if holder:
            act(company, *words, "--by", holder)
    for first in ("C-1", "C-2", "Cai Yun"):
        assert "other people" in refused(*DECIDE, "--by", first)
    assert "does not hold" in refused(*BACK, "--by", "A-1")
    act(company, *BACK, "--by", WHO)
    assert states_of(company)[WHO] == "decided"


@pytest.mark.parametrize("company", ["governed"], indirect=True)
def test_roles_come_in_by_the_next_collect(company, refused):
    """Who is given a role while the cycle goes on holds it from then on; who had it and lost it does not."""
    act(company, *FILE)
    scheme, roster = organisation_scheme(), sample_roster() | OTHERS
    modules = (*scheme.settings.modules, "roles")
    given = replace(
        scheme, settings=replace(scheme.settings, modules=modules), roles=(Role("A-1", "hr_specialist"),)
    )
    write_rules(company, given, roster)
    assert "does not hold" in refused(*ACCEPT, "--by", "A-1")
    run(company, "collect")
    assert "does not hold" in refused(*ACCEPT, "--by", "H-1")
    act(company, *ACCEPT, "--by", "A-1")
    run(company, "verify")


@pytest.mark.parametrize("company", ["plain"], indirect=True)
def test_without_roles_whoever_is_free_may_act(company, refused):
    """Nobody was given a role: whoever had no part in the result, and does not depend on it, acts."""
    act(company, "file", CYCLE, "00001", "--grounds", "a figure is wrong")
    for words in (ACCEPT, REFUSE):
        assert "own result" in refused(*words, "--by", "Zhao Min")
        assert "had a part" in refused(*words, "--by", "Gao Yuan")
        for below in ("Li Na", "00124", "Sun Yue"):
            assert "works under Zhao Min" in refused(*words, "--by", below)
    act(company, *ACCEPT, "--by", "Cui Bo")
    for words in (LOOK, DECIDE):
        assert "works under Zhao Min" in refused(*words, "--by", "Chen Jie")
    act(company, *LOOK, "--by", "somebody from outside")
    act(company, *DECIDE, "--by", "A-1")


@pytest.mark.parametrize("company", ["plain"], indirect=True)
def test_a_department_appeals_for_itself(company, refused, capsys):
    """Its head speaks for it and is told; neither they nor its people decide; values are scored by rules."""
    act(company, "file", CYCLE, "sales", "--grounds", "the ledger was closed late", "--by", "Zhao Min")
    assert states_of(company)[UNIT] == "appealed"
    for words in (ACCEPT, REFUSE, LOOK):
        assert "had a part" in refused(*words, "--by", "Zhao Min")
        assert "works under Sales and Service" in refused(*words, "--by", WHO)
    act(company, *ACCEPT, "--by", "Gao Yuan")
    act(company, *LOOK, "--by", "He Lin")
    capsys.readouterr()
    words = ("decide", "A-0001", "--outcome", "upheld", "--actual", "U-1=50", "--reason", "booked late")
    assert main(["-w", str(company.folder), "appeal", *words, "--by", "Cai Yun", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["employee"], found["department"], found["name"]) == (None, "sales", "Sales and Service")
    decision = found["decision"]
    assert decision["after"]["score"] > decision["before"]["score"]
    assert (decision["pay_difference"], decision["ranks_moved"]) == (None, 0)
    act(company, *AGAIN)
    assert "had a part" in refused(*DECIDE, "--by", "00001")
    act(company, *DECIDE, "--by", "Cui Bo")
    run(company, "appeals", CYCLE, "--to", str(company.folder / "agenda.xlsx"))
    run(company, "export", "master", CYCLE)
    capsys.readouterr()
    assert main(["-w", str(company.folder), "notices", CYCLE, "--step", "appeals", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["notices"]
    assert [(one["notice"], one["to"]) for one in told] == [("appeal_closed", "00001")]
    run(company, "verify")


@pytest.mark.parametrize("company", ["governed"], indirect=True)
def test_a_head_speaks_for_the_department_where_roles_were_given(company, refused):
    """Not its people; HR may, as for anybody."""
    words = ("file", CYCLE, "sales", "--grounds", "the ledger was closed late")
    assert "does not hold" in refused(*words, "--by", WHO)
    act(company, *words, "--by", "Zhao Min")
    act(company, *BACK, "--by", "H-1")


@pytest.mark.parametrize("company", ["plain"], indirect=True)
def test_the_head_who_fills_the_workbook_had_a_part(company):
    """Where somebody reports to a team leader, the head of the department filled in the workbook."""
    with open_to_look(company) as archive:
        rules = opened(archive, CYCLE)
    led = {**rules.roster, "E-07": replace(rules.roster["E-07"], manager=WHO)}
    rules = replace(rules, roster=led, scheme=sample_scheme())
    assert involved(rules, "E-07") == {WHO, "00001"}
    assert involved(rules, WHO) == {"00001"}
    assert involved(rules, "00001") == {"00000"}
    assert beneath(rules, WHO) == {"E-07"}
    assert beneath(rules, "00001") == {WHO, "00124", "E-07", "1234567890123456"}
    assert beneath(rules, UNIT) == {WHO, "00124", "E-07", "1234567890123456"}
