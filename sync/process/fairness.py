"""Which forms wait for a reason before HR has reviewed them, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from addin.scoring.finishing import VETO
from addin.scoring.rounding import settle
from addin.scoring.scheme import Adjustment, Settings
from sync.analysis.raters import Beside, Pattern, Rated, own_gaps
from sync.findings import Finding

DIRECTED = ("lenient", "severe")
"""Patterns that count from a shift on: chance explains little of a large team, so that z alone is quick."""

LOPSIDED = ("central", "halo", "copied", "flat")
"""Patterns that count as they are. Narrow ratings, favourite digits and recency are shown only."""


FAR_APART = ("R002",)
"""Checks that compare a manager's rating with those of the peers; a comment in the row explains it."""


class Cause(NamedTuple):
    """Why a form waits for a reason: `kind` is a key of texts/service.toml [review], `values` fill it.

    Ids stand for indicators and people; whoever tells it puts in their names.
    """

    kind: str
    values: Mapping[str, object]


class Ratings(NamedTuple):
    """What managers rated, what it is held against, and the patterns of these managers."""

    given: Sequence[Rated]
    beside: Beside
    patterns: Sequence[Pattern]


def causes(
    settings: Settings, found: Iterable[Finding], adjustments: Iterable[Adjustment], ratings: Ratings
) -> dict[str, tuple[Cause, ...]]:
    """Return why forms wait for a reason, by subject: a veto, a gap to the peers, how their manager rates.

    The own view counts only where a setting says so: it is information, not an error. How a colleague rates
    holds nobody's form up: it would tell who rated whom.

    found: what was found across workbooks and not waived. Source: defaults.md, Gap manager and peers;
    duties.md 5.9.
    """
    gathered: dict[str, list[Cause]] = {}
    for subject, cause in (
        *_vetoed(adjustments),
        *_far_from_peers(found),
        *(_far_from_own(ratings) if settings.review_self_gap else ()),
        *(_biased(settings, ratings) if settings.review_patterns else ()),
    ):
        gathered.setdefault(subject, []).append(cause)
    return {subject: tuple(gathered[subject]) for subject in sorted(gathered)}


def _far_from_peers(found: Iterable[Finding]) -> Iterator[tuple[str, Cause]]:
    for one in found:
        if one.code in FAR_APART and one.employee:
            yield one.employee, Cause("found", {"code": one.code, "message": one.message})


def _far_from_own(ratings: Ratings) -> Iterator[tuple[str, Cause]]:
    for gap in own_gaps(ratings.given, ratings.beside):
        if gap.far:
            one = gap.rated
            values = {"indicator": one.indicator, "rating": one.rating, "own": gap.others}
            yield one.ratee, Cause("self_gap", values)


def _vetoed(adjustments: Iterable[Adjustment]) -> Iterator[tuple[str, Cause]]:
    for one in adjustments:
        if one.kind == VETO:
            yield one.employee, Cause("veto", {"item": one.item, "reason": one.reason})


def _biased(settings: Settings, ratings: Ratings) -> Iterator[tuple[str, Cause]]:
    codes = {one.rater: list(_counting(settings, one)) for one in ratings.patterns}
    for ratee, rater in dict.fromkeys((one.ratee, one.rater) for one in ratings.given):
        for code in codes.get(rater, ()):
            yield ratee, Cause("pattern", {"manager": rater, "pattern": code})


def _counting(settings: Settings, pattern: Pattern) -> Iterator[str]:
    """Yield the codes by which a manager's forms wait; there are none with too few ratings."""
    shifted = settle(abs(pattern.figures.get("shift", 0.0))) >= settings.review_shift
    for code in pattern.codes:
        if code in LOPSIDED or (code in DIRECTED and shifted):
            yield code
