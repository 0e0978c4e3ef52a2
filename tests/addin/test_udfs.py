"""The functions as Excel gets them, through xlwings' own reading of arguments, calling and conversion."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from addin.functions import CATALOGUE
from tests import xlwings_on_linux as windows
from tests.addin.functions.vectors import Vector, differing, vectors

FREE = """
import sys
import xlwings
alone = set(sys.modules)
import addin.udfs
from addin.functions import call
call("score", ["ratio", 90, 100])
print(xlwings.__pro__, sorted(name for name in set(sys.modules) - alone if name.startswith("xlwings")))
print(sorted(name for name in alone if name.startswith(("xlwings.pro", "xlwings.server", "xlwings.reports"))))
"""
LICENCE_CHECK = "xlwings.pro.utils"
"""What xlwings itself looks into whenever it is imported, to find that there is no licence."""


@pytest.fixture(scope="module", params=["values", "cells"])
def excel(request: pytest.FixtureRequest) -> Callable[[Vector], Any]:
    """What Excel would show for a vector whose arguments are values, or cells that the formula names."""
    _, udfs = windows.load()
    module = importlib.reload(importlib.import_module("addin.udfs"))

    def ask(vector: Vector) -> Any:
        function = CATALOGUE[vector.function]
        cells = [_handed_over(value) for value in vector.arguments]
        if request.param == "cells":
            cells = [windows.Cells(value) for value in cells]
        cells += [windows.MISSING] * (len(function.arguments) - len(cells))
        return udfs.call_udf(module.__name__, function.name("vba"), tuple(cells))

    return ask


def _handed_over(value: Any) -> Any:
    """Return what Excel hands over for cells: rows as tuples, blanks as nothing, errors as numbers."""
    if isinstance(value, list):
        return tuple(tuple(_handed_over(one) for one in row) for row in value)
    if value == "":
        return None
    if isinstance(value, str):
        return windows.ERRORS.get(value, value)
    return float(value)


def test_every_vector(excel: Callable[[Vector], Any]) -> None:
    """Every vector shows in Excel what it must, blanks and errors alike."""
    found = {place: _plain(excel(one)) for place, one in enumerate(vectors())}
    assert differing(found) == []


def _plain(value: Any) -> Any:
    """Return one cell as a cell; Excel does not tell it from a range of one."""
    if isinstance(value, list | tuple) and len(value) == 1 == len(value[0]):
        return value[0][0]
    return [list(row) for row in value] if isinstance(value, list | tuple) else value


@pytest.fixture(scope="module")
def udfs() -> ModuleType:
    """The module Excel's functions come from."""
    windows.load()
    return importlib.reload(importlib.import_module("addin.udfs"))


def test_excel_sees_the_catalogue_and_nothing_else(udfs: ModuleType) -> None:
    """Excel sees one function for each of the catalogue, with its arguments and their words."""
    found = {name: one.__xlfunc__ for name in dir(udfs) if hasattr(one := getattr(udfs, name), "__xlfunc__")}
    assert found.keys() == {one.name("vba") for one in CATALOGUE.values()}
    for one in CATALOGUE.values():
        told = found[one.name("vba")]
        assert [argument["name"] for argument in told["args"]] == [each.key for each in one.arguments]
        assert ["optional" in argument for argument in told["args"]] == [
            each.optional for each in one.arguments
        ]
        assert told["ret"]["doc"] == one.help("en")
        assert all(len(argument["doc"]) <= 255 for argument in told["args"])


def test_only_the_free_part_of_xlwings() -> None:
    """Nothing of xlwings that is not free is loaded or switched on, but for its own look for a licence."""
    done = subprocess.run([sys.executable, "-c", FREE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False []", str([LICENCE_CHECK])]
