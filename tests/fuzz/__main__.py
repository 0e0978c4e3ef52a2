"""`python -m tests.fuzz`: make thousands of mutants, judge each, and tell what came of them; or repeat one.

MERITBOOK_FUZZ=20000 MERITBOOK_SEED=S python -m tests.fuzz [WORKBOOK...]
python -m tests.fuzz --seed S --only 1234 [WORKBOOK...]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from tests.fuzz.mutants import Told, bases, judged_mutants, mutant
from tests.fuzz.registry import LEVELS

SHARD = 200
"""So many mutants a worker takes at once."""


def main() -> int:
    """Do what the words ask for; status 1 where something did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("workbook", nargs="*", help="further workbooks to begin with")
    parser.add_argument("--count", type=int, default=int(os.environ.get("MERITBOOK_FUZZ") or "10000"))
    parser.add_argument("--seed", default=os.environ.get("MERITBOOK_SEED") or f"{time.time_ns():x}")
    parser.add_argument("--only", type=int, help="the number of one mutant, to make and judge it again")
    asked = parser.parse_args()
    if asked.only is not None:
        found = judged_mutants(asked.seed, range(asked.only, asked.only + 1), asked.workbook)
        show(f"{found[0].base}: {' '.join(found[0].mutations)}: {found[0].verdict.outcome}")
        show(f"kept as {kept(asked.seed, asked.only, asked.workbook)}")
    else:
        show(f"seed {asked.seed}")
        found = list(judged_by_all(asked.seed, asked.count, asked.workbook))
        show(*tally(found))
    wrong = [one for one in found if one.verdict.wrong]
    for one in wrong:
        show(*lines(one, asked.seed, asked.workbook))
    return int(bool(wrong))


def judged_by_all(seed: str, count: int, files: Sequence[str]) -> Iterable[Told]:
    """Judge mutants on all processors."""
    shards = [range(begin, min(begin + SHARD, count)) for begin in range(0, count, SHARD)]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        for told in pool.map(partial(judged_mutants, seed, files=files), shards):
            yield from told


def tally(found: Sequence[Told]) -> list[str]:
    """Return what came of all mutants, by level and by reason; one of two levels counts in both."""
    told = [f"{'':8} {'accepted':>9} {'noted':>9} {'refused':>9}"]
    for level in LEVELS:
        outcomes = Counter(
            {"accepted": 0, "accepted, noted": 1}.get(one.verdict.outcome, 2)
            for one in found
            if any(name.startswith(f"{level}.") for name in one.mutations)
        )
        told.append(f"{level:8} " + " ".join(f"{outcomes[column]:9}" for column in range(3)))
    reasons = Counter(one.verdict.outcome for one in found)
    told += [f"{number:6} {outcome}" for outcome, number in reasons.most_common()]
    wrong = sum(bool(one.verdict.wrong) for one in found)
    return [*told, f"{len(found)} mutants, {wrong} of which something did not hold"]


def lines(one: Told, seed: str, files: Sequence[str]) -> list[str]:
    """Return what is told of a mutant of which something did not hold, and where it was kept."""
    again = f"python -m tests.fuzz --seed {seed} --only {one.number} {' '.join(files)}".rstrip()
    done = f"{one.base}: {' '.join(one.mutations)}"
    return [again, done, str(kept(seed, one.number, files)), *one.verdict.wrong[:6]]


def kept(seed: str, number: int, files: Sequence[str]) -> Path:
    """Write a mutant to a file of the system's temporary folder."""
    handle, name = tempfile.mkstemp(suffix=".xlsx", prefix=f"mutant-{number}-")
    with os.fdopen(handle, "wb") as file:
        file.write(mutant(seed, number, bases(files)).data)
    return Path(name)


def show(*texts: str) -> None:
    """Print lines at once."""
    sys.stdout.write("\n    ".join(texts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
