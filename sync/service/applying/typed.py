"""What stands in the cells of a table, and behind --set, as a function takes it; what cannot be is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any

from addin.scoring.catalogue import FLAGS, TEXTS, Field, Function
from addin.scoring.function_troubles import choice_word
from addin.scoring.parameters import ParameterError, parse_bands, parse_points, told
from addin.scoring.registry import Parameter, Trouble
from addin.texts import LANGUAGES, knows, listed, phrase
from sync.reading.numbers import folded, typed_number, typed_yes_no
from sync.reading.rows import UNCALCULATED
from sync.settings import stop

EXPONENT = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]{1,3}")
"""A number as a spreadsheet writes a large or a small one into a CSV."""

NUMBERS = ("number", "integer", "share", "percent")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a text is no number: the end of a code, and what belongs into its message."""

    code: str
    values: Mapping[str, object]


NOT_CALCULATED = Refused("not_calculated", {})


def number(text: str, kind: str) -> float | Refused:
    """Return the number that folded text stands for: of a share 5% is 0.05, out of 100 it is 5.

    kind: of the column or parameter; where it is neither, nobody knows what a percent sign means.
    """
    with_sign = text.endswith("%")
    found = _plain_number(text.removesuffix("%").rstrip())
    if found is None:
        return Refused("not_number", {"found": text, "value": text})
    if not with_sign or kind == "percent":
        return found
    share = float(Decimal(repr(found)) / 100)
    if kind == "share" or not found:
        return share
    return Refused("percent", {"found": text, "value": text, "number": told(found), "share": told(share)})


def _plain_number(text: str) -> float | None:
    if EXPONENT.fullmatch(text):
        return found if isfinite(found := float(text)) else None
    return typed_number(text)


def column(function: Function, field: Field, texts: Iterable[str]) -> tuple[Any, list[Trouble]]:
    """Return the cells of a column as the function takes them, and what is wrong with them, row by row."""
    import numpy as np

    meant = _meaning(function, field)
    found = [NOT_CALCULATED if UNCALCULATED in text else meant(folded(text)) for text in texts]
    troubles = [
        Trouble(f"cell_{one.code}", field.key, {"row": row, **one.values})
        for row, one in enumerate(found, start=1)
        if isinstance(one, Refused)
    ]
    taken = ["" if isinstance(one, Refused) else one for one in found]
    if field.kind in TEXTS:
        return taken, troubles
    return np.array([float("nan") if one == "" else one for one in taken], dtype=np.float64), troubles


def _meaning(function: Function, field: Field) -> Callable[[str], str | float | Refused]:
    """Return what turns a text into what the function knows: a number, yes, no, a choice."""
    if field.kind not in TEXTS:
        return lambda text: text and number(text, field.kind)
    if field.kind == "flag":
        said = {True: FLAGS[0], False: FLAGS[1]}
        return lambda text: text if (yes := typed_yes_no(text)) is None else said[yes]
    known = choices_by_word(function, field.key, field.choices)
    return lambda text: known.get(text.casefold(), text)


def choices_by_word(function: Function, key: str, choices: Sequence[str]) -> dict[str, str]:
    """Return the choice for each word that may stand for it, in any language: its key, its title, another."""
    found = {choice.casefold(): choice for choice in choices}
    for choice in choices:
        also = f"{function.area}.synonyms.{key}.{choice}"
        for language in LANGUAGES:
            words = [choice_word(function, key, choice, language)]
            words += phrase(also, language).split("|") if knows(also) else []
            found |= {folded(word).casefold(): choice for word in words}
    return found


def parameters(
    function: Function, settings: Iterable[str], language: str
) -> tuple[dict[str, Any], list[Trouble]]:
    """Return the parameters given as `name=value`, and what is wrong with their values.

    Raises CannotGoOn for what is no parameter of the function, or has no value.
    """
    declared = {parameter.key: parameter for parameter in function.parameters}
    found: dict[str, Any] = {}
    troubles: list[Trouble] = []
    for text in settings:
        name, sign, value = (part.strip() for part in text.partition("="))
        if name not in declared:
            raise stop("unknown_parameter", language, found=text, known=listed(declared, language))
        if not sign:
            raise stop("parameter_without_value", language, name=name)
        parsed = _parsed(function, declared[name], value)
        if isinstance(parsed, Refused):
            troubles.append(Trouble(f"parameter_{parsed.code}", name, parsed.values))
        else:
            found[name] = parsed
    return found, troubles


def _parsed(function: Function, parameter: Parameter, text: str) -> Any:
    """Return a parameter's value by its kind; what cannot be read stays a text, to be named as such."""
    if parameter.kind in NUMBERS:
        return number(folded(text), parameter.kind)
    if parameter.kind == "flag":
        meant = typed_yes_no(folded(text))
        return text if meant is None else meant
    if parameter.kind == "choice":
        return choices_by_word(function, parameter.key, parameter.choices).get(folded(text).casefold(), text)
    if parameter.kind == "text":
        return text
    try:
        return parse_points(text) if parameter.kind == "points" else parse_bands(text)
    except ParameterError:
        return text
