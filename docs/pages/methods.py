"""The page of scoring methods, from their registry."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pages.markdown import bounds, grid, number

from addin.scoring.methods import METHODS
from addin.scoring.parameters import told, write_bands, write_points
from addin.scoring.registry import Case, Method, Parameter
from addin.texts import say, words
from templates.tables import TABLES


def methods(language: str) -> Iterator[str]:
    """Yield every scoring method with its parameters and worked cases."""
    say_ = partial(say, language=language)
    for key, word in words("choices", language)["method"].items():
        method = METHODS[key]
        name = say_(f"methods.{key}.name")
        yield f"## {name}" if name.lower() == word.lower() else f"## {name} (`{word}`)"
        yield say_(f"methods.{key}.help")
        yield f"> {say_(f'methods.{key}.rule', full=100)}"
        target = [say_("docs.methods.needs_target")] if method.needs_target else []
        yield " ".join([say_(f"docs.methods.values.{method.value}"), *target])
        yield parameters(method, language) if method.parameters else say_("docs.methods.no_parameters")
        yield f"### {say_('docs.methods.cases')}"
        columns = ("actual", "target", "parameters", "score")
        yield grid(
            [say_(f"docs.methods.{column}") for column in columns],
            [one_case(case, method, language) for case in method.cases],
        )


def parameters(method: Method, language: str) -> str:
    """Write the parameters of a method as a table."""
    columns = ("parameter", "kind", "default", "range", "choices", "required")
    return grid(
        [say(f"docs.methods.{column}", language) for column in columns],
        [one_parameter(parameter, language) for parameter in method.parameters],
    )


def one_parameter(parameter: Parameter, language: str) -> tuple[str, ...]:
    """Write one parameter as a row."""
    say_ = partial(say, language=language)
    chosen = [say_(f"choices.{parameter.key}.{choice}") for choice in parameter.choices]
    return (
        parameter_title(parameter.key, language),
        say_(f"docs.methods.kinds.{parameter.kind}"),
        value(parameter.default, parameter, language),
        bounds(parameter.low, parameter.high, language, parameter.kind == "share"),
        say_("docs.comma").join(chosen),
        say_("docs.yes") if parameter.required else "",
    )


def one_case(case: Case, method: Method, language: str) -> tuple[str, ...]:
    """Write one worked case as a row."""
    declared = {parameter.key: parameter for parameter in method.parameters}
    given = (
        f"{parameter_title(key, language)} {value(found, declared[key], language)}"
        for key, found in case.parameters.items()
    )
    score = say("docs.methods.no_score", language) if case.score is None else told(case.score, decimals=4)
    return number(case.actual), number(case.target), "<br>".join(given), score


def parameter_title(key: str, language: str) -> str:
    """Return a parameter's title, as the Templates sheet shows it."""
    return TABLES["templates"].heading(key, language)


def value(found: object, parameter: Parameter, language: str) -> str:
    """Write a parameter's value as people type it."""
    if found is None:
        return ""
    if parameter.kind == "points":
        return write_points(found)  # type: ignore[arg-type]
    if parameter.kind == "bands":
        return write_bands(found)  # type: ignore[arg-type]
    if isinstance(found, bool):
        return say(f"choices.flag.{'yes' if found else 'no'}", language)
    if parameter.kind == "choice":
        return say(f"choices.{parameter.key}.{found}", language)
    return number(found, percent=parameter.kind == "share")
