"""The commands with their arguments, and how each argument is read; their words stand in texts/cli.toml."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Argument(NamedTuple):
    """One argument of a command: its flags or name, and what argparse is to do with it.

    A named tuple, because importing dataclasses costs as much as the rest of `--help` together.
    """

    flags: tuple[str, ...]
    options: dict[str, Any]


class Command(NamedTuple):
    """One command: its words, the function that runs it (`module:function`), its arguments."""

    words: str
    run: str
    arguments: tuple[Argument, ...] = ()


def positional(name: str, **options: Any) -> Argument:
    """Declare an argument that stands by its place."""
    return Argument((name,), {"metavar": name.upper(), **options})


def option(*flags: str, **options: Any) -> Argument:
    """Declare an argument that is named."""
    return Argument(flags, options)


JSON = option("--json", action="store_true")


LARGEST = 2**31 - 1
"""The largest number that every archive can keep as a number of its own."""


def wrong(key: str, most: int = 0) -> argparse.ArgumentTypeError:
    """Make the refusal of a value: a key of cli.toml [wrong], told in the parser's language."""
    return argparse.ArgumentTypeError(f"{key} {most}")


def whole(text: str) -> int:
    """Read a whole number."""
    try:
        number = int(text)
    except ValueError:
        raise wrong("whole") from None
    if abs(number) > LARGEST:
        raise wrong("whole")
    return number


def jobs(text: str) -> int:
    """Read how many jobs: a whole number from 1."""
    number = whole(text)
    if number < 1:
        raise wrong("counted")
    return number


SHORTEST, DAY = 0.1, 86_400
"""Between these is how often a watcher looks [seconds]."""


def seconds(text: str) -> float:
    """Read a time in seconds, up to a day."""
    try:
        number = float(text)
    except ValueError:
        raise wrong("seconds", DAY) from None
    if not SHORTEST <= number <= DAY:
        raise wrong("seconds", DAY)
    return number


JOBS = option("--jobs", type=jobs, metavar="N", default=0)


def text(words: str) -> str:
    """Read a text that may not be blank, nor hold bytes that are no text."""
    if not words.strip():
        raise wrong("blank")
    try:
        words.encode()
    except UnicodeEncodeError:
        raise wrong("signs") from None
    return words.strip()


def path(words: str) -> str:
    """Read the name of a file or folder as it is; without any sign it would mean the current folder."""
    if not words:
        raise wrong("blank")
    return words


def day(words: str) -> date:
    """Read a day as ISO writes it: 2026-12-31."""
    from datetime import date

    try:
        return date.fromisoformat(text(words))
    except ValueError:
        raise wrong("day") from None


def line(most: int) -> Callable[[str], str]:
    """Return what reads one line of text up to so many characters; line breaks and tabs become spaces."""

    def read(words: str) -> str:
        from unicodedata import category

        found = " ".join(text(words).split())
        if any(category(letter) in ("Cc", "Cf") for letter in found):
            raise wrong("signs")
        if len(found) > most:
            raise wrong("long", most)
        return found

    return read


WHO, REASON = line(80), line(500)


CYCLE = positional("cycle", type=text)
EMPLOYEE = positional("employee", type=text)
FILE = positional("file", type=path)
BY = option("--by", type=WHO, metavar="NAME", default="meritbook")
FOR_CYCLE = (option("--cycle", type=text, metavar="CYCLE"), BY, JSON)
DECIDED = tuple(
    option(name, type=kind, metavar=word, required=True)
    for name, kind, word in (("--by", WHO, "NAME"), ("--reason", REASON, "TEXT"))
)
DEPARTMENTS = option("--department", type=text, action="append", metavar="D", default=[])
PEOPLE = positional("employee", type=text, nargs="+")
CHOSEN = (
    DEPARTMENTS,
    option("--employee", type=text, action="append", metavar="E", default=[]),
    option("--except", dest="without", type=text, action="append", metavar="E", default=[]),
)
"""Which forms a step is about; all where none are named."""

BY_WHOM = option("--by", type=WHO, metavar="NAME", required=True)
NAMED = (
    BY_WHOM,
    option("--reason", type=REASON, metavar="TEXT"),
)
"""Who decides, and why where somebody has to say so."""

DECISION = (positional("submission", type=whole), *DECIDED, JSON)

NOTICE_STEPS = (
    *("goals", "inputs", "ratings", "submission", "resubmission", "publication", "opinions", "appeals"),
    "progress",
)
"""The steps that notices are of; `progress` are the digests."""

COMMANDS = (
    Command(
        "demo",
        "sync.cli.starting:demo",
        (
            positional("dir", type=path),
            option("--people", type=whole, metavar="N", default=60),
            option("--seed", type=whole, metavar="S", default=1),
            option("--full", action="store_true"),
            option("--month", action="store_true"),
        ),
    ),
    Command("init", "sync.cli.starting:init", (positional("dir", type=path),)),
    Command("import people", "sync.cli.starting:import_people", (FILE,)),
    Command("import history", "sync.cli.starting:import_history", (FILE, BY, JSON)),
    Command(
        "import actuals",
        "sync.cli.starting:import_actuals",
        (
            FILE,
            option("--source", type=line(80), metavar="NAME", required=True),
            *FOR_CYCLE,
        ),
    ),
    Command(
        "import ratings",
        "sync.cli.starting:import_ratings",
        (
            FILE,
            option("--source", type=line(80), metavar="NAME", default="ratings"),
            *FOR_CYCLE,
        ),
    ),
    Command("import pay", "sync.cli.paying:import_pay", (FILE, *FOR_CYCLE)),
    Command("scheme check", "sync.cli.starting:scheme_check", (JSON,)),
    Command("scheme refresh", "sync.cli.schemes:scheme_refresh"),
    Command(
        "scheme diff",
        "sync.cli.schemes:scheme_diff",
        (positional("old", type=text), positional("new", type=text), JSON),
    ),
    Command("scheme versions", "sync.cli.schemes:scheme_versions", (JSON,)),
    Command(
        "issue",
        "sync.cli.working:issue",
        (
            CYCLE,
            option("--department", type=text, action="append", metavar="D", default=[]),
            option("--edition", choices=("goals", "rating"), default="rating"),
            option("--new-rules", action="store_true"),
            option("--by", type=WHO, metavar="NAME"),
            option("--reason", type=REASON, metavar="TEXT"),
            JSON,
            JOBS,
        ),
    ),
    Command("check", "sync.cli.working:check", (positional("file", type=path, nargs="+"), JSON, JOBS)),
    Command(
        "collect",
        "sync.cli.working:collect",
        (
            positional("path", type=path, nargs="*"),
            option("--watch", action="store_true"),
            option("--every", type=seconds, metavar="SECONDS"),
            JSON,
            JOBS,
        ),
    ),
    Command("progress", "sync.cli.looking:progress", (CYCLE, JSON)),
    Command("findings", "sync.cli.looking:findings", (CYCLE, option("--all", action="store_true"), JSON)),
    Command("patterns", "sync.cli.fairness:patterns", (CYCLE, JSON)),
    Command("health", "sync.cli.fairness:health", (CYCLE, JSON)),
    Command("explain", "sync.cli.looking:explain", (positional("code", type=text),)),
    Command("results", "sync.cli.looking:results", (CYCLE, option("--all", action="store_true"), JSON)),
    Command("person", "sync.cli.person:person", (EMPLOYEE, JSON)),
    Command(
        "why",
        "sync.cli.looking:why",
        (CYCLE, EMPLOYEE, option("--version", type=whole, metavar="N"), JSON),
    ),
    Command("accept", "sync.cli.deciding:accept", DECISION),
    Command("reject", "sync.cli.deciding:reject", DECISION),
    Command(
        "waive",
        "sync.cli.deciding:waive",
        (
            positional("finding", type=text),
            *DECIDED,
            option("--until", type=day, metavar="DATE", required=True),
            JSON,
        ),
    ),
    Command("steps", "sync.cli.stepping:steps", (CYCLE, EMPLOYEE, JSON)),
    Command(
        "review",
        "sync.cli.stepping:review",
        (CYCLE, *CHOSEN, *NAMED, option("--return", dest="back", action="store_true"), JSON),
    ),
    Command(
        "calibrate",
        "sync.cli.calibrating:calibrate",
        (
            CYCLE,
            *CHOSEN,
            option("--to", type=path, metavar="PATH"),
            option("--from", dest="source", type=path, metavar="FILE"),
            option("--as-scored", action="store_true"),
            option("--by", type=WHO, metavar="NAME"),
            JSON,
        ),
    ),
    Command(
        "approve",
        "sync.cli.stepping:approve",
        (CYCLE, *CHOSEN, *NAMED, option("--take-back", dest="back", action="store_true"), JSON),
    ),
    Command("publish", "sync.cli.publishing:publish", (CYCLE, *CHOSEN, BY_WHOM, JSON)),
    Command(
        "confirm",
        "sync.cli.publishing:confirm",
        (
            CYCLE,
            positional("file", type=path, nargs="?"),
            *CHOSEN,
            option("--objection", action="store_true"),
            option("--silent", action="store_true"),
            BY_WHOM,
            JSON,
        ),
    ),
    Command(
        "interviews",
        "sync.cli.publishing:interviews",
        (
            CYCLE,
            positional("file", type=path, nargs="*"),
            *CHOSEN,
            option("--outlines", action="store_true"),
            option("--to", type=path, metavar="DIR"),
            option("--by", type=WHO, metavar="NAME"),
            JSON,
        ),
    ),
    Command(
        "opinions",
        "sync.cli.publishing:opinions",
        (
            CYCLE,
            positional("file", type=path, nargs="*"),
            option("--by", type=WHO, metavar="NAME"),
            JSON,
        ),
    ),
    Command("close", "sync.cli.paying:close", (CYCLE, *NAMED, JSON)),
    Command(
        "exempt",
        "sync.cli.stepping:exempt",
        (CYCLE, PEOPLE, *DECIDED, option("--back", action="store_true"), JSON),
    ),
    Command(
        "extend",
        "sync.cli.stepping:extend",
        (
            CYCLE,
            positional("step", type=text),
            option("--until", type=day, metavar="DATE", required=True),
            DEPARTMENTS,
            *DECIDED,
            JSON,
        ),
    ),
    Command(
        "export",
        "sync.cli.looking:export",
        (
            positional("kind", type=text, nargs="?"),
            positional("cycle", type=text, nargs="?"),
            option("--to", type=path, metavar="PATH"),
            DEPARTMENTS,
            BY,
            option("--list", action="store_true"),
        ),
    ),
    Command(
        "verify",
        "sync.cli.keeping:verify",
        (
            JSON,
            option("--seal", metavar="HASH", default=""),
            option("--jobs", type=jobs, metavar="N", default=1),
        ),
    ),
    Command("backup", "sync.cli.keeping:backup", (FILE, JSON)),
    Command(
        "restore",
        "sync.cli.keeping:restore",
        (
            FILE,
            JSON,
            option("--anyway", action="store_true"),
            option("--jobs", type=jobs, metavar="N", default=1),
        ),
    ),
    Command(
        "score",
        "sync.cli.applying:score",
        (
            positional("function", type=text, nargs="?"),
            positional("file", nargs="?"),
            option("--set", action="append", metavar="NAME=VALUE", default=[]),
            option("--to", metavar="PATH"),
            option("--list", action="store_true"),
            JSON,
        ),
    ),
    Command("schema", "sync.cli.looking:schema", (JSON,)),
    Command(
        "notices",
        "sync.cli.noticing:notices",
        (
            CYCLE,
            option("--step", choices=NOTICE_STEPS, metavar="STEP"),
            option("--both", action="store_true"),
            option("--send", action="store_true"),
            BY,
            JSON,
        ),
    ),
)
