"""What a function of the scoring library takes and gives, in words: its columns, parameters and troubles."""

from __future__ import annotations

from collections.abc import Iterator

from addin.scoring.catalogue import FLAGS, FUNCTIONS, Function
from addin.scoring.functions import AREAS
from addin.scoring.parameters import told, write_bands, write_points
from addin.scoring.registry import Parameter, Trouble
from addin.texts import knows, listed, say


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
        parts.append(listed(_typed_choices(function, parameter, language), language))
    if parameter.default is not None:
        parts.append(say("functions.default", language, value=_written(parameter, language)))
    elif parameter.required:
        parts.append(say("functions.needed", language))
    return say("methods.standard.join", language).join(parts)


def _typed_choices(function: Function, parameter: Parameter, language: str) -> list[str]:
    """Return the choices of a parameter as they are typed, each with its word."""
    words = (choice_word(function, parameter.key, choice, language) for choice in parameter.choices)
    return [f"{choice} ({word})" for choice, word in zip(parameter.choices, words, strict=True)]


def choice_word(function: Function, column: str, choice: str, language: str) -> str:
    """Return the word of a choice of a parameter or column; what is no choice is returned as it is."""
    flag = any(field.key == column and field.kind == "flag" for field in function.fields)
    key = f"choices.flag.{choice}" if flag else f"{function.area}.choices.{column}.{choice}"
    return say(key, language) if choice and knows(key) else choice


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


def trouble_in_words(function: Function, trouble: Trouble, language: str) -> str:
    """Say what cannot work and how to mend it."""
    keys = (f"{area}.troubles.{trouble.code}" for area in (function.area, "functions", "methods"))
    key = next(one for one in keys if knows(f"{one}.what"))
    kinds = ("parameters", "columns") if trouble.code.startswith("parameter_") else ("columns", "parameters")
    named = (f"{function.area}.{kind}.{trouble.parameter}" for kind in kinds)
    name = next((say(one, language) for one in named if knows(one)), trouble.parameter)
    values = {"field": name, "parameter": name} | {k: _value(v) for k, v in trouble.values.items()}
    if "choices" in values:
        values["choices"] = listed(_choices(function, trouble, language), language)
    what, mend = (say(f"{key}.{part}", language, **values) for part in ("what", "mend"))
    return say("functions.trouble", language, what=what, mend=mend, code=trouble.code)


def _choices(function: Function, trouble: Trouble, language: str) -> list[str]:
    """Return the choices of a column in words, those of a parameter as they are typed, too."""
    key = trouble.parameter
    if trouble.code.startswith("parameter_"):
        own = (one for one in function.parameters if one.key == key)
        return [choice for one in own for choice in _typed_choices(function, one, language)]
    fields = (one for one in function.fields if one.key == key)
    return [choice_word(function, key, choice, language) for one in fields for choice in one.choices]


def _value(value: object) -> object:
    return told(value) if isinstance(value, float) else value
