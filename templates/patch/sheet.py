"""Changing cells of a sheet's part: only rows that are touched are written anew."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from templates.patch.cells import FORMULA, Edit, cached_xml, cell_xml, place
from templates.patch.errors import CannotPatch
from templates.patch.markup import attribute, counted, root, with_attribute
from templates.references import column_number, reference

ROW = re.compile(r"<row\b([^>]*?)(/?)>")
_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c\s*>)", re.DOTALL)
_CELL_PLACE = re.compile(r"""\sr\s*=\s*["']([A-Z]+)([0-9]+)["']""")
_AREA = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?")
_BODY = re.compile(r"<sheetData\b([^>]*?)(?:/>|>)")
Edits = Mapping[int, Mapping[int, Edit]]


@dataclass(slots=True)
class Outcome:
    """What an edit of a sheet led to: the part's new text, and whether formulas were overwritten."""

    xml: str
    formulas_gone: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    attributes: str
    start: int
    inner: int
    end: int


@dataclass(slots=True)
class _Sheet:
    """What is needed while rows are written: column styles, date system, formulas overwritten so far."""

    styles: Sequence[tuple[int, int, str]]
    date1904: bool
    overwritten: list[str]


def edit_sheet(xml: str, edits: Edits, date1904: bool, part: str) -> Outcome:
    """Change cells of a sheet; rows and cells that do not exist are put in at their place.

    Raises CannotPatch where a formula shared with other cells would be lost, or the markup is unusual.
    """
    root(xml, "worksheet", part)
    xml, start, end = _body(xml, part)
    if _unnumbered(xml, start, end):
        xml, end = _numbered(xml, start, end)
    rows = _rows(xml, start, end)
    sheet = _Sheet(_column_styles(xml[:start]), date1904, [])
    pieces = [_piece(xml, rows, number, cells, end, sheet) for number, cells in sorted(edits.items())]
    new = _joined(xml, sorted(pieces, key=lambda piece: piece[0]))
    if sheet.overwritten:
        _check_shared(new, sheet.overwritten, part)
    return Outcome(_dimensioned(new, start, edits), bool(sheet.overwritten))


def _body(xml: str, part: str) -> tuple[str, int, int]:
    """Return the text with the places where the rows begin and end."""
    found = _BODY.search(xml)
    if found is None:
        raise CannotPatch("no_cells", part=part)
    if found[0].endswith("/>"):
        opened = found[0][:-2].rstrip() + ">"
        xml = f"{xml[: found.start()]}{opened}</sheetData>{xml[found.end() :]}"
        start = found.start() + len(opened)
        return xml, start, start
    end = xml.find("</sheetData", found.end())
    if end < 0:
        raise CannotPatch("no_cells", part=part)
    return xml, found.end(), end


def _unnumbered(xml: str, start: int, end: int) -> bool:
    return any(attribute(found[1], "r") is None for found in ROW.finditer(xml, start, end))


def _numbered(xml: str, start: int, end: int) -> tuple[str, int]:
    """Write the numbers of rows that leave them out (they then follow the row before)."""
    last = 0

    def number(found: re.Match[str]) -> str:
        nonlocal last
        last = counted(found[1], "r", last + 1)
        return f"<row{with_attribute(found[1], 'r', str(last))}{found[2]}>"

    body = ROW.sub(number, xml[start:end])
    return xml[:start] + body + xml[end:], start + len(body)


def _rows(xml: str, start: int, end: int) -> list[_Row]:
    rows: list[_Row] = []
    for found in ROW.finditer(xml, start, end):
        if found[2]:
            stop = found.end()
        else:
            close = xml.find("</row", found.end(), end)
            stop = xml.find(">", close) + 1
        rows.append(_Row(counted(found[1], "r", 0), found[1], found.start(), found.end(), stop))
    return sorted(rows, key=lambda row: row.number)


def _piece(
    xml: str, rows: list[_Row], number: int, cells: Mapping[int, Edit], end: int, sheet: _Sheet
) -> tuple[int, int, str]:
    """Return what is to stand between two places of the part, for one row."""
    at = bisect_left(rows, number, key=lambda row: row.number)
    same = [row for row in rows[at : at + 2] if row.number == number]
    if len(same) > 1:
        raise CannotPatch("duplicate_row", row=number)
    if not same:
        before = rows[at].start if at < len(rows) else end
        return before, before, _row_xml(number, f' r="{number}"', "", cells, sheet)
    row = same[0]
    inner = xml[row.inner : row.end]
    inner = inner[: inner.rfind("</row")] if inner else ""
    return row.start, row.end, _row_xml(number, row.attributes, inner, cells, sheet)


def _joined(xml: str, pieces: list[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    last = 0
    for start, end, text in pieces:
        parts += (xml[last:start], text)
        last = end
    return "".join((*parts, xml[last:]))


def _row_xml(number: int, attributes: str, inner: str, edits: Mapping[int, Edit], sheet: _Sheet) -> str:
    """Write a row anew; cells that nobody touches keep their text."""
    quick = _in_place(number, inner, edits, sheet)
    if quick is not None:
        return f"<row{attributes}>{quick}</row>"
    found, tail = _cells(number, inner)
    present = {cell.column for cell in found}
    fresh = [
        (column, edit) for column, edit in sorted(edits.items()) if column not in present and _writes(edit)
    ]
    texts: list[str] = []
    for cell in found:
        while fresh and fresh[0][0] < cell.column:
            texts.append(_added(number, attributes, *fresh.pop(0), sheet))
        texts.append(_changed(number, cell, edits[cell.column], sheet) if cell.column in edits else cell.text)
    texts += [_added(number, attributes, column, edit, sheet) for column, edit in fresh]
    if not texts and not found and attributes.strip() == f'r="{number}"':
        return ""
    columns = present | {column for column, edit in edits.items() if _writes(edit)}
    return f"<row{_spanned(attributes, columns)}>{''.join(texts)}{tail}</row>"


def _in_place(number: int, inner: str, edits: Mapping[int, Edit], sheet: _Sheet) -> str | None:
    """Change cells that are there, written as all programs write them; None where anything is unusual."""
    pieces: list[str] = []
    last = 0
    for column, edit in sorted(edits.items()):
        sign = f'<c r="{reference(number, column)}"'
        start = inner.find(sign, last)
        if start < 0 or inner.find(sign, start + 1) > 0:
            return None
        found = _CELL.match(inner, start)
        if found is None:
            return None
        pieces.append(inner[last:start])
        pieces.append(_changed(number, _Cell(column, found[1], found[2] or "", found[0]), edit, sheet))
        last = found.end()
    return "".join((*pieces, inner[last:]))


@dataclass(frozen=True, slots=True)
class _Cell:
    column: int
    attributes: str
    content: str
    text: str


def _cells(number: int, inner: str) -> tuple[list[_Cell], str]:
    """Return a row's cells, each with its reference written out, and what follows them."""
    cells: list[_Cell] = []
    last = end = 0
    for found in _CELL.finditer(inner):
        attributes, text, end = found[1], found[0], found.end()
        named = _CELL_PLACE.search(attributes)
        last = column_number(named[1]) if named else last + 1
        if named is None:
            attributes = f' r="{reference(number, last)}"{attributes}'
            text = f"<c{attributes}{text[2 + len(found[1]) :]}"
        cells.append(_Cell(last, attributes, found[2] or "", text))
    return cells, inner[end:]


def _writes(edit: Edit) -> bool:
    return edit.cached or edit.value is not None


def _added(number: int, row: str, column: int, edit: Edit, sheet: _Sheet) -> str:
    """Write a cell that was not there, in the look of its row or column."""
    cell = reference(number, column)
    if edit.cached:
        raise CannotPatch("no_formula", cell=cell)
    style = attribute(row, "s") if attribute(row, "customFormat") in ("1", "true") else None
    if style is None:
        style = next((s for first, last, s in sheet.styles if first <= column <= last), None)
    return cell_xml(cell, style, edit.value, sheet.date1904)


def _changed(number: int, cell: _Cell, edit: Edit, sheet: _Sheet) -> str:
    """Write a cell that was there with its new content, in its own look."""
    if edit.cached:
        return cached_xml(cell.attributes, cell.content, edit.value, sheet.date1904)
    formula = FORMULA.search(cell.content)
    if formula:
        sheet.overwritten.append(formula[0])
    style = attribute(cell.attributes, "s")
    return cell_xml(reference(number, cell.column), style, edit.value, sheet.date1904)


def _spanned(attributes: str, columns: Collection[int]) -> str:
    """Widen the columns that a row says it spans."""
    spans = attribute(attributes, "spans")
    if spans is None or not columns:
        return attributes.rstrip()
    edges = [*map(int, re.findall(r"\d+", spans)), *columns]
    widened = f"{min(edges)}:{max(edges)}"
    return attributes.rstrip() if widened == spans else with_attribute(attributes, "spans", widened)


def _column_styles(head: str) -> list[tuple[int, int, str]]:
    """Return first column, last column and style of the columns that have a look of their own."""
    found = []
    for tag in re.findall(r"<col\b([^>]*?)/?>", head):
        style = attribute(tag, "style")
        if style is not None:
            found.append((counted(tag, "min", 0), counted(tag, "max", 0), style))
    return found


def _check_shared(xml: str, overwritten: Sequence[str], part: str) -> None:
    """Refuse to lose the formula that other cells share, or an array formula over several cells."""
    for formula in overwritten:
        tag = formula[: formula.index(">") + 1]
        area, number = attribute(tag, "ref"), attribute(tag, "si")
        if attribute(tag, "t") == "array" and area and ":" in area and len(set(area.split(":"))) > 1:
            raise CannotPatch("array_formula", part=part, cells=area)
        if attribute(tag, "t") == "shared" and area and number is not None:
            others = re.search(rf"""<f\b(?=[^>]*\st=["']shared["'])[^>]*\ssi=["']{number}["']""", xml)
            if others:
                raise CannotPatch("shared_formula", part=part, cells=area)


def _dimensioned(xml: str, start: int, edits: Edits) -> str:
    """Widen the range that the sheet says it uses."""
    found = re.compile(r"<dimension\b([^>]*?)(/?)>").search(xml, 0, start)
    area = attribute(found[1], "ref") if found else None
    if found is None or area is None or not _AREA.fullmatch(area):
        return xml
    corners = [place(corner) for corner in area.split(":")]
    corners += [(row, at) for row, cells in edits.items() for at, edit in cells.items() if _writes(edit)]
    rows, columns = [row for row, _ in corners], [column for _, column in corners]
    first, last = (reference(end(rows), end(columns)) for end in (min, max))
    widened = first if first == last else f"{first}:{last}"
    if widened == area:
        return xml
    tag = with_attribute(found[1], "ref", widened)
    return f"{xml[: found.start()]}<dimension{tag}{found[2]}>{xml[found.end() :]}"
