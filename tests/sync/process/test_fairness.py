"""Which forms wait for a reason."""

from __future__ import annotations

import pytest

from addin.scoring.scheme import Adjustment, Settings
from addin.texts import LANGUAGES, phrase
from sync.analysis.raters import Around, Beside, Pattern, Rated
from sync.findings import Finding
from sync.process.fairness import Cause, Ratings, causes

SETTINGS = Settings()
RATED = (Rated("boss", "a", "q", 5.0, 5), Rated("boss", "b", "q", 3.0, 5), Rated("other", "c", "q", 3.0, 5))
FAR = Beside({("a", "q"): Around(own=2.0)}, own_far=0.2)
VETO = Adjustment("2026-Q3", "b", "veto", "accident", reason="no. 4")


def finding(code, employee):
    """Return a finding across workbooks."""
    place = ("it", code, "warning", "2026-Q3-sales.xlsx", "Appraisal", "M5", "5", "3")
    return Finding(*place, "fix", "far apart", "sales", employee, "q")


def of(settings=SETTINGS, found=(), beside=FAR, adjustments=(), patterns=()):
    """Return the causes by subject."""
    return causes(settings, found, adjustments, Ratings(RATED, beside, patterns))


def test_a_gap_to_the_peers_waits_for_a_reason():
    """Whose rating is found far from the peers waits; other findings hold nothing up."""
    found = of(found=[finding("R002", "a"), finding("R003", "b"), finding("R002", None)])
    assert found == {"a": (Cause("found", {"code": "R002", "message": "far apart"}),)}


def test_the_own_view_is_information_unless_a_setting_says_otherwise():
    """A self rating far away holds nothing up by default."""
    assert of() == {}
    values = {"indicator": "q", "rating": 5.0, "own": 2.0}
    assert of(Settings(review_self_gap=True)) == {"a": (Cause("self_gap", values),)}


def test_a_veto_waits_for_a_reason():
    """A veto is looked at; bonus and deduction are not."""
    bonus = Adjustment("2026-Q3", "c", "bonus", "patent", 3.0)
    found = of(adjustments=(VETO, bonus))
    assert found == {"b": (Cause("veto", {"item": "accident", "reason": "no. 4"}),)}


@pytest.mark.parametrize(
    ("codes", "shift", "waiting"),
    [
        (("lenient",), 0.5, True),
        (("lenient",), 0.49, False),
        (("severe",), -0.6, True),
        (("halo",), 0.0, True),
        (("narrow", "digits", "late_both", "self_gap"), 2.0, False),
        (("too_few",), 2.0, False),
    ],
)
def test_how_the_manager_rates_holds_up_the_forms_of_that_manager(codes, shift, waiting):
    """Only patterns that weigh count, leniency and severity from a shift on; other managers' forms go on."""
    pattern = Pattern("boss", 2, {"shift": shift}, codes)
    cause = (Cause("pattern", {"manager": "boss", "pattern": codes[0]}),)
    assert of(patterns=(pattern,)) == ({"a": cause, "b": cause} if waiting else {})
    assert of(Settings(review_patterns=False), patterns=(pattern,)) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_words(language):
    """Each cause fills the text of its kind."""
    pattern = Pattern("boss", 2, {}, ("halo",))
    found = of(Settings(review_self_gap=True), [finding("R002", "c")], FAR, (VETO,), (pattern,))
    said = [
        phrase(f"service.review.{one.kind}", language).format(**one.values)
        for own in found.values()
        for one in own
    ]
    assert len(said) == 5
    assert not [one for one in said if "{" in one]
