"""The Dashboard of the master workbook: figures on top, native charts below, one printed page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple, TypeVar

from addin.texts import words
from templates.books.master.charts import chart_of, title
from templates.books.master.content import Figure, MasterContent, Plot
from templates.books.master.listing import back, page
from templates.references import quoted
from templates.tables import TABLES
from templates.writer import SafeSheet, SafeWorkbook

One = TypeVar("One")

TILES, LABELS, CHARTS = 3, 4, 6
"""The rows of the figures, of what they are called, and of the first charts."""

TILE, GAP, COUNT = 23, 1.7, 6
"""How wide a figure and the room beside it are [characters], and how many figures there are."""

WIDTH, ROOM = 166, 17
"""The same widths [pixels]: a chart begins and ends where a figure does, whatever a program makes of them."""

ACROSS, HIGH, ROW = 3, 14, 15.0
"""So many charts stand side by side at most, each so many rows of this height [points] high."""

LEADS: Mapping[str, str] = {
    "departments": "department_results",
    "forms": "progress",
    "checked": "progress",
    "scored": "results",
    "mean": "department_results",
    "change": "department_results",
    "coefficient": "distribution",
    "errors": "all_findings",
}
"""The table that tells more of each figure."""

SHAPES: Mapping[str, str] = {"mean": "score", "coefficient": "score", "change": "signed"}
NUMBERS: Mapping[str, tuple[str, ...]] = {
    "grades": ("percent", "percent"),
    "departments": ("score", "score"),
    "trend": ("score", "integer"),
    "steps": ("score",),
    "returns": ("percent",),
}
"""How figures look, and the numbers of charts; all others are counts."""


class Block(NamedTuple):
    """Where the numbers of a chart stand: the row of their headings on the sheet of numbers."""

    plot: Plot
    top: int


def write_dashboard(book: SafeWorkbook, content: MasterContent, known: Collection[str]) -> None:
    """Write the dashboard sheet; its figures lead to the tables that are there."""
    texts = words("master", content.language)
    sheet = book.sheet(texts["dashboard"]["title"], group="result")
    last = 2 * COUNT - 2
    for column in range(last + 1):
        sheet.column(column, column, GAP if column % 2 else TILE)
    sheet.height(0, 34)
    sheet.write(0, 0, f"{content.company} · {content.cycle}", book.look("title"))
    back(sheet, 1, content.language)
    _figures(sheet, content, known)
    _charts(sheet, content)
    if not content.plots:
        sheet.write(CHARTS, 0, texts["dashboard"]["none"], book.look("label"))
    sheet.print_area(CHARTS + max(len(_lines(content.plots)), 1) * HIGH, last)
    page(sheet, content)
    sheet.one_page()


def _charts(sheet: SafeSheet, content: MasterContent) -> None:
    """Lay the charts out in rows, each as wide as all figures together."""
    lines = _lines(list(_blocks(content)))
    for row in range(CHARTS, CHARTS + len(lines) * HIGH):
        sheet.height(row, ROW)
    numbers = words("master", content.language)["numbers"]["title"]
    for row, line in enumerate(lines):
        figures = COUNT // len(line)
        width = figures * WIDTH + (figures - 1) * ROOM
        for place, block in enumerate(line):
            chart = chart_of(sheet.workbook, content, block.plot, numbers, block.top, width)
            sheet.chart(CHARTS + row * HIGH, 2 * figures * place, chart)


def _lines(charts: Sequence[One]) -> list[Sequence[One]]:
    """Deal charts out to as few rows as hold them, the fuller ones last."""
    rows = ceil(len(charts) / ACROSS)
    ends = [place * len(charts) // max(rows, 1) for place in range(rows + 1)]
    return [charts[start:end] for start, end in pairwise(ends)]


def _figures(sheet: SafeSheet, content: MasterContent, known: Collection[str]) -> None:
    look, texts = sheet.workbook.look, words("master", content.language)["figures"]
    sheet.height(TILES, 36)
    sheet.height(LABELS, 20)
    for place, (key, value) in enumerate(content.figures.items()):
        column = 2 * place
        sheet.write(TILES, column, _told(value), look("figure", SHAPES.get(key, "integer")))
        if LEADS[key] in known:
            target = f"internal:{quoted(TABLES[LEADS[key]].title(content.language))}!A1"
            sheet.link(LABELS, column, target, texts[key], look("figure_label", "link"))
        else:
            sheet.write(LABELS, column, texts[key], look("figure_label", "label"))


def _told(value: Figure) -> float | int | str:
    return "–" if value is None else value


def _blocks(content: MasterContent) -> Iterator[Block]:
    """Yield each chart's numbers with the row of their headings, one below the other."""
    top = 4
    for plot in content.plots:
        yield Block(plot, top)
        top += len(plot.rows) + 4


def write_numbers(book: SafeWorkbook, content: MasterContent) -> None:
    """Write the numbers behind the charts on a sheet of their own, so that the dashboard stays calm."""
    texts, look = words("master", content.language), book.look
    if not content.plots:
        return
    sheet = book.sheet(texts["numbers"]["title"], group="record")
    sheet.column(0, 0, 34)
    sheet.column(1, max(len(plot.series) for plot in content.plots), 14)
    sheet.height(0, 30)
    sheet.write(0, 0, texts["numbers"]["title"], look("title"))
    back(sheet, 1, content.language)
    for plot, top in _blocks(content):
        sheet.height(top - 1, 22)
        sheet.write(top - 1, 0, title(plot, content.language), look("subtitle"))
        sheet.write_row(top, 0, (texts["axes"][plot.key], *plot.series), look("header"))
        shapes = NUMBERS.get(plot.key, ("integer",) * len(plot.series))
        for row, (name, *values) in enumerate(plot.rows, top + 1):
            sheet.write(row, 0, name, look("row", "indent"))
            for column, (value, shape) in enumerate(zip(values, shapes, strict=False), start=1):
                sheet.write(row, column, value, look("row", shape, "figures"))
    page(sheet, content)
    sheet.one_page()
