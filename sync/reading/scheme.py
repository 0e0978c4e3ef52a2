"""The scheme workbook as read: rules and people as typed values, and every cell that was not understood."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar, cast

from addin.scoring.calendar import STEPS
from addin.scoring.nesting import nested
from addin.scoring.processes import (
    Course,
    HonourRule,
    NoticeText,
    Participant,
    RaterTraining,
    RewardRule,
    Role,
    SalaryStandard,
)
from addin.scoring.scheme import (
    Adjustment,
    Check,
    Coefficient,
    Cycle,
    Department,
    Goal,
    Grade,
    Indicator,
    Line,
    Mapped,
    Person,
    Position,
    Quota,
    RaterAssignment,
    RaterRule,
    Roster,
    Scheme,
)
from addin.texts import LANGUAGES, say
from sync.reading.cells import Book
from sync.reading.departments import departments
from sync.reading.goals import goals
from sync.reading.limits import LIMITS, Limits
from sync.reading.scheme_settings import read_settings
from sync.reading.tables import ReadRow, TableReading, find_tables
from sync.reading.typed import CellProblem, Unclear, typed, within
from sync.reading.xlsx import read_book
from templates.tables import TABLES, Table
from templates.tables.scheme import PARAMETERS

SCHEME_TABLES = tuple(table for table in TABLES.values() if table.workbook == "scheme")
UNITED = ("templates", "goals")
"""Tables whose values are in the unit of the row's indicator."""

GUIDE = "guide"
"""The module whose sheet holds no table."""

REPEATING = ("adjustments",)
"""Tables in which the same thing may stand twice: at its highest level it counts once."""

PARAMETER_KEYS = frozenset(column.key for column in PARAMETERS)

Record = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SchemeReading:
    """A scheme workbook as read.

    `problems` are cells that could not be understood; their values are left out or have their default.
    `index` finds the row of a record: (table, *key); of rows with the same key it holds the first.
    `twice` names sheets that repeat a table, `hidden` those that are not seen.
    """

    scheme: Scheme
    roster: Roster
    tables: Mapping[str, TableReading]
    problems: tuple[CellProblem, ...] = ()
    index: Mapping[tuple[str, ...], ReadRow] = field(default_factory=dict)
    twice: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    guide: str | None = None

    def module_sheets(self) -> list[tuple[str, str]]:
        """Return the modules that have a sheet in this workbook, each with it; a module may have several."""
        sheets = [
            (module, table.sheet) for key, table in self.tables.items() if (module := TABLES[key].module)
        ]
        return [*sheets, (GUIDE, self.guide)] if self.guide else sheets

    def place(self, table: str, column: str, *key: str) -> tuple[str | None, str | None]:
        """Return sheet and cell of a record's column, None where there is no such record or column."""
        found, row = self.tables.get(table), self.index.get((table, *key))
        if found is None:
            return None, None
        return found.sheet, None if row is None else found.place(row, column)


@lru_cache(maxsize=2)
def read_scheme(data: bytes, limits: Limits = LIMITS) -> SchemeReading:
    """Read a scheme workbook from its bytes; people's mistakes become problems, never exceptions.

    The two read last are remembered: whoever collects again and again finds the same bytes each time.
    Raises Unreadable where the file is no workbook.
    """
    return scheme_of(read_book(data, limits))


def scheme_of(book: Book) -> SchemeReading:
    """Find the tables of a scheme in a workbook and turn their rows into rules and people."""
    tables, twice = find_tables(book, SCHEME_TABLES)
    problems: list[CellProblem] = []
    settings = read_settings(tables.get("settings"), book.date1904, problems)
    rows = _records(tables, book.date1904, problems)
    roster = {record["employee"]: _person(record) for record in rows["people"].values()}
    units = departments([_department(r) for r in rows["departments"].values()], roster, settings)
    scheme = Scheme(
        settings=settings,
        departments=units,
        positions={record["position"]: _position(record) for record in rows["positions"].values()},
        indicators={record["indicator"]: _indicator(record) for record in rows["indicators"].values()},
        templates=_templates(rows["templates"].values(), settings.missing),
        grades=tuple(_grade(record) for record in rows["grades"].values()),
        cycles={cycle.id: cycle for cycle in map(_cycle, rows["cycles"].values()) if cycle is not None},
        sources=tuple(_mapped(record) for record in rows["sources"].values()),
        goals=goals([_goal(record) for record in rows["goals"].values()], roster, units, settings),
        quotas=_listed(Quota, rows["quotas"].values()),
        coefficients=_listed(Coefficient, rows["coefficients"].values()),
        adjustments=_listed(Adjustment, rows["adjustments"].values()),
        participants=_listed(Participant, rows["participants"].values()),
        reward_rules=_listed(RewardRule, rows["reward_rules"].values()),
        honour_rules=_listed(HonourRule, rows["honour_rules"].values()),
        salary_standards=_listed(SalaryStandard, rows["salary_standards"].values()),
        courses=_listed(Course, rows["courses"].values()),
        notice_texts=_listed(NoticeText, rows["notice_texts"].values()),
        roles=_listed(Role, rows["roles"].values()),
        raters=_listed(RaterRule, rows["raters"].values()),
        rater_training=_listed(RaterTraining, rows["rater_training"].values()),
        assignments=_listed(RaterAssignment, rows["assignments"].values()),
        checks={rule.code: rule for rule in _listed(Check, rows["checks"].values())},
    )
    hidden = frozenset(sheet.name for sheet in book.sheets if sheet.state != "visible")
    return SchemeReading(scheme, roster, tables, tuple(problems), _index(tables), twice, hidden, _guide(book))


def _guide(book: Book) -> str | None:
    """Return the name of the sheet that tells the rules in words; it is known by its title."""
    titles = {say("guide.title", language) for language in LANGUAGES}
    return next((sheet.name for sheet in book.sheets if sheet.name in titles), None)


def _records(
    tables: Mapping[str, TableReading], date1904: bool, problems: list[CellProblem]
) -> dict[str, dict[tuple[str, ...], Record]]:
    """Return every table's records by key, the first where a key repeats, none without a full key."""
    found: dict[str, dict[tuple[str, ...], Record]] = {table.key: {} for table in SCHEME_TABLES}
    percents = _percent_units(tables)
    for table in SCHEME_TABLES:
        if table.key in ("settings", "changelog") or table.key not in tables:
            continue
        for row in tables[table.key].rows:
            key = key_of(table, row)
            percent = table.key in UNITED and key[table.keys.index("indicator")] in percents
            record = dict(_understood(table, row, key, percent, date1904, problems))
            if complete(table, key):
                again = (str(row.number),) if table.key in REPEATING else ()
                found[table.key].setdefault((*key, *again), record)
    return found


def complete(table: Table, key: tuple[str, ...]) -> bool:
    """Tell whether the key of a row lacks nothing; only some parts of the key of a goal must be there."""
    some = any(table.column(name).required for name in table.keys)
    return all(
        part or (some and not table.column(name).required) for name, part in zip(table.keys, key, strict=True)
    )


def key_of(table: Table, row: ReadRow) -> tuple[str, ...]:
    """Return the key of a row, "" for what is blank; ids as they are compared."""
    return tuple(_key_text(table, row, column) for column in table.keys)


def _key_text(table: Table, row: ReadRow, column: str) -> str:
    cell = row.cell(column)
    value = None if cell is None else typed(table.column(column), cell, False, False)
    return "" if value is None or isinstance(value, Unclear) else str(value)


def _understood(
    table: Table,
    row: ReadRow,
    key: tuple[str, ...],
    percent: bool,
    date1904: bool,
    problems: list[CellProblem],
) -> Iterator[tuple[str, object]]:
    """Yield the columns of a row that hold a value, and note those that cannot be understood."""
    for column in table.columns:
        cell = row.cell(column.key)
        if cell is None or column.filled_by == "service":
            continue
        value = typed(column, cell, percent, date1904)
        if column.key not in PARAMETER_KEYS:
            value = within(column, value)
        if not isinstance(value, Unclear):
            yield column.key, value
        elif value.code != "missing":
            problems.append(CellProblem(table.key, column.key, row.number, value.code, value.found, key))


def _percent_units(tables: Mapping[str, TableReading]) -> set[str]:
    """Return the indicators whose values are percentages."""
    table = tables.get("indicators")
    rows = table.rows if table else ()
    return {
        key_of(TABLES["indicators"], row)[0] for row in rows if row.text("unit").startswith(("%", "％", "﹪"))
    }


def _index(tables: Mapping[str, TableReading]) -> dict[tuple[str, ...], ReadRow]:
    found: dict[tuple[str, ...], ReadRow] = {}
    for table in SCHEME_TABLES:
        for row in tables[table.key].rows if table.key in tables else ():
            found.setdefault((table.key, *key_of(table, row)), row)
    return found


def _plain(record: Record, *columns: str) -> dict[str, Any]:
    """Return the columns that a record has, for fields with a default of their own."""
    return {column: record[column] for column in columns if column in record}


def _person(record: Record) -> Person:
    dates = _plain(record, "hired", "in_post_since", "left_on", "email")
    return Person(
        record["employee"],
        record.get("name", ""),
        record.get("department", ""),
        record.get("position", ""),
        record.get("manager"),
        **dates,
    )


def _department(record: Record) -> Department:
    key = record["department"]
    rest = (record.get(column) for column in ("parent", "head", "template"))
    return Department(key, str(record.get("name", key)), *rest)


def _position(record: Record) -> Position:
    texts = _plain(record, "duties", "outputs", "job_description", "reviewed_on")
    return Position(
        record["position"], str(record.get("name", record["position"])), record.get("template"), **texts
    )


def _indicator(record: Record) -> Indicator:
    anchors = tuple(record.get(f"anchor_{rating}", "") for rating in (5, 4, 3, 2, 1))
    return Indicator(
        record["indicator"],
        str(record.get("name", record["indicator"])),
        record.get("category", "kpi"),
        _percent_sign(record.get("unit", "")),
        anchors=cast(tuple[str, str, str, str, str], anchors),
        **_plain(record, "definition", "formula", "source", "provider", "reviewed_on"),
    )


def _percent_sign(unit: str) -> str:
    """Return a unit with a plain percent sign at its beginning."""
    return "%" + unit[1:] if unit[:1] in ("％", "﹪") else unit


def _line(record: Record, missing: str) -> Line:
    """Return a line of a template; what is to happen if it is missing is the company's way unless it says."""
    return Line(
        record["template"],
        record["indicator"],
        record.get("weight", 0.0),
        record.get("method", ""),
        record.get("target"),
        {key: value for key, value in record.items() if key in PARAMETER_KEYS},
        missing=record.get("missing", missing),
        **_plain(record, "cycles"),
    )


def _templates(rows: Iterable[Record], missing: str) -> dict[str, tuple[Line, ...]]:
    """Return the lines of each template; rows that are headings of others are none."""
    listed: dict[str, list[Record]] = {}
    for record in rows:
        listed.setdefault(record["template"], []).append(record)
    return {template: _lines(found, missing) for template, found in listed.items()}


def _lines(rows: Sequence[Record], missing: str) -> tuple[Line, ...]:
    within = {record["indicator"]: record["within"] for record in rows if "within" in record}
    return nested([_line(record, missing) for record in rows], within)


def _grade(record: Record) -> Grade:
    return Grade(
        record["grade"],
        str(record.get("name", record["grade"])),
        record.get("low"),
        record.get("high"),
        record.get("coefficient", 1.0),
    )


def _cycle(record: Record) -> Cycle | None:
    """Return a cycle; without kind, first and last day it is none."""
    kind, starts, ends = (record.get(key) for key in ("kind", "starts", "ends"))
    if kind is None or not isinstance(starts, date) or not isinstance(ends, date):
        return None
    return Cycle(record["cycle"], kind, starts, ends, **_plain(record, *STEPS))


def _listed(kind: type[T], rows: Iterable[Record]) -> tuple[T, ...]:
    """Return rows as values of a type that has a field for each of their columns, or for all but the note.

    A row without what it needs is none; it is named by a check.
    """
    parts = fields(kind)  # type: ignore[arg-type]
    names = {part.name for part in parts}
    counted = {part.name for part in parts if str(part.type).startswith("int")}
    needed = [part.name for part in parts if part.default is MISSING]
    whole = (record for record in rows if all(name in record for name in needed))
    return tuple(
        kind(**{key: _counted(key, value, counted) for key, value in record.items() if key in names})
        for record in whole
    )


def _counted(key: str, value: Any, counted: Collection[str]) -> Any:
    """Return a whole number of a field that counts as one; a cell holds it with a fraction of nothing."""
    return int(value) if key in counted and isinstance(value, float) and value.is_integer() else value


def _goal(record: Record) -> Goal | None:
    """Return a goal; without its target it is none."""
    if not isinstance(record.get("target"), float):
        return None
    return Goal(record.get("cycle"), record.get("subject"), record["indicator"], record["target"])


def _mapped(record: Record) -> Mapped:
    return Mapped(record["source"], record["field"], record.get("column", ""))
