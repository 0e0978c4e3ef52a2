"""What the rows of an imported file say: a pure function of its bytes and of how it was read at import."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import cast

import msgspec

from addin.scoring.parameters import told
from sync.archive.handed import ActualRow, PastRow, PostRow
from sync.archive.importing import Kind, Rows
from sync.archive.rated import RatingRow
from sync.archive.rows import number, of_department, printable
from sync.reading.cells import NUMBER, TEXT, Cell
from sync.reading.numbers import TIME, Odd, as_date, as_number, as_yes_no, folded, typed_number
from sync.reading.rows import UNCALCULATED, Layout, Record, read_rows
from sync.service.importing.commas import readings
from sync.service.importing.mapping import texts_of
from sync.service.importing.repeats import Names, Note, Row, once, overlapping
from templates.tables.model import ID

EVERYWHERE = ""
"""The scope of words that mean the same in every cycle."""

YES_NO = "yes_no"
"""Stands for the unit of an indicator that is answered by yes or no."""

ONESELF = "self"
"""The relation of who rates oneself."""

HALF = "half"
"""Stands behind the highest rating of a scale that takes half steps."""

SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,3}")
"""How a spreadsheet writes a small or large number."""

FLOAT_YEAR = re.compile(r"^([12][0-9]{3})\.0+$")
"""A year that passed through a program which knows no other numbers than decimal ones."""

PERIOD_YEAR = re.compile(r"^([12][0-9]{3})(?:\.0+| ?年)$")
"""The same, and the year as a Chinese sheet says it."""

OPEN_END = 2200
"""Systems write the end of a post that goes on as 2999-01-01 or 9999-12-31."""

NEVER = re.compile(
    r"9999[-/.]?(?:12[-/.]?31|0?1[-/.]?0?1)|(?:31[-/.]12|12[-/.]31|0?1[-/.]0?1)[-/.]9999|9999 ?年.*"
)
"""The last year that dates can have, which no post reaches."""

RULES = 2
"""The rules under which files are read now. Files brought in under earlier ones are reread under those.

1: as at first. 2: an end in the year 9999 is none; `2024年` is 2024.
"""

Texts = Mapping[str, str]
Meanings = dict[str, dict[str, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class HowRead:
    """How a file was read, stored with its import: with it, its rows follow from its bytes for ever.

    `columns` gives the titles of the columns of each field, `cycle` the one cycle that was asked for ("": the
    one each row names). `meant` tells what words stood for under the scheme and the people of that day: by
    cycle, field and word, "" for a word that nobody knew; a word that is not there is an id as it stands.
    Under the field `unit` are the units of the indicators, under `scale` their highest ratings (also for a
    person and an indicator, where that differs). `layout` is where the table stands, and `commas`
    what a comma within a number is, by field. What was stored under `rules` 1 has none of the three.
    """

    columns: dict[str, tuple[str, ...]]
    cycle: str = ""
    meant: Meanings = field(default_factory=dict)
    rules: int = 1
    layout: Layout | None = None
    commas: dict[str, str] = field(default_factory=dict)


def reread(kind: Kind, content: bytes, mapping: str) -> Rows:
    """Return the rows that a kept file gives under the mapping stored with its import.

    Nothing but the two decides: neither today's scheme nor today's people. mapping: the column `mapping` of
    the table `imported`. Raises Unreadable where the bytes are no table, and msgspec.MsgspecError where the
    mapping is not one.
    """
    how = msgspec.json.decode(mapping, type=HowRead)
    _, records = read_rows(content, how.layout)
    return understand(kind, records, how)[0]


def understand(
    kind: Kind, records: Iterable[Record], how: HowRead, names: Names | None = None
) -> tuple[Rows, list[Note]]:
    """Return the rows that could be understood, and what was odd, line by line.

    names: what ids are called in notes, by field; without them they are told as they stand.
    """
    reader = Reader(how)
    read = READERS[kind]
    found = [
        row for one in records if reader.fits(one) and (row := read(reader, one.line, reader.texts(one)))
    ]
    rows = list(once(found, reader.notes, names or {}))
    if kind == "posts":
        reader.notes += overlapping(cast(list[PostRow], rows), names or {})
    return cast(Rows, rows), sorted(reader.notes, key=lambda note: note.line)


class Reader:
    """Reads one file: knows what its words mean, and gathers what is odd."""

    def __init__(self, how: HowRead) -> None:
        self.how = how
        self.notes: list[Note] = []

    def fits(self, record: Record) -> bool:
        """Tell whether a row can be read: it ends with its columns, and its formulas have results."""
        if any(record.beyond):
            left = "…" if "rater" in self.how.columns else " ".join(filter(None, record.beyond))
            self.odd(record.line, "too_many", found=left)
            return False
        for name, titles in self.how.columns.items():
            if any(record.texts.get(title) == UNCALCULATED for title in titles):
                self.odd(record.line, "not_calculated", field=name)
                return False
        return True

    def texts(self, record: Record) -> dict[str, str]:
        """Return a row's texts by field: look-alikes and spaces made plain, control characters shown."""
        return {name: printable(folded(text)) for name, text in texts_of(record, self.how.columns).items()}

    def odd(self, line: int, code: str, **values: object) -> None:
        """Note what is odd about a line."""
        self.notes.append(Note(line, code, values))

    def words(self, name: str, scope: str = EVERYWHERE) -> Mapping[str, str]:
        """Return what the words of a field stand for."""
        return self.how.meant.get(scope, {}).get(name, {})

    def meant(self, line: int, name: str, text: str, scope: str = EVERYWHERE) -> str | None:
        """Return what a word stands for; None, with a note, where it is blank or nobody knows it."""
        meaning = self.words(name, scope).get(text, text)
        if not text:
            self.odd(line, "blank", field=name)
        elif not meaning:
            self.odd(line, f"unknown_{name}", found=text)
        elif meaning != text and name == "employee":
            self.odd(line, "read_as", found=text, meant=meaning)
        return meaning or None

    def number(self, line: int, name: str, text: str, unit: str = "") -> float | None:
        """Return a number; None, with a note, where the text is none."""
        said = readings(text, self.how.commas.get(name, ""))
        if len(said) > 1:
            self.odd(line, "ambiguous_comma", field=name, found=text, one=said[0], other=said[1])
            return None
        value = _number(said[0], unit)
        if isinstance(value, float):
            if unit.startswith("%") and abs(value) > 1 and not text.endswith("%"):
                told_as = {"plain": told(value), "shown": told(value, percent=True)}
                self.odd(line, "taken_as_percent", field=name, found=text, **told_as)
            return number(value)
        code = value.code if isinstance(value, Odd) else str(value)
        if code == "ambiguous_percent" and not unit.startswith("%"):
            code = "unasked_percent"
        told_as = _percentage(said[0], unit) if code == "ambiguous_percent" else {}
        self.odd(line, "blank" if code == "missing" else code, field=name, found=text, **told_as)
        return None

    def day(self, line: int, name: str, text: str) -> date | None:
        """Return a date; None, with a note, where the text is none."""
        if name == "ends" and self.how.rules > 1 and NEVER.fullmatch(TIME.sub("", text)):
            return date.max
        day = as_date(Cell(TEXT, text))
        if isinstance(day, date):
            return day
        self.odd(line, "blank" if day.code == "missing" else day.code, field=name, found=text)
        return None


def _percentage(text: str, unit: str) -> dict[str, str]:
    """Return how people type what a number without a percent sign most likely means: 95 (%), and 0.95."""
    value = as_number(_cell(text.removesuffix("%").rstrip()), False, unit)
    assert isinstance(value, float), text
    return {"plain": told(value), "fraction": told(value / 100)}


def _number(text: str, unit: str) -> float | Odd | str:
    """Understand a value by its unit."""
    if unit == YES_NO:
        plain = typed_number(text)
        answer = as_yes_no(Cell(TEXT, text) if plain is None else Cell(NUMBER, plain))
        return float(answer) if isinstance(answer, bool) else answer
    return as_number(_cell(text), unit.startswith("%"), unit)


def _cell(text: str) -> Cell:
    """Return a value as a cell; powers of ten are how a spreadsheet writes small and large ones."""
    power = bool(SCIENTIFIC.fullmatch(text)) and isfinite(float(text))
    return Cell(NUMBER, float(text)) if power else Cell(TEXT, text)


def actual(reader: Reader, line: int, texts: Texts) -> ActualRow | None:
    """Read a value that another system measured."""
    cycle = _cycle(reader, line, texts.get("cycle", ""))
    if cycle is None:
        return None
    subject = _subject(reader, line, texts, cycle)
    indicator = reader.meant(line, "indicator", texts["indicator"], cycle)
    if subject is None or indicator is None:
        return None
    value = reader.number(line, "actual", texts["actual"], reader.words("unit", cycle).get(indicator, ""))
    if value is None:
        return None
    return ActualRow(line, cycle, subject, indicator, value, texts.get("evidence", ""))


def _cycle(reader: Reader, line: int, text: str) -> str | None:
    """Return the cycle of a row: the one it names, or where it names none the one asked for."""
    wanted = reader.how.cycle
    cycle = reader.meant(line, "cycle", text or wanted)
    if cycle is None or not wanted or cycle == wanted:
        return cycle
    reader.odd(line, "other_cycle", found=cycle, cycle=wanted)
    return None


def _subject(reader: Reader, line: int, texts: Texts, cycle: str) -> str | None:
    """Return whom a value is about: the person, or where the row names nobody the department."""
    if texts.get("employee") or "department" not in texts:
        return reader.meant(line, "employee", texts.get("employee", ""), cycle)
    department = reader.meant(line, "department", texts["department"], cycle)
    return None if department is None else of_department(department)


def rating(reader: Reader, line: int, texts: Texts) -> RatingRow | None:
    """Read what one rater said of a person; who rates oneself is the person, by whatever code they are known.

    What is odd is told without the rater.
    """
    cycle = _cycle(reader, line, texts.get("cycle", ""))
    if cycle is None:
        return None
    subject = reader.meant(line, "employee", texts["employee"], cycle)
    indicator = reader.meant(line, "indicator", texts["indicator"], cycle)
    relation = reader.meant(line, "relation", texts["relation"])
    if subject is None or indicator is None or relation is None:
        return None
    rater = subject if relation == ONESELF else _rater(reader, line, texts, subject, cycle)
    value = _on_scale(reader, line, texts["rating"], subject, indicator, cycle)
    if rater is None or value is None:
        return None
    return RatingRow(line, cycle, subject, indicator, rater, relation, value)


def _rater(reader: Reader, line: int, texts: Texts, subject: str, cycle: str) -> str | None:
    """Return who rates: an employee number made whole, or any other code as it stands."""
    text = texts["rater"]
    if not text:
        reader.odd(line, "blank", field="rater")
    elif text in (subject, texts["employee"]):
        reader.odd(line, "rates_oneself")
    else:
        return reader.words("rater", cycle).get(text, text)
    return None


def _on_scale(reader: Reader, line: int, text: str, subject: str, indicator: str, cycle: str) -> float | None:
    """Return a rating; None, with a note, where it is none or not a step of the scale."""
    value, scales = reader.number(line, "rating", text), reader.words("scale", cycle)
    highest, _, half = (scales.get(f"{subject} {indicator}") or scales.get(indicator, "")).partition(" ")
    if value is None or not highest:
        return value
    if 1 <= value <= int(highest) and (value * 2 if half else value).is_integer():
        return value
    reader.odd(line, f"not_on_{half or 'whole'}_scale", field="rating", found=text, highest=highest)
    return None


def past(reader: Reader, line: int, texts: Texts) -> PastRow | None:
    """Read a result from before this archive: a score, a grade, or both."""
    employee = _employee(reader, line, texts["employee"])
    year = PERIOD_YEAR if reader.how.rules > 1 else FLOAT_YEAR
    period = reader.meant(line, "period", year.sub(r"\1", texts["period"]))
    grade, score = texts.get("grade") or None, texts.get("score", "")
    value = None
    if score or grade is None:
        value = reader.number(line, "score" if "score" in texts else "grade", score)
        if value is None:
            return None
    return None if employee is None or period is None else PastRow(line, employee, period, value, grade)


def post(reader: Reader, line: int, texts: Texts) -> PostRow | None:
    """Read a post that was held from one day to another."""
    employee = _employee(reader, line, texts["employee"])
    starts = reader.day(line, "starts", texts["starts"])
    ends = reader.day(line, "ends", texts["ends"]) if texts.get("ends") else date.max
    department = reader.meant(line, "department", texts["department"])
    position = reader.meant(line, "position", texts["position"])
    if employee is None or starts is None or ends is None or department is None or position is None:
        return None
    if ends < starts:
        reader.odd(line, "ends_before", starts=starts, ends=ends)
        return None
    until = None if ends.year >= OPEN_END else ends.isoformat()
    manager = texts.get("manager", "")
    head = reader.words("employee").get(manager, manager) or None
    return PostRow(line, employee, starts.isoformat(), until, department, position, head)


def _employee(reader: Reader, line: int, text: str) -> str | None:
    """Return a person's number; who is in the People sheet no more keeps theirs, if it can be one."""
    employee = reader.meant(line, "employee", text)
    if employee is None or ID.fullmatch(employee):
        return employee
    reader.odd(line, "bad_id", found=text)
    return None


READERS: Mapping[Kind, Callable[[Reader, int, Texts], Row | None]] = {
    "actuals": actual,
    "ratings": rating,
    "history": past,
    "posts": post,
}
