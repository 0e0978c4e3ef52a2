"""What cannot work in a function over a table, in words: the texts of its area, filled in."""

from __future__ import annotations

from addin.scoring.catalogue import Function
from addin.scoring.parameters import told
from addin.scoring.registry import Parameter, Trouble
from addin.texts import knows, listed, say


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
        return [choice for one in own for choice in typed_choices(function, one, language)]
    fields = (one for one in function.fields if one.key == key)
    return [choice_word(function, key, choice, language) for one in fields for choice in one.choices]


def _value(value: object) -> object:
    return told(value) if isinstance(value, float) else value


def typed_choices(function: Function, parameter: Parameter, language: str) -> list[str]:
    """Return the choices of a parameter as they are typed, each with its word."""
    words = (choice_word(function, parameter.key, choice, language) for choice in parameter.choices)
    return [f"{choice} ({word})" for choice, word in zip(parameter.choices, words, strict=True)]


def choice_word(function: Function, column: str, choice: str, language: str) -> str:
    """Return the word of a choice of a parameter or column; what is no choice is returned as it is."""
    flag = any(field.key == column and field.kind == "flag" for field in function.fields)
    key = f"choices.flag.{choice}" if flag else f"{function.area}.choices.{column}.{choice}"
    return say(key, language) if choice and knows(key) else choice
