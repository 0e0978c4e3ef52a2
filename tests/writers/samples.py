"""The workbooks that are rewritten, and what each of them is once a program has written it."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import xlsxwriter

from sync.reading.cells import DATE, Book, Cell
from templates.references import reference
from tests import referee
from tests.builders import TYPED, filled_workbook
from tests.writers import WRITERS
from tests.writers.steps import DAYS_TO_1904

KEPT = Path(__file__).resolve().parent.parent / "golden" / "writers"
"""Files that a program wrote from `original.xlsx` there, the Chinese workbook below.

SheetJS: writeFile(readFile(…, {cellStyles, cellNF, cellFormula}), …, {compression}); ExcelJS: xlsx.readFile
and xlsx.writeFile; Gnumeric: ssconvert -T Gnumeric_Excel:xlsx2.
"""

CHINESE = ("wps", "google", "sheetjs", "exceljs", "gnumeric")
YES = {"en": "yes", "zh": "是"}


def language_of(key: str) -> str:
    """Return the language of the workbook that is rewritten."""
    return "zh" if key in CHINESE else "en"


@cache
def filled(language: str) -> bytes:
    """Return the filled workbook without a single open point."""
    key = ("E-07", "RND-08")
    typed = {**TYPED, key: type(TYPED[key])(actual=YES[language])}
    return filled_workbook(typed, language=language)


@cache
def original(key: str) -> bytes:
    """Return the workbook that a program was given."""
    kept = WRITERS[key].known == "kept"
    return (KEPT / "original.xlsx").read_bytes() if kept else filled(language_of(key))


@cache
def rewritten(key: str) -> bytes:
    """Return the filled workbook as a program writes it."""
    rewrite = WRITERS[key].rewrite
    return (KEPT / f"{key}.xlsx").read_bytes() if rewrite is None else rewrite(original(key))


@cache
def rich(key: str) -> bytes:
    """Return a workbook with cells of every kind as a program writes it."""
    rewrite = WRITERS[key].rewrite
    assert rewrite is not None
    return rewrite(rich_workbook())


@cache
def rich_workbook() -> bytes:
    """Return a workbook with everything XlsxWriter can put into cells."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    first, second = book.add_worksheet("考核 & 评分"), book.add_worksheet("It's <two>")
    percent, day = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "yyyy-mm-dd"})
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    first.write_row(0, 0, ["Name", "a < b & c > d", "line\nbreak", "  spaces  ", "_x0041_", "Ünï😀"])
    first.write_row(1, 0, [1, -2.5, 1e300, 5e-324, 0.1 + 0.2, 123456789012345678])
    first.write_number(2, 0, 0.85, percent)
    first.write_datetime(2, 1, date(2026, 11, 5), day)
    first.write_string(2, 2, "00123", text)
    first.write_boolean(2, 3, True)
    first.write_boolean(2, 4, False)
    first.write_rich_string(3, 0, "plain ", bold, "bold ", "plain")
    first.write_blank(3, 1, None, percent)
    first.write_formula(4, 0, "=A2+1", None, 2)
    first.write_formula(4, 1, '=IF(A2>0,"yes","no")', None, "yes")
    first.write_formula(4, 2, "=NA()", None, "#N/A")
    first.write_formula(4, 3, "=A2>0", None, True)
    first.write_formula(4, 4, '="<"&A1', None, "<Name")
    first.write_array_formula(5, 0, 6, 1, "{=A2:B2*2}", None, 2)
    first.write_formula(4, 5, "='It''s <two>'!A1", None, "")
    first.set_row(6, None, None, {"hidden": True})
    first.set_column(2, 3, 10, None, {"hidden": True})
    second.write_string(70, 30, "far")
    second.hide()
    book.define_name("Everyone", "='考核 & 评分'!$A$1:$A$9")
    book.close()
    return stream.getvalue()


def placed(book: Book) -> dict[tuple[str, str], Cell]:
    """Return every cell of a book by its sheet and reference."""
    return {
        (sheet.name, reference(cell.row, cell.column)): cell for sheet in book.sheets for cell in sheet.cells
    }


def seen(book: Book) -> dict[str, dict[str, referee.Seen]]:
    """Return a book's cells as the referee tells them."""
    found: dict[str, dict[str, referee.Seen]] = {sheet.name: {} for sheet in book.sheets}
    for (sheet, place), cell in placed(book).items():
        found[sheet][place] = cell.kind, cell.value, cell.formula
    return found


def shown(cell: Cell, date1904: bool = False) -> tuple[str, float | str | bool | None]:
    """Return kind and value of a cell as a person sees it: days from 1900 on, no result and "" alike."""
    if cell.value in (None, ""):
        return "", None
    if isinstance(cell.value, float) and cell.format == DATE and date1904:
        return cell.kind, cell.value + DAYS_TO_1904
    return cell.kind, cell.value
