"""The commands of HR's month as buttons: which, and which of their arguments a form asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from addin.texts import words
from sync.cli.arguments import Argument, Command, day
from sync.cli.commands import COMMANDS

OFFERED: Mapping[str, tuple[str, ...]] = {
    "scheme check": (),
    "import people": ("file",),
    "import actuals": ("file", "--source", "--cycle"),
    "import ratings": ("file", "--source", "--cycle"),
    "issue": ("cycle", "--department", "--edition"),
    "google push": ("cycle", "--department"),
    "collect": ("--google",),
    "review": ("cycle", "--department", "--employee", "--except", "--return", "--reason"),
    "calibrate": ("cycle", "--department", "--as-scored", "--from"),
    "approve": ("cycle", "--department", "--employee", "--except", "--take-back", "--reason"),
    "publish": ("cycle", "--department", "--employee", "--except"),
    "confirm": ("cycle", "--silent"),
    "notices": ("cycle", "--step"),
    "close": ("cycle", "--reason"),
    "export": ("kind", "cycle"),
    "verify": (),
}
"""The buttons in the order of a month, each with what its form asks for; who decides is who is signed in."""

OF_GOOGLE = ("google push", "--google")
"""What is offered only where Google Sheets is set up."""

REPORTS = ("master", "board", "rules", "slips", "pay-base")
"""The reports a form offers; the others are exported at the command line."""


class Field(NamedTuple):
    """What a form asks for: an argument, how it is asked (a kind of input), its label, what may be chosen."""

    argument: Argument
    kind: str
    label: str
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name in the form."""
        return self.argument.flags[0].lstrip("-")

    @property
    def required(self) -> bool:
        """Whether the command cannot do without it."""
        named = self.argument.flags[0].startswith("-")
        return bool(self.argument.options.get("required")) or not named


class Button(NamedTuple):
    """A command as people press it; `signed` tells whether it always names who decided."""

    words: str
    about: str
    fields: tuple[Field, ...]
    signed: bool

    @property
    def name(self) -> str:
        """Its name in an address."""
        return self.words.replace(" ", "-")


def buttons(language: str, cycles: Sequence[str], google: bool = False) -> dict[str, Button]:
    """Return the buttons by their names, in the order of a month; those of Google where it is set up."""
    known = {one.words: one for one in COMMANDS}
    hidden = () if google else OF_GOOGLE
    offered = ((name, asked) for name, asked in OFFERED.items() if name not in hidden)
    found = [
        _button(known[name], [one for one in asked if one not in hidden], language, tuple(cycles))
        for name, asked in offered
    ]
    return {one.name: one for one in found}


def _button(command: Command, asked: Sequence[str], language: str, cycles: tuple[str, ...]) -> Button:
    texts = words("cli", language)
    for part in command.words.split():
        texts = texts[part]
    arguments = {one.flags[0]: one for one in command.arguments}
    fields = tuple(_field(arguments[name], texts, language, cycles) for name in asked)
    by = arguments["--by"].options if "--by" in arguments else {}
    return Button(command.words, str(texts["help"]), fields, bool(by.get("required") or by.get("default")))


def _field(argument: Argument, texts: Mapping[str, str], language: str, cycles: tuple[str, ...]) -> Field:
    key = argument.flags[-1].removeprefix("--").replace("-", "_")
    label = texts.get(key) or words("cli", language)["arguments"][key]
    kind = _kind(argument)
    choices = {"cycle": cycles, "kind": REPORTS}.get(key) or tuple(argument.options.get("choices", ()))
    return Field(argument, kind if not choices else "select", str(label), tuple(choices))


def _kind(argument: Argument) -> str:
    """Return how an argument is asked for, by how the command line reads it."""
    if argument.flags[0] in ("file", "--from"):
        return "file"
    if argument.options.get("action") == "store_true":
        return "checkbox"
    return "date" if argument.options.get("type") is day else "text"


def typed(button: Button, form: Mapping[str, str], files: Mapping[str, str]) -> Iterator[str]:
    """Yield what would be typed at the command line for a form that was filled in.

    Named arguments are one word with their value and places never begin with a sign for one, so that nothing
    a form holds can be taken for an argument.
    """
    for field in button.fields:
        said = files.get(field.name, "") if field.kind == "file" else form.get(field.name, "").strip()
        flag = field.argument.flags[0]
        if not said:
            continue
        if field.kind == "checkbox":
            yield flag
        elif not flag.startswith("-"):
            yield said.lstrip("-") or "?"
        elif field.argument.options.get("action") == "append":
            yield from (f"{flag}={one}" for one in _several(said))
        else:
            yield f"{flag}={said}"


def _several(said: str) -> list[str]:
    """Divide what was typed into one field: by spaces or commas of either language."""
    return said.replace("，", " ").replace("、", " ").replace(",", " ").split()
