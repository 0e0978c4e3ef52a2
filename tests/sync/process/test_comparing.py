"""What differs between two submissions: exactly the answers that a person would call different."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.archive.rows import EntryRow, RegisterRow
from sync.process.comparing import NOT_APPLICABLE, Answer, Typed, differences

CELLS = {"actual": "K5", "manager_rating": "M5", "comment": "P5", "evidence": "O5"}


def line(employee: str = "E1", indicator: str = "I1", **typed: object) -> EntryRow:
    """Return one line as typed."""
    blank = EntryRow(employee, indicator, None, None, None, True, "", "", "Appraisal", CELLS)
    return blank._replace(**typed)  # type: ignore[arg-type]


def summary(employee: str, **texts: str) -> RegisterRow:
    """Return a row of the Summary sheet."""
    return RegisterRow("summary", employee, texts, "Summary", dict.fromkeys(texts, "F2"))


def input_of(employee: str, indicator: str) -> str:
    """Take lines whose indicator begins with R for judged ones."""
    return "manager_rating" if indicator.startswith("R") else "actual"


def told(accepted: Typed, held: Typed) -> list[tuple[str, str | None, str, object, object]]:
    """Return differences without their places."""
    return [
        (one.employee, one.indicator, one.column, one.accepted.value, one.held.value)
        for one in differences(accepted, held, input_of)
    ]


def test_a_changed_value_names_both_cells() -> None:
    """A changed value is told with both values, sheets and cells."""
    moved = line(actual=2.0)._replace(sheet="Our people", cells=CELLS | {"actual": "L9"})
    (found,) = differences(Typed((line(actual=1.0),)), Typed((moved,)), input_of)
    assert (found.table, found.employee, found.indicator, found.column) == ("appraisal", "E1", "I1", "actual")
    assert found.accepted == Answer(1.0, "Appraisal", "K5")
    assert found.held == Answer(2.0, "Our people", "L9")


def test_a_blank_is_not_a_zero() -> None:
    """Blank, zero and not applicable are three answers; a blank cell is told with its place."""
    zero, blank, none = line(actual=0.0), line(), line(applicable=False)
    assert told(Typed((zero,)), Typed((blank,))) == [("E1", "I1", "actual", 0.0, None)]
    assert told(Typed((none,)), Typed((zero,))) == [("E1", "I1", "actual", NOT_APPLICABLE, 0.0)]
    assert told(Typed((blank,)), Typed((none,))) == [("E1", "I1", "actual", None, NOT_APPLICABLE)]
    (found,) = differences(Typed((zero,)), Typed((blank,)), input_of)
    assert found.held.cell == "K5"


def test_a_judged_line_is_answered_by_its_rating() -> None:
    """A judged line that does not apply says so where the manager's rating stands."""
    rated, none = line(indicator="R1", manager_rating=4.0), line(indicator="R1", applicable=False)
    assert told(Typed((rated,)), Typed((none,))) == [("E1", "R1", "manager_rating", 4.0, NOT_APPLICABLE)]


def test_what_programs_write_differently_is_the_same() -> None:
    """The last digits of a number and the white space of a text, which programs change, are no difference."""
    before = Typed((line(actual=0.1 + 0.2, comment="well  done"),), (summary("E1", strengths=" calm\n"),))
    after = Typed((line(actual=0.3, comment="well\ndone "),), (summary("E1", strengths="calm"),))
    assert told(before, after) == []


def test_the_order_is_calm() -> None:
    """People come one after the other, each with the lines first, and the value before the texts about it."""
    lines = [line("E2", "I1"), line("E1", "I2"), line("E1", "I1")]
    full = [one._replace(actual=1.0, comment="x") for one in lines]
    texts = (summary("E2", strengths="a"), summary("E1", strengths="a"))
    found = told(Typed(tuple(lines)), Typed(tuple(full), texts))
    assert [(employee, indicator, column) for employee, indicator, column, _, _ in found] == [
        ("E1", "I1", "actual"),
        ("E1", "I1", "comment"),
        ("E1", "I2", "actual"),
        ("E1", "I2", "comment"),
        ("E1", None, "strengths"),
        ("E2", "I1", "actual"),
        ("E2", "I1", "comment"),
        ("E2", None, "strengths"),
    ]


def test_without_an_accepted_one_all_answers_are_told() -> None:
    """Where nothing was accepted before, the differences are what the held one answers."""
    held = Typed((line(actual=1.0), line(indicator="I2")), (summary("E1", strengths="", to_improve="b"),))
    assert told(Typed(), held) == [("E1", "I1", "actual", None, 1.0), ("E1", None, "to_improve", None, "b")]


def test_a_line_that_one_of_them_lacks_is_blank_there() -> None:
    """A person who stands in one of the two workbooks only is told as blank in the other."""
    (found,) = differences(Typed((line(actual=1.0),)), Typed(), input_of)
    assert (found.accepted.value, found.held) == (1.0, Answer())


values = st.none() | st.floats(-9, 9)
lines = st.builds(
    lambda who, what, actual, rating, applies, comment: line(
        who, what, actual=actual, manager_rating=rating, applicable=applies, comment=comment
    ),
    st.sampled_from(["E1", "E2"]),
    st.sampled_from(["I1", "R1"]),
    values,
    values,
    st.booleans(),
    st.text("a ", max_size=2),
)
sides = st.lists(lines, max_size=4, unique_by=lambda row: row[:2]).map(lambda rows: Typed(tuple(rows)))


@given(sides, sides)
def test_both_ways_tell_the_same(one: Typed, other: Typed) -> None:
    """Nothing differs from itself, the other way round the same differs, and the order of rows is nothing."""
    assert differences(one, one, input_of) == []
    there, back = differences(one, other, input_of), differences(other, one, input_of)
    assert [(d.employee, d.indicator, d.column, d.accepted, d.held) for d in there] == [
        (d.employee, d.indicator, d.column, d.held, d.accepted) for d in back
    ]
    assert differences(Typed(one.entries[::-1]), Typed(other.entries[::-1]), input_of) == there
