"""`score`: any function of the scoring library applied to a table of anybody's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from addin.scoring.functions import AREAS, FUNCTIONS
from addin.texts import LANGUAGES, say
from sync.cli import main
from sync.service.applying.typed import choices_by_word

POOL = "Employee no.,Weight,Note\n7,1,x\n8,2,y\n9,0.5,z\n"


@pytest.fixture
def score(capsys):
    """Return a function that runs the command: (status, standard output, standard error)."""

    def call(*words):
        try:
            status = main(["score", *map(str, words)])
        except SystemExit as stopped:
            status = int(stopped.code or 0)
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def pool(tmp_path):
    """Return a file with weights to share a pool by."""
    file = tmp_path / "weights.csv"
    file.write_text(POOL)
    return file


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_functions_are_listed(score, language):
    """The list names every function under its area, in both languages."""
    status, out, _ = score("--list", "--language", language)
    assert status == 0
    assert all(key in out for key in FUNCTIONS)
    assert all(say(f"functions.areas.{area}", language) in out for area in AREAS)
    assert {one.area for one in FUNCTIONS.values()} == set(AREAS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_takes(score, name, language):
    """Without a file a function tells its columns and parameters."""
    status, out, _ = score(name, "--language", language)
    assert status == 0
    assert all(f"({field.key})" in out for field in FUNCTIONS[name].fields)
    assert all(f"--set {parameter.key}=" in out for parameter in FUNCTIONS[name].parameters)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_worked_case_comes_out_of_a_file(score, tmp_path, name, language):
    """The worked case of a function, written to a CSV under its titles, comes out row for row."""
    function = FUNCTIONS[name]
    sample = function.samples[0]
    titles = {key: say(f"{function.area}.columns.{key}", language) for key in sample.columns}
    rows = zip(*sample.columns.values(), strict=True)
    lines = [";".join(titles.values()), *(";".join("" if v is None else str(v) for v in row) for row in rows)]
    (tmp_path / "sample.csv").write_text("\n".join(lines), encoding="utf-8")
    settings = [f"--set={key}={_typed(value)}" for key, value in sample.parameters.items()]
    status, out, err = score(name, tmp_path / "sample.csv", *settings, "--json", "--language", language)
    assert (status, err) == (0, "")
    found = json.loads(out)["rows"]
    assert {len(found)} == {len(values) for values in sample.result.values()}
    assert all(set(row) == set(function.results) for row in found)


def _typed(value: object) -> object:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def test_the_shares_add_up(score, pool):
    """The amounts add up to the pool, and unused columns are named."""
    status, out, err = score("pool", pool, "--set", "pool=100", "--json")
    assert (status, err) == (0, "")
    assert [row["amount"] for row in json.loads(out)["rows"]] == [28.57, 57.14, 14.29]
    assert "Note" in score("pool", pool, "--set", "pool=100")[2]


def test_the_result_can_be_written(score, pool, tmp_path):
    """With --to the rows stand in a CSV that a spreadsheet opens, and texts in it are never formulas."""
    pool.write_text(POOL.replace("7,1", "=1+1,1"))
    status, out, _ = score("pool", pool, "--set", "pool=100", "--to", tmp_path / "amounts.csv")
    assert (status, "amounts.csv" in out) == (0, True)
    lines = Path(tmp_path / "amounts.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("Employee no.,Weight")
    assert lines[1].startswith("'=1+1,")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("nothing",), "nothing"),
        (("pool", "{file}", "--set", "pool"), "pool"),
        (("pool", "{file}", "--set", "pot=3"), "pot=3"),
        (("pool", "{file}"), "Pool"),
        (("pool", "{file}", "--set", "pool=much"), "much"),
        (("pool", "{file}", "--set", "pool=-1"), "-1"),
        (("pool", "{file}.gone", "--set", "pool=1"), "gone"),
    ],
)
def test_what_cannot_work_is_one_line(score, pool, words, named):
    """Unknown functions, parameters and files are named in one line, with status 2 and no output."""
    status, out, err = score(*(word.replace("{file}", str(pool)) for word in words))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert named in err


@pytest.mark.parametrize("cell", ["x", "inf", "nan", "true", "2026-11-27", "1e999", "=1+1"])
def test_what_is_no_number_is_named_by_row(score, tmp_path, cell):
    """Text, infinities, yes and no, dates and formulas are no numbers; the row is named."""
    file = tmp_path / "bad.csv"
    file.write_text(f"Employee no.,Weight\n7,1\n8,{cell}\n")
    status, out, err = score("pool", file, "--set", "pool=10")
    assert (status, out) == (2, "")
    assert "row 3" in err
    assert "Weight" in err


def test_a_file_without_the_columns_says_which(score, tmp_path):
    """A table that lacks a column is told which one, and an empty file that it holds nothing."""
    file = tmp_path / "other.csv"
    file.write_text("Name,Points\nAda,3\n")
    assert "Weight" in score("pool", file, "--set", "pool=10")[2]
    file.write_text("")
    assert score("pool", file, "--set", "pool=10")[0] == 2


QUOTAS = "grade,share,at_most\nS,{share},{capped}\nA,95,\n"


@pytest.mark.parametrize(("share", "places"), [("5%", 5), ("5", 5), ("５％", 5), ("0.5e1", 5), ("2E+01", 20)])
@pytest.mark.parametrize("capped", ["no", "否", "0", "FALSE", ""])
def test_a_percentage_is_out_of_100_where_the_column_is(score, tmp_path, share, places, capped):
    """A quota of 5% is five of a hundred, a number may have an exponent, and no is said in many ways."""
    file = tmp_path / "quotas.csv"
    file.write_text(QUOTAS.format(share=share, capped=capped).replace("95", str(100 - places)))
    status, out, _ = score("quotas", file, "--set", "people=100", "--json")
    assert status == 0
    assert [row["places"] for row in json.loads(out)["rows"]] == [places, 100 - places]


def test_a_share_is_a_fraction(score, tmp_path):
    """An attendance of 33.3% is 0.333, to the last digit, and 0.333 stays what it is."""
    file = tmp_path / "people.csv"
    file.write_text("employee,base,coefficient\n1,3000,33.3%\n2,3000,0.333\n")
    rows = json.loads(score("pay", file, "--json")[1])["rows"]
    assert [row["amount"] for row in rows] == [999, 999]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("cell", "number", "share"), [("90%", "90", "0.9"), ("33.3 ％", "33.3", "0.333")])
def test_a_percent_sign_nobody_asked_for_is_refused(score, tmp_path, language, cell, number, share):
    """Where a number may be meant as a percentage or not, both readings are told."""
    file = tmp_path / "scores.csv"
    file.write_text(f"employee,score\n1,{cell}\n2,0%\n", encoding="utf-8")
    status, out, err = score("grades", file, "--language", language)
    assert (status, out) == (2, "")
    assert all(word in err for word in (number, share, "[cell_percent]"))
    file.write_text("rater,rating\nA,90\n")
    status, out, err = score("digits", file, "--set", f"unit={cell}", "--language", language)
    assert (status, out) == (2, "")
    assert all(word in err for word in (number, share, "[parameter_percent]"))


def test_a_parameter_in_percent_is_read_by_its_kind(score, tmp_path):
    """A weight of 50% is 50, a share of 10% is 0.1; half a rater is refused."""
    file = tmp_path / "ratings.csv"
    file.write_text("ratee,group,rater,rating\n7,manager,1,80\n7,self,7,60\n")
    both = score("raters", file, "--set", "manager=50%", "--set", "self=50", "--json")[1]
    assert json.loads(both)["rows"][-1]["mean"] == 70
    status, out, err = score("raters", file, "--set", "trim=1.5")
    assert (status, out) == (2, "")
    assert "[parameter_not_whole]" in err


@pytest.mark.parametrize("yes", ["yes", "是", "1", "TRUE", "Y"])
@pytest.mark.parametrize("name", ["distribution", "probation"])
def test_a_veto_is_said_in_any_language(score, tmp_path, yes, name):
    """Yes is yes in every function, in the words of both languages, as 1 and as TRUE."""
    file = tmp_path / "people.csv"
    titles = "employee,veto,score,manager,lowest_line,days,length"
    file.write_text(f"{titles}\n1,{yes},110,95,80,60,90\n2,否,110,95,80,60,90\n", encoding="utf-8")
    rows = json.loads(score(name, file, "--json")[1])["rows"]
    key = "proposed" if name == "distribution" else "proposal"
    assert rows[0][key] != rows[1][key]
    assert "veto" in rows[0]["reason"]


@pytest.mark.parametrize(
    ("group", "mean"),
    [("上级", 80), ("直接上级", 80), ("Manager", 80), ("boss", 80), ("自评", None), ("本人", None)],
)
def test_groups_of_raters_are_named_in_chinese(score, tmp_path, group, mean):
    """Groups of raters go by the words of both languages, and by others people use for them."""
    file = tmp_path / "ratings.csv"
    file.write_text(f"被考核人,评价关系,评价人,评分\n7,{group},1,80\n", encoding="utf-8")
    assert json.loads(score("raters", file, "--json")[1])["rows"][-1]["mean"] == mean


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "本人、上级、同事、下级、客户"), ("en", "self, manager, peers")]
)
def test_choices_are_told_in_the_words_of_the_reader(score, tmp_path, language, words):
    """An unknown group or choice is answered with those there are, in the language of the reader."""
    file = tmp_path / "ratings.csv"
    file.write_text("ratee,group,rater,rating\n7,friend,1,80\n")
    assert words in score("raters", file, "--language", language)[2]
    file.write_text("ratee,group,rater,rating\n7,peers,1,80\n")
    told = score("raters", file, "--set", "short=drop", "--language", language)[2]
    assert f"withhold ({say('raters.choices.short.withhold', language)})" in told


def test_an_unknown_choice_is_answered_with_what_is_typed(score, tmp_path):
    """The kinds of ranks are told by the keys that --set takes, and it is the function that knows them."""
    file = tmp_path / "scores.csv"
    file.write_text("employee,score\n1,90\n")
    told = score("rank", file, "--set", "kind=foo")[2]
    kinds = next(one for one in FUNCTIONS["rank"].parameters if one.key == "kind").choices
    assert all(f"{kind} (" in told for kind in kinds)
    assert "which the function does not know" in told


@pytest.mark.parametrize(("language", "words"), [("en", "; default yes"), ("zh", "；默认 是")])
def test_a_default_is_told_in_the_language_of_the_reader(score, language, words):
    """Yes and no, and what joins the parts of the line, are in the language of the reader."""
    flagged = {name for name, one in FUNCTIONS.items() if any(own.default is True for own in one.parameters)}
    assert flagged
    assert all(words in score(name, "--language", language)[1] for name in flagged)


def test_a_whole_number_has_no_decimals(score, tmp_path):
    """Ranks come out as 1, not 1.0, in JSON and in a CSV; other numbers keep their decimals."""
    file = tmp_path / "scores.csv"
    file.write_text("employee,score\n1,90\n2,80.5\n")
    status, out, _ = score("rank", file, "--json")
    assert status == 0
    assert ".0" not in out
    score("rank", file, "--to", tmp_path / "ranks.csv")
    assert ".0" not in (tmp_path / "ranks.csv").read_text("utf-8-sig")


TROUBLED = "employee,score\n" + "".join(f"{n},{n}\n\n{n},x\n" for n in range(7))


def test_more_troubles_are_counted(score, tmp_path):
    """Five are named with row and code, the others counted; rows are those of the file."""
    file = tmp_path / "scores.csv"
    file.write_text(TROUBLED)
    status, out, err = score("grades", file)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "row 4," in err
    assert err.endswith("… and 2 more\n")


def test_troubles_are_a_document_with_json(score, tmp_path):
    """With --json all troubles stand on standard output, with code, column, row and message."""
    file = tmp_path / "scores.csv"
    file.write_text(TROUBLED)
    status, out, err = score("grades", file, "--set", "grades=A:90;B", "--json")
    found = json.loads(out)["troubles"]
    assert (status, err.count("\n"), len(found)) == (2, 1, 7)
    assert [one["row"] for one in found] == list(range(4, 23, 3))
    assert {(one["code"], one["column"]) for one in found} == {("cell_not_number", "score")}
    assert all(one["message"].endswith("[cell_not_number]") for one in found)
    file.write_text("employee,score\n1,90\n\n1,80\n")
    found = json.loads(score("grades", file, "--set", "grades=A", "--json")[1])["troubles"]
    assert [(one["code"], one["column"], one["row"]) for one in found] == [("cell_twice", "employee", 4)]
    found = json.loads(score("grades", file, "--set", "grades=A:5%", "--json")[1])["troubles"]
    assert found


def test_a_row_of_a_sheet_is_that_of_the_sheet(score, tmp_path):
    """In a workbook whose table begins further down the row is the one its reader sees."""
    book = Workbook()
    for row in ([], ["employee", "score"], ["1", 90], ["2", "x"]):
        book.active.append(row)
    book.save(tmp_path / "scores.xlsx")
    assert "row 4," in score("grades", tmp_path / "scores.xlsx")[2]


def test_a_parameter_without_a_value_says_how_to_write_it(score, pool):
    """--set pool without = is told to be written as NAME=VALUE."""
    err = score("pool", pool, "--set", "pool")[2]
    assert "NAME=VALUE" in err
    assert "no parameter" not in err


def test_an_id_stays_a_text(score, pool):
    """1e3 in a column of texts is no number."""
    pool.write_text(POOL.replace("7,1", "1e3,1"))
    assert json.loads(score("pool", pool, "--set", "pool=1e2", "--json")[1])["rows"][0]["employee"] == "1e3"


def test_one_file_serves_the_year_and_the_trend(score, tmp_path):
    """The file of the annual score, with periods as texts, shows the trend, too."""
    file = tmp_path / "months.csv"
    rows = "".join(f"1,2026-{n:02},{70 + 2 * n},30\n" for n in range(1, 13))
    file.write_text("employee,period,score,days\n" + rows)
    year = json.loads(score("annual", file, "--set", "share=1", "--json")[1])["rows"]
    heading = json.loads(score("trend", file, "--json")[1])["rows"]
    assert (year[0]["score"], heading[0]["slope"], heading[0]["heading"]) == (83, 2, "Rising")


def test_a_parameter_is_named_as_such(score, tmp_path):
    """A parameter that bears the key of a column is told by its own title."""
    file = tmp_path / "ratings.csv"
    file.write_text("ratee,group,rater,rating\n7,peers,1,80\n")
    assert "Weight of the manager" in score("raters", file, "--set", "manager=-1")[2]


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_no_word_stands_for_two_choices(function):
    """Every word for a choice, in any language, stands for that choice alone."""
    for one in (*function.fields, *function.parameters):
        alone = [choices_by_word(function, one.key, (choice,)) for choice in one.choices]
        assert sum(map(len, alone)) == len(choices_by_word(function, one.key, one.choices))


def test_a_formula_without_its_result_is_named(score, tmp_path):
    """A formula that nobody has computed is neither a number nor an employee."""
    book = Workbook()
    for row in (["employee", "score"], ["=1+1", 90], ["2", "=1+1"]):
        book.active.append(row)
    book.save(tmp_path / "scores.xlsx")
    found = json.loads(score("grades", tmp_path / "scores.xlsx", "--json")[1])["troubles"]
    assert [(one["code"], one["column"], one["row"]) for one in found] == [
        ("cell_not_calculated", "employee", 2),
        ("cell_not_calculated", "score", 3),
    ]
