"""The charts of the dashboard: native ones, of kinds that every spreadsheet program draws."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import Any

from addin.texts import say
from templates.books.master.content import MasterContent, Plot
from templates.styles import GOLD, INK, MUTED, PAPER, RULE, SERIES
from templates.writer import SafeWorkbook

HEIGHT = 268
"""How high a chart is [pixels]."""

TEXT = {"size": 9, "color": MUTED}
DONE, CARE, OPEN, ALARM, CALM = SERIES[4], SERIES[2], RULE, SERIES[5], SERIES[1]
TONES = ("#1F3A5F", "#4F7CAC", "#A9C3DC", "#EBCB7F", "#C9826B", "#9B4A3C")
"""From the best grade to the worst."""

DARK = (INK, DONE, ALARM, *TONES[:2], *TONES[4:])
"""On these a number is written in white."""

KINDS = {
    "grades": ("column", None),
    "departments": ("bar", None),
    "mix": ("bar", "percent_stacked"),
    "trend": ("line", None),
    "progress": ("bar", "stacked"),
    "findings": ("bar", "stacked"),
    "steps": ("bar", None),
    "returns": ("bar", None),
}
COLOURS = {
    "grades": (INK, GOLD),
    "departments": (CALM,),
    "mix": TONES,
    "trend": (INK,),
    "progress": (DONE, CARE, OPEN),
    "findings": (ALARM, CARE, CALM),
    "steps": (CALM,),
    "returns": (CARE,),
}
MEASURES = {"steps": "0.0", "returns": "0%"}
"""How numbers are written at the end of plain bars."""

ALONE = ("departments", "trend")
"""Charts of one series; what else is known stands beside it on the sheet of numbers."""


def chart_of(book: SafeWorkbook, content: MasterContent, plot: Plot, sheet: str, top: int, width: int) -> Any:
    """Make the chart of numbers that stand on a sheet, below headings in a row, so wide [pixels]."""
    kind, subtype = KINDS[plot.key]
    chart = book.chart(kind, **({"subtype": subtype} if subtype else {}))
    last = top + len(plot.rows)
    for number, colour in enumerate(_colours(plot), 1):
        series = {
            "name": [sheet, top, number],
            "categories": [sheet, top + 1, 0, last, 0],
            "values": [sheet, top + 1, number, last, number],
        }
        chart.add_series(series | _looks(plot, colour, sheet, top))
        if plot.key in ALONE:
            break
    _frame(chart, plot, title(plot, content.language))
    chart.set_size({"width": width, "height": HEIGHT})
    return chart


def title(plot: Plot, language: str) -> str:
    """Return the title of a chart; that of the grades does not speak of a guide that there is not."""
    key = "grades_alone" if plot.key == "grades" and len(plot.series) == 1 else plot.key
    return say(f"master.plots.{key}", language)


def _colours(plot: Plot) -> Sequence[str]:
    """Return a colour for each series; grades in the middle are the first to share the scale out."""
    colours = COLOURS[plot.key]
    count = len(plot.series)
    if count <= len(colours):
        return colours[:count]
    return [colours[number * len(colours) // count] for number in range(count)]


def _looks(plot: Plot, colour: str, sheet: str, top: int) -> dict[str, Any]:
    """Return how a series looks; the spread of departments stands as a whisker at the end of the bar."""
    labels: dict[str, Any] = {"value": True, "font": {"size": 9, "color": MUTED}}
    if plot.key == "trend":
        marker = {"type": "circle", "size": 7, "fill": {"color": colour}, "border": {"color": PAPER}}
        labels |= {"position": "above", "num_format": "0.0"}
        return {"line": {"color": colour, "width": 2.25}, "marker": marker, "data_labels": labels}
    looks: dict[str, Any] = {"fill": {"color": colour}, "gap": max(45, 300 // len(plot.rows))}
    if plot.key in MEASURES:
        looks |= {"data_labels": {**labels, "num_format": MEASURES[plot.key]}}
    if plot.key == "grades":
        looks |= {"data_labels": {**labels, "num_format": "0%"}, "overlap": -5}
    if KINDS[plot.key][1]:
        inside = {"size": 9, "color": PAPER if colour in DARK else INK}
        looks |= {"data_labels": {**labels, "font": inside, "num_format": "#,##0;;"}, "overlap": 100}
    if plot.key == "departments":
        inside = {"font": {"size": 9, "color": PAPER, "bold": True}, "position": "inside_base"}
        looks["data_labels"] = {**labels, **inside, "num_format": "0.0"}
        spread = [sheet, top + 1, 2, top + len(plot.rows), 2]
        looks["x_error_bars"] = _whiskers(spread)
    return looks


def _whiskers(spread: list[Any]) -> dict[str, Any]:
    name, row, column, last, _ = spread
    letter = chr(65 + column)
    area = f"='{name}'!${letter}${row + 1}:${letter}${last + 1}"
    line = {"color": INK, "width": 1.25}
    return {"type": "custom", "plus_values": area, "minus_values": area, "line": line}


def _ends(plot: Plot) -> dict[str, float]:
    """Return the ends of an axis that leave room above and below a line and its labels."""
    means = [row[1] for row in plot.rows if isinstance(row[1], (int, float))]
    room = max(2.0, (max(means) - min(means)) / 2)
    return {"min": floor(min(means) - room), "max": ceil(max(means) + room)}


def _frame(chart: Any, plot: Plot, title: str) -> None:
    """Give every chart the same quiet frame: title on top, few lines, a legend only where colours differ."""
    said = f"{title}\n{plot.note}" if plot.note else title
    chart.set_title({"name": said, "name_font": {"size": 11, "bold": True, "color": INK}, "overlay": False})
    several = len(plot.series) > 1 and plot.key not in ALONE
    chart.set_legend({"position": "bottom", "font": TEXT} if several else {"none": True})
    quiet: dict[str, Any] = {"num_font": TEXT, "line": {"color": RULE}, "major_tick_mark": "none"}
    values = {**quiet, "visible": False, "major_gridlines": {"visible": False}}
    names = dict(quiet)
    if KINDS[plot.key][0] == "bar":
        names["reverse"] = True
        chart.set_y_axis(names)
        chart.set_x_axis(values | {"min": 0})
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(values | (_ends(plot) if plot.key == "trend" else {"min": 0}))
    chart.set_chartarea({"border": {"color": RULE}})
