"""Importing past results, posts held and measured values, as a user does."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from addin.scoring.scheme import Mapped
from sync.archive.handed import Actual
from sync.cli import main
from sync.service.cycles import open_to_look
from sync.service.importing.rereading import reread
from tests.builders import CYCLE, sample_roster, sample_scheme
from tests.sync.service.company import write_rules

VALUES = "Employee no.,Indicator no.,Actual,Evidence\n"
PAST = "Employee no.,Period,Score,Grade\n"
POSTS = "Employee no.,Effective from,Effective to,Department,Position\n"
FINANCE = ("--source", "finance", "--cycle", CYCLE)


def actuals_of(workspace):
    """Return the values known for the cycle: number, system, file and line by subject and indicator."""
    with open_to_look(workspace) as archive:
        return {key: one[:4] for key, one in archive.actuals(CYCLE).items()}


def events_of(workspace):
    """Return how many events the archive has, and the last one."""
    with open_to_look(workspace) as archive:
        events = archive.events()
        return len(events), events[-1]


def test_values_arrive_with_their_system_file_and_line(small, bring):
    """A value is known by person and indicator, with the system, the file and the line it came from."""
    told = bring("actuals", VALUES + "00123,SAL-01,96,ledger 7\n00124,SAL-02,93%,\n", *FINANCE)
    assert (told["imported"], told["new"], told["notes"]) == (2, True, [])
    assert actuals_of(small) == {
        ("00123", "SAL-01"): (96.0, "finance", "file.csv", 2),
        ("00124", "SAL-02"): (0.93, "finance", "file.csv", 3),
    }
    with open_to_look(small) as archive:
        assert archive.actuals(CYCLE)["00123", "SAL-01"].evidence == "ledger 7"
        assert isinstance(archive.actuals(CYCLE)["00123", "SAL-01"], Actual)


def test_the_same_file_again_writes_nothing(small, bring):
    """The very same file under the same mapping is told to stand already, and no event is written."""
    first = bring("actuals", VALUES + "00123,SAL-01,96,\n", *FINANCE)
    before = events_of(small)
    again = bring("actuals", VALUES + "00123,SAL-01,96,\n", *FINANCE, name="renamed.csv")
    assert (again["imported"], again["import"], again["new"]) == (0, first["import"], False)
    assert events_of(small) == before


def test_a_corrected_file_is_a_new_import_and_the_latest_counts(small, bring):
    """The correction replaces the value; taken back by the first file again, that one counts."""
    for number, value in enumerate(("96", "97", "96"), start=1):
        told = bring("actuals", VALUES + f"00123,SAL-01,{value},\n", *FINANCE)
        assert (told["import"], told["new"]) == (number, True)
        assert actuals_of(small)["00123", "SAL-01"][0] == float(value)


def test_a_value_as_of_an_event_stays_what_it_was(small, bring):
    """Whoever asks for the values that counted at an event gets those, whatever came later."""
    bring("actuals", VALUES + "00123,SAL-01,96,\n", *FINANCE)
    then, _ = events_of(small)
    bring("actuals", VALUES + "00123,SAL-01,97,\n", *FINANCE)
    with open_to_look(small) as archive:
        assert archive.actuals(CYCLE, then)["00123", "SAL-01"].value == 96.0


def test_dirt_is_named_line_by_line(small, bring):
    """Unknown people and indicators, lost zeros, ambiguous percentages and blanks are told by line."""
    lines = (
        "123,SAL-01,96,\n00124,SAL-02,85,\n999,SAL-01,1,\n00123,NONE,1,\n00123,SAL-05,,\n00123,SAL-01,95,\n"
    )
    told = bring("actuals", VALUES + lines, *FINANCE)
    assert [(note["line"], note["code"]) for note in told["notes"]] == [
        (2, "read_as"),
        (3, "ambiguous_percent"),
        (4, "unknown_employee"),
        (5, "unknown_indicator"),
        (6, "blank"),
        (7, "differs"),
    ]
    assert actuals_of(small) == {("00123", "SAL-01"): (96.0, "finance", "file.csv", 2)}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_at_most_ten_of_a_kind_are_shown(small, run, language):
    """Of a long list of the same kind ten lines are shown and the rest counted."""
    file = small.folder / "many.csv"
    file.write_text(
        VALUES + "".join(f"9{n:03},SAL-01,1,\n" for n in range(25)) + "00123,NONE,1,\n00123,SAL-01,1,\n"
    )
    _, out, _ = run(small, "--language", language, "import", "actuals", str(file), *FINANCE)
    lines = out.splitlines()
    assert sum(("9" in line and "“" in line) or '"9' in line for line in lines) == 10
    assert any("15" in line for line in lines)
    assert any("NONE" in line for line in lines)


def test_departments_issued_before_are_named(small, bring):
    """The workbooks that do not hold the new values are told; values known already call for none."""
    told = bring("actuals", VALUES + "00123,SAL-01,96,\n", *FINANCE)
    assert told["issued"] == [{"cycle": CYCLE, "departments": ["sales"]}]
    more = bring("actuals", VALUES + "00123,SAL-01,96,\n00001,SAL-01,5,\n", *FINANCE)
    assert more["issued"] == [{"cycle": CYCLE, "departments": ["company"]}]


def test_values_nobody_is_measured_by_are_counted(small, bring):
    """A value for an indicator that the person does not have, or is judged by, is kept and counted."""
    told = bring("actuals", VALUES + "00123,RND-03,5,\n00123,SAL-07,4,\n00123,SAL-01,96,\n", *FINANCE)
    assert (told["imported"], told["unused"]) == (3, 2)
    assert told["unused_values"] == [f"00123 RND-03 {CYCLE}", f"00123 SAL-07 {CYCLE}"]


def test_the_cycle_may_stand_in_a_column(small, bring):
    """Without --cycle each row names its own; a cycle that is not there is named."""
    text = "Employee no.,Indicator no.,Actual,Cycle\n00123,SAL-01,96,2026-Q3\n00124,SAL-01,90,2031-Q1\n"
    told = bring("actuals", text, "--source", "finance")
    assert [(note["line"], note["code"]) for note in told["notes"]] == [(3, "unknown_cycle")]
    assert list(actuals_of(small)) == [("00123", "SAL-01")]


def test_a_department_may_be_measured(small, bring):
    """A row without a person speaks of the department, by number or name."""
    text = "Department,Indicator no.,Actual\nSales and Service,SAL-01,900\n"
    assert bring("actuals", text, *FINANCE)["imported"] == 1
    assert list(actuals_of(small)) == [("@sales", "SAL-01")]


def test_the_scheme_maps_their_columns(small, bring):
    """Columns are found by Data sources for this very source, several joined by a plus."""
    mapped = (
        Mapped("crm", "employee", "prefix + no"),
        Mapped("crm", "indicator", "what"),
        Mapped("crm", "actual", "sum"),
        Mapped("finance", "actual", "other"),
    )
    scheme = sample_scheme()
    write_rules(small, type(scheme)(**{**fields_of(scheme), "sources": mapped}), sample_roster())
    text = "prefix,no,what,sum,other\n,00123,SAL-01,96,1\n"
    assert bring("actuals", text, "--source", "crm", "--cycle", CYCLE)["imported"] == 1
    assert actuals_of(small) == {("00123", "SAL-01"): (96.0, "crm", "file.csv", 2)}


def fields_of(scheme):
    """Return the fields of a scheme by name."""
    return {name: getattr(scheme, name) for name in scheme.__dataclass_fields__}


def test_a_workbook_is_read_like_a_csv(small, bring):
    """Numbers and dates of an xlsx file are understood; a number that lost its zeros is matched."""
    book = openpyxl.Workbook()
    book.active.append(["工号", "指标编号", "实际完成值"])
    book.active.append([123, "SAL-01", 96.5])
    target = io.BytesIO()
    book.save(target)
    told = bring("actuals", target.getvalue(), *FINANCE, name="values.xlsx")
    assert [note["code"] for note in told["notes"]] == ["read_as"]
    assert actuals_of(small) == {("00123", "SAL-01"): (96.5, "finance", "values.xlsx", 2)}


def test_the_columns_decide_what_kind_of_history_it_is(small, bring):
    """A file with periods and scores holds past results, one with days and posts holds posts."""
    assert bring("history", PAST + "00123,2024,88,B\n")["kind"] == "history"
    assert bring("history", POSTS + "00123,2020-01-01,,Sales and Service,clerk\n")["kind"] == "posts"
    with open_to_look(small) as archive:
        ((row, origin),) = archive.posts_held("00123")
        assert (row.department, row.ends, origin.line) == ("sales", None, 2)


def test_people_of_the_past_are_kept_and_counted(small, bring):
    """Results of people no longer in People are history: kept, counted, no alarm each."""
    told = bring("history", PAST + "00123,2024,88,B\n77,2024,70,C\n78,2024,71,C\n")
    assert (told["imported"], told["strangers"], told["notes"]) == (3, 2, [])


def test_who_imports_is_in_the_audit_log(small, bring):
    """The event of an import names the person."""
    bring("history", PAST + "00123,2024,88,B\n", "--by", "Li Na")
    _, event = events_of(small)
    assert (event.kind, event.actor) == ("imported", "Li Na")


@pytest.mark.parametrize(
    ("words", "text", "named"),
    [
        (("history",), "a,b\n1,2\n", ("Employee no., Period, Score", "Effective from", "a, b")),
        (("actuals", "--source", "x", "--cycle", CYCLE), "a,b\n1,2\n", ("Indicator no.", "a, b", "source x")),
        (("actuals", "--source", "x"), VALUES + "00123,SAL-01,1,\n", ("--cycle",)),
        (("actuals", "--source", "x", "--cycle", "Q9"), VALUES, ("Q9", CYCLE)),
        (("history",), "Employee no.,Period,Score,score\n1,2,3,4\n", ("score", "more than one")),
        (("history",), "\0", ()),
        (("history",), "", ()),
    ],
)
def test_what_cannot_be_imported_says_the_next_step(small, run, words, text, named):
    """A file that is no table or lacks columns, or a cycle that is not there, stops with status 2."""
    file = small.folder / "file.csv"
    file.write_text(text)
    before = events_of(small)
    status, _, err = run(small, "import", words[0], str(file), *words[1:])
    assert status == 2
    assert all(one in err for one in named)
    assert events_of(small) == before


def test_a_source_must_be_named(small, capsys):
    """Without a source, or with a blank one, nothing is imported."""
    for words in ([], ["--source", " "]):
        with pytest.raises(SystemExit) as stopped:
            main(["-w", str(small.folder), "import", "actuals", "x.csv", *words])
        assert stopped.value.code == 2


def test_imported_rows_follow_from_the_kept_file(small, bring):
    """What was written for an import is what its kept bytes and stored mapping give again."""
    bring("actuals", VALUES + "123,sal-01,96%,\n123,SAL-02,96%,\nx,SAL-01,1,\n", *FINANCE)
    write_rules(small, sample_scheme(), {})
    with open_to_look(small) as archive, archive.reading() as connection:
        row = connection.exec_driver_sql("SELECT kind, blob, mapping FROM imported").one()
        stored = connection.exec_driver_sql("SELECT * FROM imported_actual").all()
    with open_to_look(small) as archive:
        assert [(1, *one, 4) for one in reread(row[0], archive.content(row[1]), row[2])] == [
            (*tuple(one)[:-1], 4) for one in stored
        ]


def test_verify_is_clean_after_imports(small, bring, run):
    """An archive with imports of every kind verifies clean."""
    bring("actuals", VALUES + "123,SAL-01,96,\nx,SAL-01,1,\n", *FINANCE)
    bring("history", PAST + "123,2024,88,B\n77,2024,70,C\n")
    bring("history", POSTS + "77,2020-01-01,2999-01-01,Long gone,Clerk of old\n")
    assert run(small, "verify")[0] == 0


def codes(told):
    """Return what is odd about a file, by line."""
    return [(note["line"], note["code"]) for note in told["notes"]]


def test_what_is_not_taken_is_named_once(small, bring):
    """Columns that are not used, and the half of a file that is not taken, are notes."""
    text = "Title\nEmployee no.,Name,Period,Score,Effective from,Department,Position,Bonus\n"
    told = bring("history", text + "00123,Li,2024,88,2020-01-01,sales,clerk,5\n")
    assert told["kind"] == "history"
    assert codes(told) == [(2, "other_half"), *[(2, "unused_column")] * 5]
    said = " ".join(note["message"] for note in told["notes"])
    assert all(f'"{title}"' in said for title in ("Name", "Effective from", "Bonus"))


def test_other_sheets_are_named(small, bring):
    """A second visible sheet with content is a note that names it."""
    book = openpyxl.Workbook()
    book.active.append(["Employee no.", "Indicator no.", "Actual"])
    book.active.append(["00123", "SAL-01", 96.5])
    book.create_sheet("Older").append(["more"])
    target = io.BytesIO()
    book.save(target)
    told = bring("actuals", target.getvalue(), *FINANCE, name="values.xlsx")
    assert codes(told) == [(1, "other_sheet")]
    assert '"Older"' in told["notes"][0]["message"]


def test_an_encoding_that_is_only_likely_is_named(small, bring):
    """A file that is not UTF-8 is read, and the encoding it was taken for is told once."""
    told = bring("history", (PAST + "00123,2024,,优\n").encode("gb18030"))
    assert codes(told) == [(1, "read_in")]
    assert bring("history", (PAST + "00123,2025,,A\n").encode("utf-16"))["notes"] == []


@pytest.mark.parametrize(
    ("words", "text", "named"),
    [
        (("history",), PAST, ("no lines", "line 1")),
        (("history",), PAST + "00123,2024,good,\n,2024,1,\n", ("(2)", "good", "nothing was imported")),
        (("actuals", *FINANCE), VALUES + "999,SAL-01,1,\n", ("(1)", "999")),
        (("people",), "Employee no.,Name,Department,Position\n?,A,b,c\n", ("(1)", "?")),
    ],
)
def test_an_import_that_takes_nothing_is_refused(small, run, words, text, named):
    """Where no line could be used there is no import and no event: status 2 with the first reason."""
    file = small.folder / "file.csv"
    file.write_text(text)
    before = events_of(small), small.scheme.read_bytes()
    status, _, err = run(small, "import", words[0], str(file), *words[1:])
    assert status == 2
    assert all(one in err for one in named)
    assert (events_of(small), small.scheme.read_bytes()) == before


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_replaced_is_told(small, bring, run, language):
    """A value or past result that an earlier import said otherwise is told with both and its source."""
    bring("actuals", VALUES + "00123,SAL-01,96,\n00124,SAL-01,90,\n", *FINANCE, name="old.csv")
    told = bring("actuals", VALUES + "00123,SAL-01,97,\n00124,SAL-01,90,\n", *FINANCE)
    assert told["replaced"] == [
        {
            "whose": f"00123 SAL-01 {CYCLE}",
            "old": "96",
            "source": "finance",
            "name": "old.csv",
            "line": 2,
            "new": "97",
        }
    ]
    bring("history", PAST + "".join(f"00123,{year},88,B\n" for year in range(2000, 2012)), name="old.csv")
    file = small.folder / "new.csv"
    file.write_text(PAST + "".join(f"00123,{year},89.5,A\n" for year in range(2000, 2012)))
    status, out, _ = run(small, "--language", language, "import", "history", str(file))
    assert status == 0
    assert (
        sum("88 / B" in line and "89.5 / A" in line and "old.csv" in line for line in out.splitlines()) == 10
    )
    assert any("12" in line for line in out.splitlines())


def test_the_kept_rows_follow_however_the_file_was_laid_out(small, bring, run):
    """Titles further down, decimal commas, open formulas and open ends verify clean."""
    bring(
        "actuals",
        "Values\nsep=;\n" + VALUES.replace(",", ";") + "00123;SAL-01;87,125;\n00124;SAL-01;88,5;\n",
        *FINANCE,
    )
    assert actuals_of(small)["00123", "SAL-01"][0] == 87.125
    bring("history", ("x\n" + POSTS + "77,2020-01-01,9999-12-31,Größe,Clerk\n").encode("cp1252"))
    assert run(small, "verify")[0] == 0


def test_a_code_that_is_no_id_is_found_by_the_id_derived_from_it(small, bring, run):
    """SAL/01 is the indicator SAL-01; the mapping stored with the import says so, for verify."""
    text = "Employee no.,Department,Indicator no.,Actual\n00123,,SAL/01,96\n,sales!,SAL/01,1\n124,,SAL/9,1\n"
    told = bring("actuals", text, *FINANCE)
    assert codes(told) == [(4, "read_as"), (4, "unknown_indicator")]
    assert actuals_of(small) == {
        ("00123", "SAL-01"): (96.0, "finance", "file.csv", 2),
        ("@sales", "SAL-01"): (1.0, "finance", "file.csv", 3),
    }
    with open_to_look(small) as archive, archive.reading() as connection:
        mapping = connection.exec_driver_sql("SELECT mapping FROM imported").scalar()
    assert json.loads(mapping)["meant"][CYCLE]["indicator"] == {"SAL/01": "SAL-01", "SAL/9": ""}
    assert run(small, "verify")[0] == 0


def test_a_source_is_one_line(small, bring):
    """A line break within the name of a source becomes a space."""
    bring("actuals", VALUES + "00123,SAL-01,96,\n", "--source", "the\nledger", "--cycle", CYCLE)
    assert actuals_of(small)["00123", "SAL-01"][1] == "the ledger"
