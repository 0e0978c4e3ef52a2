"""Whatever stands in the cells, the checks answer with findings and never fail."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from addin.texts import LANGUAGES
from sync.checks.forms import build_context
from sync.checks.run import forms_with_errors, group, run_checks
from sync.reading.cells import BLANK, BOOLEAN, DATE, ERROR, GENERAL, NUMBER, PERCENT, TEXT, Cell
from sync.reading.submission import Submission, read_submission
from sync.reading.tables import ReadRow, TableReading
from templates.tables import TABLES
from tests.builders import CYCLE, filled_workbook, issued_workbook, sample_scheme

FINITE = st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.sampled_from(
    ("", " ", "85%", "８５分", "1E+15", "not applicable", "不适用", "yes", "9" * 5000, "{x}", "123")
)
VALUES = st.one_of(
    st.tuples(st.just(NUMBER), FINITE | st.integers(-9, 99).map(float)),
    st.tuples(st.just(TEXT), WORDS | st.text(max_size=9)),
    st.tuples(st.just(BOOLEAN), st.booleans()),
    st.tuples(st.just(ERROR), st.sampled_from(("#N/A", "#REF!"))),
    st.tuples(st.just(BLANK), st.none()),
)
FORMULAS = st.sampled_from((None, None, "", "score[0]+10"))
FORMATS = st.sampled_from((GENERAL, PERCENT, DATE))
CELLS = st.tuples(VALUES, FORMULAS, FORMATS)


@cache
def sample(filled: bool) -> Submission:
    """Return the reading of the sample workbook."""
    return read_submission(filled_workbook() if filled else issued_workbook())


def places(table: str) -> st.SearchStrategy[tuple[str, int, str]]:
    """Draw a row and a column of a table."""
    rows = st.integers(0, len(sample(True).tables[table].rows) - 1)
    return st.tuples(st.just(table), rows, st.sampled_from([column.key for column in TABLES[table].columns]))


def changed(table: TableReading, edits: dict[tuple[int, str], Any]) -> TableReading:
    """Return a table with other cells in some places."""
    rows = []
    for at, row in enumerate(table.rows):
        cells = dict(row.cells)
        for (number, column), ((kind, value), formula, look) in edits.items():
            if number == at:
                cells[column] = Cell(kind, value, formula, look)
        rows.append(ReadRow(row.number, cells))
    return replace(table, rows=tuple(rows))


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(places("appraisal") | places("summary"), CELLS, max_size=12),
    st.sets(st.sampled_from(("appraisal", "summary", "members")), max_size=1),
    st.sampled_from(LANGUAGES),
)
def test_anything_ends_in_findings(edits: dict[Any, Any], gone: set[str], language: str) -> None:
    """Any content in any cell, and any sheet missing, is told in words; what has no error has a score."""
    sent, scheme = sample(True), sample_scheme()
    tables = {
        key: changed(table, {place[1:]: cell for place, cell in edits.items() if place[0] == key})
        for key, table in sent.tables.items()
        if key not in gone
    }
    context = build_context(
        replace(sent, tables=tables),
        sample(False),
        scheme,
        scheme.cycles[CYCLE],
        language,
    )
    found = run_checks(context, "sales.xlsx")
    assert all(told.text for told in group(found, language))
    if "appraisal" not in gone:
        sound = context.scores.keys() - forms_with_errors(found)
        assert all(context.scores[employee].grade for employee in sound)
    assert len({finding.id for finding in found}) == len(found)
