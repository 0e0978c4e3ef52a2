"""Part of the child of tests.libreoffice: which texts of an open workbook do not fit into their cells.

A row is too low where LibreOffice would make it higher; a text that is not wrapped is cut off where it is
wider than its cell and the cells beside it, as far as these are empty; joined cells are tried in a cell of
their size.
"""

import collections

NEAR = 25
SIGN = 20
"""The width of a sign [1/100 mm for a point of its size]; only a text that might be too wide is tried."""

Spot = collections.namedtuple("Spot", "cell column row width height text")


def tight(document):
    """Return what does not fit, as [sheet, cell or row, text]."""
    found = []
    sheets = document.Sheets
    sheets.insertNewByName("tight", sheets.Count)
    trial = sheets.getByName("tight")
    for sheet in [sheets.getByIndex(at) for at in range(sheets.Count - 1)]:
        if sheet.IsVisible:
            found += [[sheet.Name, place, text] for place, text in _in_sheet(sheet, trial)]
    sheets.removeByName("tight")
    return found


def _in_sheet(sheet, trial):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    used = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    widths = [column.Width if column.IsVisible else 0 for column in used.Columns]
    heights = [row.Height if row.IsVisible else 0 for row in used.Rows]
    texts = used.getDataArray()
    known = {}
    for spot in _spots(sheet, texts, widths, heights):
        free = _free(spot, texts[spot.row], widths)
        like = (spot.text, spot.column, spot.width, spot.height, free)
        if like not in known:
            known[like] = _fits(trial, spot, free)
        if not known[like]:
            yield _name(spot.column[0], spot.row), spot.text
    used.Rows.OptimalHeight = True
    low = [at for at, row in enumerate(used.Rows) if heights[at] and row.Height > heights[at] + NEAR]
    for row in low:
        for column, text in enumerate(texts[row]):
            spot = Spot(
                sheet.getCellByPosition(column, row),
                (column, column),
                row,
                widths[column],
                heights[row],
                text,
            )
            if text and widths[column] and not spot.cell.IsMerged and not _high_enough(trial, spot):
                yield _name(column, row), str(text)


def _name(column, row):
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"


def _spots(sheet, texts, widths, heights):
    """Yield the cells with a text that might be too much for them."""
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            if not (isinstance(text, str) and text and widths[column] and heights[row]):
                continue
            signs = sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
            cell = sheet.getCellByPosition(column, row)
            if (
                not cell.IsMerged
                and signs * SIGN * max(cell.CharHeight, cell.CharHeightAsian) < widths[column]
            ):
                continue
            area = sheet.createCursorByRange(cell)
            area.collapseToMergedArea()
            end = area.RangeAddress
            wide, high = sum(widths[column : end.EndColumn + 1]), sum(heights[row : end.EndRow + 1])
            yield Spot(cell, (column, end.EndColumn), row, wide, high, text)


def _fits(trial, spot, free):
    """Try a text in a cell of the same look; wrapped ones by height, others by width."""
    if spot.cell.ShrinkToFit or (spot.cell.IsTextWrapped and not spot.cell.IsMerged):
        return True
    if spot.cell.IsTextWrapped:
        return _high_enough(trial, spot)
    column = _tried(trial, spot)[0]
    column.OptimalWidth = True
    return column.Width <= spot.width + free + NEAR


def _high_enough(trial, spot):
    """Tell whether a text needs no more than the height of its cell, in the width it has."""
    column, row = _tried(trial, spot)
    column.Width = spot.width
    row.OptimalHeight = True
    return row.Height <= spot.height + NEAR


def _tried(trial, spot):
    """Put a text and its look into the first cell of the sheet for trials; return its column and row."""
    trial.copyRange(trial.getCellByPosition(0, 0).CellAddress, spot.cell.RangeAddress)
    cell = trial.getCellByPosition(0, 0)
    cell.merge(False)
    cell.setString(str(spot.text))
    return trial.Columns.getByIndex(0), trial.Rows.getByIndex(0)


def _free(spot, line, widths):
    """Return the width of the empty cells beside a text that it may run over."""
    justified = spot.cell.HoriJustify.value
    right = 0
    for column in range(spot.column[1] + 1, len(widths)):
        if line[column] != "":
            break
        right += widths[column]
    else:
        right += 100_000
    left = 0
    for column in range(spot.column[0] - 1, -1, -1):
        if line[column] != "":
            break
        left += widths[column]
    if justified == "CENTER":
        return 2 * min(left, right)
    return left if justified == "RIGHT" else right
