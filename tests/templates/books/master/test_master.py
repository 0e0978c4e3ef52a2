"""The master workbook."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from addin.texts import LANGUAGES
from templates.books.master import MasterContent, write_master
from templates.books.master.dashboard import figures
from templates.tables import TABLES

GRADES = (("S", "Outstanding"), ("A", "Very good"), ("B", "Good"))


def content(language="en", **tables):
    """Return a small cycle's content; tables not given hold one plain row or nothing."""
    person = {"department": "Sales", "employee": "00123", "name": "=1+1", "position": "Clerk"}
    rows = {
        "results": [{**person, "score": 93.25, "grade": "B", "rank": 1, "state": "checked", "version": 1}],
        "indicator_scores": [
            {**person, "indicator": "S-1", "indicator_name": "Growth", "weight": 100.0, "method": "ratio"}
            | {
                "target": 0.95,
                "actual": 0.9,
                "score": 93.25,
                "workbook": "a.xlsx",
                "sheet": "A",
                "cell": "K2",
            }
        ],
        "department_results": [
            {"department": "Sales", "forms": 1, "open": 0, "returned": 0, "checked": 1, "scored": 1}
            | {"mean": 93.25, "lowest": 93.25, "highest": 93.25, "due": date(2026, 10, 12), "late": False}
        ],
        "all_findings": [],
        "submissions": [],
    }
    return MasterContent(
        company="A & B",
        cycle="2026-Q3",
        starts=date(2026, 7, 1),
        ends=date(2026, 9, 30),
        scheme="abc",
        made_at=datetime(2026, 10, 12, 8, tzinfo=UTC),
        grades=GRADES,
        tables={**rows, "adjustments": [], **tables},
        percent=frozenset({"S-1"}),
        language=language,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_that_hold_nothing_are_left_out(language):
    """Only filled tables have a sheet, and the index links to each."""
    book = openpyxl.load_workbook(io.BytesIO(write_master(content(language))))
    titles = [TABLES[key].title(language) for key in ("results", "indicator_scores", "department_results")]
    assert book.sheetnames[2:] == titles
    links = [
        cell.hyperlink.location for row in book.worksheets[0].iter_rows() for cell in row if cell.hyperlink
    ]
    assert links[1:] == [f"'{title}'!A1" for title in titles]


def test_typed_text_stays_text():
    """A name that looks like a formula stays text."""
    book = openpyxl.load_workbook(io.BytesIO(write_master(content())))
    cell = book["Results"]["C5"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_percent_indicators_are_shown_in_percent():
    """Target and actual of an indicator in percent carry a percent format, the score does not."""
    sheet = openpyxl.load_workbook(io.BytesIO(write_master(content())))["Indicator scores"]
    formats = [sheet.cell(5, column).number_format for column in (8, 9, 10)]
    assert [shape.endswith("%") for shape in formats] == [True, True, False]


def test_there_are_three_native_charts():
    """The dashboard holds charts of grades, departments, progress; without scores only progress."""
    book = openpyxl.load_workbook(io.BytesIO(write_master(content())))
    assert len(book["Dashboard"]._charts) == 3
    unscored = [{**content().tables["results"][0], "score": None, "grade": None}]
    bare = openpyxl.load_workbook(io.BytesIO(write_master(content(results=unscored))))
    assert len(bare["Dashboard"]._charts) == 1


def test_the_same_content_gives_the_same_bytes():
    """A master workbook rendered twice is the same file."""
    assert write_master(content()) == write_master(content())


def test_words_follow_the_language():
    """States and flags are shown in the words of the language."""
    book = openpyxl.load_workbook(io.BytesIO(write_master(content("zh"))))
    assert book["考核结果"]["I5"].value == "已核对"
    assert book["部门"]["K5"].value == "否"


def test_the_tiles_count_forms_as_progress_does():
    """Forms, checked and scored include those of departments judged themselves; the mean is people's."""
    units = [
        {**content().tables["department_results"][0], "forms": 5, "checked": 4, "score": 80.0},
        {**content().tables["department_results"][0], "forms": 2, "checked": 2, "score": None},
    ]
    assert figures(content(department_results=units)) == {
        "forms": 7,
        "checked": 6,
        "scored": 2,
        "mean": 93.25,
        "errors": 0,
    }
