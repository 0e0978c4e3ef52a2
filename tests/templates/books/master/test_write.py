"""The master workbook as a whole."""

from __future__ import annotations

import pytest

from addin.texts import LANGUAGES, say
from templates.books.master import Filled, write_master
from templates.tables import TABLES
from tests.templates.books.master.material import ROWS, content, written


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_that_hold_nothing_are_left_out(language):
    """Only filled tables have a sheet, between dashboard and chart data, and the index links to each."""
    tables = [*content(language).tables, Filled(TABLES["submissions"], [])]
    book = written(language, tables=tables)
    shown = [TABLES[key].title(language) for key in ROWS]
    numbers = say("master.numbers.title", language)
    dashboard = say("master.dashboard.title", language)
    assert book.sheetnames[1:] == [dashboard, *shown, numbers]
    links = [cell.hyperlink.location for (cell,) in book.worksheets[0]["A11:A30"] if cell.hyperlink]
    assert links == [f"'{title}'!A1" for title in book.sheetnames[1:]]


def test_the_index_counts_the_rows():
    """Beside each table stands how many rows it has, also of rows that came one by one."""
    index = written().worksheets[0]
    counted = {row[0].value: row[1].value for row in index.iter_rows(min_row=11)}
    assert (counted["Results"], counted["Indicator scores"], counted["Dashboard"]) == (3, 3, None)


def test_every_sheet_leads_back_to_the_index():
    """The second row of each sheet but the first is a link to the index."""
    assert {sheet["A2"].hyperlink.location for sheet in written().worksheets[1:]} == {"'Index'!A1"}


def test_a_cycle_without_anything_is_written():
    """Without rows and charts there are index and dashboard, which says so."""
    book = written(tables=[], plots=())
    assert book.sheetnames == ["Index", "Dashboard"]
    assert book["Dashboard"]["A7"].value.startswith("No scores yet")


def test_the_same_content_gives_the_same_bytes():
    """A master workbook rendered twice is the same file."""
    assert write_master(content()) == write_master(content())


def test_titles_tell_for_whom_it_is():
    """What directors receive is called otherwise than what HR has."""
    for kind, title in (("master", "Master workbook 2026-Q3"), ("board", "Results for directors 2026-Q3")):
        book = written(kind=kind)
        assert book["Index"]["A1"].value == title
        assert book.properties.title == title
