"""The native formula of a Score cell, as text; what it computes is proven in test_twins.py."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from addin.scoring.formulas import line_formula
from addin.scoring.methods import METHODS
from addin.scoring.registry import Cells
from addin.scoring.scheme import Line, Settings

CELLS = Cells("$K5", "$J5", {"cap": "$U5", "each": "$Z5"}, "$M5")
RATIO = Line("T", "I", 30.0, "ratio", 100.0, {"cap": 120.0})
KNOWN = {
    "IF",
    "ISNUMBER",
    "ISERROR",
    "COUNT",
    "MIN",
    "MAX",
    "ABS",
    "ROUND",
    "INT",
    "LOOKUP",
    "AND",
    "OR",
    "ISLOGICAL",
}


def test_a_formula_in_full() -> None:
    """Guards, then the rule; a typed parameter is referred to, a default stands in the formula."""
    assert line_formula(RATIO, CELLS, Settings(), "en") == (
        '=IF($K5="","",IF($K5="not applicable","–",IF(COUNT($K5,$J5)-ISLOGICAL($K5)-ISLOGICAL($J5)=2,'
        'IF($J5>0,MIN($U5,MAX(0,100*$K5/$J5)),"?"),IF(ISERROR($J5),$J5,"?"))))'
    )


def test_words_follow_the_language() -> None:
    """A Chinese workbook knows 不适用, 是 and 否."""
    found = line_formula(Line("T", "I", 5.0, "yes_no"), CELLS, Settings(), "zh")
    assert all(f'"{word}"' in found for word in ("不适用", "是", "否"))


def test_a_judged_line_reads_the_rating() -> None:
    """The rating's cell is used where the line is judged, the actual's where it is not."""
    judged = Line("T", "I", 5.0, "rating")
    assert "$M5" in line_formula(judged, CELLS, Settings(), "en")
    surveyed = replace(judged, parameters={"value_from": "actual"})
    found = line_formula(surveyed, CELLS, Settings(), "en")
    assert "$K5" in found
    assert "$M5" not in found


def test_a_rule_that_cannot_work_shows_a_question_mark() -> None:
    """Parameters that contradict each other give no arithmetic, with any target."""
    for target in (0.0, None):
        broken = Line("T", "I", 5.0, "interval", target, {"width": 5.0})
        assert line_formula(broken, CELLS, Settings(), "en").endswith('"–","?"))')


@pytest.mark.parametrize("key", METHODS)
def test_formulas_use_only_what_every_spreadsheet_knows(key: str) -> None:
    """No function younger than Excel 2010, no more than 8,192 characters, no reference to another row."""
    for case in METHODS[key].cases:
        found = line_formula(Line("T", "I", 5.0, key, case.target, case.parameters), CELLS, Settings(), "en")
        assert set(re.findall(r"([A-Z]+)\(", found)) <= KNOWN
        assert len(found) < 8192
        assert set(re.findall(r"\$[A-Z]+(\d+)", found)) == {"5"}
        assert found.count("(") == found.count(")")
