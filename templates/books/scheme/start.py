"""The Start sheet: six steps with ticks that follow what is typed, and all weights at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from addin.scoring.expression import literal
from addin.scoring.nesting import sums
from addin.scoring.parameters import told
from addin.scoring.scheme import Line
from addin.texts import phrase, say
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.glance import nth_reference
from templates.books.scheme.marks import whole_weight
from templates.books.scheme.path import Step, column, steps
from templates.phrases import joined
from templates.references import quoted
from templates.tables import TABLES
from templates.tables.scheme import TOLERANCE
from templates.writer import SafeSheet, SafeWorkbook

DONE, OPEN, GO, WRONG = "✓", "○", "▶", "✗"
HEADER, FIRST, MORE, GLANCE_FIRST = 3, 4, 11, 15
LISTED = 20
"""So many templates are listed on Start."""
WIDTHS = (3, 9, 24, 82, 30)


def draw_start(book: SafeWorkbook, content: SchemeContent) -> SafeSheet:
    """Add the Start sheet, first of all."""
    language = book.language
    sheet = book.sheet(say("scheme.start.title", language), "path")
    for place, width in enumerate(WIDTHS):
        sheet.column(place, place, width)
    sheet.height(0, 36)
    sheet.write(0, 1, say("scheme.book.title", language), book.look("title"))
    sheet.write(1, 1, say("scheme.start.lead", language), book.look("label"))
    sheet.height(HEADER, 24)
    for place, key in enumerate(("done", "step", "what", "now"), start=1):
        sheet.write(HEADER, place, say(f"scheme.start.{key}", language), book.look("header"))
    path = steps(content, language)
    for row, step in enumerate(path, start=FIRST):
        _step(sheet, row, step)
    _trial(sheet, FIRST + len(path), content, all(step.is_done for step in path))
    _glance(sheet, content)
    _finish(sheet)
    return sheet


def _step(sheet: SafeSheet, row: int, step: Step) -> None:
    """Write one step: tick, link, sentence, where it stands."""
    book, language = sheet.workbook, sheet.workbook.language
    tick = f'=IF({step.done},"{DONE}","{OPEN}")'
    sheet.height(row, 32)
    sheet.formula(row, 1, tick, DONE if step.is_done else OPEN, book.look("fixed", "centre", "large"))
    target = f"internal:{quoted(TABLES[step.sheet].title(language))}!A1"
    number = f"{row - FIRST + 1}  {say(f'scheme.start.{step.key}', language)}"
    sheet.link(row, 2, target, number, book.look("fixed", "link", "indent"))
    sheet.write(row, 3, say(f"scheme.start.{step.key}_text", language), book.look("form_cell", "indent"))
    sheet.formula(row, 4, f"={step.now}", step.is_now, book.look("computed", "muted", "indent"))


def _trial(sheet: SafeSheet, row: int, content: SchemeContent, ready: bool) -> None:
    """Write the last step, which opens when the others are done."""
    book, language = sheet.workbook, sheet.workbook.language
    is_ready = f'COUNTIF($B${FIRST + 1}:$B${row},"{DONE}")={row - FIRST}'
    sheet.height(row, 32)
    sheet.formula(
        row,
        1,
        f'=IF({is_ready},"{GO}","{OPEN}")',
        GO if ready else OPEN,
        book.look("fixed", "centre", "large"),
    )
    sheet.write(
        row,
        2,
        f"{row - FIRST + 1}  {say('scheme.start.trial', language)}",
        book.look("fixed", "bold", "indent"),
    )
    first = next(iter(content.scheme.cycles), "")
    name = f"INDEX({column('cycles', 'cycle', content, language)},1)"
    text = "scheme.start.trial_text"
    look = book.look("form_cell", "indent")
    sentence = joined(phrase(text, language), cycle=name)
    sheet.formula(row, 3, f"={sentence}", say(text, language, cycle=first), look)
    word = say("scheme.start.ready", language)
    sheet.formula(
        row,
        4,
        f'=IF({is_ready},{literal(word)},"")',
        word if ready else None,
        book.look("computed", "muted", "indent"),
    )


def _glance(sheet: SafeSheet, content: SchemeContent) -> None:
    """List the templates with their number of lines and the sum of their weights."""
    language = sheet.workbook.language
    sheet.height(GLANCE_FIRST - 2, 24)
    title = say("scheme.start.glance", language)
    sheet.write(GLANCE_FIRST - 2, 1, title, sheet.workbook.look("subtitle"))
    listed = list(content.scheme.templates.items())
    for place in range(LISTED):
        name, lines = listed[place] if place < len(listed) else ("", ())
        _listed(sheet, place, content, name, lines)


def _listed(sheet: SafeSheet, place: int, content: SchemeContent, name: str, lines: Sequence[Line]) -> None:
    """Write one template of the list: tick, name, number of lines and sum."""
    book, language = sheet.workbook, sheet.workbook.language
    row, total = GLANCE_FIRST - 1 + place, sums(lines).get(None, 0.0)
    keys = ("template", "weight", "within", "method")
    names, weights, within, methods = (column("templates", key, content, language) for key in keys)
    here = f"$C{row + 1}"
    both = whole_weight(here, names, weights, within)
    tick = f'IF(ABS({both}-100)<={TOLERANCE},"{DONE}","{WRONG}")'
    ticked = DONE if abs(total - 100) <= TOLERANCE else WRONG
    text = "scheme.start.template_now"
    words = joined(
        phrase(text, language), n=f'COUNTIFS({names},{here},{methods},"?*")', weight=f"ROUND({both},2)"
    )
    said = say(text, language, n=len(lines), weight=told(total, decimals=2))
    sheet.height(row, 19)
    sheet.formula(row, 1, f'=IF({here}="","",{tick})', name and ticked, book.look("fixed", "plain", "centre"))
    sheet.formula(row, 2, f"={nth_reference(place)}", name, book.look("fixed", "plain", "bold", "indent"))
    sheet.formula(row, 3, f'=IF({here}="","",{words})', name and said, book.look("fixed", "plain", "indent"))


def _finish(sheet: SafeSheet) -> None:
    """Colour the ticks, protect what nobody types, lay out the print."""
    last = GLANCE_FIRST - 1 + LISTED
    for tick, rule in ((DONE, "done"), (GO, "done"), (OPEN, "todo"), (WRONG, "error")):
        sheet.condition(FIRST, 1, last, 1, f"=$B{FIRST + 1}={literal(tick)}", rule)
    language = sheet.workbook.language
    sheet.write(MORE, 1, say("scheme.start.more", language), sheet.workbook.look("label"))
    sheet.protect()
    sheet.page(landscape=True)
    sheet.one_page()


def cached_cells(content: SchemeContent, language: str) -> dict[str, str]:
    """Return what the formulas of Start give, by cell, for rules and people."""
    path = steps(content, language)
    cells: dict[str, str] = {}
    for row, step in enumerate(path, start=FIRST + 1):
        cells |= {f"B{row}": DONE if step.is_done else OPEN, f"E{row}": step.is_now}
    ready = all(step.is_done for step in path)
    word = say("scheme.start.ready", language) if ready else ""
    return cells | {f"B{FIRST + 1 + len(path)}": GO if ready else OPEN, f"E{FIRST + 1 + len(path)}": word}
