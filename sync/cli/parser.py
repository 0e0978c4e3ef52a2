"""The words of the command line: the parser of every command, its help and an example, in both languages."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any, NoReturn

from addin.texts import LANGUAGES, listed, say, words
from sync.cli.arguments import Command, path
from sync.cli.commands import COMMANDS

NAME = r"argument (?P<name>.+?): "

MISTAKES = {
    "required": r"the following arguments are required: (?P<names>.+)",
    "unknown": r"unrecognized arguments: (?P<found>.+)",
    "choice": NAME + r"invalid choice: '(?P<found>.*)' \(choose from (?P<known>.+)\)",
    "one": NAME + "expected one argument",
    "some": NAME + "expected at least one argument",
    "none": NAME + "ignored explicit argument (?P<found>.+)",
    "argument": NAME + r"(?P<told>[a-z]+) (?P<most>\d+)",
}
"""What argparse says of mistakes, and `wrong` in it, by the key of its text in cli.toml [wrong]."""


OPTION = re.compile(r"--?[^-\d]")
"""How an option begins; -5 is a number, and a single hyphen no option either."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line that says the next step (exit status 2)."""

    def __init__(self, *, language: str, **options: Any) -> None:
        super().__init__(**options)
        self.language = language

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse the words of a command; those that stand by their place may have options between them."""
        whole = args is None or self._subparsers is not None
        return super().parse_known_args(args if whole else self._together(args), namespace)

    def _together(self, words: Sequence[str]) -> list[str]:
        """Return the options first, each with its value, then what stands by its place.

        argparse would give all places that may stay empty nothing, as soon as an option follows the first.
        """
        options, places = [], []
        waiting = iter(words)
        for word in waiting:
            known = self._option_string_actions.get(word)
            if word == "--":
                places += [word, *waiting]
            elif known is None and not OPTION.match(word):
                places.append(word)
            else:
                options += [word, *islice(waiting, 0 if known is None or known.nargs == 0 else 1)]
        return options + places

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words and how to get help."""
        told = " ".join(_in_words(message, self.language).split())
        sys.stderr.write(f"{self.prog}: {told} ({self.prog} --help)\n")
        raise SystemExit(2)


def _in_words(message: str, language: str) -> str:
    """Put what argparse says into our words; what is not known here is told as it is."""
    for key, mistake in MISTAKES.items():
        found = re.fullmatch(mistake, message, re.DOTALL)
        if found is None:
            continue
        values = found.groupdict()
        if key == "argument":
            values["told"] = say(f"cli.wrong.{values['told']}", language, most=values["most"])
        if key == "choice":
            values["known"] = listed(re.findall(r"[^', ]+", values["known"]), language)
        return say(f"cli.wrong.{key}", language, **values)
    return message


@cache
def parser(language: str, commands: Sequence[Command] = COMMANDS) -> argparse.ArgumentParser:
    """Build the parser of all commands in one language."""
    top = _made(Parser, "meritbook", say("cli.about", language), say("cli.example", language), language)
    top.add_argument(
        "-w", "--workspace", type=path, default=".", metavar="DIR", help=say("cli.workspace", language)
    )
    top.add_argument("--language", choices=LANGUAGES, help=say("cli.language", language))
    top.add_argument("--version", action=_Version, nargs=0, help=say("cli.version", language))
    groups = {"": top.add_subparsers(title=say("cli.commands", language), metavar="COMMAND", required=True)}
    for command in commands:
        group, _, name = command.words.rpartition(" ")
        if group not in groups:
            about = say(f"cli.{group}.help", language)
            branch = groups[""].add_parser(
                group, language=language, help=about, description=about, add_help=False
            )
            _help(branch, language)
            groups[group] = branch.add_subparsers(
                metavar="COMMAND", required=True, title=say("cli.commands", language)
            )
        _add(groups[group], command, name, language)
    return top


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        """Print the version; importlib.metadata is slow, so only when asked."""
        from importlib.metadata import version

        parser.exit(0, f"meritbook {version('meritbook')}\n")


def _made(kind: type[Parser], prog: str, about: str, example: str, language: str) -> argparse.ArgumentParser:
    made = kind(
        language=language,
        prog=prog,
        description=about,
        epilog=say("cli.example_title", language) + "\n  " + example.strip().replace("\n", "\n  "),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    _help(made, language)
    return made


def _help(branch: argparse.ArgumentParser, language: str) -> None:
    branch.add_argument("-h", "--help", action="help", help=say("cli.show_help", language))


def _add(
    group: argparse._SubParsersAction[argparse.ArgumentParser], command: Command, name: str, language: str
) -> None:
    texts = words("cli", language)
    for part in command.words.split():
        texts = texts[part]
    made = group.add_parser(
        name,
        language=language,
        help=texts["help"],
        description=texts["help"],
        epilog=say("cli.example_title", language) + "\n  " + texts["example"].strip().replace("\n", "\n  "),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    _help(made, language)
    for argument in command.arguments:
        key = argument.flags[-1].removeprefix("--").replace("-", "_")
        text = texts.get(key) or words("cli", language)["arguments"][key]
        made.add_argument(*argument.flags, help=text, **argument.options)
    made.set_defaults(run=command.run)
