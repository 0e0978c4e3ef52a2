"""From the ratings of several groups to one: few raters protected, extremes trimmed, groups weighted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from addin.scoring.arithmetic import Array, only
from addin.scoring.labels import Codes
from addin.scoring.rounding import settle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class GroupRule:
    """How one group of raters counts.

    weight: share of the result [any unit, at least 0]; fewest: raters below which its mean is not shown;
    into: the group its ratings join then, one without an own `into`; None: they are withheld.
    """

    group: str
    weight: float
    fewest: int = 1
    into: str | None = None


@dataclass(frozen=True, slots=True)
class Trim:
    """How many of the highest and of the lowest ratings of a group are left out.

    each: ratings at each end; share: of the group's ratings at each end, rounded down, instead of `each`;
    start: raters from which on a group is trimmed at all.
    """

    each: int = 1
    share: float | None = None
    start: int = 7


UNTRIMMED = Trim(each=0)


@dataclass(frozen=True, slots=True)
class Combined:
    """What came of the ratings, per person and group [people x groups] unless said.

    groups: those of the rules, then those only merged into; score: [points, people], missing without a
    group that counts; mean: [points], missing where merged or withheld; weight: share of the score, 0..1;
    heard: raters of the group, merged ones included once they have joined; counted: ratings in the mean;
    reason: "", merged, too_few (withheld), no_weight (shown, not counted), trimmed, untrimmed (too few would
    be left).
    """

    groups: tuple[str, ...]
    score: Array
    mean: Array
    weight: Array
    heard: Array
    counted: Array
    reason: NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class _Groups:
    """The rules as arrays over all groups; `into` is the own place of a group that is never merged."""

    names: tuple[str, ...]
    weight: Array
    fewest: Array
    into: Codes


def combine(
    ratee: Codes, group: Sequence[str], rating: Array, people: int, rules: Sequence[GroupRule], trim: Trim
) -> Combined:
    """Combine what several groups say of a person, without showing what a few raters said.

    Each group counts by its weight over the (trimmed) mean of its ratings: Σ w·mean / Σ w over the groups
    that are present, so that two groups of 5 and 5 with the third absent make 5, not 3.33. A group with
    fewer raters than it needs joins another, with its weight, if both together are enough; otherwise it is
    withheld and does not count, since from a result that contained it it could be computed.

    ratee: person rated, from 0 [ratings]; group: of the rater [ratings]; rating: [points or steps, ratings],
    one per rater, blanks are left out; people: number of them; rules: one for each group.
    Returns scores between the lowest and the highest rating. Raises ValueError for a group without a rule,
    a group merged into one that is itself merged, or weights below 0.
    Source: scoring.md section 2.
    """
    import numpy as np

    rules_by = _arrays(rules)
    code = _codes(group, rules_by.names)
    given = rating == rating
    ratee, code, rating = ratee[given], code[given], rating[given]
    shape = (people, len(rules_by.names))
    own = _heard(ratee, code, shape)
    merged = (own > 0) & (own < rules_by.fewest) & (rules_by.into != np.arange(shape[1]))
    code = np.where(merged[ratee, code], rules_by.into[code], code)
    heard = _heard(ratee, code, shape)
    withheld = (heard > 0) & (heard < rules_by.fewest)
    wanted = _wanted(heard, trim)
    cut = np.where(heard - 2 * wanted >= np.maximum(rules_by.fewest, 1), wanted, 0.0)
    mean = only(_means(ratee * shape[1] + code, rating, heard, cut), ~withheld)
    weight = _weights(rules_by, own, merged) * np.isfinite(mean)
    tests = [merged, withheld, (heard > 0) & (weight == 0), cut > 0, wanted > 0]
    reason = np.select(tests, ["merged", "too_few", "no_weight", "trimmed", "untrimmed"], "")
    score, share = _weighted(mean, weight)
    counted = np.where(np.isfinite(mean), heard - 2 * cut, 0.0)
    return Combined(rules_by.names, score, mean, share, np.where(merged, own, heard), counted, reason)


def _arrays(rules: Sequence[GroupRule]) -> _Groups:
    """Put the rules into arrays; a group that others are merged into needs as many raters as any of them."""
    import numpy as np

    pools = [rule.into for rule in rules if rule.into is not None]
    names = tuple(dict.fromkeys([*(rule.group for rule in rules), *pools]))
    if any(rule.into is not None and rule.group in pools for rule in rules):
        raise ValueError("a group may not be merged into one that is merged itself")
    weight, fewest, into = np.zeros(len(names)), np.ones(len(names)), np.arange(len(names))
    for rule in rules:
        place = names.index(rule.group)
        weight[place], fewest[place] = rule.weight, max(fewest[place], rule.fewest)
        if rule.into is not None:
            into[place] = pool = names.index(rule.into)
            fewest[pool] = max(fewest[pool], rule.fewest)
    if not (weight >= 0).all():
        raise ValueError("a weight is never below 0")
    return _Groups(names, weight, fewest, into)


def _codes(group: Sequence[str], names: Sequence[str]) -> Codes:
    """Return the place of each rating's group among the rules."""
    import numpy as np

    places = {name: place for place, name in enumerate(names)}
    if unknown := set(group) - places.keys():
        raise ValueError(f"no rule for the group {min(unknown)}")
    return np.array([places[name] for name in group], dtype=np.intp)


def _heard(ratee: Codes, code: Codes, shape: tuple[int, int]) -> Array:
    """Count the raters of each person and group."""
    import numpy as np

    cells = np.bincount(ratee * shape[1] + code, minlength=shape[0] * shape[1])
    return cells.reshape(shape).astype(np.float64)


def _wanted(heard: Array, trim: Trim) -> Array:
    """Return how many ratings are to be left out at each end, if enough are left."""
    import numpy as np

    cut = np.full(heard.shape, float(trim.each))
    if trim.share is not None:
        cut = np.floor(settle(trim.share * heard))
    return np.where(heard >= trim.start, cut, 0.0)


def _means(cell: Codes, rating: Array, heard: Array, cut: Array) -> Array:
    """Return the trimmed mean of each cell, summed from the lowest rating up, whatever order they came in."""
    import numpy as np

    order = np.lexsort((rating, cell))
    cell, rating = cell[order], rating[order]
    size, ends = heard.ravel(), cut.ravel()
    place = np.arange(len(cell)) - (np.cumsum(size) - size)[cell]
    kept = (place >= ends[cell]) & (place < (size - ends)[cell])
    sums = np.bincount(cell[kept], rating[kept], minlength=len(size))
    with np.errstate(all="ignore"):
        return np.where(size > 0, sums / (size - 2 * ends), np.nan).reshape(heard.shape)


def _weights(rules: _Groups, own: Array, merged: NDArray[np.bool_]) -> Array:
    """Return the weight of each person's groups: its own if present, and of those that joined."""
    import numpy as np

    weight: Array = np.where((own > 0) & ~merged, rules.weight, 0.0)
    for place, pool in enumerate(rules.into.tolist()):
        weight[:, pool] += np.where(merged[:, place], rules.weight[place], 0.0)
    return weight


def _weighted(mean: Array, weight: Array) -> tuple[Array, Array]:
    """Return the weighted mean over the groups that count, and the share of each."""
    import numpy as np

    total = weight.sum(axis=1, keepdims=True)
    share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    score = (share * np.where(share > 0, mean, 0.0)).sum(axis=1)
    return only(score, total[:, 0] > 0), share
