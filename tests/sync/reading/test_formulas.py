# ruff: noqa: E501 - formulas stand one to a line
"""Canonical formulas: the same rule has the same text, another rule another, wherever it has gone."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter

from sync.reading.cells import cut
from sync.reading.formulas import Canonical, shifted
from sync.reading.submission import Submission, read_submission
from tests.builders import filled_workbook, issued_workbook
from tests.edits import apply
from tests.libreoffice import Office, recalculate

COLUMNS = {1: "employee", 2: "weight", 3: "actual", 4: "score"}
SHEETS = {"appraisal": ("appraisal", COLUMNS), "summary 2": ("summary", {1: "employee", 2: "grade"})}


def written(formula: str, row: int = 5, column: int = 4) -> str:
    """Return a formula of the Appraisal sheet canonically."""
    return Canonical(COLUMNS, SHEETS).of(cut(formula, row), row, column)


SAME = {
    "spaces and case": ("IF( c5 > 1 , sum(B5:C5),\n0 )", "IF(C5>1,SUM(B5:C5),0)"),
    "numbers": ("C5*0.50+1E2+.5", "C5*.5+100+0.5"),
    "truth": ("IF(TRUE(),C5,FALSE( ))", "IF(TRUE,C5,FALSE)"),
    "prefixes": ("_xlfn.CONCAT(_xlfn._xlws.SORT(C5))", "CONCAT(SORT(C5))"),
    "quotes": ("'Summary 2'!A5+'Appraisal'!C5", "'SUMMARY 2'!A5+C5"),
    "rows of the table": ("SUM($C$5:$C$204)", "SUM($C$5:$C$300)"),
    "whole column": ("SUM(C:C)", "SUM($C$2:$C$9)"),
    "own sheet": ("SUM(Appraisal!$C$5:$C$9)", "SUM($C$5:$C$9)"),
    "dollar before the column": ("$C5+B5", "C5+$B5"),
    "array constants": ("LOOKUP(C5,{0, 0.60,1},{0;1;2})", "LOOKUP(C5,{0,.6,1},{0|1|2})"),
    "equals sign": ("=C5", "C5"),
    "kept by Google": ('IFERROR(__xludf.DUMMYFUNCTION("IF(C5="""","""",C5)"),85.0)', 'IF(C5="","",C5)'),
    "kept by Google, saved by Excel": ('IFERROR(@_xludf.DUMMYFUNCTION("=C5*2"),"a,b)")', "C5*2"),
}
OTHER = {
    "another row": ("C5", "C6"),
    "another column": ("C5", "B5"),
    "fixed row": ("C$5", "C5"),
    "case in text": ('IF(C5="a",1)', 'IF(C5="A",1)'),
    "space in text": ('C5="a b"', 'C5="ab"'),
    "reference in text": ('C5&"C5"', 'C5&"C6"'),
    "a constant": ("C5*100", "C5*101"),
    "sheet": ("'Summary 2'!A5", "A5"),
    "sign": ("C5>=1", "C5>1"),
    "error": ("IF(C5,#N/A)", "IF(C5,#REF!)"),
    "another one kept by Google": ('IFERROR(__xludf.DUMMYFUNCTION("C6"),85.0)', "C5"),
    "a part of the column": ("SUM(C5:C9)", "SUM($C$5:$C$9)"),
}


@pytest.mark.parametrize("name", SAME)
def test_one_rule_has_one_text(name: str) -> None:
    """Spelling, quotes, the extent of the rows and what programs rewrite make no difference."""
    one, other = SAME[name]
    assert written(one) == written(other)


@pytest.mark.parametrize("name", OTHER)
def test_another_rule_has_another_text(name: str) -> None:
    """What changes the result changes the text."""
    one, other = OTHER[name]
    assert written(one) != written(other)


def test_the_text_names_columns() -> None:
    """References are written with the keys of columns and the distance of rows."""
    formula = "IF('Summary 2'!B5=\"\",Z$1+$B4,SUMIFS($D$5:$D$99,A:A,A5))-Elsewhere!$B$2"
    assert written(formula) == (
        'IF(summary.grade[0]="",#Z$1+weight[-1],SUMIFS([appraisal.score],[appraisal.employee],employee[0]))'
        "-elsewhere!#B$2"
    )


@pytest.mark.parametrize(
    "formula",
    ["LOG10(C5)", 'C5&"a""b"', "Table1[[#This Row],[Actual]]+1", "'[1]x y'!A1*2", "Rates*C5", "-C5^2%", "{1,2}", "A1:INDEX(A:A,3)", "$3:$5", "人数*C5", "考核!C5"],
)  # fmt: skip
def test_nothing_is_lost(formula: str) -> None:
    """Every sign of a formula is in its canonical text or changes it."""
    text = written(formula)
    for position in range(len(formula)):
        if formula[position] not in "$ " and not formula[position].isdigit():
            assert written(formula[:position] + "~" + formula[position + 1 :]) != text


RULES = st.lists(
    st.sampled_from(
        ["C{0}", "$B{0}", "C{1}", "C$3", "$B$5:$B$9", "A:A", "5", "10", '"C5"', '"x{0}"', "LOG10(", "SUM(", ")", ",", "+", "B{0}:C{0}", "'Summary 2'!A{0}", "'A{0}'!B{0}", "IF(", ">"]
    ),
    max_size=12,
)  # fmt: skip


@given(RULES, st.integers(2, 9), st.integers(10, 12))
@settings(max_examples=300)
def test_remembering_rules_changes_nothing(pieces: list[str], row: int, other: int) -> None:
    """A sheet's canonicaliser, which remembers rules, gives what a fresh one gives for every cell."""
    remembering = Canonical(COLUMNS, SHEETS)
    for at in (row, other, row, other + 1):
        formula = "".join(pieces).format(at, at - 1)
        assert remembering.of(cut(formula, at), at, 4) == Canonical(COLUMNS, SHEETS).of(
            cut(formula, at), at, 4
        )


OPERANDS = st.lists(
    st.sampled_from(
        ["C2", "$B2", "C$3", "$B$5:$B$9", "A:A", "$A:B", "5", '"C5"', "SUM(A2:B$3)", "'A5'!B2", "LOG10(A1)"]
    ),
    min_size=1,
    max_size=8,
)


@given(OPERANDS, st.integers(0, 30), st.integers(0, 5))
@settings(max_examples=200)
def test_shifting_agrees_with_openpyxl(operands: list[str], rows: int, columns: int) -> None:
    """A shared formula moved to another cell reads as openpyxl moves it."""
    formula = "+".join(operands)
    moved = Translator(f"={formula}", "D5").translate_formula(f"{get_column_letter(4 + columns)}{5 + rows}")
    assert f"={shifted(formula, rows, columns)}" == moved


@pytest.mark.parametrize(("rows", "columns", "expected"), [(-1, 0, "#REF!+A$1"), (0, -1, "#REF!+#REF!")])
def test_what_leaves_the_sheet_is_lost(rows: int, columns: int, expected: str) -> None:
    """A reference shifted over the edge of the sheet becomes #REF!."""
    assert shifted("A1+A$1", rows, columns) == expected


def formulas(submission: Submission) -> dict[tuple[str, str, str, str], str]:
    """Return a submission's formulas by table, row key and column."""
    return {
        (key, row.text("employee"), row.text("indicator"), column): cell.formula
        for key, table in submission.tables.items()
        for row in table.rows
        for column, cell in row.cells.items()
        if cell.formula
    }


def test_formulas_of_issued_and_filled_workbooks_agree() -> None:
    """Filling a workbook changes no canonical formula."""
    issued, filled = (formulas(read_submission(make())) for make in (issued_workbook, filled_workbook))
    assert issued == filled
    assert len(issued) > 40


EDITS = {
    "sorted": {"do": "sort", "by": "indicator", "employee": "00123", "indicator": "SAL-01"},
    "a column moved": {"do": "move_column", "table": "appraisal", "column": "comment", "to": "target"},
    "a column inserted": {"do": "add_column", "table": "appraisal", "before": "actual", "value": "My notes"},
    "sheet renamed": {"do": "rename_sheet", "sheet": "Appraisal", "value": "Our scores"},
    "saved again": {"do": "resave"},
}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_what_people_do_alarms_nobody(name: str) -> None:
    """Sorting rows, moving and inserting columns, renaming a sheet, saving again keep every canonical formula."""
    before = read_submission(filled_workbook())
    after = read_submission(apply(filled_workbook(), [EDITS[name]]))
    assert formulas(after) == formulas(before)
    assert after.content_digest == before.content_digest


@pytest.mark.libreoffice
def test_libreoffice_alarms_nobody(libreoffice: Office, tmp_path: Path) -> None:
    """Saving in LibreOffice keeps every canonical formula and the digest of what was typed."""
    files = [tmp_path / "en.xlsx", tmp_path / "zh.xlsx"]
    for file in files:
        file.write_bytes(filled_workbook(language=file.stem))
    for before, after in zip(files, recalculate(libreoffice, files, tmp_path / "saved"), strict=True):
        one, other = read_submission(before.read_bytes()), read_submission(after.read_bytes())
        assert formulas(one) == formulas(other)
        assert one.content_digest == other.content_digest
        assert one.stamp == other.stamp
        assert other.hidden_sheets == ()
        assert BytesIO(after.read_bytes()).getvalue() != before.read_bytes()
