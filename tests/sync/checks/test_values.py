"""What was typed: words the sheet and the archive must take alike, and how lines without a score count."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from addin.texts import LANGUAGES, say
from sync.checks.context import Context
from sync.checks.forms import build_context
from sync.checks.run import run_checks
from sync.checks.values import unknown_to_formulas
from sync.reading.numbers import not_applicable_words, yes_no_words
from sync.reading.submission import Submission, read_submission
from templates.books.department.state import Typed
from tests.builders import CYCLE, TYPED, filled_workbook, issued_workbook, sample_scheme
from tests.edits import apply

MEASURED, JUDGED, YES_NO = ("00123", "SAL-01"), ("00123", "SAL-07"), ("E-07", "RND-08")
WORDS = [
    *((place, word) for place in (MEASURED, JUDGED, YES_NO) for word in sorted(not_applicable_words())),
    *((YES_NO, word) for word in sorted(yes_no_words())),
]


@cache
def issued(language: str) -> Submission:
    """Return the sample workbook as issued, read once."""
    return read_submission(issued_workbook(language))


@cache
def filled(language: str) -> bytes:
    """Return the sample workbook filled in a language, written once."""
    yes = Typed(actual=say("choices.flag.yes", language))
    return filled_workbook({**TYPED, YES_NO: yes}, language=language)


def typed(language: str, place: tuple[str, str], word: object) -> Context:
    """Type one word into the filled sample workbook of a language and read it."""
    employee, indicator = place
    column = "manager_rating" if place == JUDGED else "actual"
    edit = {"employee": employee, "indicator": indicator, "column": column, "value": word}
    scheme = sample_scheme()
    sent = read_submission(apply(filled(language), [edit]))
    return build_context(sent, issued(language), scheme, scheme.cycles[CYCLE], "en")


def formula(context: Context, place: tuple[str, str]) -> str:
    """Return the formula of a line's Score cell."""
    rows = context.submission.tables["appraisal"].rows
    row = next(row for row in rows if (row.text("employee"), row.text("indicator")) == place)
    cell = row.cell("score")
    assert cell is not None
    return str(cell.formula)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("place", "word"), WORDS)
def test_no_word_is_taken_otherwise_in_silence(place: tuple[str, str], word: str, language: str) -> None:
    """Every word that is understood as an answer is one the sheet's formula knows, or has a finding."""
    context = typed(language, place, word)
    known = f'"{word}"'.casefold() in formula(context, place).casefold()
    assert len(list(unknown_to_formulas(context))) == (0 if known else 1)


def test_a_word_of_the_list_is_named() -> None:
    """Who typed n/a in a Chinese workbook is told the word of that workbook's list."""
    (found,) = unknown_to_formulas(typed("zh", MEASURED, "n/a"))
    assert (found.found, found.expected) == ("n/a", say("choices.not_applicable", "zh"))


@pytest.mark.parametrize(
    ("policy", "words"), [("neutral", "counts with the neutral score"), ("renormalise", "counts for nothing")]
)
def test_how_an_empty_line_counts_is_told(policy: str, words: str) -> None:
    """A line left empty, or without a usable target, says whether it counts by the neutral score or not."""
    scheme, line = sample_scheme(), ("1234567890123456", "ADM-09")
    lines = tuple(
        replace(one, missing=policy) if one.indicator == line[1] else one for one in scheme.templates["ADM"]
    )
    scheme = replace(scheme, templates={**scheme.templates, "ADM": lines})
    at = {"employee": line[0], "indicator": line[1]}
    emptied = [{**at, "column": "actual", "value": ""}]
    unusable = [{**at, "column": "target", "value": 0}]
    for code, before, edits in (("V012", [], emptied), ("V015", unusable, [])):
        sent = read_submission(apply(apply(filled_workbook(), before), edits))
        was = read_submission(apply(issued_workbook(), before))
        context = build_context(sent, was, scheme, scheme.cycles[CYCLE], "en")
        (found,) = (one for one in run_checks(context, "sales.xlsx") if one.code == code)
        assert words in found.message
        assert "{" not in found.message
        assert "without it" not in found.message
        assert context.scores[line[0]].total is not None


@pytest.mark.parametrize("code", ["0%", '0"%"', "yyyy-mm-dd"])
def test_a_format_that_spoils_what_is_typed_is_told(code: str) -> None:
    """Where a format would spoil whatever is typed into the cell, another format is asked for first."""
    at = {"employee": MEASURED[0], "indicator": MEASURED[1], "column": "actual"}
    sent = read_submission(apply(filled("en"), [{"do": "format", **at, "value": code}]))
    scheme = sample_scheme()
    context = build_context(sent, issued("en"), scheme, scheme.cycles[CYCLE], "en")
    (found,) = (one for one in run_checks(context, "sales.xlsx") if one.severity == "error")
    assert found.fix.startswith("Give the cell the number format General first. Type")


@pytest.mark.parametrize("place", [MEASURED, ("00123", "SAL-02"), JUDGED])
@pytest.mark.parametrize(
    ("number", "words"), [(1e-320, "1E-320"), (1.5e308, "1.5E+308"), (-1e308, "-1E+308")]
)
def test_a_number_no_cell_can_hold_is_none(place: tuple[str, str], number: float, words: str) -> None:
    """A number too large or too close to 0 for a cell is named as such, shortly, and counts as none."""
    found = [one for one in run_checks(typed("en", place, number), "sales.xlsx") if place[1] == one.indicator]
    (told,) = [one for one in found if one.severity == "error"]
    assert told.code == "V002"
    assert f'"{words}" (cell ' in told.message
    assert told.message.endswith("which is not a number that a cell can hold.")


@pytest.mark.parametrize(("number", "words"), [(-1e-12, "-1E-12"), (-2e300, "-2E+300"), (-3.5, "-3.5")])
def test_a_number_below_zero_is_told_as_such(number: float, words: str) -> None:
    """A number below zero is told so that it does not look like 0 and takes little room."""
    found = [one for one in run_checks(typed("en", MEASURED, number), "sales.xlsx") if one.code == "V014"]
    assert [f"the actual is {words} (" in one.message for one in found] == [True]
