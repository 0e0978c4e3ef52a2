"""Writing a manager's list of results: the people first; for a manager of managers the departments, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from addin.scoring.rounding import round_half_away
from addin.texts import say
from templates.books.team.content import Member, TeamContent, mean
from templates.heights import row_height
from templates.tables import Column, Table
from templates.tables.slips import TEAM, TEAM_UNITS
from templates.writer import SafeSheet, SafeWorkbook, Value

HEADER = 4
"""The row of the headings; above it stand the title, whose list it is, and what to do with it."""

LONG = ("strengths", "to_improve")
LAST = ("last_score", "last_grade", "change")
OWN = ("score", "grade")
BEST = ("department", "employee", "name", "position", "manager_name", "score", "grade")
BUTTON, SMALL, ROW = 3.0, 1.25, 20.0
"""A filter button takes so much of a heading's width [characters], so much more small text fits, a row is
so high [points]."""


class Section(NamedTuple):
    """A table on the sheet of departments: its columns with their headings, and its rows."""

    columns: Sequence[Column]
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]


def write_team(content: TeamContent) -> bytes:
    """Write the list of results one manager receives; the same results give the same bytes."""
    title = say("publication.team.title", content.language, cycle=content.cycle.id)
    book = SafeWorkbook(content.language, title=title)
    _write_people(book, content, title)
    if content.overview:
        _write_overview(book, content)
    return book.save()


def _columns(table: Table, without: Sequence[str]) -> list[Column]:
    return [column for column in table.columns if column.key not in without]


def _write_people(book: SafeWorkbook, content: TeamContent, title: str) -> None:
    """Write a row a person; what was before is left out where there was nothing."""
    sheet = book.sheet(TEAM.title(content.language), group="result")
    before = any(one.last_score is not None for one in content.members)
    columns = _columns(TEAM, () if before else LAST)
    last = len(columns) - 1
    for at, column in enumerate(columns):
        sheet.column(at, at, column.width)
    _head(sheet, content, title, columns)
    for at, one in enumerate(content.members, HEADER + 1):
        texts = ((getattr(one, key), TEAM.column(key).width * SMALL) for key in LONG)
        sheet.height(at, max(ROW, row_height(texts)))
    looks = [book.look(*_look(column, content)) for column in columns]
    rows = ([_value(one, column.key, content) for column in columns] for one in content.members)
    count = sheet.fill(HEADER + 1, 0, rows, looks)
    headings = [TEAM.heading(column.key, content.language) for column in columns]
    wide = zip(headings, (column.width - BUTTON for column in columns), strict=True)
    sheet.height(HEADER, row_height(wide))
    sheet.table(HEADER, 0, count, "tbl_team", headings, book.look("header"))
    sheet.condition(HEADER + 1, 0, HEADER + count, last, f"=MOD(ROW(),2)={(HEADER + 2) % 2}", "banded")
    sheet.freeze(HEADER + 1, BEST.index("name") + 1)
    _page(sheet, content, HEADER, HEADER + count, last)


def _head(sheet: SafeSheet, content: TeamContent, title: str, columns: Sequence[Column]) -> None:
    """Write what the list is, for whom, and what to do with it."""
    look = sheet.workbook.look
    sheet.height(0, 34)
    sheet.write(0, 0, title, look("title"))
    period = {"starts": content.cycle.starts.isoformat(), "ends": content.cycle.ends.isoformat()}
    facts = (content.manager, content.settings.company, say("slip.page.period", content.language, **period))
    sheet.write(1, 0, "  ·  ".join(filter(None, facts)), look("label"))
    number, day = len(content.members), content.talks_by.isoformat()
    intro = say("publication.team.intro", content.language, number=number, date=day)
    sheet.merge((2, 0), (2, len(columns) - 1), intro, look("text", "middle"))
    sheet.height(2, row_height([(intro, sum(column.width for column in columns))]) + 6)
    sheet.height(3, 8)


def _look(column: Column, content: TeamContent) -> tuple[str, ...]:
    if column.key in LONG:
        return ("row", "middle", "indent", "small")
    if column.key == "change":
        return ("row", "signed", "figures")
    if column.kind == "number":
        return ("row", f"decimals_{content.settings.decimals}", "figures")
    if column.kind == "integer":
        return ("row", "integer", "centre")
    centred = "centre" if column.key in ("grade", "last_grade") else "indent"
    return ("row", *(("as_text",) if column.kind == "id" else ()), centred)


def _value(one: Member, key: str, content: TeamContent) -> Value:
    return _rounded(one.manager if key == "manager_name" else getattr(one, key), content)


def _rounded(value: Value, content: TeamContent) -> Value:
    return float(round_half_away(value, content.settings.decimals)) if isinstance(value, float) else value


def _write_overview(book: SafeWorkbook, content: TeamContent) -> None:
    """Write the departments side by side, and below them the best results."""
    title = TEAM_UNITS.title(content.language)
    sheet = book.sheet(title, group="result")
    sheet.height(0, 34)
    sheet.write(0, 0, title, book.look("title"))
    units = _units(content)
    named = [TEAM.heading(key, content.language) for key in BEST]
    rows = [[_value(one, key, content) for key in BEST] for one in content.best]
    best = Section([TEAM.column(key) for key in BEST], named, rows)
    below = _write_section(sheet, content, 2, units) + 2
    sheet.write(below, 0, say("publication.team.best", content.language), book.look("subtitle"))
    sheet.height(below, 26)
    last = _write_section(sheet, content, below + 1, best)
    widest = max(len(units.columns), len(best.columns))
    for at in range(widest):
        sheet.column(at, at, max(one.columns[at].width for one in (units, best) if at < len(one.columns)))
    _page(sheet, content, None, last, widest - 1)


def _units(content: TeamContent) -> Section:
    """Return a row a department: how many people, of which grade, their mean, and its own result, if any."""
    columns = _columns(TEAM_UNITS, () if content.units else OWN)
    headings = [TEAM_UNITS.heading(one.key, content.language) for one in columns]
    grades = [Column(f"grade_{grade}", "integer", "service", width=11) for grade in content.grades]
    shown = [*columns[:2], *grades, *columns[2:]]
    rows = [_unit(content, one)[: len(shown)] for one in content.departments]
    return Section(shown, [*headings[:2], *content.grades, *headings[2:]], rows)


def _unit(content: TeamContent, department: str) -> list[Value]:
    people, own = content.of(department), content.units.get(department)
    counts = [sum(one.grade == grade for one in people) for grade in content.grades]
    result = (own.score, own.grade) if own else (None, None)
    return [department, len(people), *counts, *(_rounded(one, content) for one in (mean(people), *result))]


def _write_section(sheet: SafeSheet, content: TeamContent, top: int, section: Section) -> int:
    """Write headings and rows, and return the last row."""
    look = sheet.workbook.look
    sheet.height(top, 32)
    sheet.write_row(top, 0, section.headings, look("header"))
    looks = [look(*_look(column, content)) for column in section.columns]
    last = top + sheet.fill(top + 1, 0, section.rows, looks)
    for row in range(top + 1, last + 1):
        sheet.height(row, ROW)
    return last


def _page(sheet: SafeSheet, content: TeamContent, header: int | None, last: int, columns: int) -> None:
    footer = say("slip.page.private", content.language, name=content.manager)[:100].replace("&", "&&")
    sheet.page(header_row=header, footer=f"&L&8{footer}&R&8&P / &N")
    sheet.print_area(last, columns)
    sheet.no_alarms(last, columns)
