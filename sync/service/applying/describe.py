"""What a function of the scoring library takes and gives, in words: its columns, parameters and troubles."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.catalogue import FLAGS, FUNCTIONS, Function
from addin.scoring.function_troubles import typed_choices
from addin.scoring.functions import AREAS
from addin.scoring.parameters import told, write_bands, write_points
from addin.scoring.registry import Parameter
from addin.texts import listed, say


def functions_by_area(language: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each area of the library by its title, with its functions: the key and what it does."""
    for area in AREAS:
        found = [one for one in FUNCTIONS.values() if one.area == area]
        title = say(f"functions.areas.{area}", language)
        yield title, [(one.key, say(f"{area}.functions.{one.key}.help", language)) for one in found]


def described(function: Function, language: str) -> Iterator[str]:
    """Yield, line by line, what a function does, which columns it takes, and its parameters."""
    yield say(f"{function.area}.functions.{function.key}.name", language)
    yield say(f"{function.area}.functions.{function.key}.help", language)
    needed = [titled(function, field.key, language) for field in function.fields if field.required]
    more = [titled(function, field.key, language) for field in function.fields if not field.required]
    yield say("functions.takes", language, columns=listed(needed, language))
    if more:
        yield say("functions.takes_too", language, columns=listed(more, language))
    given = [titled(function, key, language) for key in function.results]
    yield say("functions.gives", language, columns=listed(given, language))
    for parameter in function.parameters:
        yield "  " + _parameter(function, parameter, language)


def titled(function: Function, column: str, language: str) -> str:
    """Return a column as people know it, with the key that scripts use: Employee no. (employee)."""
    return f"{say(f'{function.area}.columns.{column}', language)} ({column})"


def _parameter(function: Function, parameter: Parameter, language: str) -> str:
    """Say what a parameter is, what it may be, and what it is where nobody says."""
    title = say(f"{function.area}.parameters.{parameter.key}", language)
    parts = [f"--set {parameter.key}=  {title}"]
    if parameter.choices:
        parts.append(listed(typed_choices(function, parameter, language), language))
    if parameter.default is not None:
        parts.append(say("functions.default", language, value=_written(parameter, language)))
    elif parameter.required:
        parts.append(say("functions.needed", language))
    return say("methods.standard.join", language).join(parts)


def _written(parameter: Parameter, language: str) -> str:
    """Return the default of a parameter as people write it."""
    value = parameter.default
    if isinstance(value, bool):
        return say(f"choices.flag.{FLAGS[0] if value else FLAGS[1]}", language)
    if isinstance(value, tuple):
        return write_points(value) if parameter.kind == "points" else write_bands(value)
    if isinstance(value, int | float):
        return told(float(value), percent=parameter.kind == "share", decimals=4)
    return str(value)
