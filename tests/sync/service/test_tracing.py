"""`why`: every input of a score is found in the kept workbook, in the cell that is named."""

from __future__ import annotations

import json
from io import BytesIO

import openpyxl
import pytest

from addin.scoring.formulas import LEFT_OUT as LEFT_OUT_MARK
from addin.texts import LANGUAGES, phrase, say
from sync.cli import main
from sync.service.cycles import open_to_look
from templates.books.department.state import Typed
from tests.builders import CYCLE, PEOPLE
from tests.edits import apply
from tests.sync.service.company import HEAD, filled, make_company, scores_of

YES = {"en": "yes", "zh": "是"}
LEFT_OUT, MISSING = ("00123", "SAL-05"), ("E-07", "RND-03")


@pytest.fixture(scope="module", params=LANGUAGES)
def company(request, tmp_path_factory):
    """Return language and workspace of a company with measured, judged, left out and missing lines."""
    language, folder = request.param, tmp_path_factory.mktemp("why") / "company"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MERITBOOK_NOW", "2026-10-05T08:00:00+00:00")
        workspace = make_company(folder, language)
        assert main(["-w", str(folder), "issue", CYCLE]) == 0
        other = {
            LEFT_OUT: Typed(actual=phrase("choices.not_applicable", language), comment="no survey"),
            MISSING: Typed(),
            ("E-07", "RND-08"): Typed(actual=YES[language]),
        }
        (workspace.inbox / "sales.xlsx").write_bytes(filled(workspace, other=other))
        assert main(["-w", str(folder), "collect"]) == 1
    return language, workspace


@pytest.fixture
def why(company, document):
    """Return a function that gives the steps of one person's score."""
    return lambda employee: document(company[1], "why", CYCLE, employee)["steps"]


def kept(workspace):
    """Return the workbooks that the archive keeps by file name, as openpyxl reads them."""
    with open_to_look(workspace) as archive:
        return {
            one.name: openpyxl.load_workbook(BytesIO(archive.content(one.sha256)), data_only=True)
            for one in archive.submissions()
        }


def of(steps, indicator, column, language):
    """Return the step of one line and column."""
    title = say(f"tables.appraisal.columns.{column}", language)
    (found,) = [
        one for one in steps if one["step"].startswith(indicator) and one["step"].endswith(f"· {title}")
    ]
    return found


def test_every_named_cell_holds_the_value(company, why):
    """In each cell that is named, the kept workbook holds the very value of the step."""
    language, workspace = company
    books, seen = kept(workspace), 0
    for employee in PEOPLE:
        for step in why(employee):
            if step["cell"] is None:
                assert (step["workbook"], step["sheet"]) == (None, None)
                continue
            held = books[step["workbook"]][step["sheet"]][step["cell"]].value
            if isinstance(held, str) and held != "":
                assert held in {YES[language], phrase("choices.not_applicable", language), LEFT_OUT_MARK}
                assert step["value"] == (1.0 if held == YES[language] else None)
            else:
                assert step["value"] == (None if held in (None, "") else pytest.approx(held))
            seen += 1
    assert seen >= 3 * 16


def test_a_measured_and_a_judged_line_name_their_cells(company, why):
    """A measured line names the cell of its actual, a judged one that of the manager's rating."""
    language, steps = company[0], why("00123")
    actual, rating = (
        of(steps, "SAL-01", "actual", language),
        of(steps, "SAL-07", "manager_rating", language),
    )
    assert (actual["value"], actual["sheet"]) == (96.0, phrase("tables.appraisal.title", language))
    assert (rating["value"], rating["workbook"]) == (4.0, "sales.xlsx")
    assert actual["cell"][0] != rating["cell"][0]
    assert of(steps, "SAL-01", "score", language)["value"] == 96.0


def test_a_line_left_out_says_so(company, why):
    """A line that does not apply has no value and says that the others' weights fill its place."""
    language, steps = company[0], why("00123")
    found = of(steps, "SAL-05", "score", language)
    assert (found["value"], found["rule"]) == (None, say("methods.steps.not_applicable", language))
    assert steps[-2]["value"] is not None


def test_a_missing_line_says_that_the_total_waits(company, why):
    """A line still empty has no value, and the score ends with the sum that waits for it."""
    language, steps = company[0], why("E-07")
    assert of(steps, "RND-03", "actual", language)["rule"] == say("methods.steps.missing", language)
    assert of(steps, "RND-03", "score", language)["value"] is None
    assert (steps[-1]["value"], steps[-1]["rule"]) == (
        None,
        say("methods.steps.sum_open", language, count=1),
    )


def test_the_steps_end_in_the_result(company, why):
    """The last two steps are the score and the grade that `results` gives."""
    for employee, (score, grade, _) in scores_of(company[1]).items():
        if score is not None:
            assert [step["value"] for step in why(employee)[-2:]] == [score, grade]


def test_the_other_language_can_be_asked_for(company, run):
    """With --language the steps are told in that language, whatever the workbook's is."""
    for language in LANGUAGES:
        words = ("why", CYCLE, "00124", "--json", "--language", language)
        steps = json.loads(run(company[1], *words)[1])["steps"]
        assert steps[-1]["step"] == say("methods.steps.grade", language)


def test_who_has_sent_nothing_is_one_line(company, run):
    """Somebody without a received form, or nobody at all, is one line with status 2."""
    for employee in (HEAD, "nobody"):
        status, shown, told = run(company[1], "why", CYCLE, employee)
        assert (status, shown, told.count("\n")) == (2, "", 1)
        assert employee in told


def test_cells_are_those_of_the_file_that_was_sent(small, document):
    """After rows were sorted, a column moved and the sheet renamed, the cells named are the new ones."""
    edits = [
        {"do": "sort", "table": "appraisal", "by": "indicator_name"},
        {"do": "move_column", "table": "appraisal", "column": "actual", "to": "todo"},
        {"do": "rename_sheet", "sheet": "Appraisal", "value": "Our people"},
    ]
    (small.inbox / "a.xlsx").write_bytes(apply(filled(small), edits))
    document(small, "collect")
    book = kept(small)["a.xlsx"]
    for employee, value in (("00123", 96), ("00124", 88.5)):
        step = of(document(small, "why", CYCLE, employee)["steps"], "SAL-01", "actual", "en")
        assert (step["sheet"], step["value"]) == ("Our people", value)
        assert book["Our people"][step["cell"]].value == value
