"""The rows of a sheet, written as XlsxWriter writes them, byte for byte, in a fifth of its time.

XlsxWriter searches every formula for some thirty functions and puts each cell together attribute by
attribute. Here a cell is one line of text; whatever is rare is left to XlsxWriter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import lru_cache
from typing import Any, NamedTuple

from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
    re_dynamic_function,
)

from templates.references import letters

ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
SPAN = 16
"""So many rows share one `spans`: the first and last column that any of them fills."""

_LITERAL = r'"[^"]*"|\'[^\']*\''
_OWN = re.compile(rf"{_LITERAL}|(?<![\w.$])(\$?[A-Z]{{1,3}})([1-9][0-9]*)(?![\w.(!])")


class _Model(NamedTuple):
    """What is to be known of a row that others follow: its texts, and its formulas cut at its own number."""

    strings: frozenset[int]
    formulas: Mapping[int, tuple[Any, tuple[str, ...]]]


class Rows(Worksheet):  # type: ignore[misc]
    """A sheet of XlsxWriter's whose cells are written out faster."""

    def __init__(self) -> None:
        super().__init__()
        self._models: dict[int, _Model] = {}

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        odd = formula[:1] == "{" or formula[-1:] == "}" or re_dynamic_function.search(formula)
        if odd or expand_future_functions or self.use_future_functions:
            return _prepared(formula, expand_future_functions or self.use_future_functions)
        return formula.removeprefix("=")

    def fill_down(self, like: int, row: int, others: Set[int], results: Mapping[int, Any]) -> None:
        """Write a row as another one was written, with formulas that follow to it.

        others: the columns that will be written anew; results: what each formula gives, by column.
        Raises ValueError where a formula looks at a row that is not its own.
        """
        if like not in self._models:
            self._models[like] = _model(like, self.table[like])
        strings, formulas = self._models[like]
        number = str(row + 1)
        cells = {column: cell for column, cell in self.table[like].items() if column not in others}
        for column, (look, pieces) in formulas.items():
            cells[column] = CellFormulaTuple(number.join(pieces), look, results[column])
        self.table[row] = cells
        self.str_table.count += len(strings - others)
        self._check_dimensions(row, min(cells))

    def _calculate_spans(self) -> None:
        ends: dict[int, tuple[int, int]] = {}
        for cells in (self.table, self.comments):
            for row, found in cells.items():
                if found:
                    low, high = ends.get(row // SPAN, (self.xls_colmax, 0))
                    ends[row // SPAN] = min(low, *found), max(high, *found)
        self.row_spans = {at: f"{low + 1}:{high + 1}" for at, (low, high) in ends.items()}

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        look, kind = cell.format, type(cell)
        if not look or (kind is CellFormulaTuple and isinstance(cell.value, bool)):
            super()._write_cell(row, col, cell)
            return
        head = f'<c r="{letters(col + 1)}{row + 1}" s="{look._get_xf_index()}"'
        if kind is CellBlankTuple:
            self.fh.write(f"{head}/>")
        elif kind is CellStringTuple:
            self.fh.write(f'{head} t="s"><v>{cell.string}</v></c>')
        elif kind is CellNumberTuple:
            self.fh.write(f"{head}><v>{cell.number:.16G}</v></c>")
        elif kind is CellFormulaTuple:
            result = self._escape_data(cell.value)
            formula = self._escape_data(cell.formula)
            self.fh.write(f"{head}{_type(cell.value)}><f>{formula}</f><v>{result}</v></c>")
        else:
            super()._write_cell(row, col, cell)


@lru_cache(maxsize=4096)
def _prepared(formula: str, expand_future_functions: bool) -> str:
    """Prepare a formula of a rule, or a rare one; the same rules stand in every workbook."""
    return str(Worksheet()._prepare_formula(formula, expand_future_functions))


def _type(result: Any) -> str:
    """Write of which type the result of a formula is; a number needs none."""
    if not isinstance(result, str) or result == "":
        return ""
    return ' t="e"' if result in ERRORS else ' t="str"'


def _model(row: int, cells: Mapping[int, Any]) -> _Model:
    strings = frozenset(column for column, cell in cells.items() if type(cell) is CellStringTuple)
    formulas = {
        column: (cell.format, own_row(cell.formula, row))
        for column, cell in cells.items()
        if type(cell) is CellFormulaTuple
    }
    return _Model(strings, formulas)


def own_row(formula: str, row: int) -> tuple[str, ...]:
    """Cut a formula at the numbers of its own row [from 0]; joined by another row's they follow to it.

    Rows behind a dollar sign stay, as when a spreadsheet fills down. Raises ValueError where it looks at
    another row.
    """
    pieces, at, mine = [], 0, str(row + 1)
    for found in _OWN.finditer(formula):
        if found[2] is None:
            continue
        if found[2] != mine:
            raise ValueError(f"row {mine}: {found[0]} in {formula}")
        pieces.append(formula[at : found.start(2)])
        at = found.end(2)
    return (*pieces, formula[at:])
