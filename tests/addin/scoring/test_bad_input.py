"""What people and programs type wrongly: never a score, always a code with what and how to mend it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from addin.scoring.cells import score_cells
from addin.scoring.combine import score_form
from addin.scoring.form import Entry
from addin.scoring.methods import METHODS
from addin.scoring.registry import Case, Parameter, filled, uses_target
from addin.scoring.scheme import Line, Settings
from addin.scoring.troubles import in_words
from addin.texts import LANGUAGES, say

WRONG: list[Any] = [float("nan"), float("inf"), -float("inf"), 1e308, -1e308, 1e-320, -5e-324, 10**400]
WRONG += [True, False, "95", "", "１００", date(2026, 1, 31), datetime(2026, 1, 31), Decimal(95), [95.0]]
PARAMETERS = [(key, p) for key, method in METHODS.items() for p in method.parameters]


def good(key: str) -> Case:
    """Return a case of a method that gives a score and uses its target, if the method can."""
    cases = [case for case in METHODS[key].cases if case.score is not None]
    return next((case for case in cases if uses_target(METHODS[key], case.parameters)), cases[0])


def worded(key: str, parameters: dict[str, Any], target: Any) -> list[tuple[str, str]]:
    """Return code and place of each trouble, after writing it in every language."""
    found = list(METHODS[key].inspect(parameters, target))
    for trouble in found:
        for language in LANGUAGES:
            words = in_words(trouble, percent=False, language=language)
            for part in ("what", "mend"):
                text = say(f"methods.troubles.{trouble.code}.{part}", language, **words)
                assert text
                assert "{" not in text
    return [(trouble.code, trouble.parameter) for trouble in found]


@pytest.mark.parametrize("key", METHODS)
@pytest.mark.parametrize("wrong", WRONG[:-1], ids=repr)
def test_a_wrong_value_is_no_score_and_says_why(key: str, wrong: Any) -> None:
    """A wrong value gives no score: alone, in a column, in a list among others, in a cell and in a form."""
    case = good(key)
    compute = METHODS[key].compute
    assert np.isnan(float(compute(wrong, case.target, case.parameters, 100.0)))  # type: ignore[arg-type]
    mixed = compute([case.actual, wrong, case.actual], case.target, case.parameters, 100.0)  # type: ignore[arg-type]
    assert np.isnan(mixed).tolist() == [False, True, False]
    typed = {"I": Entry("I", actual=wrong, manager_rating=wrong)}
    line = Line("T", "I", 100.0, key, case.target, case.parameters)
    score = score_form([line], typed, Settings(), ())
    assert score.total is None
    assert score.lines[0].problem in ("value_not_number", "value_refused")
    code = score_cells(key, [wrong], case.target, case.parameters)[0]
    assert code is None if wrong == "" or wrong != wrong else code == score.lines[0].problem


@pytest.mark.parametrize("key", [key for key in METHODS if uses_target(METHODS[key], good(key).parameters)])
@pytest.mark.parametrize("wrong", WRONG[:-1], ids=repr)
def test_a_wrong_target_is_no_score_and_says_why(key: str, wrong: Any) -> None:
    """A wrong target gives no score where the method needs one, and is named with its place and mend."""
    case = good(key)
    assert np.isnan(float(METHODS[key].compute(case.actual, wrong, case.parameters, 100.0)))  # type: ignore[arg-type]
    assert ("target_not_number", "target") in worded(key, dict(case.parameters), wrong)
    line = Line("T", "I", 100.0, key, wrong, case.parameters)
    score = score_form(
        [line], {"I": Entry("I", actual=case.actual, manager_rating=case.actual)}, Settings(), ()
    )
    assert score.lines[0].problem == "target_not_number"


@pytest.mark.parametrize(("key", "parameter"), PARAMETERS, ids=[f"{key}-{p.key}" for key, p in PARAMETERS])
@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_a_wrong_parameter_is_named(key: str, parameter: Parameter, wrong: Any) -> None:
    """A parameter that is not of its kind is found at its place, and no line is scored by it."""
    fits = parameter.kind == "flag" and isinstance(wrong, bool)
    fits |= parameter.kind == "text" and isinstance(wrong, str)
    case = good(key)
    parameters = {**case.parameters, parameter.key: wrong}
    found = [code for code, place in worded(key, parameters, case.target) if place == parameter.key]
    assert bool(found) != fits
    if not fits:
        line = Line("T", "I", 100.0, key, case.target, parameters)
        typed = {"I": Entry("I", actual=case.actual, manager_rating=case.actual)}
        assert score_form([line], typed, Settings(), ()).lines[0].problem in found
        assert score_cells(key, case.actual, case.target, parameters) in found


@pytest.mark.parametrize(("key", "parameter"), PARAMETERS, ids=[f"{key}-{p.key}" for key, p in PARAMETERS])
def test_a_parameter_beyond_its_bounds_is_named(key: str, parameter: Parameter) -> None:
    """A number below its lowest or above its highest, and a required parameter left out, are found."""
    case = good(key)
    rest = {name: value for name, value in case.parameters.items() if name != parameter.key}
    for bound, beyond, code in (
        (parameter.low, -1, "parameter_too_low"),
        (parameter.high, 1, "parameter_too_high"),
    ):
        if bound is not None:
            assert (code, parameter.key) in worded(key, {**rest, parameter.key: bound + beyond}, case.target)
    missing = ("parameter_missing", parameter.key) in worded(key, rest, case.target)
    assert missing == parameter.required
    assert missing or parameter.key not in filled(METHODS[key], {}) or parameter.default is not None


def test_a_column_of_dates_is_no_column_of_numbers() -> None:
    """Dates of numpy and yes and no of numpy are missing, whatever number they are stored as."""
    for column in (np.array(["2026-01-31"], "datetime64[ns]"), np.array([True]), np.array([95, 1], "m8[D]")):
        assert np.isnan(METHODS["ratio"].compute(column, 100.0, {}, 100.0)).all()  # type: ignore[arg-type]
