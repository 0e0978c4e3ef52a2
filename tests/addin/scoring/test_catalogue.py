"""Every function over a table: worked cases, texts in both languages, and what cannot work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from addin.scoring.catalogue import TEXTS, Field, Function, Sample
from addin.scoring.functions import FUNCTIONS
from addin.scoring.registry import Parameter, declared_troubles
from addin.texts import LANGUAGES, say

SAMPLES = [
    pytest.param(function, sample, id=f"{key}-{number}")
    for key, function in FUNCTIONS.items()
    for number, sample in enumerate(function.samples)
]


def table(function: Function, columns: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Return columns as a function takes them: arrays of numbers, lists of texts."""
    kinds = {field.key: field.kind for field in function.fields}
    return {
        key: list(values) if kinds[key] in TEXTS else np.array(values, dtype=np.float64)
        for key, values in columns.items()
    }


def plain(value: Any) -> Any:
    """Return a value that came out as a sample writes it: rounded, a blank as None."""
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else round(float(value), 9) + 0.0
    return value.item() if isinstance(value, np.generic) else value


@pytest.mark.parametrize(("function", "sample"), SAMPLES)
def test_worked_cases(function: Function, sample: Sample) -> None:
    """A worked case gives the columns it promises, and nothing is wrong with what goes in."""
    columns = table(function, sample.columns)
    assert list(function.inspect(columns, sample.parameters)) == []
    found = function.compute(columns, sample.parameters)
    assert tuple(found) == function.results
    for key, expected in sample.result.items():
        wanted = [round(one, 9) + 0.0 if isinstance(one, float) else one for one in expected]
        assert [plain(value) for value in found[key]] == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_function_is_declared_whole(function: Function, language: str) -> None:
    """A function has worked cases, a name and help, and a title for each column and parameter."""
    assert function.samples
    for word in ("name", "help"):
        assert say(f"{function.area}.functions.{function.key}.{word}", language)
    for key in (*(field.key for field in function.fields), *function.results):
        assert say(f"{function.area}.columns.{key}", language)
    for parameter in function.parameters:
        assert say(f"{function.area}.parameters.{parameter.key}", language)
        for choice in parameter.choices:
            assert say(f"{function.area}.choices.{parameter.key}.{choice}", language)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_missing_column_is_named(function: Function) -> None:
    """Without a column it needs a function says which."""
    columns = table(function, function.samples[0].columns)
    for field in function.fields:
        if field.required:
            rest = {key: values for key, values in columns.items() if key != field.key}
            found = [
                (one.code, one.parameter) for one in function.inspect(rest, function.samples[0].parameters)
            ]
            assert ("column_missing", field.key) in found


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_no_rows_give_no_rows(function: Function) -> None:
    """A table with a heading and no rows is no accident: nothing comes out of it, and nothing breaks."""
    columns = table(function, {field.key: [] for field in function.fields})
    parameters = function.samples[0].parameters
    if not list(function.inspect(columns, parameters)):
        assert {len(values) for values in function.compute(columns, parameters).values()} <= {0, 1}


FIELDS = {(function.key, field.key): field for function in FUNCTIONS.values() for field in function.fields}


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (("quotas", "share"), "percent"),
        (("merit", "increase"), "percent"),
        (("grades", "score"), "number"),
        (("probation", "attendance"), "share"),
        (("probation", "veto"), "flag"),
        (("distribution", "veto"), "flag"),
        (("quotas", "at_most"), "flag"),
        (("raters", "group"), "choice"),
        (("outliers", "group"), "text"),
        (("forecast", "people"), "integer"),
        (("budget", "people"), "number"),
    ],
)
def test_a_column_says_what_it_holds(key: tuple[str, str], kind: str) -> None:
    """The column declares what a percent sign means and which words count; an average need not be whole."""
    assert FIELDS[key].kind == kind


@pytest.mark.parametrize("field", FIELDS.values(), ids=map(".".join, FIELDS))
def test_a_cell_of_the_wrong_kind_is_named(field: Field) -> None:
    """Neither yes nor no, an unknown choice, half a person, and the same person twice are found."""
    function = next(one for one in FUNCTIONS.values() if field in one.fields)
    wrong = {
        "flag": ("so", "cell_yes_no"),
        "choice": ("so", "cell_choice"),
        "integer": (2.5, "cell_not_whole"),
    }
    sample = function.samples[0]
    columns = table(function, sample.columns)
    size = len(next(iter(columns.values())))
    if field.once and size > 1:
        columns[field.key] = ["7"] * size
        assert ("cell_twice", field.key, 2) in found_in(function, columns, sample.parameters)
    if field.kind in wrong:
        cell, code = wrong[field.kind]
        columns[field.key] = [cell] * size
        assert (code, field.key, size) in found_in(function, columns, sample.parameters)


def found_in(function: Function, columns: Mapping[str, Any], parameters: Mapping[str, Any]) -> list[Any]:
    """Return code, column and row of each trouble, all of which have words."""
    found = list(function.inspect(columns, parameters))
    for trouble in found:
        for language in LANGUAGES:
            key = f"functions.troubles.{trouble.code}"
            values = {"field": trouble.parameter, **trouble.values}
            assert "{" not in say(f"{key}.what", language, **values)
            assert "{" not in say(f"{key}.mend", language, **values)
    return [(trouble.code, trouble.parameter, trouble.values.get("row")) for trouble in found]


ONE_ROW_EACH = ("rank", "percentile", "grades", "distribution", "pay", "merit", "pool", "probation")


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_one_row_for_each_person(function: Function) -> None:
    """Functions with one row for each person, and no others, refuse a person who stands twice."""
    assert any(field.once for field in function.fields) == (function.key in ONE_ROW_EACH)


COUNTING = "decimals|expected|steps|trim|trim_from|minimum|least_others|people|fewest_.*"


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_what_counts_is_whole(function: Function) -> None:
    """A parameter that counts something takes whole numbers only."""
    for parameter in function.parameters:
        counts = re.fullmatch(COUNTING, parameter.key) is not None
        assert counts == (parameter.kind == "integer") or parameter.key == "fewest"
    broken = Parameter("trim", "integer", default=1, low=0)
    assert [one.code for one in declared_troubles(broken, 1.5)] == ["parameter_not_whole"]
    assert not list(declared_troubles(broken, 2.0))
