"""The Index of the master workbook: what it is, and a way to every sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from addin.texts import say, words
from templates.books.master.content import MasterContent
from templates.books.master.listing import page
from templates.references import quoted
from templates.writer import SafeSheet

LIST = 9
"""The row of the list's headings."""


class Entry(NamedTuple):
    """A sheet in the index: its title, what it shows, and how many rows it has, where it has any."""

    title: str
    about: str
    rows: int | None = None


def write_index(sheet: SafeSheet, content: MasterContent, entries: Sequence[Entry]) -> None:
    """Write what the workbook is, and the list of its sheets."""
    look = sheet.workbook.look
    for column, width in enumerate((30, 12, 84)):
        sheet.column(column, column, width)
    _facts(sheet, content)
    headings = words("master", content.language)["index"]
    for column, key in enumerate(("sheet", "rows", "about")):
        sheet.write(LIST, column, headings[key], look("header", "figures" if key == "rows" else "indent"))
    for row, entry in enumerate(entries, LIST + 1):
        sheet.height(row, 21)
        sheet.link(row, 0, f"internal:{quoted(entry.title)}!A1", entry.title, look("row", "indent", "link"))
        sheet.write(row, 1, entry.rows, look("row", "integer", "figures"))
        sheet.write(row, 2, entry.about, look("row", "indent"))
    page(sheet, content)
    sheet.one_page()


def _facts(sheet: SafeSheet, content: MasterContent) -> None:
    look, language = sheet.workbook.look, content.language
    texts = words("master", language)
    sheet.height(0, 34)
    sheet.write(0, 0, say(f"master.title.{content.kind}", language, cycle=content.cycle), look("title"))
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
