"""The registers as read: what was typed is understood by its column, in either language and any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from addin.texts import LANGUAGES
from sync.checks.context import Context
from sync.checks.forms import build_context
from sync.checks.register_rows import RegisterReading, register_rows
from sync.checks.run import run_checks
from sync.checks.staff import staff_of
from sync.reading.submission import read_submission, typed_content_digest
from templates.books.department.layout import FIRST, REGISTER_ROOM, title
from templates.books.department.plan import Filled
from templates.books.department.write import write_department
from templates.fill import fill
from templates.stamp import sign
from templates.tables.registers import REGISTERS
from tests.builders import CYCLE, KEY, filled_workbook, sample_roster
from tests.edits import apply
from tests.registers import CARRIED, ROWS, register_plan, register_scheme, register_workbook


def context_of(data: bytes, language: str = "en") -> Context:
    """Put together what the checks look at."""
    scheme = register_scheme()
    issued = read_submission(register_workbook(False, language=language))
    return build_context(read_submission(data), issued, scheme, scheme.cycles[CYCLE], language)


def read(data: bytes, language: str = "en") -> dict[str, list[RegisterReading]]:
    """Return the rows of each register of a workbook."""
    found: dict[str, list[RegisterReading]] = {}
    for row in register_rows(context_of(data, language)):
        found.setdefault(row.register.table.key, []).append(row)
    return found


def with_tasks(rows: Sequence[Filled], language: str = "en") -> bytes:
    """Return the workbook with some tasks typed."""
    return register_workbook(True, {"tasks": rows}, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_typed_is_read(language: str) -> None:
    """Every row of every register comes back as it was typed, carried-on ones first, with nothing unclear."""
    found = read(register_workbook(True, language=language), language)
    carried = {key: value for key, value in CARRIED["tasks"].rows[0].items() if key != "no"}
    typed = {key: rows[0] for key, rows in ROWS.items()}
    assert {key: rows[-1].values for key, rows in found.items()} == typed
    assert found["tasks"][0].values == carried
    assert [row.key for row in found["tasks"]] == ["4", "8"]
    assert not any(row.unclear for rows in found.values() for row in rows)


def test_words_of_the_other_language_are_understood() -> None:
    """A choice, a date in words and a percentage typed as text are understood in any language."""
    (row,) = read(
        with_tasks(
            [{"task": "x", "kind": "临时", "employee": "Li Na", "due": "2026年9月1日", "progress": "60%"}]
        )
    )["tasks"][1:]
    wanted = {"task": "x", "kind": "temporary", "employee": "00123", "due": "2026-09-01", "progress": 0.6}
    assert (row.values, row.unclear) == (wanted, {})


@pytest.mark.parametrize("told", ["00123", "00123 Li Na", "Li Na", "123"])
def test_a_person_is_named_in_any_way(told: str) -> None:
    """A person is found by the entry of the list, by number, by a number without zeros, or by name."""
    (row,) = read(with_tasks([{"task": "x", "employee": told}]))["tasks"][1:]
    assert row.values["employee"] == "00123"


def test_people_of_other_departments_are_known() -> None:
    """Everybody of the company may be named, by number or by a name that only one has."""
    data, scheme = with_tasks([{"employee": "00001 Zhao Min"}, {"employee": "Gao Yuan"}]), register_scheme()
    issued = read_submission(register_workbook(False))
    staff = staff_of({person.id: person.name for person in sample_roster().values()})
    context = build_context(read_submission(data), issued, scheme, scheme.cycles[CYCLE], "en", staff)
    assert [row.values["employee"] for row in register_rows(context)][1:] == ["00001", "00000"]


def test_unclear_cells_keep_what_was_seen() -> None:
    """A text where a date belongs, a word of no list and a number out of bounds are kept as they stand."""
    typed: Mapping[str, object] = {
        "task": "x",
        "kind": "urgent",
        "employee": "Mr Nobody",
        "due": "soon",
        "score": 120.0,
    }
    (row,) = read(with_tasks([typed]))["tasks"][1:]
    assert dict(row.values) == {**typed, "score": "120"}
    assert {column: why.code for column, why in row.unclear.items()} == {
        "kind": "unknown_choice",
        "employee": "unknown_person",
        "due": "not_a_date",
        "score": "out_of_bounds",
    }


def test_sorted_rows_say_the_same() -> None:
    """Sorting a register changes neither what is read, by number, nor the content."""
    days = [(date(2026, 9, 1) + timedelta(days=day)).isoformat() for day in range(5)]
    data = with_tasks([{"task": f"Task {day}", "employee": "00123", "due": day} for day in days])
    turned = apply(data, [{"do": "sort", "table": "tasks", "by": "due"}])
    before, after = read(data)["tasks"], read(turned)["tasks"]
    assert {row.key: row.values for row in before} == {row.key: row.values for row in after}
    assert typed_content_digest(read_submission(data).tables) == typed_content_digest(
        read_submission(turned).tables
    )


def test_three_hundred_rows_are_read() -> None:
    """Rows below the numbered ones are read, each with a key of its own, and told as a note only."""
    rows = [{"task": f"Task {n}", "employee": "00123", "due": "2026-09-01"} for n in range(300)]
    context = context_of(with_tasks(rows))
    keys = [row.key for row in register_rows(context)]
    assert len(set(keys)) == len(keys) == 301
    assert keys[: REGISTER_ROOM + 1] == ["4", *(str(7 + at) for at in range(1, REGISTER_ROOM + 1))]
    assert {found.severity for found in run_checks(context, "x.xlsx") if found.code == "G004"} == {"note"}


def test_a_number_twice_loses_no_row() -> None:
    """Two rows under one number are both read; the second has a key by its place."""
    plan = register_plan()
    sheet = title("tasks", "en")
    data = with_tasks([{"task": "one"}, {"task": "two"}])
    again = fill(data, {sheet: {f"A{FIRST + 3}": 8}})
    assert plan.registers["tasks"].taken == 7
    assert [(row.key, row.values["task"]) for row in read(again)["tasks"][1:]] == [
        ("8", "one"),
        ("8+1", "two"),
    ]


def test_registers_that_are_off_are_not_looked_for() -> None:
    """A workbook issued without registers has none of their sheets, and a list of one's own is none."""
    data = filled_workbook()
    reading = read_submission(data)
    assert not set(reading.tables) & set(REGISTERS)
    assert reading.stamp is not None
    plan = replace(register_plan(), stamp=sign(reading.stamp, KEY))
    assert not set(read_submission(write_department(plan)).tables) & set(REGISTERS)
