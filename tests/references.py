"""Formulas that follow when somebody inserts rows or moves columns, as spreadsheets let them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from openpyxl import Workbook
from openpyxl.formula import Tokenizer
from openpyxl.worksheet.worksheet import Worksheet

REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?\d+)")


def formulas_of(book: Workbook) -> Iterator[tuple[Worksheet, str, str]]:
    """Yield every formula with its sheet and cell."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet, str(cell.value), cell.coordinate


def shift_references(book: Workbook, name: str, rows: int) -> None:
    """Let every formula follow a sheet whose cells moved down; what moved follows its own row already."""

    def below(found: re.Match[str]) -> str:
        fixed, number = "$" * found[3].startswith("$"), int(found[3].strip("$"))
        return f"{found[1]}{found[2]}{fixed}{number + rows}"

    def in_place(found: re.Match[str]) -> str:
        return below(found) if found[3].startswith("$") else found[0]

    for where, text, cell in formulas_of(book):
        here = where.title == name
        where[cell] = _referring(text, name, here, in_place if here else below)


def renamed(text: str, name: str, here: bool, places: Mapping[str, str]) -> str:
    """Return a formula with the columns of one sheet named anew."""
    return _referring(text, name, here, lambda m: f"{m[1]}{places.get(m[2], m[2])}{m[3]}")


def _referring(text: str, name: str, here: bool, anew: Callable[[re.Match[str]], str]) -> str:
    """Return a formula with the references to one sheet written anew."""
    parts = Tokenizer(text)
    for token in parts.items:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            sheet, mark, cells = token.value.rpartition("!")
            if here if not mark else sheet.strip("'") == name:
                token.value = f"{sheet}{mark}{REFERENCE.sub(anew, cells)}"
    return "=" + "".join(token.value for token in parts.items)
