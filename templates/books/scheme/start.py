"""The Start sheet: six steps with ticks that follow what is typed, and all weights at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from addin.scoring.expression import literal
from addin.scoring.nesting import sums
from addin.scoring.parameters import told
from addin.scoring.scheme import Line
from addin.texts import phrase, say
from templates.books.scheme.content import SchemeContent
from templates.books.scheme.counting import Trouble
from templates.books.scheme.glance import nth_reference
from templates.books.scheme.layout import FIRST_ROW
from templates.books.scheme.marks import whole_weight
from templates.books.scheme.path import Step, column, next_step, numbered, steps
from templates.books.scheme.troubles import first, total
from templates.books.scheme.weighed import totals
from templates.books.scheme.weighing import SHEET, WHOLE
from templates.phrases import joined
from templates.references import quoted
from templates.tables import TABLES
from templates.tables.scheme import TOLERANCE
from templates.writer import SafeSheet, SafeWorkbook

DONE, OPEN, GO, WRONG = "✓", "○", "▶", "✗"
NEXT, HEADER, FIRST, STILL_OPEN, MORE, GLANCE_FIRST = 2, 3, 4, 10, 11, 15
LISTED = 20
"""So many templates are listed on Start."""
WIDTHS = (3, 9, 24, 82, 30)


def draw_start(book: SafeWorkbook, content: SchemeContent, found: Sequence[Trouble]) -> SafeSheet:
    """Add the Start sheet, first of all; found: what is open in the whole scheme."""
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
    _trial(sheet, FIRST + len(path), content, _is_ready(path, found))
    _next(sheet, path, found)
    _still_open(sheet, found)
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
    number = numbered(row - FIRST + 1, step.key, language)
    sheet.link(row, 2, target, number, book.look("fixed", "link", "indent"))
    sheet.write(row, 3, say(f"scheme.start.{step.key}_text", language), book.look("form_cell", "indent"))
    sheet.formula(row, 4, f"={step.now}", step.is_now, book.look("computed", "muted", "indent"))


def _trial(sheet: SafeSheet, row: int, content: SchemeContent, ready: bool) -> None:
    """Write the last step, which opens when the others are done and nothing is open any more."""
    book, language = sheet.workbook, sheet.workbook.language
    is_ready = f'AND(COUNTIF($B${FIRST + 1}:$B${row},"{DONE}")={row - FIRST},$B${STILL_OPEN + 1}="{DONE}")'
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
        numbered(row - FIRST + 1, "trial", language),
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


def _is_ready(path: Sequence[Step], found: Sequence[Trouble]) -> bool:
    """Tell whether a trial may be issued: five steps are done, and nothing is open on any sheet."""
    return all(step.is_done for step in path) and not total(found)[1]


def _next(sheet: SafeSheet, path: Sequence[Step], found: Sequence[Trouble]) -> None:
    """Name the first step that is not done yet, above the steps; then what is open, then the trial."""
    language, last = sheet.workbook.language, FIRST + len(path)
    ticks, names = (f"${letters}${FIRST + 1}:${letters}${last}" for letters in "BC")
    keys = ("next", "next_trial", "next_open")
    text, trial, open_first = (phrase(f"scheme.start.{key}", language) for key in keys)
    ready = f'IF($B${STILL_OPEN + 1}="{DONE}",{literal(trial)},{literal(open_first)})'
    step = f'INDEX({names},MATCH("{OPEN}",{ticks},0))'
    formula = f'=IF(ISNA(MATCH("{OPEN}",{ticks},0)),{ready},{joined(text, step=step)})'
    sheet.height(NEXT, 22)
    sheet.formula(NEXT, 1, formula, next_step(path, total(found)[1], language), sheet.workbook.look("value"))


def _still_open(sheet: SafeSheet, found: Sequence[Trouble]) -> None:
    """Say below the steps what is open on any sheet, with a link to the first of it."""
    book, language = sheet.workbook, sheet.workbook.language
    count, _ = total(found)
    where, _, text, _ = first(found, language)
    tick, told, number = open_cells(found, language)
    good, some = (phrase(f"scheme.start.{key}", language) for key in ("open_none", "open_now"))
    sheet.height(STILL_OPEN, 32)
    sheet.formula(
        STILL_OPEN, 1, f'=IF({count}=0,"{DONE}","{WRONG}")', tick, book.look("fixed", "centre", "large")
    )
    sheet.write(STILL_OPEN, 2, say("scheme.start.open", language), book.look("fixed", "bold", "indent"))
    link = f'HYPERLINK("#\'"&{where}&"\'!A1",{where}&": "&{text})'
    formula = f"=IF({count}=0,{literal(good)},{link})"
    sheet.formula(STILL_OPEN, 3, formula, told, book.look("form_cell", "indent"))
    shown = f'=IF({count}=0,"",{joined(some, n=count)})'
    sheet.formula(STILL_OPEN, 4, shown, number, book.look("computed", "muted", "indent"))


def open_cells(found: Sequence[Trouble], language: str) -> tuple[str, str, str]:
    """Return tick, sentence and number of the row that tells what is open."""
    _, now = total(found)
    if not now:
        return DONE, say("scheme.start.open_none", language), ""
    _, where, _, text = first(found, language)
    return WRONG, f"{where}: {text}", say("scheme.start.open_now", language, n=now)


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
    row, weight = GLANCE_FIRST - 1 + place, sums(lines).get(None, 0.0)
    keys = ("template", "weight", "within")
    names, weights, within = (column("templates", key, content, language) for key in keys)
    here = f"$C{row + 1}"
    both = whole_weight(here, names, weights, within)
    tick = f'IF(ABS({both}-100)<={TOLERANCE},"{DONE}","{WRONG}")'
    ticked = DONE if abs(weight - 100) <= TOLERANCE else WRONG
    text = "scheme.start.template_now"
    cells = {key: f"{SHEET}!${letters}${FIRST_ROW + place + 1}" for key, letters in WHOLE.items()}
    top = f'IF({cells["top"]}="","–",ROUND({cells["top"]},2))'
    words = joined(
        phrase(text, language),
        n=cells["lines"],
        weight=f"ROUND({both},2)",
        measured=f"ROUND({cells['measured']},2)",
        top=top,
    )
    whole = totals(content.scheme, name) if name else {}
    said = say(
        text,
        language,
        n=len(lines),
        weight=told(weight, decimals=2),
        measured=told(whole.get("measured"), decimals=2),
        top=told(whole.get("top"), decimals=2) or "–",
    )
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


def cached_cells(content: SchemeContent, found: Sequence[Trouble], language: str) -> dict[str, str]:
    """Return what the formulas of Start give, by cell, for rules and people; found: what is open."""
    path = steps(content, language)
    tick, told_open, number = open_cells(found, language)
    row = STILL_OPEN + 1
    cells = {
        f"B{row}": tick,
        f"D{row}": told_open,
        f"E{row}": number,
        f"B{NEXT + 1}": next_step(path, total(found)[1], language),
    }
    for row, step in enumerate(path, start=FIRST + 1):
        cells |= {f"B{row}": DONE if step.is_done else OPEN, f"E{row}": step.is_now}
    ready = _is_ready(path, found)
    word = say("scheme.start.ready", language) if ready else ""
    return cells | {f"B{FIRST + 1 + len(path)}": GO if ready else OPEN, f"E{FIRST + 1 + len(path)}": word}
