"""The page of functions in cells, from their catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pages.markdown import anchor, code, grid

from addin.functions import CATALOGUE, Argument, Function
from addin.texts import say


def functions(language: str) -> Iterator[str]:
    """Yield every function with its names, arguments and an example."""
    say_ = partial(say, language=language)
    yield grid(
        [say_(f"docs.functions.{title}") for title in ("function", "what", "excel", "libreoffice")],
        [
            (
                f"[{one.title(language)}](#{anchor(one.title(language))})",
                one.help(language),
                code(one.name("vba")),
                code(one.name("calc")),
            )
            for one in CATALOGUE.values()
        ],
    )
    yield f"## {say_('docs.functions.alike')}"
    yield say_("docs.functions.alike_about")
    for one in CATALOGUE.values():
        yield from _section(one, language)


def _section(function: Function, language: str) -> Iterator[str]:
    say_ = partial(say, language=language)
    yield f"## {function.title(language)}"
    yield function.help(language)
    yield f"```\n{function.example('vba', language)}\n{function.example('calc', language)}\n```"
    yield grid(
        [say_(f"docs.functions.{title}") for title in ("argument", "holds", "needed", "meaning")],
        [_argument(function, one, language) for one in function.arguments],
    )
    if function.gives == "range":
        yield say_("docs.functions.spills")


def _argument(function: Function, argument: Argument, language: str) -> tuple[str, ...]:
    return (
        code(argument.key),
        say(f"docs.functions.{argument.kind}.{argument.holds}", language),
        "" if argument.optional else say("docs.yes", language),
        function.argument_help(argument.key, language),
    )
