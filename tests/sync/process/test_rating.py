"""Tests of who rates whom, and of what each group counts for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from addin.scoring.raters.rules import rules_for
from addin.scoring.scheme import RaterAssignment, RaterRule, Scheme
from sync.process.rating import assigned, code_of, self_rated
from tests.builders import CYCLE, KEY, sample_roster, sample_scheme

ALL, YEAR = RaterRule("manager", 100.0), RaterRule("manager", 70.0, cycle_kind="year")
SALES, SALES_YEAR = RaterRule("manager", 60.0, "SAL"), RaterRule("manager", 50.0, "SAL", "year")


def with_raters(*assignments: RaterAssignment, on: bool = True) -> Scheme:
    """Return the sample scheme with rules for raters and some assignments."""
    scheme = sample_scheme()
    settings = replace(scheme.settings, modules=("raters",) if on else ())
    rules = (ALL, YEAR, SALES, SALES_YEAR)
    return replace(scheme, settings=settings, raters=rules, assignments=assignments)


@pytest.mark.parametrize(
    ("template", "kind", "rule"),
    [
        ("SAL", "year", SALES_YEAR),
        ("SAL", "quarter", SALES),
        ("RND", "year", YEAR),
        ("RND", "quarter", ALL),
        (None, "month", ALL),
    ],
)
def test_the_narrowest_rows_hold(template: str | None, kind: str, rule: RaterRule) -> None:
    """Rows for the template and the kind of cycle beat those for the template, for the kind, for all."""
    assert rules_for(with_raters(), template, kind) == (rule,)


def test_nothing_holds_while_the_module_is_off() -> None:
    """Without the module nobody rates but the manager, whatever the sheets say."""
    off = with_raters(RaterAssignment("00123", "00124", "peers"), on=False)
    assert rules_for(off, "SAL", "year") == ()
    assert assigned(off, sample_roster(), off.cycles[CYCLE]) == {}
    assert (self_rated(off), self_rated(with_raters())) == (False, True)


def test_nobody_rates_themself_or_somebody_unknown() -> None:
    """What cannot be is left out; an assignment for the very cycle beats one for every cycle."""
    scheme = with_raters(
        RaterAssignment("00123", "00123", "peers"),
        RaterAssignment("nobody", "00124", "peers"),
        RaterAssignment("00123", "00001", "manager"),
        RaterAssignment("00124", "00001", "peers"),
        RaterAssignment("00123", "00124", "peers", CYCLE),
        RaterAssignment("00123", "00124", "peers"),
        RaterAssignment("00123", "E-07", "peers", "2025-Q4"),
    )
    scheme = replace(scheme, raters=(*scheme.raters, RaterRule("peers", 30.0, "SAL")))
    found = assigned(scheme, sample_roster(), scheme.cycles[CYCLE])
    assert {rater: {who: one.cycle for who, one in rated.items()} for rater, rated in found.items()} == {
        "00124": {"00123": CYCLE}
    }


def test_a_code_tells_nothing() -> None:
    """The code of a rater is another one in each cycle and each archive, and the same when asked again."""
    codes = {code_of("00124", CYCLE, KEY), code_of("00124", "2026-Q4", KEY), code_of("00124", CYCLE, b"x")}
    assert len(codes) == 3
    assert code_of("00124", CYCLE, KEY) in codes
    assert not any("00124" in code for code in codes)
