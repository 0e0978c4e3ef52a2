"""One flat table of the master workbook as a sheet: real table, filters, frozen headings, print layout."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from addin.scoring.expression import literal
from addin.texts import say, words
from templates.books.master.content import Filled, MasterContent
from templates.books.master.links import LINKS, Link, formula
from templates.heights import row_height
from templates.lists import word
from templates.references import letters, quoted
from templates.tables import Column
from templates.tables.model import SENDERS
from templates.writer import A3, A4, Cell, Formula, SafeSheet, SafeWorkbook, Shaped

HEADER = 3
"""The row of the headings; above it stand the title, the way back to the index, and a hint."""

LONG = ("found", "expected", "message", "fix", "reason", "waived", "indication", "meaning")
"""Columns of sentences, beside what people typed: broken into lines in rows that are high enough."""

SCORES = ("provisional", "bonus", "deduction", "score", "points", "lowest", "middle", "highest", "low")
"""Columns of points, shown with as many decimals as the scheme has."""

SIGNED = ("change", "shift", "effect", "gap", "self_gap")
"""Columns of differences, shown with their sign."""

FORMATS: Mapping[str, tuple[str, ...]] = {
    "id": ("as_text", "indent"),
    "integer": ("integer", "figures"),
    "number": ("score", "figures"),
    "value": ("number", "figures"),
    "percent": ("percent", "figures"),
    "date": ("date",),
}
"""How the cells of each kind look; the others are texts."""

BUTTON = 1.5
"""So much of a heading's width its filter button takes [characters]."""

WIDE = 210
"""From here on a table is printed on A3 [characters]: on A4 nobody could read it."""

Show = Callable[[Mapping[str, Any]], Any]


class Linked(NamedTuple):
    """A column whose numbers lead to rows: its place, where to, the place of the key, how nothing looks."""

    place: int
    link: Link
    own: int
    plain: Any


def write_listing(book: SafeWorkbook, content: MasterContent, filled: Filled, known: Collection[str]) -> int:
    """Write a table as a sheet and return how many rows it has.

    known: the keys of the tables that have a sheet, so that links may lead there.
    """
    title = filled.table.title(content.language)
    sheet = book.sheet(title, group=_group(filled.table.key))
    sheet.height(0, 30)
    sheet.write(0, 0, title, book.look("title"))
    back(sheet, 1, content.language)
    sheet.write(2, 0, filled.hint, book.look("label"))
    beyond = _columns(filled.below)[len(_columns(filled)) :] if filled.below else ()
    for number, column in enumerate((*_columns(filled), *beyond)):
        sheet.column(number, number, column.width)
    rows = _write(sheet, content, filled, HEADER, known)
    if filled.below is None:
        sheet.freeze(HEADER + 1, _frozen(filled))
    else:
        _write(sheet, content, filled.below, HEADER + rows + 3, known)
    wide = sum(column.width for column in _columns(filled)) > WIDE
    page(sheet, content, None if filled.below else HEADER, A3 if wide else A4)
    return rows


def back(sheet: SafeSheet, row: int, language: str) -> None:
    """Write the way back to the index."""
    index = quoted(say("master.index.title", language))
    sheet.link(row, 0, f"internal:{index}!A1", say("master.back", language))


def page(sheet: SafeSheet, content: MasterContent, header: int | None = None, paper: int = A4) -> None:
    """Lay a sheet out for printing, its headings on every page."""
    company = content.company.replace("&", "&&")
    footer = say("master.footer", content.language, company=company, cycle=content.cycle)
    sheet.page(header_row=header, footer=footer, paper=paper)


def _columns(filled: Filled) -> list[Column]:
    return [column for column in filled.table.columns if column.key not in filled.without]


def _group(table: str) -> str:
    if table in ("submissions", "audit_log"):
        return "record"
    return "findings" if table == "all_findings" else "result"


def _frozen(filled: Filled) -> int:
    """Return how many columns stay in sight: those up to the name, or the first one."""
    keys = [column.key for column in _columns(filled)][:4]
    return keys.index("name") + 1 if "name" in keys else 1


def _write(sheet: SafeSheet, content: MasterContent, filled: Filled, top: int, known: Collection[str]) -> int:
    """Write headings and rows at a row of a sheet and return how many rows there were."""
    columns, look = _columns(filled), sheet.workbook.look
    headings = [_heading(filled, column, content.language) for column in columns]
    wide = ((said, column.width - BUTTON) for said, column in zip(headings, columns, strict=True))
    sheet.height(top, row_height(wide))
    formats = [_format(column, content) for column in columns]
    links = list(_links(filled, known, formats, sheet))
    linked = {one.place for one in links}
    looks = [look(*names, *(["link"] if at in linked else [])) for at, names in enumerate(formats)]
    rows = sheet.fill(top + 1, 0, _cells(sheet, content, filled, top + 1, links), looks)
    sheet.table(top, 0, rows, f"tbl_{filled.table.key}", headings, look("header"))
    _colour(sheet, filled, top, rows)
    return rows


def _heading(filled: Filled, column: Column, language: str) -> str:
    return filled.headings.get(column.key) or filled.table.heading(column.key, language)


def _format(column: Column, content: MasterContent) -> tuple[str, ...]:
    """Return the names of a column's look."""
    if _is_long(column):
        return ("wrap", "row", "indent")
    if column.key in SIGNED:
        return ("row", "signed", "figures")
    if column.kind == "number" and column.key in SCORES:
        return ("row", f"decimals_{content.decimals}", "figures")
    if column.kind == "number" and column.unit:
        return ("row", "number", "figures")
    return ("row", *FORMATS.get(column.kind, ("indent",)))


def _is_long(column: Column) -> bool:
    return column.key in LONG or (column.filled_by in SENDERS and column.kind == "text")


def _links(
    filled: Filled, known: Collection[str], formats: Sequence[tuple[str, ...]], sheet: SafeSheet
) -> Iterator[Linked]:
    """Yield the columns whose numbers lead to rows of a table that is there."""
    keys = [column.key for column in _columns(filled)]
    for place, key in enumerate(keys):
        link = LINKS.get((filled.table.key, key))
        if link is not None and link.table in known:
            yield Linked(place, link, keys.index(link.by) + 1, sheet.workbook.look(*formats[place]))


def _cells(
    sheet: SafeSheet, content: MasterContent, filled: Filled, first: int, links: Sequence[Linked]
) -> Iterator[list[Cell]]:
    """Yield the cells of each row; a row of sentences is made as high as they need."""
    columns = _columns(filled)
    shows = [_show(column, content, sheet.workbook) for column in columns]
    tall = [(place, column.width) for place, column in enumerate(columns) if _is_long(column)]
    for row, record in enumerate(filled.rows, first):
        cells: list[Any] = [show(record) for show in shows]
        for one in links:
            cells[one.place] = _linked(one, row, cells[one.place], content.language)
        if tall:
            sheet.height(row, row_height((str(cells[place] or ""), width) for place, width in tall))
        yield cells


def _linked(one: Linked, row: int, value: Any, language: str) -> Cell:
    """Return a number that leads to its rows; nothing leads nowhere."""
    if not value:
        return Shaped(value, one.plain)
    return Formula(formula(one.link, one.own, row + 1, value, language), value)


def _show(column: Column, content: MasterContent, book: SafeWorkbook) -> Show:
    """Return what takes a column's cell from a record: words of the language for choices and flags."""
    key = column.key
    if column.kind == "value":
        return _valued(key, content, book)
    if column.kind == "flag":
        flags = words("choices", content.language)["flag"]
        return lambda record: _said(record.get(key), {True: flags["yes"], False: flags["no"]})
    if column.choices:
        choices = words("choices", content.language)[column.choices]
        return lambda record: _said(record.get(key), choices)
    return lambda record: record.get(key)


def _valued(key: str, content: MasterContent, book: SafeWorkbook) -> Show:
    """Return what shows a value as its indicator's unit wants: in percent, or with two decimals at most."""
    percent, whole, broken = (book.look("row", one, "figures") for one in ("percent", "integer", "broken"))

    def show(record: Mapping[str, Any]) -> Cell:
        value = record.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        if record.get("indicator") in content.percent:
            return Shaped(value, percent)
        return Shaped(value, whole if f"{value:.2f}".endswith("00") else broken)

    return show


def _said(value: Any, choices: Mapping[Any, str]) -> str | None:
    return None if value is None else choices.get(value, str(value))


def _colour(sheet: SafeSheet, filled: Filled, top: int, rows: int) -> None:
    """Band the rows; tint the findings by severity, and mute the versions that count no more."""
    keys = [column.key for column in _columns(filled)]
    area, language = (top + 1, 0, top + rows), sheet.workbook.language
    if filled.table.key == "all_findings":
        for severity in ("error", "warning", "note"):
            sheet.condition(*area, 1, _is(top, 0, "severity", severity, language), severity)
    if filled.table.key == "results" and "standing" in keys:
        place = keys.index("standing")
        sheet.condition(*area, len(keys) - 1, _is(top, place, "version", "earlier", language), "past")
    sheet.condition(*area, len(keys) - 1, f"=MOD(ROW(),2)={(top + 1) % 2}", "banded")


def _is(top: int, column: int, table: str, choice: str, language: str) -> str:
    """Write that a row's cell in a column holds the word of a choice."""
    return f"=${letters(column + 1)}{top + 2}={literal(word(table, choice, language))}"
