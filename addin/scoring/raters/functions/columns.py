"""The columns that lists of ratings share, and how they are read."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.catalogue import Columns, Field
from addin.scoring.raters.listing import Ratings, listed_ratings
from addin.scoring.registry import Parameter, Parameters, Trouble

RATER = Field("rater", "text")
RATEE = Field("ratee", "text")
DIMENSION = Field("dimension", "text", required=False)
RATING = Field("rating", blank=True)
LISTED = (RATER, RATEE, DIMENSION, RATING)

FEWEST = Parameter("fewest", "integer", default=5, low=1)


def ratings_of(columns: Columns) -> Ratings:
    """Take the ratings from the columns of a table."""
    ratees = columns.get("ratee", columns["rater"])
    return listed_ratings(columns["rater"], ratees, columns["rating"], columns.get("dimension"))


def rated_once(columns: Columns, _: Parameters) -> Iterator[Trouble]:
    """Find ratings that a rater gave twice to the same person on the same dimension."""
    seen: set[tuple[str, str, str]] = set()
    dimensions = columns.get("dimension") or [""] * len(columns["rater"])
    listed = zip(columns["rater"], columns["ratee"], dimensions, columns["rating"], strict=True)
    for row, (rater, ratee, dimension, rating) in enumerate(listed, start=1):
        if rating == rating:
            if (rater, ratee, dimension) in seen:
                yield Trouble("rated_twice", "rater", {"row": row, "rater": rater, "ratee": ratee})
            seen.add((rater, ratee, dimension))
