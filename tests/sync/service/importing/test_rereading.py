"""What the rows of an imported file say, from its bytes and the mapping stored with it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.archive.handed import ActualRow, PastRow, PostRow
from sync.archive.rated import RatingRow
from sync.reading.rows import Record, read_rows
from sync.service.importing.rereading import RULES, HowRead, reread, understand

PAST = {"employee": ("who",), "period": ("year",), "score": ("score",), "grade": ("grade",)}
POSTS = {
    "employee": ("who",),
    "starts": ("from",),
    "ends": ("to",),
    "department": ("unit",),
    "position": ("post",),
}
ACTUALS = {"employee": ("who",), "department": ("unit",), "indicator": ("what",), "actual": ("value",)}
RATINGS = {
    "employee": ("who",),
    "indicator": ("what",),
    "rater": ("by",),
    "relation": ("as",),
    "rating": ("value",),
}
UNITS = {"I1": "%", "I2": "days", "I3": "yes_no"}


def read(kind, text, columns, **how):
    """Return the rows of a CSV, and the codes of what is odd by line."""
    _, records = read_rows(text.encode())
    rows, notes = understand(kind, records, HowRead(columns, **how))
    return list(rows), [(note.line, note.code) for note in notes]


def past(*lines):
    """Read past results."""
    return read("history", "who,year,score,grade\n" + "\n".join(lines), PAST)


def posts(*lines):
    """Read posts held."""
    return read("posts", "who,from,to,unit,post\n" + "\n".join(lines), POSTS)


def actuals(*lines, cycle="2026-Q3", **meant):
    """Read values of one cycle."""
    meanings = {"2026-Q3": {"unit": UNITS} | meant}
    return read("actuals", "who,unit,what,value\n" + "\n".join(lines), ACTUALS, cycle=cycle, meant=meanings)


def value(text, indicator):
    """Return the value that a text is understood as for an indicator, or why it is not."""
    rows, notes = actuals(f'00123,,{indicator},"{text}"')
    return rows[0].value if rows else notes[0][1]


def test_rows_follow_from_bytes_and_stored_mapping_alone():
    """The mapping as stored with an import gives the very rows again, ids as they were matched then."""
    how = HowRead(PAST, meant={"": {"employee": {"7": "0007"}}})
    stored = msgspec.json.encode(how).decode()
    content = b"who,year,score,grade\n7,2024,88.5,B\n8,2024,,A\n"
    assert list(reread("history", content, stored)) == [
        PastRow(2, "0007", "2024", 88.5, "B"),
        PastRow(3, "8", "2024", None, "A"),
    ]


def test_a_line_is_the_line_of_the_file():
    """Blank lines and line breaks within a cell do not move the line a row is told by."""
    rows, _ = past("7,2023,1,", "", '8,"20\n24",2,', "9,2025,3,")
    assert [(row.line, row.period) for row in rows] == [(2, "2023"), (5, "20 24"), (6, "2025")]


@pytest.mark.parametrize(
    ("text", "indicator", "understood"),
    [
        ("85%", "I1", 0.85),
        ("0.85", "I1", 0.85),
        ("８５％", "I1", 0.85),
        ("85", "I1", "ambiguous_percent"),
        ("5%", "I2", "unasked_percent"),
        ("1,234.5", "I2", 1234.5),
        ("12 days", "I2", 12.0),
        ("1e-05", "I2", 1e-05),
        ("yes", "I3", 1.0),
        ("否", "I3", 0.0),
        ("1", "I3", 1.0),
        ("2", "I3", "not_yes_no"),
        ("", "I2", "blank"),
        ("#N/A", "I2", "not_a_number"),
        ("n/a", "I2", "not_applicable"),
        ("1e999", "I2", "not_a_number"),
    ],
)
def test_values_are_understood_by_the_unit(text, indicator, understood):
    """A percentage is a fraction, 85 for a percent indicator is ambiguous, and what is no number is named."""
    assert value(text, indicator) == understood


def test_a_value_is_a_persons_or_a_departments():
    """Who names a person speaks of the person; a row with a blank number speaks of the department."""
    rows, _ = actuals("00123,sales,I2,5", ",sales,I2,7")
    assert rows == [
        ActualRow(2, "2026-Q3", "00123", "I2", 5.0),
        ActualRow(3, "2026-Q3", "@sales", "I2", 7.0),
    ]


def test_what_was_unknown_at_import_stays_left_out():
    """A word that nobody knew then leaves its row out, with its kind and line named."""
    rows, notes = actuals(
        "9,,I2,5", ",x,I2,5", "1,,I9,5", employee={"9": ""}, department={"x": ""}, indicator={"I9": ""}
    )
    assert rows == []
    assert notes == [(2, "unknown_employee"), (3, "unknown_department"), (4, "unknown_indicator")]


def ratings(*lines, **meant):
    """Read ratings of one cycle."""
    meanings = {"": {"relation": {"colleague": "peers", "friend": ""}}, "2026-Q3": meant}
    return read(
        "ratings", "who,what,by,as,value\n" + "\n".join(lines), RATINGS, cycle="2026-Q3", meant=meanings
    )


def test_a_rating_is_read_by_the_words_and_scales_stored_with_it():
    """Relations, raters and scales as they were understood then; a person's own scale goes first."""
    rows, notes = ratings(
        "1,I1,r1,colleague,4.5",
        "1,I1,r2,friend,4",
        "1,I1,0002,colleague,4.2",
        "2,I1,7,colleague,9",
        "2,I1,8,colleague,4.5",
        "1,I1,2,colleague,3",
        rater={"2": "0002"},
        scale={"I1": "5 half", "2 I1": "10"},
    )
    assert rows == [
        RatingRow(2, "2026-Q3", "1", "I1", "r1", "peers", 4.5),
        RatingRow(5, "2026-Q3", "2", "I1", "7", "peers", 9.0),
        RatingRow(7, "2026-Q3", "1", "I1", "0002", "peers", 3.0),
    ]
    assert notes == [(3, "unknown_relation"), (4, "not_on_half_scale"), (6, "not_on_whole_scale")]


def test_who_rates_oneself_is_the_person():
    """A self rating needs no rater and counts once; as a peer of oneself nobody counts."""
    rows, notes = ratings("1,I1,,self,4", "1,I1,x9,self,4", "1,I1,1,colleague,4", "1,I1,,colleague,4")
    assert rows == [RatingRow(2, "2026-Q3", "1", "I1", "1", "self", 4.0)]
    assert notes == [(3, "repeated"), (4, "rates_oneself"), (5, "blank")]


def test_of_duplicates_the_first_counts():
    """A repeat is named as one; a row that says something else is named with both values."""
    rows, notes = past("7,2024,3,", "7,2024,3,", "7,2024,4,", "7,2025,4,")
    assert [(row.line, row.score) for row in rows] == [(2, 3.0), (5, 4.0)]
    assert notes == [(3, "repeated"), (4, "differs")]


def test_a_past_result_needs_a_score_or_a_grade():
    """Neither is a blank; a score that is no number leaves the row out even beside a grade."""
    rows, notes = past("7,2023,,", "7,2024,,A", "7,2025,good,A", ",2026,1,", "7,,1,")
    assert [row.period for row in rows] == ["2024"]
    assert notes == [(2, "blank"), (4, "not_a_number"), (5, "blank"), (6, "blank")]


def test_a_line_with_too_many_values_is_left_out():
    """Where a comma was not quoted the values stand in the wrong columns, and the line is named."""
    rows, notes = past("7,2024,1,234,B", "7,2025,3,B,,")
    assert [row.period for row in rows] == ["2025"]
    assert notes == [(2, "too_many")]


def test_control_characters_are_shown():
    """What a database cannot store as text is written as its escape."""
    columns = {"employee": ("who",), "period": ("year",), "grade": ("grade",)}
    record = Record(2, {"who": "7", "year": "2024\0", "grade": "A\ud800"})
    rows, _ = understand("history", [record], HowRead(columns))
    assert rows == [PastRow(2, "7", "2024\\x00", None, "A\\ud800")]


def test_a_year_with_a_decimal_point_is_a_year():
    """2024.0 is how some programs write the year 2024."""
    rows, _ = past("7,2024.0,3,")
    assert [row.period for row in rows] == ["2024"]


@pytest.mark.parametrize("number", ["1.23E+15", "A B", "員工", "x" * 41])
def test_what_can_be_no_employee_number_is_left_out(number):
    """A number in scientific form lost its digits; other texts are no numbers."""
    assert past(f"{number},2024,3,") == ([], [(2, "bad_id")])


def test_posts_are_read_with_their_dates():
    """Dates in any clear form; an end that is blank or far in the future is no end."""
    rows, notes = posts(
        "7,2020/1/5,2021年3月1日,sales,clerk", "7,2021-03-02,2999-01-01,sales,head", "8,2020-01-01,,x,y"
    )
    assert rows == [
        PostRow(2, "7", "2020-01-05", "2021-03-01", "sales", "clerk"),
        PostRow(3, "7", "2021-03-02", None, "sales", "head"),
        PostRow(4, "8", "2020-01-01", None, "x", "y"),
    ]
    assert notes == []


def test_posts_that_cannot_be_are_left_out():
    """An end before the start, an unclear date and a blank are named."""
    rows, notes = posts("7,2021-01-01,2020-01-01,a,b", "7,03/04/2020,,a,b", "7,soon,,a,b", "7,2020-01-01,,,b")
    assert rows == []
    assert notes == [(2, "ends_before"), (3, "ambiguous_date"), (4, "not_a_date"), (5, "blank")]


def test_overlapping_posts_are_named_and_kept():
    """Two posts at once may be true, so both stay; one that ends as the next begins does not overlap."""
    rows, notes = posts(
        "7,2020-01-01,2020-06-30,a,b",
        "7,2020-06-30,2021-06-30,c,b",
        "7,2021-01-01,2021-02-01,d,b",
        "7,2021-03-01,,e,b",
    )
    assert len(rows) == 4
    assert notes == [(4, "overlaps"), (5, "overlaps")]


def test_a_row_for_another_cycle_than_asked_is_named():
    """With one cycle asked for, rows of others are left out; rows that name none are for it."""
    text = "who,cycle,what,value\n1,2026-Q3,I2,1\n2,2026-Q4,I2,2\n3,,I2,3\n"
    columns = {"employee": ("who",), "cycle": ("cycle",), "indicator": ("what",), "actual": ("value",)}
    rows, notes = read("actuals", text, columns, cycle="2026-Q3")
    assert [row.subject for row in rows] == ["1", "3"]
    assert notes == [(3, "other_cycle")]


DIRT = st.sampled_from(
    [
        "",
        " ",
        "7",
        "007",
        "1E9",
        "85%",
        "-0",
        "∞",
        "2024-01-01",
        "31/12/2024",
        "a b",
        "@x",
        "{0}",
        "是",
        "\u200b",
        "9" * 400,
    ]
) | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=5)


@pytest.mark.parametrize(
    ("kind", "columns"),
    [("history", PAST), ("posts", POSTS), ("actuals", ACTUALS), ("ratings", RATINGS)],
)
@given(st.lists(st.tuples(DIRT, DIRT, DIRT, DIRT, DIRT), max_size=6))
def test_no_line_is_dropped_in_silence(kind, columns, lines):
    """Whatever stands in a file: each of its lines becomes a row or is named, and none is counted twice."""
    titles = [title for (title,) in columns.values()]
    records = [
        Record(line, dict(zip(titles, texts, strict=False))) for line, texts in enumerate(lines, start=2)
    ]
    rows, notes = understand(kind, records, HowRead(columns, cycle="2026-Q3"))
    taken = [row.line for row in rows]
    assert len(set(taken)) == len(taken)
    assert {*taken, *(note.line for note in notes)} == {record.line for record in records}


def posts_now(end):
    """Return the end of a post read under the rules of today."""
    (row,), notes = read("posts", f"who,from,to,unit,post\n7,2020-01-01,{end},a,b\n", POSTS, rules=RULES)
    return row.ends, notes


@pytest.mark.parametrize("end", ["9999-12-31", "31/12/9999", "9999/12/31", "9999-12-31 00:00:00", "99991231"])
def test_an_end_in_the_last_year_is_no_end(end):
    """A post until the year 9999 goes on to this day."""
    assert posts_now(end) == (None, [])


def test_earlier_imports_are_reread_under_their_own_rules():
    """A mapping stored before the rules changed leaves out what it left out, and takes what it took."""
    stored = '{"columns":%s,"cycle":"C","meant":{"C":{"unit":{"I1":"%%"}}}}'
    columns = msgspec.json.encode({"employee": ["who"], "indicator": ["what"], "actual": ["value"]}).decode()
    assert reread("actuals", b"who;what;value\n7;I1;4.6\n8;I2;1,234\n", stored % columns) == [
        ActualRow(2, "C", "7", "I1", 4.6),
        ActualRow(3, "C", "8", "I2", 1234.0),
    ]
    post = msgspec.json.encode({name: list(titles) for name, titles in POSTS.items()}).decode()
    lines = b"who,from,to,unit,post\n7,2020-01-01,9999-12-31,a,b\n8,2020-01-01,,a,b\n"
    assert [row.line for row in reread("posts", lines, f'{{"columns":{post}}}')] == [3]


@pytest.mark.parametrize(
    ("text", "understood", "codes"),
    [
        ("4.6", 4.6, ["taken_as_percent"]),
        ("4.6%", 0.046, []),
        ("460%", 4.6, []),
        ("0.046", 0.046, []),
        ("1", 1.0, []),
        ("-2", -2.0, ["taken_as_percent"]),
        ("85", None, ["ambiguous_percent"]),
    ],
)
def test_a_bare_number_above_one_is_told_as_a_percentage(text, understood, codes):
    """For an indicator in percent 4.6 is taken as 460 % and named; a fraction and a percentage are clear."""
    meant = {"C": {"unit": {"I1": "%"}}}
    content = f"who,what,value\n7,I1,{text}\n"
    columns = {"employee": ("who",), "indicator": ("what",), "actual": ("value",)}
    rows, notes = read("actuals", content, columns, cycle="C", meant=meant, rules=RULES)
    assert ([row.value for row in rows], [note[1] for note in notes]) == (
        [] if understood is None else [understood],
        codes,
    )


def note_on(text):
    """Return what is odd about a value of an indicator in percent."""
    how = HowRead(ACTUALS, cycle="C", meant={"C": {"unit": UNITS}}, rules=RULES)
    _, (note,) = understand("actuals", [Record(2, {"who": "7", "what": "I1", "value": text})], how)
    return note


@pytest.mark.parametrize(
    ("text", "plain", "fraction"),
    [
        ("9.5E+01", "95", "0.95"),
        ("95", "95", "0.95"),
        ("95分", "95", "0.95"),
        ("1,234.50", "1234.5", "12.345"),
        ("600%", "600", "6"),
        ("1.2E+300", "12" + "0" * 299, "12" + "0" * 297),
    ],
)
def test_what_may_be_a_percentage_is_told_as_people_type_it(text, plain, fraction):
    """The advice names numbers that can be typed, whatever a spreadsheet made of them."""
    note = note_on(text)
    assert (note.values["plain"], note.values["fraction"]) == (plain, fraction)


def test_what_is_taken_as_a_percentage_is_told_as_people_type_it():
    """A power of ten that was taken as 460 % is told as 4.6."""
    note = note_on("4.6E+00")
    assert (note.values["plain"], note.values["shown"]) == ("4.6", "460%")


def test_a_year_is_a_period_however_it_is_written():
    """2024年 and 2024 are one period, so the second is a repeat."""
    rows, notes = read("history", "who,year,score\n7,2024,3\n7,2024年,3\n8,2024 年,3\n", PAST, rules=RULES)
    assert [row.period for row in rows] == ["2024", "2024"]
    assert notes == [(3, "repeated")]


def test_notes_name_departments_and_positions():
    """What overlaps is told by the names of departments and positions where they have one."""
    text = "who,from,to,unit,post\n7,2020-01-01,,S1,P1\n7,2021-01-01,,S2,P2\n"
    names = {"department": {"S1": "Sales"}, "position": {"P1": "Clerk"}}
    _, notes = understand("posts", read_rows(text.encode())[1], HowRead(POSTS), names)
    assert [(note.values["kept"], note.values["found"]) for note in notes] == [
        ("2020-01-01.. Sales Clerk", "2021-01-01.. S2 P2")
    ]
