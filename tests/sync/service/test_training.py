"""Who was trained to rate: typed into the scheme, named where missing, listed for HR."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl

from addin.scoring.processes import RaterTraining
from sync.service.cycles import open_to_look
from sync.service.exporting.master import master
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.sync.service.company import write_rules
from tests.templates.books.master.material import records


def rules(*trained):
    """Return the sample scheme with the module, and who was trained."""
    scheme = sample_scheme()
    settings = replace(scheme.settings, modules=("rater_training",))
    return replace(scheme, settings=settings, rater_training=trained)


def listed(workspace):
    """Return the sheet of the master workbook, or None where there is none."""
    with open_to_look(workspace) as archive:
        book = openpyxl.load_workbook(BytesIO(master(archive, CYCLE)))
    return records(book["Raters' training"]) if "Raters' training" in book.sheetnames else None


def test_without_the_module_nobody_is_listed(small):
    """Who does not record trainings is not told that they are missing."""
    assert listed(small) is None


def test_what_hr_records_while_the_cycle_is_open_counts(small, run, document):
    """A training that is typed after the issue is taken in by collect; who has none stands first."""
    done = RaterTraining("00001", date(2026, 9, 1), "Rating by the anchors", "HR")
    write_rules(small, rules(replace(done, trained_on=date(2025, 9, 1)), done), sample_roster())
    codes = {one["found"] for one in document(small, "scheme", "check")["findings"] if one["code"] == "S078"}
    assert codes == {"00000"}
    assert "rater training and roles taken in" in run(small, "collect")[1]
    rows = listed(small)
    assert [(row["Name"], row["Trained on"] and f"{row['Trained on']:%F}") for row in rows] == [
        ("Gao Yuan", None),
        ("Zhao Min", "2026-09-01"),
    ]
    assert [row["People to rate"] for row in rows] == [1, 4]
    assert run(small, "collect")[1].count("taken in from the scheme") == 0, "nothing changed since"
    assert run(small, "verify")[0] == 0
