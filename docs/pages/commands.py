"""The page of commands, from the parser of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial

from pages.markdown import anchor, grid

from addin.texts import say
from sync.cli.parser import parser


def commands(language: str) -> Iterator[str]:
    """Yield every command with its arguments and examples."""
    top = parser(language)
    found = list(walk(top))
    yield grid(
        (say("docs.commands.command", language), say("docs.commands.meaning", language)),
        [(f"[`{made.prog}`](#{anchor(made.prog)})", made.description or "") for made in found],
    )
    yield f"## {say('docs.commands.everywhere', language)}"
    yield arguments(top, language)
    for made in found:
        yield from (f"## {made.prog}", made.description or "", f"```\n{usage(made)}\n```")
        if any(shown(made)):
            yield arguments(made, language)
        yield "```\n" + "\n".join(line.strip() for line in (made.epilog or "").splitlines()[1:]) + "\n```"


def walk(made: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield every command below a parser that can be run."""
    for action in made._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from walk(below)
    if made.get_default("run"):
        yield made


def shown(made: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the arguments of a parser, but for its subcommands and its help."""
    hidden = argparse._SubParsersAction | argparse._HelpAction
    yield from (action for action in made._actions if not isinstance(action, hidden))


def usage(made: argparse.ArgumentParser) -> str:
    """Write how a command is called; argparse's own line differs between versions of Python."""
    return " ".join([made.prog, *(spelled(action) for action in shown(made))])


def spelled(action: argparse.Action) -> str:
    """Write one argument as it is called: `CYCLE`, `[PATH]...`, `[--jobs N]`."""
    word = written_name(action)
    many = "..." if action.nargs in ("*", "+") or isinstance(action, argparse._AppendAction) else ""
    optional = action.option_strings or action.nargs in ("*", "?")
    return (f"[{word}]" if optional else word) + many


def written_name(action: argparse.Action) -> str:
    """Write the name of an argument, with the word for its value."""
    value = str(action.metavar or "|".join(action.choices or ()) or action.dest.upper())
    if not action.option_strings:
        return value
    return action.option_strings[-1] + ("" if action.nargs == 0 else f" {value}")


def arguments(made: argparse.ArgumentParser, language: str) -> str:
    """Write the arguments of a parser as a table."""
    say_ = partial(say, language=language)
    rows = [(f"`{written_name(action)}`", action.help or "") for action in shown(made)]
    return grid((say_("docs.commands.argument"), say_("docs.commands.meaning")), rows)
