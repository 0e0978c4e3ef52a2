"""What the machines of the process share: a company that is tried, and what must hold whatever people try.

What may follow what is written here by hand, from product.md, not taken from the program.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine

from sync.archive.steps import steps
from sync.service.cycles import open_to_look
from sync.service.keeping.verifying import verify
from sync.service.steps.journey import journey
from sync.settings import CannotGoOn, Workspace, open_workspace
from tests.builders import CYCLE

EVERY = bool(os.environ.get("MERITBOOK_EVERY"))
EXAMPLES = int(os.environ.get("MERITBOOK_MACHINES", "30" if EVERY else "3"))
STEPS = 40 if EVERY else 20

OWN, HERSELF = "00123", "Li Na"
"""Somebody who decides, too, but never on her own form."""

Way = tuple[str, str]
Ways = frozenset[Way]
Rows = dict[str, list[str]]
Seen = tuple[dict[str, str], list[tuple[int, str]], Rows]


def ways(*said: str) -> Ways:
    """Return moves written as `checked>reviewed_by_hr`; several starts or ends are divided by a bar."""
    pairs = (one.split(">") for one in said)
    return frozenset((was, to) for start, end in pairs for was in start.split("|") for to in end.split("|"))


LEGAL = ways(
    "issued>goals_agreed|self_rated|rated",
    "goals_agreed>self_rated|rated",
    "self_rated>rated",
    "rated>submitted",
    "submitted>returned|checked",
    "returned>rated|checked",
    "checked>rated|returned|under_review|reviewed_by_hr",
    "under_review>rated|returned|reviewed_by_hr",
    "reviewed_by_hr>rated|returned|calibrated",
    "calibrated>reviewed_by_hr|calibrated|approved",
    "approved>reviewed_by_hr|published",
    "published>interviewed|confirmed|appealed",
    "interviewed>confirmed|appealed",
    "confirmed>interviewed|appealed|archived",
    "appealed>decided",
    "decided>appealed|archived",
    "exempt>issued|returned|checked",
    "issued|goals_agreed|self_rated|rated|submitted|returned|checked>exempt|cancelled",
    "under_review|reviewed_by_hr|calibrated|approved>exempt|cancelled",
)
"""No step is jumped: the way of a form in product.md, with what goes back and what leaves it."""

WITH_REASON = ways(
    "under_review>rated|returned|reviewed_by_hr",
    "checked|reviewed_by_hr>returned",
    "calibrated|approved>reviewed_by_hr",
    "checked|under_review|reviewed_by_hr|calibrated|approved>exempt|cancelled",
    "exempt>issued|returned|checked",
    "decided>appealed",
)
"""Leaving the review, going back and leaving the way need a reason."""

TABLES = {
    "step": "SELECT * FROM step",
    "final": "SELECT * FROM final",
    "pay": "SELECT * FROM pay_line",
    "record": "SELECT * FROM record WHERE kind NOT IN ('file', 'calibration')",
}
"""What people decide and note; which files were kept, and why one was refused, is kept beside a refusal."""

PROFILE = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize="MERITBOOK_MACHINES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


def own_copy(original: Path) -> Workspace:
    """Return a company of one's own, as another one is."""
    folder = Path(tempfile.mkdtemp()) / "company"
    shutil.copytree(original, folder)
    return open_workspace(folder)


class Played(RuleBasedStateMachine):
    """A company in which people try verbs; each try is held to what the verb may do."""

    workspace: Workspace

    def tries(self, verb: Callable[[], object], by: str, allowed: Ways, *, barred: bool = False) -> bool:
        """Let somebody try a verb: refused, it changed nothing; done, it made moves of its own only.

        barred: by what product.md says it must be refused. Returns whether it was done.
        """
        before, log, rows = self.seen()
        refused = ""
        try:
            verb()
        except CannotGoOn as told:
            refused = str(told)
        after, more, rows_now = self.seen()
        assert more[: len(log)] == log
        assert all(set(rows[name]) <= set(rows_now[name]) for name in rows), "something noted is gone"
        moved = {one: (before[one], after[one]) for one in after if after[one] != before[one]}
        assert set(moved.values()) <= allowed
        assert by != HERSELF or OWN not in moved
        if refused:
            assert "\n" not in refused
            assert {kind for _, kind in more[len(log) :]} <= {"kept", "calibration_refused"}
            assert (moved, rows_now) == ({}, rows)
        assert refused or not barred
        return not refused

    def seen(self) -> Seen:
        """Return where every form stands, the log, and what people decided and noted."""
        with open_to_look(self.workspace) as archive:
            states = {form.employee: form.state for form in archive.forms(CYCLE)}
            log = [(event.seq, event.kind) for event in archive.events()]
        with closing(sqlite3.connect(self.workspace.folder / "archive.db")) as database:
            rows = {name: list(map(repr, database.execute(query))) for name, query in TABLES.items()}
        return states, log, rows

    def teardown(self) -> None:
        """In the end every step was a legal one, each way leads to where its form stands, verify holds."""
        if not hasattr(self, "workspace"):
            return
        states, _, _ = self.seen()
        with open_to_look(self.workspace) as archive, archive.reading() as connection:
            for one in steps(connection, CYCLE):
                assert (one.was, one.state) in LEGAL, one
                assert one.reason or (one.was, one.state) not in WITH_REASON, one
        for subject, state in states.items():
            assert journey(self.workspace, CYCLE, subject)[-1]["state"] == state, subject
        assert verify(self.workspace).broken == []
        shutil.rmtree(self.workspace.folder.parent)
