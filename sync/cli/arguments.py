"""How each argument of a command is declared and read; its words stand in texts/cli.toml."""

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


def port(text: str) -> int:
    """Read the number of a port; 0 is any free one."""
    number = whole(text)
    if not 0 <= number <= 65_535:
        raise wrong("port")
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


def points(text: str) -> float:
    """Read points: a number, not below 0."""
    try:
        number = float(text)
    except ValueError:
        raise wrong("points") from None
    if not 0 <= number < LARGEST:
        raise wrong("points")
    return number


def pair(words: str) -> tuple[str, str]:
    """Read what a line is to hold: INDICATOR=VALUE."""
    name, sign, value = text(words).partition("=")
    if not (sign and name.strip() and value.strip()):
        raise wrong("pair")
    return name.strip(), value.strip()


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
