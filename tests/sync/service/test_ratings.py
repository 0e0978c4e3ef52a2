"""What other raters say beside the manager: found by the real collect, in the right cell; nobody is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from addin.scoring.scheme import RaterRule
from templates.books.department.state import Typed
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.editing import spot
from tests.sync.service.company import filled, make_company, write_rules

TITLES = "Employee no.,Indicator no.,Rater no.,Relation,Rating\n"
FAR = "".join(f"00124,SAL-07,RX-{n},peer,{rating}\n" for n, rating in enumerate((2, 3, 3), start=1))
FEW = "00123,SAL-07,RX-7,report,4\n00123,SAL-07,RX-8,report,4\n"
EXPLAINED = {("00124", "SAL-07"): Typed(manager_rating=4.5, comment="Led the move to Suzhou on her own.")}


@pytest.fixture
def rate(small, document):
    """Return a function that imports ratings of the cycle."""

    def call(text):
        file = small.folder / "360.csv"
        file.write_text(TITLES + text)
        assert document(small, "import", "ratings", str(file), "--cycle", CYCLE)["notes"] == []

    return call


@pytest.fixture
def found(small, document):
    """Return a function that collects and returns what then stands of raters, by code."""

    def call():
        document(small, "collect")
        told = document(small, "findings", CYCLE)["findings"]
        return {one["code"]: one for one in told if one["code"] in ("R001", "R002", "R003")}

    return call


def test_a_manager_far_from_the_peers_is_found_in_the_cell(small, rate, document, found):
    """The manager's 4.5 against 2, 3 and 3 is told by the collect with both numbers, where it stands."""
    rate(FAR)
    data = filled(small)
    (small.inbox / "sales.xlsx").write_bytes(data)
    (told,) = [one for one in document(small, "collect")["findings"] if one["code"].startswith("R")]
    place = {"employee": "00124", "indicator": "SAL-07", "column": "manager_rating"}
    assert (told["sheet"], told["cell"]) == spot(data, place)
    assert (told["employee"], told["found"], told["expected"]) == ("00124", "4.5", "2.67")
    assert (told["code"], told["severity"], told["workbook"]) == ("R002", "warning", f"{CYCLE}-sales.xlsx")
    assert found() == {"R002": told}


def test_a_reason_in_the_row_ends_it(small, rate, found):
    """The manager who writes why into Comment has mended it, with the same rating."""
    rate(FAR)
    (small.inbox / "sales.xlsx").write_bytes(filled(small))
    assert "R002" in found()
    (small.inbox / "again.xlsx").write_bytes(filled(small, other=EXPLAINED))
    assert found() == {}


def test_ratings_that_come_later_are_compared_at_the_next_collect(small, rate, found):
    """Raters may answer after the manager; where they think better of it, the finding is gone."""
    (small.inbox / "sales.xlsx").write_bytes(filled(small))
    assert found() == {}
    rate(FAR)
    assert list(found()) == ["R002"]
    rate("00124,SAL-07,RX-1,peer,4\n")
    assert found() == {}


def test_a_group_that_is_too_small_is_named_until_more_have_rated(small, rate, found):
    """Two reports are too few; a third one is enough."""
    rate(FEW)
    data = filled(small)
    (small.inbox / "sales.xlsx").write_bytes(data)
    few = found()["R001"]
    assert (few["employee"], few["found"], few["expected"]) == ("00123", "2", "3")
    place = {"employee": "00123", "indicator": "SAL-01", "column": "employee"}
    assert (few["sheet"], few["cell"]) == spot(data, place)
    rate("00123,SAL-07,RX-9,report,3.5\n")
    assert found() == {}


def test_a_manager_far_from_the_own_view_is_found_until_the_row_says_why(small, rate, document, found):
    """The manager's 4.5 against a self rating of 2 is told with both numbers, where a word is missing."""
    rate("00124,SAL-07,00124,self,2\n")
    data = filled(small)
    (small.inbox / "sales.xlsx").write_bytes(data)
    told = found()["R003"]
    place = {"employee": "00124", "indicator": "SAL-07", "column": "comment"}
    assert (told["sheet"], told["cell"]) == spot(data, place)
    assert (told["employee"], told["found"], told["expected"]) == ("00124", "4.5", "2")
    (small.inbox / "again.xlsx").write_bytes(filled(small, other=EXPLAINED))
    assert found() == {}


def test_a_waiver_of_a_far_own_view_ends_with_another_self_rating(small, rate, run, found):
    """What was accepted for a self rating of 2 is told again when it becomes 2.5."""
    rate("00124,SAL-07,00124,self,2\n")
    (small.inbox / "sales.xlsx").write_bytes(filled(small))
    words = ("--reason", "Talked about it", "--by", "Zhao Min", "--until", "2026-12-31")
    run(small, "waive", found()["R003"]["id"], *words)
    assert found() == {}
    rate("00124,SAL-07,00124,self,2.5\n")
    assert found()["R003"]["expected"] == "2.5"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_found_names_no_rater(small, rate, run, language):
    """Neither the collect nor the findings, the master workbook's words or verify say who rated."""
    rate(FAR + FEW)
    (small.inbox / "sales.xlsx").write_bytes(filled(small))
    told = "".join(
        "".join(map(str, run(small, "--language", language, *words)))
        for words in (("collect",), ("findings", CYCLE), ("findings", CYCLE, "--json"), ("verify",))
    )
    assert "R001" in told
    assert "R002" in told
    assert "RX-" not in told
    assert run(small, "verify")[0] == 0


def test_a_group_that_counts_for_nothing_joins_nobody(tmp_path, monkeypatch, run, document):
    """Two peers are withheld, although two reports were heard, too: by the rules those count for nothing."""
    monkeypatch.setenv("MERITBOOK_NOW", "2026-10-05T08:00:00+00:00")
    company = make_company(tmp_path / "company")
    scheme = sample_scheme()
    settings = replace(scheme.settings, modules=("raters",), self_ratings=False)
    rules = (RaterRule("manager", 80.0), RaterRule("peers", 20.0))
    write_rules(company, replace(scheme, settings=settings, raters=rules), sample_roster())
    run(company, "issue", CYCLE)
    peers = "".join(f"00123,SAL-07,RX-{n},peer,4\n" for n in (1, 2))
    (company.folder / "360.csv").write_text(TITLES + FEW + peers)
    run(company, "import", "ratings", str(company.folder / "360.csv"), "--cycle", CYCLE)
    (company.inbox / "sales.xlsx").write_bytes(filled(company))
    found = [one for one in document(company, "collect")["findings"] if one["code"] == "R001"]
    (told,) = [one["message"] for one in found]
    assert '"peers" has 2 of at least 3 raters; its ratings are withheld' in told
