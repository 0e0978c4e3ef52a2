"""Tests of what a department workbook may be: goals or rating, by person or by indicator, with a review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from sync.reading.submission import read_submission
from sync.reading.tables import ReadRow
from templates.books.department.editions import typed_columns
from templates.books.department.filling import fill_department
from templates.books.department.goals import asks
from templates.books.department.plan import DepartmentPlan, Key
from templates.books.department.shown import all_formulas, shown
from templates.books.department.state import Typed, TypedSummary, state_of
from templates.books.department.write import write_department
from tests.builders import PEOPLE, SUMMARIES, TYPED, sample_plan
from tests.edits import apply
from tests.libreoffice import Office, recalculate
from tests.organisations import UNIT, organisation_plan
from tests.templates.books.department.test_shown import cells, same

AGREED = {employee: TypedSummary(agreed_on=date(2026, 6, 29)) for employee in PEOPLE}
TARGETS: Mapping[Key, Typed] = {
    ("00123", "SAL-01"): Typed(target=110.0, comment="the new market"),
    ("00124", "SAL-01"): Typed(target=0.0),
    ("00124", "SAL-02"): Typed(target="about 95%"),
    ("E-07", "RND-03"): Typed(target=""),
    ("E-07", "RND-06"): Typed(target=""),
}
"""A target changed, three that cannot be used, and one emptied that needs none."""

REVIEWED: Mapping[Key, Typed] = {
    **TYPED,
    ("00123", "SAL-07"): Typed(manager_rating=4, reviewed_rating=3.5, comment="seen by the whole floor"),
    ("00124", "SAL-07"): Typed(manager_rating=4, reviewed_rating=5.0),
    ("E-07", "RND-06"): Typed(reviewed_rating=3.0),
    ("1234567890123456", "ADM-02"): Typed(manager_rating=4, reviewed_rating="nobody"),
}

Variant = tuple[DepartmentPlan, Mapping[Key, Typed], Mapping[str, TypedSummary]]


def variants() -> dict[str, Variant]:
    """Return every kind of workbook, filled in different ways."""
    found: dict[str, Variant] = {}
    for language in ("en", "zh"):
        goals = sample_plan(language, edition="goals", order="indicator" if language == "zh" else "person")
        found |= {
            f"goals empty {language}": (goals, {}, {}),
            f"goals half {language}": (goals, TARGETS, dict([*AGREED.items()][:2])),
            f"goals full {language}": (goals, {}, AGREED),
        }
        reviewed = sample_plan(language, order="indicator", reviewed=True, issue_by="manager")
        found |= {
            f"reviewed empty {language}": (reviewed, {}, {}),
            f"reviewed full {language}": (reviewed, REVIEWED, SUMMARIES),
        }
    unit = organisation_plan(edition="goals")
    found["goals of a unit"] = (unit, {(UNIT, "U-7"): Typed(target=3.0)}, AGREED)
    found["goals of a unit alone"] = (organisation_plan((), edition="goals"), {}, {})
    return found


VARIANTS = variants()


def workbook(name: str) -> bytes:
    """Return a variant as it is sent."""
    plan, typed, summaries = VARIANTS[name]
    return fill_department(write_department(plan), plan, typed, summaries)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_formula_has_its_value(name: str) -> None:
    """Formulas and cached values name exactly the same cells, once each."""
    places = [spot for spot, _ in all_formulas(VARIANTS[name][0])]
    assert len(places) == len(set(places))
    assert set(places) == set(shown(VARIANTS[name][0], {}, {}))


def sorted_by(name: str, column: str) -> bytes:
    """Return a variant whose rows were sorted by a column."""
    return apply(workbook(name), [{"do": "sort", "table": "appraisal", "by": column}])


SORTED = {
    "goals half en": "indicator",
    "goals half zh": "target",
    "reviewed full en": "employee",
    "reviewed full zh": "weight",
}


@pytest.fixture(scope="module")
def recalculated(libreoffice: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return every variant, and some of them sorted, as LibreOffice computes them: one run for all."""
    folder = tmp_path_factory.mktemp("editions")
    books = {name: workbook(name) for name in VARIANTS}
    books |= {f"{name} sorted": sorted_by(name, column) for name, column in SORTED.items()}
    for name, data in books.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    saved = recalculate(libreoffice, [folder / f"{name}.xlsx" for name in books], folder / "out")
    return {name: file.read_bytes() for name, file in zip(books, saved, strict=True)}


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", VARIANTS)
def test_cached_values_are_what_libreoffice_computes(name: str, recalculated: dict[str, bytes]) -> None:
    """Every cached value of every variant is right."""
    ours, theirs = cells(workbook(name)), cells(recalculated[name])
    formulas = [place for place, cell in ours.items() if cell.formula]
    wrong = [place for place in formulas if not same(ours[place], theirs.get(place))]
    assert [(place, ours[place].value, theirs[place].value) for place in wrong if place in theirs] == []
    assert len(formulas) > 40
    assert not wrong


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", SORTED)
def test_sorting_keeps_every_score_right(name: str, recalculated: dict[str, bytes]) -> None:
    """After sorting, each row says what it said, and so does each person."""
    before, after = read_submission(workbook(name)), read_submission(recalculated[f"{name} sorted"])
    for table in {"appraisal", "summary", "members"} & before.tables.keys():
        rows = [{_key(row): _told(row) for row in one.tables[table].rows} for one in (before, after)]
        assert rows[0] == rows[1]
    sheets = [[_key(row) for row in one.tables["appraisal"].rows] for one in (before, after)]
    assert sheets[0] != sheets[1]


def _key(row: ReadRow) -> tuple[str, str]:
    return row.text("employee"), row.text("indicator")


def _told(row: ReadRow) -> list[object]:
    found = (row.cell(key) for key in ("score", "grade", "todo", "open", "target", "manager_rating"))
    values = (cell.value if cell else None for cell in found)
    return [round(value, 9) if isinstance(value, float) else value or "" for value in values]


def test_the_goals_edition_asks_for_targets_and_nothing_else() -> None:
    """Target, comment and the day of agreeing are open; ratings, actuals and scores are not seen."""
    plan = sample_plan(edition="goals")
    assert typed_columns(plan, "appraisal") == ("target", "comment")
    assert typed_columns(plan, "members") == ("agreed_on",)
    book = load_workbook(BytesIO(write_department(plan)))
    assert book.sheetnames == ["Cover", "Guide", "People", "Appraisal", "Findings", "_lists", "_meritbook"]
    titles = {cell.value: cell.column_letter for cell in book["Appraisal"][1]}
    unseen = ("Actual", "Self rating", "Manager rating", "Score", "Evidence", "Reviewed rating")
    widths = [book["Appraisal"].column_dimensions[titles[title]] for title in unseen]
    assert all(width.hidden for width in widths)


def test_a_target_is_asked_for_only_where_the_method_needs_one() -> None:
    """Missing, zero and text are named where the line cannot be scored by them; a rating needs no target."""
    state = state_of(sample_plan(edition="goals"), TARGETS, {})
    said = {line.planned.key: line.todo for line in state.lines}
    assert said["00123", "SAL-01"] == "✓"
    assert said["00124", "SAL-01"] == said["00124", "SAL-02"] == "correct the value"
    assert said["E-07", "RND-03"] == "type target"
    assert said["E-07", "RND-06"] == "✓"
    assert [person.open for person in state.people] == [1, 3, 2, 1]


def test_what_is_no_number_is_no_target() -> None:
    """A truth value is none, and a number is, whatever its kind."""
    line = sample_plan().lines[0].line
    assert [asks(line, value) for value in (True, 5, 5.0, "5", None)] == [
        *("wrong", "done", "done", "wrong"),
        "type_target",
    ]


@pytest.mark.parametrize("edition", ["rating", "goals"])
def test_the_order_is_by_person_or_by_indicator(edition: str) -> None:
    """By indicator, each stands once for everybody, in the order of the first who has it."""
    plan = sample_plan(edition=edition, order="indicator")
    rows = read_submission(write_department(plan)).tables["appraisal"].rows
    assert [row.text("indicator") for row in rows][:4] == ["SAL-01", "SAL-01", "SAL-02", "SAL-02"]
    assert {_key(row) for row in rows} == {line.key for line in sample_plan().lines}


def test_the_reviewed_rating_counts_instead_of_the_manager_s() -> None:
    """Where the head of the department chose another step, the score follows and a comment is asked for."""
    state = state_of(sample_plan(reviewed=True), REVIEWED, SUMMARIES)
    said = {line.planned.key: (line.score, line.todo) for line in state.lines}
    assert said["00123", "SAL-07"] == (70.0, "✓")
    assert said["00124", "SAL-07"] == (100.0, "comment, evidence")
    assert said["E-07", "RND-06"] == (60.0, "comment")
    assert said["1234567890123456", "ADM-02"] == ("?", "correct the value")


def test_only_a_reviewed_workbook_shows_the_reviewed_rating() -> None:
    """Issued by department, the column is there, empty, and not seen."""
    for reviewed in (False, True):
        plan = sample_plan(reviewed=reviewed)
        assert ("reviewed_rating" in typed_columns(plan, "appraisal")) is reviewed


@pytest.mark.parametrize(
    "name", ["goals empty en", "goals empty zh", "reviewed empty en", "reviewed empty zh"]
)
def test_validations_fit_into_what_programs_store(name: str) -> None:
    """Formulas and messages of validations stay within 255 characters, titles within 32."""
    for sheet in load_workbook(BytesIO(workbook(name))):
        for rule in sheet.data_validations.dataValidation:
            assert all(len(text or "") <= 255 for text in (rule.formula1, rule.prompt, rule.error))
            assert all(len(text or "") <= 32 for text in (rule.promptTitle, rule.errorTitle))
