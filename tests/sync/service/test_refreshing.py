"""`scheme refresh`: what each line of Templates does in words, after HR has changed it."""

from __future__ import annotations

import pytest

from sync.reading.scheme import read_scheme
from sync.reading.xlsx import read_book
from tests.scheme_edits import apply

EDITS = [{"table": "templates", "key": ["SAL", "SAL-01"], "column": "cap", "value": 150}]


def told(workspace):
    """Return sentence and example of a line as they stand in scheme.xlsx."""
    row = read_scheme(workspace.scheme.read_bytes()).index["templates", "SAL", "SAL-01"]
    return row.text("standard"), row.text("example")


def test_a_changed_line_is_told_anew(small, run):
    """After a cap was changed, sentence and example say so; the previous copy is kept."""
    small.scheme.write_bytes(apply(small.scheme.read_bytes(), EDITS))
    assert "150" not in told(small)[0]
    status, out, _ = run(small, "scheme", "refresh")
    assert (status, "sentences written anew: 2" in out) == (0, True)
    assert all("150" in text for text in told(small))
    assert (small.folder / "scheme.previous.xlsx").exists()


def test_nothing_is_written_where_nothing_changed(small, run):
    """Where every sentence is right, the workbook stays byte for byte, without a copy."""
    before = small.scheme.read_bytes()
    assert run(small, "scheme", "refresh")[0] == 0
    assert small.scheme.read_bytes() == before
    assert not (small.folder / "scheme.previous.xlsx").exists()


def test_a_line_that_cannot_work_is_told_by_nothing(small, run):
    """A method that nobody knows, or a rule that cannot work, leaves no sentence that would be wrong."""
    edit = {"table": "templates", "key": ["SAL", "SAL-01"], "column": "method", "value": "magic"}
    small.scheme.write_bytes(apply(small.scheme.read_bytes(), [edit]))
    assert run(small, "scheme", "refresh")[0] == 0
    assert told(small) == ("", "")


def test_an_open_workbook_is_refused(small, run):
    """While somebody has scheme.xlsx open, nothing is written and the lock file is named."""
    (small.folder / "~$scheme.xlsx").touch()
    status, out, err = run(small, "scheme", "refresh")
    assert (status, out, "~$scheme.xlsx" in err) == (2, "", True)


def switched(workspace, module, word):
    """Switch a module on or off, as HR does in Settings."""
    edit = {"table": "settings", "key": [f"module.{module}"], "column": "value", "value": word}
    workspace.scheme.write_bytes(apply(workspace.scheme.read_bytes(), [edit]))


def seen(workspace):
    """Return the sheets that are seen."""
    return {
        sheet.name for sheet in read_book(workspace.scheme.read_bytes()).sheets if sheet.state == "visible"
    }


@pytest.mark.parametrize(("module", "sheet"), [("quotas", "Quotas"), ("guide", "Guide")])
def test_the_sheet_of_a_module_comes_and_goes(small, run, module, sheet):
    """A module switched on shows its sheet at the next refresh, switched off hides it, its rows kept."""
    before = read_scheme(small.scheme.read_bytes()).scheme.quotas
    switched(small, module, "yes")
    status, out, _ = run(small, "scheme", "refresh")
    assert (status, sheet in seen(small), f"their modules are on: {sheet}." in out) == (0, True, True)
    switched(small, module, "no")
    status, out, _ = run(small, "scheme", "refresh")
    assert (status, sheet in seen(small), f"is kept: {sheet}." in out) == (0, False, True)
    assert read_scheme(small.scheme.read_bytes()).scheme.quotas == before


def test_previewers_see_what_is_open(small, run):
    """After a refresh the cached line above a table, and Start, tell of a mistake made since."""
    edit = {"table": "grades", "key": ["B"], "column": "high", "value": 99}
    small.scheme.write_bytes(apply(small.scheme.read_bytes(), [edit]))
    assert run(small, "scheme", "refresh")[0] == 0
    texts = {
        (sheet.name, cell.row, cell.column): cell.value
        for sheet in read_book(small.scheme.read_bytes()).sheets
        for cell in sheet.cells
    }
    assert texts["Grades", 3, 1].startswith("✗ The bands leave a hole")
    assert texts["Start", 11, 2] == "✗"
