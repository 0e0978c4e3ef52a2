"""The sheet Guide: what the rules mean for managers and employees, in sentences that follow Settings live."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from addin.scoring.expression import literal
from addin.scoring.parameters import told
from addin.scoring.scheme import Cycle, Grade, Settings
from addin.texts import phrase, say, words
from templates.books.scheme import places
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.layout import FIRST_ROW, letter
from templates.heights import row_height
from templates.phrases import joined
from templates.references import quoted
from templates.tables import TABLES
from templates.tables.settings import SETTING_ROWS, Setting
from templates.writer import SafeSheet, SafeWorkbook, State

MODULE = "guide"
WIDTHS = (2, 26, 104)
PARTS = (
    *("score", "ratings", "grades", "cycles", "participants", "coefficients", "adjustments", "quotas"),
    *("interviews", "appeals", "improvement", "probation", "annual", "pay", "retention"),
)
MODULES = ("participants", "coefficients", "adjustments", "quotas")
"""Parts that are told of only while the module of the same name is on."""

MORE = 1
"""Of Grades and Cycles so many rows are told of beyond those there are now."""

_ROWS: Mapping[str, Setting] = {row.key: row for row in SETTING_ROWS}


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence: its expression, and what it gives now."""

    expression: str
    now: str


def draw_guide(book: SafeWorkbook, content: SchemeContent) -> SafeSheet:
    """Add the sheet: a title, and part by part the sentences; hidden while its module is off."""
    language = book.language
    state: State = "visible" if MODULE in content.scheme.settings.modules else "hidden"
    sheet = book.sheet(say("guide.title", language), "path", state)
    for place, width in enumerate(WIDTHS):
        sheet.column(place, place, width)
    sheet.height(0, 36)
    sheet.write(0, 1, say("guide.title", language), book.look("title"))
    sheet.write(1, 1, say("guide.lead", language), book.look("label"))
    row = 3
    for part in PARTS:
        row = _part(sheet, row, part, content)
    sheet.protect()
    sheet.page(landscape=False)
    sheet.one_page()
    return sheet


def _part(sheet: SafeSheet, row: int, part: str, content: SchemeContent) -> int:
    """Write one part, its title beside the first sentence; return the next row."""
    book, language = sheet.workbook, sheet.workbook.language
    title = words("guide", language)[part]["title"]
    for number, sentence in enumerate(sentences(part, content, language)):
        shade = ("first",) if number == 0 else ()
        sheet.height(row, row_height([(sentence.now, WIDTHS[2])]))
        head = None if number else title
        sheet.write(row, 1, head, book.look("form_cell", "plain", "bold", "indent", *shade))
        look = book.look("form_cell", "plain", "indent", *shade)
        sheet.formula(row, 2, f"={sentence.expression}", sentence.now, look)
        row += 1
    return row


def sentences(part: str, content: SchemeContent, language: str) -> list[Told]:
    """Return the sentences of a part, as expressions with their values."""
    texts = [text for key, text in words("guide", language)[part].items() if key != "title"]
    found = [_sentence(text, content, language) for text in texts]
    if part in ("grades", "cycles"):
        found = [*_listed(part, content, language), *found]
    return [_while_on(part, one, content, language) for one in found] if part in MODULES else found


def _sentence(text: str, content: SchemeContent, language: str) -> Told:
    keys = re.findall(r"\{(\w+)\}", text)
    live = {key: _live(_ROWS[key], language) for key in keys}
    now = {key: _now(_ROWS[key], content.scheme.settings, language) for key in keys}
    return Told(joined(text, **live), text.format(**now))


def _live(setting: Setting, language: str) -> str:
    """Return a setting as an expression that gives its text; an emptied one gives its default."""
    found = places.setting(setting.key, language)
    default = _now(setting, Settings(), language)
    shown = f'ROUND({found}*100,2)&"%"' if setting.kind == "percent" else found
    return f'IF({found}="",{literal(default)},{shown})'


def _now(setting: Setting, settings: Settings, language: str) -> str:
    """Return a setting as its sentence tells it."""
    value = getattr(settings, setting.key)
    if setting.kind == "percent":
        return told(value, percent=True, decimals=4)
    if isinstance(value, bool):
        return say(f"choices.flag.{'yes' if value else 'no'}", language)
    if isinstance(value, int | float):
        return told(float(value))
    return say(f"choices.{setting.choices}.{value}", language) if setting.choices else str(value)


def _while_on(part: str, one: Told, content: SchemeContent, language: str) -> Told:
    """Return the sentence while the module is on, else that it is not used."""
    off = say("guide.off", language)
    test = places.switched_on(part, language)
    now = one.now if part in content.scheme.settings.modules else off
    return Told(f"IF({test},{one.expression},{literal(off)})", now)


def _listed(part: str, content: SchemeContent, language: str) -> list[Told]:
    """Return a sentence for each of the first rows of Grades or Cycles; "" where there is none."""
    make = _grade if part == "grades" else _cycle
    rows: list[Grade] | list[Cycle] = (
        list(content.scheme.grades) if part == "grades" else list(content.scheme.cycles.values())
    )
    return [
        make(place, rows[place] if place < len(rows) else None, language)  # type: ignore[arg-type]
        for place in range(len(rows) + MORE)
    ]


def _cell(table: str, column: str, place: int, language: str) -> str:
    """Return the reference of the n-th row of a sheet, which stays right when rows are deleted."""
    letters = letter(table, column)
    return f"INDEX({quoted(TABLES[table].title(language))}!${letters}:${letters},{FIRST_ROW + place + 1})"


def _grade(place: int, grade: Grade | None, language: str) -> Told:
    low, high, name, key, factor = (
        _cell("grades", column, place, language) for column in ("low", "high", "name", "grade", "coefficient")
    )
    both, above, below = (phrase(f"guide.{text}", language) for text in ("from_to", "from", "below"))
    extent = (
        f'IF({low}="",{joined(below, high=high)},'
        f'IF({high}="",{joined(above, low=low)},{joined(both, low=low, high=high)}))'
    )
    text = phrase("guide.grade", language)
    told_now = joined(text, grade=key, name=name, range=extent, coefficient=factor)
    now = "" if grade is None else _grade_now(text, grade, (both, above, below))
    return Told(f'IF({key}="","",{told_now})', now)


def _grade_now(text: str, grade: Grade, extents: tuple[str, str, str]) -> str:
    both, above, below = extents
    extent = below if grade.low is None else above if grade.high is None else both
    shown = extent.format(low=told(grade.low), high=told(grade.high))
    return text.format(grade=grade.id, name=grade.name, range=shown, coefficient=told(grade.coefficient))


def _cycle(place: int, cycle: Cycle | None, language: str) -> Told:
    key, starts, ends = (_cell("cycles", column, place, language) for column in ("cycle", "starts", "ends"))
    days = {name: f'TEXT({cell},"yyyy-mm-dd")' for name, cell in (("starts", starts), ("ends", ends))}
    text = phrase("guide.cycle", language)
    now = "" if cycle is None else text.format(cycle=cycle.id, starts=cycle.starts, ends=cycle.ends)
    return Told(f'IF({key}="","",{joined(text, cycle=key, **days)})', now)
