"""Writing the master workbook: index first, then the dashboard, then the tables that hold anything."""

from __future__ import annotations

from addin.scoring.expression import literal
from addin.texts import say, words
from templates.books.master.content import MasterContent, Rows
from templates.books.master.dashboard import write_dashboard
from templates.lists import word
from templates.references import quoted
from templates.tables import TABLES, Column, Table
from templates.writer import SafeSheet, SafeWorkbook, Value

SHEETS = ("results", "indicator_scores", "department_results", "adjustments", "all_findings", "submissions")
HEADER = 3
OPTIONAL = {
    "results": ("provisional", "bonus", "deduction", "veto", "proposed_grade", "proposed_because"),
    "department_results": ("score", "grade", "rank"),
}
"""Columns that are left out where nobody has anything in them."""

LONG = ("message", "fix", "reason")
"""Columns of sentences, which are broken into lines; LibreOffice does not fit the rows by itself."""
TALL = 46


def write_master(content: MasterContent) -> bytes:
    """Write the master workbook of a cycle; empty tables are left out."""
    language = content.language
    book = SafeWorkbook(language, title=say("master.title", language, cycle=content.cycle))
    index = book.sheet(say("master.index.title", language), group="path")
    filled = [TABLES[key] for key in SHEETS if content.tables[key]]
    write_dashboard(book, content)
    for table in filled:
        _write_table(book, content, table, content.tables[table.key])
    _write_index(index, content, filled)
    return book.save()


def _write_index(sheet: SafeSheet, content: MasterContent, tables: list[Table]) -> None:
    look, language = sheet.workbook.look, content.language
    texts = words("master", language)
    sheet.column(0, 0, 26)
    sheet.column(1, 1, 12)
    sheet.column(2, 2, 70)
    sheet.height(0, 34)
    sheet.write(0, 0, say("master.title", language, cycle=content.cycle), look("title"))
    sheet.write(1, 0, texts["made"].format(when=f"{content.made_at:%Y-%m-%d %H:%M}"), look("label"))
    facts = (
        ("company", content.company),
        ("cycle", content.cycle),
        ("period", f"{content.starts} – {content.ends}"),
        ("scheme", content.scheme),
    )
    for row, (key, value) in enumerate(facts, 3):
        sheet.write(row, 0, texts["index"][key], look("label"))
        sheet.write(row, 1, value, look("value"))
    start = 8
    for column, key in enumerate(("sheet", "rows", "about")):
        sheet.write(start, column, texts["index"][key], look("header", "left"))
    entries: list[tuple[str, str, int | None]] = [("dashboard", texts["dashboard"]["title"], None)]
    entries += [(table.key, table.title(language), len(content.tables[table.key])) for table in tables]
    for row, (key, title, count) in enumerate(entries, start + 1):
        sheet.link(row, 0, f"internal:{quoted(title)}!A1", title, look("fixed", "link"))
        sheet.write(row, 1, count, look("fixed", "integer"))
        sheet.write(row, 2, texts["about"][key], look("fixed"))
    _page(sheet, content, None)


def _write_table(book: SafeWorkbook, content: MasterContent, table: Table, rows: Rows) -> None:
    look, language = book.look, content.language
    sheet = book.sheet(table.title(language), group="findings" if table.key == "all_findings" else "result")
    sheet.write(0, 0, table.title(language), look("title"))
    sheet.height(0, 30)
    index = say("master.index.title", language)
    sheet.link(1, 0, f"internal:{quoted(index)}!A1", say("master.back", language))
    sheet.height(HEADER, 30)
    columns = _shown_columns(table, rows)
    for number, column in enumerate(columns):
        sheet.column(number, number, column.width)
        sheet.write(HEADER, number, table.heading(column.key, language), look("header"))
    tall = any(column.key in LONG for column in table.columns)
    for row, record in enumerate(rows, HEADER + 1):
        if tall:
            sheet.height(row, TALL)
        for number, column in enumerate(columns):
            percent = column.kind == "value" and record.get("indicator") in content.percent
            value = _shown(column, record.get(column.key), language)
            sheet.write(row, number, value, look("fixed", "indent", *_format(column, percent)))
    last = HEADER + len(rows)
    sheet.filter(HEADER, 0, last, len(columns) - 1)
    sheet.freeze(HEADER + 1, min(3, len(columns)))
    _colour(sheet, table, last)
    _page(sheet, content, HEADER)


def _shown_columns(table: Table, rows: Rows) -> list[Column]:
    """Return the columns of a table; optional ones only where a row holds something in them."""
    optional = OPTIONAL.get(table.key, ())
    filled = {key for key in optional for row in rows if row.get(key) is not None}
    return [column for column in table.columns if column.key in filled or column.key not in optional]


def _format(column: Column, percent: bool) -> tuple[str, ...]:
    if percent:
        return ("percent",)
    if column.kind == "integer":
        return ("integer", "centre")
    if column.kind == "number":
        return ("number",) if column.unit else ("score",)
    if column.kind == "value":
        return ("number",)
    if column.key in ("grade", "proposed_grade"):
        return ("centre",)
    if column.key in LONG:
        return ("wrap",)
    return {"id": ("as_text",), "date": ("date",)}.get(column.kind, ())


def _shown(column: Column, value: Value, language: str) -> Value:
    """Return a stored value as people read it: words of the language for choices and states."""
    if value is None:
        return None
    if column.kind == "flag":
        return word("flag", "yes" if value else "no", language)
    if column.choices:
        return word(column.choices, str(value), language)
    return value


def _colour(sheet: SafeSheet, table: Table, last: int) -> None:
    """Tint severity and code of the findings by their severity."""
    if table.key != "all_findings":
        return
    language = sheet.workbook.language
    for severity in ("error", "warning", "note"):
        formula = f"=$A{HEADER + 2}={literal(word('severity', severity, language))}"
        sheet.condition(HEADER + 1, 0, last, 1, formula, severity)


def _page(sheet: SafeSheet, content: MasterContent, header: int | None) -> None:
    company = content.company.replace("&", "&&")
    footer = say("master.footer", content.language, company=company, cycle=content.cycle)
    sheet.page(header_row=header, footer=footer)
