"""A finding keeps its number: wherever its row moves to, and whatever else stands beside it."""

from __future__ import annotations

import pytest

from sync.checks.run import run_checks
from templates.tables.packs import PACKS
from tests.edits import apply
from tests.sync.checks.test_cases import OURS, context_of, done, told

OF_PLACES = ("F004", "F008")
"""Checks of places, of which sorting makes others: hidden rows, merged cells."""

OF_CACHES = ("C001", "C002", "C003", "F009")
"""Checks of what formulas had given last, which a sorting program computes anew."""

NO_TABLE = ("B004", 0)
"""The case that takes away the sheet which is to be sorted."""

SORTED = {"do": "sort", "table": "appraisal", "by": "indicator_name"}
CASES = [
    (code, at)
    for code in OURS
    for at in range(len(told(code)["fail"]))
    if code not in (*OF_PLACES, *OF_CACHES) and (code, at) != NO_TABLE
]


def numbers(code: str, at: int, data: bytes, issued: bytes) -> list[str]:
    """Return the numbers of the findings of a case's own check."""
    case = told(code)["fail"][at]
    found = run_checks(context_of(data, issued, sample=case.get("sample", "")), case.get("name", "a.xlsx"))
    assert len({one.id for one in found}) == len(found)
    return sorted(one.id for one in found if one.code == code)


@pytest.mark.parametrize(("code", "at"), CASES)
def test_sorting_changes_no_number(code: str, at: int) -> None:
    """After the rows were sorted by something else every finding has the number it had."""
    data, issued = done(code, "fail", at)
    sample = told(code)["fail"][at].get("sample", "")
    resorted = apply(data, [SORTED | ({"table": sample} if sample in PACKS else {})])
    assert numbers(code, at, resorted, issued) == numbers(code, at, data, issued)
