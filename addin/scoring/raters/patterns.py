"""Patterns in the ratings of a rater: indications for a talk, never verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from addin.scoring.arithmetic import Array, only
from addin.scoring.labels import Codes
from addin.scoring.raters.listing import Moments, Ratings, correlations, moments, pivot, rows_of
from addin.scoring.rounding import settle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Leniency:
    """Per rater: number of ratings, their mean, how far it is from the common mean, and that as z."""

    count: Array
    mean: Array
    shift: Array
    z: Array


@dataclass(frozen=True, slots=True)
class CentralTendency:
    """Per rater: number and spread of ratings, spread over the common spread, share in the middle (0..1)."""

    count: Array
    spread: Array
    ratio: Array
    middle: Array


@dataclass(frozen=True, slots=True)
class Halo:
    """Per rater: people rated on two dimensions or more, mean spread within one, mean correlation."""

    people: Array
    spread: Array
    correlation: Array


@dataclass(frozen=True, slots=True)
class Recency:
    """Per rater: incidents cited, share of late ones; people, correlations with early and late results."""

    incidents: Array
    share: Array
    people: Array
    early: Array
    late: Array


def indication(enough: NDArray[np.bool_], **found: NDArray[np.bool_]) -> tuple[Array, list[str]]:
    """Say what is worth a talk: a flag and its reason, and neither where there are too few ratings.

    enough: whether there are enough ratings to say anything; found: each pattern by the code of its reason,
    the first that holds is named. Returns flags 1 or 0, missing without enough, and codes, "" for nothing.
    """
    import numpy as np

    reason = np.select([~enough, *found.values()], ["too_few", *found], "")
    return only((reason != "").astype(np.float64), enough), reason.tolist()


def leniency(rater: Codes, rating: Array, raters: int) -> Leniency:
    """Show who rates higher or lower than all together.

    z = (m − M) / (SD/√n), with the mean M and the sample standard deviation SD of all ratings.

    rater: [ratings]; rating: [points or steps, ratings], without blanks; raters: number of them.
    Returns one value per rater; z is missing without ratings or where all ratings are equal. Whoever rates
    better people looks lenient, too.
    Source: scoring.md section 4.
    """
    import numpy as np

    whole, own = _all(rating), moments(rater, rating, raters)
    shift = own.mean - whole.mean
    with np.errstate(all="ignore"):
        z = only(shift * np.sqrt(own.count) / whole.spread, whole.spread > 0)
    return Leniency(own.count, own.mean, shift, z)


def central_tendency(
    rater: Codes, rating: Array, raters: int, ends: tuple[float, float], width: float
) -> CentralTendency:
    """Show who keeps to the middle of the scale and hardly tells people apart.

    Spread ratio = SD of the rater / SD of all ratings; middle = share of ratings whose distance from the
    middle of the scale is at most half of width·(high − low).

    rater: [ratings]; rating: [points or steps, ratings], without blanks; ends: lowest and highest value of
    the scale; width: what of the scale is its middle, 0..1. Returns one value per rater; the ratio is missing
    with fewer than two ratings or where all are equal, the share without ratings.
    Source: scoring.md section 4.
    """
    import numpy as np

    low, high = ends
    whole, own = _all(rating), moments(rater, rating, raters)
    near = settle(np.abs(rating - (low + high) / 2)) <= settle(width * (high - low) / 2)
    with np.errstate(all="ignore"):
        ratio = only(own.spread / whole.spread, whole.spread > 0)
    middle = moments(rater, near.astype(np.float64), raters).mean
    return CentralTendency(own.count, own.spread, ratio, middle)


def halo(ratings: Ratings) -> Halo:
    """Show whose ratings of one person are all alike, as if one trait coloured the others.

    Each dimension is standardised, (x − mean)/SD over all its ratings; then, per rater, the spread of one
    person's values, on the average, and the mean of Pearson's correlations between the dimensions over
    the people rated. Small spread with high correlation is the halo.

    Returns one value per rater; the spread is missing without a person rated on two dimensions, the
    correlation without two dimensions rated on three people and varying.
    Source: duties.md 5.6, scoring.md section 4.
    """
    import numpy as np

    on = moments(ratings.dimension, ratings.rating, len(ratings.dimensions))
    with np.errstate(all="ignore"):
        z = (ratings.rating - on.mean[ratings.dimension]) / on.spread[ratings.dimension]
    known = np.isfinite(z)
    people, raters = len(ratings.ratees), len(ratings.raters)
    pairs, pair = np.unique(ratings.rater[known] * people + ratings.ratee[known], return_inverse=True)
    within = moments(pair, z[known], len(pairs))
    several = within.count > 1
    spread = moments(pairs[several] // max(people, 1), within.spread[several], raters)
    return Halo(
        spread.count,
        spread.mean,
        np.array([_alike(ratings, rows) for rows in rows_of(ratings.rater, raters)]),
    )


def recency(
    rater: Codes, rating: Array, results: tuple[Array, Array], incidents: tuple[Array, Array], raters: int
) -> Recency:
    """Show whose ratings follow the end of the period rather than the whole.

    Share = incidents of the last quarter / incidents cited; correlations of the rating with the result of
    the first two thirds and with that of the last third, over the people for whom all three are known.

    rater: of each person rated [people]; rating: [points or steps, people]; results: of the first two
    thirds and of the last [any unit, people]; incidents: in all and of the last quarter [count, people].
    Returns one value per rater; shares in [0, 1], correlations in [-1, 1], missing where there is nothing to
    divide or to compare.
    Source: duties.md 5.7, scoring.md section 4.
    """
    import numpy as np

    every, late = (np.where(np.isfinite(incidents[0] + incidents[1]), one, 0.0) for one in incidents)
    cited, at_the_end = (np.bincount(rater, one, raters).astype(np.float64) for one in (every, late))
    table = np.column_stack([rating, *results])
    known = np.isfinite(table).all(axis=1)
    table, known_by = table[known], rater[known]
    r = np.full((raters, 2), np.nan)
    for place, rows in enumerate(rows_of(known_by, raters)):
        r[place] = correlations(table[rows])[0, 1:]
    with np.errstate(all="ignore"):
        share = only(at_the_end / cited, cited > 0)
    people = np.bincount(known_by, minlength=raters).astype(np.float64)
    return Recency(cited, share, people, r[:, 0], r[:, 1])


def _all(rating: Array) -> Moments:
    """Return mean and spread of all ratings together, as arrays of one."""
    import numpy as np

    return moments(np.zeros(len(rating), dtype=np.intp), rating, 1)


def _alike(ratings: Ratings, own: Codes) -> float:
    """Return the mean correlation between the dimensions over the people one rater rated."""
    import numpy as np

    people, place = np.unique(ratings.ratee[own], return_inverse=True)
    shape = (len(people), len(ratings.dimensions))
    r = correlations(pivot(place, ratings.dimension[own], ratings.rating[own], shape))
    pairs = r[np.triu_indices(shape[1], 1)]
    known = pairs[np.isfinite(pairs)]
    return float(known.mean()) if len(known) else float("nan")
