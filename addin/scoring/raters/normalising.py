"""Taking out of ratings how strict their rater is: always beside the raw ones, never instead of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.scoring.arithmetic import Array, only
from addin.scoring.labels import Codes
from addin.scoring.raters.listing import grounded, moments, rows_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def mean_shift(rater: Codes, rating: Array, raters: int) -> Array:
    """Move the ratings of each rater so that their mean is the common one.

    x − m + M, with the rater's mean m and the mean M of all ratings.

    rater: [ratings]; rating: [points or steps, ratings], without blanks. Returns as many, unbounded.
    Source: scoring.md section 4.
    """
    own = moments(rater, rating, raters).mean[rater]
    return rating - own + (rating.mean() if len(rating) else 0.0)


def common_spread(rater: Codes, rating: Array, raters: int) -> Array:
    """Move and stretch the ratings of each rater to the common mean and spread.

    M + SD·(x − m)/s, with mean m and sample standard deviation s of the rater, M and SD of all ratings.

    rater: [ratings]; rating: [points or steps, ratings], without blanks. Returns as many, unbounded; missing
    for a rater whose ratings do not vary.
    Source: scoring.md section 4.
    """
    import numpy as np

    own = moments(rater, rating, raters)
    whole = moments(np.zeros(len(rating), dtype=np.intp), rating, 1)
    mean, spread = own.mean[rater], own.spread[rater]
    with np.errstate(all="ignore"):
        return only(whole.mean + whole.spread * (rating - mean) / spread, spread > 0)


def rater_effects(rater: Codes, ratee: Codes, rating: Array, shape: tuple[int, int]) -> Array:
    """Estimate how much each rater gives above the others for the same people.

    Least squares for rating = person + rater, in each connected part by itself: the people are eliminated,
    (R − N·T⁻¹·Nᵀ)·a = r − N·T⁻¹·t with the incidence matrix N and its margins R and T. The effects of a part
    weigh up to 0 over its ratings, so that its mean stays.

    rater, ratee: [ratings]; rating: [points or steps, ratings], without blanks; shape: number of raters,
    of people.
    Returns the effect of each rater [points or steps]; 0 for one who shares no person with another.
    Source: two-way additive model without interaction, as in Searle (1971), Linear Models, chapter 7.
    """
    import numpy as np

    effects = np.zeros(shape[0])
    for rows in rows_of(connected(rater, ratee, shape)[rater], shape[0]):
        raters, by = np.unique(rater[rows], return_inverse=True)
        if len(raters) > 1:
            effects[raters] = _joined_effects(
                by, np.unique(ratee[rows], return_inverse=True)[1], rating[rows]
            )
    return grounded(effects)


def _joined_effects(rater: Codes, ratee: Codes, rating: Array) -> Array:
    """Return the effects of raters who are all connected."""
    import numpy as np

    shape = (int(rater.max()) + 1, int(ratee.max()) + 1)
    joint = np.bincount(rater * shape[1] + ratee, minlength=shape[0] * shape[1]).reshape(shape)
    people = joint / joint.sum(axis=0)
    counts = joint.sum(axis=1)
    sums = np.bincount(rater, rating) - people @ np.bincount(ratee, rating)
    # Only differences are determined; adding 1 everywhere picks those effects that add up to 0.
    effects = np.linalg.solve(np.diag(counts) - people @ joint.T + 1.0, sums)
    centred: Array = effects - counts @ effects / counts.sum()
    return centred


def connected(rater: Codes, ratee: Codes, shape: tuple[int, int]) -> Codes:
    """Tell which raters can be compared: those joined by people whom both rated, directly or over others.

    rater, ratee: [ratings]; shape: number of raters, people. Returns for each rater the place of the
    first rater of its part.
    """
    import numpy as np

    part = np.arange(shape[0])
    while True:
        person = np.full(shape[1], shape[0])
        np.minimum.at(person, ratee, part[rater])
        joined = part.copy()
        np.minimum.at(joined, rater, person[ratee])
        if (joined == part).all():
            return part
        part = joined


def guarded(
    rating: Array, normalised: Array, count: Array, fewest: int, shrink: float | None
) -> tuple[Array, NDArray[np.str_]]:
    """Apply a normalisation only as far as there are ratings to rest it on.

    x + w·(normalised − x), with w = 1 from `fewest` ratings on; below, w = n/(n + k), or 0.

    rating, normalised: [points or steps, ratings]; count: ratings of the rater n [ratings]; shrink: k, or
    None to leave the ratings as they are. Returns the ratings to show and why each is not fully normalised:
    "", no_spread (could not be), shrunk, or reported (left as it was).
    Source: scoring.md section 4.
    """
    import numpy as np

    few = count < fewest
    weight = np.where(few, 0.0 if shrink is None else count / (count + (shrink or 0.0)), 1.0)
    possible = np.isfinite(normalised)
    held = rating + np.where(possible, weight * (normalised - rating), 0.0)
    reason = np.select([~possible, few], ["no_spread", "reported" if shrink is None else "shrunk"], "")
    return held, reason
