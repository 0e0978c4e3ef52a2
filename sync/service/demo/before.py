"""What the sample company knew before: results of earlier quarters, as its HR system hands them over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from addin.texts import say
from sync.service.comma_file import as_csv
from sync.service.demo.company import last_quarter
from sync.service.importing.facts import import_history
from sync.service.opening import read_rules, write_whole
from sync.settings import Workspace

FILE = "history.csv"
QUARTERS, FIRST, RISE, SPREAD = 4, 89.0, 1.2, 5.0
"""So many quarters, the mean of the first, what each adds, and how far people differ [points]."""


def earlier_results(workspace: Workspace, cycle: str, seed: int) -> str:
    """Write everybody's results of the quarters before into a file, import it, and tell so in a line."""
    file = workspace.folder / FILE
    write_whole(file, as_csv(_rows(workspace, cycle, seed)), workspace.language)
    done = import_history(workspace, file, say("demo.waiver.by", workspace.language))
    return say("demo.steps.before", workspace.language, rows=done.rows, quarters=QUARTERS)


def _rows(workspace: Workspace, cycle: str, seed: int) -> Iterator[tuple[str, str, str]]:
    """Yield the titles as Data sources names them, then number, quarter and score of each person."""
    reading, chance = read_rules(workspace).reading, Random(f"{seed} {FILE}")
    named = {one.field: one.column for one in reading.scheme.sources if one.source == "history"}
    yield named["employee"], named["period"], named["score"]
    ends = reading.scheme.cycles[cycle].ends
    quarters = []
    for _ in range(QUARTERS):
        ends = last_quarter(ends)
        quarters.append(ends)
    for place, last in enumerate(reversed(quarters)):
        for person in reading.roster.values():
            if person.hired is None or person.hired < last - timedelta(days=92):
                score = min(118.0, chance.gauss(FIRST + RISE * place, SPREAD))
                yield person.id, f"{last.year}-Q{last.month // 3}", f"{score:.2f}"
