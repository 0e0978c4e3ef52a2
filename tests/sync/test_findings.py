"""What became of findings: new, still open, mended."""

from __future__ import annotations

from dataclasses import replace

from sync.findings import Problem, finding, life, told_apart

PLACE = {"name": "Li Na", "indicator": "Teamwork", "cell": "M5", "reason": "the rating is 5"}


def missing(employee: str, cell: str = "M5"):
    """Return the finding that a comment is missing."""
    problem = Problem("Appraisal", cell, table="appraisal", employee=employee, values=PLACE | {"cell": cell})
    return finding("V007", "warning", problem, "sales.xlsx", "w", "en")


def test_a_point_is_the_same_wherever_its_row_stands():
    """A finding whose row was sorted elsewhere, in a file of another name, is still open and not new."""
    moved = replace(missing("007", "M9"), workbook="sales (2).xlsx")
    assert life([moved], [missing("007")]).states == {moved.id: "open"}


def test_new_open_and_mended():
    """What is found for the first time is new, what is found no more is mended, the worst first."""
    gone, worse = missing("001"), replace(missing("002"), severity="error")
    became = life([missing("003"), missing("004")], [gone, worse, missing("003")])
    assert list(became.states.values()) == ["open", "new"]
    assert became.mended == (worse, gone)
    assert became.tells


def test_a_first_submission_has_nothing_to_compare_with():
    """Without an earlier submission everything is new, and there is nothing to tell."""
    first = life([missing("001")], None)
    assert list(first.states.values()) == ["new"]
    assert (first.mended, first.tells) == ((), False)


def test_findings_of_one_number_get_numbers_of_their_own():
    """A row copied, or two columns of one title: each finding can be told, and waived, by itself."""
    one, other = missing("007"), replace(missing("007"), found="the rating is 1")
    apart = list(told_apart([one, other, one]))
    assert apart[0] == one
    assert len({found.id for found in apart}) == len(apart)
    assert list(told_apart([one, other, one])) == apart
