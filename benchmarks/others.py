"""What else takes time in a company of 1,225 people, nothing promised: verify and results."""

from __future__ import annotations

import argparse
import gc
import tempfile
from pathlib import Path

from ratios import Row, in_turn, table
from workbooks import CYCLE, PEOPLE, make_company

from sync.service.collecting import collect
from sync.service.keeping.verifying import verify
from sync.service.results import results


def main(words: list[str] | None = None) -> None:
    """Collect a company's workbooks once, then time what is done with them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--departments", type=int, default=1225 // PEOPLE)
    count = parser.parse_args(words).departments
    gc.set_threshold(500_000, 20, 50)  # as the command line sets it
    with tempfile.TemporaryDirectory() as folder:
        company = make_company(Path(folder), count)
        workspace = company.workspace
        collect(workspace, [company.filled])
        best = in_turn(
            {
                "verify": lambda: verify(workspace),
                "results": lambda: results(workspace, CYCLE),
            },
            2,
        )
    table(
        f"What else takes time: {count} departments of {PEOPLE} people",
        Row("verify, per submission", best["verify"] / count),
        Row("results, everybody", best["results"]),
    )


if __name__ == "__main__":
    main()
