"""The Dashboard of the master workbook: five figures, three native charts, and the numbers behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from addin.texts import say, words
from templates.books.master.content import MasterContent
from templates.references import quoted
from templates.styles import INK, RULE, SERIES
from templates.tables import TABLES
from templates.writer import SafeSheet, SafeWorkbook

CHARTS_FROM = 7
DATA_COLUMN = 16
"""The numbers behind the charts stand to the right of them, outside the printed page."""


def write_dashboard(book: SafeWorkbook, content: MasterContent) -> None:
    """Write the dashboard sheet: figures on top, below them grades, departments and progress as charts."""
    texts = words("master", content.language)["dashboard"]
    sheet = book.sheet(texts["title"], group="result")
    sheet.column(0, DATA_COLUMN - 2, 9.5)
    sheet.height(0, 34)
    sheet.write(0, 0, f"{content.company} · {content.cycle}", book.look("title"))
    index = say("master.index.title", content.language)
    sheet.link(1, 0, f"internal:{quoted(index)}!A1", say("master.back", content.language))
    _figures(sheet, content)
    if content.scores:
        _grades_chart(sheet, content, texts)
        _departments_chart(sheet, content, texts)
    else:
        sheet.write(CHARTS_FROM, 0, texts["none"], book.look("hint", "plain"))
    if content.tables["department_results"]:
        _progress_chart(sheet, content, texts)
    sheet.print_area(48, DATA_COLUMN - 2)
    sheet.page()
    sheet.one_page()


def figures(content: MasterContent) -> dict[str, float | int | None]:
    """Return the figures on top: forms, checked, with a score, mean score of people, points to mend.

    Forms are counted as Progress counts them: those of the departments themselves are among them.
    """
    units, scores = content.tables["department_results"], content.scores
    return {
        "forms": sum(row["forms"] for row in units),
        "checked": sum(row["checked"] for row in units),
        "scored": len(scores) + sum(row.get("score") is not None for row in units),
        "mean": sum(scores) / len(scores) if scores else None,
        "errors": sum(
            row["severity"] == "error" and row["standing"] in ("new", "open")
            for row in content.tables["all_findings"]
        ),
    }


def _figures(sheet: SafeSheet, content: MasterContent) -> None:
    look = sheet.workbook.look
    texts = words("master", content.language)["dashboard"]
    sheet.height(3, 36)
    for number, (key, value) in enumerate(figures(content).items()):
        first = number * 3
        shape = "score" if key == "mean" else "integer"
        sheet.merge((3, first), (3, first + 1), value, look("figure", shape))
        sheet.merge((4, first), (4, first + 1), texts[key], look("figure_label"))


def _data(sheet: SafeSheet, row: int, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    look = sheet.workbook.look
    sheet.column(DATA_COLUMN, DATA_COLUMN, 26)
    for column, heading in enumerate(headings):
        sheet.write(row, DATA_COLUMN + column, heading, look("header"))
    for offset, record in enumerate(rows, 1):
        for column, value in enumerate(record):
            shape = "score" if isinstance(value, float) else "integer"
            sheet.write(row + offset, DATA_COLUMN + column, value, look("fixed", shape))  # type: ignore[arg-type]


def _range(sheet: SafeSheet, row: int, count: int, column: int) -> list[object]:
    return [sheet.name, row + 1, DATA_COLUMN + column, row + count, DATA_COLUMN + column]


def _grades_chart(sheet: SafeSheet, content: MasterContent, texts: dict[str, str]) -> None:
    given = [row["grade"] for row in content.tables["results"]]
    rows = [(f"{grade} {name}", given.count(grade)) for grade, name in content.grades]
    top = CHARTS_FROM
    _data(sheet, top, (texts["grade"], texts["people"]), rows)
    chart = sheet.workbook.chart("column")
    chart.add_series(
        {
            "name": texts["people"],
            "categories": _range(sheet, top, len(rows), 0),
            "values": _range(sheet, top, len(rows), 1),
            "fill": {"color": SERIES[0]},
            "gap": 60,
            "data_labels": {"value": True},
        }
    )
    _place(sheet, chart, texts["grades"], (top, 0), (500, 320), legend=False)


def _departments_chart(sheet: SafeSheet, content: MasterContent, texts: dict[str, str]) -> None:
    rows = sorted(
        (
            (row["department"], float(row["mean"]))
            for row in content.tables["department_results"]
            if row["mean"] is not None
        ),
        key=lambda row: row[1],
    )
    top = CHARTS_FROM + len(content.grades) + 3
    _data(sheet, top, (_heading("department", content), _heading("mean", content)), rows)
    chart = sheet.workbook.chart("bar")
    chart.add_series(
        {
            "name": _heading("mean", content),
            "categories": _range(sheet, top, len(rows), 0),
            "values": _range(sheet, top, len(rows), 1),
            "fill": {"color": SERIES[1]},
            "gap": 50,
            "data_labels": {"value": True, "num_format": "0.0"},
        }
    )
    _place(sheet, chart, texts["departments"], (CHARTS_FROM, 7), (540, _tall(len(rows))), legend=False)


def _progress_chart(sheet: SafeSheet, content: MasterContent, texts: dict[str, str]) -> None:
    states = ("checked", "returned", "open")
    rows = [
        (row["department"], *(row[state] for state in states))
        for row in reversed(content.tables["department_results"])
    ]
    top = CHARTS_FROM + len(content.grades) + 6 + len(rows)
    _data(sheet, top, (_heading("department", content), *(_heading(key, content) for key in states)), rows)
    chart = sheet.workbook.chart("bar", subtype="stacked")
    for number, (state, colour) in enumerate(zip(states, (SERIES[4], SERIES[2], RULE), strict=True), 1):
        chart.add_series(
            {
                "name": _heading(state, content),
                "categories": _range(sheet, top, len(rows), 0),
                "values": _range(sheet, top, len(rows), number),
                "fill": {"color": colour},
                "gap": 40,
            }
        )
    below = CHARTS_FROM + max(17, _tall(len(rows)) // 20 + 1)
    _place(sheet, chart, texts["progress"], (below, 0), (1060, _tall(len(rows))), legend=True)


def _heading(column: str, content: MasterContent) -> str:
    return TABLES["department_results"].heading(column, content.language)


def _tall(rows: int) -> int:
    """Return the height of a bar chart [pixels]: every bar keeps its name readable."""
    return max(320, 90 + 22 * rows)


def _place(
    sheet: SafeSheet, chart: Any, title: str, cell: tuple[int, int], size: tuple[int, int], *, legend: bool
) -> None:
    quiet = {"num_font": {"size": 9}, "major_gridlines": {"visible": False}, "line": {"none": True}}
    name_font = {"size": 13, "bold": True, "color": INK}
    chart.set_title({"name": title, "name_font": name_font, "overlay": False})
    chart.set_legend({"position": "bottom"} if legend else {"none": True})
    chart.set_x_axis({**quiet, "min": 0})
    chart.set_y_axis({**quiet, "min": 0})
    chart.set_chartarea({"border": {"color": RULE}})
    chart.set_size({"width": size[0], "height": size[1]})
    sheet.chart(*cell, chart)
