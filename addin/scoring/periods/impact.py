"""Whether a decision reaches some groups much less often than others: the four-fifths rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from addin.scoring.catalogue import Columns, Field, Sample, function
from addin.scoring.exact import exact
from addin.scoring.periods.grouping import grouped
from addin.scoring.registry import Parameter, Parameters, Trouble


@dataclass(frozen=True, slots=True)
class Impact:
    """One group: how many of its people are chosen, its rate, the highest one, and if it is compared."""

    chosen: int
    people: int
    rate: Fraction
    highest: Fraction
    compared: bool

    def ratio(self) -> Fraction | None:
        """Return the rate over the highest one; None where the two are not compared."""
        return self.rate / self.highest if self.compared and self.highest else None


def impacts(chosen: Sequence[int], people: Sequence[int], smallest: Fraction) -> list[Impact]:
    """Compare the rate of each group with the highest rate.

    rate = chosen/people, ratio = rate / highest rate, both exact.

    chosen, people: counts, one for each group, people above 0; smallest: share of all people that a group
    must have to be compared.
    Returns one for each group; the highest rate is that among the groups that are compared.
    Source: Uniform Guidelines on Employee Selection Procedures (1978), section 4D, and the questions and
    answers of 1979: groups of 2 % and more are compared with the highest rate among them.
    """
    rates = [Fraction(some, everybody) for some, everybody in zip(chosen, people, strict=True)]
    large = [count >= smallest * sum(people) for count in people]
    highest = max((rate for rate, compared in zip(rates, large, strict=True) if compared), default=Fraction())
    rows = zip(chosen, people, rates, large, strict=True)
    return [Impact(some, everybody, rate, highest, compared) for some, everybody, rate, compared in rows]


def reason_of(impact: Impact, limit: Fraction, fewest: float) -> str:
    """Say what a ratio means: below the limit or not, and whether the numbers are too small to tell.

    Numbers are small below the fewest people, or where one person more would lift the rate to the limit.
    """
    ratio, few = impact.ratio(), impact.people < fewest
    if ratio is None:
        return "nobody_chosen" if impact.compared else "group_too_small"
    if ratio >= limit:
        return "small_numbers" if few else ""
    one_more = Fraction(impact.chosen + 1, impact.people) >= limit * impact.highest
    return "below_small_numbers" if few or one_more else "below"


def inspect_counts(columns: Columns, _: Parameters) -> Iterator[Trouble]:
    """Find rows where more are chosen than there are people."""
    counts = {key: columns[key].tolist() for key in ("chosen", "people") if key in columns}
    for row, chosen in enumerate(counts["chosen"], start=1):
        people = counts["people"][row - 1] if "people" in counts else 1
        if chosen > people:
            yield Trouble("chosen_beyond", "chosen", {"row": row, "chosen": chosen, "people": people})


@function(
    "adverse_impact",
    area="periods",
    fields=(
        Field("group", "text"),
        Field("chosen", "integer", low=0),
        Field("people", "integer", required=False, low=1),
    ),
    results=("group", "people", "chosen", "rate", "ratio", "reason"),
    parameters=(
        Parameter("least_ratio", "share", default=0.8, low=0, high=1),
        Parameter("smallest", "share", default=0.02, low=0, high=1),
        Parameter("fewest_people", "integer", default=30, low=1),
    ),
    inspect=inspect_counts,
    samples=(
        Sample(
            {
                "group": ["Whites", "American Indians", "Hispanics", "Blacks"],
                "chosen": [60, 45, 48, 51],
                "people": [100, 100, 100, 100],
            },
            {},
            {
                "rate": [0.6, 0.45, 0.48, 0.51],
                "ratio": [1.0, 0.75, 0.8, 0.85],
                "reason": ["", "below", "", ""],
            },
            "US EEOC, Questions and Answers on the Uniform Guidelines (1979): 75, 80, 85 %, of 100 each",
        ),
        Sample(
            {"group": ["non-minority", "minority"], "chosen": [15, 6], "people": [31, 24]},
            {},
            {"rate": [15 / 31, 0.25], "ratio": [1.0, 31 / 60], "reason": ["", "below_small_numbers"]},
            "homeworksource.com 1149291: promoted at 51.6 % of the rate",
        ),
        Sample(
            {"group": ["A", "B", "A", "B", "A", "C"], "chosen": [1, 0, 1, 1, 0, 1]},
            {"fewest_people": 2, "smallest": 0.2},
            {
                "group": ["A", "B", "C"],
                "people": [3, 2, 1],
                "chosen": [2, 1, 1],
                "ratio": [1.0, 0.75, None],
                "reason": ["", "below_small_numbers", "group_too_small"],
            },
        ),
    ),
)
def adverse_impact(columns: Columns, parameters: Parameters) -> Columns:
    """Compare how often the people of each group are chosen, and flag rates under four fifths of the highest.

    An indication to look closer, never a verdict.

    columns: group, chosen [count], people [count; without this column each row is one person].
    Returns one row for each group: people, chosen, rate and ratio in [0, 1], and the reason of a flag.
    Source: scoring.md section 5; Uniform Guidelines on Employee Selection Procedures (1978), section 4D.
    """
    import numpy as np

    groups = grouped(columns["group"])
    everybody = columns.get("people", np.ones(len(columns["group"])))
    chosen = groups.totals(columns["chosen"]).astype(int).tolist()
    people = groups.totals(everybody).astype(int).tolist()
    found = impacts(chosen, people, exact(parameters["smallest"]))
    ratios = [impact.ratio() for impact in found]
    limit, fewest = exact(parameters["least_ratio"]), parameters["fewest_people"]
    return {
        "group": list(groups.names),
        "people": np.array(people, dtype=np.float64),
        "chosen": np.array(chosen, dtype=np.float64),
        "rate": np.array([float(impact.rate) for impact in found]),
        "ratio": np.array([np.nan if ratio is None else float(ratio) for ratio in ratios]),
        "reason": [reason_of(impact, limit, fewest) for impact in found],
    }
