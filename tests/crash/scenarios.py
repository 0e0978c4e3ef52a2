"""What is killed: a command of every kind that writes, with the workspace it starts from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.builders import CYCLE
from tests.crash.workspaces import (
    DECIDED,
    answered_back,
    appealed,
    approved,
    backed_up,
    calibrated,
    collected,
    company,
    corrected,
    held,
    nothing,
    old,
    published,
    sent,
    with_bases,
    with_facts,
    with_new_rules,
    with_other_rules,
    with_packs,
    with_people,
    without_archive,
)
from tests.sync.service.steps.approved import BY, LATER

NOW, AFTER = "2026-10-05T08:00:00+00:00", "2026-12-01T08:00:00+00:00"
"""The day on which commands are killed, and one on which nobody may appeal any more."""


class Scenario(NamedTuple):
    """A command to be killed: its name, how the folder it works in is made, its words after the folder.

    `anew`: it makes an archive, whose name and key are different every time. `done`: what it says and ends
    with status 2 where it was killed after its work was done. `now`: the day on which it is run.
    """

    name: str
    make: Callable[[Path], None]
    words: tuple[str, ...]
    anew: bool = False
    done: str = ""
    now: str = NOW

    def command(self, folder: Path) -> list[str]:
        """Return the words of the command line; `{folder}` in them is the folder."""
        words = [word.replace("{folder}", str(folder)) for word in self.words]
        return words if self.words[0] == "init" else ["-w", str(folder), *words]

    def went_well(self, status: int, said: str) -> bool:
        """Tell whether the command did its work, now or before it was killed."""
        return status in (0, 1) or (status == 2 and bool(self.done) and self.done in said)


LAST = "9"
"""The submission that is held there."""

MISSING = "e787b6aa7f08"
"""The number of the finding there that a rating is missing."""

SCENARIOS = {
    one.name: one
    for one in (
        Scenario("init", nothing, ("init", "{folder}"), anew=True, done="is a workspace already"),
        Scenario("first-archive", without_archive, ("issue", CYCLE), anew=True),
        Scenario("import-people", with_people, ("import", "people", "{folder}/people.csv")),
        Scenario("refresh", with_other_rules, ("scheme", "refresh")),
        Scenario("issue", company, ("issue", CYCLE)),
        Scenario("issue-again", corrected, ("issue", CYCLE)),
        Scenario(
            "issue-new-rules", with_new_rules, ("issue", CYCLE, "--new-rules", *DECIDED), done="these very"
        ),
        Scenario("issue-jobs", corrected, ("issue", CYCLE, "--jobs", "2")),
        Scenario("issue-packs", with_packs, ("issue", CYCLE)),
        Scenario("issue-macros", company, ("issue", CYCLE, "--macros")),
        Scenario("collect", sent, ("collect", "--jobs", "1")),
        Scenario("collect-jobs", sent, ("collect", "--jobs", "2")),
        Scenario("collect-again", collected, ("collect",)),
        Scenario("export-master", collected, ("export", "master", CYCLE)),
        Scenario("export-board", collected, ("export", "board", CYCLE)),
        Scenario("export-slips", collected, ("export", "slips", CYCLE)),
        Scenario("accept", held, ("accept", LAST, *DECIDED), done="was read already"),
        Scenario("reject", held, ("reject", LAST, *DECIDED), done="is ignored"),
        Scenario("notices", collected, ("notices", CYCLE)),
        Scenario("waive", held, ("waive", MISSING, *DECIDED, "--until", "2099-12-31")),
        Scenario("publish", approved, ("publish", CYCLE, "--by", "Zhang Wei")),
        Scenario("confirm", answered_back, ("confirm", CYCLE, "{folder}/given/receipts.csv", *BY), now=LATER),
        Scenario(
            "interviews", answered_back, ("interviews", CYCLE, "{folder}/given/talks.xlsx", *BY), now=LATER
        ),
        Scenario(
            "opinions",
            answered_back,
            ("opinions", CYCLE, "{folder}/given/a.xlsx", "{folder}/given/b.xlsx", *BY),
            now=LATER,
        ),
        Scenario("collect-opinions", answered_back, ("collect", "--jobs", "1"), now=LATER),
        Scenario("import-history", with_facts, ("import", "history", "{folder}/history.csv")),
        Scenario(
            "import-actuals",
            with_facts,
            ("import", "actuals", "{folder}/actuals.csv", "--source", "finance", "--cycle", CYCLE),
        ),
        Scenario(
            "import-ratings", with_facts, ("import", "ratings", "{folder}/ratings.csv", "--cycle", CYCLE)
        ),
        Scenario(
            "calibrate",
            calibrated,
            ("calibrate", CYCLE, "--from", "{folder}/decided.xlsx", "--by", "Gao Yuan"),
        ),
        Scenario("import-pay", with_bases, ("import", "pay", "{folder}/bases.csv")),
        Scenario("export-pay-base", published, ("export", "pay-base", CYCLE)),
        Scenario("close", published, ("close", CYCLE, "--by", "Gao Yuan"), now=AFTER),
        Scenario(
            "appeal",
            appealed,
            ("appeal", "decide", "A-0001", "--outcome", "upheld", "--score", "99", *DECIDED),
            done="is at: decided",
        ),
        Scenario("backup", held, ("backup", "{folder}/company.backup")),
        Scenario("restore", backed_up, ("restore", "{folder}/company.backup"), done="There is an archive at"),
        Scenario("migrate", old, ("collect",)),
    )
}
