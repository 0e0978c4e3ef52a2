"""Which forms wait for a reason."""

from __future__ import annotations

import pytest

from addin.scoring.scheme import Adjustment, Settings
from addin.texts import LANGUAGES, phrase
from sync.analysis.raters import Around, Beside, Pattern, Rated
from sync.process.fairness import Cause, causes

SETTINGS = Settings()
RATED = (Rated("boss", "a", "q", 5.0, 5), Rated("boss", "b", "q", 3.0, 5), Rated("other", "c", "q", 3.0, 5))
FAR = Beside({("a", "q"): Around((3.0, 3.0, 3.0), 2.0)}, peers_far=0.3, own_far=0.2)


def of(settings=SETTINGS, ratings=RATED, beside=FAR, adjustments=(), patterns=()):
    """Return the kinds of causes by subject."""
    found = causes(settings, ratings, beside, adjustments, patterns)
    return {subject: [one.kind for one in those] for subject, those in found.items()}


def test_a_gap_to_the_peers_waits_for_a_reason():
    """The form whose rating lies beyond the limit waits, with both numbers; the others do not."""
    found = causes(SETTINGS, RATED, FAR, (), ())
    assert found == {"a": (Cause("gap", {"indicator": "q", "rating": 5.0, "peers": 3.0, "n": 3}),)}


def test_the_limit_itself_is_far_enough():
    """0.3 of a scale of five is 1.5 steps: that is far, a little less is not."""
    assert of(beside=Beside({("a", "q"): Around((3.5,) * 3)}, peers_far=0.3)) == {"a": ["gap"]}
    assert of(beside=Beside({("a", "q"): Around((3.6,) * 3)}, peers_far=0.3)) == {}


def test_the_own_view_is_information_unless_a_setting_says_otherwise():
    """A self rating far away holds nothing up by default."""
    assert of(Settings(review_self_gap=True)) == {"a": ["gap", "self_gap"]}


def test_a_veto_waits_for_a_reason():
    """A veto is looked at; bonus and deduction are not."""
    veto = Adjustment("2026-Q3", "b", "veto", "accident", reason="no. 4")
    bonus = Adjustment("2026-Q3", "c", "bonus", "patent", 3.0)
    found = causes(SETTINGS, RATED, Beside(), (veto, bonus), ())
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
    found = of(beside=Beside(), patterns=(pattern,))
    assert found == ({"a": ["pattern"], "b": ["pattern"]} if waiting else {})
    assert of(Settings(review_patterns=False), beside=Beside(), patterns=(pattern,)) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_words(language):
    """Each cause fills the text of its kind."""
    pattern = Pattern("boss", 2, {}, ("halo",))
    veto = Adjustment("2026-Q3", "b", "veto", "accident")
    found = causes(Settings(review_self_gap=True), RATED, FAR, (veto,), (pattern,))
    said = {one.kind: phrase(f"service.review.{one.kind}", language) for own in found.values() for one in own}
    assert len(said) == 4
    for own in found.values():
        for one in own:
            assert "{" not in said[one.kind].format(**one.values)
