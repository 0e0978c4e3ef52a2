"""The words of a command come in any order: options before, between or after what stands by its place."""

from __future__ import annotations

from itertools import chain, zip_longest

import pytest

from sync.cli.arguments import Argument, Command, day, jobs, pair, points, seconds, whole
from sync.cli.commands import COMMANDS
from sync.cli.parser import parser

VALUES = {whole: "3", jobs: "3", seconds: "3", points: "3", pair: "SAL-01=3", day: "2026-10-05"}


def value_of(argument: Argument) -> str:
    """Return a word that an argument takes."""
    options = argument.options
    return next(iter(options.get("choices", ())), VALUES.get(options.get("type"), "word"))


def places_of(command: Command) -> list[str]:
    """Return what stands by its place in a command: two words where it takes several."""
    placed = [one for one in command.arguments if not one.flags[0].startswith("-")]
    twice = [(value_of(one),) * (2 if one.options.get("nargs") in ("*", "+") else 1) for one in placed]
    return list(chain(*twice))


def options_of(command: Command) -> list[tuple[str, ...]]:
    """Return every option of a command with its value."""
    named = [one for one in command.arguments if one.flags[0].startswith("-")]
    return [
        (one.flags[-1],) if one.options.get("action") == "store_true" else (one.flags[-1], value_of(one))
        for one in named
    ]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words)
def test_options_stand_anywhere(command: Command) -> None:
    """Whatever order they come in, the command understands the same."""
    places, options = places_of(command), options_of(command)
    between = chain(*((place, *option) for place, option in zip_longest(places, options, fillvalue=())))
    orders = (
        [*places, *chain(*options)],
        [*chain(*options), *places],
        [word for word in between if word != ()],
        [*places[:1], *chain(*options), *places[1:]],
    )
    understood = [vars(parser("en").parse_args([*command.words.split(), *words])) for words in orders]
    assert understood == understood[:1] * len(orders)


@pytest.mark.parametrize(
    "words",
    [
        ("confirm", "2026-Q3", "--silent"),
        ("confirm", "--silent", "2026-Q3"),
        ("confirm", "--json", "2026-Q3", "read.csv"),
        ("confirm", "2026-Q3", "--json", "read.csv"),
        ("confirm", "2026-Q3", "--json", "--", "read.csv"),
        ("appeal", "file", "2026-Q3", "--grounds=a figure is wrong", "00123"),
    ],
)
def test_a_place_that_may_stay_empty_is_filled_across_options(words: tuple[str, ...]) -> None:
    """A file or a person named after an option is not lost, and nothing is made up where none is named."""
    filed = words[0] == "appeal"
    more = () if filed else ("--by", "Zhang Wei")
    found = vars(parser("en").parse_args([words[0], *more, *words[1:]]))
    assert found["cycle"] == "2026-Q3"
    files = [word for word in words if word == "read.csv"]
    assert found["employee" if filed else "file"] == ("00123" if filed else files)
