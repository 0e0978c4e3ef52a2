"""The first sheet: for each group its grades against the guide, counted live, with a native chart."""

from __future__ import annotations

from typing import Any

from addin.scoring.expression import literal
from addin.texts import phrase, words
from templates.books.calibration.content import CalibrationContent, Group, GuideLine, whole
from templates.books.calibration.grades import footer, write_status
from templates.heights import shown_width
from templates.phrases import joined
from templates.references import letters, quoted
from templates.styles import GOLD, INK, MUTED, RULE, SERIES
from templates.tables.calibration import CALIBRATION
from templates.writer import SafeSheet, SafeWorkbook

COLUMNS = (("grade", 17), ("guide", 25), ("places", 9), ("scored", 10), ("proposed", 10), ("decided", 10))
MORE = (("share", 9), ("room", 20))
GRADE, GUIDE, PLACES, SCORED, PROPOSED, DECIDED, SHARE, ROOM = range(8)
CANVAS, GAP = 60, 2
"""How wide the chart's column and the one before it are [characters]."""

LAST, CHART = ROOM + 2, ROOM + 2
TOP, ROW, SIDE = 4, 20.0, 5
"""The first block's row; how high rows are [points]; rows of a block beside those of its grades."""

LEAST = 12
"""A block has at least so many rows, as many as its chart is high."""

PER_PAGE, SCALE = 2, {"en": 76, "zh": 67}
"""So many blocks stand on a page, printed at this size [percent]: Chinese columns are wider."""


def write_overview(book: SafeWorkbook, content: CalibrationContent) -> None:
    """Write how the grades are spread, group by group."""
    sheet = book.sheet(words("calibration", content.language)["overview"]["title"], group="result")
    for at, (_, width) in enumerate((*COLUMNS, *MORE)):
        sheet.column(at, at, width)
    sheet.column(CHART - 1, CHART - 1, GAP)
    sheet.column(CHART, CHART, CANVAS)
    write_status(sheet, content, LAST)
    height = max(LEAST, SIDE + len(content.grades))
    for number, group in enumerate(content.groups):
        _block(sheet, content, group, TOP + number * height, height)
    end = TOP + len(content.groups) * height
    sheet.page(footer=footer(content))
    sheet.scale(SCALE[content.language])
    sheet.page_ends([TOP + number * height for number in range(PER_PAGE, len(content.groups), PER_PAGE)])
    sheet.print_area(end - 1, LAST)
    sheet.no_alarms(end, LAST)
    sheet.protect()


def _block(sheet: SafeSheet, content: CalibrationContent, group: Group, top: int, height: int) -> None:
    """Write a group: its name, the grades with their numbers, the sum, and the chart beside them."""
    look, texts = sheet.workbook.look, words("calibration", content.language)["overview"]
    for row in range(top, top + height):
        sheet.height(row, ROW)
    sheet.merge((top, 0), (top, ROOM), group.title, look("subtitle", "line_below"))
    sheet.merge((top + 1, 0), (top + 1, ROOM), group.note, look("hint", "middle"))
    sheet.height(top + 1, ROW * (1 + (shown_width(group.note) > 110)))
    for at, (key, _) in enumerate((*COLUMNS, *MORE)):
        sheet.write(top + 2, at, texts[key], look("header" if at < DECIDED else "header_computed"))
    sheet.height(top + 2, 32)
    first = top + 3
    for row, line in enumerate(group.lines, start=first):
        _line(sheet, content, group, line, row, first)
    _total(sheet, content, group, first)
    sheet.chart(top, CHART, _chart(sheet, content, group, top, height))


def _line(
    sheet: SafeSheet, content: CalibrationContent, group: Group, line: GuideLine, row: int, first: int
) -> None:
    look = sheet.workbook.look
    name = f"{line.grade.id}  {line.grade.name}"
    for at, value in enumerate((name, line.guide)):
        sheet.write(row, at, value, look("fixed", "indent"))
    for at, number in enumerate((line.places, line.scored, line.proposed), start=PLACES):
        sheet.write(row, at, number, look("fixed", "integer", "centre"))
    count, sums = decided(content, group, line), letters(DECIDED + 1)
    sheet.formula(row, DECIDED, _count(content, group, line), count, look("computed", "bold", "centre"))
    share = f'=IF({group.people}=0,"",{sums}{row + 1}/{max(group.people, 1)})'
    shared = count / group.people if group.people else ""
    sheet.formula(row, SHARE, share, shared, look("computed", "percent", "centre"))
    if line.most is None:
        sheet.write(row, ROOM, None, look("computed"))
        return
    start = first if line.with_better else row
    have = f"SUM({sums}${start + 1}:{sums}{row + 1})"
    held = sum(decided(content, group, one) for one in _held(group, line))
    room, told = _room(content, have, line), _told(content, held, line)
    sheet.formula(row, ROOM, room, told, look("computed", "indent"))
    sheet.condition(row, ROOM, row, ROOM, f"={have}>{line.most}", "error")


def _held(group: Group, line: GuideLine) -> list[GuideLine]:
    """Return the grades whose people share the places of a grade."""
    at = group.lines.index(line)
    return list(group.lines[: at + 1]) if line.with_better else [line]


def decided(content: CalibrationContent, group: Group, line: GuideLine) -> int:
    """Return how many people of a group have a grade, as the rows stand."""
    mine = (row for row in content.rows if row.group == group.title and row.counted)
    return line.others + sum((row.decided or "").casefold() == line.grade.id.casefold() for row in mine)


def _count(content: CalibrationContent, group: Group, line: GuideLine) -> str:
    """Write how many people of a group have a grade: those in the rows, and the others."""
    sheet = quoted(CALIBRATION.title(content.language))
    tests = {"group": literal(group.title), "counted": "1", "decided": literal(line.grade.id)}
    asked = "*".join(f"({sheet}!{whole(content, key)}={value})" for key, value in tests.items())
    return f"={line.others}+SUMPRODUCT({asked})"


def _room(content: CalibrationContent, have: str, line: GuideLine) -> str:
    """Write how many places are free, or by how many people they are exceeded."""
    texts = {key: phrase(f"calibration.overview.{key}", content.language) for key in ("over", "free", "full")}
    over = joined(texts["over"], n=f"({have}-{line.most})")
    free = joined(texts["free"], n=f"({line.most}-{have})")
    return f"=IF({have}>{line.most},{over},IF({have}={line.most},{literal(texts['full'])},{free}))"


def _told(content: CalibrationContent, have: int, line: GuideLine) -> str:
    """Return what that formula gives."""
    assert line.most is not None
    key = "over" if have > line.most else "full" if have == line.most else "free"
    return phrase(f"calibration.overview.{key}", content.language).format(n=abs(have - line.most))


def _total(sheet: SafeSheet, content: CalibrationContent, group: Group, first: int) -> None:
    """Write the sums below the grades, and who has none yet."""
    row, look = first + len(group.lines), sheet.workbook.look
    texts = words("calibration", content.language)["overview"]
    sheet.write(row, GRADE, texts["people"], look("form_label", "indent"))
    sheet.write(row, GUIDE, None, look("form_label"))
    sheet.write(row, PLACES, None, look("form_label"))
    for at, key in ((SCORED, "scored"), (PROPOSED, "proposed")):
        sheet.write(row, at, sum(getattr(line, key) for line in group.lines), look("form_label", "centre"))
    cells = f"{letters(DECIDED + 1)}{first + 1}:{letters(DECIDED + 1)}{row}"
    count = sum(decided(content, group, line) for line in group.lines)
    sheet.formula(row, DECIDED, f"=SUM({cells})", count, look("form_label", "centre"))
    sheet.write(row, SHARE, None, look("form_label"))
    left = group.people - count
    open_ = phrase("calibration.overview.open", content.language)
    text = f'=IF({group.people}=SUM({cells}),"",{joined(open_, n=f"({group.people}-SUM({cells}))")})'
    sheet.formula(row, ROOM, text, open_.format(n=left) if left else "", look("form_label", "indent"))


def _chart(sheet: SafeSheet, content: CalibrationContent, group: Group, top: int, height: int) -> Any:
    """Make the chart of a group: the places of the guide, the grades by score, those decided."""
    texts = words("calibration", content.language)["overview"]
    chart, first, last = sheet.workbook.chart("column"), top + 3, top + 2 + len(group.lines)
    guided = any(line.places is not None for line in group.lines)
    shown = [(PLACES, GOLD)] if guided else []
    for at, colour in (*shown, (SCORED, SERIES[1]), (DECIDED, INK)):
        chart.add_series(
            {
                "name": [sheet.name, top + 2, at],
                "categories": [sheet.name, first, GRADE, last, GRADE],
                "values": [sheet.name, first, at, last, at],
                "fill": {"color": colour},
                "gap": 60,
                "overlap": -5,
                "data_labels": {"value": True, "font": {"size": 8, "color": MUTED}, "num_format": "0;;"},
            }
        )
    small = {"size": 9, "color": MUTED}
    heading = {"size": 11, "bold": True, "color": INK}
    chart.set_title({"name": f"{texts['chart']} · {group.title}", "name_font": heading, "overlay": False})
    chart.set_legend({"position": "bottom", "font": small})
    quiet = {"num_font": small, "line": {"color": RULE}, "major_tick_mark": "none"}
    chart.set_x_axis(quiet)
    chart.set_y_axis({**quiet, "visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"color": RULE}})
    size = {"width": CANVAS * 7, "height": int((height - 1) * ROW * 4 / 3)}
    chart.set_size({**size, "y_offset": 6})
    return chart
