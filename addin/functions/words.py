"""What people type into the arguments: names of methods, parameters and choices, in either language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from unicodedata import normalize

from addin.functions.values import NUMBER, VALUE, Cell, CellError
from addin.scoring.methods import METHODS
from addin.scoring.parameters import ParameterError, parse_bands, parse_number, parse_points, told
from addin.scoring.registry import Method, Parameter, Trouble
from addin.scoring.scheme import Line
from addin.scoring.troubles import in_words, what
from addin.texts import LANGUAGES, listed, lookup, say

PARSED = {"points": parse_points, "bands": parse_bands}


def wrong(key: str, language: str, kind: str = VALUE, **values: object) -> CellError:
    """Return an error of functions.toml [cells.wrong]."""
    return CellError(kind, say(f"functions.cells.wrong.{key}", language, **values))


def refused(code: str, line: Line, language: str) -> CellError:
    """Return why a method gives no score, in words: what is wrong and how to mend it."""
    return _told(code, what(code, line, False, language), language)


def _told(code: str, found: str, language: str, **values: object) -> CellError:
    typed = code.endswith(("_not_number", "_unknown")) or code.startswith("parameter_")
    mend = say(f"methods.troubles.{code}.mend", language, **values)
    message = say("functions.trouble", language, what=found, mend=mend, code=code)
    return CellError(VALUE if typed else NUMBER, message)


def method_of(word: Cell) -> Method | None:
    """Return the method a word stands for: its key, or its name in either language."""
    if not isinstance(word, str):
        return None
    plain = word.strip().lower()
    return METHODS.get(lookup("choices.method").get(plain, plain))


def chosen(word: Cell, table: str, choices: Collection[str], default: str) -> str | None:
    """Return the choice a word stands for, the default where there is none; None: not among the choices."""
    if word is None:
        return default
    plain = str(word).strip().lower()
    found = lookup(table).get(plain, plain)
    return found if found in choices else None


def language_of(word: Cell, default: str) -> str:
    """Return the language asked for, the usual one where nobody asks."""
    return word if isinstance(word, str) and word in LANGUAGES else default


def yes_or_no(value: Cell) -> Cell:
    """Return 1 for yes and 0 for no; anything else as it is."""
    known = {"yes": 1.0, "no": 0.0}
    if not isinstance(value, str):
        return value
    return known.get(lookup("choices.flag").get(value.strip().lower(), ""), value)


def parameters_of(method: Method, typed: Cell, language: str) -> dict[str, Any] | CellError:
    """Return the parameters of a method as typed into one cell: `cap=150; threshold=60%`.

    A name is a key or a title of the Templates sheet in either language. Points and bands keep their own
    semicolons; the one parameter a method cannot do without needs no name.
    """
    if typed is None:
        return {}
    if not isinstance(typed, str):
        typed = told(float(typed)) if isinstance(typed, float) else ""
    found: dict[str, Any] = {}
    for name, value in _pairs(method, normalize("NFKC", typed)):
        key = lookup("tables.templates.columns").get(name.lower(), name)
        parameter = next((one for one in method.parameters if one.key == key), None)
        if parameter is None:
            titles = (say(f"tables.templates.columns.{one.key}", language) for one in method.parameters)
            return wrong("parameter", language, found=name, known=listed(titles, language))
        parsed = _parsed(parameter, value)
        if isinstance(parsed, Trouble):
            said = in_words(parsed, False, language)
            told_ = say(f"methods.troubles.{parsed.code}.what", language, **said)
            return _told(parsed.code, told_, language, **said)
        found[key] = parsed
    return found


def _pairs(method: Method, text: str) -> list[tuple[str, str]]:
    """Split a text into names and values; a part without a name belongs to the one before."""
    pairs: list[tuple[str, str]] = []
    needed = [one.key for one in method.parameters if one.required]
    for part in text.replace("\n", ";").split(";"):
        name, sign, value = (one.strip() for one in part.partition("="))
        if sign:
            pairs.append((name, value))
        elif name and pairs:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}; {name}")
        elif name:
            pairs.append((needed[0] if needed else name, name))
    return pairs


def _parsed(parameter: Parameter, value: str) -> Any:
    """Return a parameter's value by its kind; a Trouble where it cannot be read."""
    if parameter.kind in PARSED:
        return _of_shape(parameter, value)
    if parameter.kind in ("choice", "flag"):
        return _of_words(parameter, value)
    return _of_numbers(parameter, value)


def _of_shape(parameter: Parameter, value: str) -> Any:
    try:
        return PARSED[parameter.kind](value)
    except ParameterError:
        return Trouble(f"parameter_not_{parameter.kind}", parameter.key, {"value": value})


def _of_words(parameter: Parameter, value: str) -> Any:
    """Return a choice, or yes and no, by its key or its word in either language."""
    flag = parameter.kind == "flag"
    word = value.lower()
    found = lookup("choices.flag" if flag else f"choices.{parameter.key}").get(word, word)
    if flag:
        known: Mapping[str, bool] = {"yes": True, "no": False}
        return known.get(found, Trouble("parameter_not_flag", parameter.key, {"value": value}))
    if found in parameter.choices:
        return found
    values = {"value": value, "choices": ", ".join(parameter.choices)}
    return Trouble("parameter_choice", parameter.key, values)


def _of_numbers(parameter: Parameter, value: str) -> Any:
    """Return a number; a percent sign is only known to mean something where the parameter is a share."""
    try:
        found = parse_number(value)
    except ParameterError:
        return Trouble("parameter_not_number", parameter.key, {"value": value})
    if value.endswith("%") and parameter.kind != "share":
        values = {"value": value, "number": told(100 * found), "share": told(found)}
        return Trouble("parameter_percent", parameter.key, values)
    return found
