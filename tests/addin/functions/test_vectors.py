"""The functions of cells against the vectors, and against the scoring library itself."""

from __future__ import annotations

from typing import Any

import pytest

from addin.functions import CATALOGUE, CellError, answer, call
from addin.scoring.functions import FUNCTIONS
from tests.addin.functions.vectors import CLOSE, differing, same, shown, vectors


def test_every_vector() -> None:
    """Every vector shows what it must."""
    found = {place: shown(call(one.function, one.arguments)) for place, one in enumerate(vectors())}
    assert differing(found) == []


def test_every_function_has_vectors() -> None:
    """No function goes untried: each has a vector with a value and one with an error."""
    values = {one.function for one in vectors() if not str(one.value).startswith("#")}
    assert values == CATALOGUE.keys()
    errors = {one.function for one in vectors() if "#" in str(one.value)}
    assert errors >= CATALOGUE.keys() - {"explain", "totals"}


def test_whole_columns_equal_single_cells() -> None:
    """A column of rows scored in one call equals the rows scored one by one."""
    asked = [one for one in vectors() if one.function == "score" and len(one.arguments) < 5]
    rows = [[*one.arguments, "", "", ""][:4] for one in asked]
    columns = [[[row[place]] for row in rows] for place in range(4)]
    found = shown(call("scores", columns))
    assert same(found, [[one.value] for one in asked])


@pytest.mark.parametrize("key", ["rank", "grades", "improvement"])
def test_equal_to_the_functions_over_tables(key: str) -> None:
    """What a cell shows is what the same function over a table gives, for each of its worked cases."""
    cell = {"grades": "grade"}.get(key, key)
    wanted = {"rank": ("score", "group", "kind"), "grades": ("score", "grades")}
    for sample in FUNCTIONS[key].samples:
        given = {
            name: [[one] for one in column] for name, column in sample.columns.items()
        } | sample.parameters
        names = wanted.get(key, ("before", "after", "direction"))
        found = call(cell, [given.get(name) for name in names])
        column = {"rank": "rank", "grades": "grade"}.get(key, "change")
        cells = [row[0] for row in found] if isinstance(found, list) else [found]
        for one, expected in zip(cells, sample.result[column], strict=True):
            _equal(one, expected)


def _equal(found: Any, expected: Any) -> None:
    """Compare a cell with a value of the library; a change from 0 is an error in a cell."""
    if isinstance(found, CellError):
        assert expected is None
    elif isinstance(expected, int | float):
        assert found == pytest.approx(expected, abs=CLOSE)
    else:
        assert (found or "") == (expected or "")


@pytest.mark.parametrize(
    ("key", "arguments", "kind"),
    [
        ("nothing", [], "#NAME?"),
        ("score", ["ratio"], "#VALUE!"),
        ("score", ["ratio", 1, 2, "", 100, 6], "#VALUE!"),
        ("score", ["ratio", [[1], [2]], 2], "#VALUE!"),
        ("score", ["ratio", 1, 2, "", 0], "#NUM!"),
        ("score", ["ratio", 1, 2, "", "#REF!"], "#REF!"),
        ("scores", [[["ratio"], ["ratio", 1]], [[1]]], "#VALUE!"),
        ("total", [[[1]], [[1]], "perhaps"], "#VALUE!"),
        ("total", [[[1]], [[1]], "", 2.5], "#NUM!"),
        ("total", [[[1]], [[1]], "", "", -1], "#NUM!"),
        ("rank", [[[1]], "", "unfair"], "#VALUE!"),
        ("score", ["ratio", 10**400, 1], "#NUM!"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_cannot_be(key: str, arguments: list[Any], kind: str, language: str) -> None:
    """What cannot be computed is an error that says, in either language, what to do; nothing is raised."""
    found = call(key, arguments, language)
    assert isinstance(found, CellError)
    assert found.kind == kind
    assert found.message or kind == "#REF!" or "10**" in repr(arguments) or key == "score"


def test_an_answer_is_json() -> None:
    """The answer to a call from outside holds a value, or an error with its message; within a range, too."""
    assert answer({"function": "score", "arguments": ["ratio", 90, 100]}) == {"value": 90}
    assert answer({"function": "guess"})["error"] == "#NAME?"
    found = answer({"function": "grade", "arguments": [[[90], ["x"]]]}, "zh")["value"]
    assert found[0] == ["B"]
    assert found[1][0]["error"] == "#VALUE!"
    assert found[1][0]["message"].startswith("“x”")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_for_every_argument(language: str) -> None:
    """Every function and argument has words, short enough for the function wizard, and an example."""
    for one in CATALOGUE.values():
        said = [one.help(language), *(one.argument_help(each.key, language) for each in one.arguments)]
        assert all(said)
        assert max(map(len, said)) <= 255
        assert one.example("vba", language).startswith(f"={one.name('vba')}(")
        assert one.title(language)


def test_names_by_program() -> None:
    """A function bears the name its program can keep."""
    score = CATALOGUE["score"]
    assert [score.name(one) for one in ("vba", "google", "calc", "office")] == [
        "MERIT_SCORE",
        "MERIT_SCORE",
        "MERIT.SCORE",
        "_xldudf_MERIT_SCORE",
    ]
