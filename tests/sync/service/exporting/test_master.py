"""The master workbook of a company, sheet by sheet."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from sync.service.exporting.master import master
from tests.builders import CYCLE
from tests.sync.service.exporting.conftest import BEFORE, rendered
from tests.templates.books.master.material import headed, records


def of(rows, employee):
    """Return the rows of a person."""
    return [row for row in rows if row["Employee no."] == employee]


def test_all_sheets_that_hold_anything_are_there(book):
    """Everything that is known has a sheet, in the order of the index."""
    assert book.sheetnames == [
        *("Index", "Dashboard", "Progress", "People", "Results", "Indicator scores", "Distribution"),
        *("Departments", "Adjustments", "Findings", "Raters' patterns", "Process health", "Indicator health"),
        *("Submissions", "Summary", "Audit log", "Chart data"),
    ]


def test_results_hold_every_version(book):
    """The version that counts comes first and has the rank; the one before follows, in its state then."""
    rows = records(book["Results"])
    versions = of(rows, "00123")
    assert [(row["Version"], row["Counts"], row["State"]) for row in versions] == [
        (2, "current", "checked"),
        (1, "earlier", "returned"),
    ]
    assert [(row["Score"], row["Rank"], row["Submission"]) for row in versions] == [
        (97.72, 1, 2),
        (None, None, 1),
    ]
    assert versions[0]["Recorded"] == "2026-10-05 16:00", "where the company is, not in Greenwich"
    assert sum(row["Counts"] == "current" for row in rows) == 5


def test_results_tell_what_was_added(book):
    """Adjustments bear on the final score, so the provisional one and the bonus stand beside it."""
    (person,) = (row for row in of(records(book["Results"]), "00123") if row["Counts"] == "current")
    assert (person["Provisional"], person["Bonus"], person["Score"]) == (94.72, 3, 97.72)
    assert "Veto" not in headed(book["Results"]), "nobody has one"


def test_people_tell_where_they_are_appraised(book):
    """Everybody is listed: with their step, in whose workbook, or why they are exempt."""
    rows = records(book["People"])
    assert len(rows) == 6
    (head,), (director,) = of(rows, "00001"), of(rows, "00000")
    assert (head["Department"], head["Appraised in"]) == ("Sales and Service", "Sample Company")
    assert (head["State"], head["Direct manager"]) == ("issued", "Gao Yuan")
    assert (director["State"], director["Exempt because"]) == ("exempt", "no direct manager is named")
    assert of(rows, "00123")[0]["Result versions"] == 2


def test_progress_tells_forms_and_files(book):
    """Each workbook tells its forms by step, who fills it, the files received, and when one was read."""
    rows = {row["Department"]: row for row in records(book["Progress"])}
    sales, company = rows["Sales and Service"], rows["Sample Company"]
    assert [sales[key] for key in ("Step", "Forms", "Checked", "Files received")] == ["checked", 4, 4, 2]
    assert (sales["Department manager"], f"{sales['Last read on']:%F}") == ("Zhao Min", "2026-10-05")
    assert [company[key] for key in ("Step", "Open", "Files received", "Last read on")] == [
        "issued",
        1,
        0,
        None,
    ]


def test_distribution_stands_against_the_guide(book):
    """Each grade tells people, share and guide; with "at most" the better grades are included."""
    sheet = book["Distribution"]
    rows = {row["Grade"][0]: row for row in records(sheet)[:5]}
    assert (rows["B"]["People"], rows["B"]["Share"]) == (4, 1)
    assert (rows["S"]["Quota guide"], rows["A"]["Quota guide"]) == ("at most 25%", "S + A: at most 50%")
    assert [rows[grade]["Guide, people"] for grade in "SAB"] == [1, 2, None]
    (department,) = records(sheet, 12)
    assert (department["B"], department["B %"], department["Mean coefficient"]) == (4, 1, 1)


def test_departments_count_their_own_people(book):
    """A department's figures are those of the people who belong to it, its head among them."""
    (sales,) = records(book["Departments"])
    assert (sales["Forms"], sales["Scored"], sales["Lowest"], sales["Highest"]) == (5, 4, 87.6, 97.72)
    assert sales["Mean score"] == pytest.approx((97.72 + 95.5 + 92 + 87.6) / 4)


def test_findings_tell_how_they_stand(book):
    """What was mended is still told, with what it was."""
    (found,) = records(book["Findings"])
    assert (found["Code"], found["Name"], found["Standing"]) == ("V001", "Li Na", "Mended")


def test_raters_with_few_ratings_are_not_judged(book):
    """With fewer than five ratings a manager's row says that they are too few, and gives no figures."""
    (rater,) = records(book["Raters' patterns"])
    assert (rater["Rater"], rater["Ratings"], rater["Mean (1 to 5)"]) == ("Zhao Min", 4, None)
    assert rater["Indication"] == "Too few ratings to say anything"
    assert "never verdicts" in book["Raters' patterns"]["A3"].value


def test_registers_show_up_by_themselves(book):
    """What managers typed beside the scores has a sheet, from the submissions that count only."""
    rows = records(book["Summary"])
    assert len(rows) == 4
    assert {row["Submission"] for row in rows} == {2}
    assert of(rows, "00123")[0]["Overall comment"].startswith("Li Na did well.")


def test_the_audit_log_is_that_of_the_cycle(book):
    """Events are told as people read them; those of another cycle alone are left out."""
    rows = records(book["Audit log"])
    told = [(row["What happened"], row["To what"]) for row in rows]
    assert ("Workbooks issued", f"{CYCLE}-sales.xlsx") in told
    assert ("File set aside: not readable or not ours", "3 · photo.jpg") in told
    assert ("File of another system imported", "past.csv") in told
    assert not [what for _, what in told if BEFORE in what]


def test_a_trend_goes_back_before_the_archive(book):
    """Imported periods that are named as this one count; a year is no quarter."""
    rows = list(book["Chart data"].iter_rows(values_only=True))
    start = [row[0] for row in rows].index("Cycle")
    trend = [row[:3] for row in rows[start + 1 : start + 4] if row[0]]
    assert trend[0] == ("2026-Q1", 85, 2)
    assert [row[0] for row in trend] == ["2026-Q1", "2026-Q3"]


def test_a_cycle_without_anything_received(company):
    """A cycle that was only issued shows people, progress and log, and no scores."""
    book = openpyxl.load_workbook(BytesIO(rendered(company, master, BEFORE)))
    assert {"Progress", "People", "Results", "Audit log"} <= set(book.sheetnames)
    assert not {"Indicator scores", "Distribution", "Summary"} & set(book.sheetnames)
    assert all(row["Score"] is None for row in records(book["Results"]))
