"""What directors are given, and what they are not."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from addin.texts import LANGUAGES, say
from templates.tables import TABLES
from tests.builders import ENOUGH
from tests.templates.books.master.material import headed, records

NOT_FOR_DIRECTORS = (
    "rater_patterns",
    "health",
    "indicator_health",
    "all_findings",
    "submissions",
    "audit_log",
    "summary",
    "adjustments",
    "indicator_scores",
    "roster",
)


@pytest.fixture(scope="module")
def everything(for_directors):
    """Return all text of all parts of the file."""
    with ZipFile(BytesIO(for_directors)) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_directors_see_results_and_how_departments_compare(for_directors):
    """There are dashboard, distribution, departments and everybody's result as it counts."""
    book = openpyxl.load_workbook(BytesIO(for_directors))
    expected = ["Index", "Dashboard", "Distribution", "Departments", "Results", "Chart data"]
    assert book.sheetnames == expected
    assert len(records(book["Results"])) == 5
    assert headed(book["Results"])[-4:] == ["Score", "Grade", "Rank", "State"]


@pytest.mark.parametrize("table", NOT_FOR_DIRECTORS)
def test_no_part_names_what_they_are_not_given(everything, table):
    """No sheet, table or index entry of what is for HR only is in any part of the file."""
    assert f"tbl_{table}" not in everything
    for language in LANGUAGES:
        assert f'<sheet name="{TABLES[table].title(language)}"' not in everything
        about = say(f"master.about.{table}", language) if table != "summary" else "overall comment"
        assert about not in everything


@pytest.mark.parametrize(
    "private",
    [
        ENOUGH,
        "list no. 17",
        "a patent",
        "too few ratings",
        "V001",
        "photo.jpg",
        "Appraisal",
        "SAL-07",
        "past.csv",
    ],
)
def test_no_part_holds_what_is_for_hr_only(everything, private):
    """No comment, reason, pattern, finding, file, cell or single line is in any part of the file."""
    assert private.lower() not in everything.lower()


def test_the_change_is_that_of_the_trend(for_directors):
    """Where the period before comes from another system, the figure and the chart beside it say the same."""
    book = openpyxl.load_workbook(BytesIO(for_directors), data_only=True)
    rows = list(book["Chart data"].iter_rows(values_only=True))
    start = [row[0] for row in rows].index("Cycle")
    before, now = (row[1] for row in rows[start + 1 : start + 3])
    labels = {cell.value: cell for row in book["Dashboard"].iter_rows() for cell in row if cell.value}
    shown = labels["change of the mean"].offset(row=-1).value
    assert shown == pytest.approx(now - before)
