"""The page of scoring: from indicators to a person, then every function of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from pages.functions import heading, one_function
from pages.markdown import anchor, bullets, code, grid
from pages.person import person

from addin.scoring.catalogue import FUNCTIONS
from addin.scoring.functions import AREAS
from addin.texts import say, words

COMMON = "functions"
"""Where the troubles of all functions stand."""


def scoring(language: str) -> Iterator[str]:
    """Yield the whole page."""
    yield from person(language)
    yield f"## {say('docs.scoring.functions', language)}"
    yield say("docs.scoring.functions_about", language)
    yield contents(language)
    for area in AREAS:
        yield f"## {area_title(area, language)}"
        for function in FUNCTIONS.values():
            if function.area == area:
                yield from one_function(function, language)
        yield from said(area, language)
    yield f"## {say('docs.scoring.every', language)}"
    yield say("docs.scoring.every_about", language)
    yield troubles(COMMON, language)


def area_title(area: str, language: str) -> str:
    """Return the title of an area."""
    return say(f"functions.areas.{area}", language)


def contents(language: str) -> str:
    """Write the list of all functions with links."""
    return grid(
        [say(f"docs.scoring.{title}", language) for title in ("function", "key", "what")],
        [
            (
                f"[{say(f'{area}.functions.{one.key}.name', language)}](#{anchor(heading(one, language))})",
                code(one.key),
                say(f"{area}.functions.{one.key}.help", language),
            )
            for area in AREAS
            for one in FUNCTIONS.values()
            if one.area == area
        ],
    )


def said(area: str, language: str) -> Iterator[str]:
    """Yield the reasons that the functions of an area give, and what cannot work."""
    say_ = partial(say, language=language, area=area_title(area, language))
    yield f"### {say_('docs.scoring.reasons')}"
    yield say_("docs.scoring.reasons_about")
    yield bullets(dict.fromkeys(words(area, language)["reasons"].values()))
    yield f"### {say_('docs.scoring.troubles')}"
    yield troubles(area, language)


def troubles(area: str, language: str) -> str:
    """Write what cannot work and how to mend it, with an ellipsis for what is filled in."""
    return grid(
        [say(f"docs.scoring.{title}", language) for title in ("found", "mend")],
        [
            [re.sub(r"\{\w+\}", "…", trouble[part]) for part in ("what", "mend")]
            for trouble in words(area, language)["troubles"].values()
        ],
    )
