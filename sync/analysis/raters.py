"""Patterns in what raters rate: indications for a talk, never verdicts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import fsum, isfinite, nan
from typing import Any, NamedTuple, cast

from addin.scoring.arithmetic import numbers
from addin.scoring.functions import FUNCTIONS
from addin.scoring.raters.functions.columns import FEWEST
from addin.scoring.raters.rules import FINE
from addin.scoring.rounding import settle

STEPS = 5
"""All scales are brought to 1 to 5, so that ratings on different ones can be compared."""

FEWEST_RATINGS = cast(int, FEWEST.default)
"""So many ratings are needed to say anything."""

OFTEN, SEVERAL = 0.25, 2
"""Far from others for this part of the people, and so many: worth a talk about how, not only about whom."""

FEWEST_PEERS = 3
"""So many peers make a mean that a manager is compared with."""

FIGURES = (
    *("ratings", "mean", "shift", "z", "effect", "spread_ratio", "middle_share", "within_spread"),
    *("correlation", "copies", "round_share", "late_share", "early_correlation", "late_correlation"),
    *("gap", "far_from_peers", "self_gap", "far_from_self"),
)
"""What is told of a rater; with too few ratings, how many there are only."""

ASKED = ("leniency", "central_tendency", "halo")
"""The functions that look at all ratings side by side, a row for each rater."""


class Rated(NamedTuple):
    """One rating: who rated whom on what, on a scale from 1 to so many steps."""

    rater: str
    ratee: str
    indicator: str
    rating: float
    scale: float


class Around(NamedTuple):
    """What others say of the same person by the same indicator [steps of its scale]: peers, the person."""

    peers: tuple[float, ...] = ()
    own: float | None = None


class Times(NamedTuple):
    """When a person's results and incidents fell: early and late results, incidents, those of the end."""

    early: float = nan
    late: float = nan
    incidents: int = 0
    late_incidents: int = 0


class Beside(NamedTuple):
    """What ratings are held against: other ratings of a line, the course of a person's period, limits.

    `peers_far` (by the steps of the scale) and `own_far` are how far apart is far [share of the scale].
    """

    around: Mapping[tuple[str, str], Around] = {}
    times: Mapping[str, Times] = {}
    peers_far: Callable[[float], float] = lambda _: 1.0
    own_far: float = 1.0


class Pattern(NamedTuple):
    """What is seen of a rater: people rated, figures by their names, and codes of what is worth a talk."""

    rater: str
    people: int
    figures: Mapping[str, float]
    codes: tuple[str, ...]


class Gap(NamedTuple):
    """How far a manager's rating of a line lies from what others say: the two, how many, and whether far."""

    rated: Rated
    others: float
    number: int
    far: bool

    @property
    def width(self) -> float:
        """The difference [steps of 1 to 5]."""
        most = self.rated.scale
        return _on_steps(self.rated.rating, most) - _on_steps(self.others, most)


Look = dict[str, tuple[Mapping[str, float], str]]
"""What one way of looking shows: figures and a code, "" for nothing worth a talk, by rater."""


def patterns(ratings: Iterable[Rated], beside: Beside = Beside()) -> list[Pattern]:  # noqa: B008 - frozen
    """Return the patterns of each rater, in the order they first appear.

    Raters are compared with each other, so those of one kind are looked at together: managers, or colleagues.
    The limits are those of the scoring library; with fewer than five ratings the only code is `too_few`.
    Source: scoring.md section 4.
    """
    listed = list(ratings)
    if not listed:
        return []
    columns = _columns(listed)
    looks = [
        *(_look(key, columns) for key in ASKED),
        _effects(columns),
        _copies(columns),
        _digits(listed),
        _recency(listed, beside.times),
        _apart(peer_gaps(listed, beside), "gap", "far_from_peers"),
        _apart(own_gaps(listed, beside), "self_gap", "far_from_self"),
    ]
    given, people = Counter(one.rater for one in listed), _people(listed)
    return [_pattern(rater, given[rater], len(people[rater]), looks) for rater in people]


def _pattern(rater: str, ratings: int, people: int, looks: Sequence[Look]) -> Pattern:
    if ratings < FEWEST_RATINGS:
        return Pattern(rater, people, {"ratings": float(ratings)}, ("too_few",))
    seen = [look[rater] for look in looks if rater in look]
    known = {key: float(value) for figures, _ in seen for key, value in figures.items()}
    told = {key: known[key] for key in FIGURES if isfinite(known.get(key, nan))}
    return Pattern(rater, people, told, tuple(code for _, code in seen if code))


def _people(listed: Iterable[Rated]) -> dict[str, set[str]]:
    people: dict[str, set[str]] = {}
    for one in listed:
        people.setdefault(one.rater, set()).add(one.ratee)
    return people


def _columns(listed: Sequence[Rated]) -> dict[str, Any]:
    return {
        "rater": [one.rater for one in listed],
        "ratee": [one.ratee for one in listed],
        "dimension": [one.indicator for one in listed],
        "rating": numbers([_on_steps(one.rating, one.scale) for one in listed]),
    }


def _on_steps(rating: float, scale: float) -> float:
    return 1 + (rating - 1) * (STEPS - 1) / (scale - 1) if scale > 1 else rating


def _look(key: str, columns: Mapping[str, Any], **parameters: Any) -> Look:
    """Apply a function of the scoring library that gives a row for each rater; too few give none."""
    found = FUNCTIONS[key].compute(columns, parameters)
    rows = [dict(zip(found, row, strict=True)) for row in zip(*found.values(), strict=True)]
    return {row["rater"]: _told(row) for row in rows if row["reason"] != "too_few"}


def _told(row: Mapping[str, Any]) -> tuple[Mapping[str, float], str]:
    return {key: row[key] for key in FIGURES if key in row}, row["reason"]


def _effects(columns: Mapping[str, Any]) -> Look:
    """Return how much each rater gives above others for the same people, where others rated them, too."""
    lines = [f"{one} {what}" for one, what in zip(columns["ratee"], columns["dimension"], strict=True)]
    asked = {"rater": columns["rater"], "ratee": lines, "rating": columns["rating"]}
    found = FUNCTIONS["normalise"].compute(asked, {"by": "effects"})
    raters = zip(found["rater"], found["difference"], found["reason"], strict=True)
    return {rater: ({"effect": -gap}, "") for rater, gap, reason in raters if reason == ""}


def _copies(columns: Mapping[str, Any]) -> Look:
    """Return of how many people a rater's ratings are the same as of another; worth a talk from half on."""
    found = FUNCTIONS["copied"].compute(columns, {})
    rows: dict[str, list[str]] = defaultdict(list)
    for rater, reason in zip(found["rater"], found["reason"], strict=True):
        if reason != "too_few":
            rows[rater].append(reason)
    return {rater: _copied(reasons) for rater, reasons in rows.items()}


def _copied(reasons: Sequence[str]) -> tuple[Mapping[str, float], str]:
    same = [one for one in reasons if one]
    often = 2 * len(same) >= len(reasons)
    return {"copies": len(same)}, max(same) if same and often else ""


def _digits(listed: Sequence[Rated]) -> Look:
    fine = [one for one in listed if one.scale >= FINE]
    columns = {"rater": [one.rater for one in fine], "rating": numbers([one.rating for one in fine])}
    return _look("digits", columns) if fine else {}


def _recency(listed: Sequence[Rated], times: Mapping[str, Times]) -> Look:
    """Ask whose ratings follow the end of the period: a row for each person of whom something is known."""
    own: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in listed:
        if one.ratee in times:
            own[one.rater, one.ratee].append(_on_steps(one.rating, one.scale))
    if not own:
        return {}
    known = [times[ratee] for _, ratee in own]
    columns: dict[str, Any] = {
        "rater": [rater for rater, _ in own],
        "ratee": [ratee for _, ratee in own],
        "rating": numbers([fsum(values) / len(values) for values in own.values()]),
    }
    return _look(
        "recency", columns | {key: numbers([getattr(one, key) for one in known]) for key in Times._fields}
    )


def peer_gaps(ratings: Iterable[Rated], beside: Beside) -> Iterator[Gap]:
    """Yield how far each rating lies from the mean of at least three peers.

    |rating − mean| / highest rating, far from the limit on. Source: scoring.md section 4.
    """
    for one in ratings:
        peers = beside.around.get((one.ratee, one.indicator), Around()).peers
        if len(peers) >= FEWEST_PEERS:
            yield _gap(one, fsum(peers) / len(peers), len(peers), beside.peers_far(one.scale))


def own_gaps(ratings: Iterable[Rated], beside: Beside) -> Iterator[Gap]:
    """Yield how far each rating lies from the person's own. Source: scoring.md section 4."""
    for one in ratings:
        own = beside.around.get((one.ratee, one.indicator), Around()).own
        if own is not None:
            yield _gap(one, own, 1, beside.own_far)


def _gap(one: Rated, others: float, number: int, limit: float) -> Gap:
    far = bool(settle(abs(one.rating - others) / one.scale) >= limit)
    return Gap(one, others, number, far)


def _apart(gaps: Iterable[Gap], code: str, count: str) -> Look:
    """Return the mean gap of each rater, and of how many people a rating is far from what others say."""
    rows: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        rows[gap.rated.rater].append(gap)
    return {rater: _distance(found, code, count) for rater, found in rows.items()}


def _distance(found: Sequence[Gap], code: str, count: str) -> tuple[Mapping[str, float], str]:
    people, far = ({gap.rated.ratee for gap in found if gap.far or every} for every in (True, False))
    mean = settle(fsum(gap.width for gap in found) / len(found))
    often = len(far) >= max(SEVERAL, OFTEN * len(people))
    return {code: mean, count: len(far)}, code if often else ""
