"""`python -m tests.schedules`: play many schedules and tell what did not hold; or play one again.

MERITBOOK_SCHEDULES=500 MERITBOOK_SEED=S python -m tests.schedules
python -m tests.schedules --seed S --only 123 [--server]

Where PostgreSQL is at hand, every fifth schedule is one of several machines with an archive on a server. A
schedule deals the same way again; who gets the next turn is up to the machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests import postgresql as servers
from tests.schedules.trial import Trial, played

EVERY_FIFTH = 5
"""One schedule in so many is of several machines."""


def main() -> int:
    """Do what the words ask for; status 1 where something did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.schedules")
    parser.add_argument("--count", type=int, default=int(os.environ.get("MERITBOOK_SCHEDULES") or "500"))
    parser.add_argument("--seed", default=os.environ.get("MERITBOOK_SEED") or f"{time.time_ns():x}")
    parser.add_argument("--only", type=int, help="the number of one schedule, to play it again")
    parser.add_argument("--server", action="store_true", help="play it on several machines")
    asked = parser.parse_args()
    if asked.only is not None:
        return report(asked.seed, [played(asked.seed, asked.only, asked.server)])
    show(f"seed {asked.seed}")
    return report(asked.seed, by_all(asked.seed, asked.count))


def by_all(seed: str, count: int) -> Iterator[Trial]:
    """Play schedules on all processors."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        numbers = range(count)
        on_server = [servers.has_postgresql() and not number % EVERY_FIFTH for number in numbers]
        yield from pool.map(played, [seed] * count, numbers, on_server)


def report(seed: str, trials: Iterator[Trial] | list[Trial]) -> int:
    """Print each schedule in which something did not hold, and the sum of all."""
    sums = Counter[str]()
    for trial in trials:
        sums.update(schedules=1, kills=trial.kills, wrong=bool(trial.wrong))
        if trial.wrong:
            show(
                f"python -m tests.schedules --seed {seed} --only {trial.number}", trial.told, *trial.wrong[:6]
            )
    show(f"{sums['schedules']} schedules, {sums['kills']} kills, {sums['wrong']} wrong")
    return int(bool(sums["wrong"]))


def show(*lines: str) -> None:
    """Print lines at once."""
    sys.stdout.write("\n    ".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
