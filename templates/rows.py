"""The rows of a sheet, written as XlsxWriter writes them, byte for byte, in a fraction of its time.

XlsxWriter searches every formula for some thirty functions and puts each cell together attribute by
attribute. Here a cell is one line of text, and what a row shares with the one it was filled down from is put
together once; whatever is rare is left to XlsxWriter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellDatetimeTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
    re_dynamic_function,
)

from templates.references import letters

Cells = dict[int, Any]
"""Cells of a row as XlsxWriter keeps them, by column [from 0]."""

ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
SPAN = 16
"""So many rows share one `spans`: the first and last column that any of them fills."""

PIXEL = 0.75
"""Heights are whole pixels [points]."""

_LITERAL = r'"[^"]*"|\'[^\']*\''
_REFERENCE = re.compile(rf"{_LITERAL}|(?<![\w.$])\$?[A-Z]{{1,3}}([1-9][0-9]*)(?![\w.(!])")
_FUNCTION = re.compile(r"\w+\(")
_HERE = "\0"
"""Stands for the number of the row; no text of a workbook holds it."""


class Rows(Worksheet):  # type: ignore[misc]
    """A sheet of XlsxWriter's whose cells are written out faster, and whose rows can be filled down."""

    def __init__(self) -> None:
        super().__init__()
        self._models: dict[int, _Model] = {}
        self.growing: dict[int, float] = {}

    def grow(self, row: int, height: float) -> None:
        """Write a row so high [points] without claiming that a person wants it so: programs fit it anew.

        A height set beside it wins.
        """
        self.growing[row] = int(height / PIXEL + 0.5) * PIXEL

    def fill_down(self, like: int, row: int, results: Mapping[int, Any]) -> None:
        """Write a row as another one above it was written; its formulas follow.

        results: by column, what a formula gives here and not there. A cell written later is the row's own.
        Raises ValueError where a formula looks at a row that is not its own.
        """
        assert like < row, (like, row)
        model = self._models.get(like)
        if model is None:
            model = self._models[like] = _Model(like, self.table[like])
        columns = (*model.rare, *results)
        own = {column: model.at(column, str(row + 1)) for column in columns}
        own |= {column: own[column]._replace(value=result) for column, result in results.items()}
        self.table[row] = _Following(model, own)
        self._check_dimensions(row, min(model.cells))

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0
    ) -> int:
        if not formula or not is_plain(formula):
            return int(super()._write_formula(row, col, formula, cell_format, value))
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return _prepared(formula, expand_future_functions or self.use_future_functions)

    def _write_rows(self) -> None:
        self._calculate_spans()
        filled = {row for row, cells in self.table.items() if cells}
        for row in sorted({*filled, *self.row_info, *self.comments}):
            span, info = self.row_spans.get(row // SPAN), self.row_info.get(row)
            if row not in filled:
                self._write_empty_row(row, span, info)
                continue
            self._write_row(row, span, info)
            self._write_cells(row, self.table[row])
            self._xml_end_tag("row")

    def _write_row(self, row: int, spans: str | None, row_info: Any = None, empty_row: bool = False) -> None:
        if row_info is None and row in self.growing:
            self.fh.write(f'<row r="{row + 1}" spans="{spans}" ht="{self.growing[row]:.16g}">')
        else:
            super()._write_row(row, spans, row_info, empty_row)

    def _write_cells(self, row: int, cells: Cells) -> None:
        if not isinstance(cells, _Following):
            for column in sorted(cells):
                self._write_cell(row, column, cells[column])
            return
        number = str(row + 1)
        runs, texts = cells.model.runs(frozenset(cells))
        self.str_table.count += texts
        for run in runs:
            if isinstance(run, int):
                self._write_cell(row, run, cells[run])
            else:
                self.fh.write(number.join(run))

    def _calculate_spans(self) -> None:
        ends: dict[int, tuple[int, int]] = {}
        for place in (self.table, self.comments):
            for row, cells in place.items():
                if columns := _columns(cells):
                    low, high = ends.get(row // SPAN, (self.xls_colmax, 0))
                    ends[row // SPAN] = min(low, *columns), max(high, *columns)
        self.row_spans = {at: f"{low + 1}:{high + 1}" for at, (low, high) in ends.items()}

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if _usual(cell):
            self.fh.write(_text(f"{letters(col + 1)}{row + 1}", cell))
        else:
            super()._write_cell(row, col, cell)


class _Model:
    """A row that others follow: its formulas are cut at its own number, its text is put together once."""

    __slots__ = ("_formulas", "_runs", "cells", "rare", "texts")

    def __init__(self, row: int, cells: Cells) -> None:
        self.cells = cells
        self.rare = tuple(column for column, cell in cells.items() if not _usual(cell))
        self.texts = {column for column, cell in cells.items() if type(cell) is CellStringTuple}
        self._formulas = {
            column: own_row(cell.formula, row)
            for column, cell in cells.items()
            if type(cell) is CellFormulaTuple
        }
        self._runs: dict[frozenset[int], tuple[list[int | tuple[str, ...]], int]] = {}

    def at(self, column: int, number: str) -> Any:
        """Return a cell as it stands in the row of that number."""
        cell, pieces = self.cells[column], self._formulas.get(column)
        return cell if pieces is None else cell._replace(formula=number.join(pieces))

    def runs(self, own: frozenset[int]) -> tuple[list[int | tuple[str, ...]], int]:
        """Return what to write of a row: columns of its own, and between them text cut at its number.

        How many of the cells in that text are texts comes along: they count as used once more.
        """
        if own not in self._runs:
            found: list[int | tuple[str, ...]] = []
            for mine, columns in groupby(sorted(self.cells.keys() | own), own.__contains__):
                if mine:
                    found += columns
                else:
                    text = (_text(f"{letters(at + 1)}{_HERE}", self.at(at, _HERE)) for at in columns)
                    found.append(tuple("".join(text).split(_HERE)))
            self._runs[own] = found, len(self.texts - own)
        return self._runs[own]


class _Following(Cells):
    """The cells that are a row's own; the others are as in the row it follows."""

    __slots__ = ("model",)

    def __init__(self, model: _Model, own: Cells) -> None:
        super().__init__(own)
        self.model = model

    def __bool__(self) -> bool:
        return True


def _columns(cells: Cells) -> tuple[int, ...]:
    return (*cells, *cells.model.cells) if isinstance(cells, _Following) else tuple(cells)


def _usual(cell: Any) -> bool:
    """Tell whether a cell is one of those that most are: with a look, and its type plain to see."""
    if type(cell) not in _WAYS or not cell.format:
        return False
    return type(cell) is not CellFormulaTuple or not isinstance(cell.value, bool)


def _text(place: str, cell: Any) -> str:
    return f'<c r="{place}" s="{cell.format._get_xf_index()}"{_WAYS[type(cell)](cell)}'


def _number(cell: Any) -> str:
    return f"><v>{cell.number:.16G}</v></c>"


def _formula(cell: Any) -> str:
    result, kind = cell.value, ""
    if isinstance(result, str):
        kind = "" if result == "" else ' t="e"' if result in ERRORS else ' t="str"'
        result = _escaped(result)
    return f"{kind}><f>{_escaped(cell.formula)}</f><v>{result}</v></c>"


_WAYS = {
    CellBlankTuple: lambda _: "/>",
    CellStringTuple: lambda cell: f' t="s"><v>{cell.string}</v></c>',
    CellNumberTuple: _number,
    CellDatetimeTuple: _number,
    CellFormulaTuple: _formula,
}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=4096)
def is_plain(formula: str) -> bool:
    """Tell whether a formula stands in its cell as it is: no array, no function of later programs."""
    return formula[0] != "{" and formula[-1] != "}" and not any(map(_dynamic, _FUNCTION.findall(formula)))


@cache
def _dynamic(function: str) -> bool:
    """Tell whether a function is one of those that XlsxWriter searches formulas for."""
    return re_dynamic_function.search(function) is not None


@lru_cache(maxsize=4096)
def _prepared(formula: str, expand_future_functions: bool) -> str:
    """Prepare the formula of a rule, or a rare one; the same rules stand in every workbook."""
    return str(Worksheet()._prepare_formula(formula, expand_future_functions))


def own_row(formula: str, row: int) -> tuple[str, ...]:
    """Cut a formula at the numbers of its own row [from 0]; joined by another row's they follow to it.

    Rows behind a dollar sign stay, as when a spreadsheet fills down. Raises ValueError where it looks at
    another row.
    """
    pieces, at, mine = [], 0, str(row + 1)
    for found in _REFERENCE.finditer(formula):
        if found[1] is None:
            continue
        if found[1] != mine:
            raise ValueError(f"row {mine}: {found[0]} in {formula}")
        pieces.append(formula[at : found.start(1)])
        at = found.end(1)
    return (*pieces, formula[at:])
