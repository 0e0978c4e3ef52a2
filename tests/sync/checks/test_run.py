"""Running, grouping and explaining: few words, few alarms."""

from __future__ import annotations

from sync.checks.catalogue import explain
from sync.checks.every import CHECKS
from sync.checks.run import forms_with_errors, group, whole_errors
from sync.findings import SEVERITIES, Finding, Problem, finding, place
from templates.severities import severities


def comment_missing(number: int, employee: str | None = None, workbook: str = "sales.xlsx") -> Finding:
    """Return a finding of V007."""
    values = {
        "name": f"Person {number}",
        "indicator": "Teamwork",
        "reason": "the rating is 5",
        "cell": f"P{number}",
    }
    problem = Problem("Appraisal", f"P{number}", employee=employee or f"{number:03}", values=values)
    return finding("V007", "warning", problem, workbook, "w", "en")


def test_repeats_are_one_line() -> None:
    """Twelve people with the same open point are told in one line that names the first cells."""
    groups = group([comment_missing(number) for number in range(2, 14)], "en")
    assert len(groups) == 1
    assert groups[0].text == (
        "V007 sales.xlsx › Appraisal: 12 people: comment missing (P2, P3, P4, P5, P6 and 7 more)"
    )
    assert len(groups[0].findings) == 12


def test_many_places_of_one_person_are_places() -> None:
    """Several findings about one person are counted as places."""
    groups = group([comment_missing(number, "007") for number in (2, 3, 4)], "zh")
    assert groups[0].text == "V007 sales.xlsx › Appraisal：3处：说明未填（P2、P3、P4）"


def test_a_place_stands_on_one_line() -> None:
    """A sheet whose name holds line breaks, as no program writes it, does not break the line of a finding."""
    assert place("sales.xlsx", "Sheet\n\r1", "A1") == "sales.xlsx › Sheet 1 › A1"
    assert place("sales.xlsx", "\n", None) == "sales.xlsx"


def test_two_are_told_one_by_one() -> None:
    """Two findings, and findings of different workbooks, keep their own sentences."""
    findings = [comment_missing(2), comment_missing(3), comment_missing(4, workbook="finance.xlsx")]
    assert [told.text for told in group(findings, "en")] == [str(found) for found in findings]


def test_forms_go_back_one_by_one() -> None:
    """An error sends back its own form only; an error of the workbook concerns all."""
    error = finding(
        "V006",
        "error",
        Problem(employee="007", values={"name": "A", "indicator": "B", "cell": "P2"}),
        "sales.xlsx",
        "w",
        "en",
    )
    whole = finding("B004", "error", Problem(values={"part": "The sheet"}), "sales.xlsx", "w", "en")
    assert forms_with_errors([error, whole, comment_missing(2)]) == {"007"}
    assert whole_errors([error, whole, comment_missing(2)]) == [whole]


def test_few_are_errors() -> None:
    """Of the checks of what people send at most fifteen are errors: few alarms."""
    errors = [
        code
        for code, check in CHECKS.items()
        if check.subject not in ("scheme", "calibration") and check.severity == "error"
    ]
    assert len(errors) <= 15


def test_explain() -> None:
    """A code is explained in four lines, in small letters too, with whether it can be changed."""
    told = explain("v001", "en")
    assert told is not None
    assert told.splitlines()[0] == "V001  Value missing"
    assert told.splitlines()[1] == "Error · Values · fixed severity"
    assert len(told.splitlines()) == 4
    assert 'HR can change the severity in "Check rules"' in (explain("V007", "en") or "")
    assert explain("V999", "en") is None


def test_every_check_has_a_severity_and_every_severity_a_check() -> None:
    """The list of severities names exactly the checks there are, each with a severity people know."""
    assert set(severities()) == set(CHECKS)
    assert set(severities().values()) == set(SEVERITIES)
