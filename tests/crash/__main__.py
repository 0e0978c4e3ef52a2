"""`python -m tests.crash`: kill every scenario many times and report; or repeat one trial.

python -m tests.crash [--kills 300] [--seed S] [SCENARIO...]
python -m tests.crash --repeat collect step:57:alone [time:0.250:group]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.crash.killing import Aim
from tests.crash.scenarios import SCENARIOS
from tests.crash.trial import Trial, prepared, seeded, tried

ROUND = 8
"""Trials after which it is looked again whether a scenario was killed often enough."""


def main() -> int:
    """Run what the words ask for; status 1 where something did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("scenario", nargs="*", help=f"one of {', '.join(SCENARIOS)}; all unless named")
    parser.add_argument("--kills", type=int, default=int(os.environ.get("MERITBOOK_CRASHES", "300")))
    parser.add_argument("--seed", default=os.environ.get("MERITBOOK_CRASH_SEED") or f"{time.time_ns():x}")
    parser.add_argument("--repeat", action="store_true", help="a scenario and where it is killed")
    asked = parser.parse_args()
    if asked.repeat:
        name, *places = asked.scenario
        return repeat(name, [Aim(*place.split(":")) for place in places])
    with tempfile.TemporaryDirectory(prefix="meritbook-crash-") as place:
        os.environ["TMPDIR"] = place  # for the workers, which end without tidying up
        return report(asked.scenario or list(SCENARIOS), asked.kills, asked.seed)


def repeat(name: str, places: list[Aim]) -> int:
    """Try one scenario with given aims and say what does not hold."""
    trial = tried(prepared(name, any(place.kind == "call" for place in places)), places)
    show(f"{name}: killed {trial.kills} of {len(places)}", *trial.wrong)
    return int(bool(trial.wrong))


def report(names: list[str], kills: int, seed: str) -> int:
    """Kill each scenario its share of times and print a line for each, and for all that did not hold."""
    show(f"seed {seed}")
    each, wrong, total = -(-kills // len(names)), 0, Counter[str]()
    workers = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))
    with workers as pool:
        for name in names:
            trials = list(enough(pool, name, seed, each))
            hit = Counter(aim.kind for trial in trials for aim in trial.aims[: trial.kills])
            total += hit
            show(f"{name:16} {hit.total():4} kills  {dict(sorted(hit.items()))}  {len(trials)} trials")
            for trial in trials:
                if trial.wrong:
                    wrong += 1
                    show(f"  --repeat {name} {' '.join(map(str, trial.aims))}", *trial.wrong[:6])
    show(
        f"{total.total()} kills {dict(sorted(total.items()))}, {wrong} trials in which something did not hold"
    )
    return int(bool(wrong) or total.total() < kills)


def enough(pool: ProcessPoolExecutor, name: str, seed: str, kills: int) -> Iterator[Trial]:
    """Try a scenario until it was killed so many times; a command may end before the kill meets it."""
    done = tries = 0
    while done < kills and tries < 3 * kills + ROUND:
        count = min(ROUND, kills - done)
        seeds = [f"{seed} {name} {tries + number}" for number in range(count)]
        tries += count
        for trial in pool.map(seeded, [name] * count, seeds):
            done += trial.kills
            yield trial


def show(*lines: str) -> None:
    """Print lines at once."""
    sys.stdout.write("\n    ".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
