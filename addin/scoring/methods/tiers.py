"""tiers: bands of results, each with its score."""
# ruff: noqa: ARG001 - all methods take the same arguments

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from addin.scoring.arithmetic import LOWEST, Array, pick
from addin.scoring.expression import INVALID, look_up, settled
from addin.scoring.parameters import show
from addin.scoring.registry import Case, Parameter, Parameters, Row, Trouble, method
from addin.scoring.rounding import settle
from addin.scoring.scheme import Bands

CS_02 = {
    "bands": (
        (0.0, 3.5, 0.0),
        (3.5, 4.0, 60.0),
        (4.0, 4.3, 80.0),
        (4.3, 4.6, 90.0),
        (4.6, 4.8, 100.0),
        (4.8, None, 120.0),
    )
}
RND_02 = {"bands": ((0.0, 1.0, 80.0), (1.0, 2.0, 100.0), (2.0, None, 120.0))}

APAR = {"bands": ((0.0, 4.0, 0.0), (4.0, 6.0, 5.0), (6.0, 8.0, 7.0), (8.0, None, 9.0))}
APAR_SOURCE = "India, Department of Posts, letter CS/APARs/2013-14 of 8 September 2014: grading of reports"
SPMS = {"bands": ((0.0, 0.7, 1.0), (0.7, 0.8, 2.0), (0.8, 0.9, 3.0), (0.9, 1.0, 4.0), (1.0, None, 5.0))}
SPMS_SOURCE = "Philippines, Cooperative Development Authority, SPMS rating scale A.1 for fixed targets"


def steps(bands: Bands) -> tuple[list[float], list[float | None]]:
    """Return where each band starts and its score; None where no band reaches."""
    starts: list[float] = [LOWEST if low is None else settle(low) for low, _, _ in bands]
    scores: list[float | None] = [float(score) for _, _, score in bands]
    if starts[0] != LOWEST:
        starts, scores = [LOWEST, *starts], [None, *scores]
    end = bands[-1][1]
    return (starts, scores) if end is None else ([*starts, settle(end)], [*scores, None])


def formula(row: Row) -> str:
    """Write the score of the last band reached; `?` where no band reaches."""
    starts, scores = steps(row.parameters["bands"])
    return look_up(settled(row.value), starts, [INVALID if score is None else score for score in scores])


def highest(parameters: Parameters, full: float) -> float:
    """Return the highest score of the bands."""
    return float(max(score for _, _, score in parameters["bands"]))


def inspect(parameters: Parameters, target: float | None) -> Iterator[Trouble]:
    """Find bands without extent, holes, overlaps, wrong order, and ends that should be open."""
    bands = parameters["bands"]
    if not bands:
        yield Trouble("bands_empty", "bands", {})
        return
    for low, high, _ in bands:
        if low is not None and high is not None and high <= low:
            yield Trouble("band_empty", "bands", {"low": show(low), "high": show(high)})
    for under, over in pairwise(bands):
        yield from _between(under, over)
    if (bands[0][0] or 0.0) > 0:
        yield Trouble("bands_bottom", "bands", {"low": show(bands[0][0])})
    if bands[-1][1] is not None:
        yield Trouble("bands_top", "bands", {"high": show(bands[-1][1])})


def _between(under: tuple[float | None, ...], over: tuple[float | None, ...]) -> Iterator[Trouble]:
    """Compare the end of one band with the beginning of the next."""
    end = float("inf") if under[1] is None else under[1]
    start = float("-inf") if over[0] is None else over[0]
    if start == end:
        return
    values = {
        "end": "" if under[1] is None else show(under[1]),
        "start": "" if over[0] is None else show(over[0]),
    }
    falling = under[0] is not None and start < under[0]
    code = "bands_order" if falling else "bands_gap" if start > end else "bands_overlap"
    yield Trouble(code, "bands", values)


@method(
    "tiers",
    formula=formula,
    best=highest,
    inspect=inspect,
    parameters=(Parameter("bands", "bands", required=True),),
    cases=(
        Case(4.36, None, CS_02, 90.0, "defaults.md CS-02"),
        Case(4.3, None, CS_02, 90.0, "defaults.md CS-02: the start of a band belongs to it"),
        Case(4.2999, None, CS_02, 80.0, "defaults.md CS-02"),
        Case(4.8, None, CS_02, 120.0, "defaults.md CS-02"),
        Case(0.0, None, CS_02, 0.0, "defaults.md CS-02"),
        Case(0.0, None, RND_02, 80.0, "defaults.md RND-02"),
        Case(3.0, None, RND_02, 120.0, "defaults.md RND-02"),
        Case(1 - 0.9, None, {"bands": ((None, 0.1, 0.0), (0.1, None, 100.0))}, 100.0),
        Case(5.9, None, APAR, 5.0, APAR_SOURCE),
        Case(6.0, None, APAR, 7.0, APAR_SOURCE),
        Case(8.0, None, APAR, 9.0, APAR_SOURCE),
        Case(3.99, None, APAR, 0.0, APAR_SOURCE),
        Case(0.8999, None, SPMS, 3.0, SPMS_SOURCE),
        Case(0.9, None, SPMS, 4.0, SPMS_SOURCE),
        Case(1.0, None, SPMS, 5.0, SPMS_SOURCE),
        Case(-1.0, None, RND_02, None, "no band reaches"),
        Case(None, None, RND_02, None),
    ),
    needs_target=False,
)
def tiers(actual: Array, target: Array, parameters: Parameters, full: float) -> Array:
    """Score by the band a result falls into.

    Bands are half-open: from their start (included) to the start of the next.

    actual: [the indicator's unit]; the target is not used. Returns a band's score, NaN where none reaches.
    Source: scoring.md section 1.
    """
    starts, scores = steps(parameters["bands"])
    return pick(settle(actual), starts, [float("nan") if score is None else score for score in scores])
