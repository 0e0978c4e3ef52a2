"""The tables of the master workbook as sheets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from addin.texts import LANGUAGES
from templates.books.master import Filled
from templates.tables import TABLES, Column
from tests.templates.books.master.material import ROWS, content, headed, records, written


def test_each_is_a_real_table_with_filters():
    """A table has a name that pivots can rely on, filters, and headings equal to its cells."""
    for sheet in written().worksheets[2:-1]:
        (table,) = sheet.tables.values()
        assert table.name.startswith("tbl_")
        assert (
            table.autoFilter.ref
            == table.ref
            == f"A4:{sheet.cell(4, len(headed(sheet))).column_letter}{sheet.max_row}"
        )
        assert [column.name for column in table.tableColumns] == headed(sheet)


def test_names_and_headings_stay_in_sight():
    """Headings are frozen with the columns up to the name, and printed on every page."""
    book = written()
    assert [book[title].freeze_panes for title in ("Results", "Departments")] == ["D5", "B5"]
    assert book["Results"].print_title_rows == "$4:$4"


def test_typed_text_stays_text():
    """A name that looks like a formula stays text."""
    cell = written()["Results"]["C6"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_percent_indicators_are_shown_in_percent():
    """The target of an indicator in percent is shown in percent, that of another and the score are not."""
    sheet = written()["Indicator scores"]
    place = {title: at for at, title in enumerate(headed(sheet), 1)}
    formats = [sheet.cell(row, place["Target"]).number_format for row in (5, 6, 7)]
    assert formats == ["#,##0", "0.0%", "#,##0"]
    assert sheet.cell(6, place["Score"]).number_format == "0.00"


@pytest.mark.parametrize(("decimals", "shape"), [(0, "0"), (1, "0.0"), (3, "0.000")])
def test_points_have_the_decimals_of_the_scheme(decimals, shape):
    """Scores are shown as the scheme rounds them."""
    sheet = written(decimals=decimals)["Results"]
    assert sheet.cell(5, headed(sheet).index("Score") + 1).number_format == shape


def test_words_follow_the_language():
    """States, methods and which version counts are told in the words of the language."""
    book = written("zh")
    results = records(book["考核结果"])
    assert [row["状态"] for row in results] == ["已核对", "已核对", "已退回"]
    assert [row["是否有效"] for row in results] == [None, "当前版本", "历史版本"]
    assert records(book["指标得分"])[2]["计分方法"] == "等级评分法"


def test_columns_can_be_left_out_and_named():
    """A column left out is nowhere, and one that follows from the scheme has the title it is given."""
    table = replace(
        TABLES["department_results"],
        columns=(Column("department", "text", "service"), Column("x", "integer", "service")),
    )
    own = Filled(table, [{"department": "Sales", "x": 3}], headings={"x": "Grade S"})
    short = Filled(TABLES["results"], ROWS["results"], without=("rank", "lines"))
    book = written(tables=[own, short])
    assert headed(book["Departments"]) == ["Department", "Grade S"]
    assert not {"Rank", "Lines"} & set(headed(book["Results"]))


def test_two_tables_on_one_sheet():
    """A second table stands below the first, with a name and filters of its own."""
    below = Filled(TABLES["grades_by_department"], [{"department": "Sales", "scored": 3}])
    above = Filled(TABLES["distribution"], [{"grade": "S", "people": 3}], below=below)
    sheet = written(tables=[above])["Distribution"]
    assert {table.name: table.ref[:2] for table in sheet.tables.values()} == {
        "tbl_distribution": "A4",
        "tbl_grades_by_department": "A8",
    }


def test_a_wider_table_below_has_its_own_widths():
    """Where the second table has more columns, these are as wide as it says."""
    more = tuple(Column(f"more_{place}", "number", "service", width=21) for place in range(9))
    wide = replace(TABLES["grades_by_department"], columns=(TABLES["distribution"].columns[0], *more))
    headings = {column.key: column.key for column in wide.columns}
    below = Filled(wide, [{"grade": "S"}], headings=headings)
    above = Filled(TABLES["distribution"], [{"grade": "S", "people": 3}], below=below)
    sheet = written(tables=[above])["Distribution"]
    assert sheet.column_dimensions["I"].width > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_severities_and_earlier_versions_are_told_apart(language):
    """Findings are tinted by severity, earlier versions are grey, every second row is banded."""
    book = written(language)
    rules = [
        sum(len(rules.rules) for rules in book[TABLES[key].title(language)].conditional_formatting)
        for key in ("all_findings", "results", "indicator_scores")
    ]
    assert rules == [4, 2, 1]


def test_rows_of_sentences_are_high_enough():
    """A row with a long message is as high as its lines need."""
    long = ROWS["all_findings"][0] | {"message": "word " * 60, "fix": "short"}
    sheet = written(tables=[Filled(TABLES["all_findings"], [long])])["Findings"]
    assert sheet.row_dimensions[5].height > 80


def test_wide_tables_are_printed_on_larger_paper():
    """Findings are printed on A3, departments on A4, each one page wide."""
    book = written()
    papers = [int(book[title].page_setup.paperSize) for title in ("Findings", "Departments")]
    assert papers == [8, 9]
    assert {sheet.page_setup.fitToHeight for sheet in book.worksheets[2:-1]} == {0}


def test_content_is_asked_for_once():
    """Rows that come one by one are enough; nobody looks at them twice."""
    assert len(records(written(tables=content().tables)["Indicator scores"])) == 3
