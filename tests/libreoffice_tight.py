"""Part of the child of tests.libreoffice: which texts of an open workbook do not fit into their cells.

A row is too low where LibreOffice would make it higher; a text that is not wrapped is cut off where it is
wider than its cell and the cells beside it, as far as these are empty; joined cells are tried in a cell of
their size.
"""

import collections

NEAR = 25
SIGN = 20
"""The width of a sign [1/100 mm for a point of its size]; only a text that might be too wide is tried."""

Look = collections.namedtuple("Look", "points wrapped shrinks justified joined")
Spot = collections.namedtuple("Spot", "cell look column row width height text")


def tight(document):
    """Return what does not fit, as [sheet, cell, text]."""
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
    texts = used.getDataArray()
    widths = [column.Width if column.IsVisible else 0 for column in used.Columns]
    lines = {at: used.Rows.getByIndex(at) for at, line in enumerate(texts) if any(map(_is_text, line))}
    heights = {at: line.Height if line.IsVisible else 0 for at, line in lines.items()}
    looks = dict(_looks(used))
    looks |= {place: looks[place]._replace(joined=True) for place in _joined(used, texts, heights)}
    for spot in _spots(sheet, texts, widths, heights, looks):
        if not _fits(trial, spot, texts[spot.row], widths):
            yield _name(spot), spot.text
    used.Rows.OptimalHeight = True
    for row in [at for at, line in lines.items() if heights[at] and line.Height > heights[at] + NEAR]:
        for column, text in enumerate(texts[row]):
            look = looks[column, row]
            if _is_text(text) and widths[column] and look.wrapped and not look.joined:
                cell = sheet.getCellByPosition(column, row)
                spot = Spot(cell, look, (column, column), row, widths[column], heights[row], text)
                if not _high_enough(trial, spot):
                    yield _name(spot), text


def _is_text(value):
    return isinstance(value, str) and value != ""


def _name(spot):
    letters, column = "", spot.column[0] + 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{spot.row + 1}"


def _looks(used):
    """Yield the look of every cell; LibreOffice tells the cells that look alike together."""
    alike = used.getUniqueCellFormatRanges()
    for cells in [alike.getByIndex(at) for at in range(alike.Count)]:
        points = max(cells.CharHeight, cells.CharHeightAsian)
        look = Look(points, cells.IsTextWrapped, cells.ShrinkToFit, cells.HoriJustify.value, False)
        for area in cells.RangeAddresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    yield (column, row), look


def _joined(used, texts, rows):
    """Yield the places of joined cells with a text; LibreOffice tells of a range whether any in it are."""
    for row in rows if used.getIsMerged() else ():
        if used.getCellRangeByPosition(0, row, len(texts[row]) - 1, row).getIsMerged():
            for column, text in enumerate(texts[row]):
                if _is_text(text) and used.getCellByPosition(column, row).getIsMerged():
                    yield column, row


def _spots(sheet, texts, widths, heights, looks):
    """Yield the cells with a text that might be too wide, or too high for joined cells."""
    seen = set()
    for row, height in heights.items():
        for column, text in enumerate(texts[row]):
            look = looks[column, row]
            signs = sum(2 if ord(sign) > 0x2E80 else 1 for sign in text) if _is_text(text) else 0
            wide = signs * SIGN * look.points > widths[column]
            known = (text, column, height, look, texts[row][column + 1 : column + 2])
            if not (signs and height and widths[column]) or known in seen:
                continue
            seen.add(known)
            if look.shrinks or (look.wrapped and not look.joined) or not (wide or look.joined):
                continue
            yield _spot(sheet, look, column, row, widths, height, text)


def _spot(sheet, look, column, row, widths, height, text):
    cell = sheet.getCellByPosition(column, row)
    if not look.joined:
        return Spot(cell, look, (column, column), row, widths[column], height, text)
    area = sheet.createCursorByRange(cell)
    area.collapseToMergedArea()
    end = area.RangeAddress
    high = sum(sheet.Rows.getByIndex(at).Height for at in range(row, end.EndRow + 1))
    wide = sum(widths[column : end.EndColumn + 1])
    return Spot(cell, look, (column, end.EndColumn), row, wide, high, text)


def _fits(trial, spot, line, widths):
    """Try a text in a cell of the same look; wrapped ones by height, others by width."""
    if spot.look.wrapped:
        return _high_enough(trial, spot)
    column = _tried(trial, spot)[0]
    column.OptimalWidth = True
    return column.Width <= spot.width + _free(spot, line, widths) + NEAR


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
    cell.setString(spot.text)
    return trial.Columns.getByIndex(0), trial.Rows.getByIndex(0)


def _free(spot, line, widths):
    """Return the width of the empty cells beside a text that it may run over."""
    right = left = 0
    for column in range(spot.column[1] + 1, len(widths)):
        if line[column] != "":
            break
        right += widths[column]
    else:
        right += 100_000
    for column in range(spot.column[0] - 1, -1, -1):
        if line[column] != "":
            break
        left += widths[column]
    if spot.look.justified == "CENTER":
        return 2 * min(left, right)
    return left if spot.look.justified == "RIGHT" else right
