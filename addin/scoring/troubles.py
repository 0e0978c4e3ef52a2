"""What cannot work, in words: the texts of texts/methods.toml [troubles] with their values filled in."""

from __future__ import annotations

from addin.scoring.methods import METHODS
from addin.scoring.parameters import told
from addin.scoring.registry import Trouble
from addin.scoring.scheme import Line
from addin.texts import knows, say

UNITED = ("target", "width", "zero", "low", "high", "x", "before")
"""Values of a trouble that are in the indicator's unit."""


def in_words(trouble: Trouble, percent: bool, language: str) -> dict[str, object]:
    """Return the values of a trouble as people write them, with the title of the column it is about.

    percent: whether the indicator's unit is a percentage.
    """
    words: dict[str, object] = {"parameter": _heading(trouble.parameter, language)}
    for key, value in trouble.values.items():
        if trouble.code == "parameter_choice":
            choices = str(value).split(", ")
            words[key] = ", ".join(_choice(trouble.parameter, choice, language) for choice in choices)
        elif isinstance(value, float):
            words[key] = told(value, percent and (key in UNITED or trouble.parameter in UNITED))
        else:
            words[key] = value
    return words


def _heading(parameter: str, language: str) -> str:
    """Return the title of a parameter's column; a grade, which is none, keeps its own name."""
    key = f"tables.templates.columns.{parameter}"
    return say(key, language) if knows(key) else parameter


def _choice(parameter: str, choice: str, language: str) -> str:
    key = f"choices.{parameter}.{choice}"
    return say(key, language) if knows(key) else choice


def what(code: str, line: Line, percent: bool, language: str) -> str:
    """Say why a line cannot be scored, such as: The target is 0; this method measures in shares of it.

    code: the `problem` of a LineScore.
    """
    found = METHODS[line.method].inspect(line.parameters, line.target) if line.method in METHODS else ()
    trouble = next((one for one in found if one.code == code), Trouble(code, "", {}))
    return say(f"methods.troubles.{code}.what", language, **in_words(trouble, percent, language))
