"""The section of one function of the catalogue: columns, parameters, formula, worked cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pages.formulas import OWN, formulas
from pages.markdown import bounds, code, grid

from addin.scoring.catalogue import Field, Function, Sample
from addin.scoring.function_troubles import choice_word
from addin.scoring.parameters import told
from addin.scoring.registry import Parameter
from addin.texts import knows, say
from sync.service.applying.describe import titled

DECIMALS = 4
"""Numbers are told to so many decimals, as on the page of methods."""

MOST = 12
"""Of a longer case so many rows are shown."""


def one_function(function: Function, language: str) -> Iterator[str]:
    """Yield the section of one function."""
    say_ = partial(say, language=language)
    yield f"### {heading(function, language)}"
    yield say_(f"{function.area}.functions.{function.key}.help")
    yield f"```\n{command(function)}\n```"
    yield f"**{say_('docs.scoring.takes')}**"
    yield columns(function, language)
    results = (titled(function, key, language) for key in function.results)
    yield f"**{say_('docs.scoring.gives')}** {say_('docs.comma').join(results)}"
    if function.parameters:
        yield f"**{say_('docs.scoring.parameters')}**"
        yield parameters(function, language)
    yield from formula(function, language)
    for number, sample in enumerate(function.samples, start=1):
        yield from case(function, sample, number, language)


def heading(function: Function, language: str) -> str:
    """Return the heading of a function: its name, and the key by which it is called."""
    return f"{say(f'{function.area}.functions.{function.key}.name', language)} ({code(function.key)})"


def command(function: Function) -> str:
    """Write how a function is run, with the parameters it cannot do without as in its first case."""
    first = function.samples[0].parameters
    needed = [setting(p, first[p.key]) for p in function.parameters if p.required]
    return " ".join(["meritbook score", function.key, "FILE.csv", *needed])


def setting(parameter: Parameter, value: object) -> str:
    """Write a parameter as it is typed behind the command."""
    text = f"{parameter.key}={plain(parameter, value)}"
    return f'--set "{text}"' if set(text) & set(" ;<>") else f"--set {text}"


def plain(parameter: Parameter, value: object) -> str:
    """Write the value of a parameter as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return told(float(value), parameter.kind == "share", DECIMALS)
    return str(value)


def columns(function: Function, language: str) -> str:
    """Write the columns a function takes as a table."""
    titles = ("column", "key", "kind", "there", "blank", "range")
    return grid(
        [say(f"docs.scoring.{title}", language) for title in titles],
        [one_column(function, field, language) for field in function.fields],
    )


def one_column(function: Function, field: Field, language: str) -> tuple[str, ...]:
    """Write one column a function takes as a row."""
    return (
        say(f"{function.area}.columns.{field.key}", language),
        code(field.key),
        say(f"docs.scoring.kinds.{field.kind}", language),
        yes_no(field.required, language),
        yes_no(field.blank, language),
        bounds(field.low, field.high, language),
    )


def yes_no(flag: bool, language: str) -> str:
    """Write yes or no."""
    return say(f"choices.flag.{'yes' if flag else 'no'}", language)


def parameters(function: Function, language: str) -> str:
    """Write the parameters of a function as a table."""
    titles = ("parameter", "key", "kind", "default", "range", "choices")
    return grid(
        [say(f"docs.scoring.{title}", language) for title in titles],
        [one_parameter(function, parameter, language) for parameter in function.parameters],
    )


def one_parameter(function: Function, parameter: Parameter, language: str) -> tuple[str, ...]:
    """Write one parameter as a row."""
    share = parameter.kind == "share"
    chosen = (
        f"{code(choice)} {choice_word(function, parameter.key, choice, language)}"
        for choice in parameter.choices
    )
    needed = say("docs.scoring.needed", language) if parameter.required else ""
    given = "" if parameter.default is None else code(plain(parameter, parameter.default))
    return (
        say(f"{function.area}.parameters.{parameter.key}", language),
        code(parameter.key),
        say(f"docs.scoring.kinds.{parameter.kind}", language),
        given or needed,
        bounds(parameter.low, parameter.high, language, share),
        "<br>".join(chosen),
    )


def formula(function: Function, language: str) -> Iterator[str]:
    """Yield the formulas as the code gives them; they are in English on every page."""
    found = list(formulas(function))
    if not found:
        return
    yield f"**{say('docs.scoring.formula', language)}**"
    for one in found:
        yield f"{one.sentence}\n\n```text\n{one.formula}\n```"
        sources = say("docs.semicolon", language).join(one.sources)
        yield say("docs.scoring.source", language, source=sources or say("docs.scoring.house", language))


def case(function: Function, sample: Sample, number: int, language: str) -> Iterator[str]:
    """Yield one worked case: its source, its parameters, what goes in and what comes out."""
    own = OWN.match(sample.source)
    source = sample.source[own.end() :] if own else sample.source
    if own:
        source = say(f"docs.scoring.{'own_note' if source else 'own'}", language, note=source)
    yield f"**{say('docs.scoring.case', language, number=number)}** {source}"
    declared = {parameter.key: parameter for parameter in function.parameters}
    given = [code(setting(declared[key], value)) for key, value in sample.parameters.items()]
    if given:
        yield say("docs.scoring.set", language, parameters=" ".join(given))
    yield from tables(function, sample, language)


def tables(function: Function, sample: Sample, language: str) -> Iterator[str]:
    """Yield a case as one table where each row has its result, otherwise as one before and one after."""
    more = {key: values for key, values in sample.result.items() if key not in sample.columns}
    same = all(len(values) == length(sample.columns) for values in sample.result.values())
    agree = all(sample.columns.get(key, values) == values for key, values in sample.result.items())
    if same and agree:
        yield table(function, sample.columns, more, language)
    else:
        yield table(function, sample.columns, {}, language)
        yield say("docs.scoring.becomes", language)
        yield table(function, {}, sample.result, language)


def length(found: Mapping[str, Sequence[Any]]) -> int:
    """Return the number of rows of columns."""
    return max((len(values) for values in found.values()), default=0)


def table(
    function: Function, given: Mapping[str, Sequence[Any]], made: Mapping[str, Sequence[Any]], language: str
) -> str:
    """Write columns as a table, those that come out in bold; of many rows the first ones."""
    titles = {key: say(f"{function.area}.columns.{key}", language) for key in (*given, *made)}
    both = {**given, **made}
    rows = [
        [cell(function, key, values[row], language) for key, values in both.items()]
        for row in range(min(length(both), MOST))
    ]
    if length(both) > MOST:
        rows.append([say("docs.scoring.more", language, number=length(both)), *[""] * (len(both) - 1)])
    return grid([f"*{titles[key]}*" if key in made else titles[key] for key in both], rows)


def cell(function: Function, column: str, value: object, language: str) -> str:
    """Write a value of a case as `meritbook score` shows it."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return told(float(value), decimals=DECIMALS)
    reason = f"{function.area}.reasons.{value}"
    if column in ("reason", "note") and value and knows(reason):
        return say(reason, language)
    return choice_word(function, column, str(value), language)
