"""The dashboard of the master workbook and the numbers behind its charts."""

from __future__ import annotations

import pytest

from addin.texts import LANGUAGES
from templates.books.master.charts import KINDS
from tests.templates.books.master.material import PLOTS, written


def shown(sheet, reference):
    """Return what stands in the column a chart refers to."""
    area = reference.split("!")[1].replace("$", "")
    first, last = area.split(":") if ":" in area else (area, area)
    return [cell.value for (cell,) in sheet[f"{first}:{last}"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_native_chart_for_everything_known(language):
    """Each kind of numbers has its chart, and those there are share the page."""
    assert [plot.key for plot in PLOTS] == list(KINDS)
    for known in range(len(KINDS) + 1):
        book = written(language, plots=PLOTS[:known])
        assert len(book.worksheets[1]._charts) == known


def test_charts_stand_beside_each_other():
    """No chart lies over another, and all end within the printed page."""
    sheet = written()["Dashboard"]
    starts = [(chart.anchor._from.row, chart.anchor._from.col) for chart in sheet._charts]
    ends = [(chart.anchor.to.row, chart.anchor.to.col) for chart in sheet._charts]
    assert [row for row, _ in starts] == [6] * 2 + [20] * 3 + [34] * 3
    assert all(end < start for (_, end), (_, start) in zip(ends[2:4], starts[3:5], strict=True))
    assert max(row for row, _ in ends) < 48
    assert max(column for _, column in ends) == 11, "where the last figure ends"


def test_figures_stand_on_top_and_lead_to_their_tables():
    """A figure that is known stands there, another is a dash; its name leads to the table that tells more."""
    sheet = written()["Dashboard"]
    assert [sheet.cell(4, column).value for column in (1, 3, 5, 7)] == [3, 93.25, 1, "–"]
    targets = [sheet.cell(5, column).hyperlink for column in (1, 3, 5, 7)]
    assert targets[0] is None, "there is no sheet of progress"
    assert [link.location for link in targets[1:]] == [
        "'Departments'!A1",
        "'Findings'!A1",
        "'Departments'!A1",
    ]


def test_the_numbers_stand_on_a_sheet_of_their_own():
    """Each chart refers to cells that hold its names and numbers."""
    book = written()
    numbers = book["Chart data"]
    for chart, plot in zip(book["Dashboard"]._charts, PLOTS, strict=True):
        first = chart.series[0]
        assert shown(numbers, first.cat.strRef.f) == [row[0] for row in plot.rows]
        assert shown(numbers, first.val.numRef.f) == [row[1] for row in plot.rows]


def test_it_is_one_page():
    """The dashboard is printed on one page, across."""
    sheet = written()["Dashboard"]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, None), (
        "one by one, unless said"
    )
    assert sheet.page_setup.orientation == "landscape"
