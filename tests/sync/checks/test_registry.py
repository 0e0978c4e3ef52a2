"""A company's own rules say how serious each finding is, or that nobody looks for it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from addin.scoring.scheme import Check, Scheme
from sync.checks.context import Context
from sync.checks.every import CHECKS
from sync.checks.forms import build_context
from sync.checks.registry import severity_of
from sync.checks.run import forms_with_errors, run_checks
from sync.checks.scheme import check_scheme
from sync.reading.scheme import read_scheme
from templates.books.scheme import SchemeContent, write_scheme
from templates.severities import fixed, severities
from tests.builders import CYCLE, filled_workbook, issued_workbook, sample_roster, sample_scheme
from tests.editing import read
from tests.edits import apply

CASES = Path(__file__).resolve().parents[2] / "cases"
LOWERED = [code for code, check in CHECKS.items() if check.severity == "error" and code not in fixed()]
OF_WORKBOOKS = [code for code in LOWERED if CHECKS[code].subject == "submission"]


def ruled(severities: Mapping[str, str], *, on: bool = True) -> Scheme:
    """Return the sample scheme with check rules of its own."""
    scheme = sample_scheme()
    settings = replace(scheme.settings, modules=("checks",) if on else ())
    checks = {code: Check(code, severity) for code, severity in severities.items()}
    return replace(scheme, settings=settings, checks=checks)


@cache
def failing(code: str) -> bytes:
    """Return a workbook in which a check finds something."""
    cases = tomllib.loads((CASES / f"{code}.toml").read_text(encoding="utf-8"))
    return apply(filled_workbook(), cases["fail"][0]["edits"])


def context_of(code: str, scheme: Scheme) -> Context:
    """Put together what the checks look at, in a workbook in which one of them finds something."""
    return build_context(read(failing(code)), read(issued_workbook()), scheme, scheme.cycles[CYCLE], "en")


def told(code: str, scheme: Scheme) -> set[str]:
    """Return how serious what a check finds is under a scheme."""
    return {found.severity for found in run_checks(context_of(code, scheme), "a.xlsx") if found.code == code}


def test_out_of_the_box() -> None:
    """Without rules of one's own each check is as serious as the list says."""
    assert {code: severity_of(code, sample_scheme()) for code in CHECKS} == severities()


@pytest.mark.parametrize("severity", ["error", "warning", "note"])
def test_a_rule_holds(severity: str) -> None:
    """A finding is as serious as the company's rule says."""
    assert told("V007", ruled({"V007": severity})) == {severity}


def test_a_check_is_switched_off() -> None:
    """A check that is off finds nothing, and the others go on."""
    assert told("V007", sample_scheme()) == {"warning"}
    assert told("V007", ruled({"V007": "off"})) == set()
    assert told("V008", ruled({"V007": "off"})) == {"warning"}


def test_rules_wait_for_their_module() -> None:
    """While the module is off, its rows change nothing."""
    assert told("V007", ruled({"V007": "off"}, on=False)) == {"warning"}


@pytest.mark.parametrize("code", sorted(fixed()))
def test_what_is_fixed_stays(code: str) -> None:
    """No rule changes what nothing could be read or scored without."""
    assert severity_of(code, ruled({code: "off"})) == "error"


@pytest.mark.parametrize("code", OF_WORKBOOKS)
def test_what_can_be_lowered_leaves_nobody_without_a_score(code: str) -> None:
    """Where an error may be switched off, whoever it was about has a score all the same."""
    context = context_of(code, ruled({code: "off"}))
    wrong = forms_with_errors(run_checks(context, "a.xlsx"))
    assert all(context.scores[form.employee].grade for form in context.forms if form.employee not in wrong)


def test_the_scheme_itself_is_checked_by_its_own_rules() -> None:
    """Rules about the scheme's checks hold in the very scheme in which they stand."""
    rules = ruled({"S015": "error", "W003": "off"})
    findings = check_scheme(read_scheme(write_scheme(SchemeContent(rules, sample_roster()), "en")), "en")
    assert {found.severity for found in findings if found.code == "S015"} == {"error"}
    assert "W003" not in {found.code for found in findings}
